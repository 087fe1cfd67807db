//! Sign-ins and the sessions that they began.

use sqlx::PgConnection;
use uuid::Uuid;

use super::write::one_row;
use crate::domain::access::{Agent, SessionEnd, SignIn, SignInMeans, SignInState};
use crate::ground::audit::UnitOfWork;
use crate::ground::identity::PrincipalKind;
use crate::ground::kernel::{
    Failure, Instant, PageRequest, Paged, PrincipalId, Revision, SessionId, Sha256,
};

/// Writes a new sign-in.
///
/// # Errors
/// The database refused.
pub async fn insert_sign_in(uow: &mut UnitOfWork, sign_in: &SignIn) -> Result<(), Failure> {
    sqlx::query!(
        "insert into sign_in (id, principal_id, means, state, created_at, ended_at, ended_by, revision)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        sign_in.id.0,
        sign_in.principal_id.map(|id| id.0),
        sign_in.means as _,
        sign_in.state as _,
        sign_in.created_at.0,
        sign_in.ended_at.map(|at| at.0),
        sign_in.ended_by as _,
        sign_in.revision.0,
    )
    .execute(uow.conn())
    .await?;
    Ok(())
}

/// Writes how a session ended. It proves nothing any more.
///
/// # Errors
/// The database refused.
pub async fn end_session(uow: &mut UnitOfWork, sign_in: &SignIn) -> Result<(), Failure> {
    let result = sqlx::query!(
        "with ended as (update session set ended_at = $3 where id = $1)
         update sign_in set state = $2, ended_at = $3, ended_by = $4, revision = $5
          where id = $1 and revision = $5 - 1",
        sign_in.id.0,
        sign_in.state as _,
        sign_in.ended_at.map(|at| at.0),
        sign_in.ended_by as _,
        sign_in.revision.0,
    )
    .execute(uow.conn())
    .await?;
    one_row(&result, "sign-in")
}

/// Locks a sign-in that began a session.
///
/// # Errors
/// It does not exist.
pub async fn lock_sign_in(uow: &mut UnitOfWork, id: SessionId) -> Result<SignIn, Failure> {
    select(uow, Some(id), None)
        .await?
        .pop()
        .ok_or(Failure::NotFound { kind: "session" })
}

/// Locks the sign-ins of a person whose sessions were not ended, oldest first.
///
/// # Errors
/// The database is away.
pub async fn lock_sign_ins(uow: &mut UnitOfWork, of: PrincipalId) -> Result<Vec<SignIn>, Failure> {
    select(uow, None, Some(of)).await
}

async fn select(
    uow: &mut UnitOfWork,
    id: Option<SessionId>,
    of: Option<PrincipalId>,
) -> Result<Vec<SignIn>, Failure> {
    let rows = sqlx::query_as!(
        SignIn,
        r#"
        select id as "id: SessionId", principal_id as "principal_id: PrincipalId", means as "means: SignInMeans",
               state as "state: SignInState", created_at as "created_at: Instant", ended_at as "ended_at: Instant",
               ended_by as "ended_by: SessionEnd", revision as "revision: Revision"
          from sign_in
         where ($1::uuid is null or id = $1) and state <> 'refused'
           and ($2::uuid is null or (principal_id = $2 and state = 'entered'))
         order by id
           for no key update
        "#,
        id.map(|id| id.0),
        of.map(|id| id.0),
    )
    .fetch_all(uow.conn())
    .await?;
    Ok(rows)
}

/// A session as screens read it.
#[derive(Debug)]
pub struct SessionRow {
    /// Its id.
    pub id: SessionId,
    /// Whose.
    pub principal_id: PrincipalId,
    /// What kind of principal that is.
    pub principal_kind: PrincipalKind,
    /// Its name.
    pub principal_name: Option<String>,
    /// What it began with.
    pub means: SignInMeans,
    /// The family of the browser.
    pub agent: Option<Agent>,
    /// When it was last used.
    pub last_used_at: Instant,
    /// Until when it lasts.
    pub expires_at: Instant,
    /// When it began.
    pub created_at: Instant,
}

/// A page of the sessions that are good, by id: oldest first. `of`: of this person only.
///
/// # Errors
/// The database is away.
pub async fn sessions(
    conn: &mut PgConnection,
    of: Option<PrincipalId>,
    now: Instant,
    page: &PageRequest,
) -> Result<Paged<SessionRow>, Failure> {
    let rows = select_sessions(conn, None, of, Some(now), page.after_id, page.rows()).await?;
    Ok(page.page(rows, |row| (String::new(), row.id.0)))
}

/// One session, also one that is over.
///
/// # Errors
/// It does not exist.
pub async fn session(conn: &mut PgConnection, id: SessionId) -> Result<SessionRow, Failure> {
    select_sessions(conn, Some(id), None, None, None, 1)
        .await?
        .pop()
        .ok_or(Failure::NotFound { kind: "session" })
}

async fn select_sessions(
    conn: &mut PgConnection,
    id: Option<SessionId>,
    of: Option<PrincipalId>,
    good_at: Option<Instant>,
    after: Option<Uuid>,
    rows: i64,
) -> Result<Vec<SessionRow>, Failure> {
    let rows = sqlx::query_as!(
        SessionRow,
        r#"
        select s.id as "id: SessionId", p.id as "principal_id: PrincipalId", p.kind as "principal_kind: PrincipalKind",
               n.name as "principal_name?", i.means as "means: SignInMeans", s.agent as "agent: Agent",
               s.last_used_at as "last_used_at: Instant", s.expires_at as "expires_at: Instant",
               s.created_at as "created_at: Instant"
          from session s
          join sign_in i on i.id = s.id
          join principal p on p.id = s.principal_id
          left join person n on n.principal_id = p.id
         where ($1::uuid is null or s.id = $1)
           and ($2::uuid is null or p.id = $2)
           and ($3::timestamptz is null or (s.ended_at is null and s.expires_at > $3))
           and ($4::uuid is null or s.id > $4)
         order by s.id
         limit $5
        "#,
        id.map(|id| id.0),
        of.map(|id| id.0),
        good_at.map(|at| at.0),
        after,
        rows,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows)
}

/// Writes when tokens and sessions were last used. What is no secret of either changes nothing.
///
/// # Errors
/// The database is away.
pub async fn note_uses(
    conn: &mut PgConnection,
    secrets: &[Sha256],
    at: &[Instant],
) -> Result<(), Failure> {
    let secrets: Vec<Vec<u8>> = secrets.iter().map(|secret| secret.0.to_vec()).collect();
    let at: Vec<_> = at.iter().map(|at| at.0).collect();
    sqlx::query!(
        "with used as (select * from unnest($1::bytea[], $2::timestamptz[]) as u (secret, at)),
              tokens as (
                  insert into token_use (token_id, last_used_at)
                  select t.id, used.at from used join access_token t on t.secret_sha256 = used.secret
                  order by t.id
                  on conflict (token_id) do update
                     set last_used_at = greatest(token_use.last_used_at, excluded.last_used_at))
         update session s set last_used_at = greatest(s.last_used_at, used.at)
           from used where s.secret_sha256 = used.secret",
        &secrets,
        &at as _,
    )
    .execute(conn)
    .await?;
    Ok(())
}
