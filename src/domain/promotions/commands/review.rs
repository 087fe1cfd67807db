//! Reviewers: yes and no, to one exact proposal.

use chrono::Duration;

use super::case::{Case, bring_up, case, end, keep_proposal};
use super::proposal::read_proposal;
use super::void::{record_void, with_voided};
use crate::domain::promotions::rules::ApprovalFacts;
use crate::domain::promotions::{Approval, Decision, PromotionState, rules, store};
use crate::ground::audit::{Changes, Decided};
use crate::ground::identity::{Caller, Permit, may};
use crate::ground::kernel::{
    App, Failure, Instant, PrincipalId, PromotionId, Reason, Revision, Sha256, reason_problem,
};

/// Approves a proposal as it stands.
///
/// # Errors
/// The caller may not, or the proposal changed since it was seen.
pub async fn approve(
    app: &App,
    caller: &Caller,
    id: PromotionId,
    seen: Sha256,
    comment: Option<&str>,
) -> Result<Decided<PromotionId>, Failure> {
    let mut case = case(app, caller, id, Some(may::ApprovePromotions::PERMISSION)).await?;
    let voided = record_void(&mut case.uow, &case.proposal, None, case.now).await?;
    let approval = give(&mut case, caller, seen, Decision::Approved, comment).await?;
    let Case {
        mut uow,
        mut promotion,
        version,
        now,
        ..
    } = case;
    // Judge again with the new approval: it may be the last one that was missing.
    let proposal = read_proposal(
        uow.conn(),
        version.id,
        promotion.target,
        promotion.application_id,
        Some(id),
        now,
    )
    .await?;
    bring_up(&mut promotion, version.stage, &proposal);
    promotion.revision = promotion.revision.next();
    store::update_promotion(&mut uow, &promotion).await?;
    let changes = Changes::of("approval.given", &approval).and(promotion.state.event(), &promotion);
    Ok(uow.decided(with_voided(changes, &voided), id))
}

/// Rejects a proposal: the promotion ends.
///
/// # Errors
/// The caller may not, or the proposal changed since it was seen.
pub async fn reject(
    app: &App,
    caller: &Caller,
    id: PromotionId,
    seen: Sha256,
    reason: &str,
) -> Result<Decided<PromotionId>, Failure> {
    if let Some(problem) = reason_problem(reason) {
        return Err(Failure::Invalid(vec![problem]));
    }
    let mut case = case(app, caller, id, Some(may::ApprovePromotions::PERMISSION)).await?;
    let voided = record_void(
        &mut case.uow,
        &case.proposal,
        Some(caller.principal),
        case.now,
    )
    .await?;
    let approval = give(&mut case, caller, seen, Decision::Rejected, Some(reason)).await?;
    let Case {
        mut uow,
        mut promotion,
        proposal,
        now,
        ..
    } = case;
    end(
        &mut uow,
        caller,
        &mut promotion,
        PromotionState::Refused,
        &proposal,
        now,
    )
    .await?;
    let changes = Changes::of("approval.given", &approval).and("promotion.refused", &promotion);
    let changes = with_voided(changes, &voided).because(Some(reason));
    Ok(uow.decided(changes, id))
}

/// Writes one person's word, when the rule lets it.
async fn give(
    case: &mut Case,
    caller: &Caller,
    seen: Sha256,
    decision: Decision,
    comment: Option<&str>,
) -> Result<Approval, Failure> {
    let proposal = case.proposal.verdict.proposal_hash;
    let opener = responsible(case, case.promotion.opened_by).await?;
    let authors = case.proposal.authors(Some(opener));
    let already =
        decision == Decision::Approved && case.proposal.approved_by(caller.principal, case.now);
    let facts = ApprovalFacts {
        state: case.promotion.state,
        proposal,
        seen,
        // Anybody who reviews may say no, the author too.
        authors: if decision == Decision::Approved {
            &authors
        } else {
            &[]
        },
        already,
        expires_at: case.promotion.expires_at,
        now: case.now,
    };
    rules::approve(caller, &facts).map_err(Failure::Refused)?;
    let comment_digest = match comment.filter(|text| !text.trim().is_empty()) {
        Some(text) => Some(case.uow.text("approval.comment", text).await?),
        None => None,
    };
    let days = i64::from(case.proposal.verdict.approval_days);
    let approval = Approval {
        id: case.uow.new_id(),
        promotion_id: case.promotion.id,
        approver: caller.principal,
        decision,
        proposal_hash: proposal,
        comment_digest,
        created_at: case.now,
        expires_at: Instant(case.now.0 + Duration::days(days)),
        void_reason: None,
        revision: Revision::FIRST,
    };
    keep_proposal(&mut case.uow, &case.promotion, &case.proposal).await?;
    if !store::insert_approval(&mut case.uow, &approval).await? {
        return Err(Failure::refused(Reason::new(
            "already_decided",
            "You have given your word on this proposal.",
        )));
    }
    Ok(approval)
}

async fn responsible(case: &mut Case, principal: PrincipalId) -> Result<PrincipalId, Failure> {
    let row = store::promotion(case.uow.conn(), case.promotion.id).await?;
    Ok(if row.opened_by.0.id == principal {
        row.opened_by_responsible
    } else {
        principal
    })
}
