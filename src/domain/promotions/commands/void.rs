//! When a yes stops counting.

use super::proposal::Proposal;
use crate::domain::promotions::{Approval, Decision, VoidReason, rules, store};
use crate::ground::audit::{Changes, UnitOfWork};
use crate::ground::kernel::{Failure, Instant, PrincipalId};

/// Adds approvals that were found to be void to the changes of a command.
pub(super) fn with_voided(changes: Changes, voided: &[Approval]) -> Changes {
    voided.iter().fold(changes, |changes, approval| {
        changes.and("approval.voided", approval)
    })
}

/// Marks approvals that no longer count as void, so that the log says when they stopped; those of `withdrawn` too,
/// who says no now. The proposal was read under the locks of its version and promotion.
pub(super) async fn record_void(
    uow: &mut UnitOfWork,
    proposal: &Proposal,
    withdrawn: Option<PrincipalId>,
    now: Instant,
) -> Result<Vec<Approval>, Failure> {
    let hash = proposal.verdict.proposal_hash;
    let mut voided = Vec::new();
    for row in &proposal.approvals {
        let mut approval = row.approval.clone();
        if approval.void_reason.is_some() || approval.decision == Decision::Rejected {
            continue;
        }
        let reason = rules::void(&approval, row.stands, &hash, now)
            .or((withdrawn == Some(approval.approver)).then_some(VoidReason::Withdrawn));
        let Some(reason) = reason else { continue };
        approval.void_reason = Some(reason);
        approval.revision = approval.revision.next();
        store::update_approval(uow, &approval).await?;
        voided.push(approval);
    }
    Ok(voided)
}
