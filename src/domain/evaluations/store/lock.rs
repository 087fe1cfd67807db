//! Rows as a command finds them, locked until it ends.

use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use crate::domain::evaluations::rules::{SeenVersion, Tried};
use crate::domain::evaluations::{Artefact, Suite, SuiteMetric, TrustClass};
use crate::ground::audit::UnitOfWork;
use crate::ground::kernel::{
    ArtefactId, Failure, Instant, PrincipalId, Revision, Sha256, SuiteId, SuiteVersionId, TeamId,
    TextDigest, VersionId,
};

/// Keeps a version as it is until the transaction ends; gives the team that owns its model.
///
/// # Errors
/// It does not exist or is hidden.
pub async fn share_version(uow: &mut UnitOfWork, id: VersionId) -> Result<TeamId, Failure> {
    sqlx::query_scalar!(
        r#"select m.team_id as "team_id: TeamId"
             from version v join model m on m.id = v.model_id
            where v.id = $1 and v.hidden_at is null and m.hidden_at is null
              for share of v"#,
        id.0,
    )
    .fetch_optional(uow.conn())
    .await?
    .ok_or(Failure::NotFound { kind: "version" })
}

/// Locks the suites of a team and the attempts on its versions: reports and changes of suites come one after
/// the other, so that no two define the same suite or take the same attempt.
///
/// # Errors
/// The database is away.
pub async fn lock_suites(uow: &mut UnitOfWork, team: TeamId) -> Result<(), Failure> {
    sqlx::query!(
        "select pg_advisory_xact_lock(hashtextextended('suites:' || $1::uuid::text, 0))",
        team.0,
    )
    .execute(uow.conn())
    .await?;
    Ok(())
}

/// The team of a suite, which never changes.
///
/// # Errors
/// The suite does not exist.
pub async fn team_of_suite(uow: &mut UnitOfWork, id: SuiteId) -> Result<TeamId, Failure> {
    sqlx::query_scalar!(
        r#"select team_id as "team_id: TeamId" from suite where id = $1"#,
        id.0,
    )
    .fetch_optional(uow.conn())
    .await?
    .ok_or(Failure::NotFound { kind: "suite" })
}

/// Locks a suite for writing. Only under the lock of its team's suites.
///
/// # Errors
/// It does not exist.
pub async fn lock_suite(uow: &mut UnitOfWork, id: SuiteId) -> Result<Suite, Failure> {
    let row = sqlx::query!(
        r#"select id as "id: SuiteId", team_id as "team_id: TeamId", name,
                  trust_class as "trust_class: TrustClass", language,
                  tasks as "tasks: Json<Vec<String>>", primary_metric,
                  coalesce(metrics, '[]') as "metrics!: Json<Vec<SuiteMetric>>",
                  description_digest as "description_digest: TextDigest",
                  created_at as "created_at: Instant", hidden_at as "hidden_at: Instant",
                  revision as "revision: Revision"
             from suite where id = $1 for no key update"#,
        id.0,
    )
    .fetch_optional(uow.conn())
    .await?
    .ok_or(Failure::NotFound { kind: "suite" })?;
    Ok(Suite {
        id: row.id,
        team_id: row.team_id,
        name: row.name,
        trust_class: row.trust_class,
        language: row.language,
        tasks: row.tasks.0,
        primary_metric: row.primary_metric,
        metrics: row.metrics.0,
        description_digest: row.description_digest,
        created_at: row.created_at,
        hidden_at: row.hidden_at,
        revision: row.revision,
    })
}

/// The team's visible suites. Only under [`lock_suites`].
///
/// # Errors
/// The database is away.
pub async fn visible_suites(uow: &mut UnitOfWork, team: TeamId) -> Result<Vec<Suite>, Failure> {
    let rows = sqlx::query!(
        r#"select id as "id: SuiteId", team_id as "team_id: TeamId", name,
                  trust_class as "trust_class: TrustClass", language,
                  tasks as "tasks: Json<Vec<String>>", primary_metric,
                  coalesce(metrics, '[]') as "metrics!: Json<Vec<SuiteMetric>>",
                  description_digest as "description_digest: TextDigest",
                  created_at as "created_at: Instant", hidden_at as "hidden_at: Instant",
                  revision as "revision: Revision"
             from suite where team_id = $1 and hidden_at is null order by name"#,
        team.0,
    )
    .fetch_all(uow.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Suite {
            id: row.id,
            team_id: row.team_id,
            name: row.name,
            trust_class: row.trust_class,
            language: row.language,
            tasks: row.tasks.0,
            primary_metric: row.primary_metric,
            metrics: row.metrics.0,
            description_digest: row.description_digest,
            created_at: row.created_at,
            hidden_at: row.hidden_at,
            revision: row.revision,
        })
        .collect())
}

/// The states of a team's suites that were seen. Only under [`lock_suites`].
///
/// # Errors
/// The database is away.
pub async fn seen_versions(
    uow: &mut UnitOfWork,
    team: TeamId,
) -> Result<Vec<SeenVersion>, Failure> {
    let rows = sqlx::query_as!(
        SeenVersion,
        r#"select v.id as "id: SuiteVersionId", v.suite_id as "suite_id: SuiteId", v.label, v.digest
             from suite_version v join suite s on s.id = v.suite_id
            where s.team_id = $1 and s.hidden_at is null"#,
        team.0,
    )
    .fetch_all(uow.conn())
    .await?;
    Ok(rows)
}

/// The last attempts of all tasks on versions. A new one is counted under [`lock_suites`].
///
/// # Errors
/// The database is away.
pub async fn tried(conn: &mut PgConnection, versions: &[VersionId]) -> Result<Vec<Tried>, Failure> {
    let versions: Vec<Uuid> = versions.iter().map(|id| id.0).collect();
    let rows = sqlx::query_as!(
        Tried,
        r#"select e.version_id as "version_id!: VersionId", s.suite_id as "suite_id: SuiteId", e.task, e.filter,
                  max(e.attempt) as "attempt!"
             from evaluation e join suite_version s on s.id = e.suite_version_id
            where e.version_id = any($1)
            group by e.version_id, s.suite_id, e.task, e.filter"#,
        &versions,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows)
}

/// The result file of a digest.
///
/// # Errors
/// The database is away.
pub async fn artefact_of(
    uow: &mut UnitOfWork,
    sha256: &Sha256,
) -> Result<Option<Artefact>, Failure> {
    let row = sqlx::query!(
        r#"select id as "id: ArtefactId", file_name, size, format, layout, model_ref,
                  imported_by as "imported_by: PrincipalId", created_at as "created_at: Instant",
                  revision as "revision: Revision"
             from artefact where sha256 = $1"#,
        &sha256.0[..],
    )
    .fetch_optional(uow.conn())
    .await?;
    Ok(row.map(|row| Artefact {
        id: row.id,
        sha256: *sha256,
        file_name: row.file_name,
        size: row.size,
        format: row.format,
        layout: row.layout,
        model_ref: row.model_ref,
        imported_by: row.imported_by,
        created_at: row.created_at,
        revision: row.revision,
    }))
}
