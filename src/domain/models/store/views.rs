//! What screens and answers read: one statement for each list.

use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use crate::domain::access::TeamRef;
use crate::domain::models::{
    Basis, Configuration, LineageKind, Parent, RouteRef, Serve, Source, Stage, Tag, VersionRef,
};
use crate::ground::identity::PrincipalKind;
use crate::ground::kernel::{
    AliasId, Failure, Instant, ModelId, PageRequest, Paged, PrincipalId, Revision, RouteId, TeamId,
    VersionId, fold,
};

/// Which models.
#[derive(Debug, Clone, Default, serde::Serialize)]
pub struct ModelFilter {
    /// Whose name holds this text, in any case.
    pub q: Option<String>,
    /// Of this team.
    pub team: Option<TeamId>,
    /// Of exactly this name.
    pub name: Option<String>,
    /// That carry this tag: `key` or `key=value`.
    pub tag: Option<String>,
}

/// A model with what its page shows.
#[derive(Debug)]
pub struct ModelRow {
    pub id: ModelId,
    pub team: Json<TeamRef>,
    pub name: String,
    pub search_name: String,
    pub description: Option<String>,
    pub tags: Json<Vec<Tag>>,
    pub created_by: PrincipalId,
    pub created_by_kind: PrincipalKind,
    pub created_by_name: Option<String>,
    pub created_at: Instant,
    pub hidden_at: Option<Instant>,
    pub revision: Revision,
    pub stage_counts: Json<std::collections::BTreeMap<String, i64>>,
    pub newest: Option<Json<(VersionId, i32, Stage)>>,
}

/// A page of models, by name.
///
/// # Errors
/// The database is away.
pub async fn models(
    conn: &mut PgConnection,
    filter: &ModelFilter,
    page: &PageRequest,
) -> Result<Paged<ModelRow>, Failure> {
    let (tag_key, tag_value) = match filter.tag.as_deref().map(|tag| tag.split_once('=')) {
        Some(Some((key, value))) => (Some(key), Some(value)),
        Some(None) => (filter.tag.as_deref(), None),
        None => (None, None),
    };
    let rows = select_models(
        conn,
        None,
        filter,
        (tag_key, tag_value),
        page.after_key.as_deref(),
        page.after_id,
        page.rows(),
    )
    .await?;
    Ok(page.page(rows, |row| (row.search_name.clone(), row.id.0)))
}

/// One model.
///
/// # Errors
/// It does not exist.
pub async fn model(conn: &mut PgConnection, id: ModelId) -> Result<ModelRow, Failure> {
    let filter = ModelFilter::default();
    select_models(conn, Some(id), &filter, (None, None), None, None, 1)
        .await?
        .pop()
        .ok_or(Failure::NotFound { kind: "model" })
}

async fn select_models(
    conn: &mut PgConnection,
    id: Option<ModelId>,
    filter: &ModelFilter,
    tag: (Option<&str>, Option<&str>),
    after_key: Option<&str>,
    after_id: Option<Uuid>,
    rows: i64,
) -> Result<Vec<ModelRow>, Failure> {
    let rows = sqlx::query_as!(
        ModelRow,
        r#"
        select m.id as "id: ModelId", m.name, m.search_name, d.value as "description?",
               jsonb_build_object('id', t.id, 'slug', t.slug, 'name', t.name) as "team!: Json<TeamRef>",
               coalesce((select jsonb_agg(jsonb_build_object('key', g.key, 'value', g.value) order by g.key)
                           from tag g where g.owner_id = m.id), '[]') as "tags!: Json<Vec<Tag>>",
               m.created_by as "created_by: PrincipalId", p.kind as "created_by_kind: PrincipalKind",
               n.name as "created_by_name?", m.created_at as "created_at: Instant",
               m.hidden_at as "hidden_at: Instant", m.revision as "revision: Revision",
               coalesce((select jsonb_object_agg(c.stage, c.n)
                           from (select v.stage, count(*) as n from version v
                                  where v.model_id = m.id and v.hidden_at is null group by v.stage) c), '{}')
                   as "stage_counts!: Json<std::collections::BTreeMap<String, i64>>",
               (select jsonb_build_array(v.id, v.number, v.stage) from version v
                 where v.model_id = m.id and v.hidden_at is null order by v.number desc limit 1)
                   as "newest: Json<(VersionId, i32, Stage)>"
          from model m
          join team t on t.id = m.team_id
          join principal p on p.id = m.created_by
          left join person n on n.principal_id = m.created_by
          left join text d on d.digest = m.description_digest
         where ($1::uuid is null or m.id = $1)
           and ($1::uuid is not null or m.hidden_at is null)
           and ($2::text is null or position($2 in m.search_name) > 0)
           and ($3::uuid is null or m.team_id = $3)
           and ($4::text is null or m.name = $4)
           and ($5::text is null or exists (select from tag g where g.owner_id = m.id and g.key = $5
                                               and ($6::text is null or g.value = $6)))
           and ($7::text is null or (m.search_name, m.id) > ($7, $8))
         order by m.search_name, m.id
         limit $9
        "#,
        id.map(|id| id.0),
        filter.q.as_deref().map(fold),
        filter.team.map(|id| id.0),
        filter.name,
        tag.0,
        tag.1,
        after_key,
        after_id,
        rows,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows)
}

/// Which versions.
#[derive(Debug, Clone, Default, serde::Serialize)]
pub struct VersionFilter {
    /// Of this model.
    pub model: Option<ModelId>,
    /// Of models of this name.
    pub model_name: Option<String>,
    /// Of models of this team.
    pub team: Option<TeamId>,
    /// With this number.
    pub number: Option<i32>,
    /// In this stage.
    pub stage: Option<Stage>,
    /// Whose source is this model string or digest.
    pub source_key: Option<String>,
}

/// A version with what its page shows.
#[derive(Debug)]
pub struct VersionRow {
    pub id: VersionId,
    pub model_id: ModelId,
    pub model_name: String,
    pub team: Json<TeamRef>,
    pub number: i32,
    pub stage: Stage,
    pub basis: Basis,
    pub adopted_since: Option<Instant>,
    pub evidence_due: Option<chrono::NaiveDate>,
    pub source: Json<Source>,
    pub configuration: Json<Configuration>,
    pub lineage: Json<Vec<Parent>>,
    pub source_created_at: Option<Instant>,
    pub description: Option<String>,
    pub tags: Json<Vec<Tag>>,
    pub registered_by: PrincipalId,
    pub registered_by_kind: PrincipalKind,
    pub registered_by_name: Option<String>,
    pub created_at: Instant,
    pub stage_changed_at: Option<Instant>,
    pub hidden_at: Option<Instant>,
    pub revision: Revision,
    pub aliases: Vec<String>,
}

/// A page of versions, newest first.
///
/// # Errors
/// The database is away.
pub async fn versions(
    conn: &mut PgConnection,
    filter: &VersionFilter,
    page: &PageRequest,
) -> Result<Paged<VersionRow>, Failure> {
    let before = page
        .after_key
        .as_deref()
        .and_then(|key| key.parse::<i32>().ok());
    let rows = select_versions(conn, None, filter, before, page.after_id, page.rows()).await?;
    Ok(page.page(rows, |row| (row.number.to_string(), row.id.0)))
}

/// One version.
///
/// # Errors
/// It does not exist.
pub async fn version(conn: &mut PgConnection, id: VersionId) -> Result<VersionRow, Failure> {
    select_versions(conn, Some(id), &VersionFilter::default(), None, None, 1)
        .await?
        .pop()
        .ok_or(Failure::NotFound { kind: "version" })
}

async fn select_versions(
    conn: &mut PgConnection,
    id: Option<VersionId>,
    filter: &VersionFilter,
    before: Option<i32>,
    after_id: Option<Uuid>,
    rows: i64,
) -> Result<Vec<VersionRow>, Failure> {
    let rows = sqlx::query_as!(
        VersionRow,
        r#"
        select v.id as "id: VersionId", v.model_id as "model_id: ModelId", m.name as model_name,
               jsonb_build_object('id', t.id, 'slug', t.slug, 'name', t.name) as "team!: Json<TeamRef>",
               v.number, v.stage as "stage: Stage", v.basis as "basis: Basis",
               v.adopted_since as "adopted_since: Instant", v.evidence_due,
               v.source as "source: Json<Source>", v.configuration as "configuration: Json<Configuration>",
               v.lineage as "lineage: Json<Vec<Parent>>",
               v.source_created_at as "source_created_at: Instant", d.value as "description?",
               coalesce((select jsonb_agg(jsonb_build_object('key', g.key, 'value', g.value) order by g.key)
                           from tag g where g.owner_id = v.id), '[]') as "tags!: Json<Vec<Tag>>",
               v.registered_by as "registered_by: PrincipalId",
               p.kind as "registered_by_kind: PrincipalKind", n.name as "registered_by_name?",
               v.created_at as "created_at: Instant", v.stage_changed_at as "stage_changed_at: Instant",
               v.hidden_at as "hidden_at: Instant", v.revision as "revision: Revision",
               array(select a.alias from alias a where a.version_id = v.id order by a.alias) as "aliases!"
          from version v
          join model m on m.id = v.model_id
          join team t on t.id = m.team_id
          join principal p on p.id = v.registered_by
          left join person n on n.principal_id = v.registered_by
          left join text d on d.digest = v.description_digest
         where ($1::uuid is null or v.id = $1)
           and ($1::uuid is not null or v.hidden_at is null)
           and ($2::uuid is null or v.model_id = $2)
           and ($3::text is null or m.name = $3)
           and ($4::uuid is null or m.team_id = $4)
           and ($5::int is null or v.number = $5)
           and ($6::text is null or v.stage = $6)
           and ($7::text is null or v.source_key = $7)
           and ($8::int is null or (v.number, v.id) < ($8, $9))
         order by v.number desc, v.id desc
         limit $10
        "#,
        id.map(|id| id.0),
        filter.model.map(|id| id.0),
        filter.model_name,
        filter.team.map(|id| id.0),
        filter.number,
        filter.stage.map(Stage::as_str),
        filter.source_key,
        before,
        after_id,
        rows,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows)
}

/// References of versions by id, in no particular order.
///
/// # Errors
/// The database is away.
pub async fn version_refs(
    conn: &mut PgConnection,
    ids: &[VersionId],
) -> Result<Vec<VersionRef>, Failure> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let refs = sqlx::query_as!(
        VersionRef,
        r#"select v.id as "id: VersionId", v.model_id as "model_id: ModelId", m.name as model_name,
                  v.number, v.stage as "stage: Stage"
             from version v join model m on m.id = v.model_id where v.id = any($1)"#,
        &ids,
    )
    .fetch_all(conn)
    .await?;
    Ok(refs)
}

/// Versions that were made from this one.
///
/// # Errors
/// The database is away.
pub async fn children(
    conn: &mut PgConnection,
    parent: VersionId,
) -> Result<Vec<(LineageKind, Option<String>, VersionRef)>, Failure> {
    let rows = sqlx::query!(
        r#"select l.kind as "kind: LineageKind", l.technique, v.id as "id: VersionId",
                  v.model_id as "model_id: ModelId", m.name, v.number, v.stage as "stage: Stage"
             from version_parent l
             join version v on v.id = l.version_id
             join model m on m.id = v.model_id
            where l.parent_id = $1
            order by m.name, v.number
            limit 200"#,
        parent.0,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let version = VersionRef {
                id: row.id,
                model_id: row.model_id,
                model_name: row.name,
                number: row.number,
                stage: row.stage,
            };
            (row.kind, row.technique, version)
        })
        .collect())
}

/// An alias with where it points.
#[derive(Debug)]
pub struct AliasRow {
    pub id: AliasId,
    pub alias: String,
    pub version: Option<Json<VersionRef>>,
    pub moved_by: PrincipalId,
    pub moved_by_kind: PrincipalKind,
    pub moved_by_name: Option<String>,
    pub updated_at: Instant,
    pub revision: Revision,
}

/// The aliases of models, by name; those that point nowhere too.
///
/// # Errors
/// The database is away.
pub async fn aliases(
    conn: &mut PgConnection,
    models: &[ModelId],
) -> Result<Vec<(ModelId, AliasRow)>, Failure> {
    let models: Vec<Uuid> = models.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        r#"select a.id as "id: AliasId", a.model_id as "model_id: ModelId", a.alias,
                  case when v.id is not null then
                      jsonb_build_object('id', v.id, 'model_id', v.model_id, 'model_name', m.name,
                                         'number', v.number, 'stage', v.stage) end
                      as "version: Json<VersionRef>",
                  a.moved_by as "moved_by: PrincipalId", p.kind as "kind: PrincipalKind",
                  n.name as "name?", a.updated_at as "updated_at: Instant",
                  a.revision as "revision: Revision"
             from alias a
             join model m on m.id = a.model_id
             join principal p on p.id = a.moved_by
             left join person n on n.principal_id = a.moved_by
             left join version v on v.id = a.version_id
            where a.model_id = any($1)
            order by a.alias
            limit 1000"#,
        &models,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let alias = AliasRow {
                id: row.id,
                alias: row.alias,
                version: row.version,
                moved_by: row.moved_by,
                moved_by_kind: row.kind,
                moved_by_name: row.name,
                updated_at: row.updated_at,
                revision: row.revision,
            };
            (row.model_id, alias)
        })
        .collect())
}

/// Where the versions of models serve now.
///
/// # Errors
/// The database is away.
pub async fn serving_of_model(
    conn: &mut PgConnection,
    models: &[ModelId],
) -> Result<Vec<Serve>, Failure> {
    let models: Vec<Uuid> = models.iter().map(|id| id.0).collect();
    serving(conn, Some(&models), None).await
}

/// Where versions serve now.
///
/// # Errors
/// The database is away.
pub async fn serving_of_version(
    conn: &mut PgConnection,
    versions: &[VersionId],
) -> Result<Vec<Serve>, Failure> {
    let versions: Vec<Uuid> = versions.iter().map(|id| id.0).collect();
    serving(conn, None, Some(&versions)).await
}

async fn serving(
    conn: &mut PgConnection,
    models: Option<&[Uuid]>,
    versions: Option<&[Uuid]>,
) -> Result<Vec<Serve>, Failure> {
    let rows = sqlx::query!(
        r#"select s.route_id as "route_id!: RouteId", e.slug, s.key as "key!",
                  v.id as "id: VersionId", v.model_id as "model_id: ModelId", m.name, v.number,
                  v.stage as "stage: Stage", s.slots as "slots!", s.effective_from as "since!: Instant"
             from serving_now s
             join environment e on e.id = s.environment_id
             join version v on v.id = s.version_id
             join model m on m.id = v.model_id
            where ($1::uuid[] is null or v.model_id = any($1))
              and ($2::uuid[] is null or v.id = any($2))
            order by e.position desc, s.key, s.slots desc
            limit 1000"#,
        models as _,
        versions as _,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Serve {
            route: RouteRef {
                id: row.route_id,
                environment: row.slug,
                key: row.key,
            },
            version: VersionRef {
                id: row.id,
                model_id: row.model_id,
                model_name: row.name,
                number: row.number,
                stage: row.stage,
            },
            slots: row.slots,
            since: row.since,
        })
        .collect())
}
