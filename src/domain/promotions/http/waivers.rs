//! Waivers over HTTP.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpResponse, get, post};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;

use crate::domain::access::ActorRef;
use crate::domain::comparisons;
use crate::domain::models::{self, Stage};
use crate::domain::promotions::commands;
use crate::domain::promotions::rules;
use crate::domain::promotions::store::{self, WaiverRow};
use crate::ground::audit::Answer;
use crate::ground::http::{Actions, IfMatch, Json, Path, action, answer, page};
use crate::ground::identity::{Authorized, Permit, may};
use crate::ground::kernel::{
    App, Failure, Instant, PolicyId, PrincipalId, Revision, VersionId, WaiverId,
};

/// A requirement that need not hold for one move.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Waiver)]
pub struct WaiverView {
    /// Its id.
    pub id: WaiverId,
    /// Of which version.
    pub version_id: VersionId,
    /// For the move to, and the running in, this stage.
    pub target: Stage,
    /// Of which policy.
    pub policy_id: PolicyId,
    /// Its name.
    pub policy: String,
    /// The code of the requirement.
    pub requirement: String,
    /// Who answers for what is not met.
    pub owner: ActorRef,
    /// Who gave it.
    pub granted_by: ActorRef,
    /// Why; null when the text was erased.
    pub reason: Option<String>,
    /// When.
    pub created_at: Instant,
    /// Until when it counts.
    pub expires_at: Instant,
    /// When it was ended by hand.
    pub ended_at: Option<Instant>,
    /// Whether it counts now.
    pub in_force: bool,
    /// How often it changed.
    pub revision: Revision,
}

impl WaiverView {
    fn of(row: WaiverRow, now: Instant) -> Self {
        Self {
            id: row.id,
            version_id: row.version_id,
            target: row.target,
            policy_id: row.policy_id,
            policy: row.policy,
            requirement: row.requirement,
            owner: row.owner.0,
            granted_by: row.granted_by.0,
            reason: row.reason,
            created_at: row.created_at,
            expires_at: row.expires_at,
            ended_at: row.ended_at,
            in_force: row.ended_at.is_none() && row.expires_at > now,
            revision: row.revision,
        }
    }

    async fn read(app: &App, conn: &mut PgConnection, id: WaiverId) -> Result<Self, Failure> {
        let now = app.now(conn).await?;
        let version = store::waived_version(conn, id).await?;
        let row = store::waivers(conn, version, Some(id)).await?.pop();
        Ok(Self::of(
            row.ok_or(Failure::NotFound { kind: "waiver" })?,
            now,
        ))
    }

    async fn load(
        app: &App,
        conn: &mut PgConnection,
        id: WaiverId,
    ) -> Result<Answer<Self>, Failure> {
        let view = Self::read(app, conn, id).await?;
        let revision = view.revision;
        Ok(Answer::new(view).revision(revision))
    }
}

/// What to waive.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WaiveRequirement {
    /// For the move to staging or production.
    target: Stage,
    /// Of which policy.
    policy_id: PolicyId,
    /// The code of the requirement, as the verdict names it.
    #[schema(example = "exit_plan_drilled")]
    requirement: String,
    /// The person who answers for what is not met; without it the caller.
    owner_id: Option<PrincipalId>,
    /// Days that it counts.
    #[schema(minimum = 1, maximum = 90, default = 14)]
    #[serde(default = "fourteen")]
    expires_in_days: u16,
    /// Why: at least 10 characters.
    #[schema(min_length = 10)]
    reason: String,
}

const fn fourteen() -> u16 {
    14
}

/// Waive a requirement
///
/// Only a requirement that its policy calls waivable, by a person who is no author of the proposal, for a time. It
/// changes the proposal: approvals given before are void.
#[utoipa::path(
    tag = "promotions",
    params(("version" = VersionId, Path, description = "The version's id.")),
    security(("token" = ["waiver.grant"])),
    request_body = WaiveRequirement,
    responses((status = 201, description = "The waiver.", body = WaiverView))
)]
#[post("/versions/{version}/waivers")]
pub async fn waive_requirement(
    app: Data<App>,
    caller: Authorized<may::GrantWaivers>,
    Path(version): Path<VersionId>,
    Json(body): Json<WaiveRequirement>,
) -> Result<HttpResponse, Failure> {
    let command = commands::Waive {
        version,
        target: body.target,
        policy: body.policy_id,
        requirement: body.requirement,
        owner: body.owner_id,
        days: body.expires_in_days,
        reason: body.reason,
    };
    let decided = commands::waive(&app, &caller, command).await?;
    decided
        .answer(StatusCode::CREATED, async |conn, id| {
            WaiverView::load(&app, conn, id).await
        })
        .await
}

/// Waivers.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct WaiverPage {
    /// The newest 200.
    pub items: Vec<WaiverView>,
    /// Always null.
    pub next_page_token: Option<String>,
}

/// List a version's waivers
///
/// Newest first, those that count no more too.
#[utoipa::path(
    tag = "promotions",
    params(("version" = VersionId, Path, description = "The version's id.")),
    security(("token" = ["read"])),
    responses((status = 200, description = "Its waivers.", body = WaiverPage))
)]
#[get("/versions/{version}/waivers")]
pub async fn list_waivers(
    app: Data<App>,
    _caller: Authorized<may::Read>,
    Path(version): Path<VersionId>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.read().await?;
    let now = app.now(&mut conn).await?;
    if models::store::version_refs(&mut conn, &[version])
        .await?
        .is_empty()
    {
        return Err(Failure::NotFound { kind: "version" });
    }
    let rows = store::waivers(&mut conn, version, None).await?;
    let items = rows
        .into_iter()
        .map(|row| WaiverView::of(row, now))
        .collect();
    Ok(page(&WaiverPage {
        items,
        next_page_token: None,
    }))
}

/// Get a waiver
#[utoipa::path(
    tag = "promotions",
    params(("waiver" = WaiverId, Path, description = "The waiver's id.")),
    security(("token" = ["read"])),
    responses((status = 200, description = "The waiver.", body = WaiverView))
)]
#[get("/waivers/{waiver}")]
pub async fn get_waiver(
    app: Data<App>,
    _caller: Authorized<may::Read>,
    Path(id): Path<WaiverId>,
) -> Result<HttpResponse, Failure> {
    let waiver = WaiverView::read(&app, &mut *app.read().await?, id).await?;
    Ok(answer(&waiver, waiver.revision))
}

/// List what can be done with a waiver
#[utoipa::path(
    tag = "promotions",
    params(("waiver" = WaiverId, Path, description = "The waiver's id.")),
    security(("token" = ["read"])),
    responses((status = 200, description = "The actions.", body = Actions))
)]
#[get("/waivers/{waiver}/actions")]
pub async fn waiver_actions(
    app: Data<App>,
    caller: Authorized<may::Read>,
    Path(id): Path<WaiverId>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.read().await?;
    let now = app.now(&mut conn).await?;
    let waiver = WaiverView::read(&app, &mut conn, id).await?;
    let team = comparisons::store::team_of(&mut conn, waiver.version_id).await?;
    let mut reasons = caller.lacking(may::GrantWaivers::PERMISSION, Some(team), None);
    reasons.extend(rules::end_waiver(waiver.ended_at, waiver.expires_at, now));
    let items = vec![action("end", "R1", reasons)];
    Ok(page(&Actions { items }))
}

/// Why it is taken back.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EndWaiver {
    /// Why: at least 10 characters.
    #[schema(min_length = 10)]
    reason: String,
}

/// End a waiver
#[utoipa::path(
    tag = "promotions",
    params(
        ("waiver" = WaiverId, Path, description = "The waiver's id."),
        ("If-Match" = String, Header, description = "The revision that was seen.", example = "\"1\""),
    ),
    security(("token" = ["waiver.grant"])),
    request_body = EndWaiver,
    responses((status = 200, description = "The waiver.", body = WaiverView))
)]
#[post("/waivers/{waiver}/end")]
pub async fn end_waiver(
    app: Data<App>,
    caller: Authorized<may::GrantWaivers>,
    Path(id): Path<WaiverId>,
    seen: IfMatch,
    Json(body): Json<EndWaiver>,
) -> Result<HttpResponse, Failure> {
    let decided = commands::end_waiver(&app, &caller, id, seen, &body.reason).await?;
    decided
        .answer(StatusCode::OK, async |conn, id| {
            WaiverView::load(&app, conn, id).await
        })
        .await
}
