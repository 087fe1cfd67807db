//! SQL of teams, principals and grants.

use sqlx::PgConnection;

use super::{Grant, Principal, Team};
use crate::ground::audit::UnitOfWork;
use crate::ground::kernel::{Failure, Instant, Revision, TeamId};

/// Writes a new team.
///
/// # Errors
/// The database refused.
pub async fn insert_team(uow: &mut UnitOfWork, team: &Team) -> Result<(), Failure> {
    sqlx::query!(
        "insert into team (id, slug, name, created_at, hidden_at, revision) values ($1, $2, $3, $4, $5, $6)",
        team.id.0,
        team.slug,
        team.name,
        team.created_at.0,
        team.hidden_at.map(|at| at.0),
        team.revision.0,
    )
    .execute(uow.conn())
    .await?;
    Ok(())
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

/// Writes a new grant.
///
/// # Errors
/// The database refused.
pub async fn insert_grant(uow: &mut UnitOfWork, grant: &Grant) -> Result<(), Failure> {
    sqlx::query!(
        "insert into access_grant (id, principal_id, role, team_id, environment, created_at, revoked_at, revision)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
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
    Ok(())
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
