//! Which number of one version belongs to which of the other.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::comparisons::inputs::{Alone, Measurement, PairInputs};
use crate::domain::evaluations::store::EvaluationFacts;
use crate::ground::kernel::SuiteId;

/// Numbers of both versions that one comparison holds at most.
pub const PAIRS_MAX: usize = 200;

/// The numbers of two versions, by measurement.
#[derive(Debug)]
pub struct Paired {
    /// Of both, without what their items say.
    pub pairs: Vec<PairInputs>,
    /// Of one only.
    pub alone: Vec<Alone>,
    /// Whether some were left out.
    pub truncated: bool,
}

type ByMeasurement = BTreeMap<Measurement, Vec<EvaluationFacts>>;

/// Pairs what was measured by the same suite, task, filter, metric and slice. Of several runs the two that used the same
/// state of the suite, then the last of each: never the best.
#[must_use]
pub fn pair(
    base: Vec<EvaluationFacts>,
    candidate: Vec<EvaluationFacts>,
    primary: &BTreeMap<SuiteId, String>,
) -> Paired {
    let (mut base, mut candidate) = (by_measurement(base), by_measurement(candidate));
    let (mut pairs, mut alone) = (Vec::new(), Vec::new());
    let all: BTreeSet<Measurement> = base.keys().chain(candidate.keys()).cloned().collect();
    for measurement in all {
        let is_primary = primary
            .get(&measurement.suite_id)
            .is_none_or(|metric| *metric == measurement.metric);
        match (base.remove(&measurement), candidate.remove(&measurement)) {
            (Some(base), Some(candidate)) => {
                pairs.extend(
                    nearest(base, candidate).map(|(base, candidate)| PairInputs {
                        measurement,
                        trust_class: candidate.trust_class,
                        language: candidate.language.clone(),
                        is_aggregate: candidate.is_aggregate,
                        is_primary,
                        base: base.into(),
                        candidate: candidate.into(),
                        items: None,
                    }),
                );
            }
            (Some(only), None) => alone.extend(one_sided(measurement, &only, is_primary, false)),
            (None, Some(only)) => alone.extend(one_sided(measurement, &only, is_primary, true)),
            (None, None) => {}
        }
    }
    // What decides is kept when there are too many.
    pairs.sort_by_key(|pair: &PairInputs| {
        let slice = pair.measurement.slice_kind.as_deref();
        let is_primary = pair.is_primary && !pair.is_aggregate;
        super::tier(pair.trust_class, is_primary, slice)
    });
    alone.sort_by_key(|one: &Alone| {
        super::tier(
            one.trust_class,
            one.is_primary,
            one.measurement.slice_kind.as_deref(),
        )
    });
    let truncated = pairs.len() > PAIRS_MAX || alone.len() > PAIRS_MAX;
    pairs.truncate(PAIRS_MAX);
    alone.truncate(PAIRS_MAX);
    pairs.sort_by(|a, b| a.measurement.cmp(&b.measurement));
    alone.sort_by(|a, b| a.measurement.cmp(&b.measurement));
    Paired {
        pairs,
        alone,
        truncated,
    }
}

fn by_measurement(facts: Vec<EvaluationFacts>) -> ByMeasurement {
    let mut found = ByMeasurement::new();
    for fact in facts {
        found.entry(Measurement::of(&fact)).or_default().push(fact);
    }
    found
}

/// The two runs of the same state of the suite, then the last ones.
fn nearest(
    base: Vec<EvaluationFacts>,
    candidate: Vec<EvaluationFacts>,
) -> Option<(EvaluationFacts, EvaluationFacts)> {
    let pairs = candidate.iter().flat_map(|candidate| {
        base.iter().map(move |base| {
            let same = base.suite_version_id == candidate.suite_version_id;
            let newest = |facts: &EvaluationFacts| (facts.reported_at, facts.evaluation_id);
            (same, newest(candidate), newest(base), base, candidate)
        })
    });
    pairs
        .max_by_key(|(same, candidate, base, ..)| (*same, *candidate, *base))
        .map(|(.., base, candidate)| (base.clone(), candidate.clone()))
}

/// What only one version has. What no gate may use is nothing that the other lacks, so it only explores.
fn one_sided(
    measurement: Measurement,
    facts: &[EvaluationFacts],
    is_primary: bool,
    on_candidate: bool,
) -> Option<Alone> {
    let last = facts
        .iter()
        .max_by_key(|fact| (fact.eligible, fact.reported_at, fact.evaluation_id))?;
    Some(Alone {
        measurement,
        trust_class: last.trust_class,
        language: last.language.clone(),
        is_primary: is_primary && !last.is_aggregate && last.eligible,
        on_candidate,
        evaluation_id: last.evaluation_id,
    })
}
