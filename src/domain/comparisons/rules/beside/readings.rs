//! Measured times, throughputs and costs: which of one version stands beside which of the other, and whether they may
//! be compared.

use std::collections::{BTreeMap, BTreeSet};

use super::super::weak::{Particular, differences_of, differing, on_side};
use super::{change, ratio};
use crate::domain::comparisons::beside::{
    Aspect, BesideRow, BesideSide, BesideUnit, Reading, Readings,
};
use crate::domain::evaluations::store::EvaluationFacts;
use crate::domain::evaluations::{Direction, Unit};
use crate::ground::kernel::{Reason, Remedy, SuiteId};

/// Measured numbers that stand beside each other at most.
pub const READINGS_MAX: usize = 80;

/// The filter of a run that states no load.
const NO_LOAD: &str = "none";
/// The task of every load test.
const LOAD_TEST: &str = "load-test";
/// Reasons against a number that hold wherever it is used: it is not what ran, or nobody ran it.
const AGAINST: &[&str] = &[
    "flagged",
    "source_declared",
    "value_unknown",
    "value_not_applicable",
];

type Key = (Aspect, String, SuiteId, String, String);
type ByLoad = BTreeMap<String, EvaluationFacts>;

/// What a number is about; `None` when it is none of time, throughput and cost.
fn aspect(fact: &EvaluationFacts) -> Option<Aspect> {
    if fact.slice_kind.is_some() {
        return None;
    }
    match (fact.unit, fact.direction) {
        (Some(Unit::Currency), _) => Some(Aspect::Cost),
        (Some(Unit::Seconds), Some(Direction::Lower)) => Some(Aspect::Latency),
        (_, Some(Direction::Higher)) if fact.metric.contains("throughput") => {
            Some(Aspect::Throughput)
        }
        _ => None,
    }
}

/// The numbers of two versions by suite, task and metric. Under each load that both ran the last of each; when they
/// share no load, the last of each, which then may not be compared.
#[must_use]
pub fn readings(base: &[EvaluationFacts], candidate: &[EvaluationFacts]) -> (Vec<Readings>, bool) {
    let (mut base, mut candidate) = (by_key(base), by_key(candidate));
    let keys: BTreeSet<Key> = base.keys().chain(candidate.keys()).cloned().collect();
    let mut found = Vec::new();
    for key in keys {
        let mut on_base = base.remove(&key).unwrap_or_default();
        let mut on_candidate = candidate.remove(&key).unwrap_or_default();
        let shared: Vec<String> = on_base
            .keys()
            .filter(|load| on_candidate.contains_key(*load))
            .cloned()
            .collect();
        let pairs = if shared.is_empty() {
            vec![(last(on_base), last(on_candidate))]
        } else {
            shared
                .iter()
                .map(|load| (on_base.remove(load), on_candidate.remove(load)))
                .collect()
        };
        for (base, candidate) in pairs {
            let (aspect, suite, suite_id, task, metric) = key.clone();
            found.push(Readings {
                aspect,
                suite_id,
                suite,
                task,
                metric,
                base: base.map(Reading::from),
                candidate: candidate.map(Reading::from),
            });
        }
    }
    // What both have is kept when there are too many.
    found.sort_by_key(|one| one.base.is_none() || one.candidate.is_none());
    let truncated = found.len() > READINGS_MAX;
    found.truncate(READINGS_MAX);
    (found, truncated)
}

fn by_key(facts: &[EvaluationFacts]) -> BTreeMap<Key, ByLoad> {
    let mut found: BTreeMap<Key, ByLoad> = BTreeMap::new();
    for fact in facts {
        let Some(aspect) = aspect(fact) else { continue };
        let key = (
            aspect,
            fact.suite.clone(),
            fact.suite_id,
            fact.task.clone(),
            fact.metric.clone(),
        );
        let of_load = found.entry(key).or_default();
        let is_later = of_load
            .get(&fact.filter)
            .is_none_or(|kept| newest(kept) < newest(fact));
        if is_later {
            of_load.insert(fact.filter.clone(), fact.clone());
        }
    }
    found
}

fn newest(fact: &EvaluationFacts) -> impl Ord + use<> {
    (fact.reported_at, fact.evaluation_id)
}

fn last(of: ByLoad) -> Option<EvaluationFacts> {
    of.into_values().max_by_key(newest)
}

impl From<EvaluationFacts> for Reading {
    fn from(fact: EvaluationFacts) -> Self {
        let against = fact.reasons.into_iter();
        Self {
            evaluation_id: fact.evaluation_id,
            suite_version_id: fact.suite_version_id,
            filter: fact.filter,
            value: fact.value,
            unit: fact.unit,
            direction: fact.direction,
            n: fact.n,
            harness: fact.harness,
            harness_version: fact.harness_version,
            dataset_digest: fact.dataset_digest,
            hardware: fact.hardware,
            against: against
                .filter(|reason| AGAINST.contains(&reason.code.as_str()))
                .collect(),
        }
    }
}

/// Both numbers beside each other. No ratio is claimed of numbers that were not measured alike.
pub(super) fn row(of: &Readings) -> BesideRow {
    let (base, candidate) = (of.base.as_ref(), of.candidate.as_ref());
    let weak = weak(of);
    let value = |side: Option<&Reading>| side.and_then(|side| side.value.clone());
    let ratio = ratio(value(base).as_ref(), value(candidate).as_ref()).filter(|_| weak.is_empty());
    let any = candidate.or(base);
    let load = any.map_or(NO_LOAD, |side| side.filter.as_str());
    let direction = any.and_then(|side| side.direction);
    BesideRow {
        key: format!("{}/{}/{load}/{}", of.suite, of.task, of.metric),
        aspect: of.aspect,
        suite: Some(of.suite.clone()),
        metric: of.metric.clone(),
        unit: unit(of),
        direction,
        base: side(base),
        candidate: side(candidate),
        change: change(ratio.as_ref(), direction),
        ratio,
        weak,
    }
}

fn side(of: Option<&Reading>) -> BesideSide {
    of.map_or_else(BesideSide::default, |of| BesideSide {
        value: of.value.clone(),
        name: None,
        conditions: Some(of.filter.clone()).filter(|load| load != NO_LOAD),
        hardware: of.hardware.clone(),
        n: of.n,
        evaluation_id: Some(of.evaluation_id),
    })
}

/// What the values count. A currency is known only where the metric's name says it.
fn unit(of: &Readings) -> BesideUnit {
    match of.aspect {
        Aspect::Latency => BesideUnit::Seconds,
        Aspect::Throughput if of.metric.contains("token") => BesideUnit::TokensPerSecond,
        Aspect::Throughput if of.metric.contains("request") => BesideUnit::RequestsPerSecond,
        Aspect::Cost if of.metric.split('_').any(|part| part == "usd") => BesideUnit::Usd,
        Aspect::Cost => BesideUnit::Currency,
        Aspect::Throughput | Aspect::Size => BesideUnit::Unknown,
    }
}

/// Why two numbers may not be compared; nothing where one side has none, for then there is nothing to compare.
fn weak(of: &Readings) -> Vec<Reason> {
    let mut reasons = Vec::new();
    for (side, which) in [(&of.base, "base"), (&of.candidate, "candidate")] {
        let against = side.iter().flat_map(|side| &side.against);
        reasons.extend(against.map(|reason| on_side(reason, which)));
    }
    if let (Some(base), Some(candidate)) = (&of.base, &of.candidate) {
        reasons.extend(conditions(of, base, candidate));
    }
    reasons
}

/// What else a side states about how it was measured.
fn particulars(side: &Reading) -> [Particular<&str>; 3] {
    [
        (
            |said| Reason::new("dataset_differs", said),
            "The data",
            side.dataset_digest.as_deref(),
        ),
        (
            |said| Reason::new("harness_differs", said),
            "The harness",
            side.harness.as_deref(),
        ),
        (
            |said| Reason::new("harness_version_differs", said),
            "The harness's release",
            side.harness_version.as_deref(),
        ),
    ]
}

/// That both say on which devices they ran, and different ones. Money is what a request costs, on whichever.
fn hardware(aspect: Aspect, base: &Reading, candidate: &Reading) -> Option<Reason> {
    let (base, candidate) = (base.hardware.as_ref()?, candidate.hardware.as_ref()?);
    let timed = matches!(aspect, Aspect::Latency | Aspect::Throughput);
    timed.then(|| {
        differing(
            |said| Reason::new("hardware_differs", said),
            "The hardware",
            base,
            candidate,
        )
    })?
}

/// What differs between the conditions of two runs.
fn conditions(of: &Readings, base: &Reading, candidate: &Reading) -> Vec<Reason> {
    let load = differing(
        |said| Reason::new("load_differs", said),
        "The load",
        &base.filter,
        &candidate.filter,
    );
    let unknown = (of.task == LOAD_TEST && base.filter == NO_LOAD && candidate.filter == NO_LOAD)
        .then(|| {
            Reason::new(
                "load_unknown",
                "Neither result says under which load it was measured.",
            )
            .remedy(Remedy::text(
                "Run both with a tool that writes concurrency and lengths into its file.",
            ))
        });
    let suite = (base.suite_version_id != candidate.suite_version_id).then(|| {
        Reason::new(
            "suite_version_differs",
            "The two sides ran different states of the suite.",
        )
        .remedy(Remedy::text(
            "Run both versions on the same state of the suite.",
        ))
    });
    [load, unknown, suite, hardware(of.aspect, base, candidate)]
        .into_iter()
        .flatten()
        .chain(differences_of(particulars(base), particulars(candidate)))
        .collect()
}
