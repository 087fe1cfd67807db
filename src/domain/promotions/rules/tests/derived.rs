//! Load tests and costs, as expressions read them.

use super::super::super::facts::EvalFact;
use super::{eval, facts, judged, now, policy};
use crate::domain::models::Stage;
use crate::domain::promotions::requirement::{Outcome, Severity};
use crate::domain::promotions::{CmpFact, PromotionFacts};

/// A metric of one load test.
fn load(metric: &str, value: &str) -> EvalFact {
    EvalFact {
        key: format!("load/{metric}"),
        id: "load".into(),
        suite: "load-test".into(),
        category: "performance".into(),
        filter: "concurrency=16".into(),
        metric: metric.into(),
        value: Some(value.into()),
        n: Some(600),
        run_at: Some(now()),
        ..eval("load")
    }
}

fn outcome(facts: &PromotionFacts, expression: &str) -> Outcome {
    let verdict = judged(facts, &[policy(&[(expression, Severity::Block)], 0)]);
    verdict.requirements[0].result.outcome
}

fn moving(evals: Vec<EvalFact>) -> PromotionFacts {
    PromotionFacts {
        evals,
        ..facts(Stage::Staging, Stage::Production)
    }
}

#[test]
fn a_load_test_is_read_as_one_with_its_times_in_milliseconds() {
    let known = moving(vec![
        load("ttft_p95", "0.4"),
        load("request_latency_p95", "2.5"),
        EvalFact {
            hardware: Some("2 x NVIDIA L4".into()),
            ..load("request_error_rate", "0.002")
        },
    ]);
    let limit = "perf.exists(p, p.eligible && p.profile == 'concurrency=16' && p.ttft_ms.p95 <= 500.0 \
                 && p.e2e_ms.p95 <= 3000.0 && p.error_rate < 0.005 && p.requests >= 500)";
    assert_eq!(outcome(&known, limit), Outcome::Pass);
    assert_eq!(
        outcome(&known, "perf.exists(p, p.hardware == '2 x NVIDIA L4')"),
        Outcome::Pass
    );
    assert_eq!(
        outcome(&known, "perf.exists(p, p.ttft_ms.p95 <= 399.0)"),
        Outcome::Fail
    );
    // What the test did not measure is unknown.
    assert_eq!(
        outcome(&known, "perf.exists(p, p.ttft_ms.p99 <= 500.0)"),
        Outcome::Unknown
    );
    // A slice of it is no test of its own, and quality is none.
    let mut sliced = load("ttft_p95", "0.4");
    sliced.key = "load/ttft_p95/topic=billing".into();
    assert_eq!(
        outcome(&moving(vec![sliced, eval("a")]), "size(perf) == 0"),
        Outcome::Pass
    );
}

#[test]
fn a_cost_is_the_dearest_and_stands_against_the_version_that_serves() {
    let money = |id: &str, value: &str| EvalFact {
        id: id.into(),
        unit: Some("currency".into()),
        metric: "cost".into(),
        value: Some(value.into()),
        ..eval(&format!("{id}/cost"))
    };
    let mut known = moving(vec![money("a", "0.0010"), money("b", "0.0007")]);
    assert_eq!(outcome(&known, "cost.value == 0.001"), Outcome::Pass);
    assert_eq!(
        outcome(&known, "cost.delta_ratio <= -0.3"),
        Outcome::Unknown
    );
    // It costs 0.001 less than 0.002: half.
    known.cmp = vec![CmpFact {
        id: Some("a".into()),
        metric: "cost".into(),
        delta: Some("0.001".into()),
        ..compared()
    }];
    assert_eq!(
        outcome(&known, "has(cost.delta_ratio) && cost.delta_ratio == -0.5"),
        Outcome::Pass
    );
    let months = |id: &str, value: &str| EvalFact {
        metric: "break_even_months".into(),
        value: Some(value.into()),
        ..eval(id)
    };
    assert_eq!(
        outcome(&known, "cost.break_even_months <= 6.0"),
        Outcome::Unknown
    );
    known.evals.extend([months("c", "4.5"), months("d", "5")]);
    assert_eq!(
        outcome(&known, "cost.break_even_months == 5.0"),
        Outcome::Pass
    );
    known.evals.iter_mut().for_each(|one| one.eligible = false);
    assert_eq!(outcome(&known, "cost.value <= 1.0"), Outcome::Unknown);
}

fn compared() -> CmpFact {
    CmpFact {
        key: "c".into(),
        id: None,
        incumbent_id: Some("i".into()),
        suite: "s".into(),
        trust_class: "internal".into(),
        language: None,
        tier: "critical".into(),
        task: "t".into(),
        filter: "none".into(),
        metric: "acc".into(),
        slice_kind: None,
        slice_value: None,
        unit: Some("currency".into()),
        delta: None,
        ci_low: None,
        ci_high: None,
        margin: None,
        n_pairs: None,
        base_only: None,
        candidate_only: None,
        method: None,
        verdict: "insufficient".into(),
        weak: vec![],
        recovery: None,
    }
}
