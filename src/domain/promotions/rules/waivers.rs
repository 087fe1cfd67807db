//! Which requirement may be waived, by whom, for how long. Pure.

use crate::domain::promotions::requirement::Requirement;
use crate::domain::promotions::{JudgedRequirement, PolicyInForce};
use crate::ground::identity::{Caller, PrincipalKind};
use crate::ground::kernel::{Instant, PolicyId, PrincipalId, Reason, Remedy};

/// Days that a waiver counts at most.
pub const WAIVER_DAYS_MAX: u16 = 90;

/// All that a waiver may look at.
#[derive(Debug)]
pub struct WaiverFacts<'a> {
    /// The contents that guard the move.
    pub policies: &'a [PolicyInForce],
    /// The policy whose requirement is waived.
    pub policy: PolicyId,
    /// The code of the requirement.
    pub requirement: &'a str,
    /// The people answerable for opening, registering, evaluating: who may not waive, and why.
    pub authors: &'a [(PrincipalId, &'static str)],
    /// Whether it is waived already.
    pub already: bool,
}

/// Whether a caller may waive a requirement.
///
/// # Errors
/// Every reason against it.
pub fn waive(caller: &Caller, facts: &WaiverFacts<'_>) -> Result<(), Vec<Reason>> {
    let mut reasons = Vec::new();
    if caller.kind != PrincipalKind::User || !caller.may_approve {
        reasons.push(
            Reason::new("not_a_person", "Only people waive a requirement.")
                .with("act", "waive")
                .remedy(Remedy::text("Ask a reviewer, in the console.")),
        );
    }
    let authored = facts
        .authors
        .iter()
        .filter(|(who, _)| *who == caller.responsible);
    reasons.extend(authored.map(|(_, why)| {
        Reason::new(
            "approver_is_author",
            format!("You {why}, so you cannot waive for it."),
        )
        .with("why", *why)
        .with("act", "waive")
        .remedy(Remedy::text("Ask another reviewer."))
    }));
    match named(facts) {
        None => reasons.push(
            Reason::new(
                "requirement_unknown_here",
                format!(
                    "No policy in force asks this move for {}.",
                    facts.requirement
                ),
            )
            .with("requirement", facts.requirement)
            .remedy(Remedy::text("Nothing has to be waived.")),
        ),
        Some((policy, requirement)) if !requirement.waivable => reasons.push(
            Reason::new(
                "not_waivable",
                format!(
                    "Policy {} lets nobody waive: {}.",
                    policy.name, requirement.title
                ),
            )
            .with("policy", policy.name.as_str())
            .with("requirement", facts.requirement)
            .with("title", requirement.title.as_str())
            .remedy(Remedy::text(
                "Meet it, or publish a version of the policy that lets it be waived.",
            )),
        ),
        Some(_) if facts.already => reasons.push(
            Reason::new(
                "waived_already",
                format!("{} is waived already.", facts.requirement),
            )
            .with("requirement", facts.requirement),
        ),
        Some(_) => {}
    }
    if reasons.is_empty() {
        Ok(())
    } else {
        Err(reasons)
    }
}

/// What keeps a waiver from being ended by hand: it ended before, or its time ran out.
#[must_use]
pub fn end_waiver(ended_at: Option<Instant>, expires_at: Instant, now: Instant) -> Option<Reason> {
    (ended_at.is_some() || expires_at <= now)
        .then(|| Reason::new("waiver_over", "The waiver does not count any more."))
}

/// Whether the content that judged a requirement lets people waive it.
#[must_use]
pub fn waivable(judged: &JudgedRequirement, policies: &[PolicyInForce]) -> bool {
    let of = &judged.policy;
    policies
        .iter()
        .filter(|policy| policy.policy_id == of.id && policy.number == of.number)
        .flat_map(|policy| &policy.content.requirements)
        .any(|asked| asked.code == judged.result.code && asked.waivable)
}

fn named<'a>(facts: &WaiverFacts<'a>) -> Option<(&'a PolicyInForce, &'a Requirement)> {
    let policy = facts
        .policies
        .iter()
        .find(|policy| policy.policy_id == facts.policy)?;
    let requirements = &policy.content.requirements;
    let requirement = requirements
        .iter()
        .find(|one| one.code == facts.requirement)?;
    Some((policy, requirement))
}
