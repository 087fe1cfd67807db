//! Approve, reject, withdraw, apply over HTTP.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpResponse, post};
use serde::Deserialize;

use super::view::PromotionView;
use crate::domain::promotions::commands;
use crate::ground::audit::{Decided, Planned, planned};
use crate::ground::http::{DryRun, IfMatch, Json, Path, Query};
use crate::ground::identity::{Authorized, may};
use crate::ground::kernel::{App, Failure, PromotionId, Sha256};

/// Answers the plan of a dry run, or commits and answers the promotion.
async fn answered(
    app: &App,
    decided: Result<Decided<PromotionId>, Failure>,
    query: DryRun,
) -> Result<HttpResponse, Failure> {
    if query.dry_run {
        return planned(decided).await;
    }
    decided?
        .answer(StatusCode::OK, async |conn, id| {
            Ok(PromotionView::load(app, conn, id).await?.answered())
        })
        .await
}

/// Yes, to an exact proposal.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Approve {
    /// The proposal that was looked at.
    proposal_hash: Sha256,
    /// What was checked.
    comment: Option<String>,
}

/// Approve a promotion
///
/// Binds to the exact proposal: any new evidence or policy makes the approval void. Only people approve, and never
/// those who opened the promotion, registered the version or reported its evaluations.
#[utoipa::path(
    tag = "promotions",
    params(("promotion" = PromotionId, Path, description = "The promotion's id."), DryRun),
    security(("token" = ["promotion.approve"])),
    request_body = Approve,
    responses(
        (status = 200, description = "The promotion; with `dry_run` what would change.", content(
            (PromotionView = "application/json"),
            (Planned = "application/vnd.tenure.preview+json"),
        )),
    )
)]
#[post("/promotions/{promotion}/approve")]
pub async fn approve_promotion(
    app: Data<App>,
    caller: Authorized<may::ApprovePromotions>,
    Path(id): Path<PromotionId>,
    Query(query): Query<DryRun>,
    Json(body): Json<Approve>,
) -> Result<HttpResponse, Failure> {
    let comment = body.comment.as_deref();
    let decided = commands::approve(&app, &caller, id, body.proposal_hash, comment).await;
    answered(&app, decided, query).await
}

/// No, to an exact proposal.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Reject {
    /// The proposal that was looked at.
    proposal_hash: Sha256,
    /// Why: at least 10 characters.
    #[schema(min_length = 10)]
    reason: String,
}

/// Reject a promotion
///
/// The promotion ends.
#[utoipa::path(
    tag = "promotions",
    params(("promotion" = PromotionId, Path, description = "The promotion's id."), DryRun),
    security(("token" = ["promotion.approve"])),
    request_body = Reject,
    responses(
        (status = 200, description = "The promotion; with `dry_run` what would change.", content(
            (PromotionView = "application/json"),
            (Planned = "application/vnd.tenure.preview+json"),
        )),
    )
)]
#[post("/promotions/{promotion}/reject")]
pub async fn reject_promotion(
    app: Data<App>,
    caller: Authorized<may::ApprovePromotions>,
    Path(id): Path<PromotionId>,
    Query(query): Query<DryRun>,
    Json(body): Json<Reject>,
) -> Result<HttpResponse, Failure> {
    let decided = commands::reject(&app, &caller, id, body.proposal_hash, &body.reason).await;
    answered(&app, decided, query).await
}

/// Why it is taken back.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Withdraw {
    /// Why: at least 10 characters.
    #[schema(min_length = 10)]
    reason: String,
}

/// Withdraw a promotion
#[utoipa::path(
    tag = "promotions",
    params(
        ("promotion" = PromotionId, Path, description = "The promotion's id."),
        ("If-Match" = String, Header, description = "The revision that was seen.", example = "\"1\""),
        DryRun,
    ),
    security(("token" = ["promotion.open"])),
    request_body = Withdraw,
    responses(
        (status = 200, description = "The promotion; with `dry_run` what would change.", content(
            (PromotionView = "application/json"),
            (Planned = "application/vnd.tenure.preview+json"),
        )),
    )
)]
#[post("/promotions/{promotion}/withdraw")]
pub async fn withdraw_promotion(
    app: Data<App>,
    caller: Authorized<may::OpenPromotions>,
    Path(id): Path<PromotionId>,
    seen: IfMatch,
    Query(query): Query<DryRun>,
    Json(body): Json<Withdraw>,
) -> Result<HttpResponse, Failure> {
    let decided = commands::withdraw(&app, &caller, id, seen, &body.reason).await;
    answered(&app, decided, query).await
}

/// Apply a promotion
///
/// Judges again, inside the transaction that moves the version. Refused with everything that is missing.
#[utoipa::path(
    tag = "promotions",
    params(
        ("promotion" = PromotionId, Path, description = "The promotion's id."),
        ("If-Match" = String, Header, description = "The revision that was seen.", example = "\"1\""),
        DryRun,
    ),
    security(("token" = ["promotion.open"])),
    responses(
        (status = 200, description = "The promotion; with `dry_run` what would change.", content(
            (PromotionView = "application/json"),
            (Planned = "application/vnd.tenure.preview+json"),
        )),
    )
)]
#[post("/promotions/{promotion}/apply")]
pub async fn apply_promotion(
    app: Data<App>,
    caller: Authorized<may::OpenPromotions>,
    Path(id): Path<PromotionId>,
    seen: IfMatch,
    Query(query): Query<DryRun>,
) -> Result<HttpResponse, Failure> {
    let decided = commands::apply(&app, &caller, id, seen).await;
    answered(&app, decided, query).await
}
