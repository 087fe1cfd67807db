//! Waivers.

use sqlx::PgConnection;
use sqlx::types::Json;

use crate::domain::access::ActorRef;
use crate::domain::models::Stage;
use crate::domain::promotions::{Waiver, WaiverFact};
use crate::ground::audit::UnitOfWork;
use crate::ground::kernel::{
    Failure, Instant, PolicyId, PrincipalId, Revision, VersionId, WaiverId,
};

/// Waivers of a version that lists show at most: the newest.
const ROWS_MAX: i64 = 200;

/// The waivers that count for a move, by id; at most [`ROWS_MAX`].
///
/// # Errors
/// The database is away.
pub async fn waivers_in_force(
    conn: &mut PgConnection,
    version: VersionId,
    target: Stage,
    now: Instant,
) -> Result<Vec<WaiverFact>, Failure> {
    let waivers = sqlx::query_as!(
        WaiverFact,
        r#"select id as "id: WaiverId", policy_id as "policy_id: PolicyId", requirement,
                  owner as "owner: PrincipalId", expires_at as "until: Instant"
             from waiver
            where version_id = $1 and target = $2 and ended_at is null and expires_at > $3
            order by id limit $4"#,
        version.0,
        target.as_str(),
        now.0,
        ROWS_MAX,
    )
    .fetch_all(conn)
    .await?;
    Ok(waivers)
}

/// The waiver of a requirement that was not ended, though its time may have run out. Under the version's lock.
///
/// # Errors
/// The database is away.
pub async fn open_waiver(
    uow: &mut UnitOfWork,
    version: VersionId,
    target: Stage,
    policy: PolicyId,
    requirement: &str,
) -> Result<Option<Waiver>, Failure> {
    let id = sqlx::query_scalar!(
        r#"select id as "id: WaiverId" from waiver
            where version_id = $1 and target = $2 and policy_id = $3 and requirement = $4 and ended_at is null"#,
        version.0,
        target.as_str(),
        policy.0,
        requirement,
    )
    .fetch_optional(uow.conn())
    .await?;
    match id {
        Some(id) => Ok(Some(lock_waiver(uow, id).await?)),
        None => Ok(None),
    }
}

/// The version of a waiver: what is locked before it.
///
/// # Errors
/// It does not exist.
pub async fn waived_version(conn: &mut PgConnection, id: WaiverId) -> Result<VersionId, Failure> {
    sqlx::query_scalar!(
        r#"select version_id as "id: VersionId" from waiver where id = $1"#,
        id.0
    )
    .fetch_optional(conn)
    .await?
    .ok_or(Failure::NotFound { kind: "waiver" })
}

/// Locks a waiver for writing. After its version.
///
/// # Errors
/// It does not exist.
pub async fn lock_waiver(uow: &mut UnitOfWork, id: WaiverId) -> Result<Waiver, Failure> {
    sqlx::query_as!(
        Waiver,
        r#"select id as "id: WaiverId", version_id as "version_id: VersionId", target as "target: Stage",
                  policy_id as "policy_id: PolicyId", requirement, owner as "owner: PrincipalId",
                  granted_by as "granted_by: PrincipalId", created_at as "created_at: Instant",
                  expires_at as "expires_at: Instant", ended_at as "ended_at: Instant",
                  revision as "revision: Revision"
             from waiver where id = $1 for no key update"#,
        id.0,
    )
    .fetch_optional(uow.conn())
    .await?
    .ok_or(Failure::NotFound { kind: "waiver" })
}

/// Writes a new waiver.
///
/// # Errors
/// The database refused.
pub async fn insert_waiver(uow: &mut UnitOfWork, waiver: &Waiver) -> Result<(), Failure> {
    sqlx::query!(
        "insert into waiver (id, version_id, target, policy_id, requirement, owner, granted_by, created_at, expires_at,
                             ended_at, revision)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        waiver.id.0,
        waiver.version_id.0,
        waiver.target as _,
        waiver.policy_id.0,
        waiver.requirement,
        waiver.owner.0,
        waiver.granted_by.0,
        waiver.created_at.0,
        waiver.expires_at.0,
        waiver.ended_at.map(|at| at.0),
        waiver.revision.0,
    )
    .execute(uow.conn())
    .await?;
    Ok(())
}

/// Writes that a waiver ended.
///
/// # Errors
/// The database refused.
pub async fn end_waiver(uow: &mut UnitOfWork, waiver: &Waiver) -> Result<(), Failure> {
    let result = sqlx::query!(
        "update waiver set ended_at = $2, revision = $3 where id = $1 and revision = $3 - 1",
        waiver.id.0,
        waiver.ended_at.map(|at| at.0),
        waiver.revision.0,
    )
    .execute(uow.conn())
    .await?;
    if result.rows_affected() == 1 {
        Ok(())
    } else {
        Err(Failure::inconsistent("waiver changed under its lock"))
    }
}

/// A waiver with what lists show.
#[derive(Debug)]
pub struct WaiverRow {
    pub id: WaiverId,
    pub version_id: VersionId,
    pub target: Stage,
    pub policy_id: PolicyId,
    pub policy: String,
    pub requirement: String,
    pub owner: Json<ActorRef>,
    pub granted_by: Json<ActorRef>,
    pub reason: Option<String>,
    pub created_at: Instant,
    pub expires_at: Instant,
    pub ended_at: Option<Instant>,
    pub revision: Revision,
}

/// The waivers of a version, newest first; or one.
///
/// # Errors
/// The database is away.
pub async fn waivers(
    conn: &mut PgConnection,
    version: VersionId,
    one: Option<WaiverId>,
) -> Result<Vec<WaiverRow>, Failure> {
    let rows = sqlx::query_as!(
        WaiverRow,
        r#"
        select w.id as "id: WaiverId", w.version_id as "version_id: VersionId", w.target as "target: Stage",
               w.policy_id as "policy_id: PolicyId", p.name as policy, w.requirement,
               jsonb_build_object('id', o.id, 'kind', o.kind, 'name', own.name) as "owner!: Json<ActorRef>",
               jsonb_build_object('id', g.id, 'kind', g.kind, 'name', gn.name) as "granted_by!: Json<ActorRef>",
               x.value as "reason?", w.created_at as "created_at: Instant", w.expires_at as "expires_at: Instant",
               w.ended_at as "ended_at: Instant", w.revision as "revision: Revision"
          from waiver w
          join policy p on p.id = w.policy_id
          join principal o on o.id = w.owner
          left join person own on own.principal_id = o.id
          join principal g on g.id = w.granted_by
          left join person gn on gn.principal_id = g.id
          left join audit_event e on e.entity_id = w.id and e.entity_seq = 1
          left join text x on x.digest = (e.body::jsonb) ->> 'reason_sd'
         where w.version_id = $1 and ($2::uuid is null or w.id = $2)
         order by w.id desc
         limit $3
        "#,
        version.0,
        one.map(|id| id.0),
        ROWS_MAX,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows)
}
