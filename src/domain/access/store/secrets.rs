//! One-time links and the secrets of sessions: operational rows, found by the SHA-256 of their secret.

use sqlx::PgConnection;

use crate::domain::access::{Agent, PrincipalState};
use crate::ground::kernel::{Failure, Instant, PrincipalId, SessionId, Sha256};

/// A one-time link, locked.
#[derive(Debug)]
pub struct LinkRow {
    /// Whom it signs in.
    pub principal_id: PrincipalId,
    /// Where that person stands.
    pub state: PrincipalState,
    /// Until when it is good.
    pub expires_at: Instant,
    /// When it was used.
    pub used_at: Option<Instant>,
}

/// Writes a one-time link.
///
/// # Errors
/// The database refused.
pub async fn insert_link(
    conn: &mut PgConnection,
    secret: Sha256,
    principal: PrincipalId,
    now: Instant,
    expires_at: Instant,
) -> Result<(), Failure> {
    sqlx::query!(
        "insert into sign_in_link (secret_sha256, principal_id, created_at, expires_at) values ($1, $2, $3, $4)",
        &secret.0[..],
        principal.0,
        now.0,
        expires_at.0,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Finds a link that was not used and marks it as used: of two clicks one succeeds.
///
/// # Errors
/// The database is away.
pub async fn take_link(
    conn: &mut PgConnection,
    secret: Sha256,
    now: Instant,
) -> Result<Option<LinkRow>, Failure> {
    let row = sqlx::query_as!(
        LinkRow,
        r#"
        update sign_in_link l set used_at = $2
          from principal p
         where p.id = l.principal_id and l.secret_sha256 = $1 and l.used_at is null
        returning l.principal_id as "principal_id: PrincipalId", p.state as "state: PrincipalState",
                  l.expires_at as "expires_at: Instant", l.used_at as "used_at: Instant"
        "#,
        &secret.0[..],
        now.0,
    )
    .fetch_optional(conn)
    .await?;
    Ok(row)
}

/// Whom a link was made for, used or not; `None`: nobody made it.
///
/// # Errors
/// The database is away.
pub async fn link_of(
    conn: &mut PgConnection,
    secret: Sha256,
) -> Result<Option<PrincipalId>, Failure> {
    let of = sqlx::query_scalar!(
        r#"select principal_id as "id: PrincipalId" from sign_in_link where secret_sha256 = $1"#,
        &secret.0[..],
    )
    .fetch_optional(conn)
    .await?;
    Ok(of)
}

/// Writes a session.
///
/// # Errors
/// The database refused.
pub async fn insert_session(
    conn: &mut PgConnection,
    id: SessionId,
    secret: Sha256,
    principal: PrincipalId,
    agent: Option<Agent>,
    now: Instant,
    expires_at: Instant,
) -> Result<(), Failure> {
    sqlx::query!(
        "insert into session (secret_sha256, id, principal_id, created_at, expires_at, last_used_at, agent)
         values ($1, $2, $3, $4, $5, $4, $6)",
        &secret.0[..],
        id.0,
        principal.0,
        now.0,
        expires_at.0,
        agent as _,
    )
    .execute(conn)
    .await?;
    Ok(())
}
