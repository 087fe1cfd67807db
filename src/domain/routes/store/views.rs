//! What screens and answers read.

use std::collections::BTreeMap;

use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use crate::domain::access::{ActorRef, TeamRef};
use crate::domain::models::{RouteRef, Stage, VersionRef};
use crate::domain::names::HiddenFilter;
use crate::domain::routes::{Pin, Run};
use crate::ground::kernel::{
    ApplicationId, Failure, Instant, ModelId, PageRequest, Paged, Revision, RouteId, SnapshotId,
    TeamId, VersionId,
};

/// Which routes.
#[derive(Debug, Clone, Default, serde::Serialize)]
pub struct RouteFilter {
    /// Of the environment of this slug.
    pub environment: Option<String>,
    /// Of this application.
    pub application: Option<ApplicationId>,
    /// Of this team.
    pub team: Option<TeamId>,
    /// Visible or hidden.
    pub hidden: HiddenFilter,
}

/// A snapshot with who decided it.
#[derive(Debug, Clone)]
pub struct SnapshotRow {
    pub id: SnapshotId,
    pub seq: i32,
    pub effective_from: Instant,
    pub salt: String,
    pub runs: Json<Vec<Run>>,
    pub pins: Json<Vec<Pin>>,
    pub killed: Vec<VersionId>,
    pub fallbacks: Vec<VersionId>,
    pub max_stale_seconds: Option<i32>,
    pub event_id: i64,
    pub event_kind: String,
    pub position: Option<i64>,
    pub reason: Option<String>,
    pub decided_by: Json<ActorRef>,
}

/// A route with its snapshot in force.
#[derive(Debug)]
pub struct RouteRow {
    pub id: RouteId,
    pub environment: String,
    pub key: String,
    pub team: Json<TeamRef>,
    pub application_id: ApplicationId,
    pub application_name: String,
    pub revision: Revision,
    pub created_at: Instant,
    pub hidden_at: Option<Instant>,
    pub snapshot_seq: i32,
}

/// A page of routes with their snapshots in force, by environment and key.
///
/// # Errors
/// The database is away.
pub async fn routes(
    conn: &mut PgConnection,
    filter: &RouteFilter,
    page: &PageRequest,
) -> Result<Paged<(RouteRow, SnapshotRow)>, Failure> {
    let after = (page.after_key.as_deref(), page.after_id);
    let rows = select_routes(conn, None, filter, after, page.rows()).await?;
    let paged = page.page(rows, |row| {
        (format!("{}/{}", row.environment, row.key), row.id.0)
    });
    let ids: Vec<RouteId> = paged.items.iter().map(|row| row.id).collect();
    let mut current = current_snapshots(conn, &ids).await?;
    let next_page_token = paged.next_page_token;
    let items = paged
        .items
        .into_iter()
        .filter_map(|row| current.remove(&row.id).map(|snapshot| (row, snapshot)))
        .collect();
    Ok(Paged {
        items,
        next_page_token,
    })
}

/// One route with its snapshot in force.
///
/// # Errors
/// It does not exist.
pub async fn route(
    conn: &mut PgConnection,
    id: RouteId,
) -> Result<(RouteRow, SnapshotRow), Failure> {
    let row = select_routes(conn, Some(id), &RouteFilter::default(), (None, None), 1)
        .await?
        .pop()
        .ok_or(Failure::NotFound { kind: "route" })?;
    let snapshot = current_snapshots(conn, &[id])
        .await?
        .remove(&id)
        .ok_or_else(|| Failure::inconsistent("a route has its snapshot"))?;
    Ok((row, snapshot))
}

async fn select_routes(
    conn: &mut PgConnection,
    id: Option<RouteId>,
    filter: &RouteFilter,
    after: (Option<&str>, Option<Uuid>),
    rows: i64,
) -> Result<Vec<RouteRow>, Failure> {
    let rows = sqlx::query_as!(
        RouteRow,
        r#"
        select r.id as "id: RouteId", e.slug as environment, r.key,
               jsonb_build_object('id', t.id, 'slug', t.slug, 'name', t.name) as "team!: Json<TeamRef>",
               r.application_id as "application_id: ApplicationId", a.name as application_name,
               r.revision as "revision: Revision", r.created_at as "created_at: Instant",
               r.hidden_at as "hidden_at: Instant", r.snapshot_seq
          from route r
          join environment e on e.id = r.environment_id
          join team t on t.id = r.team_id
          join application a on a.id = r.application_id
         where ($1::uuid is null or r.id = $1)
           and ($8::bool is null or (r.hidden_at is not null) = $8)
           and ($2::text is null or e.slug = $2)
           and ($3::uuid is null or r.application_id = $3)
           and ($4::uuid is null or r.team_id = $4)
           and ($5::text is null or (e.slug || '/' || r.key, r.id) > ($5, $6))
         order by e.slug || '/' || r.key, r.id
         limit $7
        "#,
        id.map(|id| id.0),
        filter.environment,
        filter.application.map(|id| id.0),
        filter.team.map(|id| id.0),
        after.0,
        after.1,
        rows,
        id.map_or_else(|| filter.hidden.wanted(), |_| None),
    )
    .fetch_all(conn)
    .await?;
    Ok(rows)
}

async fn current_snapshots(
    conn: &mut PgConnection,
    routes: &[RouteId],
) -> Result<BTreeMap<RouteId, SnapshotRow>, Failure> {
    let rows = select_snapshots(conn, routes, true, None, i64::MAX).await?;
    Ok(rows.into_iter().collect())
}

/// A page of the snapshots of a route, newest first.
///
/// # Errors
/// The database is away.
pub async fn snapshots(
    conn: &mut PgConnection,
    route: RouteId,
    page: &PageRequest,
) -> Result<Paged<SnapshotRow>, Failure> {
    let before = page
        .after_key
        .as_deref()
        .and_then(|key| key.parse::<i32>().ok());
    let rows = select_snapshots(conn, &[route], false, before, page.rows()).await?;
    let rows = rows.into_iter().map(|(_, row)| row).collect();
    Ok(page.page(rows, |row| (row.seq.to_string(), row.id.0)))
}

async fn select_snapshots(
    conn: &mut PgConnection,
    routes: &[RouteId],
    current: bool,
    before: Option<i32>,
    limit: i64,
) -> Result<Vec<(RouteId, SnapshotRow)>, Failure> {
    let ids: Vec<Uuid> = routes.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        r#"
        select s.route_id as "route_id: RouteId", s.id as "id: SnapshotId", s.seq,
               s.effective_from as "effective_from: Instant", s.salt, s.runs as "runs: Json<Vec<Run>>",
               s.pins as "pins: Json<Vec<Pin>>", s.killed as "killed: Vec<VersionId>",
               s.fallbacks as "fallbacks: Vec<VersionId>", s.max_stale_seconds,
               ev.id as event_id, ev.kind as "event_kind!", l.idx as "position?", x.value as "reason?",
               jsonb_build_object('id', p.id, 'kind', p.kind, 'name', n.name) as "decided_by!: Json<ActorRef>"
          from snapshot s
          join route r on r.id = s.route_id
          join audit_event ev on ev.entity_id = s.route_id and ev.entity_seq = s.route_revision
          join principal p on p.id = ev.actor_id
          left join person n on n.principal_id = p.id
          left join audit_leaf l on l.event_id = ev.id
          left join text x on x.digest = (ev.body::jsonb) ->> 'reason_sd'
         where s.route_id = any($1)
           and (not $2 or s.seq = r.snapshot_seq)
           and ($3::int is null or s.seq < $3)
         order by s.route_id, s.seq desc
         limit $4
        "#,
        &ids,
        current,
        before,
        limit,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let snapshot = SnapshotRow {
                id: row.id,
                seq: row.seq,
                effective_from: row.effective_from,
                salt: row.salt,
                runs: row.runs,
                pins: row.pins,
                killed: row.killed,
                fallbacks: row.fallbacks,
                max_stale_seconds: row.max_stale_seconds,
                event_id: row.event_id,
                event_kind: row.event_kind,
                position: row.position,
                reason: row.reason,
                decided_by: row.decided_by,
            };
            (row.route_id, snapshot)
        })
        .collect())
}

/// References of versions, by id.
///
/// # Errors
/// The database is away.
pub async fn version_labels(
    conn: &mut PgConnection,
    ids: &[VersionId],
) -> Result<BTreeMap<VersionId, VersionRef>, Failure> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let refs = sqlx::query_as!(
        VersionRef,
        r#"select v.id as "id: VersionId", v.model_id as "model_id: ModelId", m.name as model_name,
                  v.number, v.stage as "stage: Stage"
             from version v join model m on m.id = v.model_id where v.id = any($1)"#,
        &ids,
    )
    .fetch_all(conn)
    .await?;
    Ok(refs
        .into_iter()
        .map(|version| (version.id, version))
        .collect())
}

/// The routes where a version serves now, with its slots.
///
/// # Errors
/// The database is away.
pub async fn serving_routes(
    conn: &mut PgConnection,
    version: VersionId,
) -> Result<Vec<(RouteRef, i32)>, Failure> {
    let rows = sqlx::query!(
        r#"select s.route_id as "id!: RouteId", e.slug, s.key as "key!", s.slots as "slots!"
             from serving_now s join environment e on e.id = s.environment_id
            where s.version_id = $1 order by e.position desc, s.key"#,
        version.0,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            (
                RouteRef {
                    id: row.id,
                    environment: row.slug,
                    key: row.key,
                },
                row.slots,
            )
        })
        .collect())
}
