//! Waivers: given by a person who is no author, owned by a person, ended by time or by hand.

use chrono::Duration;

use super::proposal::read_proposal;
use crate::domain::findings;
use crate::domain::models::{self, Stage};
use crate::domain::promotions::rules::{WAIVER_DAYS_MAX, WaiverFacts};
use crate::domain::promotions::{PolicyInForce, Waiver, rules, store};
use crate::ground::audit::{Changes, Decided, UnitOfWork};
use crate::ground::http::IfMatch;
use crate::ground::identity::{Caller, Permit, may};
use crate::ground::kernel::{
    App, Failure, FieldProblem, Instant, PolicyId, PrincipalId, Revision, VersionId, WaiverId,
    reason_problem,
};

/// Waives a requirement.
#[derive(Debug)]
pub struct Waive {
    /// Of which version.
    pub version: VersionId,
    /// For the move to, and the running in, this stage.
    pub target: Stage,
    /// Of which policy.
    pub policy: PolicyId,
    /// The code of the requirement.
    pub requirement: String,
    /// Who answers for it; `None`: the caller.
    pub owner: Option<PrincipalId>,
    /// Days that it counts.
    pub days: u16,
    /// Why.
    pub reason: String,
}

fn checked(command: &Waive) -> Result<(), Failure> {
    let mut problems: Vec<FieldProblem> = reason_problem(&command.reason).into_iter().collect();
    if !matches!(command.target, Stage::Staging | Stage::Production) {
        problems.push(FieldProblem::new("/target", "staging or production"));
    }
    if !(1..=WAIVER_DAYS_MAX).contains(&command.days) {
        let expected = format!("1 to {WAIVER_DAYS_MAX}");
        problems.push(FieldProblem::new("/expires_in_days", expected));
    }
    if problems.is_empty() {
        Ok(())
    } else {
        Err(Failure::Invalid(problems))
    }
}

/// Waives a requirement for one move of one version.
///
/// # Errors
/// A field is wrong, or a rule says no: every reason.
pub async fn waive(
    app: &App,
    caller: &Caller,
    command: Waive,
) -> Result<Decided<WaiverId>, Failure> {
    checked(&command)?;
    let mut uow = UnitOfWork::begin(app, caller).await?;
    let (version, team) = models::store::lock_version(&mut uow, command.version).await?;
    caller.require(may::GrantWaivers::PERMISSION, Some(team), None)?;
    store::share_policies(&mut uow, team).await?;
    let owner = command.owner.unwrap_or(caller.responsible);
    if !findings::store::is_active_person(&mut uow, owner).await? {
        return Err(Failure::invalid("/owner_id", "a person who is active"));
    }
    let open = store::open_waiver(
        &mut uow,
        version.id,
        command.target,
        command.policy,
        &command.requirement,
    )
    .await?;
    let mut entities = vec![version.id.0];
    entities.extend(open.iter().map(|waiver| waiver.id.0));
    let now = uow.decide_at(&entities).await?;
    let (policies, authors) = guarded(&mut uow, version.id, command.target, now).await?;
    let facts = WaiverFacts {
        policies: &policies,
        policy: command.policy,
        requirement: &command.requirement,
        authors: &authors,
        already: open.as_ref().is_some_and(|one| one.expires_at > now),
    };
    rules::waive(caller, &facts).map_err(Failure::Refused)?;
    let late = match open {
        Some(waiver) => Some(ended(&mut uow, waiver, now).await?),
        None => None,
    };
    let waiver = Waiver {
        id: uow.new_id(),
        version_id: version.id,
        target: command.target,
        policy_id: command.policy,
        requirement: command.requirement,
        owner,
        granted_by: caller.responsible,
        created_at: now,
        expires_at: Instant(now.0 + Duration::days(i64::from(command.days))),
        ended_at: None,
        revision: Revision::FIRST,
    };
    store::insert_waiver(&mut uow, &waiver).await?;
    let mut changes = Changes::of("waiver.given", &waiver);
    if let Some(late) = &late {
        changes = changes.and("waiver.ended", late);
    }
    let id = waiver.id;
    Ok(uow.decided(changes.because(Some(&command.reason)), id))
}

/// Takes a waiver back.
///
/// # Errors
/// It ended before, or changed since.
pub async fn end_waiver(
    app: &App,
    caller: &Caller,
    id: WaiverId,
    seen: IfMatch,
    reason: &str,
) -> Result<Decided<WaiverId>, Failure> {
    if let Some(problem) = reason_problem(reason) {
        return Err(Failure::Invalid(vec![problem]));
    }
    let mut uow = UnitOfWork::begin(app, caller).await?;
    let version = store::waived_version(uow.conn(), id).await?;
    let (_, team) = models::store::lock_version(&mut uow, version).await?;
    let waiver = store::lock_waiver(&mut uow, id).await?;
    caller.require(may::GrantWaivers::PERMISSION, Some(team), None)?;
    seen.check(waiver.revision)?;
    let now = uow.decide_at(&[id.0]).await?;
    if let Some(over) = rules::end_waiver(waiver.ended_at, waiver.expires_at, now) {
        return Err(Failure::refused(over));
    }
    let waiver = ended(&mut uow, waiver, now).await?;
    let changes = Changes::of("waiver.ended", &waiver).because(Some(reason));
    Ok(uow.decided(changes, id))
}

async fn ended(uow: &mut UnitOfWork, mut waiver: Waiver, now: Instant) -> Result<Waiver, Failure> {
    waiver.ended_at = Some(now);
    waiver.revision = waiver.revision.next();
    store::end_waiver(uow, &waiver).await?;
    Ok(waiver)
}

type Guarded = (Vec<PolicyInForce>, Vec<(PrincipalId, &'static str)>);

/// The contents that guard the move, and who its authors are.
async fn guarded(
    uow: &mut UnitOfWork,
    version: VersionId,
    target: Stage,
    now: Instant,
) -> Result<Guarded, Failure> {
    let open = store::open_promotion(uow.conn(), version, target).await?;
    let (application, opener) = match open {
        Some(id) => {
            let row = store::promotion(uow.conn(), id).await?;
            (row.application_id, Some(row.opened_by_responsible))
        }
        None => (None, None),
    };
    let proposal = read_proposal(uow.conn(), version, target, application, open, now).await?;
    let authors = proposal.authors(opener);
    Ok((proposal.policies, authors))
}
