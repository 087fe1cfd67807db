//! What screens and commands read.

use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use crate::domain::access::{Grant, Principal, PrincipalState, Team, TeamRef, Token, TokenKind};
use crate::ground::audit::UnitOfWork;
use crate::ground::identity::{PrincipalKind, Role};
use crate::ground::kernel::{
    ApplicationId, Failure, GrantId, Instant, PageRequest, Paged, PrincipalId, Revision, TeamId,
    TokenId,
};

/// The team of a slug.
///
/// # Errors
/// The database is away.
pub async fn team_of_slug(conn: &mut PgConnection, slug: &str) -> Result<Option<TeamId>, Failure> {
    let id = sqlx::query_scalar!(
        r#"select id as "id: TeamId" from team where slug = $1"#,
        slug
    )
    .fetch_optional(conn)
    .await?;
    Ok(id)
}

/// A page of teams, by slug.
///
/// # Errors
/// The database is away.
pub async fn teams(conn: &mut PgConnection, page: &PageRequest) -> Result<Paged<Team>, Failure> {
    let rows = sqlx::query_as!(
        Team,
        r#"select id as "id: TeamId", slug, name, created_at as "created_at: Instant",
                  hidden_at as "hidden_at: Instant", revision as "revision: Revision"
             from team
            where hidden_at is null and ($1::text is null or (slug, id) > ($1, $2))
            order by slug, id
            limit $3"#,
        page.after_key,
        page.after_id,
        page.rows(),
    )
    .fetch_all(conn)
    .await?;
    Ok(page.page(rows, |team| (team.slug.clone(), team.id.0)))
}

/// A role of a member.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct GrantRow {
    /// Its id.
    pub id: GrantId,
    /// Which role.
    pub role: Role,
    /// On which team; everywhere without.
    pub team: Option<TeamRef>,
    /// In which environment; everywhere without.
    pub environment: Option<String>,
    /// How often it changed.
    pub revision: Revision,
    /// Since when.
    pub created_at: Instant,
    /// Until when.
    pub revoked_at: Option<Instant>,
}

/// A member with its roles.
#[derive(Debug)]
pub struct MemberRow {
    /// Its id.
    pub id: PrincipalId,
    /// Person, machine or the service itself.
    pub kind: PrincipalKind,
    /// Its name; `None` when it was erased.
    pub name: Option<String>,
    /// Its address.
    pub email: Option<String>,
    /// Where it stands.
    pub state: PrincipalState,
    /// Its roles in force.
    pub grants: Json<Vec<GrantRow>>,
    /// When it was last seen.
    pub last_seen_at: Option<Instant>,
    /// How often it changed.
    pub revision: Revision,
    /// When it was created.
    pub created_at: Instant,
}

/// A page of members, by id: oldest first.
///
/// # Errors
/// The database is away.
pub async fn members(
    conn: &mut PgConnection,
    page: &PageRequest,
) -> Result<Paged<MemberRow>, Failure> {
    let rows = select_members(conn, None, page.after_id, page.rows()).await?;
    Ok(page.page(rows, |row| (String::new(), row.id.0)))
}

/// One member.
///
/// # Errors
/// It does not exist.
pub async fn member(conn: &mut PgConnection, id: PrincipalId) -> Result<MemberRow, Failure> {
    select_members(conn, Some(id), None, 1)
        .await?
        .pop()
        .ok_or(Failure::NotFound { kind: "member" })
}

async fn select_members(
    conn: &mut PgConnection,
    id: Option<PrincipalId>,
    after: Option<Uuid>,
    rows: i64,
) -> Result<Vec<MemberRow>, Failure> {
    let rows = sqlx::query_as!(
        MemberRow,
        r#"
        select p.id as "id: PrincipalId", p.kind as "kind: PrincipalKind", n.name as "name?", n.email as "email?",
               p.state as "state: PrincipalState", p.revision as "revision: Revision",
               p.created_at as "created_at: Instant",
               coalesce((select jsonb_agg(jsonb_build_object(
                             'id', g.id, 'role', g.role, 'environment', g.environment, 'revision', g.revision,
                             'created_at', g.created_at, 'revoked_at', g.revoked_at,
                             'team', case when t.id is not null then
                                 jsonb_build_object('id', t.id, 'slug', t.slug, 'name', t.name) end)
                             order by g.role, g.id)
                           from access_grant g left join team t on t.id = g.team_id
                          where g.principal_id = p.id and g.revoked_at is null), '[]')
                   as "grants!: Json<Vec<GrantRow>>",
               (select max(s.last_used_at) from session s where s.principal_id = p.id)
                   as "last_seen_at: Instant"
          from principal p
          left join person n on n.principal_id = p.id
         where ($1::uuid is null or p.id = $1)
           and ($2::uuid is null or p.id > $2)
         order by p.id
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

/// The roles of a principal in force.
///
/// # Errors
/// The database is away.
pub async fn grants(conn: &mut PgConnection, id: PrincipalId) -> Result<Vec<GrantRow>, Failure> {
    Ok(member(conn, id).await?.grants.0)
}

/// The person of a name, an address or an id, when exactly one fits.
///
/// # Errors
/// Nobody fits, or several do.
pub async fn find_member(conn: &mut PgConnection, who: &str) -> Result<PrincipalId, Failure> {
    let ids = sqlx::query_scalar!(
        r#"select p.id as "id: PrincipalId" from principal p left join person n on n.principal_id = p.id
            where p.kind = 'user' and (p.id::text = $1 or n.name = $1 or lower(n.email) = lower($1))
            limit 2"#,
        who,
    )
    .fetch_all(conn)
    .await?;
    match ids.as_slice() {
        [id] => Ok(*id),
        [] => Err(Failure::NotFound { kind: "member" }),
        _ => Err(Failure::invalid(
            "/member",
            "the id: several members have that name",
        )),
    }
}

/// Locks a principal for writing.
///
/// # Errors
/// It does not exist.
pub async fn lock_principal(uow: &mut UnitOfWork, id: PrincipalId) -> Result<Principal, Failure> {
    sqlx::query_as!(
        Principal,
        r#"select id as "id: PrincipalId", kind as "kind: PrincipalKind",
                  responsible_user as "responsible_user: PrincipalId", state as "state: PrincipalState",
                  created_at as "created_at: Instant", revision as "revision: Revision"
             from principal where id = $1 for no key update"#,
        id.0,
    )
    .fetch_optional(uow.conn())
    .await?
    .ok_or(Failure::NotFound { kind: "member" })
}

/// Locks a grant for writing.
///
/// # Errors
/// It does not exist.
pub async fn lock_grant(uow: &mut UnitOfWork, id: GrantId) -> Result<Grant, Failure> {
    sqlx::query_as!(
        Grant,
        r#"select id as "id: GrantId", principal_id as "principal_id: PrincipalId", role as "role: Role",
                  team_id as "team_id: TeamId", environment, created_at as "created_at: Instant",
                  revoked_at as "revoked_at: Instant", revision as "revision: Revision"
             from access_grant where id = $1 for no key update"#,
        id.0,
    )
    .fetch_optional(uow.conn())
    .await?
    .ok_or(Failure::NotFound { kind: "grant" })
}

/// Locks a token for writing.
///
/// # Errors
/// It does not exist.
pub async fn lock_token(uow: &mut UnitOfWork, id: TokenId) -> Result<Token, Failure> {
    sqlx::query_as!(
        Token,
        r#"select id as "id: TokenId", kind as "kind: TokenKind", principal_id as "principal_id: PrincipalId",
                  name, prefix, may_approve, application_id as "application_id: ApplicationId", environment,
                  expires_at as "expires_at: Instant", created_at as "created_at: Instant",
                  revoked_at as "revoked_at: Instant", revision as "revision: Revision"
             from access_token where id = $1 for no key update"#,
        id.0,
    )
    .fetch_optional(uow.conn())
    .await?
    .ok_or(Failure::NotFound { kind: "token" })
}

/// How many active administrators of everything there are besides this one. Locks their grants.
///
/// # Errors
/// The database is away.
pub async fn admins_besides(uow: &mut UnitOfWork, besides: PrincipalId) -> Result<i64, Failure> {
    let others = sqlx::query_scalar!(
        r#"select p.id as "id: PrincipalId" from access_grant g join principal p on p.id = g.principal_id
            where g.role = 'admin' and g.team_id is null and g.revoked_at is null
              and p.state = 'active' and p.kind = 'user' and p.id <> $1
            order by g.id
              for share of g, p"#,
        besides.0,
    )
    .fetch_all(uow.conn())
    .await?;
    Ok(i64::try_from(others.len()).unwrap_or(i64::MAX))
}

/// The same without a lock, for who only asks.
///
/// # Errors
/// The database is away.
pub async fn count_admins_besides(
    conn: &mut PgConnection,
    besides: PrincipalId,
) -> Result<i64, Failure> {
    let others = sqlx::query_scalar!(
        r#"select count(*) as "others!" from access_grant g join principal p on p.id = g.principal_id
            where g.role = 'admin' and g.team_id is null and g.revoked_at is null
              and p.state = 'active' and p.kind = 'user' and p.id <> $1"#,
        besides.0,
    )
    .fetch_one(conn)
    .await?;
    Ok(others)
}

/// The administrator who was invited and never came, when no administrator is active.
/// The outer `None`: there is an active one.
///
/// # Errors
/// The database is away.
pub async fn unused_admin(uow: &mut UnitOfWork) -> Result<Option<Option<PrincipalId>>, Failure> {
    let row = sqlx::query!(
        r#"
        select exists (select from access_grant g join principal p on p.id = g.principal_id
                        where g.role = 'admin' and g.team_id is null and g.revoked_at is null
                          and p.state = 'active' and p.kind = 'user') as "active!",
               (select p.id from access_grant g join principal p on p.id = g.principal_id
                 where g.role = 'admin' and g.team_id is null and g.revoked_at is null
                   and p.state = 'invited' order by p.id limit 1) as "invited: PrincipalId"
        "#
    )
    .fetch_one(uow.conn())
    .await?;
    Ok((!row.active).then_some(row.invited))
}
