//! Lists of versions over HTTP.

use actix_web::web::Data;
use actix_web::{HttpResponse, get};
use serde::{Deserialize, Serialize};

use super::VersionView;
use crate::domain::models::store::{self, VersionFilter};
use crate::domain::models::{SourceKind, Stage};
use crate::domain::names::HiddenFilter;
use crate::ground::http::{Path, Query, page};
use crate::ground::identity::{Authorized, may};
use crate::ground::kernel::{App, Failure, ModelId, Page, PageRequest, TeamId, words_query};

/// A page of versions.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct VersionPage {
    /// The versions; `children` is empty in a list.
    pub items: Vec<VersionView>,
    /// Give this as `page_token` to get the next page.
    pub next_page_token: Option<String>,
}

async fn list(
    app: &App,
    filter: &VersionFilter,
    request: &PageRequest,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.read().await?;
    let rows = store::versions(&mut conn, filter, request).await?;
    let items = VersionView::complete(&mut conn, rows.items).await?;
    Ok(page(&VersionPage {
        items,
        next_page_token: rows.next_page_token,
    }))
}

/// A page of a list without filters.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct PageQuery {
    /// Items of a page: 1 to 200, 50 unless told.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<i64>,
    /// `next_page_token` of the page before.
    page_token: Option<String>,
}

/// List the versions of a model
///
/// Newest first.
#[utoipa::path(
    tag = "versions",
    params(("model" = ModelId, Path, description = "The model's id."), PageQuery),
    security(("token" = ["read"])),
    responses(
        (status = 200, description = "A page of versions.", body = VersionPage),
    )
)]
#[get("/models/{model}/versions")]
pub async fn list_model_versions(
    app: Data<App>,
    _caller: Authorized<may::Read>,
    Path(model): Path<ModelId>,
    Query(query): Query<PageQuery>,
) -> Result<HttpResponse, Failure> {
    store::model(&mut *app.read().await?, model).await?;
    let filter = VersionFilter {
        model: Some(model),
        hidden: HiddenFilter::Any,
        ..VersionFilter::default()
    };
    let request = Page::read(query.limit, query.page_token.as_deref(), "number", &filter)?;
    list(&app, &filter, &request).await
}

/// Which versions.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ListVersions {
    /// Of this model.
    model: Option<ModelId>,
    /// Of models of this name.
    model_name: Option<String>,
    /// Of models of this team.
    team: Option<TeamId>,
    /// With this number.
    number: Option<i32>,
    /// In this stage.
    stage: Option<Stage>,
    /// Whose source is this model string, digest or text.
    native_id: Option<String>,
    /// Whose source is hosted, weights or opaque.
    source: Option<SourceKind>,
    /// Of this platform.
    platform: Option<String>,
    /// With this tag: `key` or `key=value`.
    tag: Option<String>,
    /// That this alias points at.
    alias: Option<String>,
    /// Text: each of its words begins a word of the source, or it is part of the model's name.
    q: Option<String>,
    /// `false`: what is not hidden, nor its model; `true`: what is; `any`: both.
    #[serde(default)]
    hidden: HiddenFilter,
    /// Items of a page: 1 to 200, 50 unless told.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<i64>,
    /// `next_page_token` of the page before.
    page_token: Option<String>,
}

/// List versions
///
/// Highest number first, over all models.
#[utoipa::path(
    tag = "versions",
    params(ListVersions),
    security(("token" = ["read"])),
    responses(
        (status = 200, description = "A page of versions.", body = VersionPage),
    )
)]
#[get("/versions")]
pub async fn list_versions(
    app: Data<App>,
    _caller: Authorized<may::Read>,
    Query(query): Query<ListVersions>,
) -> Result<HttpResponse, Failure> {
    let filter = VersionFilter {
        model: query.model,
        model_name: query.model_name,
        team: query.team,
        number: query.number,
        stage: query.stage,
        source_key: query.native_id,
        source_kind: query.source,
        platform: query.platform,
        tag: query.tag,
        alias: query.alias,
        q: query.q,
        hidden: query.hidden,
    };
    if filter
        .q
        .as_deref()
        .is_some_and(|q| words_query(q).is_none())
    {
        return Err(Failure::malformed("q", "text with a letter or digit"));
    }
    let request = Page::read(query.limit, query.page_token.as_deref(), "number", &filter)?;
    list(&app, &filter, &request).await
}
