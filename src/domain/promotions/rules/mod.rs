//! The judge, and who may approve. Pure: the same functions answer dry run, command, replay and button.

mod comments;
mod content;
mod people;
mod proposal;
mod replay;
mod waivers;
mod words;

use super::policy::{APPROVAL_DAYS, APPROVAL_ROLES};
use super::requirement::{EVALUATOR_VERSION, Outcome, Severity, evaluate_all};
use super::verdict::{Counts, JudgedRequirement, PolicyRef, Verdict, VerdictOutcome};
use super::{PolicyInForce, PolicyState, PromotionFacts, PromotionState};
use crate::domain::models::Stage;
use crate::domain::names::NamedKind;
use crate::domain::names::rules::hidden;
use crate::ground::identity::Role;
use crate::ground::kernel::{Failure, Instant, Reason, Remedy, VersionId};

pub use comments::{COMMENT_BYTES_MAX, COMMENTS_MAX, comment, comment_problem};
pub use content::{CONTENT_BYTES_MAX, REQUIREMENTS_MAX, content_problems, guards};
pub use people::{ApprovalFacts, approve, over, void};
pub use proposal::{PROPOSAL_CHANGES_MAX, proposal_changes, proposal_hash, proposal_text};
pub use replay::first_difference;
pub use waivers::{WAIVER_DAYS_MAX, WaiverFacts, end_waiver, waivable, waive};
pub use words::refusals;

/// Days until an open promotion expires.
pub const PROMOTION_DAYS: i64 = 30;

/// Decides whether a policy is turned on or off.
///
/// # Errors
/// It stands there already.
pub fn turn(from: PolicyState, to: PolicyState) -> Result<(), Reason> {
    if from == to {
        return Err(Reason::new(
            "policy_state",
            "The policy stands there already.",
        ));
    }
    Ok(())
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
    let requirements = judged(facts, policies)?;
    let counts = count(&requirements);
    let blockers = blockers(facts);
    let quorum = policies
        .iter()
        .filter(|policy| policy.content.is_enforced(facts.now))
        .map(|policy| policy.content.approvals.quorum)
        .max()
        .unwrap_or(0);
    let given = u8::try_from(facts.approvals.len()).unwrap_or(u8::MAX);
    let missing_approvals = quorum.saturating_sub(given);
    let missing_roles = missing_roles(facts, policies);
    // One more person can hold all roles that are missing.
    let wanted = missing_approvals.max(u8::from(!missing_roles.is_empty()));
    let holds = counts.fail == 0 && counts.unknown == 0 && blockers.is_empty();
    let outcome = if holds && wanted == 0 {
        VerdictOutcome::Allowed
    } else {
        VerdictOutcome::Refused
    };
    Ok(Verdict {
        from: facts.candidate.stage,
        target: facts.target.stage,
        outcome,
        headline: words::headline(facts, &counts, &blockers, wanted, policies.is_empty()),
        counts,
        policies: policies
            .iter()
            .map(|policy| reference(policy, facts.now))
            .collect(),
        requirements,
        blockers,
        quorum,
        missing_approvals,
        missing_roles,
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

/// Roles that the policies want among those who agree.
#[must_use]
pub fn approval_roles(policies: &[PolicyInForce], now: Instant) -> Vec<Role> {
    let wanted = |role: &Role| {
        let mut enforced = policies.iter().map(|policy| &policy.content);
        enforced.any(|content| content.is_enforced(now) && content.approvals.roles.contains(role))
    };
    APPROVAL_ROLES.into_iter().filter(wanted).collect()
}

/// Those of them that nobody who agreed holds.
fn missing_roles(facts: &PromotionFacts, policies: &[PolicyInForce]) -> Vec<Role> {
    let held = |role: &Role| facts.approvals.iter().any(|one| one.roles.contains(role));
    let mut roles = approval_roles(policies, facts.now);
    roles.retain(|role| !held(role));
    roles
}

/// Every requirement of the policies over the facts: fail, unknown, waived, warn, then pass.
fn judged(
    facts: &PromotionFacts,
    policies: &[PolicyInForce],
) -> Result<Vec<JudgedRequirement>, Failure> {
    let readable = facts.readable()?;
    let mut requirements = Vec::new();
    for policy in policies {
        let named = reference(policy, facts.now);
        let results = evaluate_all(&policy.content.requirements, &readable)
            .map_err(|problem| Failure::inconsistent(problem.to_string()))?;
        for (mut result, asked) in results.into_iter().zip(&policy.content.requirements) {
            if !policy.content.is_enforced(facts.now) {
                result.severity = Severity::Warn;
            }
            let blocks = result.severity == Severity::Block && result.outcome != Outcome::Pass;
            let waiver = facts.waivers.iter().find(|waiver| {
                blocks
                    && asked.waivable
                    && waiver.policy_id == policy.policy_id
                    && waiver.requirement == asked.code
                    && waiver.until > facts.now
            });
            requirements.push(JudgedRequirement {
                policy: named.clone(),
                waiver: waiver.cloned(),
                result,
            });
        }
    }
    requirements.sort_by_key(kind);
    Ok(requirements)
}

/// Whether a version of this stage stands where it should go already: then a promotion can only decide about a use.
#[must_use]
pub fn stands(from: Stage, target: Stage) -> bool {
    matches!(from, Stage::Staging | Stage::Production) && from.allows(target)
}

/// Why a version may not be put to a use that nobody decided: what a promotion for it lacks now. None when nothing
/// guards the use, or all holds and nobody has to agree.
#[must_use]
pub fn against_use(facts: &PromotionFacts, verdict: &Verdict, application: &str) -> Vec<Reason> {
    let missing = words::lacking(verdict);
    if missing.is_empty() {
        return missing;
    }
    let label = &facts.candidate.version;
    let target = facts.target.stage.as_str();
    let named: Vec<&str> = missing
        .iter()
        .map(|reason| reason.message.as_str())
        .collect();
    let reason = Reason::new(
        "use_not_decided",
        format!(
            "{label} is not promoted for {application}: {}",
            named.join(" ")
        ),
    )
    .with("version", label.as_str())
    .with("application", application)
    .with("missing", missing.len())
    .remedy(
        Remedy::text(format!(
            "Ask for a promotion to {target} that names {application}."
        ))
        .command_naming(
            &[application],
            format!("tenure promote {label} --to {target} --application {application} --reason …"),
        ),
    );
    std::iter::once(reason).chain(missing).collect()
}

/// What blocks a move: every requirement that fails or is unknown, and is neither waived nor a warning.
///
/// # Errors
/// The facts are not what the schema says: a programming error.
pub fn missing(
    facts: &PromotionFacts,
    policies: &[PolicyInForce],
) -> Result<Vec<JudgedRequirement>, Failure> {
    let mut requirements = judged(facts, policies)?;
    requirements.retain(|one| matches!(kind(one), Kind::Fail | Kind::Unknown));
    Ok(requirements)
}

/// What of the policies of its own stage a version that stands there no longer meets. Whether it may go anywhere, and
/// who agreed, was decided when it came; so was what only the move had to meet.
///
/// # Errors
/// The facts are not what the schema says: a programming error.
pub fn unmet(
    facts: &PromotionFacts,
    policies: &[PolicyInForce],
) -> Result<Vec<JudgedRequirement>, Failure> {
    let once = |policy: &PolicyRef, code: &str| {
        policies
            .iter()
            .filter(|one| one.policy_id == policy.id)
            .flat_map(|one| &one.content.requirements)
            .any(|one| one.code == code && one.once)
    };
    let mut requirements = missing(facts, policies)?;
    requirements.retain(|one| !once(&one.policy, &one.result.code));
    Ok(requirements)
}

/// How a requirement counts, in the order in which it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Fail,
    Unknown,
    Waived,
    Warn,
    Pass,
}

fn kind(requirement: &JudgedRequirement) -> Kind {
    match (requirement.result.outcome, requirement.result.severity) {
        (Outcome::Pass, _) => Kind::Pass,
        (Outcome::Fail | Outcome::Unknown, Severity::Warn) => Kind::Warn,
        (Outcome::Fail | Outcome::Unknown, Severity::Block) if requirement.waiver.is_some() => {
            Kind::Waived
        }
        (Outcome::Fail, Severity::Block) => Kind::Fail,
        (Outcome::Unknown, Severity::Block) => Kind::Unknown,
    }
}

fn reference(policy: &PolicyInForce, now: Instant) -> PolicyRef {
    let later = !policy.content.is_enforced(now);
    PolicyRef {
        id: policy.policy_id,
        name: policy.name.clone(),
        number: policy.number,
        enforced_from: policy.content.enforced_from.filter(|_| later),
    }
}

fn count(requirements: &[JudgedRequirement]) -> Counts {
    let mut counts = Counts::default();
    for requirement in requirements {
        match kind(requirement) {
            Kind::Fail => counts.fail += 1,
            Kind::Unknown => counts.unknown += 1,
            Kind::Waived => counts.waived += 1,
            Kind::Warn => counts.warn += 1,
            Kind::Pass => counts.pass += 1,
        }
    }
    counts
}

/// What stands in the way besides requirements.
fn blockers(facts: &PromotionFacts) -> Vec<Reason> {
    let (from, target) = (facts.candidate.stage, facts.target.stage);
    let up = target.rank() > from.rank() || matches!(from, Stage::Deprecated | Stage::Archived);
    let mut reasons: Vec<Reason> = killed(facts).into_iter().collect();
    if facts.candidate.hidden {
        reasons.push(hidden(NamedKind::Model, &facts.candidate.model));
    }
    if (from.may_become(target) && up) || facts.new_use {
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
        .with("final", true)
        .remedy(Remedy::text("Register a new version from the same source."))
    } else {
        Reason::new(
            "not_upwards",
            format!("{label} is {from_word}; a promotion leads up, not to {to_word}."),
        )
    };
    reasons.insert(
        0,
        reason
            .with("version", label.as_str())
            .with("from", from_word)
            .with("to", to_word),
    );
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
            .with("version", facts.candidate.version.as_str())
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
    let agreed = verdict.missing_approvals == 0 && verdict.missing_roles.is_empty();
    match (holds, agreed) {
        (false, _) => PromotionState::Open,
        (true, true) => PromotionState::Approved,
        (true, false) => PromotionState::AwaitingApproval,
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
