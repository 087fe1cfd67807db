//! Stage moves over HTTP.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpResponse, post};
use serde::Deserialize;

use super::commands::move_version;
use super::rules::Move;
use crate::domain::models::http::VersionView;
use crate::domain::routes::http::{EffectPreview, preview};
use crate::ground::audit::Answer;
use crate::ground::http::{
    DryRun, IfMatch, Json, MaybeIfMatch, Operations, Path, Query, preview_answer,
};
use crate::ground::identity::{Authorized, Caller, may};
use crate::ground::kernel::{App, Failure, VersionId};

/// Registers the operations.
pub fn configure(config: &mut impl Operations) {
    config
        .service(deprecate_version)
        .service(archive_version)
        .service(revoke_version);
}

/// Why.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MoveReason {
    /// Why: at least 10 characters.
    #[schema(min_length = 10)]
    reason: String,
}

async fn run(
    app: &App,
    caller: &Caller,
    id: VersionId,
    seen: MaybeIfMatch,
    to: Move,
    reason: &str,
    dry_run: bool,
) -> Result<HttpResponse, Failure> {
    let decided = move_version(app, caller, id, seen, to, reason).await;
    if dry_run {
        let tried = match decided {
            Ok(decided) => Ok(decided.discard().await?.1),
            Err(failure) => Err(failure),
        };
        return Ok(preview_answer(
            &preview(&mut *app.read().await?, tried).await?,
        ));
    }
    decided?
        .answer(StatusCode::OK, async |conn, (id, _)| {
            let version = VersionView::load(conn, id).await?;
            let revision = version.revision;
            Ok(Answer::new(version).revision(revision))
        })
        .await
}

/// Deprecate a version
///
/// It keeps running where it runs, gets no new route and no larger share.
#[utoipa::path(
    tag = "versions",
    params(
        ("version" = VersionId, Path, description = "The version's id."),
        ("If-Match" = String, Header, description = "The revision that was seen.", example = "\"1\""),
        DryRun,
    ),
    security(("token" = ["version.stage"])),
    request_body = MoveReason,
    responses(
        (status = 200, description = "The version; with `dry_run` the effect.", content(
            (VersionView = "application/json"),
            (EffectPreview = "application/vnd.tenure.preview+json"),
        )),
    )
)]
#[post("/versions/{version}/deprecate")]
pub async fn deprecate_version(
    app: Data<App>,
    caller: Authorized<may::MoveStages>,
    Path(id): Path<VersionId>,
    seen: IfMatch,
    Query(query): Query<DryRun>,
    Json(body): Json<MoveReason>,
) -> Result<HttpResponse, Failure> {
    let seen = MaybeIfMatch(Some(seen.0));
    run(
        &app,
        &caller,
        id,
        seen,
        Move::Deprecate,
        &body.reason,
        query.dry_run,
    )
    .await
}

/// Archive a version
///
/// Sets it aside. Refused with the routes while it serves. It comes back by a promotion.
#[utoipa::path(
    tag = "versions",
    params(
        ("version" = VersionId, Path, description = "The version's id."),
        ("If-Match" = String, Header, description = "The revision that was seen.", example = "\"1\""),
        DryRun,
    ),
    security(("token" = ["version.stage"])),
    request_body = MoveReason,
    responses(
        (status = 200, description = "The version; with `dry_run` the effect.", content(
            (VersionView = "application/json"),
            (EffectPreview = "application/vnd.tenure.preview+json"),
        )),
    )
)]
#[post("/versions/{version}/archive")]
pub async fn archive_version(
    app: Data<App>,
    caller: Authorized<may::MoveStages>,
    Path(id): Path<VersionId>,
    seen: IfMatch,
    Query(query): Query<DryRun>,
    Json(body): Json<MoveReason>,
) -> Result<HttpResponse, Failure> {
    let seen = MaybeIfMatch(Some(seen.0));
    run(
        &app,
        &caller,
        id,
        seen,
        Move::Archive,
        &body.reason,
        query.dry_run,
    )
    .await
}

/// Revoke a version
///
/// Ends it at once and for good: every route that names it gets a new allocation in the same transaction.
#[utoipa::path(
    tag = "versions",
    params(
        ("version" = VersionId, Path, description = "The version's id."),
        ("If-Match" = Option<String>, Header, description = "The revision that was seen; not needed."),
        DryRun,
    ),
    security(("token" = ["version.revoke"])),
    request_body = MoveReason,
    responses(
        (status = 200, description = "The version; with `dry_run` the effect.", content(
            (VersionView = "application/json"),
            (EffectPreview = "application/vnd.tenure.preview+json"),
        )),
    )
)]
#[post("/versions/{version}/revoke")]
pub async fn revoke_version(
    app: Data<App>,
    caller: Authorized<may::RevokeVersions>,
    Path(id): Path<VersionId>,
    seen: MaybeIfMatch,
    Query(query): Query<DryRun>,
    Json(body): Json<MoveReason>,
) -> Result<HttpResponse, Failure> {
    run(
        &app,
        &caller,
        id,
        seen,
        Move::Revoke,
        &body.reason,
        query.dry_run,
    )
    .await
}
