//! Versions over HTTP.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpResponse, get, patch, post};
use serde::Deserialize;

use super::VersionView;
use crate::domain::models::commands::{self, Relabel};
use crate::domain::models::rules::Adoption;
use crate::domain::models::{Configuration, Parent, Source, Stage, Tag};
use crate::ground::http::{IfMatch, Json, Path, answer};
use crate::ground::identity::{Authorized, may};
use crate::ground::kernel::{App, Failure, Instant, ModelId, VersionId};

/// What already runs.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Adopt {
    /// Since when it is known to run.
    since: Instant,
    /// Why it is recorded without evidence: at least 10 characters.
    #[schema(min_length = 10)]
    reason: String,
    /// registered, staging or production: where it runs.
    stage: Stage,
}

/// A new version.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RegisterVersion {
    /// Where its answers come from; immutable.
    source: Source,
    /// How it is called; immutable.
    #[serde(default)]
    configuration: Configuration,
    /// What it was made from; immutable.
    #[serde(default)]
    lineage: Vec<Parent>,
    /// What it is for.
    description: Option<String>,
    /// Its tags.
    #[serde(default)]
    tags: Vec<Tag>,
    /// When the source was made, as its vendor says.
    source_created_at: Option<Instant>,
    /// Set it to record what already runs, where it runs. Opens a finding until evidence is there.
    adopted: Option<Adopt>,
}

/// Register a version
///
/// It gets the model's next number. Source, configuration and lineage never change.
#[utoipa::path(
    tag = "versions",
    params(("model" = ModelId, Path, description = "The model's id.")),
    security(("token" = ["model.register"])),
    request_body = RegisterVersion,
    responses(
        (status = 201, description = "The version.", body = VersionView),
    )
)]
#[post("/models/{model}/versions")]
pub async fn register_version(
    app: Data<App>,
    caller: Authorized<may::RegisterModels>,
    Path(model): Path<ModelId>,
    Json(body): Json<RegisterVersion>,
) -> Result<HttpResponse, Failure> {
    let RegisterVersion {
        source,
        configuration,
        lineage,
        description,
        tags,
        source_created_at,
        adopted,
    } = body;
    let adoption = adopted.map(
        |Adopt {
             since,
             reason,
             stage,
         }| Adoption {
            since,
            reason,
            stage,
        },
    );
    let command = commands::RegisterVersion {
        model,
        source,
        configuration,
        lineage,
        description,
        tags,
        source_created_at,
        adoption,
    };
    let decided = commands::register_version(&app, &caller, command).await?;
    decided
        .answer(StatusCode::CREATED, async |conn, id| {
            let view = VersionView::registered(conn, id).await?;
            Ok(view.answered().location(format!("/api/v1/versions/{id}")))
        })
        .await
}

/// Get a version
#[utoipa::path(
    tag = "versions",
    params(("version" = VersionId, Path, description = "The version's id.")),
    security(("token" = ["read"])),
    responses(
        (status = 200, description = "The version.", body = VersionView),
    )
)]
#[get("/versions/{version}")]
pub async fn get_version(
    app: Data<App>,
    _caller: Authorized<may::Read>,
    Path(id): Path<VersionId>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.read().await?;
    let version = VersionView::load(&mut conn, id).await?;
    Ok(answer(&version, version.revision))
}

/// New labels.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RelabelVersion {
    /// The new description; an empty one takes it away; without it nothing changes.
    description: Option<String>,
    /// The new tags, all of them; without it nothing changes.
    tags: Option<Vec<Tag>>,
}

/// Relabel a version
///
/// Changes description and tags: nothing else of a version ever changes this way.
#[utoipa::path(
    tag = "versions",
    params(
        ("version" = VersionId, Path, description = "The version's id."),
        ("If-Match" = String, Header, description = "The revision that was seen.", example = "\"1\""),
    ),
    security(("token" = ["model.register"])),
    request_body = RelabelVersion,
    responses(
        (status = 200, description = "The version.", body = VersionView),
    )
)]
#[patch("/versions/{version}")]
pub async fn relabel_version(
    app: Data<App>,
    caller: Authorized<may::RegisterModels>,
    Path(id): Path<VersionId>,
    seen: IfMatch,
    Json(body): Json<RelabelVersion>,
) -> Result<HttpResponse, Failure> {
    let labels = Relabel {
        description: body.description,
        tags: body.tags,
    };
    let decided = commands::relabel_version(&app, &caller, id, seen, labels).await?;
    decided
        .answer(StatusCode::OK, async |conn, id| {
            Ok(VersionView::load(conn, id).await?.answered())
        })
        .await
}
