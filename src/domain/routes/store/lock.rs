//! What an allocation stands on, locked in the order that every command keeps: versions, then routes.

use std::collections::BTreeMap;

use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use crate::domain::models::Stage;
use crate::domain::routes::rules::VersionFact;
use crate::domain::routes::{Environment, Pin, Route, Run, Snapshot};
use crate::ground::audit::UnitOfWork;
use crate::ground::kernel::{
    ApplicationId, EnvironmentId, Failure, Instant, PrincipalId, Revision, RouteId, SnapshotId,
    TeamId, VersionId,
};

/// A route with its environment, locked.
#[derive(Debug)]
pub struct LockedRoute {
    /// The route.
    pub route: Route,
    /// The environment's slug.
    pub environment: String,
    /// The least stage that it requires.
    pub requires: Stage,
}

impl LockedRoute {
    /// `production/support-bot`.
    #[must_use]
    pub fn label(&self) -> String {
        format!("{}/{}", self.environment, self.route.key)
    }
}

/// Remembers which locks are held, to let go of later ones.
///
/// # Errors
/// The database is away.
pub async fn mark_locks(uow: &mut UnitOfWork) -> Result<(), Failure> {
    sqlx::query!("savepoint before_locks")
        .execute(uow.conn())
        .await?;
    Ok(())
}

/// Lets go of the locks taken since [`mark_locks`].
///
/// # Errors
/// The database is away.
pub async fn release_locks(uow: &mut UnitOfWork) -> Result<(), Failure> {
    sqlx::query!("rollback to savepoint before_locks")
        .execute(uow.conn())
        .await?;
    Ok(())
}

/// Locks versions, ascending: to rely on them, or to write them.
///
/// # Errors
/// The database is away.
pub async fn lock_versions(
    uow: &mut UnitOfWork,
    ids: &[VersionId],
    to_write: bool,
) -> Result<(), Failure> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    if to_write {
        sqlx::query_scalar!(
            "select id from version where id = any($1) order by id for no key update",
            &ids,
        )
        .fetch_all(uow.conn())
        .await?;
    } else {
        sqlx::query_scalar!(
            "select id from version where id = any($1) order by id for share",
            &ids
        )
        .fetch_all(uow.conn())
        .await?;
    }
    Ok(())
}

/// Locks a route for writing, hidden or not, with its snapshot in force.
///
/// # Errors
/// It does not exist.
pub async fn lock_route(uow: &mut UnitOfWork, id: RouteId) -> Result<LockedRoute, Failure> {
    let row = sqlx::query!(
        r#"select r.id as "id: RouteId", r.environment_id as "environment_id: EnvironmentId", r.key,
                  r.team_id as "team_id: TeamId", r.application_id as "application_id: ApplicationId",
                  r.snapshot_seq, r.created_by as "created_by: PrincipalId",
                  r.created_at as "created_at: Instant", r.hidden_at as "hidden_at: Instant",
                  r.revision as "revision: Revision", e.slug, e.requires_stage as "requires: Stage"
             from route r join environment e on e.id = r.environment_id
            where r.id = $1 for no key update of r"#,
        id.0,
    )
    .fetch_optional(uow.conn())
    .await?
    .ok_or(Failure::NotFound { kind: "route" })?;
    let snapshot = snapshot_of(uow.conn(), id, row.snapshot_seq)
        .await?
        .ok_or_else(|| Failure::inconsistent("a route has its snapshot"))?;
    let route = Route {
        id: row.id,
        environment_id: row.environment_id,
        key: row.key,
        team_id: row.team_id,
        application_id: row.application_id,
        snapshot_seq: row.snapshot_seq,
        created_by: row.created_by,
        created_at: row.created_at,
        hidden_at: row.hidden_at,
        revision: row.revision,
        snapshot,
    };
    Ok(LockedRoute {
        route,
        environment: row.slug,
        requires: row.requires,
    })
}

/// A snapshot by its number.
///
/// # Errors
/// The database is away.
pub async fn snapshot_of(
    conn: &mut PgConnection,
    route: RouteId,
    seq: i32,
) -> Result<Option<Snapshot>, Failure> {
    let row = sqlx::query!(
        r#"select id as "id: SnapshotId", seq, effective_from as "effective_from: Instant", salt,
                  runs as "runs: Json<Vec<Run>>", pins as "pins: Json<Vec<Pin>>",
                  killed as "killed: Vec<VersionId>", fallbacks as "fallbacks: Vec<VersionId>",
                  max_stale_seconds
             from snapshot where route_id = $1 and seq = $2"#,
        route.0,
        seq,
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| Snapshot {
        id: row.id,
        seq: row.seq,
        effective_from: row.effective_from,
        salt: row.salt,
        runs: row.runs.0,
        pins: row.pins.0,
        killed: row.killed,
        fallbacks: row.fallbacks,
        max_stale_seconds: row.max_stale_seconds,
    }))
}

/// The versions that the snapshots in force of routes name, without a lock: what to lock before the routes.
///
/// # Errors
/// The database is away.
pub async fn named_versions(
    uow: &mut UnitOfWork,
    routes: &[RouteId],
) -> Result<Vec<VersionId>, Failure> {
    let ids: Vec<Uuid> = routes.iter().map(|id| id.0).collect();
    let mut named = Vec::new();
    let rows = sqlx::query!(
        r#"select s.runs as "runs: Json<Vec<Run>>", s.pins as "pins: Json<Vec<Pin>>",
                  s.fallbacks as "fallbacks: Vec<VersionId>"
             from route r join snapshot s on s.route_id = r.id and s.seq = r.snapshot_seq
            where r.id = any($1)"#,
        &ids,
    )
    .fetch_all(uow.conn())
    .await?;
    for row in rows {
        named.extend(row.runs.0.iter().map(|run| run.version_id));
        named.extend(row.pins.0.iter().map(|pin| pin.version_id));
        named.extend(row.fallbacks);
    }
    Ok(named)
}

/// The visible routes whose snapshot in force names a version: in its slots, pins or fallbacks. Ascending.
///
/// # Errors
/// The database is away.
pub async fn routes_naming(
    uow: &mut UnitOfWork,
    version: VersionId,
) -> Result<Vec<RouteId>, Failure> {
    let ids = sqlx::query_scalar!(
        r#"select r.id as "id: RouteId"
             from route r join snapshot s on s.route_id = r.id and s.seq = r.snapshot_seq
            where r.hidden_at is null
              and ($1 = any(s.fallbacks)
                   or s.runs @> jsonb_build_array(jsonb_build_object('version_id', $1::uuid))
                   or s.pins @> jsonb_build_array(jsonb_build_object('version_id', $1::uuid)))
            order by r.id"#,
        version.0,
    )
    .fetch_all(uow.conn())
    .await?;
    Ok(ids)
}

/// Team and environment of every visible route whose snapshot in force names a version: where a kill needs permission.
///
/// # Errors
/// The database is away.
pub async fn scopes_naming(
    conn: &mut PgConnection,
    version: VersionId,
) -> Result<Vec<(TeamId, String)>, Failure> {
    let rows = sqlx::query!(
        r#"select r.team_id as "team_id: TeamId", e.slug
             from route r
             join snapshot s on s.route_id = r.id and s.seq = r.snapshot_seq
             join environment e on e.id = r.environment_id
            where r.hidden_at is null
              and ($1 = any(s.fallbacks)
                   or s.runs @> jsonb_build_array(jsonb_build_object('version_id', $1::uuid))
                   or s.pins @> jsonb_build_array(jsonb_build_object('version_id', $1::uuid)))
            order by r.id"#,
        version.0,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.team_id, row.slug))
        .collect())
}

/// What a rule may know of versions on a route. Under the locks of [`lock_versions`].
///
/// # Errors
/// The database is away.
pub async fn version_facts(
    conn: &mut PgConnection,
    ids: &[VersionId],
    route: Option<RouteId>,
) -> Result<BTreeMap<VersionId, VersionFact>, Failure> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        r#"
        select v.id as "id: VersionId", m.name, v.number, v.stage as "stage: Stage",
               coalesce((select sum((run ->> 'slots')::int)
                           from (select s.runs from snapshot s
                                  where s.route_id = $2 and s.effective_from <= v.stage_changed_at
                                  order by s.seq desc limit 1) then_,
                                jsonb_array_elements(then_.runs) run
                          where run ->> 'version_id' = v.id::text), 0)::int as "slots_then!"
          from version v join model m on m.id = v.model_id
         where v.id = any($1) and v.hidden_at is null and m.hidden_at is null
        "#,
        &ids,
        route.map(|id| id.0),
    )
    .fetch_all(conn)
    .await?;
    let fact =
        |id: VersionId, name: String, number: i32, stage, slots_when_deprecated| VersionFact {
            id,
            label: format!("{name}/{number}"),
            stage,
            slots_when_deprecated,
        };
    Ok(rows
        .into_iter()
        .map(|row| {
            (
                row.id,
                fact(row.id, row.name, row.number, row.stage, row.slots_then),
            )
        })
        .collect())
}

/// The environment of a slug.
///
/// # Errors
/// The database is away.
pub async fn environment_of_slug(
    conn: &mut PgConnection,
    slug: &str,
) -> Result<Option<Environment>, Failure> {
    Ok(environments(conn)
        .await?
        .into_iter()
        .find(|environment| environment.slug == slug))
}

/// All environments, in order.
///
/// # Errors
/// The database is away.
pub async fn environments(conn: &mut PgConnection) -> Result<Vec<Environment>, Failure> {
    let rows = sqlx::query_as!(
        Environment,
        r#"select id as "id: EnvironmentId", slug, position, requires_stage as "requires_stage: Stage",
                  created_at as "created_at: Instant", revision as "revision: Revision"
             from environment order by position"#
    )
    .fetch_all(conn)
    .await?;
    Ok(rows)
}

/// The visible route of an environment and a key.
///
/// # Errors
/// The database is away.
pub async fn route_id_of(
    conn: &mut PgConnection,
    environment: &str,
    key: &str,
) -> Result<Option<RouteId>, Failure> {
    let id = sqlx::query_scalar!(
        r#"select r.id as "id: RouteId" from route r join environment e on e.id = r.environment_id
            where e.slug = $1 and r.key = $2 and r.hidden_at is null"#,
        environment,
        key,
    )
    .fetch_optional(conn)
    .await?;
    Ok(id)
}
