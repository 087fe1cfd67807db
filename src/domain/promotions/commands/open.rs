//! Asking for a promotion: the dry run, and the request.

use chrono::Duration;

use super::decide::apply_now;
use super::proposal::{Proposal, read_proposal};
use crate::domain::models::rules::reason_problem;
use crate::domain::models::{self, Stage};
use crate::domain::promotions::{Promotion, PromotionState, VerdictOutcome, rules, store};
use crate::ground::audit::{Changes, Decided, UnitOfWork};
use crate::ground::identity::{Caller, Permit, may};
use crate::ground::kernel::{
    App, ApplicationId, Failure, FieldProblem, Instant, PromotionId, Revision, VersionId,
};

/// Asks for a promotion.
#[derive(Debug)]
pub struct OpenPromotion {
    /// Which version.
    pub version: VersionId,
    /// To where: staging or production.
    pub target: Stage,
    /// For which application.
    pub application: Option<ApplicationId>,
    /// Why.
    pub reason: String,
}

/// A promotion that was asked for.
pub enum Opened {
    /// One is open already: asking again gives the same.
    Existing(PromotionId),
    /// A new one, to be answered and committed.
    New(Box<Decided<PromotionId>>),
}

fn target_problem(target: Stage) -> Option<FieldProblem> {
    (!matches!(target, Stage::Staging | Stage::Production))
        .then(|| FieldProblem::new("/target", "staging or production"))
}

/// Judges without changing anything: the dry run.
///
/// # Errors
/// The version does not exist, or the target is none.
pub async fn judge_now(
    app: &App,
    version: VersionId,
    target: Stage,
    application: Option<ApplicationId>,
) -> Result<Proposal, Failure> {
    if let Some(problem) = target_problem(target) {
        return Err(Failure::Invalid(vec![problem]));
    }
    let mut conn = app.read().await?;
    let now = app.now(&mut conn).await?;
    let open = store::open_promotion(&mut conn, version, target).await?;
    read_proposal(&mut conn, version, target, application, open, now).await
}

/// Opens a promotion. When nothing is missing it is applied at once.
///
/// # Errors
/// A field is wrong, or the move is not possible at all.
pub async fn open(app: &App, caller: &Caller, command: OpenPromotion) -> Result<Opened, Failure> {
    let problems: Vec<FieldProblem> = target_problem(command.target)
        .into_iter()
        .chain(reason_problem(&command.reason))
        .collect();
    if !problems.is_empty() {
        return Err(Failure::Invalid(problems));
    }
    let mut uow = UnitOfWork::begin(app, caller).await?;
    let (version, team) = models::store::lock_version(&mut uow, command.version).await?;
    caller.require(may::OpenPromotions::PERMISSION, Some(team), None)?;
    if let Some(existing) = store::open_promotion(uow.conn(), version.id, command.target).await? {
        return Ok(Opened::Existing(existing));
    }
    let number = store::next_number(&mut uow).await?;
    let now = uow.decide_at(&[version.id.0]).await?;
    let proposal = read_proposal(
        uow.conn(),
        version.id,
        command.target,
        command.application,
        None,
        now,
    )
    .await?;
    if !proposal.verdict.blockers.is_empty() {
        return Err(Failure::Refused(rules::refusals(&proposal.verdict)));
    }
    let mut promotion = Promotion {
        id: uow.new_id(),
        number,
        version_id: version.id,
        from_stage: version.stage,
        target: command.target,
        state: rules::state_of(&proposal.verdict),
        application_id: command.application,
        proposal_hash: proposal.verdict.proposal_hash,
        opened_by: caller.principal,
        opened_at: now,
        expires_at: Instant(now.0 + Duration::days(rules::PROMOTION_DAYS)),
        decided_by: None,
        decided_at: None,
        facts_sha256: None,
        verdict_sha256: None,
        revision: Revision::FIRST,
    };
    let id = promotion.id;
    if proposal.verdict.outcome == VerdictOutcome::Allowed {
        promotion.state = PromotionState::Applied;
        let changes = apply_now(
            &mut uow,
            caller,
            &mut promotion,
            version,
            &proposal,
            now,
            true,
        )
        .await?;
        return Ok(Opened::New(Box::new(
            uow.decided(changes.because(Some(&command.reason)), id),
        )));
    }
    store::insert_promotion(&mut uow, &promotion).await?;
    let changes = Changes::of("promotion.opened", &promotion).because(Some(&command.reason));
    Ok(Opened::New(Box::new(uow.decided(changes, id))))
}
