//! What two verdicts on the same facts say differently.

use super::*;
use crate::domain::promotions::requirement::Measured;

#[test]
fn a_replay_names_where_it_differs() {
    let verdict = judged(&facts(Stage::Staging, Stage::Production), &[]);
    let mut other = verdict.clone();
    assert_eq!(first_difference(&verdict, &other), None);
    other.counts.fail = 1;
    assert_eq!(
        first_difference(&verdict, &other).as_deref(),
        Some("/counts/fail")
    );
}

#[test]
fn what_a_judge_did_not_say_yet_is_no_difference_and_what_it_decided_is() {
    let mut replayed = judged(
        &facts(Stage::Staging, Stage::Production),
        &[policy(&[("true", Severity::Block)], 0)],
    );
    let result = &mut replayed.requirements[0].result;
    result.measured = Some(Measured {
        text: "3".into(),
        value: Some("3".into()),
        ci_low: None,
        ci_high: None,
        n: None,
        unit: Some("days".into()),
    });
    let mut decided = replayed.clone();
    decided.evaluator_version = "cel-0.15/1".into();
    decided.requirements[0]
        .result
        .measured
        .as_mut()
        .unwrap()
        .unit = None;
    assert_eq!(first_difference(&decided, &replayed), None);
    decided.requirements[0].result.outcome = Outcome::Fail;
    assert_eq!(
        first_difference(&decided, &replayed).as_deref(),
        Some("/requirements/0/outcome")
    );
}

#[test]
fn a_verdict_with_fewer_parts_of_its_sentences_says_the_same() {
    let replayed = judged(&facts(Stage::Revoked, Stage::Production), &[]);
    let mut decided = replayed.clone();
    assert!(decided.headline.params.remove("reason").is_some());
    assert!(decided.blockers[0].params.remove("version").is_some());
    assert!(
        first_difference(&decided, &replayed).is_some(),
        "this judge says all of them"
    );
    decided.evaluator_version = "cel-0.15/2".into();
    assert_eq!(first_difference(&decided, &replayed), None);
    decided.blockers[0].params["to"] = "staging".into();
    assert_eq!(
        first_difference(&decided, &replayed).as_deref(),
        Some("/blockers/0/params/to")
    );
}
