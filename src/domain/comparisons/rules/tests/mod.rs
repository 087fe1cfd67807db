//! How one number is compared.

mod beside;
mod planned;
mod published;
mod weak;
mod whole;

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::domain::comparisons::inputs::{
    INPUTS_SCHEMA, ItemSums, Margins, Measurement, PairInputs, Side, VersionName,
};
use crate::domain::comparisons::result::Method;
use crate::domain::evaluations::{Direction, SourceType, Unit};
use crate::domain::models::LineageKind;
use crate::ground::kernel::{EvaluationId, Reason, SuiteId, SuiteVersionId, VersionId};
use uuid::Uuid;

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn side(id: u128, value: &str, n: i64) -> Side {
    Side {
        evaluation_id: EvaluationId(Uuid::from_u128(id)),
        suite_version_id: SuiteVersionId(Uuid::from_u128(1)),
        suite_version: "1".into(),
        value: Some(decimal(value)),
        stderr: None,
        ci_low: None,
        ci_high: None,
        ci_method: None,
        n: Some(n),
        errors: Some(0),
        direction: Some(Direction::Higher),
        target: None,
        unit: Some(Unit::Fraction),
        run_at: None,
        source_type: SourceType::Run,
        harness: Some("lm-eval".into()),
        harness_version: Some("0.4.9".into()),
        n_shot: Some(0),
        seeds: Some(json!({"random_seed": 0})),
        prompt_template_digest: Some("p".into()),
        dataset_digest: Some("d".into()),
        flags: Vec::new(),
        attempt: 1,
        attempts: 1,
        ineligible: Vec::new(),
    }
}

/// Five hundred items on which 451 and 444 are right, as the vector S03 has them.
fn pair() -> PairInputs {
    PairInputs {
        measurement: Measurement {
            suite_id: SuiteId(Uuid::from_u128(9)),
            suite: "support".into(),
            task: "support_fr".into(),
            filter: "none".into(),
            metric: "acc".into(),
            slice_kind: None,
            slice_value: None,
        },
        trust_class: TrustClass::Internal,
        language: Some("fr".into()),
        is_aggregate: false,
        is_primary: true,
        base: side(1, "0.902", 500),
        candidate: side(2, "0.888", 500),
        items: Some(ItemSums {
            base_n: 500,
            candidate_n: 500,
            base_mean: decimal("0.902"),
            candidate_mean: decimal("0.888"),
            unnamed: 0,
            n: 500,
            binary: true,
            base_only: 21,
            candidate_only: 14,
            groups: 500,
            mean: decimal("-0.014"),
            squares: decimal("34.902"),
        }),
    }
}

fn inputs(pairs: Vec<PairInputs>) -> Inputs {
    let version = |number: i32| VersionName {
        id: VersionId(Uuid::from_u128(number.unsigned_abs().into())),
        model: "triage".into(),
        number,
    };
    Inputs {
        schema: INPUTS_SCHEMA,
        base: version(3),
        candidate: version(4),
        lineage: Some(LineageKind::Quantisation),
        margins: Margins::default(),
        correction: Correction::default(),
        pairs,
        alone: Vec::new(),
        truncated: false,
        beside: None,
    }
}

fn only(pair: PairInputs) -> Row {
    let mut found = compare(&inputs(vec![pair]));
    found.rows.pop().unwrap()
}

fn codes(reasons: &[Reason]) -> Vec<&str> {
    reasons.iter().map(|reason| reason.code.as_str()).collect()
}

fn text(value: Option<&Decimal>) -> String {
    value.map(Decimal::to_string).unwrap_or_default()
}

#[test]
fn pairs_of_right_and_wrong_have_a_score_interval() {
    let row = only(pair());
    assert_eq!(row.method, Some(Method::Tango));
    assert_eq!(text(row.delta.as_ref()), "-0.014");
    assert_eq!(text(row.ci_low.as_ref()), "-0.03872331142");
    assert_eq!(text(row.ci_high.as_ref()), "0.009652070729");
    assert_eq!(
        (row.n, row.unmatched, row.base_only, row.candidate_only),
        (Some(500), Some(0), Some(21), Some(14))
    );
    assert_eq!(
        (row.verdict, codes(&row.weak)),
        (ComparisonVerdict::Inconclusive, vec![])
    );
    assert_eq!(text(row.margin.as_ref()), "0.02");
    assert_eq!(row.tier, Tier::Critical);
    assert_eq!(row.planning.unwrap().n_needed, Some(1839));
    let recovery = row.recovery.unwrap();
    assert_eq!(text(Some(&recovery.value)), "0.9844789357");
    assert_eq!(text(recovery.ci_low.as_ref()), "0.9570694995");
}

#[test]
fn the_margin_that_was_given_then_of_the_suite_then_of_all_then_two_points_holds() {
    let mut inputs = inputs(vec![pair()]);
    let found = |inputs: &Inputs| text(compare(inputs).rows[0].margin.as_ref());
    assert_eq!(found(&inputs), "0.02");
    inputs.margins.default = Some(decimal("0.01"));
    assert_eq!(found(&inputs), "0.01");
    inputs
        .margins
        .suites
        .insert("support".into(), decimal("0.05"));
    assert_eq!(found(&inputs), "0.05");
    assert_eq!(
        compare(&inputs).rows[0].verdict,
        ComparisonVerdict::NonInferior
    );
    inputs.margins.given = Some(decimal("0.03"));
    assert_eq!(found(&inputs), "0.03");
    inputs.pairs[0].base.unit = Some(Unit::Seconds);
    inputs.pairs[0].candidate.unit = Some(Unit::Seconds);
    // Three points of a second are nothing that anybody declared.
    assert_eq!(found(&inputs), "");
    inputs.margins.given = None;
    assert_eq!(found(&inputs), "0.05");
}

#[test]
fn lower_is_turned_and_a_target_is_a_distance() {
    let mut lower = pair();
    lower.base.direction = Some(Direction::Lower);
    lower.candidate.direction = Some(Direction::Lower);
    let row = only(lower);
    assert_eq!(text(row.delta.as_ref()), "0.014");
    assert_eq!(text(row.ci_low.as_ref()), "-0.009652070729");
    assert_eq!(text(row.ci_high.as_ref()), "0.03872331142");
    assert_eq!(row.recovery, None);
    let mut target = pair();
    for (side, value) in [(&mut target.base, "0.62"), (&mut target.candidate, "0.45")] {
        side.direction = Some(Direction::Target);
        side.target = Some(decimal("0.5"));
        side.value = Some(decimal(value));
        side.stderr = Some(decimal("0.01"));
    }
    let row = only(target);
    assert_eq!(row.method, Some(Method::UnpairedZ));
    assert_eq!(text(row.delta.as_ref()), "0.07");
    assert_eq!(row.verdict, ComparisonVerdict::Superior);
}

#[test]
fn without_direction_nothing_is_compared() {
    for (base, candidate) in [
        (Some(Direction::None), Some(Direction::None)),
        (None, None),
        (Some(Direction::Higher), Some(Direction::Lower)),
    ] {
        let mut changed = pair();
        changed.base.direction = base;
        changed.candidate.direction = candidate;
        let row = only(changed);
        assert_eq!((row.delta, row.method), (None, None));
        assert_eq!(codes(&row.weak), ["not_comparable"]);
        assert_eq!(row.verdict, ComparisonVerdict::Insufficient);
    }
}

#[test]
fn percent_counts_in_points() {
    let mut changed = pair();
    for (side, value) in [
        (&mut changed.base, "90.2"),
        (&mut changed.candidate, "88.8"),
    ] {
        side.unit = Some(Unit::Percent);
        side.value = Some(decimal(value));
    }
    let row = only(changed);
    assert_eq!(
        (text(row.delta.as_ref()), text(row.margin.as_ref())),
        ("-1.4".into(), "2".into())
    );
    assert_eq!(text(row.ci_low.as_ref()), "-3.872331142");
    assert_eq!(row.planning.unwrap().n_needed, Some(1839));
}

#[test]
fn scores_and_groups_have_a_t_interval() {
    let mut changed = pair();
    let items = changed.items.as_mut().unwrap();
    items.binary = false;
    let row = only(changed.clone());
    assert_eq!((row.method, row.base_only), (Some(Method::PairedT), None));
    assert_eq!(text(row.ci_low.as_ref()), "-0.03723767236");
    changed.items.as_mut().unwrap().groups = 20;
    let row = only(changed.clone());
    assert_eq!(
        (row.method, row.groups),
        (Some(Method::ClusteredT), Some(20))
    );
    changed.items.as_mut().unwrap().groups = 9;
    assert_eq!(codes(&only(changed).weak), ["few_clusters"]);
}

#[test]
fn without_items_values_are_compared_as_they_are() {
    let mut shares = pair();
    shares.items = None;
    for (side, low, high) in [
        (&mut shares.base, "0.8727", "0.9252"),
        (&mut shares.candidate, "0.8573", "0.9127"),
    ] {
        side.ci_low = Some(decimal(low));
        side.ci_high = Some(decimal(high));
        side.ci_method = Some("wilson".into());
    }
    let row = only(shares.clone());
    assert_eq!(
        (row.method, row.n, row.unmatched),
        (Some(Method::Newcombe), Some(500), None)
    );
    assert_eq!(codes(&row.weak), Vec::<&str>::new());
    shares.base.dataset_digest = None;
    assert_eq!(codes(&only(shares).weak), ["dataset_unproven"]);
    // The vector S04.
    let mut values = pair();
    values.items = None;
    for (side, value, stderr) in [
        (&mut values.base, "0.494", "0.0126"),
        (&mut values.candidate, "0.471", "0.0127"),
    ] {
        side.value = Some(decimal(value));
        side.stderr = Some(decimal(stderr));
    }
    let row = only(values.clone());
    assert_eq!(row.method, Some(Method::UnpairedZ));
    assert_eq!(text(row.ci_low.as_ref()), "-0.05806364065");
    assert_eq!(text(row.p.as_ref()), "0.1985692012");
    values.base.stderr = None;
    let row = only(values);
    assert_eq!(
        (text(row.delta.as_ref()), row.ci_low),
        ("-0.023".into(), None)
    );
    assert_eq!(codes(&row.weak), ["uncertainty_unknown"]);
}

proptest! {
    #[test]
    fn sides_turned_round_give_the_difference_turned_round(b in 0_u64..200, c in 0_u64..200) {
        let mut one = pair();
        let items = one.items.as_mut().unwrap();
        (items.base_only, items.candidate_only) = (b, c);
        #[expect(clippy::cast_precision_loss, reason = "small counts")]
        let mean = (c as f64 - b as f64) / 500.0;
        items.mean = Decimal::from_f64_rounded(mean, 17).unwrap();
        let mut other = one.clone();
        std::mem::swap(&mut other.base, &mut other.candidate);
        let items = other.items.as_mut().unwrap();
        std::mem::swap(&mut items.base_only, &mut items.candidate_only);
        std::mem::swap(&mut items.base_mean, &mut items.candidate_mean);
        items.mean = Decimal::from_f64_rounded(-mean, 17).unwrap();
        let (one, other) = (only(one), only(other));
        let low = one.ci_low.unwrap().to_f64();
        let high = other.ci_high.unwrap().to_f64();
        prop_assert!((low + high).abs() < 1e-9);
        prop_assert_eq!(one.p, other.p);
    }
}
