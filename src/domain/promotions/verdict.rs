//! What the judge says: everything, not only the first reason.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::facts::WaiverFact;
use super::requirement::RequirementResult;
use crate::domain::models::Stage;
use crate::ground::identity::Role;
use crate::ground::kernel::{Instant, PolicyId, Reason, Sha256};

/// Whether the version may move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum VerdictOutcome {
    /// Nothing is missing.
    Allowed,
    /// Something is.
    Refused,
}

/// The answer in one sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Headline {
    /// Stable.
    pub code: String,
    /// The dynamic parts.
    #[schema(value_type = Object)]
    pub params: Map<String, Value>,
    /// In English.
    pub message: String,
}

/// How many requirements came out how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Counts {
    /// Do not hold.
    pub fail: usize,
    /// Nobody can say.
    pub unknown: usize,
    /// Do not hold and do not block.
    pub warn: usize,
    /// Do not hold, and somebody answers for that.
    #[serde(default)]
    pub waived: usize,
    /// Hold.
    pub pass: usize,
}

/// A policy, as verdicts name it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct PolicyRef {
    /// The policy.
    pub id: PolicyId,
    /// Its name.
    pub name: String,
    /// The number of its content.
    pub number: i32,
    /// Until this day it warns and does not block.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enforced_from: Option<NaiveDate>,
}

/// A requirement's result with its policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct JudgedRequirement {
    /// Of which policy.
    pub policy: PolicyRef,
    /// The result.
    #[serde(flatten)]
    pub result: RequirementResult,
    /// The waiver for which it does not block, though it does not hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiver: Option<WaiverFact>,
}

/// What the judge says about the facts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// From where.
    pub from: Stage,
    /// To where.
    pub target: Stage,
    /// Whether it may move.
    pub outcome: VerdictOutcome,
    /// The answer in one sentence.
    pub headline: Headline,
    /// How many came out how.
    pub counts: Counts,
    /// The policies that guard the move.
    pub policies: Vec<PolicyRef>,
    /// Every requirement: fail, unknown, waived, warn, then pass.
    pub requirements: Vec<JudgedRequirement>,
    /// What stands in the way besides requirements.
    pub blockers: Vec<Reason>,
    /// How many approvals are needed.
    pub quorum: u8,
    /// How many are missing.
    pub missing_approvals: u8,
    /// Roles that nobody who agreed holds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing_roles: Vec<Role>,
    /// Days that an approval counts.
    pub approval_days: u8,
    /// What an approval binds to.
    pub proposal_hash: Sha256,
    /// The facts.
    pub facts_digest: Sha256,
    /// Which judge.
    pub evaluator_version: String,
    /// The instant of the facts.
    pub evaluated_at: Instant,
}
