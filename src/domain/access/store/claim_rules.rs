//! Claim rules, and the machines that they let in.

use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use super::write::one_row;
use crate::domain::access::{ClaimRule, ClaimRuleState, TeamRef};
use crate::ground::audit::UnitOfWork;
use crate::ground::identity::claims::Condition;
use crate::ground::identity::{PrincipalKind, Role};
use crate::ground::kernel::{
    ClaimRuleId, Failure, Instant, PageRequest, Paged, PrincipalId, Revision, TeamId,
};

/// A rule as screens read it.
#[derive(Debug)]
pub struct ClaimRuleRow {
    /// Its id.
    pub id: ClaimRuleId,
    /// What people call it.
    pub name: String,
    /// The exact `iss`.
    pub issuer: String,
    /// All of them hold.
    pub conditions: Json<Vec<Condition>>,
    /// The role that it gives.
    pub role: Role,
    /// On which team.
    pub team: Option<Json<TeamRef>>,
    /// In which environment.
    pub environment: Option<String>,
    /// Who made it.
    pub responsible_id: PrincipalId,
    /// What kind of principal that is.
    pub responsible_kind: PrincipalKind,
    /// Its name.
    pub responsible_name: Option<String>,
    /// Whether it lets anybody in.
    pub state: ClaimRuleState,
    /// Machines that it let in.
    pub machines: i64,
    /// When it was made.
    pub created_at: Instant,
    /// How often it changed.
    pub revision: Revision,
}

/// A page of rules that are not hidden, by id: oldest first.
///
/// # Errors
/// The database is away.
pub async fn claim_rules(
    conn: &mut PgConnection,
    page: &PageRequest,
) -> Result<Paged<ClaimRuleRow>, Failure> {
    let rows = select(conn, None, page.after_id, page.rows()).await?;
    Ok(page.page(rows, |row| (String::new(), row.id.0)))
}

/// One rule.
///
/// # Errors
/// It does not exist.
pub async fn claim_rule(conn: &mut PgConnection, id: ClaimRuleId) -> Result<ClaimRuleRow, Failure> {
    select(conn, Some(id), None, 1)
        .await?
        .pop()
        .ok_or(Failure::NotFound { kind: "claim_rule" })
}

async fn select(
    conn: &mut PgConnection,
    id: Option<ClaimRuleId>,
    after: Option<Uuid>,
    rows: i64,
) -> Result<Vec<ClaimRuleRow>, Failure> {
    let rows = sqlx::query_as!(
        ClaimRuleRow,
        r#"
        select c.id as "id: ClaimRuleId", c.name, c.issuer, c.conditions as "conditions: Json<Vec<Condition>>",
               c.role as "role: Role",
               case when t.id is not null then
                   jsonb_build_object('id', t.id, 'slug', t.slug, 'name', t.name) end as "team: Json<TeamRef>",
               c.environment, p.id as "responsible_id: PrincipalId", p.kind as "responsible_kind: PrincipalKind",
               n.name as "responsible_name?", c.state as "state: ClaimRuleState",
               (select count(*) from external_identity x where x.claim_rule_id = c.id) as "machines!",
               c.created_at as "created_at: Instant", c.revision as "revision: Revision"
          from claim_rule c
          join principal p on p.id = c.responsible_user
          left join person n on n.principal_id = p.id
          left join team t on t.id = c.team_id
         where ($1::uuid is null or c.id = $1)
           and ($1::uuid is not null or c.hidden_at is null)
           and ($2::uuid is null or c.id > $2)
         order by c.id
         limit $3
        "#,
        id.map(|id| id.0),
        after,
        rows,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows)
}

/// Locks a rule for writing. A hidden one is not found.
///
/// # Errors
/// It does not exist.
pub async fn lock_claim_rule(uow: &mut UnitOfWork, id: ClaimRuleId) -> Result<ClaimRule, Failure> {
    let row = sqlx::query!(
        r#"select id as "id: ClaimRuleId", name, issuer, conditions as "conditions: Json<Vec<Condition>>",
                  role as "role: Role", team_id as "team_id: TeamId", environment,
                  responsible_user as "responsible_user: PrincipalId", state as "state: ClaimRuleState",
                  created_at as "created_at: Instant", hidden_at as "hidden_at: Instant",
                  revision as "revision: Revision"
             from claim_rule where id = $1 and hidden_at is null for no key update"#,
        id.0,
    )
    .fetch_optional(uow.conn())
    .await?
    .ok_or(Failure::NotFound { kind: "claim_rule" })?;
    Ok(ClaimRule {
        id: row.id,
        name: row.name,
        issuer: row.issuer,
        conditions: row.conditions.0,
        role: row.role,
        team_id: row.team_id,
        environment: row.environment,
        responsible_user: row.responsible_user,
        state: row.state,
        created_at: row.created_at,
        hidden_at: row.hidden_at,
        revision: row.revision,
    })
}

/// Writes a new rule; `false` when the name is taken.
///
/// # Errors
/// The database refused.
pub async fn insert_claim_rule(uow: &mut UnitOfWork, rule: &ClaimRule) -> Result<bool, Failure> {
    let result = sqlx::query!(
        "insert into claim_rule (id, name, issuer, conditions, role, team_id, environment, responsible_user, state,
                                 created_at, hidden_at, revision)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
         on conflict do nothing",
        rule.id.0,
        rule.name,
        rule.issuer,
        Json(&rule.conditions) as _,
        rule.role as _,
        rule.team_id.map(|id| id.0),
        rule.environment,
        rule.responsible_user.0,
        rule.state as _,
        rule.created_at.0,
        rule.hidden_at.map(|at| at.0),
        rule.revision.0,
    )
    .execute(uow.conn())
    .await?;
    Ok(result.rows_affected() == 1)
}

/// Writes what a rule says now.
///
/// # Errors
/// The database refused.
pub async fn update_claim_rule(uow: &mut UnitOfWork, rule: &ClaimRule) -> Result<(), Failure> {
    let result = sqlx::query!(
        "update claim_rule set conditions = $2, role = $3, state = $4, hidden_at = $5, revision = $6
          where id = $1 and revision = $6 - 1",
        rule.id.0,
        Json(&rule.conditions) as _,
        rule.role as _,
        rule.state as _,
        rule.hidden_at.map(|at| at.0),
        rule.revision.0,
    )
    .execute(uow.conn())
    .await?;
    one_row(&result, "claim rule")
}

/// How many rules of an issuer there are.
///
/// # Errors
/// The database is away.
pub async fn count_claim_rules(conn: &mut PgConnection, issuer: &str) -> Result<i64, Failure> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from claim_rule where issuer = $1 and hidden_at is null"#,
        issuer,
    )
    .fetch_one(conn)
    .await?;
    Ok(count)
}

/// How many machines a rule let in.
///
/// # Errors
/// The database is away.
pub async fn count_machines(conn: &mut PgConnection, rule: ClaimRuleId) -> Result<i64, Failure> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from external_identity where claim_rule_id = $1"#,
        rule.0,
    )
    .fetch_one(conn)
    .await?;
    Ok(count)
}

/// Who a subject is, and whether a rule let it in.
#[derive(Debug, Clone, Copy)]
pub struct SubjectRow {
    /// Who.
    pub principal_id: PrincipalId,
    /// A rule let it in; nobody said who it is.
    pub by_rule: bool,
}

/// Who a subject of an issuer is.
///
/// # Errors
/// The database is away.
pub async fn subject(
    conn: &mut PgConnection,
    issuer: &str,
    subject: &str,
) -> Result<Option<SubjectRow>, Failure> {
    let row = sqlx::query_as!(
        SubjectRow,
        r#"select principal_id as "principal_id: PrincipalId", claim_rule_id is not null as "by_rule!"
             from external_identity where issuer = $1 and subject = $2"#,
        issuer,
        subject,
    )
    .fetch_optional(conn)
    .await?;
    Ok(row)
}

/// Says which rule lets a subject in from now on.
///
/// # Errors
/// The database refused.
pub async fn admit_by(
    conn: &mut PgConnection,
    issuer: &str,
    subject: &str,
    rule: ClaimRuleId,
) -> Result<(), Failure> {
    sqlx::query!(
        "update external_identity set claim_rule_id = $3 where issuer = $1 and subject = $2",
        issuer,
        subject,
        rule.0,
    )
    .execute(conn)
    .await?;
    Ok(())
}
