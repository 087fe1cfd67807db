//! Models as lists and pages show them.

use sqlx::PgConnection;
use sqlx::types::Json;

use crate::domain::access::TeamRef;
use crate::domain::models::{Stage, Tag};
use crate::domain::names::HiddenFilter;
use crate::ground::identity::PrincipalKind;
use crate::ground::kernel::{
    Failure, Instant, ModelId, PageRequest, Paged, PrincipalId, Revision, TeamId, VersionId, fold,
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
    /// That have a version in this stage.
    pub stage: Option<Stage>,
    /// Whose versions serve somewhere, or nowhere.
    pub serving: Option<bool>,
    /// Visible or hidden.
    pub hidden: HiddenFilter,
}

/// The two parts of `key=value`; a tag without a value is looked for whatever its value is.
pub(super) fn parted(tag: Option<&str>) -> (Option<&str>, Option<&str>) {
    match tag.map(|tag| tag.split_once('=')) {
        Some(Some((key, value))) => (Some(key), Some(value)),
        Some(None) => (tag, None),
        None => (None, None),
    }
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

/// Models with what their page shows, that the end of the statement picks: as with versions.
macro_rules! select_models {
    ($which:literal, $($parameter:expr),* $(,)?) => {
        sqlx::query_as!(
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
                     where v.model_id between m.id and m.id and v.hidden_at is null
                     order by v.model_id, v.number desc limit 1)
                       as "newest: Json<(VersionId, i32, Stage)>"
              from model m
              join team t on t.id = m.team_id
              join principal p on p.id = m.created_by
              left join person n on n.principal_id = m.created_by
              left join text d on d.digest = m.description_digest"#
                + $which,
            $($parameter),*
        )
    };
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
    let (tag_key, tag_value) = parted(filter.tag.as_deref());
    let rows = select_models!(
        r#"
         where ($1::bool is null or (m.hidden_at is not null) = $1)
           and ($2::text is null or position($2 in m.search_name) > 0)
           and ($3::uuid is null or m.team_id = $3)
           and ($4::text is null or m.name = $4)
           and ($5::text is null or m.id = any(array(select g.owner_id from tag g
                                                       where g.key = $5 and ($6::text is null or g.value = $6))))
           and ($10::text is null or exists (select from version v
                                              where v.model_id = m.id and v.stage = $10 and v.hidden_at is null))
           and ($11::bool is null
                or (m.id = any(array(select v.model_id from serving_now s join version v on v.id = s.version_id))) = $11)
           and ($7::text is null or (m.search_name, m.id) > ($7, $8))
         order by m.search_name, m.id
         limit $9
        "#,
        filter.hidden.wanted(),
        filter.q.as_deref().map(fold),
        filter.team.map(|id| id.0),
        filter.name,
        tag_key,
        tag_value,
        page.after_key,
        page.after_id,
        page.rows(),
        filter.stage.map(Stage::as_str),
        filter.serving,
    )
    .fetch_all(conn)
    .await?;
    Ok(page.page(rows, |row| (row.search_name.clone(), row.id.0)))
}

/// One model.
///
/// # Errors
/// It does not exist.
pub async fn model(conn: &mut PgConnection, id: ModelId) -> Result<ModelRow, Failure> {
    select_models!(" where m.id = $1", id.0)
        .fetch_optional(conn)
        .await?
        .ok_or(Failure::NotFound { kind: "model" })
}
