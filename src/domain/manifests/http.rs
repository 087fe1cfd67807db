//! Documents over HTTP.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpResponse, get, post};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::commands::{self, Apply, Outcome};
use super::{Document, Manifest, rules};
use crate::domain::access;
use crate::ground::audit::Answer;
use crate::ground::http::{DryRun, Json, Operations, Query, page, preview_answer};
use crate::ground::identity::{Authorized, may};
use crate::ground::kernel::{App, Failure, Sha256};

/// Registers the operations.
pub fn configure(config: &mut impl Operations) {
    config.service(apply_manifest).service(export_manifest);
}

/// What things should be.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ApplyManifest {
    /// Each about another thing, in any order.
    #[schema(value_type = Vec<Document>, max_items = 1000)]
    documents: Vec<Value>,
    /// Whether to hide what is there and no document names: of each kind and team that some document is of.
    #[serde(default)]
    prune: bool,
    /// What a dry run said it would do. When something else would be done now, nothing is.
    plan: Option<Sha256>,
    /// Why: at least 10 characters.
    #[schema(min_length = 10)]
    reason: String,
}

/// Apply documents
///
/// Makes, changes and renames things so that they are as the documents say, by the rules and permissions of the
/// commands for each of them, in one transaction: all of it or nothing. What a document leaves out stays. Nothing is
/// switched, revived, moved to another stage, turned on or off, or shown again. With `dry_run` it says what would be
/// done, and everything against it.
#[utoipa::path(
    tag = "manifests",
    params(DryRun),
    security(("token" = ["read"])),
    request_body = ApplyManifest,
    responses(
        (status = 200, description = "What was done; with `dry_run` what would be.", content(
            (Manifest = "application/json"),
            (Manifest = "application/vnd.tenure.preview+json"),
        )),
    )
)]
#[post("/manifests/apply")]
pub async fn apply_manifest(
    app: Data<App>,
    caller: Authorized<may::Read>,
    Query(DryRun { dry_run }): Query<DryRun>,
    Json(body): Json<ApplyManifest>,
) -> Result<HttpResponse, Failure> {
    let command = Apply {
        documents: rules::read(body.documents).map_err(Failure::Invalid)?,
        prune: body.prune,
        plan: body.plan,
        reason: body.reason,
        dry_run,
    };
    match commands::apply(&app, &caller, command).await? {
        Outcome::Ready(decided) if dry_run => Ok(preview_answer(&decided.discard().await?)),
        Outcome::Told(manifest) if dry_run => Ok(preview_answer(&manifest)),
        Outcome::Told(manifest) => Ok(page(&manifest)),
        Outcome::Ready(decided) => {
            decided
                .answer(StatusCode::OK, async |_, manifest| {
                    Ok(Answer::new(manifest))
                })
                .await
        }
    }
}

/// Whose things.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ExportManifest {
    /// The slug of a team: it and what it owns. Without it everything, and what the installation owns.
    #[param(example = "support")]
    team: Option<String>,
}

/// Documents of what is there.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = ExportedManifest)]
pub struct Exported {
    /// By kind and name; applied as they are, they change nothing.
    documents: Vec<Document>,
}

/// Export documents
///
/// What is visible, as the documents that apply takes. The same things give the same bytes.
#[utoipa::path(
    tag = "manifests",
    params(ExportManifest),
    security(("token" = ["read"])),
    responses(
        (status = 200, description = "The documents.", body = Exported),
    )
)]
#[get("/manifests/export")]
pub async fn export_manifest(
    app: Data<App>,
    _caller: Authorized<may::Read>,
    Query(query): Query<ExportManifest>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.read().await?;
    if let Some(slug) = &query.team
        && access::store::team_of_slug(&mut conn, slug)
            .await?
            .is_none()
    {
        return Err(Failure::malformed("team", "the slug of a team that exists"));
    }
    let documents = commands::export(&mut conn, query.team.as_deref()).await?;
    Ok(page(&Exported { documents }))
}
