//! What a comparison found.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::beside::Beside;
use super::inputs::Measurement;
use crate::domain::evaluations::statistics::ComparisonVerdict;
use crate::domain::evaluations::{Category, Direction, TrustClass, Unit};
use crate::ground::kernel::{Decimal, EvaluationId, Reason};

/// What a row is for.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Tier {
    /// Internal, safety and bias suites: each must pass.
    Critical,
    /// Public and performance suites: they can block, they cannot promote.
    Supporting,
    /// Slices, sums, other metrics, suites that nobody classified: for looking around. Corrected for many looks.
    Exploring,
}

impl Tier {
    /// As in JSON and policies.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Critical => "critical",
            Self::Supporting => "supporting",
            Self::Exploring => "exploring",
        }
    }
}

/// How a difference was judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Pairs of items, right or wrong: Tango's score interval.
    Tango,
    /// Pairs of items: paired t.
    PairedT,
    /// Pairs of items in groups: paired t, robust against groups (CR1).
    ClusteredT,
    /// Two shares, without items: Newcombe's hybrid score interval.
    Newcombe,
    /// Two values with standard errors, without items.
    UnpairedZ,
}

/// What the candidate keeps of the base's value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Recovery {
    /// The candidate's value by the base's: 0.993.
    pub value: Decimal,
    /// Lower bound, with the base's value taken as it is; null where the difference has none.
    pub ci_low: Option<Decimal>,
    /// Upper bound.
    pub ci_high: Option<Decimal>,
}

/// What the items can show, and how many would show the margin, at 90 % power.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Planning {
    /// The smallest difference that as many items show.
    pub detectable: Decimal,
    /// Items that show that the candidate is not worse than the margin, when it is as good; null without a margin.
    pub n_needed: Option<u64>,
}

/// One number of both versions, compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = ComparisonRow)]
pub struct Row {
    /// Unique in the comparison.
    pub key: String,
    /// What was measured.
    #[serde(flatten)]
    pub measurement: Measurement,
    /// What the suite's numbers may be used for.
    pub trust_class: TrustClass,
    /// What the suite measures; null while it is not classified.
    pub category: Option<Category>,
    /// BCP 47.
    pub language: Option<String>,
    /// What the row is for.
    pub tier: Tier,
    /// What the values count.
    pub unit: Option<Unit>,
    /// Which values are better.
    pub direction: Option<Direction>,
    /// The base's evaluation.
    pub base_evaluation_id: EvaluationId,
    /// The candidate's evaluation.
    pub candidate_evaluation_id: EvaluationId,
    /// The base's value.
    pub base_value: Option<Decimal>,
    /// The candidate's value.
    pub candidate_value: Option<Decimal>,
    /// Pairs of items; without pairs the smaller of the two numbers of items.
    pub n: Option<u64>,
    /// Items without a partner, which are left out; null without pairs.
    pub unmatched: Option<u64>,
    /// Items that only the base has right (b); null where items are not right or wrong.
    pub base_only: Option<u64>,
    /// Items that only the candidate has right (c).
    pub candidate_only: Option<u64>,
    /// Groups of items, where items are not independent.
    pub groups: Option<u64>,
    /// How the difference was judged; null where it cannot be.
    pub method: Option<Method>,
    /// Candidate minus base, turned so that positive is better.
    pub delta: Option<Decimal>,
    /// Lower bound of its 95 % interval.
    pub ci_low: Option<Decimal>,
    /// Upper bound.
    pub ci_high: Option<Decimal>,
    /// How much worse the candidate may be; null where nobody declared it.
    pub margin: Option<Decimal>,
    /// Two-sided p of no difference. Decides nothing.
    pub p: Option<Decimal>,
    /// The same, corrected for the number of exploring rows; null on others.
    pub p_adjusted: Option<Decimal>,
    /// Whether the candidate is good enough here.
    pub verdict: ComparisonVerdict,
    /// Why the comparison is weak. A weak one never passes.
    pub weak: Vec<Reason>,
    /// What else is worth knowing.
    pub notes: Vec<Reason>,
    /// What the candidate keeps of the base's value, where higher is better.
    pub recovery: Option<Recovery>,
    /// What the items can show.
    pub planning: Option<Planning>,
}

/// A number of one version that the other lacks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = MissingMeasurement)]
pub struct Missing {
    /// What was measured.
    #[serde(flatten)]
    pub measurement: Measurement,
    /// What the suite's numbers may be used for.
    pub trust_class: TrustClass,
    /// BCP 47.
    pub language: Option<String>,
    /// What the row would be for.
    pub tier: Tier,
    /// Whether it is missing on the candidate; else on the base.
    pub on_candidate: bool,
    /// The other version's evaluation that has it.
    pub evaluation_id: EvaluationId,
}

/// How many rows of a tier came out how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = ComparisonCounts)]
pub struct Counts {
    /// Better.
    pub superior: usize,
    /// Not worse than the margin allows.
    pub non_inferior: usize,
    /// Worse.
    pub inferior: usize,
    /// More items would tell.
    pub inconclusive: usize,
    /// Weak.
    pub insufficient: usize,
    /// Measured on one version only.
    pub missing: usize,
}

/// The answer in one sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = ComparisonHeadline)]
pub struct Headline {
    /// `not_worse`, `worse`, `unclear`, `no_critical` or `nothing`.
    pub code: String,
    /// The dynamic parts.
    #[schema(value_type = Object)]
    pub params: Map<String, Value>,
    /// In English.
    pub message: String,
}

/// What a comparison found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compared {
    /// Which engine found it.
    pub engine: String,
    /// The answer.
    pub headline: Headline,
    /// Of the critical rows.
    pub critical: Counts,
    /// Of the supporting rows.
    pub supporting: Counts,
    /// The rows: critical, supporting, exploring; in each tier the one nearest to failing first.
    pub rows: Vec<Row>,
    /// What one version lacks.
    pub missing: Vec<Missing>,
    /// Time under load, size and cost; `None`: it was kept before anybody looked at them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beside: Option<Beside>,
}
