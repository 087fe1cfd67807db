//! What stands beside each other, and when no ratio is claimed.

use super::*;
use crate::domain::comparisons::beside::{
    Aspect, Beside, BesideInputs, BesideRow, BesideUnit, Change, Reading, Readings, Sizes,
};

const LOAD: &str = "concurrency=8,input=550,output=150";

fn reading(id: u128, value: &str) -> Reading {
    Reading {
        evaluation_id: EvaluationId(Uuid::from_u128(id)),
        suite_version_id: SuiteVersionId(Uuid::from_u128(1)),
        filter: LOAD.into(),
        value: Some(decimal(value)),
        unit: Some(Unit::Seconds),
        direction: Some(Direction::Lower),
        n: Some(500),
        harness: Some("vllm bench".into()),
        harness_version: None,
        dataset_digest: None,
        hardware: None,
        against: Vec::new(),
    }
}

fn ttft() -> Readings {
    Readings {
        aspect: Aspect::Latency,
        suite_id: SuiteId(Uuid::from_u128(9)),
        suite: "load-test".into(),
        task: "load-test".into(),
        metric: "ttft_p95".into(),
        base: Some(reading(1, "0.4")),
        candidate: Some(reading(2, "0.25")),
    }
}

fn stated(weights_bytes: i64) -> Sizes {
    Sizes {
        weights_bytes: Some(weights_bytes),
        ..Sizes::default()
    }
}

fn beside(readings: Vec<Readings>, base: Sizes, candidate: Sizes) -> Beside {
    let of = BesideInputs {
        readings,
        base,
        candidate,
        truncated: false,
    };
    let set = Inputs {
        beside: Some(of),
        ..inputs(Vec::new())
    };
    compare(&set).beside.unwrap()
}

fn row(change: impl FnOnce(&mut Readings)) -> BesideRow {
    let mut changed = ttft();
    change(&mut changed);
    let found = beside(vec![changed], Sizes::default(), Sizes::default());
    found.rows.into_iter().next().unwrap()
}

fn gaps(of: &Beside) -> Vec<(Aspect, &str, bool, bool)> {
    of.missing
        .iter()
        .map(|gap| {
            let code = gap.reason.code.as_str();
            (gap.aspect, code, gap.on_base, gap.on_candidate)
        })
        .collect()
}

#[test]
fn two_times_under_one_load_have_a_ratio_and_it_says_which_is_better() {
    let found = row(|_| {});
    assert_eq!(text(found.ratio.as_ref()), "0.625");
    assert_eq!(
        (found.change, found.unit),
        (Some(Change::Better), BesideUnit::Seconds)
    );
    assert_eq!(found.base.conditions.as_deref(), Some(LOAD));
    let slower = row(|of| of.candidate = Some(reading(2, "0.5")));
    assert_eq!(slower.change, Some(Change::Worse));
    let alike = row(|of| of.candidate = Some(reading(2, "0.40")));
    assert_eq!(alike.change, Some(Change::Same));
    let more = row(|of| {
        of.aspect = Aspect::Throughput;
        of.metric = "output_token_throughput_mean".into();
        for side in [&mut of.base, &mut of.candidate].into_iter().flatten() {
            side.direction = Some(Direction::Higher);
        }
    });
    assert_eq!(
        (more.change, more.unit),
        (Some(Change::Worse), BesideUnit::TokensPerSecond)
    );
}

#[test]
fn of_numbers_that_were_not_measured_alike_no_ratio_is_claimed() {
    type Turn = fn(&mut Readings);
    fn candidate(of: &mut Readings) -> &mut Reading {
        of.candidate.as_mut().unwrap()
    }
    let cases: [(&str, Turn); 8] = [
        ("hardware_differs", |of| {
            candidate(of).hardware = Some("NVIDIA L4".into());
            of.base.as_mut().unwrap().hardware = Some("2 x NVIDIA L4".into());
        }),
        ("load_differs", |of| {
            candidate(of).filter = "concurrency=1".into();
        }),
        ("load_unknown", |of| {
            candidate(of).filter = "none".into();
            of.base.as_mut().unwrap().filter = "none".into();
        }),
        ("suite_version_differs", |of| {
            candidate(of).suite_version_id = SuiteVersionId(Uuid::from_u128(2));
        }),
        ("dataset_differs", |of| {
            candidate(of).dataset_digest = Some("other".into());
            of.base.as_mut().unwrap().dataset_digest = Some("d".into());
        }),
        ("harness_differs", |of| {
            candidate(of).harness = Some("guidellm".into());
        }),
        ("harness_version_differs", |of| {
            candidate(of).harness_version = Some("2".into());
            of.base.as_mut().unwrap().harness_version = Some("1".into());
        }),
        ("flagged", |of| {
            candidate(of).against = vec![Reason::new("flagged", "It was cancelled.")];
        }),
    ];
    for (code, turn) in cases {
        let found = row(turn);
        assert_eq!(codes(&found.weak), [code]);
        assert_eq!((found.ratio, found.change), (None, None), "{code}");
        assert!(found.base.value.is_some() && found.candidate.value.is_some());
    }
    let of_zero = row(|of| of.base = Some(reading(1, "0")));
    assert_eq!((of_zero.ratio, of_zero.weak), (None, vec![]));
    // A suite that says itself what it measures needs no load.
    let own = row(|of| {
        of.task = "peak".into();
        for side in [&mut of.base, &mut of.candidate].into_iter().flatten() {
            side.filter = "none".into();
        }
    });
    assert_eq!(
        (text(own.ratio.as_ref()).as_str(), own.base.conditions),
        ("0.625", None)
    );
}

#[test]
fn what_nobody_measured_or_stated_is_named_with_what_clears_it() {
    let none = beside(Vec::new(), Sizes::default(), Sizes::default());
    assert_eq!(
        gaps(&none),
        Aspect::ALL.map(|aspect| (aspect, "unknown_on", true, true))
    );
    assert!(
        none.missing
            .iter()
            .all(|gap| !gap.reason.remedies.is_empty())
    );
    assert!(none.notes.is_empty());
    let mut only_base = ttft();
    only_base.candidate = None;
    let mut other_load = ttft();
    other_load.aspect = Aspect::Cost;
    other_load.metric = "cost_usd_mean".into();
    other_load.candidate.as_mut().unwrap().filter = "concurrency=1".into();
    let some = beside(
        vec![only_base, other_load],
        stated(16_400_000_000),
        stated(9_400_000_000),
    );
    assert_eq!(
        gaps(&some),
        [
            (Aspect::Latency, "unknown_on", false, true),
            (Aspect::Throughput, "unknown_on", true, true),
            (Aspect::Cost, "not_measured_alike", false, false),
        ]
    );
    assert_eq!(
        some.missing[0].reason.message,
        "The latency of triage/4 is unknown."
    );
    let told = beside(vec![ttft()], Sizes::default(), Sizes::default());
    assert_eq!(codes(&told.notes), ["hardware_unknown"]);
    let mut short = ttft();
    for side in [&mut short.base, &mut short.candidate]
        .into_iter()
        .flatten()
    {
        side.filter = "concurrency=8,rate=inf".into();
    }
    let told = beside(vec![short], Sizes::default(), Sizes::default());
    assert_eq!(codes(&told.notes), ["hardware_unknown", "lengths_unknown"]);
}

#[test]
fn the_hardware_is_shown_where_it_is_stated_and_named_as_unknown_where_it_is_not() {
    let stated = |base: Option<&str>, candidate: Option<&str>| {
        let mut of = ttft();
        for (side, hardware) in [(&mut of.base, base), (&mut of.candidate, candidate)] {
            side.as_mut().unwrap().hardware = hardware.map(str::to_owned);
        }
        of
    };
    let found = |of| beside(vec![of], Sizes::default(), Sizes::default());
    let (l4, two) = (Some("NVIDIA L4"), Some("2 x NVIDIA L4"));
    let alike = found(stated(l4, l4));
    assert_eq!(
        (codes(&alike.notes), alike.rows[0].base.hardware.as_deref()),
        (vec![], l4)
    );
    assert!(alike.rows[0].ratio.is_some());
    let half = found(stated(l4, None));
    assert_eq!(codes(&half.notes), ["hardware_unknown"]);
    assert!(half.notes[0].message.starts_with("Not every result"));
    assert!(
        half.rows[0].ratio.is_some(),
        "what is not said does not differ"
    );
    let other = found(stated(l4, two));
    assert_eq!(
        (codes(&other.notes), codes(&other.rows[0].weak)),
        (vec![], vec!["hardware_differs"])
    );
    // What a request costs is asked of whatever answers it.
    let mut cost = stated(l4, two);
    cost.aspect = Aspect::Cost;
    let found = found(cost);
    let row = found.rows.iter().find(|row| row.aspect == Aspect::Cost);
    assert!(row.unwrap().ratio.is_some());
}

#[test]
fn a_size_is_what_tags_state_and_nothing_else() {
    let tags = |pairs: &[(&str, &str)]| {
        let pairs: Vec<_> = pairs
            .iter()
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
            .collect();
        sizes(&pairs)
    };
    let base = tags(&[
        ("weights-bytes", "16400000000"),
        ("parameters", "8200000000"),
        ("precision", "BF16"),
        ("context-length", "32768"),
        ("licence", "Apache-2.0"),
    ]);
    let candidate = tags(&[
        ("weights-bytes", "9.4 GB"),
        ("parameters", "-1"),
        ("precision", "eight bits, as Ines says"),
    ]);
    assert_eq!(
        candidate,
        Sizes {
            unreadable: ["parameters", "precision", "weights-bytes"]
                .map(str::to_owned)
                .to_vec(),
            ..Sizes::default()
        }
    );
    let found = beside(Vec::new(), base.clone(), candidate);
    let shown: Vec<_> = found
        .rows
        .iter()
        .map(|row| {
            let name = row.base.name.clone().unwrap_or_default();
            let base = text(row.base.value.as_ref()) + &name;
            (row.metric.as_str(), base, codes(&row.weak))
        })
        .collect();
    let wrong = || vec!["tag_unreadable"];
    assert_eq!(
        shown,
        [
            ("weights-bytes", "16400000000".to_owned(), wrong()),
            ("parameters", "8200000000".into(), wrong()),
            ("context-length", "32768".into(), vec![]),
            ("precision", "BF16".into(), wrong()),
        ]
    );
    let lighter = beside(Vec::new(), base, stated(9_400_000_000));
    assert_eq!(text(lighter.rows[0].ratio.as_ref()), "0.5731707317");
    assert_eq!(lighter.rows[0].change, Some(Change::Better));
}

#[test]
fn what_was_kept_before_anybody_looked_at_times_computes_again_to_the_byte() {
    let old = Inputs {
        schema: 1,
        ..inputs(vec![pair()])
    };
    let (text, _) = old.canonical().unwrap();
    assert!(!text.contains("beside"));
    let read: Inputs = serde_json::from_str(&text).unwrap();
    let found = serde_json::to_value(compare(&read)).unwrap();
    assert_eq!(found["engine"], "tenure-compare/1");
    assert_eq!(found.get("beside"), None);
    let new = Inputs {
        beside: Some(BesideInputs {
            readings: vec![ttft()],
            base: stated(2),
            candidate: stated(1),
            truncated: false,
        }),
        ..read
    };
    let (text, digest) = new.canonical().unwrap();
    let again: Inputs = serde_json::from_str(&text).unwrap();
    assert_eq!(again.canonical().unwrap().1, digest);
    assert_eq!(compare(&again), compare(&new));
    assert_eq!(compare(&new).engine, ENGINE);
}
