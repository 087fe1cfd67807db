//! Writes of environments, routes and snapshots.

use serde_json::json;
use uuid::Uuid;

use crate::domain::routes::{Environment, Route};
use crate::ground::audit::UnitOfWork;
use crate::ground::kernel::Failure;

/// Writes a new environment.
///
/// # Errors
/// The database refused.
pub async fn insert_environment(
    uow: &mut UnitOfWork,
    environment: &Environment,
) -> Result<(), Failure> {
    sqlx::query!(
        "insert into environment (id, slug, position, requires_stage, created_at, revision)
         values ($1, $2, $3, $4, $5, $6)",
        environment.id.0,
        environment.slug,
        environment.position,
        environment.requires_stage as _,
        environment.created_at.0,
        environment.revision.0,
    )
    .execute(uow.conn())
    .await?;
    Ok(())
}

/// Writes a new route; `false` when the environment has a visible one of that key.
///
/// # Errors
/// The database refused.
pub async fn insert_route(uow: &mut UnitOfWork, route: &Route) -> Result<bool, Failure> {
    let result = sqlx::query!(
        "insert into route (id, environment_id, key, team_id, application_id, snapshot_seq, created_by, created_at,
                            hidden_at, revision)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         on conflict do nothing",
        route.id.0,
        route.environment_id.0,
        route.key,
        route.team_id.0,
        route.application_id.0,
        route.snapshot_seq,
        route.created_by.0,
        route.created_at.0,
        route.hidden_at.map(|at| at.0),
        route.revision.0,
    )
    .execute(uow.conn())
    .await?;
    Ok(result.rows_affected() == 1)
}

/// Writes which snapshot of a route is in force.
///
/// # Errors
/// The database refused.
pub async fn update_route(uow: &mut UnitOfWork, route: &Route) -> Result<(), Failure> {
    let result = sqlx::query!(
        "update route set snapshot_seq = $2, revision = $3 where id = $1 and revision = $3 - 1",
        route.id.0,
        route.snapshot_seq,
        route.revision.0,
    )
    .execute(uow.conn())
    .await?;
    if result.rows_affected() == 1 {
        Ok(())
    } else {
        Err(Failure::inconsistent("route changed under its lock"))
    }
}

/// Writes the snapshot that a route has now.
///
/// # Errors
/// The database refused.
pub async fn insert_snapshot(uow: &mut UnitOfWork, route: &Route) -> Result<(), Failure> {
    let snapshot = &route.snapshot;
    let killed: Vec<Uuid> = snapshot.killed.iter().map(|id| id.0).collect();
    let fallbacks: Vec<Uuid> = snapshot.fallbacks.iter().map(|id| id.0).collect();
    sqlx::query!(
        "insert into snapshot (id, route_id, seq, effective_from, route_revision, salt, runs, pins, killed, fallbacks,
                               max_stale_seconds)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        snapshot.id.0,
        route.id.0,
        snapshot.seq,
        snapshot.effective_from.0,
        route.revision.0,
        snapshot.salt,
        json!(snapshot.runs),
        json!(snapshot.pins),
        &killed,
        &fallbacks,
        snapshot.max_stale_seconds,
    )
    .execute(uow.conn())
    .await?;
    Ok(())
}
