use proptest::prelude::*;
use serde_json::json;

use super::super::templates::templates;
use super::super::types::{Needed, On, Relation, Severity};
use super::*;

fn eval(key: &str, suite: &str, low: Option<&str>) -> Value {
    json!({
        "key": key, "id": key, "suite": suite, "origin": "internal", "category": "quality",
        "trust_class": "internal", "eligible": true, "language": "fr", "task": "t", "filter": "none",
        "metric": "acc", "value": "0.874000", "ci_low": low, "ci_high": "0.902", "n": 412,
        "run_at": "2026-11-20T00:00:00Z", "source_type": "run", "attempt": 1, "attempts": 1, "flags": [],
    })
}

fn facts(evals: Vec<Value>) -> Value {
    json!({
        "now": "2026-11-24T12:00:00.000000Z",
        "candidate": {
            "version": "m/2", "model": "m", "number": 2, "stage": "staging", "origin": "hosted", "age_days": 3,
            "adopted": false, "tags": {"tier": "1"}, "lineage": [],
        },
        "incumbent": null,
        "target": {"stage": "production", "languages": ["fr"]},
        "evals": evals, "cmp": [], "perf": [], "approvals": [], "findings": [],
    })
}

fn requirement(expression: &str) -> Requirement {
    Requirement {
        code: "r".into(),
        title: "R".into(),
        explanation: None,
        severity: Severity::Block,
        expression: expression.into(),
        known_when: None,
        measured: Some("evals.filter(e, e.category == 'quality')".into()),
        needed: Some(Needed {
            relation: Relation::AtLeast,
            value: "0.85".into(),
            on: On::CiLow,
            unit: None,
        }),
        remedy: None,
        waivable: false,
        once: false,
    }
}

fn judged(expression: &str, facts: &Value) -> RequirementResult {
    evaluate_all(&[requirement(expression)], facts)
        .unwrap()
        .remove(0)
}

#[test]
fn a_measured_number_says_what_it_counts() {
    let unit_of = |measured: &str, unit: Option<&str>| {
        let mut requirement = requirement("true");
        requirement.measured = Some(measured.into());
        if let Some(needed) = &mut requirement.needed {
            needed.unit = unit.map(str::to_owned);
        }
        let mut facts = facts(vec![eval("a", "support", Some("0.838"))]);
        facts["evals"][0]["unit"] = json!("fraction");
        facts["cmp"] = json!([compared("cmp/a", Some("-0.01"), "inconclusive")]);
        facts["cmp"][0]["unit"] = json!("fraction");
        let judged = evaluate_all(&[requirement], &facts).unwrap().remove(0);
        let measured = judged.measured.unwrap();
        (measured.text, measured.unit)
    };
    let some = |unit: &str| Some(unit.to_owned());
    assert_eq!(unit_of("evals", Some("days")).1, some("fraction"));
    assert_eq!(unit_of("cmp", None).1, None, "a difference is no share");
    assert_eq!(
        unit_of("candidate.age_days", Some("days")),
        ("3 days".into(), some("days"))
    );
    assert_eq!(unit_of("candidate.age_days", None), ("3".into(), None));
    assert_eq!(
        unit_of("candidate.version", Some("days")),
        ("m/2".into(), None),
        "a text counts nothing"
    );
}

fn compared(key: &str, low: Option<&str>, verdict: &str) -> Value {
    json!({
        "key": key, "id": key, "suite": "support", "trust_class": "internal", "tier": "critical", "task": "t",
        "filter": "none", "metric": "acc", "delta": low.map(|_| "-0.004"), "ci_low": low, "ci_high": low.map(|_| "0.01"),
        "margin": "0.02", "n_pairs": 412, "verdict": verdict, "weak": [],
    })
}

#[test]
fn high_risk_wants_two_people_and_a_risk_that_nobody_knows_is_unknown() {
    let template = templates()
        .into_iter()
        .find(|template| template.code == "two_agree_on_high_risk")
        .unwrap();
    let outcome = |risk: Option<&str>, people: usize| {
        let mut facts = facts(vec![]);
        if let Some(risk) = risk {
            facts["target"]["risk"] = json!(risk);
        }
        let given = |_| json!({"role": "reviewer", "roles": [], "by": "019ab4d2-7c31-7e05-9d48-3f6a1c27e8b0"});
        facts["approvals"] = (0..people).map(given).collect();
        let judged = evaluate_all(std::slice::from_ref(&template.requirement), &facts).unwrap();
        assert_eq!(judged[0].explanation, template.requirement.explanation);
        judged[0].outcome
    };
    assert_eq!(outcome(Some("high"), 1), Outcome::Fail);
    assert_eq!(outcome(Some("high"), 2), Outcome::Pass);
    assert_eq!(outcome(Some("limited"), 0), Outcome::Pass);
    assert_eq!(outcome(None, 2), Outcome::Unknown);
}

#[test]
fn not_worse_holds_on_every_critical_comparison_and_shows_the_worst() {
    let template = templates()
        .into_iter()
        .find(|template| template.code == "not_worse_than_incumbent")
        .unwrap();
    let judged = |cmp: Vec<Value>| {
        let mut facts = facts(vec![]);
        facts["cmp"] = json!(cmp);
        evaluate_all(std::slice::from_ref(&template.requirement), &facts)
            .unwrap()
            .remove(0)
    };
    let good = || compared("cmp/a", Some("-0.011"), "non_inferior");
    assert_eq!(judged(vec![]).outcome, Outcome::Unknown);
    assert_eq!(judged(vec![good()]).outcome, Outcome::Pass);
    let bad = compared("cmp/b", Some("-0.044"), "inconclusive");
    let failed = judged(vec![good(), bad]);
    assert_eq!(failed.outcome, Outcome::Fail);
    let shown = failed.measured.unwrap();
    assert_eq!(shown.text, "-0.004 [-0.044, 0.01] n 412");
    assert_eq!(
        (shown.ci_low.as_deref(), shown.n),
        (Some("-0.044"), Some(412))
    );
    let named: Vec<&str> = failed
        .evidence
        .iter()
        .map(|one| one.evaluation_id.as_str())
        .collect();
    assert_eq!(named, ["cmp/a", "cmp/b"]);
    // What nobody measured is the worst, and no evidence.
    let mut missing = compared("cmp/c", None, "insufficient");
    missing["id"] = Value::Null;
    missing["n_pairs"] = Value::Null;
    let failed = judged(vec![good(), missing]);
    assert_eq!(failed.outcome, Outcome::Fail);
    assert_eq!(failed.measured.unwrap().text, "unknown");
    assert_eq!(failed.evidence.len(), 1);
}

const LOW: &str = "evals.exists(e, e.suite == 's' && e.ci_low >= 0.85)";

#[test]
fn a_requirement_passes_fails_and_shows_exact_decimals() {
    let good = judged(LOW, &facts(vec![eval("a", "s", Some("0.86"))]));
    assert_eq!(good.outcome, Outcome::Pass);
    let bad = judged(LOW, &facts(vec![eval("a", "s", Some("0.838"))]));
    assert_eq!(bad.outcome, Outcome::Fail);
    let measured = bad.measured.unwrap();
    assert_eq!(measured.text, "0.874 [0.838, 0.902] n 412");
    assert_eq!(measured.value.as_deref(), Some("0.874000"));
    assert_eq!(bad.evidence[0].evaluation_id, "a");
}

#[test]
fn of_several_the_worst_against_the_limit_is_shown() {
    let facts = facts(vec![
        eval("a", "s", Some("0.86")),
        eval("b", "s", Some("0.81")),
        eval("c", "s", Some("0.9")),
    ]);
    assert_eq!(
        judged(LOW, &facts).measured.unwrap().ci_low.as_deref(),
        Some("0.81")
    );
}

#[test]
fn a_missing_number_is_unknown_and_no_other_operand_hides_it() {
    let missing = eval("a", "s", None);
    let good = eval("b", "s", Some("0.9"));
    for evals in [
        vec![missing.clone()],
        vec![missing.clone(), good.clone()],
        vec![good, missing],
    ] {
        let result = judged(LOW, &facts(evals));
        assert_eq!(result.outcome, Outcome::Unknown, "{result:?}");
        assert!(result.reason.unwrap().contains("ci_low"));
    }
    let facts = facts(vec![]);
    for expression in [
        "incumbent.stage == 'production' || true",
        "true && incumbent.stage == 'x'",
    ] {
        assert_eq!(
            judged(expression, &facts).outcome,
            Outcome::Unknown,
            "{expression}"
        );
    }
    for expression in [
        "true || incumbent.stage == 'x'",
        "candidate.origin != 'weights' || has(candidate.model_digest)",
    ] {
        assert_eq!(
            judged(expression, &facts).outcome,
            Outcome::Pass,
            "{expression}"
        );
    }
}

#[test]
fn without_evidence_a_requirement_is_unknown_when_it_says_so() {
    let mut asked = requirement(LOW);
    asked.known_when = Some("evals.exists(e, e.suite == 's')".into());
    let result = evaluate_all(&[asked], &facts(vec![])).unwrap().remove(0);
    assert_eq!(result.outcome, Outcome::Unknown);
    assert!(result.reason.unwrap().contains("No evidence is stored"));
}

#[test]
fn facts_outside_the_schema_are_refused_with_their_path() {
    let mut wrong = facts(vec![eval("a", "s", None)]);
    wrong["evals"][0]["surprise"] = json!(1);
    let problem = evaluate_all(&[], &wrong).unwrap_err();
    assert_eq!(problem.path, "evals[0].surprise");
    wrong = facts(vec![]);
    wrong["now"] = json!("yesterday");
    assert_eq!(evaluate_all(&[], &wrong).unwrap_err().path, "now");
    wrong = facts(vec![eval("a", "s", None); 501]);
    assert!(
        evaluate_all(&[], &wrong)
            .unwrap_err()
            .problem
            .contains("at most 500")
    );
}

#[test]
fn a_comparison_on_a_public_suite_that_was_learnt_by_heart_is_named() {
    let template = templates()
        .into_iter()
        .find(|template| template.code == "not_trained_on_the_items")
        .unwrap();
    let outcome = |trust_class: &str, contamination: Value, compared_with: &str| {
        let mut one = eval("a", "mmlu", None);
        one["trust_class"] = json!(trust_class);
        one["contamination"] = contamination;
        let mut facts = facts(vec![one]);
        facts["cmp"] = json!([compared("cmp/a", None, "superior")]);
        facts["cmp"][0]["suite"] = json!(compared_with);
        let judged = evaluate_all(std::slice::from_ref(&template.requirement), &facts).unwrap();
        judged[0].outcome
    };
    assert_eq!(outcome("public", json!("high"), "mmlu"), Outcome::Fail);
    assert_eq!(outcome("public", json!("confirmed"), "mmlu"), Outcome::Fail);
    for (trust_class, contamination, compared_with) in [
        ("public", json!("low"), "mmlu"),
        ("public", Value::Null, "mmlu"),
        ("internal", json!("high"), "mmlu"),
        ("public", json!("high"), "another"),
    ] {
        let told = outcome(trust_class, contamination.clone(), compared_with);
        assert_eq!(
            told,
            Outcome::Pass,
            "{trust_class} {contamination} {compared_with}"
        );
    }
}

#[test]
fn what_nothing_records_yet_is_unknown_and_says_so() {
    for (expression, what) in [
        ("contract.ends_at > now", "contract"),
        ("size(milestones) == 0", "milestones"),
        ("has(candidate.exit_plan.tested_at)", "exit_plan"),
        ("!has(candidate.vendor.shutdown_at)", "vendor"),
    ] {
        let result = judged(expression, &facts(vec![]));
        assert_eq!(result.outcome, Outcome::Unknown, "{expression}");
        let said = format!("{what} is not recorded yet, so it is unknown. Unknown does not pass.");
        assert_eq!(result.reason, Some(said), "{expression}");
    }
    // What is only missing here says no such thing.
    let missing = judged("incumbent.stage == 'production'", &facts(vec![]));
    assert_eq!(
        missing.reason.as_deref(),
        Some("incumbent is not known. Unknown does not pass.")
    );
}

/// Metrics that requirements look for, by category.
const MEASURED: [(&str, &str); 7] = [
    ("quality", "acc"),
    ("quality", "cost"),
    ("safety", "asr"),
    ("safety", "over_refusal"),
    ("bias", "pct_stereotype"),
    ("performance", "ttft_p95"),
    ("performance", "request_latency_p95"),
];

fn arbitrary() -> impl Strategy<Value = Vec<Value>> {
    let low = proptest::option::of(prop_oneof![Just("0.80"), Just("0.85"), Just("0.95")]);
    let suite = prop_oneof![Just("s"), Just("t")];
    let one = (suite, low, 0..MEASURED.len(), any::<[bool; 5]>());
    proptest::collection::vec(one, 0..6).prop_map(|drawn| {
        drawn
            .into_iter()
            .enumerate()
            .map(
                |(n, (suite, low, measured, [eligible, small, old, many, flagged]))| {
                    let mut one = eval(&format!("k{n}"), suite, low);
                    let (category, metric) = MEASURED[measured];
                    one["category"] = json!(category);
                    one["metric"] = json!(metric);
                    one["eligible"] = json!(eligible);
                    one["n"] = json!(if many { 900 } else { 100 });
                    if small {
                        (one["value"], one["ci_high"]) = (json!("0.001"), json!("0.01"));
                    }
                    if old {
                        one["run_at"] = json!("2026-01-20T00:00:00Z");
                    }
                    if metric == "cost" {
                        one["unit"] = json!("currency");
                    }
                    if flagged {
                        one["flags"] = json!(["partial"]);
                    }
                    one
                },
            )
            .collect()
    })
}

proptest! {
    // Each case judges every template twice.
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_verdict_does_not_depend_on_the_order_of_facts(evals in arbitrary(), by in 0_usize..6) {
        let mut turned = evals.clone();
        if !turned.is_empty() {
            let by = by % turned.len();
            turned.rotate_left(by);
        }
        let mut requirements: Vec<Requirement> = templates().into_iter().map(|t| t.requirement).collect();
        requirements.push(requirement(LOW));
        let one = evaluate_all(&requirements, &facts(evals)).unwrap();
        let two = evaluate_all(&requirements, &facts(turned)).unwrap();
        for (one, two) in one.iter().zip(&two) {
            prop_assert_eq!(one.outcome, two.outcome);
            prop_assert_eq!(&one.measured, &two.measured);
        }
    }

    #[test]
    fn removing_evidence_never_turns_fail_into_pass(evals in arbitrary(), which in 0_usize..6) {
        prop_assume!(!evals.is_empty());
        let mut fewer = evals.clone();
        fewer.remove(which % evals.len());
        // What says that nothing is odd, or learnt by heart, is about that evidence itself. Nobody can remove any: it
        // is only ever added.
        let mut requirements: Vec<Requirement> = templates()
            .into_iter()
            .filter(|template| !["nothing_odd", "not_trained_on_the_items"].contains(&&*template.code))
            .map(|template| template.requirement)
            .collect();
        requirements.push(requirement(LOW));
        let before = evaluate_all(&requirements, &facts(evals)).unwrap();
        let after = evaluate_all(&requirements, &facts(fewer)).unwrap();
        for (before, after) in before.iter().zip(&after) {
            let turned = before.outcome == Outcome::Fail && after.outcome == Outcome::Pass;
            prop_assert!(!turned, "{}", before.code);
        }
    }
}

proptest! {
    #[test]
    fn no_expression_makes_the_judge_panic(text in ".{0,120}") {
        let _ = judged(&text, &facts(vec![]));
    }
}
