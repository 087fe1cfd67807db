//! Approve, reject, withdraw, apply, expire.

use chrono::Duration;

use super::proposal::{Proposal, read_proposal};
use crate::domain::models::rules::reason_problem;
use crate::domain::models::{self, Basis, Version};
use crate::domain::promotions::rules::ApprovalFacts;
use crate::domain::promotions::{
    Approval, Decision, Promotion, PromotionState, VerdictOutcome, VoidReason, rules, store,
};
use crate::ground::audit::{Changes, Decided, Evidence, UnitOfWork};
use crate::ground::content;
use crate::ground::http::IfMatch;
use crate::ground::identity::{Caller, Permission, Permit, may};
use crate::ground::kernel::{
    App, Failure, Instant, PrincipalId, PromotionId, Reason, Revision, Sha256,
};

/// A promotion under the locks of its version and itself, judged.
struct Case {
    uow: UnitOfWork,
    promotion: Promotion,
    version: Version,
    proposal: Proposal,
    now: Instant,
}

async fn case(
    app: &App,
    caller: &Caller,
    id: PromotionId,
    permission: Option<Permission>,
) -> Result<Case, Failure> {
    let mut uow = UnitOfWork::begin(app, caller).await?;
    let version = store::version_of(uow.conn(), id).await?;
    let (version, team) = models::store::lock_version(&mut uow, version).await?;
    let promotion = store::lock_promotion(&mut uow, id).await?;
    if let Some(permission) = permission {
        caller.require(permission, Some(team), None)?;
    }
    let now = uow.decide_at(&[version.id.0, id.0]).await?;
    let proposal = read_proposal(
        uow.conn(),
        version.id,
        promotion.target,
        promotion.application_id,
        Some(id),
        now,
    )
    .await?;
    Ok(Case {
        uow,
        promotion,
        version,
        proposal,
        now,
    })
}

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
    let voided = void_old(&mut case).await?;
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
    promotion.state = rules::state_of(&proposal.verdict);
    promotion.from_stage = version.stage;
    promotion.proposal_hash = proposal.verdict.proposal_hash;
    promotion.revision = promotion.revision.next();
    store::update_promotion(&mut uow, &promotion).await?;
    let mut changes =
        Changes::of("approval.given", &approval).and(promotion.state.event(), &promotion);
    for old in &voided {
        changes = changes.and("approval.voided", old);
    }
    Ok(uow.decided(changes, id))
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
    let changes = Changes::of("approval.given", &approval)
        .and("promotion.refused", &promotion)
        .because(Some(reason));
    Ok(uow.decided(changes, id))
}

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
    let reasons = rules::over(promotion.state, Instant(now.0 + Duration::days(1)), now);
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

/// Moves the version and ends the promotion as applied. `new`: the promotion is written for the first time.
///
/// # Errors
/// The database refused.
pub(super) async fn apply_now(
    uow: &mut UnitOfWork,
    caller: &Caller,
    promotion: &mut Promotion,
    mut version: Version,
    proposal: &Proposal,
    now: Instant,
    new: bool,
) -> Result<Changes, Failure> {
    keep(uow, promotion, proposal).await?;
    promotion.from_stage = version.stage;
    promotion.decided_by = Some(caller.principal);
    promotion.decided_at = Some(now);
    if new {
        store::insert_promotion(uow, promotion).await?;
    } else {
        promotion.revision = promotion.revision.next();
        store::update_promotion(uow, promotion).await?;
    }
    version.stage = promotion.target;
    version.basis = Basis::Promoted;
    version.stage_changed_at = Some(now);
    version.revision = version.revision.next();
    models::store::update_version_stage(uow, &version).await?;
    let evaluations = proposal.collected.facts.evaluations();
    let mut evidence: Vec<Evidence> = evaluations
        .into_iter()
        .take(90)
        .map(|id| Evidence {
            kind: "evaluation".into(),
            id,
        })
        .collect();
    evidence.push(Evidence {
        kind: "facts".into(),
        id: proposal.verdict.facts_digest.to_string(),
    });
    let by = vec![Evidence {
        kind: "promotion".into(),
        id: promotion.id.to_string(),
    }];
    Ok(Changes::of("promotion.applied", promotion)
        .on(evidence)
        .and("version.promoted", &version)
        .on(by))
}

/// Keeps facts and verdict by digest: with them the decision replays.
async fn keep(
    uow: &mut UnitOfWork,
    promotion: &mut Promotion,
    proposal: &Proposal,
) -> Result<(), Failure> {
    let (facts, _) = proposal.collected.facts.canonical()?;
    let verdict = serde_json_canonicalizer::to_string(&proposal.verdict)
        .map_err(|error| Failure::inconsistent(format!("verdict: {error}")))?;
    promotion.facts_sha256 = Some(content::put(uow, facts.as_bytes(), "application/json").await?);
    promotion.verdict_sha256 =
        Some(content::put(uow, verdict.as_bytes(), "application/json").await?);
    promotion.proposal_hash = proposal.verdict.proposal_hash;
    Ok(())
}

async fn end(
    uow: &mut UnitOfWork,
    caller: &Caller,
    promotion: &mut Promotion,
    state: PromotionState,
    proposal: &Proposal,
    now: Instant,
) -> Result<(), Failure> {
    keep(uow, promotion, proposal).await?;
    promotion.state = state;
    promotion.decided_by = Some(caller.principal);
    promotion.decided_at = Some(now);
    promotion.revision = promotion.revision.next();
    store::update_promotion(uow, promotion).await
}

/// Marks approvals of another proposal as void, so that the log says when they stopped counting.
async fn void_old(case: &mut Case) -> Result<Vec<Approval>, Failure> {
    let proposal = case.proposal.verdict.proposal_hash;
    let mut voided = Vec::new();
    for row in &case.proposal.approvals {
        let mut approval = row.approval.clone();
        if approval.proposal_hash == proposal || approval.void_reason.is_some() {
            continue;
        }
        approval.void_reason = Some(VoidReason::ProposalChanged);
        approval.revision = approval.revision.next();
        store::update_approval(&mut case.uow, &approval).await?;
        voided.push(approval);
    }
    Ok(voided)
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
    let already = case.proposal.approvals.iter().any(|row| {
        row.approval.approver == caller.principal
            && row.approval.proposal_hash == proposal
            && row.approval.void_reason.is_none()
    });
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
