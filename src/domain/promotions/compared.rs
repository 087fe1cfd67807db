//! Comparisons with the version that serves, as facts of a decision.

use serde::{Deserialize, Serialize};

use super::facts::word;
use crate::domain::comparisons::{Missing, Row};
use crate::domain::evaluations::statistics::ComparisonVerdict;
use crate::ground::kernel::Decimal;

/// One measurement compared with the version that serves, as expressions read it. Decimals are text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CmpFact {
    /// Suite, task, filter, metric and slice: unique.
    pub key: String,
    /// The candidate's evaluation; `None`: it has none.
    pub id: Option<String>,
    /// The evaluation of the version that serves.
    pub incumbent_id: Option<String>,
    /// The suite's name.
    pub suite: String,
    /// The suite's trust class.
    pub trust_class: String,
    /// BCP 47.
    pub language: Option<String>,
    /// critical, supporting or exploring.
    pub tier: String,
    /// The harness's task.
    pub task: String,
    /// How answers were read.
    pub filter: String,
    /// Canonical name.
    pub metric: String,
    /// What it is a slice by.
    pub slice_kind: Option<String>,
    /// Which slice.
    pub slice_value: Option<String>,
    /// fraction ...
    pub unit: Option<String>,
    /// Candidate minus incumbent, positive is better.
    pub delta: Option<String>,
    /// Lower bound.
    pub ci_low: Option<String>,
    /// Upper bound.
    pub ci_high: Option<String>,
    /// How much worse it may be.
    pub margin: Option<String>,
    /// Pairs of items; without pairs the smaller number of items.
    pub n_pairs: Option<i64>,
    /// Items that only the incumbent has right.
    pub base_only: Option<i64>,
    /// Items that only the candidate has right.
    pub candidate_only: Option<i64>,
    /// tango ...
    pub method: Option<String>,
    /// superior, non_inferior, inferior, inconclusive or insufficient.
    pub verdict: String,
    /// Why it is weak, as codes.
    pub weak: Vec<String>,
    /// What the candidate keeps of the incumbent's value.
    pub recovery: Option<String>,
}

impl From<Row> for CmpFact {
    fn from(row: Row) -> Self {
        let text = |number: Option<Decimal>| number.map(|number| number.to_string());
        let count = |n: Option<u64>| n.and_then(|n| i64::try_from(n).ok());
        Self {
            key: format!("cmp/{}", row.key),
            id: Some(row.candidate_evaluation_id.to_string()),
            incumbent_id: Some(row.base_evaluation_id.to_string()),
            suite: row.measurement.suite,
            trust_class: row.trust_class.as_str().into(),
            language: row.language,
            tier: row.tier.as_str().into(),
            task: row.measurement.task,
            filter: row.measurement.filter,
            metric: row.measurement.metric,
            slice_kind: row.measurement.slice_kind,
            slice_value: row.measurement.slice_value,
            unit: row.unit.as_ref().map(word),
            delta: text(row.delta),
            ci_low: text(row.ci_low),
            ci_high: text(row.ci_high),
            margin: text(row.margin),
            n_pairs: count(row.n),
            base_only: count(row.base_only),
            candidate_only: count(row.candidate_only),
            method: row.method.as_ref().map(word),
            verdict: row.verdict.as_str().into(),
            weak: row.weak.into_iter().map(|reason| reason.code).collect(),
            recovery: text(row.recovery.map(|recovery| recovery.value)),
        }
    }
}

/// What the version that serves was measured on and the candidate was not: nothing that passes.
impl From<Missing> for CmpFact {
    fn from(missing: Missing) -> Self {
        let of = missing.measurement;
        Self {
            key: format!("cmp/{}", of.key()),
            id: None,
            incumbent_id: Some(missing.evaluation_id.to_string()),
            suite: of.suite,
            trust_class: missing.trust_class.as_str().into(),
            language: missing.language,
            tier: missing.tier.as_str().into(),
            task: of.task,
            filter: of.filter,
            metric: of.metric,
            slice_kind: of.slice_kind,
            slice_value: of.slice_value,
            unit: None,
            delta: None,
            ci_low: None,
            ci_high: None,
            margin: None,
            n_pairs: None,
            base_only: None,
            candidate_only: None,
            method: None,
            verdict: ComparisonVerdict::Insufficient.as_str().into(),
            weak: vec!["not_measured".into()],
            recovery: None,
        }
    }
}
