//! What a requirement is, and what becomes of it.

use serde::{Deserialize, Serialize};

/// Whether a requirement blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Unless it passes, the version does not move.
    Block,
    /// It is shown and does not block.
    Warn,
}

/// How a measured number relates to what is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// Not less.
    AtLeast,
    /// Not more.
    AtMost,
    /// The same.
    Equals,
}

/// Which number of a measurement is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum On {
    /// The value.
    Value,
    /// The lower bound of its interval.
    CiLow,
    /// The upper bound of its interval.
    CiHigh,
    /// The number of items.
    N,
}

impl On {
    /// As in the facts.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Value => "value",
            Self::CiLow => "ci_low",
            Self::CiHigh => "ci_high",
            Self::N => "n",
        }
    }
}

/// What is needed, for people and for the limit tick. The expression alone decides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Needed {
    /// How it relates.
    pub relation: Relation,
    /// The limit, a decimal.
    #[schema(example = "0.85")]
    pub value: String,
    /// Which number is compared.
    pub on: On,
    /// What a plain number counts, for people: `days`. What evaluations measured has a unit of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "days", min_length = 1, max_length = 32)]
    pub unit: Option<String>,
}

/// What clears a requirement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RequirementRemedy {
    /// In words.
    pub text: String,
    /// A command line.
    #[serde(default)]
    pub command: Option<String>,
}

/// One requirement of a policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Requirement {
    /// `snake_case`, unique in the policy.
    #[schema(example = "french_quality")]
    pub code: String,
    /// In words.
    #[schema(example = "French quality is at least 0.85")]
    pub title: String,
    /// Why it is asked, for who has to meet it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "A third of our customers write in French.")]
    pub explanation: Option<String>,
    /// Whether it blocks.
    pub severity: Severity,
    /// CEL over the facts; true passes.
    #[schema(example = "evals.exists(e, e.suite == 'support-fr' && e.ci_low >= 0.85)")]
    pub expression: String,
    /// CEL: false means that there is nothing to judge by, so the result is unknown.
    #[serde(default)]
    pub known_when: Option<String>,
    /// CEL: a number, a text, or members of `evals` or `cmp` to show.
    #[serde(default)]
    pub measured: Option<String>,
    /// What is needed.
    #[serde(default)]
    pub needed: Option<Needed>,
    /// What clears it.
    #[serde(default)]
    pub remedy: Option<RequirementRemedy>,
    /// Whether it may be waived.
    #[serde(default)]
    pub waivable: bool,
    /// Only the move has to meet it: what runs is not held to it again.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub once: bool,
}

/// What became of a requirement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It holds.
    Pass,
    /// It does not hold.
    Fail,
    /// Nobody can say. Does not pass.
    Unknown,
}

/// What was measured.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Measured {
    /// In words: `0.874 [0.838, 0.902] n 412`.
    pub text: String,
    /// The value, a decimal.
    pub value: Option<String>,
    /// Lower bound, a decimal.
    pub ci_low: Option<String>,
    /// Upper bound, a decimal.
    pub ci_high: Option<String>,
    /// Items.
    pub n: Option<i64>,
    /// What the value and its bounds count: the unit of the metric, else what the requirement says; absent where
    /// nobody says it, and of differences.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "fraction")]
    pub unit: Option<String>,
}

/// An evaluation that a requirement read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct EvidenceRef {
    /// The evaluation.
    pub evaluation_id: String,
    /// `support-fr, acc`.
    pub label: String,
    /// When it ran; null: the file does not say.
    pub run_at: Option<String>,
}

/// A requirement with what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct RequirementResult {
    /// Its code.
    pub code: String,
    /// In words.
    pub title: String,
    /// Why it is asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub explanation: Option<String>,
    /// Whether it blocks.
    pub severity: Severity,
    /// What became of it.
    pub outcome: Outcome,
    /// What was measured.
    pub measured: Option<Measured>,
    /// What is needed.
    pub needed: Option<Needed>,
    /// The evaluations that were shown as measured.
    pub evidence: Vec<EvidenceRef>,
    /// What clears it, unless it passes.
    pub remedy: Option<RequirementRemedy>,
    /// Why it is unknown.
    pub reason: Option<String>,
    /// The expression that decided.
    pub expression: String,
}
