//! The facts of a decision: one typed value, kept by digest. What is not here cannot influence it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::compared::CmpFact;
use super::derived::{cost, load_tests};
use crate::domain::evaluations::store::EvaluationFacts;
use crate::domain::models::Stage;
use crate::ground::identity::Role;
use crate::ground::kernel::{
    ApplicationId, Failure, Instant, PolicyId, PrincipalId, Sha256, WaiverId,
};

/// The version that should move.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CandidateFacts {
    /// `ticket-triage/4`.
    pub version: String,
    /// The model's name.
    pub model: String,
    /// The version's number.
    pub number: i32,
    /// Where it stands.
    pub stage: Stage,
    /// hosted, weights or opaque.
    pub origin: String,
    /// Days since it was registered.
    pub age_days: i64,
    /// Recorded as what already ran.
    pub adopted: bool,
    /// Its model is hidden: it goes nowhere. Facts of decisions never say so, since none is open then.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub hidden: bool,
    /// For a hosted version.
    pub platform: Option<String>,
    /// For a hosted version.
    pub native_id: Option<String>,
    /// For a hosted version.
    pub region: Option<String>,
    /// For weights.
    pub model_digest: Option<String>,
    /// Names the prompt template.
    pub prompt_template_digest: Option<String>,
    /// Its tags.
    pub tags: BTreeMap<String, String>,
    /// What it was made from.
    pub lineage: Vec<ParentFacts>,
}

/// A parent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParentFacts {
    /// quantisation ...
    pub kind: String,
    /// `ticket-triage/3`.
    pub version: String,
}

/// The version that serves where the candidate should go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IncumbentFacts {
    /// `ticket-triage/3`.
    pub version: String,
    /// Where it stands.
    pub stage: Stage,
    /// Names the prompt template.
    pub prompt_template_digest: Option<String>,
}

/// Where the candidate should go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TargetFacts {
    /// staging or production.
    pub stage: Stage,
    /// The languages that the policies name.
    pub languages: Vec<String>,
    /// The application's risk tier.
    pub risk: Option<String>,
    /// The application's criticality.
    pub criticality: Option<String>,
    /// The application's data class.
    pub data_class: Option<String>,
}

/// An approval that counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApprovalFact {
    /// The role it was given in.
    pub role: String,
    /// The roles that its giver holds for the model's team.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<Role>,
    /// The approver.
    pub by: PrincipalId,
}

/// An open finding about the version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingFact {
    /// runs_without_evidence ...
    pub kind: String,
    /// open or acknowledged.
    pub state: String,
}

/// A waiver that counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = WaiverRef)]
pub struct WaiverFact {
    /// The waiver.
    pub id: WaiverId,
    /// Of which policy.
    pub policy_id: PolicyId,
    /// The code of the requirement.
    pub requirement: String,
    /// The person who answers for what is not met.
    pub owner: PrincipalId,
    /// Until when it counts.
    pub until: Instant,
}

/// The schema of the facts. Kept with them; other fields are another number.
///
/// 2 added `cmp`; facts of 1 are read as having none.
pub const SCHEMA: u32 = 2;

/// Everything that a promotion is judged by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PromotionFacts {
    /// See [`SCHEMA`].
    pub schema: u32,
    /// The use that it is for. Not read by expressions.
    pub application_id: Option<ApplicationId>,
    /// It stands in the target stage already, and is asked for a use that nobody decided. Not read by expressions.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub new_use: bool,
    /// Routes where the version is killed: `production/support-bot`. Not read by expressions.
    pub killed_on: Vec<String>,
    /// The instant of the decision.
    pub now: Instant,
    /// The version that should move.
    pub candidate: CandidateFacts,
    /// The version that serves there.
    pub incumbent: Option<IncumbentFacts>,
    /// Where it should go.
    pub target: TargetFacts,
    /// What was measured, one entry for each metric, by key.
    pub evals: Vec<EvalFact>,
    /// Comparisons with the version that serves there, one entry for each measurement, by key.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cmp: Vec<CmpFact>,
    /// Approvals that count.
    pub approvals: Vec<ApprovalFact>,
    /// Open findings.
    pub findings: Vec<FindingFact>,
    /// Waivers that count. Not read by expressions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waivers: Vec<WaiverFact>,
}

/// One measured number, as expressions read it. Decimals are text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvalFact {
    /// The evaluation's id and the metric: unique.
    pub key: String,
    /// The evaluation's id.
    pub id: String,
    /// The suite's name.
    pub suite: String,
    /// public, internal, or as the trust class says.
    pub origin: String,
    /// quality, safety, bias or performance.
    pub category: String,
    /// The suite's trust class.
    pub trust_class: String,
    /// Whether a gate may read it.
    pub eligible: bool,
    /// BCP 47.
    pub language: Option<String>,
    /// The harness's task.
    pub task: String,
    /// How answers were read.
    pub filter: String,
    /// Canonical name.
    pub metric: String,
    /// Its value.
    pub value: Option<String>,
    /// Lower bound.
    pub ci_low: Option<String>,
    /// Upper bound.
    pub ci_high: Option<String>,
    /// Standard error.
    pub stderr: Option<String>,
    /// Items.
    pub n: Option<i64>,
    /// Items that failed.
    pub errors: Option<i64>,
    /// When it ran.
    pub run_at: Option<Instant>,
    /// run, declared or recorded.
    pub source_type: String,
    /// Which harness.
    pub harness: Option<String>,
    /// Its release.
    pub harness_version: Option<String>,
    /// The devices that the model ran on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hardware: Option<String>,
    /// low, high or confirmed: how likely the model was trained on the items.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contamination: Option<String>,
    /// Names the prompt template.
    pub prompt_template_digest: Option<String>,
    /// Names the data.
    pub dataset_digest: Option<String>,
    /// Which attempt.
    pub attempt: i32,
    /// Of how many.
    pub attempts: i32,
    /// higher, lower, target or none.
    pub direction: Option<String>,
    /// fraction ...
    pub unit: Option<String>,
    /// What is odd about it.
    pub flags: Vec<String>,
}

/// A closed word as JSON writes it.
pub(super) fn word(value: &impl Serialize) -> String {
    serde_json::to_value(value)
        .ok()
        .and_then(|value| value.as_str().map(str::to_owned))
        .unwrap_or_default()
}

impl From<EvaluationFacts> for EvalFact {
    fn from(facts: EvaluationFacts) -> Self {
        let slice = match (&facts.slice_kind, &facts.slice_value) {
            (Some(kind), Some(value)) => format!("/{kind}={value}"),
            (Some(_) | None, _) => String::new(),
        };
        Self {
            key: format!("{}/{}{slice}", facts.evaluation_id, facts.metric),
            id: facts.evaluation_id.to_string(),
            suite: facts.suite,
            origin: word(&facts.trust_class),
            category: facts
                .category
                .as_ref()
                .map(word)
                .unwrap_or_else(|| "unclassified".into()),
            trust_class: word(&facts.trust_class),
            eligible: facts.eligible,
            language: facts.language,
            task: facts.task,
            filter: facts.filter,
            metric: facts.metric,
            value: facts.value.map(|number| number.to_string()),
            ci_low: facts.ci_low.map(|number| number.to_string()),
            ci_high: facts.ci_high.map(|number| number.to_string()),
            stderr: facts.stderr.map(|number| number.to_string()),
            n: facts.n,
            errors: facts.errors,
            run_at: facts.run_at,
            source_type: word(&facts.source_type),
            harness: facts.harness,
            harness_version: facts.harness_version,
            hardware: facts.hardware,
            contamination: facts.contamination.as_ref().map(word),
            prompt_template_digest: facts.prompt_template_digest,
            dataset_digest: facts.dataset_digest,
            attempt: facts.attempt,
            attempts: facts.attempts,
            direction: facts.direction.as_ref().map(word),
            unit: facts.unit.as_ref().map(word),
            flags: facts.flags,
        }
    }
}

impl PromotionFacts {
    /// The canonical bytes (RFC 8785) and their digest: what is kept with the decision.
    ///
    /// # Errors
    /// The facts hold what JSON cannot say exactly: a programming error.
    pub fn canonical(&self) -> Result<(String, Sha256), Failure> {
        let text = serde_json_canonicalizer::to_string(self)
            .map_err(|error| Failure::inconsistent(format!("facts: {error}")))?;
        let digest = Sha256::of(text.as_bytes());
        Ok((text, digest))
    }

    /// As expressions read them: lists in one order, so that no verdict depends on how rows came, with what a later
    /// schema added, and with load tests and costs gathered from the numbers.
    ///
    /// # Errors
    /// The facts are not JSON: a programming error.
    pub fn readable(&self) -> Result<Value, Failure> {
        let mut facts = serde_json::to_value(self)
            .map_err(|error| Failure::inconsistent(format!("facts: {error}")))?;
        if facts["cmp"].is_null() {
            facts["cmp"] = Value::Array(Vec::new());
        }
        for approval in facts["approvals"].as_array_mut().into_iter().flatten() {
            if approval["roles"].is_null() {
                approval["roles"] = Value::Array(Vec::new());
            }
        }
        facts["perf"] = load_tests(self);
        facts["cost"] = cost(self).unwrap_or_default();
        for list in ["evals", "cmp"] {
            if let Some(entries) = facts[list].as_array_mut() {
                entries.sort_by(|a, b| a["key"].as_str().cmp(&b["key"].as_str()));
            }
        }
        Ok(facts)
    }

    /// The evaluations that it reads, of the candidate and of the version that serves, each once, ascending.
    #[must_use]
    pub fn evaluations(&self) -> Vec<String> {
        let mut ids: Vec<String> = self.evals.iter().map(|eval| eval.id.clone()).collect();
        ids.extend(self.cmp.iter().filter_map(|one| one.incumbent_id.clone()));
        ids.sort();
        ids.dedup();
        ids
    }
}
