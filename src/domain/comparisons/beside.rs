//! What two versions weigh beside each other: time under load, size, cost. What is compared, and what was found.

use serde::{Deserialize, Serialize};

use crate::domain::evaluations::{Direction, Unit};
use crate::ground::kernel::{Decimal, EvaluationId, Reason, SuiteId, SuiteVersionId};

/// What gets lighter or heavier.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Aspect {
    /// How long an answer takes.
    Latency,
    /// How much is answered in a second.
    Throughput,
    /// How big it is.
    Size,
    /// What it costs.
    Cost,
}

impl Aspect {
    /// All of them, in the order of the answer.
    pub const ALL: [Self; 4] = [Self::Latency, Self::Throughput, Self::Size, Self::Cost];

    /// As in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Latency => "latency",
            Self::Throughput => "throughput",
            Self::Size => "size",
            Self::Cost => "cost",
        }
    }
}

/// One measured number of one version, with everything that decides whether it may be compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// Of which evaluation.
    pub evaluation_id: EvaluationId,
    /// Which state of the suite ran.
    pub suite_version_id: SuiteVersionId,
    /// Under which load, as the file states it: `concurrency=8,input=550,output=150`.
    pub filter: String,
    /// The value.
    pub value: Option<Decimal>,
    /// What it counts.
    pub unit: Option<Unit>,
    /// Which values are better.
    pub direction: Option<Direction>,
    /// Requests that count.
    pub n: Option<i64>,
    /// With which tool.
    pub harness: Option<String>,
    /// Its release.
    pub harness_version: Option<String>,
    /// Names the data.
    pub dataset_digest: Option<String>,
    /// The devices that the model ran on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hardware: Option<String>,
    /// What speaks against it alone.
    pub against: Vec<Reason>,
}

/// One number of both versions, or of one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Readings {
    /// What it is about.
    pub aspect: Aspect,
    /// Of which suite.
    pub suite_id: SuiteId,
    /// The suite's name.
    pub suite: String,
    /// The tool's name of the task.
    pub task: String,
    /// Canonical name of the metric.
    pub metric: String,
    /// The base's; `None`: it was not measured.
    pub base: Option<Reading>,
    /// The candidate's.
    pub candidate: Option<Reading>,
}

/// What a version is registered with about its size. `None`: nobody said.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Sizes {
    /// Bytes of the weights.
    pub weights_bytes: Option<i64>,
    /// Parameters.
    pub parameters: Option<i64>,
    /// In which format the weights are: `BF16`, `FP8` ...
    pub precision: Option<String>,
    /// Tokens that it takes in at most.
    pub context_length: Option<i64>,
    /// Tags that say something else than a size: their keys.
    pub unreadable: Vec<String>,
}

/// Everything that standing beside each other is computed from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BesideInputs {
    /// Measured numbers.
    pub readings: Vec<Readings>,
    /// The base's size.
    pub base: Sizes,
    /// The candidate's.
    pub candidate: Sizes,
    /// Whether some numbers were left out because there are too many.
    pub truncated: bool,
}

/// What a value beside another counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BesideUnit {
    /// Seconds.
    Seconds,
    /// Requests in a second.
    RequestsPerSecond,
    /// Tokens in a second.
    TokensPerSecond,
    /// Bytes.
    Bytes,
    /// Parameters.
    Parameters,
    /// Tokens.
    Tokens,
    /// US dollars.
    Usd,
    /// Money in a currency that nobody named.
    Currency,
    /// A name.
    Name,
    /// Nobody said, or the two sides say different ones.
    Unknown,
}

/// One side of a row.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
pub struct BesideSide {
    /// The value; null: unknown.
    pub value: Option<Decimal>,
    /// What it is called, where it is a name; null: unknown.
    pub name: Option<String>,
    /// Under which load it was measured, as the file states it; null where nothing was measured.
    #[schema(example = "concurrency=8,input=550,output=150")]
    pub conditions: Option<String>,
    /// The devices that it was measured on, as the file states them; absent where nothing was measured, and where the
    /// file does not say.
    #[schema(example = "2 x NVIDIA L4")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hardware: Option<String>,
    /// Requests that count.
    pub n: Option<i64>,
    /// The evaluation that has it; null where it was registered.
    pub evaluation_id: Option<EvaluationId>,
}

/// What a ratio means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = BesideChange)]
pub enum Change {
    /// The candidate is better.
    Better,
    /// Both are alike.
    Same,
    /// The candidate is worse.
    Worse,
}

/// One number of both versions beside each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct BesideRow {
    /// Unique in the comparison.
    pub key: String,
    /// What it is about.
    pub aspect: Aspect,
    /// The suite's name; null where it was registered.
    pub suite: Option<String>,
    /// Canonical name of the metric, or of what was registered.
    #[schema(example = "ttft_p95")]
    pub metric: String,
    /// What the values count.
    pub unit: BesideUnit,
    /// Which values are better; null where neither is.
    pub direction: Option<Direction>,
    /// The base's.
    pub base: BesideSide,
    /// The candidate's.
    pub candidate: BesideSide,
    /// The candidate's value by the base's; null where a value is unknown or the two may not be compared.
    pub ratio: Option<Decimal>,
    /// What the ratio means; null without one or without a direction.
    pub change: Option<Change>,
    /// Why the two may not be compared: no ratio is claimed then.
    pub weak: Vec<Reason>,
}

/// What nobody can say about an aspect, and what would clear it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = BesideGap)]
pub struct Gap {
    /// What it is about.
    pub aspect: Aspect,
    /// Whether the base lacks it.
    pub on_base: bool,
    /// Whether the candidate lacks it. When neither does, both have it and it may not be compared.
    pub on_candidate: bool,
    /// Why there is no ratio, with what clears it.
    pub reason: Reason,
}

/// Time under load, size and cost of two versions beside each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Beside {
    /// The rows: latency, throughput, size, cost.
    pub rows: Vec<BesideRow>,
    /// The aspects without any ratio.
    pub missing: Vec<Gap>,
    /// What else is worth knowing.
    pub notes: Vec<Reason>,
    /// Whether some numbers were left out because there are too many.
    pub truncated: bool,
}
