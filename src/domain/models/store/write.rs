//! Writes. Each guarded update names the revision it found, and checks that one row changed.

use serde_json::json;
use uuid::Uuid;

use crate::domain::models::{Alias, Model, Tag, Version};
use crate::ground::audit::UnitOfWork;
use crate::ground::kernel::{Failure, fold};

fn one_row(result: &sqlx::postgres::PgQueryResult, what: &str) -> Result<(), Failure> {
    if result.rows_affected() == 1 {
        Ok(())
    } else {
        Err(Failure::inconsistent(format!(
            "{what} changed under its lock"
        )))
    }
}

/// Writes a new model; `false` when the team has a visible one of that name.
///
/// # Errors
/// The database refused.
pub async fn insert_model(uow: &mut UnitOfWork, model: &Model) -> Result<bool, Failure> {
    let result = sqlx::query!(
        "insert into model (id, team_id, name, description_digest, tags, search_name, created_by, created_at, hidden_at, revision)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         on conflict do nothing",
        model.id.0,
        model.team_id.0,
        model.name,
        model.description_digest.as_ref().map(|digest| digest.0.as_str()),
        json!(model.tags),
        fold(&model.name),
        model.created_by.0,
        model.created_at.0,
        model.hidden_at.map(|at| at.0),
        model.revision.0,
    )
    .execute(uow.conn())
    .await?;
    Ok(result.rows_affected() == 1)
}

/// Writes a model's description and tags.
///
/// # Errors
/// The database refused.
pub async fn update_model_labels(uow: &mut UnitOfWork, model: &Model) -> Result<(), Failure> {
    let result = sqlx::query!(
        "update model set description_digest = $2, tags = $3, revision = $4 where id = $1 and revision = $4 - 1",
        model.id.0,
        model.description_digest.as_ref().map(|digest| digest.0.as_str()),
        json!(model.tags),
        model.revision.0,
    )
    .execute(uow.conn())
    .await?;
    one_row(&result, "model")
}

/// Writes a new version, with the words that find it.
///
/// # Errors
/// The database refused.
pub async fn insert_version(uow: &mut UnitOfWork, version: &Version) -> Result<(), Failure> {
    sqlx::query!(
        "with made as (
            insert into version (id, model_id, number, stage, basis, adopted_since, evidence_due, source, source_key,
                                 configuration, lineage, source_created_at, description_digest, tags, registered_by,
                                 created_at, stage_changed_at, hidden_at, revision)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
            returning id
         )
         insert into version_words (version_id, words) select id, array_to_tsvector($20::text[]) from made",
        version.id.0,
        version.model_id.0,
        version.number,
        version.stage as _,
        version.basis as _,
        version.adopted_since.map(|at| at.0),
        version.evidence_due,
        json!(version.source),
        version.source.key(),
        json!(version.configuration),
        json!(version.lineage),
        version.source_created_at.map(|at| at.0),
        version.description_digest.as_ref().map(|digest| digest.0.as_str()),
        json!(version.tags),
        version.registered_by.0,
        version.created_at.0,
        version.stage_changed_at.map(|at| at.0),
        version.hidden_at.map(|at| at.0),
        version.revision.0,
        &version.source.words(),
    )
    .execute(uow.conn())
    .await?;
    Ok(())
}

/// Writes the derived rows of a version's lineage.
///
/// # Errors
/// The database refused.
pub async fn insert_parents(uow: &mut UnitOfWork, version: &Version) -> Result<(), Failure> {
    if version.lineage.is_empty() {
        return Ok(());
    }
    let parents: Vec<Uuid> = version
        .lineage
        .iter()
        .map(|parent| parent.parent_version_id.0)
        .collect();
    let kinds: Vec<String> = version
        .lineage
        .iter()
        .map(|parent| parent.kind.as_str().to_owned())
        .collect();
    let techniques: Vec<Option<String>> = version
        .lineage
        .iter()
        .map(|parent| parent.technique.clone())
        .collect();
    sqlx::query!(
        "insert into version_parent (version_id, parent_id, kind, technique)
         select $1, parent, kind, technique from unnest($2::uuid[], $3::text[], $4::text[]) as p (parent, kind, technique)",
        version.id.0,
        &parents,
        &kinds,
        &techniques as _,
    )
    .execute(uow.conn())
    .await?;
    Ok(())
}

/// Writes a version's description and tags.
///
/// # Errors
/// The database refused.
pub async fn update_version_labels(uow: &mut UnitOfWork, version: &Version) -> Result<(), Failure> {
    let result = sqlx::query!(
        "update version set description_digest = $2, tags = $3, revision = $4 where id = $1 and revision = $4 - 1",
        version.id.0,
        version.description_digest.as_ref().map(|digest| digest.0.as_str()),
        json!(version.tags),
        version.revision.0,
    )
    .execute(uow.conn())
    .await?;
    one_row(&result, "version")
}

/// Writes a version's stage.
///
/// # Errors
/// The database refused.
pub async fn update_version_stage(uow: &mut UnitOfWork, version: &Version) -> Result<(), Failure> {
    let result = sqlx::query!(
        "update version set stage = $2, basis = $3, stage_changed_at = $4, revision = $5
          where id = $1 and revision = $5 - 1",
        version.id.0,
        version.stage as _,
        version.basis as _,
        version.stage_changed_at.map(|at| at.0),
        version.revision.0,
    )
    .execute(uow.conn())
    .await?;
    one_row(&result, "version")
}

/// Writes the derived rows of the tags of an owner that had none.
///
/// # Errors
/// The database refused.
pub async fn insert_tags(uow: &mut UnitOfWork, owner: Uuid, tags: &[Tag]) -> Result<(), Failure> {
    if tags.is_empty() {
        return Ok(());
    }
    let keys: Vec<String> = tags.iter().map(|tag| tag.key.clone()).collect();
    let values: Vec<String> = tags.iter().map(|tag| tag.value.clone()).collect();
    sqlx::query!(
        "insert into tag (owner_id, key, value)
         select $1, key, value from unnest($2::text[], $3::text[]) as t (key, value)
         on conflict (owner_id, key) do update set value = excluded.value",
        owner,
        &keys,
        &values,
    )
    .execute(uow.conn())
    .await?;
    Ok(())
}

/// Writes the derived rows of an owner's tags, and takes away those that it has no more.
///
/// # Errors
/// The database refused.
pub async fn set_tags(uow: &mut UnitOfWork, owner: Uuid, tags: &[Tag]) -> Result<(), Failure> {
    let keys: Vec<String> = tags.iter().map(|tag| tag.key.clone()).collect();
    sqlx::query!(
        "delete from tag where owner_id = $1 and not (key = any($2::text[]))",
        owner,
        &keys,
    )
    .execute(uow.conn())
    .await?;
    insert_tags(uow, owner, tags).await
}

/// Writes a new alias.
///
/// # Errors
/// The database refused.
pub async fn insert_alias(uow: &mut UnitOfWork, alias: &Alias) -> Result<(), Failure> {
    sqlx::query!(
        "insert into alias (id, model_id, alias, version_id, moved_by, created_at, updated_at, revision)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        alias.id.0,
        alias.model_id.0,
        alias.alias,
        alias.version_id.map(|id| id.0),
        alias.moved_by.0,
        alias.created_at.0,
        alias.updated_at.0,
        alias.revision.0,
    )
    .execute(uow.conn())
    .await?;
    Ok(())
}

/// Writes where an alias points.
///
/// # Errors
/// The database refused.
pub async fn update_alias(uow: &mut UnitOfWork, alias: &Alias) -> Result<(), Failure> {
    let result = sqlx::query!(
        "update alias set version_id = $2, moved_by = $3, updated_at = $4, revision = $5
          where id = $1 and revision = $5 - 1",
        alias.id.0,
        alias.version_id.map(|id| id.0),
        alias.moved_by.0,
        alias.updated_at.0,
        alias.revision.0,
    )
    .execute(uow.conn())
    .await?;
    one_row(&result, "alias")
}
