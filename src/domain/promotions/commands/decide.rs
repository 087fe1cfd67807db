//! Withdraw, apply, refresh, expire: what becomes of a promotion.

use super::case::{Case, apply_now, bring_up, case, end};
use super::void::{record_void, with_voided};
use crate::domain::promotions::{PromotionState, VerdictOutcome, rules, store};
use crate::ground::audit::{Changes, Decided};
use crate::ground::http::IfMatch;
use crate::ground::identity::{Caller, Permit, may};
use crate::ground::kernel::{App, Failure, PromotionId, reason_problem};

/// Takes a promotion back.
///
/// # Errors
/// It is over, or changed since.
pub async fn withdraw(
    app: &App,
    caller: &Caller,
    id: PromotionId,
    seen: IfMatch,
    reason: &str,
) -> Result<Decided<PromotionId>, Failure> {
    if let Some(problem) = reason_problem(reason) {
        return Err(Failure::Invalid(vec![problem]));
    }
    let case = case(app, caller, id, Some(may::OpenPromotions::PERMISSION)).await?;
    let Case {
        mut uow,
        mut promotion,
        proposal,
        now,
        ..
    } = case;
    seen.check(promotion.revision)?;
    let reasons = rules::over(promotion.state, promotion.expires_at, now);
    if !reasons.is_empty() {
        return Err(Failure::Refused(reasons));
    }
    end(
        &mut uow,
        caller,
        &mut promotion,
        PromotionState::Withdrawn,
        &proposal,
        now,
    )
    .await?;
    let changes = Changes::of("promotion.withdrawn", &promotion).because(Some(reason));
    Ok(uow.decided(changes, id))
}

/// Ends a promotion whose time ran out. Answers `None` when it has not.
///
/// # Errors
/// The database is away.
pub async fn expire(app: &App, id: PromotionId) -> Result<Option<Decided<PromotionId>>, Failure> {
    let caller = Caller::system();
    let case = case(app, &caller, id, None).await?;
    let Case {
        mut uow,
        mut promotion,
        proposal,
        now,
        ..
    } = case;
    if promotion.state.is_final() || promotion.expires_at > now {
        return Ok(None);
    }
    end(
        &mut uow,
        &caller,
        &mut promotion,
        PromotionState::Expired,
        &proposal,
        now,
    )
    .await?;
    Ok(Some(
        uow.decided(Changes::of("promotion.expired", &promotion), id),
    ))
}

/// Records where a promotion stands now: after new evidence, another policy, an approval that ran out. Moves nothing.
/// Answers `None` when nothing changed.
///
/// # Errors
/// The database is away.
pub async fn refresh(app: &App, id: PromotionId) -> Result<Option<Decided<PromotionId>>, Failure> {
    let case = case(app, &Caller::system(), id, None).await?;
    let Case {
        mut uow,
        mut promotion,
        version,
        proposal,
        now,
    } = case;
    if promotion.state.is_final() || promotion.expires_at <= now {
        return Ok(None);
    }
    let voided = record_void(&mut uow, &proposal, None, now).await?;
    if !bring_up(&mut promotion, version.stage, &proposal) && voided.is_empty() {
        return Ok(None);
    }
    promotion.revision = promotion.revision.next();
    store::update_promotion(&mut uow, &promotion).await?;
    let changes = Changes::of(promotion.state.event(), &promotion);
    Ok(Some(uow.decided(with_voided(changes, &voided), id)))
}

/// Applies a promotion: judges again inside the transaction, and moves the version when nothing is missing.
///
/// # Errors
/// It is over or changed since, or something is missing: everything that is.
pub async fn apply(
    app: &App,
    caller: &Caller,
    id: PromotionId,
    seen: IfMatch,
) -> Result<Decided<PromotionId>, Failure> {
    let case = case(app, caller, id, Some(may::OpenPromotions::PERMISSION)).await?;
    let Case {
        mut uow,
        mut promotion,
        version,
        proposal,
        now,
    } = case;
    seen.check(promotion.revision)?;
    let mut reasons = rules::over(promotion.state, promotion.expires_at, now);
    if reasons.is_empty() && proposal.verdict.outcome == VerdictOutcome::Refused {
        reasons = rules::refusals(&proposal.verdict);
    }
    if !reasons.is_empty() {
        return Err(Failure::Refused(reasons));
    }
    promotion.state = PromotionState::Applied;
    let changes = apply_now(
        &mut uow,
        caller,
        &mut promotion,
        version,
        &proposal,
        now,
        false,
    )
    .await?;
    Ok(uow.decided(changes, id))
}
