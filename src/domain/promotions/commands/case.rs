//! A promotion under its locks: judged, brought up to date, ended, applied.

use super::proposal::{Proposal, read_proposal};
use crate::domain::models::{self, Basis, Stage, Version};
use crate::domain::promotions::{Promotion, PromotionState, rules, store};
use crate::ground::audit::{Changes, Evidence, UnitOfWork};
use crate::ground::content;
use crate::ground::identity::{Caller, Permission};
use crate::ground::kernel::{App, Failure, Instant, PromotionId};

/// A promotion under the locks of its version and itself, judged.
pub(super) struct Case {
    pub uow: UnitOfWork,
    pub promotion: Promotion,
    pub version: Version,
    pub proposal: Proposal,
    pub now: Instant,
}

/// Brings what is recorded of an open promotion to what its proposal says; `false`: it said so already.
pub(super) fn bring_up(promotion: &mut Promotion, from: Stage, proposal: &Proposal) -> bool {
    let before = promotion.clone();
    promotion.state = rules::state_of(&proposal.verdict);
    promotion.from_stage = from;
    promotion.proposal_hash = proposal.verdict.proposal_hash;
    *promotion != before
}

/// Locks a promotion's version, then the promotion, then the policies; reads the clock; judges.
pub(super) async fn case(
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
    store::share_policies(&mut uow, team).await?;
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

/// Moves the version, unless it stands there already, and ends the promotion as applied. `new`: the promotion is written for the first time.
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
    let evidence = evidence(proposal);
    if rules::stands(version.stage, promotion.target) {
        return Ok(Changes::of("promotion.applied", promotion).on(evidence));
    }
    version.stage = promotion.target;
    version.basis = Basis::Promoted;
    version.stage_changed_at = Some(now);
    version.revision = version.revision.next();
    models::store::update_version_stage(uow, &version).await?;
    let by = vec![Evidence {
        kind: "promotion".into(),
        id: promotion.id.to_string(),
        label: Some(crate::domain::promotions::label(promotion.number)),
    }];
    Ok(Changes::of("promotion.applied", promotion)
        .on(evidence)
        .and("version.promoted", &version)
        .on(by))
}

/// What the decision stands on.
fn evidence(proposal: &Proposal) -> Vec<Evidence> {
    let evaluations = proposal.collected.facts.evaluations();
    let mut evidence: Vec<Evidence> = evaluations
        .into_iter()
        .take(90)
        .map(|id| Evidence {
            kind: "evaluation".into(),
            id,
            label: None,
        })
        .collect();
    evidence.push(Evidence {
        kind: "facts".into(),
        id: proposal.verdict.facts_digest.to_string(),
        label: None,
    });
    evidence
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
    keep_proposal(uow, promotion, proposal).await?;
    promotion.proposal_hash = proposal.verdict.proposal_hash;
    Ok(())
}

/// Keeps what approvals bind to, by its hash, so that it can be said later what changed in it.
pub(super) async fn keep_proposal(
    uow: &mut UnitOfWork,
    promotion: &Promotion,
    proposal: &Proposal,
) -> Result<(), Failure> {
    let facts = &proposal.collected.facts;
    let text = rules::proposal_text(promotion.version_id, facts, &proposal.policies)?;
    content::put(uow, text.as_bytes(), "application/json").await?;
    Ok(())
}

pub(super) async fn end(
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
