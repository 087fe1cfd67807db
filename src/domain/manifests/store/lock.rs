//! The locks of everything that is about to change, in the order of all commands.

use std::collections::BTreeSet;

use uuid::Uuid;

use crate::domain::evaluations;
use crate::domain::manifests::DocumentKind;
use crate::ground::audit::UnitOfWork;
use crate::ground::kernel::{Failure, TeamId};

/// Lets one manifest after the other be applied: two that make the same things in another order would wait for each
/// other.
///
/// # Errors
/// The database is away.
pub async fn one_at_a_time(uow: &mut UnitOfWork) -> Result<(), Failure> {
    sqlx::query!("select pg_advisory_xact_lock(hashtextextended('manifest', 0))")
        .execute(uow.conn())
        .await?;
    Ok(())
}

/// Locks things by kind and id, so that the instant is read after whatever changed them before.
///
/// # Errors
/// The database is away.
pub async fn lock(
    uow: &mut UnitOfWork,
    things: &[(DocumentKind, Uuid)],
    suites_of: &BTreeSet<TeamId>,
) -> Result<(), Failure> {
    let of = |kind: DocumentKind| -> Vec<Uuid> {
        let ours = things.iter().filter(|(of, _)| *of == kind);
        ours.map(|(_, id)| *id).collect()
    };
    sqlx::query!(
        "select id from model where id = any($1) order by id for no key update",
        &of(DocumentKind::Model),
    )
    .fetch_all(uow.conn())
    .await?;
    sqlx::query!(
        "select id from route where id = any($1) order by id for no key update",
        &of(DocumentKind::Route),
    )
    .fetch_all(uow.conn())
    .await?;
    sqlx::query!(
        "select id from application where id = any($1) order by id for no key update",
        &of(DocumentKind::Application),
    )
    .fetch_all(uow.conn())
    .await?;
    for team in suites_of {
        evaluations::store::lock_suites(uow, *team).await?;
    }
    sqlx::query!(
        "select id from suite where id = any($1) order by id for no key update",
        &of(DocumentKind::Suite),
    )
    .fetch_all(uow.conn())
    .await?;
    sqlx::query!(
        "select id from policy where id = any($1) order by id for no key update",
        &of(DocumentKind::Policy),
    )
    .fetch_all(uow.conn())
    .await?;
    sqlx::query!(
        "select id from claim_rule where id = any($1) order by id for no key update",
        &of(DocumentKind::ClaimRule),
    )
    .fetch_all(uow.conn())
    .await?;
    Ok(())
}
