//! The judge, and who may approve. Pure: the same functions answer dry run, command, replay and button.

mod content;
mod people;
mod replay;
mod words;

use serde_json::json;

use super::policy::APPROVAL_DAYS;
use super::requirement::{EVALUATOR_VERSION, Outcome, Severity, evaluate_all};
use super::verdict::{Counts, JudgedRequirement, PolicyRef, Verdict, VerdictOutcome};
use super::{PolicyInForce, PromotionFacts, PromotionState};
use crate::domain::models::Stage;
use crate::ground::kernel::{Failure, Instant, Reason, Remedy, Sha256, VersionId};

pub use content::{CONTENT_BYTES_MAX, REQUIREMENTS_MAX, content_problems, guards};
pub use people::{ApprovalFacts, approve, over, void};
pub use replay::first_difference;
pub use words::refusals;

/// Days until an open promotion expires.
pub const PROMOTION_DAYS: i64 = 30;

/// What an approval binds to: version, stages, use, policy contents and evidence. Any change gives another hash.
///
/// # Errors
/// The parts are not JSON: a programming error.
pub fn proposal_hash(
    version: VersionId,
    facts: &PromotionFacts,
    policies: &[PolicyInForce],
) -> Result<Sha256, Failure> {
    let mut contents: Vec<String> = policies
        .iter()
        .map(|policy| policy.id.to_string())
        .collect();
    contents.sort();
    let proposal = json!({
        "version": version,
        "from": facts.candidate.stage,
        "target": facts.target.stage,
        "policies": contents,
        "application": facts.application_id,
        "evaluations": facts.evaluations(),
    });
    let text = serde_json_canonicalizer::to_string(&proposal)
        .map_err(|error| Failure::inconsistent(format!("proposal: {error}")))?;
    Ok(Sha256::of(text.as_bytes()))
}

/// Judges a move.
///
/// # Errors
/// The facts are not what the schema says: a programming error.
pub fn judge(
    version: VersionId,
    facts: &PromotionFacts,
    policies: &[PolicyInForce],
) -> Result<Verdict, Failure> {
    let (_, facts_digest) = facts.canonical()?;
    let readable = facts.readable()?;
    let mut requirements = Vec::new();
    for policy in policies {
        let named = reference(policy);
        let results = evaluate_all(&policy.content.requirements, &readable)
            .map_err(|problem| Failure::inconsistent(problem.to_string()))?;
        requirements.extend(results.into_iter().map(|result| JudgedRequirement {
            policy: named.clone(),
            result,
        }));
    }
    requirements.sort_by_key(|one| match (one.result.outcome, one.result.severity) {
        (Outcome::Fail, Severity::Block) => 0,
        (Outcome::Unknown, Severity::Block) => 1,
        (Outcome::Fail | Outcome::Unknown, Severity::Warn) => 2,
        (Outcome::Pass, _) => 3,
    });
    let counts = count(&requirements);
    let blockers = blockers(facts);
    let quorum = policies
        .iter()
        .map(|policy| policy.content.approvals.quorum)
        .max()
        .unwrap_or(0);
    let given = u8::try_from(facts.approvals.len()).unwrap_or(u8::MAX);
    let missing_approvals = quorum.saturating_sub(given);
    let holds = counts.fail == 0 && counts.unknown == 0 && blockers.is_empty();
    let outcome = if holds && missing_approvals == 0 {
        VerdictOutcome::Allowed
    } else {
        VerdictOutcome::Refused
    };
    Ok(Verdict {
        from: facts.candidate.stage,
        target: facts.target.stage,
        outcome,
        headline: words::headline(
            facts,
            &counts,
            &blockers,
            missing_approvals,
            policies.is_empty(),
        ),
        counts,
        policies: policies.iter().map(reference).collect(),
        requirements,
        blockers,
        quorum,
        missing_approvals,
        approval_days: policies
            .iter()
            .map(|policy| policy.content.approvals.expires_days)
            .min()
            .unwrap_or(APPROVAL_DAYS),
        proposal_hash: proposal_hash(version, facts, policies)?,
        facts_digest,
        evaluator_version: EVALUATOR_VERSION.into(),
        evaluated_at: facts.now,
    })
}

fn reference(policy: &PolicyInForce) -> PolicyRef {
    PolicyRef {
        id: policy.policy_id,
        name: policy.name.clone(),
        number: policy.number,
    }
}

fn count(requirements: &[JudgedRequirement]) -> Counts {
    let mut counts = Counts::default();
    for requirement in requirements {
        match (requirement.result.outcome, requirement.result.severity) {
            (Outcome::Pass, _) => counts.pass += 1,
            (_, Severity::Warn) => counts.warn += 1,
            (Outcome::Fail, Severity::Block) => counts.fail += 1,
            (Outcome::Unknown, Severity::Block) => counts.unknown += 1,
        }
    }
    counts
}

/// What stands in the way besides requirements.
fn blockers(facts: &PromotionFacts) -> Vec<Reason> {
    let (from, target) = (facts.candidate.stage, facts.target.stage);
    let up = target.rank() > from.rank() || matches!(from, Stage::Deprecated | Stage::Archived);
    let mut reasons: Vec<Reason> = killed(facts).into_iter().collect();
    if from.may_become(target) && up {
        return reasons;
    }
    let label = &facts.candidate.version;
    let (from_word, to_word) = (from.as_str(), target.as_str());
    let reason = if from == target {
        Reason::new(
            "already_there",
            format!("{label} is allowed up to {to_word} already."),
        )
    } else if from.is_terminal() {
        Reason::new(
            "move_impossible",
            format!("{label} is {from_word} and never comes back."),
        )
        .remedy(Remedy::text("Register a new version from the same source."))
    } else {
        Reason::new(
            "not_upwards",
            format!("{label} is {from_word}; a promotion leads up, not to {to_word}."),
        )
    };
    reasons.insert(0, reason.with("from", from_word).with("to", to_word));
    reasons
}

/// What was killed somewhere does not go up before somebody looked.
fn killed(facts: &PromotionFacts) -> Option<Reason> {
    let routes = &facts.killed_on;
    let named = match routes.len() {
        0 => return None,
        1..=3 => routes.join(", "),
        more => format!("{} and {} more", routes[..3].join(", "), more - 3),
    };
    let message = format!("{} is killed on {named}.", facts.candidate.version);
    Some(
        Reason::new("version_killed", message)
            .with("routes", routes.clone())
            .remedy(Remedy::text(
                "Find out why; revive it there, or promote another version.",
            )),
    )
}

/// Where a promotion that is not over stands.
#[must_use]
pub fn state_of(verdict: &Verdict) -> PromotionState {
    let holds =
        verdict.counts.fail == 0 && verdict.counts.unknown == 0 && verdict.blockers.is_empty();
    match (holds, verdict.missing_approvals) {
        (false, _) => PromotionState::Open,
        (true, 0) => PromotionState::Approved,
        (true, _) => PromotionState::AwaitingApproval,
    }
}

/// Where a promotion stands for who looks at it now: what is recorded, unless time or evidence moved on since.
#[must_use]
pub fn shown_state(
    recorded: PromotionState,
    expires_at: Instant,
    verdict: &Verdict,
    now: Instant,
) -> PromotionState {
    if recorded.is_final() {
        recorded
    } else if expires_at <= now {
        PromotionState::Expired
    } else {
        state_of(verdict)
    }
}

#[cfg(test)]
mod tests;
