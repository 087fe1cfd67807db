//! Asking for a promotion: the dry run, and the request.

use chrono::Duration;

use super::case::{apply_now, bring_up, end};
use super::proposal::{Proposal, read_proposal};
use super::void::{record_void, with_voided};
use crate::domain::models::{self, Stage, Version};
use crate::domain::promotions::{Promotion, PromotionState, VerdictOutcome, rules, store};
use crate::domain::routes;
use crate::ground::audit::{Changes, Decided, UnitOfWork};
use crate::ground::identity::{Caller, Permit, may};
use crate::ground::kernel::{
    App, ApplicationId, Failure, FieldProblem, Instant, PrincipalId, PromotionId, Revision,
    VersionId, reason_problem,
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
    /// One is open already and stands where it stood: nothing was written.
    Existing(PromotionId),
    /// One is open already; it moved on, or the version moved.
    Again(Box<Decided<PromotionId>>),
    /// A new one, to be answered and committed.
    New(Box<Decided<PromotionId>>),
}

fn target_problem(target: Stage) -> Option<FieldProblem> {
    (!matches!(target, Stage::Staging | Stage::Production))
        .then(|| FieldProblem::new("/target", "staging or production"))
}

/// Judges without changing anything: the dry run. While a promotion is open, asking again takes it up; so it is judged
/// for the application that it is for, and the person comes along who answers for having opened it.
///
/// # Errors
/// The version does not exist, or the target is none.
pub async fn judge_now(
    app: &App,
    version: VersionId,
    target: Stage,
    application: Option<ApplicationId>,
) -> Result<(Proposal, Option<PrincipalId>), Failure> {
    if let Some(problem) = target_problem(target) {
        return Err(Failure::Invalid(vec![problem]));
    }
    let mut conn = app.read().await?;
    let now = app.now(&mut conn).await?;
    let open = match store::open_promotion(&mut conn, version, target).await? {
        Some(id) => Some(store::promotion(&mut conn, id).await?).filter(|row| row.expires_at > now),
        None => None,
    };
    let id = open.as_ref().map(|row| row.id);
    let application = open.as_ref().map_or(application, |row| row.application_id);
    let proposal = read_proposal(&mut conn, version, target, application, id, now).await?;
    Ok((proposal, open.map(|row| row.opened_by_responsible)))
}

/// Opens a promotion, or takes up the one that is open. When nothing is missing it is applied at once.
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
    let open = match store::open_promotion(uow.conn(), version.id, command.target).await? {
        Some(id) => Some(store::lock_promotion(&mut uow, id).await?),
        None => None,
    };
    visible_application(&mut uow, command.application).await?;
    store::share_policies(&mut uow, team).await?;
    let mut entities = vec![version.id.0];
    entities.extend(open.iter().map(|promotion| promotion.id.0));
    let now = uow.decide_at(&entities).await?;
    match open {
        Some(promotion) if promotion.expires_at > now => {
            take_up(uow, caller, &command, version, promotion, now).await
        }
        late => open_new(uow, caller, &command, version, late, now).await,
    }
}

/// A hidden application is no use to promote for. Whether it exists at all is seen with the other facts.
async fn visible_application(
    uow: &mut UnitOfWork,
    application: Option<ApplicationId>,
) -> Result<(), Failure> {
    let Some(id) = application else { return Ok(()) };
    let unknown = || Failure::invalid("/application_id", "an application that exists");
    match routes::store::share_application(uow, id).await {
        Ok(found) if found.hidden_at.is_none() => Ok(()),
        Ok(_) | Err(Failure::NotFound { .. }) => Err(unknown()),
        Err(failure) => Err(failure),
    }
}

/// Looks at the open promotion again: applies it, brings what is recorded up to date, or leaves it as it is.
async fn take_up(
    mut uow: UnitOfWork,
    caller: &Caller,
    command: &OpenPromotion,
    version: Version,
    mut promotion: Promotion,
    now: Instant,
) -> Result<Opened, Failure> {
    let id = promotion.id;
    let proposal = read_proposal(
        uow.conn(),
        version.id,
        promotion.target,
        promotion.application_id,
        Some(id),
        now,
    )
    .await?;
    let voided = record_void(&mut uow, &proposal, None, now).await?;
    if proposal.verdict.outcome == VerdictOutcome::Allowed {
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
        let changes = with_voided(changes, &voided).because(Some(&command.reason));
        return Ok(Opened::Again(Box::new(uow.decided(changes, id))));
    }
    if !bring_up(&mut promotion, version.stage, &proposal) && voided.is_empty() {
        return Ok(Opened::Existing(id));
    }
    promotion.revision = promotion.revision.next();
    store::update_promotion(&mut uow, &promotion).await?;
    let changes = Changes::of(promotion.state.event(), &promotion);
    let changes = with_voided(changes, &voided).because(Some(&command.reason));
    Ok(Opened::Again(Box::new(uow.decided(changes, id))))
}

/// Opens a promotion; the one before, whose time ran out, is ended first.
async fn open_new(
    mut uow: UnitOfWork,
    caller: &Caller,
    command: &OpenPromotion,
    version: Version,
    late: Option<Promotion>,
    now: Instant,
) -> Result<Opened, Failure> {
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
        return Err(Failure::Refused(proposal.verdict.blockers));
    }
    let expired = match late {
        Some(promotion) => Some(ended(&mut uow, caller, promotion, now).await?),
        None => None,
    };
    let mut promotion = Promotion {
        id: uow.new_id(),
        number: store::next_number(&mut uow).await?,
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
    let mut changes = if proposal.verdict.outcome == VerdictOutcome::Allowed {
        promotion.state = PromotionState::Applied;
        apply_now(
            &mut uow,
            caller,
            &mut promotion,
            version,
            &proposal,
            now,
            true,
        )
        .await?
    } else {
        store::insert_promotion(&mut uow, &promotion).await?;
        Changes::of("promotion.opened", &promotion)
    };
    if let Some(expired) = &expired {
        changes = changes.and("promotion.expired", expired);
    }
    let changes = changes.because(Some(&command.reason));
    Ok(Opened::New(Box::new(uow.decided(changes, id))))
}

/// Ends a promotion whose time ran out and that nobody ended yet.
async fn ended(
    uow: &mut UnitOfWork,
    caller: &Caller,
    mut promotion: Promotion,
    now: Instant,
) -> Result<Promotion, Failure> {
    let proposal = read_proposal(
        uow.conn(),
        promotion.version_id,
        promotion.target,
        promotion.application_id,
        Some(promotion.id),
        now,
    )
    .await?;
    let state = PromotionState::Expired;
    end(uow, caller, &mut promotion, state, &proposal, now).await?;
    Ok(promotion)
}
