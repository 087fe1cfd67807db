//! What people do about findings.

use super::rules::{self, Step};
use super::{Finding, FindingState, store};
use crate::ground::audit::{Changes, Decided, UnitOfWork};
use crate::ground::http::IfMatch;
use crate::ground::identity::{Caller, Permit, may};
use crate::ground::kernel::{App, Failure, FindingId, Instant, PrincipalId, reason_problem};

async fn locked(
    app: &App,
    caller: &Caller,
    id: FindingId,
    seen: IfMatch,
    step: Step,
) -> Result<(UnitOfWork, Finding, Instant), Failure> {
    let mut uow = UnitOfWork::begin(app, caller).await?;
    let finding = store::lock(&mut uow, id).await?;
    caller.require(may::ManageFindings::PERMISSION, Some(finding.team_id), None)?;
    seen.check(finding.revision)?;
    let now = uow.decide_at(&[id.0]).await?;
    rules::decide(&finding.kind, finding.state, step).map_err(Failure::Refused)?;
    Ok((uow, finding, now))
}

/// Gives a finding to somebody; to `None`: puts it back.
///
/// # Errors
/// It is closed or changed since, or the assignee is nobody who may sign in.
pub async fn assign(
    app: &App,
    caller: &Caller,
    id: FindingId,
    seen: IfMatch,
    to: Option<PrincipalId>,
) -> Result<Decided<FindingId>, Failure> {
    let (mut uow, mut finding, _) = locked(app, caller, id, seen, Step::Assign).await?;
    if let Some(to) = to
        && !store::is_active_person(&mut uow, to).await?
    {
        return Err(Failure::invalid("/assignee_id", "a person who is active"));
    }
    finding.assignee = to;
    finding.state = match to {
        Some(_) => FindingState::Acknowledged,
        None => FindingState::Open,
    };
    let kind = match to {
        Some(_) => "finding.assigned",
        None => "finding.put_back",
    };
    finding.revision = finding.revision.next();
    store::update(&mut uow, &finding).await?;
    Ok(uow.decided(Changes::of(kind, &finding), id))
}

/// Closes a finding by hand.
///
/// # Errors
/// The reason is too short, it is closed or changed since, or its cause closes it.
pub async fn close(
    app: &App,
    caller: &Caller,
    id: FindingId,
    seen: IfMatch,
    reason: &str,
) -> Result<Decided<FindingId>, Failure> {
    if let Some(problem) = reason_problem(reason) {
        return Err(Failure::Invalid(vec![problem]));
    }
    let (mut uow, mut finding, now) = locked(app, caller, id, seen, Step::Close).await?;
    finding.state = FindingState::Closed;
    finding.closed_at = Some(now);
    finding.revision = finding.revision.next();
    store::update(&mut uow, &finding).await?;
    let changes = Changes::of("finding.closed", &finding).because(Some(reason));
    Ok(uow.decided(changes, id))
}
