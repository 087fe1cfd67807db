//! Versions as lists and pages show them.

use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use super::models::parted;
use crate::domain::access::TeamRef;
use crate::domain::models::{
    Basis, Configuration, LineageKind, Parent, Source, SourceKind, Stage, Tag, VersionRef,
};
use crate::domain::names::HiddenFilter;
use crate::ground::identity::PrincipalKind;
use crate::ground::kernel::{
    Failure, Instant, ModelId, PageRequest, Paged, PrincipalId, Revision, TeamId, VersionId, fold,
    words_query,
};

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
    /// Whose source is hosted, weights or opaque.
    pub source_kind: Option<SourceKind>,
    /// Of this platform.
    pub platform: Option<String>,
    /// That carry this tag: `key` or `key=value`.
    pub tag: Option<String>,
    /// That this alias points at.
    pub alias: Option<String>,
    /// Words of the source or of the model's name begin with the words of this text.
    pub q: Option<String>,
    /// Visible or hidden; what a hidden model has is hidden with it.
    pub hidden: HiddenFilter,
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

/// Versions with what their page shows, that the end of the statement picks. One row by its id is a statement of its
/// own: the database keeps its plan, and does not plan for filters that are absent.
macro_rules! select_versions {
    ($which:literal, $($parameter:expr),* $(,)?) => {
        sqlx::query_as!(
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
                   coalesce(v.hidden_at, m.hidden_at) as "hidden_at: Instant", v.revision as "revision: Revision",
                   array(select a.alias from alias a where a.version_id = v.id order by a.alias) as "aliases!"
              from version v
              join model m on m.id = v.model_id
              join team t on t.id = m.team_id
              join principal p on p.id = v.registered_by
              left join person n on n.principal_id = v.registered_by
              left join text d on d.digest = v.description_digest"#
                + $which,
            $($parameter),*
        )
    };
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
    let (tag_key, tag_value) = parted(filter.tag.as_deref());
    let rows = select_versions!(
        r#"
         where ($1::bool is null or (v.hidden_at is not null or m.hidden_at is not null) = $1)
           and ($2::uuid is null or v.model_id = $2)
           and ($3::text is null or m.name = $3)
           and ($4::uuid is null or m.team_id = $4)
           and ($5::int is null or v.number = $5)
           and ($6::text is null or v.stage = $6)
           and ($7::text is null or v.source_key = $7)
           and ($11::text is null or v.source ->> 'kind' = $11)
           and ($12::text is null or v.source ->> 'platform' = $12)
           and ($13::text is null or v.id = any(array(select g.owner_id from tag g
                                                       where g.key = $13 and ($14::text is null or g.value = $14))))
           and ($15::text is null or v.id = any(array(select a.version_id from alias a where a.alias = $15)))
           and ($16::text is null
                or v.id = any(array(select w.version_id from version_words w where w.words @@ $16::text::tsquery
                                     union all
                                    select o.id from version o
                                     where o.model_id = any(array(select n.id from model n
                                                                   where position($17 in n.search_name) > 0)))))
           and ($8::int is null or (v.number, v.id) < ($8, $9))
         order by v.number desc, v.id desc
         limit $10
        "#,
        filter.hidden.wanted(),
        filter.model.map(|id| id.0),
        filter.model_name,
        filter.team.map(|id| id.0),
        filter.number,
        filter.stage.map(Stage::as_str),
        filter.source_key,
        before,
        page.after_id,
        page.rows(),
        filter.source_kind.map(SourceKind::as_str),
        filter.platform,
        tag_key,
        tag_value,
        filter.alias,
        filter.q.as_deref().and_then(words_query),
        filter.q.as_deref().map(fold),
    )
    .fetch_all(conn)
    .await?;
    Ok(page.page(rows, |row| (row.number.to_string(), row.id.0)))
}

/// One version.
///
/// # Errors
/// It does not exist.
pub async fn version(conn: &mut PgConnection, id: VersionId) -> Result<VersionRow, Failure> {
    select_versions!(" where v.id = $1", id.0)
        .fetch_optional(conn)
        .await?
        .ok_or(Failure::NotFound { kind: "version" })
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
