//! Writes, and the rows they lock.

use crate::domain::access::{Grant, Principal, Team, Token};
use crate::ground::audit::UnitOfWork;
use crate::ground::kernel::{
    ApplicationId, Failure, Instant, PrincipalId, Revision, Sha256, TeamId,
};

/// Writes a new team; `false` when the slug is taken.
///
/// # Errors
/// The database refused.
pub async fn insert_team(uow: &mut UnitOfWork, team: &Team) -> Result<bool, Failure> {
    let result = sqlx::query!(
        "insert into team (id, slug, name, created_at, hidden_at, revision) values ($1, $2, $3, $4, $5, $6)
         on conflict do nothing",
        team.id.0,
        team.slug,
        team.name,
        team.created_at.0,
        team.hidden_at.map(|at| at.0),
        team.revision.0,
    )
    .execute(uow.conn())
    .await?;
    Ok(result.rows_affected() == 1)
}

/// Writes a new principal with its name.
///
/// # Errors
/// The database refused.
pub async fn insert_principal(
    uow: &mut UnitOfWork,
    principal: &Principal,
    name: &str,
    email: Option<&str>,
) -> Result<(), Failure> {
    sqlx::query!(
        "with p as (
            insert into principal (id, kind, responsible_user, state, created_at, revision)
            values ($1, $2, $3, $4, $5, $6)
         )
         insert into person (principal_id, name, email) values ($1, $7, $8)",
        principal.id.0,
        principal.kind as _,
        principal.responsible_user.map(|id| id.0),
        principal.state as _,
        principal.created_at.0,
        principal.revision.0,
        name,
        email,
    )
    .execute(uow.conn())
    .await?;
    Ok(())
}

/// Writes a new grant; `false` when the principal holds it already.
///
/// # Errors
/// The database refused.
pub async fn insert_grant(uow: &mut UnitOfWork, grant: &Grant) -> Result<bool, Failure> {
    let result = sqlx::query!(
        "insert into access_grant (id, principal_id, role, team_id, environment, created_at, revoked_at, revision)
         values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict do nothing",
        grant.id.0,
        grant.principal_id.0,
        grant.role as _,
        grant.team_id.map(|id| id.0),
        grant.environment,
        grant.created_at.0,
        grant.revoked_at.map(|at| at.0),
        grant.revision.0,
    )
    .execute(uow.conn())
    .await?;
    Ok(result.rows_affected() == 1)
}

/// Reads a team and keeps it as it is until the transaction ends.
///
/// # Errors
/// The database is away.
pub async fn share_team(uow: &mut UnitOfWork, id: TeamId) -> Result<Option<Team>, Failure> {
    let team = sqlx::query_as!(
        Team,
        r#"select id as "id: TeamId", slug, name, created_at as "created_at: Instant",
                  hidden_at as "hidden_at: Instant", revision as "revision: Revision"
             from team where id = $1 for share"#,
        id.0,
    )
    .fetch_optional(uow.conn())
    .await?;
    Ok(team)
}

/// Writes a new token with the digest of its secret.
///
/// # Errors
/// The database refused.
pub async fn insert_token(
    uow: &mut UnitOfWork,
    token: &Token,
    secret: Sha256,
) -> Result<(), Failure> {
    sqlx::query!(
        "insert into access_token (id, kind, principal_id, name, secret_sha256, prefix, may_approve, application_id,
                                   environment, expires_at, created_at, revoked_at, revision)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        token.id.0,
        token.kind as _,
        token.principal_id.0,
        token.name,
        &secret.0[..],
        token.prefix,
        token.may_approve,
        token.application_id.map(|id| id.0),
        token.environment,
        token.expires_at.0,
        token.created_at.0,
        token.revoked_at.map(|at| at.0),
        token.revision.0,
    )
    .execute(uow.conn())
    .await?;
    Ok(())
}

/// Writes since when a token is revoked.
///
/// # Errors
/// The database refused.
pub async fn update_token_revoked(uow: &mut UnitOfWork, token: &Token) -> Result<(), Failure> {
    let result = sqlx::query!(
        "update access_token set revoked_at = $2, revision = $3 where id = $1 and revision = $3 - 1",
        token.id.0,
        token.revoked_at.map(|at| at.0),
        token.revision.0,
    )
    .execute(uow.conn())
    .await?;
    one_row(&result, "token")
}

/// Writes since when a grant is revoked.
///
/// # Errors
/// The database refused.
pub async fn update_grant_revoked(uow: &mut UnitOfWork, grant: &Grant) -> Result<(), Failure> {
    let result = sqlx::query!(
        "update access_grant set revoked_at = $2, revision = $3 where id = $1 and revision = $3 - 1",
        grant.id.0,
        grant.revoked_at.map(|at| at.0),
        grant.revision.0,
    )
    .execute(uow.conn())
    .await?;
    one_row(&result, "grant")
}

/// Writes where a principal stands.
///
/// # Errors
/// The database refused.
pub async fn update_principal_state(
    uow: &mut UnitOfWork,
    principal: &Principal,
) -> Result<(), Failure> {
    let result = sqlx::query!(
        "update principal set state = $2, revision = $3 where id = $1 and revision = $3 - 1",
        principal.id.0,
        principal.state as _,
        principal.revision.0,
    )
    .execute(uow.conn())
    .await?;
    one_row(&result, "principal")
}

/// Writes a person's name: outside the log, so without an event.
///
/// # Errors
/// The database refused.
pub async fn rename_person(
    uow: &mut UnitOfWork,
    id: PrincipalId,
    name: &str,
) -> Result<(), Failure> {
    sqlx::query!(
        "update person set name = $2 where principal_id = $1",
        id.0,
        name
    )
    .execute(uow.conn())
    .await?;
    Ok(())
}

/// Says who a subject of a trusted issuer is; `false` when somebody is it already.
///
/// # Errors
/// The database refused.
pub async fn insert_identity(
    conn: &mut sqlx::PgConnection,
    issuer: &str,
    subject: &str,
    principal: PrincipalId,
    now: Instant,
) -> Result<bool, Failure> {
    let result = sqlx::query!(
        "insert into external_identity (issuer, subject, principal_id, created_at) values ($1, $2, $3, $4)
         on conflict do nothing",
        issuer,
        subject,
        principal.0,
        now.0,
    )
    .execute(conn)
    .await?;
    Ok(result.rows_affected() == 1)
}

fn one_row(result: &sqlx::postgres::PgQueryResult, what: &str) -> Result<(), Failure> {
    if result.rows_affected() == 1 {
        Ok(())
    } else {
        Err(Failure::inconsistent(format!(
            "{what} changed under its lock"
        )))
    }
}

/// Of two first starts at once the second waits here, and then finds what the first one made.
///
/// # Errors
/// The database is away.
pub async fn lock_installation(uow: &mut UnitOfWork) -> Result<(), Failure> {
    sqlx::query!("select size from audit_tree for update")
        .fetch_one(uow.conn())
        .await?;
    Ok(())
}

/// Keeps an application as it is until the transaction ends; whether there is a visible one.
///
/// # Errors
/// The database is away.
pub async fn share_visible_application(
    uow: &mut UnitOfWork,
    id: ApplicationId,
) -> Result<bool, Failure> {
    let found = sqlx::query_scalar!(
        "select id from application where id = $1 and hidden_at is null for share",
        id.0,
    )
    .fetch_optional(uow.conn())
    .await?;
    Ok(found.is_some())
}
