//! Everything that a comparison is computed from. Kept with it, so that it computes again.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::beside::BesideInputs;
use crate::domain::evaluations::store::EvaluationFacts;
use crate::domain::evaluations::{Direction, SourceType, TrustClass, Unit};
use crate::domain::models::LineageKind;
use crate::ground::kernel::{
    Decimal, EvaluationId, Failure, Instant, Reason, Sha256, SuiteId, SuiteVersionId, VersionId,
};

/// The schema of the inputs. Kept with them; other fields are another number.
pub const INPUTS_SCHEMA: u32 = 2;

/// A version, as a comparison names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionName {
    /// Its id.
    pub id: VersionId,
    /// Of which model.
    pub model: String,
    /// Its number.
    pub number: i32,
}

impl VersionName {
    /// `ticket-triage/4`.
    #[must_use]
    pub fn label(&self) -> String {
        format!("{}/{}", self.model, self.number)
    }
}

/// How a p value is corrected among the rows that only explore.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Correction {
    /// Benjamini and Hochberg: few of what is found is false.
    #[default]
    Bh,
    /// Holm: nothing that is found is false.
    Holm,
}

/// How much worse a candidate may be: the largest loss that counts as none. A share: 0.02 is two percentage points.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Margins {
    /// For this comparison, whatever was declared.
    pub given: Option<Decimal>,
    /// What policies declare for a suite, by its name; in the metric's own unit when that is no share.
    pub suites: BTreeMap<String, Decimal>,
    /// What policies declare for every other suite.
    pub default: Option<Decimal>,
}

/// What was measured with what: on both sides the same.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema,
)]
pub struct Measurement {
    /// The suite.
    pub suite_id: SuiteId,
    /// The suite's name.
    pub suite: String,
    /// The tool's name of the task.
    pub task: String,
    /// How answers were read.
    pub filter: String,
    /// Canonical name of the metric.
    pub metric: String,
    /// What the number is a slice by.
    pub slice_kind: Option<String>,
    /// Which slice.
    pub slice_value: Option<String>,
}

impl Measurement {
    /// What one number of an evaluation measured.
    #[must_use]
    pub fn of(facts: &EvaluationFacts) -> Self {
        Self {
            suite_id: facts.suite_id,
            suite: facts.suite.clone(),
            task: facts.task.clone(),
            filter: facts.filter.clone(),
            metric: facts.metric.clone(),
            slice_kind: facts.slice_kind.clone(),
            slice_value: facts.slice_value.clone(),
        }
    }

    /// In one text: unique in a comparison, and the same for the same measurement.
    #[must_use]
    pub fn key(&self) -> String {
        let slice = match (&self.slice_kind, &self.slice_value) {
            (Some(kind), Some(value)) => format!("/{kind}={value}"),
            (Some(_) | None, _) => String::new(),
        };
        let Self {
            suite,
            task,
            filter,
            metric,
            ..
        } = self;
        format!("{suite}/{task}/{filter}/{metric}{slice}")
    }
}

/// One version's number, with everything that decides whether it may be compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Side {
    /// Of which evaluation.
    pub evaluation_id: EvaluationId,
    /// Which state of the suite ran.
    pub suite_version_id: SuiteVersionId,
    /// The tool's version of the task.
    pub suite_version: String,
    /// The value.
    pub value: Option<Decimal>,
    /// Standard error.
    pub stderr: Option<Decimal>,
    /// Lower bound of its own interval.
    pub ci_low: Option<Decimal>,
    /// Upper bound.
    pub ci_high: Option<Decimal>,
    /// How that was computed.
    pub ci_method: Option<String>,
    /// Items that were scored.
    pub n: Option<i64>,
    /// Items that failed.
    pub errors: Option<i64>,
    /// Which values are better.
    pub direction: Option<Direction>,
    /// What is aimed at.
    pub target: Option<Decimal>,
    /// What the value counts.
    pub unit: Option<Unit>,
    /// When it ran.
    pub run_at: Option<Instant>,
    /// How the numbers came to be.
    pub source_type: SourceType,
    /// With which tool.
    pub harness: Option<String>,
    /// Its release.
    pub harness_version: Option<String>,
    /// Examples in the prompt.
    pub n_shot: Option<i32>,
    /// The seeds that the file names.
    pub seeds: Option<Value>,
    /// Names the prompt template.
    pub prompt_template_digest: Option<String>,
    /// Names the data.
    pub dataset_digest: Option<String>,
    /// What is odd about it.
    pub flags: Vec<String>,
    /// Which attempt it is.
    pub attempt: i32,
    /// How many there were.
    pub attempts: i32,
    /// Why no gate may use it.
    pub ineligible: Vec<Reason>,
}

impl From<EvaluationFacts> for Side {
    fn from(facts: EvaluationFacts) -> Self {
        Self {
            evaluation_id: facts.evaluation_id,
            suite_version_id: facts.suite_version_id,
            suite_version: facts.suite_version,
            value: facts.value,
            stderr: facts.stderr,
            ci_low: facts.ci_low,
            ci_high: facts.ci_high,
            ci_method: facts.ci_method,
            n: facts.n,
            errors: facts.errors,
            direction: facts.direction,
            target: facts.target,
            unit: facts.unit,
            run_at: facts.run_at,
            source_type: facts.source_type,
            harness: facts.harness,
            harness_version: facts.harness_version,
            n_shot: facts.n_shot,
            seeds: facts.seeds,
            prompt_template_digest: facts.prompt_template_digest,
            dataset_digest: facts.dataset_digest,
            flags: facts.flags,
            attempt: facts.attempt,
            attempts: facts.attempts,
            ineligible: facts.reasons,
        }
    }
}

/// What the items of two evaluations say together. An item that was asked several times counts once, with its mean.
/// Decimals hold the 17 digits of a double.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemSums {
    /// Items of the base that were scored and that their content names.
    pub base_n: u64,
    /// Items of the candidate that were scored and that their content names.
    pub candidate_n: u64,
    /// Mean score of all scored items of the base.
    pub base_mean: Decimal,
    /// Mean score of all scored items of the candidate.
    pub candidate_mean: Decimal,
    /// Items of either that no content names: they have no partner.
    pub unnamed: u64,
    /// Items that both scored.
    pub n: u64,
    /// Whether each of those was asked once and is right or wrong on both sides.
    pub binary: bool,
    /// Only the base was right.
    pub base_only: u64,
    /// Only the candidate was right.
    pub candidate_only: u64,
    /// Groups of pairs; without clusters as many as pairs.
    pub groups: u64,
    /// Mean of the differences.
    pub mean: Decimal,
    /// Sum over the groups of the squared sum of what differs from the mean.
    pub squares: Decimal,
}

/// A number that was measured on both versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PairInputs {
    /// What was measured.
    pub measurement: Measurement,
    /// What the suite's numbers may be used for.
    pub trust_class: TrustClass,
    /// BCP 47.
    pub language: Option<String>,
    /// Whether it sums other tasks up.
    pub is_aggregate: bool,
    /// Whether it is the suite's primary metric, or the suite names none.
    pub is_primary: bool,
    /// The version that is compared with.
    pub base: Side,
    /// The version that is judged.
    pub candidate: Side,
    /// What their items say; `None` when either has none.
    pub items: Option<ItemSums>,
}

impl PairInputs {
    /// Base and candidate.
    #[must_use]
    pub const fn sides(&self) -> (&Side, &Side) {
        (&self.base, &self.candidate)
    }
}

/// A number that was measured on one version only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alone {
    /// What was measured.
    pub measurement: Measurement,
    /// What the suite's numbers may be used for.
    pub trust_class: TrustClass,
    /// BCP 47.
    pub language: Option<String>,
    /// Whether it is the suite's primary metric, or the suite names none, and sums nothing up.
    pub is_primary: bool,
    /// Whether the candidate has it; else the base has.
    pub on_candidate: bool,
    /// The last evaluation that has it.
    pub evaluation_id: EvaluationId,
}

/// Everything that a comparison is computed from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inputs {
    /// See [`INPUTS_SCHEMA`].
    pub schema: u32,
    /// The version that is compared with.
    pub base: VersionName,
    /// The version that is judged.
    pub candidate: VersionName,
    /// How the candidate was made from the base, when it was.
    pub lineage: Option<LineageKind>,
    /// How much worse it may be.
    pub margins: Margins,
    /// How exploring rows are corrected.
    pub correction: Correction,
    /// Numbers of both, by measurement.
    pub pairs: Vec<PairInputs>,
    /// Numbers of one only, by measurement.
    pub alone: Vec<Alone>,
    /// Whether some numbers were left out because there are too many.
    pub truncated: bool,
    /// Time under load, size and cost; `None`: it was kept before anybody looked at them (schema 1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beside: Option<BesideInputs>,
}

impl Inputs {
    /// The canonical bytes (RFC 8785) and their digest.
    ///
    /// # Errors
    /// They hold what JSON cannot say exactly: a programming error.
    pub fn canonical(&self) -> Result<(String, Sha256), Failure> {
        let text = serde_json_canonicalizer::to_string(self)
            .map_err(|error| Failure::inconsistent(format!("inputs: {error}")))?;
        let digest = Sha256::of(text.as_bytes());
        Ok((text, digest))
    }
}
