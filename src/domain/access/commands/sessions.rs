//! How sessions end, and when secrets were last used.

use uuid::Uuid;

use crate::domain::access::{SessionEnd, SignIn, SignInState, store};
use crate::ground::audit::{Changes, Decided, Operational, UnitOfWork};
use crate::ground::identity::{Caller, Noted, Permit, may};
use crate::ground::kernel::{App, Failure, Instant, PrincipalId, Reason, SessionId, Sha256};

/// Ends the caller's own session.
///
/// # Errors
/// The database is away.
pub async fn leave(app: &App, caller: &Caller, id: SessionId) -> Result<(), Failure> {
    let uow = UnitOfWork::begin(app, caller).await?;
    let decided = end(uow, caller, id, SessionEnd::SignedOut).await?;
    decided.commit().await?;
    Ok(())
}

/// Ends a session at once: one's own, or anybody's for who manages members.
///
/// # Errors
/// It does not exist for this caller, or was ended before.
pub async fn revoke_session(
    app: &App,
    caller: &Caller,
    id: SessionId,
) -> Result<Decided<SessionId>, Failure> {
    let uow = UnitOfWork::begin(app, caller).await?;
    end(uow, caller, id, SessionEnd::Revoked).await
}

async fn end(
    mut uow: UnitOfWork,
    caller: &Caller,
    id: SessionId,
    by: SessionEnd,
) -> Result<Decided<SessionId>, Failure> {
    let sign_in = store::lock_sign_in(&mut uow, id).await?;
    if sign_in.principal_id != Some(caller.principal)
        && !caller.may(may::ManageMembers::PERMISSION, None, None)
    {
        return Err(Failure::NotFound { kind: "session" });
    }
    if sign_in.state == SignInState::Ended {
        return Err(Failure::refused(Reason::new(
            "already_ended",
            "The session was ended before.",
        )));
    }
    let now = uow.decide_at(&[id.0]).await?;
    let sign_in = sign_in.ended(now, by);
    store::end_session(&mut uow, &sign_in).await?;
    Ok(uow.decided(Changes::of(by.event(), &sign_in), id))
}

/// Ends every session of a person who is suspended.
pub(super) async fn end_all(
    uow: &mut UnitOfWork,
    of: PrincipalId,
    mut changes: Changes,
) -> Result<Changes, Failure> {
    let open: Vec<SignIn> = store::lock_sign_ins(uow, of).await?;
    let ids: Vec<Uuid> = open.iter().map(|sign_in| sign_in.id.0).collect();
    let now = uow.decide_at(&ids).await?;
    for sign_in in open {
        let sign_in = sign_in.ended(now, SessionEnd::Suspended);
        store::end_session(uow, &sign_in).await?;
        changes = changes.and(SessionEnd::Suspended.event(), &sign_in);
    }
    Ok(changes)
}

/// Writes when tokens and sessions were last used.
///
/// # Errors
/// The database is away; nothing is written.
pub async fn write_uses(app: &App, noted: &Noted) -> Result<(), Failure> {
    // Two instances that write at once take the rows in the same order.
    let mut all: Vec<(Sha256, Instant)> = noted.iter().map(|(s, at)| (*s, (*at).into())).collect();
    all.sort();
    let (secrets, at): (Vec<Sha256>, Vec<Instant>) = all.into_iter().unzip();
    let mut tx = Operational::begin(app).await?;
    store::note_uses(tx.conn(), &secrets, &at).await?;
    tx.commit().await
}
