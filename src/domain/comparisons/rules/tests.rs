use std::collections::BTreeMap;

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
    assert_eq!(text(recovery.ci_low.as_ref()), "0.9570695");
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

#[test]
fn a_weak_comparison_never_passes_and_says_why() {
    type Change = fn(&mut PairInputs);
    let changes: &[(&str, Change)] = &[
        ("dataset_differs", |pair| {
            pair.base.dataset_digest = Some("other".into())
        }),
        ("prompt_differs", |pair| {
            pair.base.prompt_template_digest = Some("other".into())
        }),
        ("harness_differs", |pair| {
            pair.base.harness = Some("other".into())
        }),
        ("harness_version_differs", |pair| {
            pair.base.harness_version = Some("0.5".into())
        }),
        ("few_shot_differs", |pair| pair.base.n_shot = Some(5)),
        ("seed_differs", |pair| {
            pair.base.seeds = Some(json!({"random_seed": 1}))
        }),
        ("suite_version_differs", |pair| {
            pair.base.suite_version_id = SuiteVersionId(Uuid::nil())
        }),
        ("unit_differs", |pair| pair.base.unit = Some(Unit::Score)),
        ("errors_many", |pair| pair.candidate.errors = Some(6)),
        ("few_items", |pair| {
            let items = pair.items.as_mut().unwrap();
            (items.n, items.base_only, items.candidate_only) = (29, 1, 20);
        }),
        ("items_unmatched", |pair| {
            pair.items.as_mut().unwrap().base_n = 530
        }),
        ("items_unmatched", |pair| {
            pair.items.as_mut().unwrap().unnamed = 26
        }),
        ("samples_truncated", |pair| {
            pair.base.flags = vec!["samples_truncated".into()]
        }),
        ("samples_truncated", |pair| {
            pair.items.as_mut().unwrap().base_n = 499;
            pair.items.as_mut().unwrap().n = 499;
            for side in [&mut pair.base, &mut pair.candidate] {
                side.stderr = Some("0.001".parse().unwrap());
            }
        }),
        ("grader", |pair| {
            pair.candidate.ineligible = vec![Reason::new("grader", "It crashed.")]
        }),
    ];
    let mut clear = pair();
    let items = clear.items.as_mut().unwrap();
    (items.base_only, items.candidate_only, items.mean) = (10, 90, "0.16".parse().unwrap());
    items.candidate_mean = "0.962".parse().unwrap();
    items.base_mean = "0.802".parse().unwrap();
    (clear.base.value, clear.candidate.value) = (Some(decimal("0.802")), Some(decimal("0.962")));
    assert_eq!(only(clear.clone()).verdict, ComparisonVerdict::Superior);
    for (code, change) in changes {
        let mut weak = clear.clone();
        change(&mut weak);
        let row = only(weak);
        assert!(
            codes(&row.weak).contains(code),
            "{code}: {:?}",
            codes(&row.weak)
        );
        assert_eq!(row.verdict, ComparisonVerdict::Insufficient, "{code}");
    }
}

#[test]
fn bounds_of_weakness_are_where_they_are_said_to_be() {
    let with = |change: fn(&mut PairInputs)| {
        let mut changed = pair();
        change(&mut changed);
        codes(&only(changed).weak).join(" ")
    };
    assert_eq!(with(|pair| pair.candidate.errors = Some(5)), "");
    assert_eq!(with(|pair| pair.items.as_mut().unwrap().base_n = 526), "");
    assert_eq!(
        with(|pair| pair.items.as_mut().unwrap().base_n = 527),
        "items_unmatched"
    );
    assert_eq!(with(|pair| pair.items.as_mut().unwrap().groups = 10), "");
}

#[test]
fn items_that_average_to_another_number_are_not_used_for_it() {
    let mut changed = pair();
    changed.candidate.value = Some(decimal("0.9"));
    for side in [&mut changed.base, &mut changed.candidate] {
        side.stderr = Some(decimal("0.01"));
    }
    let row = only(changed);
    assert_eq!((row.method, row.unmatched), (Some(Method::UnpairedZ), None));
    assert_eq!(codes(&row.notes), ["items_of_another_number"]);
}

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
    let found = compare(&inputs(vec![public]));
    assert_eq!(
        found.headline.message,
        "triage/4 is worse than triage/3 on support fr."
    );
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
}

/// What makers published about their compressed models: shown with its recovery, never enough.
#[test]
fn published_recoveries_are_shown_and_never_enough() {
    let table = include_str!("../../../../tests/fixtures/compression_results.csv");
    let mut lines = table.lines();
    let header: Vec<&str> = lines.next().unwrap().split(',').collect();
    let (mut seen, mut worst) = (0, BTreeMap::new());
    for line in lines {
        let cells = cells(line);
        let cell = |name: &str| {
            let at = header.iter().position(|known| *known == name).unwrap();
            cells[at].as_str()
        };
        let is_quality = cell("dimension") == "quality" && cell("higher_is_better") == "true";
        // Some say the recovery alone.
        if !is_quality || cell("baseline_value").is_empty() {
            continue;
        }
        let mut published = pair();
        published.items = None;
        published.measurement.suite = cell("benchmark").into();
        published.language = (!cell("language").is_empty()).then(|| cell("language").into());
        for (side, value) in [
            (&mut published.base, cell("baseline_value")),
            (&mut published.candidate, cell("variant_value")),
        ] {
            side.source_type = SourceType::Declared;
            side.unit = Some(Unit::Percent);
            side.value = Some(decimal(value));
            side.n = None;
            side.ineligible = vec![Reason::new("source_declared", "Claimed, not measured.")];
        }
        let row = only(published);
        assert_eq!(row.verdict, ComparisonVerdict::Insufficient);
        assert!(codes(&row.weak).contains(&"source_declared"));
        let recovery = row.recovery.unwrap();
        assert_eq!((recovery.ci_low, recovery.ci_high), (None, None));
        let percent = recovery.value.to_f64() * 100.0;
        let stated: f64 = cell("recovery_pct").parse().unwrap();
        assert!((percent - stated).abs() < 0.06, "{line}: {percent}");
        let least = worst.entry(cell("variant").to_owned()).or_insert(percent);
        *least = least.min(percent);
        seen += 1;
    }
    assert!(seen > 250, "{seen}");
    // What an average hides: tool use and mathematics.
    let collapsed = worst.values().filter(|percent| **percent < 70.0).count();
    assert!(collapsed > 0);
}

/// The cells of a line of CSV, with quoted commas.
fn cells(line: &str) -> Vec<String> {
    let (mut found, mut cell, mut quoted) = (Vec::new(), String::new(), false);
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => found.push(std::mem::take(&mut cell)),
            _ => cell.push(c),
        }
    }
    found.push(cell);
    found
}

#[test]
fn a_plan_says_what_a_run_can_show() {
    let facts = PlanFacts {
        items: Some(300),
        margin: Some(decimal("0.02")),
        discordance: decimal("0.08"),
        rate: None,
        power: decimal("0.9"),
    };
    let planned = plan(&facts).unwrap();
    assert_eq!(
        planned.message,
        "300 items can show 5.3 pt at best (8 % discordant, 90 % power); 2 pt needs 2102."
    );
    assert_eq!(
        (planned.n_needed, planned.enough),
        (Some(2102), Some(false))
    );
    let separate = PlanFacts {
        rate: Some(decimal("0.9")),
        items: None,
        ..facts.clone()
    };
    assert_eq!(plan(&separate).unwrap().n_needed_unpaired, Some(4729));
    for wrong in [
        PlanFacts {
            items: Some(0),
            ..facts.clone()
        },
        PlanFacts {
            items: Some(ITEMS_OVER),
            ..facts.clone()
        },
        PlanFacts {
            margin: Some(decimal("1")),
            ..facts.clone()
        },
        PlanFacts {
            discordance: decimal("0"),
            ..facts.clone()
        },
        PlanFacts {
            power: decimal("1"),
            ..facts.clone()
        },
        PlanFacts {
            rate: Some(decimal("-0.5")),
            ..facts
        },
    ] {
        assert_eq!(plan(&wrong).unwrap_err().len(), 1);
    }
}

const ITEMS_OVER: u64 = super::planned::ITEMS_MAX + 1;

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
