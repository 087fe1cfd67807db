//! Aliases over HTTP.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpResponse, get, post};
use serde::{Deserialize, Deserializer, Serialize};

use crate::domain::access::ActorRef;
use crate::domain::models::store::{self, AliasRow};
use crate::domain::models::{VersionRef, commands};
use crate::ground::audit::{Answer, Planned, planned};
use crate::ground::http::{DryRun, Json, Path, Query, page};
use crate::ground::identity::{Authorized, may};
use crate::ground::kernel::{AliasId, App, Failure, Instant, ModelId, Revision, VersionId};

/// An alias with where it points.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Alias)]
pub struct AliasView {
    /// Its id.
    pub id: AliasId,
    /// Its name.
    #[schema(example = "champion")]
    pub alias: String,
    /// Where it points; null after it was taken away.
    pub version: Option<VersionRef>,
    /// How often it moved.
    pub revision: Revision,
    /// When it moved last.
    pub updated_at: Instant,
    /// Who moved it last.
    pub moved_by: ActorRef,
}

impl From<AliasRow> for AliasView {
    fn from(row: AliasRow) -> Self {
        Self {
            id: row.id,
            alias: row.alias,
            version: row.version.map(|version| version.0),
            revision: row.revision,
            updated_at: row.updated_at,
            moved_by: ActorRef::new(row.moved_by, row.moved_by_kind, row.moved_by_name),
        }
    }
}

/// All aliases of a model.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct AliasPage {
    /// The aliases, by name.
    pub items: Vec<AliasView>,
    /// Always null: a model has few aliases.
    pub next_page_token: Option<String>,
}

/// List the aliases of a model
#[utoipa::path(
    tag = "models",
    params(("model" = ModelId, Path, description = "The model's id.")),
    security(("token" = ["read"])),
    responses(
        (status = 200, description = "The aliases.", body = AliasPage),
    )
)]
#[get("/models/{model}/aliases")]
pub async fn list_aliases(
    app: Data<App>,
    _caller: Authorized<may::Read>,
    Path(id): Path<ModelId>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.read().await?;
    store::model(&mut conn, id).await?;
    let aliases = store::aliases(&mut conn, &[id]).await?;
    let items = aliases.into_iter().map(|(_, row)| row.into()).collect();
    Ok(page(&AliasPage {
        items,
        next_page_token: None,
    }))
}

/// Where an alias should point.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MoveAlias {
    /// 1 to 255 letters, digits, `-` and `_`; not `latest`, not `v` and a number.
    #[schema(example = "champion")]
    alias: String,
    /// The version; null takes the alias away.
    version_id: Option<VersionId>,
    /// Where the caller saw it (null: nowhere). When it is not there any more, nothing moves.
    #[serde(default, deserialize_with = "stated")]
    #[schema(value_type = Option<VersionId>)]
    expected_version_id: Option<Option<VersionId>>,
}

/// Tells a null that was stated from a field that is missing.
fn stated<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Option<VersionId>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

/// Set, move or take away an alias
///
/// With `expected_version_id` it is a compare-and-swap: of two movers exactly one succeeds.
#[utoipa::path(
    tag = "models",
    params(("model" = ModelId, Path, description = "The model's id."), DryRun),
    security(("token" = ["model.register"])),
    request_body = MoveAlias,
    responses(
        (status = 200, description = "The model's aliases; with `dry_run` what would change.", content(
            (AliasPage = "application/json"),
            (Planned = "application/vnd.tenure.preview+json"),
        )),
    )
)]
#[post("/models/{model}/aliases")]
pub async fn move_alias(
    app: Data<App>,
    caller: Authorized<may::RegisterModels>,
    Path(model): Path<ModelId>,
    Query(query): Query<DryRun>,
    Json(body): Json<MoveAlias>,
) -> Result<HttpResponse, Failure> {
    let MoveAlias {
        alias,
        version_id,
        expected_version_id,
    } = body;
    let command = commands::MoveAlias {
        model,
        alias,
        version: version_id,
        expected: expected_version_id,
    };
    let decided = commands::move_alias(&app, &caller, command).await;
    if query.dry_run {
        return planned(decided).await;
    }
    decided?
        .answer(StatusCode::OK, async |conn, model| {
            let aliases = store::aliases(conn, &[model]).await?;
            let items: Vec<AliasView> = aliases.into_iter().map(|(_, row)| row.into()).collect();
            Ok(Answer::new(AliasPage {
                items,
                next_page_token: None,
            }))
        })
        .await
}
