//! Whose word counts, on what, until when. Pure.

use crate::domain::promotions::{Approval, PromotionState, VoidReason};
use crate::ground::identity::{Caller, Means, PrincipalKind};
use crate::ground::kernel::{Instant, PrincipalId, Reason, Remedy, Sha256};

/// Why an approval does not count for a proposal; `None` when it does. `stands`: its giver still reviews for the team.
#[must_use]
pub fn void(
    approval: &Approval,
    stands: bool,
    proposal: &Sha256,
    now: Instant,
) -> Option<VoidReason> {
    if approval.void_reason.is_some() {
        approval.void_reason
    } else if approval.proposal_hash != *proposal {
        Some(VoidReason::ProposalChanged)
    } else if !stands {
        Some(VoidReason::RoleLost)
    } else if approval.expires_at <= now {
        Some(VoidReason::Expired)
    } else {
        None
    }
}

/// All that an approval may look at.
#[derive(Debug)]
pub struct ApprovalFacts<'a> {
    /// Where the promotion stands.
    pub state: PromotionState,
    /// The proposal as it is now.
    pub proposal: Sha256,
    /// The proposal that the approver saw.
    pub seen: Sha256,
    /// The people answerable for opening, registering, evaluating: who may not approve, and why.
    pub authors: &'a [(PrincipalId, &'static str)],
    /// Whether this person has approved this proposal.
    pub already: bool,
    /// Until when the promotion can be decided.
    pub expires_at: Instant,
    /// Now.
    pub now: Instant,
}

/// Whether a caller may give its word on a proposal.
///
/// # Errors
/// Every reason against it.
pub fn approve(caller: &Caller, facts: &ApprovalFacts<'_>) -> Result<(), Vec<Reason>> {
    let mut reasons = over(facts.state, facts.expires_at, facts.now);
    if caller.kind != PrincipalKind::User || !caller.may_approve {
        let remedy = match caller.means {
            Means::PersonalToken => {
                "Make a personal token that may approve, or approve in the console."
            }
            Means::Session | Means::MachineToken | Means::Jwt | Means::Internal => "Ask a person.",
        };
        reasons.push(
            Reason::new("not_a_person", "Only people approve.")
                .with("act", "approve")
                .remedy(Remedy::text(remedy)),
        );
    }
    for (_, why) in facts
        .authors
        .iter()
        .filter(|(who, _)| *who == caller.responsible)
    {
        reasons.push(
            Reason::new(
                "approver_is_author",
                format!("You {why}, so you cannot approve it."),
            )
            .with("why", *why)
            .with("act", "approve")
            .remedy(Remedy::text("Ask another reviewer.")),
        );
    }
    if facts.seen != facts.proposal {
        reasons.push(
            Reason::new(
                "proposal_changed",
                "The proposal changed since you looked at it.",
            )
            .with("proposal_hash", facts.proposal.to_string())
            .remedy(Remedy::text("Look at what changed, then decide again.")),
        );
    }
    if facts.already {
        reasons.push(Reason::new(
            "already_decided",
            "You have given your word on this proposal.",
        ));
    }
    if reasons.is_empty() {
        Ok(())
    } else {
        Err(reasons)
    }
}

/// Why a promotion can no longer be decided; empty when it can.
#[must_use]
pub fn over(state: PromotionState, expires_at: Instant, now: Instant) -> Vec<Reason> {
    let word = state.as_str();
    if state.is_final() {
        vec![Reason::new("promotion_over", format!("The promotion is {word}.")).with("state", word)]
    } else if expires_at <= now {
        vec![
            Reason::new(
                "promotion_expired",
                format!("The promotion could be decided until {expires_at}."),
            )
            .with("until", expires_at.to_string())
            .remedy(Remedy::text("Open a new one.")),
        ]
    } else {
        Vec::new()
    }
}
