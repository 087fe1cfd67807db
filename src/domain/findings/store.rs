//! SQL of findings.

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::{Map, Value};
use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use super::{Finding, FindingState};
use crate::domain::access::{ActorRef, TeamRef};
use crate::ground::audit::UnitOfWork;
use crate::ground::kernel::{
    Failure, FindingId, Instant, PageRequest, Paged, PrincipalId, Revision, TeamId,
};

/// Writes a new finding.
///
/// # Errors
/// The database refused: for one cause, one open finding.
pub async fn insert(uow: &mut UnitOfWork, finding: &Finding) -> Result<(), Failure> {
    sqlx::query!(
        "insert into finding (id, kind, entity_kind, entity_id, team_id, params, due, assignee, state, created_at,
                              closed_at, revision)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        finding.id.0,
        finding.kind,
        finding.entity_kind,
        finding.entity_id,
        finding.team_id.0,
        Value::Object(finding.params.clone()),
        finding.due,
        finding.assignee.map(|id| id.0),
        finding.state as _,
        finding.created_at.0,
        finding.closed_at.map(|at| at.0),
        finding.revision.0,
    )
    .execute(uow.conn())
    .await?;
    Ok(())
}

/// Writes where a finding stands.
///
/// # Errors
/// The database refused.
pub async fn update(uow: &mut UnitOfWork, finding: &Finding) -> Result<(), Failure> {
    let result = sqlx::query!(
        "update finding set params = $2, assignee = $3, state = $4, closed_at = $5, revision = $6
          where id = $1 and revision = $6 - 1",
        finding.id.0,
        Value::Object(finding.params.clone()),
        finding.assignee.map(|id| id.0),
        finding.state as _,
        finding.closed_at.map(|at| at.0),
        finding.revision.0,
    )
    .execute(uow.conn())
    .await?;
    if result.rows_affected() == 1 {
        Ok(())
    } else {
        Err(Failure::inconsistent("finding changed under its lock"))
    }
}

/// Locks a finding for writing. After what it is about.
///
/// # Errors
/// It does not exist.
pub async fn lock(uow: &mut UnitOfWork, id: FindingId) -> Result<Finding, Failure> {
    let row = sqlx::query!(
        r#"select kind, entity_kind, entity_id, team_id as "team_id: TeamId",
                  params as "params: Json<Map<String, Value>>", due, assignee as "assignee: PrincipalId",
                  state as "state: FindingState", created_at as "created_at: Instant",
                  closed_at as "closed_at: Instant", revision as "revision: Revision"
             from finding where id = $1 for no key update"#,
        id.0,
    )
    .fetch_optional(uow.conn())
    .await?
    .ok_or(Failure::NotFound { kind: "finding" })?;
    Ok(Finding {
        id,
        kind: row.kind,
        entity_kind: row.entity_kind,
        entity_id: row.entity_id,
        team_id: row.team_id,
        params: row.params.0,
        due: row.due,
        assignee: row.assignee,
        state: row.state,
        created_at: row.created_at,
        closed_at: row.closed_at,
        revision: row.revision,
    })
}

/// Locks the finding of a cause that is not closed.
///
/// # Errors
/// The database is away.
pub async fn lock_open(
    uow: &mut UnitOfWork,
    kind: &str,
    entity: Uuid,
) -> Result<Option<Finding>, Failure> {
    let id = sqlx::query_scalar!(
        r#"select id as "id: FindingId" from finding where kind = $1 and entity_id = $2 and state <> 'closed'"#,
        kind,
        entity,
    )
    .fetch_optional(uow.conn())
    .await?;
    match id {
        Some(id) => Ok(Some(lock(uow, id).await?)),
        None => Ok(None),
    }
}

/// Whether somebody is a person who may sign in. Stays so until the transaction ends.
///
/// # Errors
/// The database is away.
pub async fn is_active_person(uow: &mut UnitOfWork, id: PrincipalId) -> Result<bool, Failure> {
    let found = sqlx::query_scalar!(
        r#"select kind = 'user' and state = 'active' as "yes!" from principal where id = $1 for share"#,
        id.0
    )
    .fetch_optional(uow.conn())
    .await?;
    Ok(found.unwrap_or(false))
}

/// Which findings.
#[derive(Debug, Clone, Default, Serialize)]
pub struct FindingFilter {
    /// In this state; `None`: not closed.
    pub state: Option<FindingState>,
    /// Of this team.
    pub team: Option<TeamId>,
    /// Of this kind.
    pub kind: Option<String>,
    /// About this entity.
    pub entity: Option<Uuid>,
    /// That this person works on.
    pub assignee: Option<PrincipalId>,
}

/// A finding with what lists show.
#[derive(Debug)]
pub struct FindingRow {
    pub id: FindingId,
    pub kind: String,
    pub entity_kind: String,
    pub entity_id: Uuid,
    pub label: Option<String>,
    pub href: Option<String>,
    pub team: Json<TeamRef>,
    pub params: Json<Map<String, Value>>,
    pub due: Option<NaiveDate>,
    pub assignee: Option<Json<ActorRef>>,
    pub state: FindingState,
    pub created_at: Instant,
    pub closed_at: Option<Instant>,
    pub revision: Revision,
}

/// A page of findings, the first due first.
///
/// # Errors
/// The database is away.
pub async fn findings(
    conn: &mut PgConnection,
    filter: &FindingFilter,
    page: &PageRequest,
) -> Result<Paged<FindingRow>, Failure> {
    let after = (page.after_key.as_deref(), page.after_id);
    let rows = select(conn, None, filter, after, page.rows()).await?;
    Ok(page.page(rows, |row| (due_key(row.due), row.id.0)))
}

/// A finding without a day comes after all others.
fn due_key(due: Option<NaiveDate>) -> String {
    due.map_or_else(|| "infinity".into(), |due| due.to_string())
}

/// One finding.
///
/// # Errors
/// It does not exist.
pub async fn finding(conn: &mut PgConnection, id: FindingId) -> Result<FindingRow, Failure> {
    let filter = FindingFilter::default();
    select(conn, Some(id), &filter, (None, None), 1)
        .await?
        .pop()
        .ok_or(Failure::NotFound { kind: "finding" })
}

async fn select(
    conn: &mut PgConnection,
    id: Option<FindingId>,
    filter: &FindingFilter,
    (after_due, after_id): (Option<&str>, Option<Uuid>),
    rows: i64,
) -> Result<Vec<FindingRow>, Failure> {
    let rows = sqlx::query_as!(
        FindingRow,
        r#"
        select f.id as "id: FindingId", f.kind, f.entity_kind, f.entity_id, m.name || '/' || v.number as label,
               '/models/' || m.id || '/versions/' || v.number as href,
               jsonb_build_object('id', t.id, 'slug', t.slug, 'name', t.name) as "team!: Json<TeamRef>",
               f.params as "params: Json<Map<String, Value>>", f.due,
               case when a.id is not null then
                   jsonb_build_object('id', a.id, 'kind', a.kind, 'name', n.name) end as "assignee: Json<ActorRef>",
               f.state as "state: FindingState", f.created_at as "created_at: Instant",
               f.closed_at as "closed_at: Instant", f.revision as "revision: Revision"
          from finding f
          join team t on t.id = f.team_id
          left join version v on v.id = f.entity_id
          left join model m on m.id = v.model_id
          left join principal a on a.id = f.assignee
          left join person n on n.principal_id = a.id
         where ($1::uuid is null or f.id = $1)
           and ($1::uuid is not null or case when $2::text is null then f.state <> 'closed' else f.state = $2 end)
           and ($3::uuid is null or f.team_id = $3)
           and ($4::text is null or f.kind = $4)
           and ($5::uuid is null or f.entity_id = $5)
           and ($6::uuid is null or f.assignee = $6)
           and ($7::text is null or (coalesce(f.due, 'infinity'), f.id) > ($7::text::date, $8))
         order by coalesce(f.due, 'infinity'), f.id
         limit $9
        "#,
        id.map(|id| id.0),
        filter.state as Option<FindingState>,
        filter.team.map(|id| id.0),
        filter.kind,
        filter.entity,
        filter.assignee.map(|id| id.0),
        after_due,
        after_id,
        rows,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows)
}
