//! What the hot path holds in memory.

use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use crate::domain::models::{Configuration, Source};
use crate::domain::routes::{Pin, Run, Snapshot};
use crate::ground::kernel::{ApplicationId, Failure, Instant, RouteId, SnapshotId, VersionId};

/// A route with its snapshot in force.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RouteRow {
    /// Its id.
    pub id: RouteId,
    /// The environment's slug.
    pub environment: String,
    /// Its key.
    pub key: String,
    /// Who may ask with a token of its own.
    pub application_id: ApplicationId,
    /// The snapshot in force.
    pub snapshot: Snapshot,
}

/// What to call for a version.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct VersionRow {
    /// Its id.
    pub id: VersionId,
    /// The model's name.
    pub model: String,
    /// Its number.
    pub number: i32,
    /// Where its answers come from.
    pub source: Source,
    /// How it is called.
    pub configuration: Configuration,
}

/// A token that may ask.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TokenRow {
    /// SHA-256 of its secret.
    pub secret_sha256: Vec<u8>,
    /// Until when it is good.
    pub expires_at: Instant,
    /// For which application; `None`: any.
    pub application_id: Option<ApplicationId>,
    /// In which environment; `None`: any.
    pub environment: Option<String>,
}

/// All visible routes.
///
/// # Errors
/// The database is away.
pub async fn load_routes(conn: &mut PgConnection) -> Result<Vec<RouteRow>, Failure> {
    let rows = sqlx::query!(
        r#"
        select r.id as "route_id: RouteId", e.slug, r.key, r.application_id as "application_id: ApplicationId",
               s.id as "id: SnapshotId", s.seq, s.effective_from as "effective_from: Instant", s.salt,
               s.runs as "runs: Json<Vec<Run>>", s.pins as "pins: Json<Vec<Pin>>",
               s.killed as "killed: Vec<VersionId>", s.fallbacks as "fallbacks: Vec<VersionId>",
               s.max_stale_seconds
          from route r
          join environment e on e.id = r.environment_id
          join snapshot s on s.route_id = r.id and s.seq = r.snapshot_seq
         where r.hidden_at is null
        "#
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| RouteRow {
            id: row.route_id,
            environment: row.slug,
            key: row.key,
            application_id: row.application_id,
            snapshot: Snapshot {
                id: row.id,
                seq: row.seq,
                effective_from: row.effective_from,
                salt: row.salt,
                runs: row.runs.0,
                pins: row.pins.0,
                killed: row.killed,
                fallbacks: row.fallbacks,
                max_stale_seconds: row.max_stale_seconds,
            },
        })
        .collect())
}

/// What to call for these versions.
///
/// # Errors
/// The database is away.
pub async fn load_versions(
    conn: &mut PgConnection,
    ids: &[VersionId],
) -> Result<Vec<VersionRow>, Failure> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        r#"select v.id as "id: VersionId", m.name, v.number, v.source as "source: Json<Source>",
                  v.configuration as "configuration: Json<Configuration>"
             from version v join model m on m.id = v.model_id where v.id = any($1)"#,
        &ids,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| VersionRow {
            id: row.id,
            model: row.name,
            number: row.number,
            source: row.source.0,
            configuration: row.configuration.0,
        })
        .collect())
}

/// All tokens that are good.
///
/// # Errors
/// The database is away.
pub async fn load_tokens(conn: &mut PgConnection, now: Instant) -> Result<Vec<TokenRow>, Failure> {
    let rows = sqlx::query_as!(
        TokenRow,
        r#"
        select t.secret_sha256, t.expires_at as "expires_at: Instant",
               t.application_id as "application_id: ApplicationId", t.environment
          from access_token t
          join principal p on p.id = t.principal_id
          left join principal q on q.id = p.responsible_user
         where t.revoked_at is null and t.expires_at > $1
           and p.state = 'active' and coalesce(q.state, 'active') = 'active'
        "#,
        now.0,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows)
}

/// Whether anything in memory may have changed after a position of the log.
///
/// # Errors
/// The database is away.
pub async fn relevant_since(conn: &mut PgConnection, position: i64) -> Result<bool, Failure> {
    let changed = sqlx::query_scalar!(
        r#"select exists (select from audit_leaf l
                           cross join lateral (select entity_kind from audit_event where id = l.event_id limit 1) e
                           where l.idx > $1
                             and e.entity_kind in ('route', 'environment', 'token', 'principal', 'model', 'claim_rule')) as "changed!""#,
        position,
    )
    .fetch_one(conn)
    .await?;
    Ok(changed)
}
