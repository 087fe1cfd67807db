//! Rows as a command finds them, locked until it ends.

use sqlx::types::Json;

use crate::domain::models::{
    Alias, Basis, Configuration, Model, Parent, Source, Stage, TagState, Version,
};
use crate::ground::audit::UnitOfWork;
use crate::ground::kernel::{
    AliasId, Failure, Instant, ModelId, PrincipalId, Revision, TeamId, TextDigest, VersionId,
};

/// Locks a model for writing: it, its aliases, and the numbers of its versions.
///
/// # Errors
/// It does not exist.
pub async fn lock_model(uow: &mut UnitOfWork, id: ModelId) -> Result<Model, Failure> {
    let row = sqlx::query!(
        r#"select id as "id: ModelId", team_id as "team_id: TeamId", name,
                  description_digest as "description_digest: TextDigest",
                  tags as "tags: Json<Vec<TagState>>", created_by as "created_by: PrincipalId",
                  created_at as "created_at: Instant", hidden_at as "hidden_at: Instant",
                  revision as "revision: Revision"
             from model where id = $1 for no key update"#,
        id.0,
    )
    .fetch_optional(uow.conn())
    .await?
    .ok_or(Failure::NotFound { kind: "model" })?;
    Ok(Model {
        id: row.id,
        team_id: row.team_id,
        name: row.name,
        description_digest: row.description_digest,
        tags: row.tags.0,
        created_by: row.created_by,
        created_at: row.created_at,
        hidden_at: row.hidden_at,
        revision: row.revision,
    })
}

/// Locks a version for writing, with the team that owns its model.
///
/// # Errors
/// It does not exist.
pub async fn lock_version(
    uow: &mut UnitOfWork,
    id: VersionId,
) -> Result<(Version, TeamId), Failure> {
    let row = sqlx::query!(
        r#"select v.id as "id: VersionId", v.model_id as "model_id: ModelId", v.number,
                  v.stage as "stage: Stage", v.basis as "basis: Basis",
                  v.adopted_since as "adopted_since: Instant", v.evidence_due,
                  v.source as "source: Json<Source>",
                  v.configuration as "configuration: Json<Configuration>",
                  v.lineage as "lineage: Json<Vec<Parent>>",
                  v.source_created_at as "source_created_at: Instant",
                  v.description_digest as "description_digest: TextDigest",
                  v.tags as "tags: Json<Vec<TagState>>",
                  v.registered_by as "registered_by: PrincipalId",
                  v.created_at as "created_at: Instant",
                  v.stage_changed_at as "stage_changed_at: Instant",
                  v.hidden_at as "hidden_at: Instant", v.revision as "revision: Revision",
                  m.team_id as "team_id: TeamId"
             from version v join model m on m.id = v.model_id
            where v.id = $1 for no key update of v"#,
        id.0,
    )
    .fetch_optional(uow.conn())
    .await?
    .ok_or(Failure::NotFound { kind: "version" })?;
    let version = Version {
        id: row.id,
        model_id: row.model_id,
        number: row.number,
        stage: row.stage,
        basis: row.basis,
        adopted_since: row.adopted_since,
        evidence_due: row.evidence_due,
        source: row.source.0,
        configuration: row.configuration.0,
        lineage: row.lineage.0,
        source_created_at: row.source_created_at,
        description_digest: row.description_digest,
        tags: row.tags.0,
        registered_by: row.registered_by,
        created_at: row.created_at,
        stage_changed_at: row.stage_changed_at,
        hidden_at: row.hidden_at,
        revision: row.revision,
    };
    Ok((version, row.team_id))
}

/// The number of the model's next version. Only under the model's lock.
///
/// A range of one model and not `=`: only the index by model and number gives this order. For `max(number)` the
/// planner may walk the numbers of all models down until it meets this one's.
///
/// # Errors
/// The database is away.
pub async fn next_number(uow: &mut UnitOfWork, model: ModelId) -> Result<i32, Failure> {
    let next = sqlx::query_scalar!(
        r#"select coalesce((select number from version where model_id between $1 and $1
                                order by model_id, number desc limit 1), 0) + 1 as "next!""#,
        model.0,
    )
    .fetch_one(uow.conn())
    .await?;
    Ok(next)
}

/// Which of these versions exist.
///
/// # Errors
/// The database is away.
pub async fn visible_versions(
    uow: &mut UnitOfWork,
    ids: &[VersionId],
) -> Result<Vec<VersionId>, Failure> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<uuid::Uuid> = ids.iter().map(|id| id.0).collect();
    let found = sqlx::query_scalar!(
        r#"select id as "id: VersionId" from version
            where id = any($1) and hidden_at is null order by id for share"#,
        &ids,
    )
    .fetch_all(uow.conn())
    .await?;
    Ok(found)
}

/// Locks an alias for writing. Only under the model's lock, so that a new one has no rival.
///
/// # Errors
/// The database is away.
pub async fn lock_alias(
    uow: &mut UnitOfWork,
    model: ModelId,
    alias: &str,
) -> Result<Option<Alias>, Failure> {
    let alias = sqlx::query_as!(
        Alias,
        r#"select id as "id: AliasId", model_id as "model_id: ModelId", alias,
                  version_id as "version_id: VersionId", moved_by as "moved_by: PrincipalId",
                  created_at as "created_at: Instant", updated_at as "updated_at: Instant",
                  revision as "revision: Revision"
             from alias where model_id = $1 and alias = $2 for no key update"#,
        model.0,
        alias,
    )
    .fetch_optional(uow.conn())
    .await?;
    Ok(alias)
}
