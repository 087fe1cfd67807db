//! Policies and their contents.

use serde_json::json;
use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use crate::domain::access::{ActorRef, TeamRef};
use crate::domain::names::HiddenFilter;
use crate::domain::promotions::{Policy, PolicyContent, PolicyInForce, PolicyState, PolicyVersion};
use crate::ground::audit::UnitOfWork;
use crate::ground::kernel::{
    Failure, Instant, PageRequest, Paged, PolicyId, PolicyVersionId, Revision, TeamId,
};

/// Writes a new policy; `false` when the name is taken.
///
/// # Errors
/// The database refused.
pub async fn insert_policy(uow: &mut UnitOfWork, policy: &Policy) -> Result<bool, Failure> {
    let result = sqlx::query!(
        "insert into policy (id, team_id, name, state, number, created_at, hidden_at, revision)
         values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict do nothing",
        policy.id.0,
        policy.team_id.map(|id| id.0),
        policy.name,
        policy.state as _,
        policy.number,
        policy.created_at.0,
        policy.hidden_at.map(|at| at.0),
        policy.revision.0,
    )
    .execute(uow.conn())
    .await?;
    Ok(result.rows_affected() == 1)
}

/// Writes where a policy stands and which content is in force.
///
/// # Errors
/// The database refused.
pub async fn update_policy(uow: &mut UnitOfWork, policy: &Policy) -> Result<(), Failure> {
    let result = sqlx::query!(
        "update policy set state = $2, number = $3, revision = $4 where id = $1 and revision = $4 - 1",
        policy.id.0,
        policy.state as _,
        policy.number,
        policy.revision.0,
    )
    .execute(uow.conn())
    .await?;
    if result.rows_affected() == 1 {
        Ok(())
    } else {
        Err(Failure::inconsistent("policy changed under its lock"))
    }
}

/// Writes a content.
///
/// # Errors
/// The database refused.
pub async fn insert_policy_version(
    uow: &mut UnitOfWork,
    version: &PolicyVersion,
) -> Result<(), Failure> {
    sqlx::query!(
        "insert into policy_version (id, policy_id, number, content, digest, published_by, created_at, revision)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        version.id.0,
        version.policy_id.0,
        version.number,
        json!(version.content),
        &version.digest.0[..],
        version.published_by.0,
        version.created_at.0,
        version.revision.0,
    )
    .execute(uow.conn())
    .await?;
    Ok(())
}

/// Locks a policy for writing.
///
/// # Errors
/// It does not exist.
pub async fn lock_policy(uow: &mut UnitOfWork, id: PolicyId) -> Result<Policy, Failure> {
    sqlx::query_as!(
        Policy,
        r#"select id as "id: PolicyId", team_id as "team_id: TeamId", name, state as "state: PolicyState", number,
                  created_at as "created_at: Instant", hidden_at as "hidden_at: Instant",
                  revision as "revision: Revision"
             from policy where id = $1 for no key update"#,
        id.0,
    )
    .fetch_optional(uow.conn())
    .await?
    .ok_or(Failure::NotFound { kind: "policy" })
}

/// Keeps the policies that may cover a team's models as they are until the transaction ends.
///
/// # Errors
/// The database is away.
pub async fn share_policies(uow: &mut UnitOfWork, team: TeamId) -> Result<(), Failure> {
    sqlx::query_scalar!(
        "select id from policy where hidden_at is null and (team_id is null or team_id = $1) order by id for share",
        team.0,
    )
    .fetch_all(uow.conn())
    .await?;
    Ok(())
}

/// Every content in force that may cover a team's models: its own policies and those of the installation. The caller
/// picks those that guard its move.
///
/// # Errors
/// The database is away.
pub async fn policies_in_force(
    conn: &mut PgConnection,
    team: TeamId,
) -> Result<Vec<PolicyInForce>, Failure> {
    let rows = sqlx::query!(
        r#"select p.id as "policy_id: PolicyId", v.id as "id: PolicyVersionId", p.name, v.number,
                  v.content as "content: Json<PolicyContent>"
             from policy p join policy_version v on v.policy_id = p.id and v.number = p.number
            where p.state = 'active' and p.hidden_at is null and (p.team_id is null or p.team_id = $1)
            order by p.name, p.id"#,
        team.0,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| PolicyInForce {
            policy_id: row.policy_id,
            id: row.id,
            name: row.name,
            number: row.number,
            content: row.content.0,
        })
        .collect())
}

/// Contents by policy and number: what a decision was judged under.
///
/// # Errors
/// The database is away.
pub async fn contents(
    conn: &mut PgConnection,
    named: &[(PolicyId, i32)],
) -> Result<Vec<PolicyInForce>, Failure> {
    let ids: Vec<Uuid> = named.iter().map(|(id, _)| id.0).collect();
    let numbers: Vec<i32> = named.iter().map(|(_, number)| *number).collect();
    let rows = sqlx::query!(
        r#"select p.id as "policy_id: PolicyId", v.id as "id: PolicyVersionId", p.name, v.number,
                  v.content as "content: Json<PolicyContent>"
             from unnest($1::uuid[], $2::int[]) as n (id, number)
             join policy p on p.id = n.id
             join policy_version v on v.policy_id = n.id and v.number = n.number
            order by p.name, p.id"#,
        &ids,
        &numbers,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| PolicyInForce {
            policy_id: row.policy_id,
            id: row.id,
            name: row.name,
            number: row.number,
            content: row.content.0,
        })
        .collect())
}

/// A policy with a content.
#[derive(Debug)]
pub struct PolicyRow {
    pub id: PolicyId,
    pub team: Option<Json<TeamRef>>,
    pub name: String,
    pub state: PolicyState,
    pub revision: Revision,
    pub created_at: Instant,
    pub number: i32,
    pub content: Json<PolicyContent>,
    pub published_by: Json<ActorRef>,
    pub published_at: Instant,
    pub hidden_at: Option<Instant>,
}

/// Which policies.
#[derive(Debug, Clone, Default, serde::Serialize)]
pub struct PolicyFilter {
    /// Of exactly this name.
    pub name: Option<String>,
    /// Visible or hidden.
    pub hidden: HiddenFilter,
}

/// A page of policies with the contents in force, by name.
///
/// # Errors
/// The database is away.
pub async fn policies(
    conn: &mut PgConnection,
    filter: &PolicyFilter,
    page: &PageRequest,
) -> Result<Paged<PolicyRow>, Failure> {
    let after = After::Name(page.after_key.as_deref(), page.after_id);
    let rows = select(conn, Which::Of(filter), true, after, page.rows()).await?;
    Ok(page.page(rows, |row| (row.name.clone(), row.id.0)))
}

/// One policy with the content in force.
///
/// # Errors
/// It does not exist.
pub async fn policy(conn: &mut PgConnection, id: PolicyId) -> Result<PolicyRow, Failure> {
    select(conn, Which::One(id), true, After::Nothing, 1)
        .await?
        .pop()
        .ok_or(Failure::NotFound { kind: "policy" })
}

/// A page of the contents of a policy, newest first.
///
/// # Errors
/// It does not exist.
pub async fn policy_versions(
    conn: &mut PgConnection,
    id: PolicyId,
    page: &PageRequest,
) -> Result<Paged<PolicyRow>, Failure> {
    let after = match page.after_key.as_deref().map(str::parse) {
        None => After::Nothing,
        Some(Ok(number)) => After::Number(number),
        Some(Err(_)) => return Err(Failure::malformed("page_token", "a token of this list")),
    };
    let rows = select(conn, Which::One(id), false, after, page.rows()).await?;
    if rows.is_empty() && page.after_key.is_none() {
        return Err(Failure::NotFound { kind: "policy" });
    }
    Ok(page.page(rows, |row| (row.number.to_string(), row.id.0)))
}

/// One policy, hidden or not, or those that a filter lets through.
#[derive(Clone, Copy)]
enum Which<'a> {
    One(PolicyId),
    Of(&'a PolicyFilter),
}

/// Where a page goes on.
#[derive(Clone, Copy)]
enum After<'a> {
    Nothing,
    Name(Option<&'a str>, Option<Uuid>),
    Number(i32),
}

async fn select(
    conn: &mut PgConnection,
    which: Which<'_>,
    in_force: bool,
    after: After<'_>,
    rows: i64,
) -> Result<Vec<PolicyRow>, Failure> {
    let (id, named, hidden) = match which {
        Which::One(id) => (Some(id), None, None),
        Which::Of(filter) => (None, filter.name.as_deref(), filter.hidden.wanted()),
    };
    let (name, after_id, number) = match after {
        After::Nothing => (None, None, None),
        After::Name(name, id) => (name, id, None),
        After::Number(number) => (None, None, Some(number)),
    };
    let rows = sqlx::query_as!(
        PolicyRow,
        r#"
        select p.id as "id: PolicyId",
               case when t.id is not null then jsonb_build_object('id', t.id, 'slug', t.slug, 'name', t.name) end
                   as "team: Json<TeamRef>",
               p.name, p.state as "state: PolicyState", p.revision as "revision: Revision",
               p.created_at as "created_at: Instant", v.number, v.content as "content: Json<PolicyContent>",
               jsonb_build_object('id', u.id, 'kind', u.kind, 'name', n.name) as "published_by!: Json<ActorRef>",
               v.created_at as "published_at: Instant", p.hidden_at as "hidden_at: Instant"
          from policy p
          join policy_version v on v.policy_id = p.id and (not $2 or v.number = p.number)
          join principal u on u.id = v.published_by
          left join person n on n.principal_id = u.id
          left join team t on t.id = p.team_id
         where ($1::uuid is null or p.id = $1)
           and ($7::bool is null or (p.hidden_at is not null) = $7)
           and ($8::text is null or p.name = $8)
           and ($3::text is null or (p.name, p.id) > ($3, $4))
           and ($5::int is null or v.number < $5)
         order by p.name, p.id, v.number desc
         limit $6
        "#,
        id.map(|id| id.0),
        in_force,
        name,
        after_id,
        number,
        rows,
        hidden,
        named,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows)
}
