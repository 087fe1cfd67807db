//! What all rows together say.

use super::*;

#[test]
fn tiers_follow_the_class_of_the_suite_and_what_it_is_about() {
    let tier_of = |class, change: fn(&mut PairInputs)| {
        let mut changed = pair();
        changed.trust_class = class;
        change(&mut changed);
        only(changed).tier
    };
    for (class, tier) in [
        (TrustClass::Internal, Tier::Critical),
        (TrustClass::Safety, Tier::Critical),
        (TrustClass::Bias, Tier::Critical),
        (TrustClass::Public, Tier::Supporting),
        (TrustClass::Performance, Tier::Supporting),
        (TrustClass::Unclassified, Tier::Exploring),
    ] {
        assert_eq!(tier_of(class, |_| ()), tier);
        assert_eq!(
            tier_of(class, |pair| pair.is_aggregate = true),
            Tier::Exploring
        );
        assert_eq!(
            tier_of(class, |pair| pair.is_primary = false),
            Tier::Exploring
        );
        assert_eq!(
            tier_of(class, |pair| pair.measurement.slice_kind =
                Some("language".into())),
            tier
        );
        let by_age = |pair: &mut PairInputs| pair.measurement.slice_kind = Some("age".into());
        assert_eq!(tier_of(class, by_age), Tier::Exploring);
    }
}

#[test]
fn all_critical_rows_must_pass_and_only_exploring_rows_are_corrected() {
    let mut passing = pair();
    passing.measurement.task = "other".into();
    passing.items.as_mut().unwrap().base_only = 0;
    passing.items.as_mut().unwrap().candidate_only = 0;
    passing.items.as_mut().unwrap().mean = decimal("0");
    passing.candidate.value = Some(decimal("0.902"));
    passing.items.as_mut().unwrap().candidate_mean = decimal("0.902");
    let mut public = pair();
    public.trust_class = TrustClass::Public;
    public.measurement.suite = "mmlu".into();
    let mut exploring = pair();
    exploring.trust_class = TrustClass::Unclassified;
    exploring.measurement.suite = "loose".into();
    let mut second = exploring.clone();
    second.measurement.suite = "looser".into();
    let mut set = inputs(vec![passing.clone(), pair(), public, exploring, second]);
    let found = compare(&set);
    assert_eq!(found.headline.code, "unclear");
    let tiers: Vec<Tier> = found.rows.iter().map(|row| row.tier).collect();
    assert_eq!(
        tiers,
        [
            Tier::Critical,
            Tier::Critical,
            Tier::Supporting,
            Tier::Exploring,
            Tier::Exploring
        ]
    );
    // The one nearest to failing stands first.
    assert_eq!(found.rows[0].measurement.task, "support_fr");
    assert!(found.rows[..3].iter().all(|row| row.p_adjusted.is_none()));
    assert_eq!(found.rows[3].p_adjusted, found.rows[3].p);
    set.correction = Correction::Holm;
    let holm = compare(&set);
    let (raw, doubled) = (
        holm.rows[3].p.clone().unwrap(),
        holm.rows[3].p_adjusted.clone().unwrap(),
    );
    assert!((doubled.to_f64() - 2.0 * raw.to_f64()).abs() < 1e-9);
    assert_eq!(
        (found.critical.non_inferior, found.critical.inconclusive),
        (1, 1)
    );
    set.pairs.remove(1);
    let found = compare(&set);
    assert_eq!(found.headline.code, "not_worse");
    assert_eq!(
        found.headline.message,
        "triage/4 is not worse than triage/3 on any of 1 critical comparisons."
    );
    set.alone.push(Alone {
        measurement: pair().measurement,
        trust_class: TrustClass::Safety,
        language: None,
        is_primary: true,
        on_candidate: false,
        evaluation_id: EvaluationId(Uuid::from_u128(3)),
    });
    assert_eq!(compare(&set).headline.code, "unclear");
    assert_eq!(compare(&set).critical.missing, 1);
    // What only the candidate has is nothing that it lacks.
    set.alone[0].on_candidate = true;
    assert_eq!(compare(&set).headline.code, "not_worse");
}

#[test]
fn a_public_suite_can_block_and_cannot_promote() {
    let mut public = pair();
    public.trust_class = TrustClass::Public;
    assert_eq!(
        compare(&inputs(vec![public.clone()])).headline.code,
        "no_critical"
    );
    let items = public.items.as_mut().unwrap();
    (items.base_only, items.candidate_only, items.mean) = (90, 10, decimal("-0.16"));
    items.candidate_mean = decimal("0.742");
    public.candidate.value = Some(decimal("0.742"));
    // A suite with two metrics has two rows, and is named once.
    let mut second = public.clone();
    second.measurement.metric = "acc_norm".into();
    let found = compare(&inputs(vec![public, second]));
    assert_eq!(
        found.headline.message,
        "triage/4 is worse than triage/3 on support fr."
    );
    assert_eq!(found.supporting.inferior, 2);
    assert_eq!(worse_on(&found.rows), (vec!["support fr".to_owned()], 0));
    let many: Vec<Row> = (0..5)
        .map(|n| {
            let mut row = found.rows[0].clone();
            row.measurement.suite = format!("suite-{n}");
            row
        })
        .collect();
    assert_eq!(worse_on(&many).1, 2);
    assert_eq!(compare(&inputs(Vec::new())).headline.code, "nothing");
}

#[test]
fn what_was_kept_computes_again_and_a_difference_is_named() {
    let inputs = inputs(vec![pair()]);
    let (text, _) = inputs.canonical().unwrap();
    let read: Inputs = serde_json::from_str(&text).unwrap();
    assert_eq!(read, inputs);
    let found = compare(&inputs);
    let kept: Compared = serde_json::from_str(&serde_json::to_string(&found).unwrap()).unwrap();
    assert_eq!(first_difference(&kept, &compare(&read)), None);
    let mut other = kept;
    other.rows[0].delta = Some(decimal("0.5"));
    assert_eq!(
        first_difference(&other, &found),
        Some("/rows/0/delta".into())
    );
    // The words may be said better later; what they say may not change.
    let mut reworded = found.clone();
    reworded.headline.message = "Better said.".into();
    assert_eq!(first_difference(&reworded, &found), None);
    reworded.headline.code = "worse".into();
    assert_eq!(
        first_difference(&reworded, &found),
        Some("/headline/code".into())
    );
}
