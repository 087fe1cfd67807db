//! Routes over HTTP: list, create, read.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpResponse, get, post};
use serde::{Deserialize, Serialize};

use super::view::{RouteView, SnapshotView, names};
use crate::domain::models::VersionRef;
use crate::domain::names::HiddenFilter;
use crate::domain::routes::commands::{self, CreateRoute};
use crate::domain::routes::rules::Request;
use crate::domain::routes::store::{self, RouteFilter};
use crate::domain::routes::{Guard, pin_digest, slot};
use crate::ground::http::{Json, Path, Query, answer, page};
use crate::ground::identity::{Authorized, may};
use crate::ground::kernel::{App, ApplicationId, Failure, Page, Paged, RouteId, TeamId, VersionId};

/// A page of routes.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct RoutePage {
    /// The routes, by environment and key.
    pub items: Vec<RouteView>,
    /// Give this as `page_token` to get the next page.
    pub next_page_token: Option<String>,
}

/// Which routes.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ListRoutes {
    /// Of the environment of this slug.
    environment: Option<String>,
    /// Of this application.
    application: Option<ApplicationId>,
    /// Of this team.
    team: Option<TeamId>,
    /// `false`: what is not hidden; `true`: what is; `any`: both.
    #[serde(default)]
    hidden: HiddenFilter,
    /// Items of a page: 1 to 200, 50 unless told.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<i64>,
    /// `next_page_token` of the page before.
    page_token: Option<String>,
}

/// List routes
///
/// Each with the allocation in force. Hidden routes are left out unless they are asked for.
#[utoipa::path(
    tag = "routes",
    params(ListRoutes),
    security(("token" = ["read"])),
    responses(
        (status = 200, description = "A page of routes.", body = RoutePage),
    )
)]
#[get("/routes")]
pub async fn list_routes(
    app: Data<App>,
    _caller: Authorized<may::Read>,
    Query(query): Query<ListRoutes>,
) -> Result<HttpResponse, Failure> {
    let filter = RouteFilter {
        environment: query.environment,
        application: query.application,
        team: query.team,
        hidden: query.hidden,
    };
    let request = Page::read(query.limit, query.page_token.as_deref(), "label", &filter)?;
    let mut conn = app.read().await?;
    let Paged {
        items,
        next_page_token,
    } = store::routes(&mut conn, &filter, &request).await?;
    let names = names(&mut conn, items.iter().map(|(_, snapshot)| snapshot)).await?;
    let items = items
        .into_iter()
        .map(|(row, snapshot)| RouteView::of(row, snapshot, &names))
        .collect();
    Ok(page(&RoutePage {
        items,
        next_page_token,
    }))
}

/// Slots of one version.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Allotment {
    /// Which version.
    pub version_id: VersionId,
    /// 1 to 10 000.
    #[schema(minimum = 1, maximum = 10_000)]
    pub slots: i32,
}

pub(super) fn request(allocation: Vec<Allotment>, fallbacks: Option<Vec<VersionId>>) -> Request {
    let allocation = allocation
        .into_iter()
        .map(|one| (one.version_id, one.slots))
        .collect();
    Request {
        allocation,
        fallbacks,
    }
}

/// A new route.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRoute {
    /// The environment's slug.
    #[schema(example = "production")]
    environment: String,
    /// `[a-z0-9][a-z0-9._-]{0,127}`, not ending in `.model` or `.version`; unique in the environment.
    #[schema(example = "support-bot")]
    key: String,
    /// Who calls it.
    application_id: ApplicationId,
    /// Mixed into every unit's slot; without it the environment and the key.
    salt: Option<String>,
    /// Slots of each version, together 10 000.
    allocation: Vec<Allotment>,
    /// Versions to call when the chosen one does not answer, in order; at most 8.
    #[serde(default)]
    fallbacks: Vec<VersionId>,
    /// After so many seconds without the database an instance refuses to answer.
    max_stale_seconds: Option<i32>,
    /// Why: at least 10 characters.
    #[schema(min_length = 10)]
    reason: String,
}

/// Create a route
///
/// It serves from the first moment: its first snapshot is complete.
#[utoipa::path(
    tag = "routes",
    security(("token" = ["route.switch"])),
    request_body = NewRoute,
    responses(
        (status = 201, description = "The route.", body = RouteView),
    )
)]
#[post("/routes")]
pub async fn create_route(
    app: Data<App>,
    caller: Authorized<may::SwitchRoutes>,
    guard: Data<Guard>,
    Json(body): Json<NewRoute>,
) -> Result<HttpResponse, Failure> {
    let command = CreateRoute {
        environment: body.environment,
        key: body.key,
        application: body.application_id,
        salt: body.salt,
        request: Some(request(body.allocation, Some(body.fallbacks))),
        max_stale_seconds: body.max_stale_seconds,
        reason: body.reason,
    };
    let decided = commands::create_route(&app, &caller, **guard, command).await?;
    decided
        .answer(StatusCode::CREATED, async |conn, (id, _)| {
            Ok(RouteView::load(conn, id)
                .await?
                .answered()
                .location(format!("/api/v1/routes/{id}")))
        })
        .await
}

/// Get a route
#[utoipa::path(
    tag = "routes",
    params(("route" = RouteId, Path, description = "The route's id.")),
    security(("token" = ["read"])),
    responses(
        (status = 200, description = "The route.", body = RouteView),
    )
)]
#[get("/routes/{route}")]
pub async fn get_route(
    app: Data<App>,
    _caller: Authorized<may::Read>,
    Path(id): Path<RouteId>,
) -> Result<HttpResponse, Failure> {
    let route = RouteView::load(&mut *app.read().await?, id).await?;
    Ok(answer(&route, route.revision))
}

/// Get a route by its name
#[utoipa::path(
    tag = "routes",
    params(
        ("environment" = String, Path, description = "The environment's slug.", example = "production"),
        ("key" = String, Path, description = "The route's key.", example = "support-bot"),
    ),
    security(("token" = ["read"])),
    responses(
        (status = 200, description = "The route.", body = RouteView),
    )
)]
#[get("/routes/{environment}/{key}")]
pub async fn get_route_by_key(
    app: Data<App>,
    _caller: Authorized<may::Read>,
    Path((environment, key)): Path<(String, String)>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.read().await?;
    let id = store::route_id_of(&mut conn, &environment, &key)
        .await?
        .ok_or(Failure::NotFound { kind: "route" })?;
    let route = RouteView::load(&mut conn, id).await?;
    Ok(answer(&route, route.revision))
}

/// A page of snapshots.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct SnapshotPage {
    /// The snapshots, newest first.
    pub items: Vec<SnapshotView>,
    /// Give this as `page_token` to get the next page.
    pub next_page_token: Option<String>,
}

/// A page of a list without filters.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ListSnapshots {
    /// Items of a page: 1 to 200, 50 unless told.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<i64>,
    /// `next_page_token` of the page before.
    page_token: Option<String>,
}

/// List the snapshots of a route
///
/// Every allocation that the route ever had, newest first.
#[utoipa::path(
    tag = "routes",
    params(("route" = RouteId, Path, description = "The route's id."), ListSnapshots),
    security(("token" = ["read"])),
    responses(
        (status = 200, description = "A page of snapshots.", body = SnapshotPage),
    )
)]
#[get("/routes/{route}/snapshots")]
pub async fn list_snapshots(
    app: Data<App>,
    _caller: Authorized<may::Read>,
    Path(id): Path<RouteId>,
    Query(query): Query<ListSnapshots>,
) -> Result<HttpResponse, Failure> {
    let request = Page::read(query.limit, query.page_token.as_deref(), "seq", &id)?;
    let mut conn = app.read().await?;
    store::route(&mut conn, id).await?;
    let Paged {
        items,
        next_page_token,
    } = store::snapshots(&mut conn, id, &request).await?;
    let names = names(&mut conn, items.iter()).await?;
    let items = items
        .into_iter()
        .map(|row| SnapshotView::of(row, &names))
        .collect();
    Ok(page(&SnapshotPage {
        items,
        next_page_token,
    }))
}

/// Which unit.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct WhichSlot {
    /// The unit, as callers send it.
    unit: String,
}

/// Where a unit falls.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct SlotView {
    /// 0 to 9 999.
    pub slot: u16,
    /// Its version; null: nothing serves.
    pub version: Option<VersionRef>,
    /// Whether it is pinned.
    pub pinned: bool,
    /// The snapshot in force.
    pub snapshot_seq: i32,
}

/// Get who gets what
///
/// The slot of a unit and the version it gets now. The unit is not kept.
#[utoipa::path(
    tag = "routes",
    params(("route" = RouteId, Path, description = "The route's id."), WhichSlot),
    security(("token" = ["read"])),
    responses(
        (status = 200, description = "The slot.", body = SlotView),
    )
)]
#[get("/routes/{route}/slot")]
pub async fn get_slot(
    app: Data<App>,
    _caller: Authorized<may::Read>,
    Path(id): Path<RouteId>,
    Query(query): Query<WhichSlot>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.read().await?;
    let (_, snapshot) = store::route(&mut conn, id).await?;
    let slot = slot(&snapshot.salt, &query.unit);
    let digest = pin_digest(&snapshot.salt, &query.unit);
    let pinned = snapshot
        .pins
        .0
        .iter()
        .find(|pin| pin.key_digest == digest)
        .map(|pin| pin.version_id);
    let mut end = 0;
    let of_run = snapshot.runs.0.iter().find(|run| {
        end += run.slots;
        i32::from(slot) < end
    });
    let version = pinned.or_else(|| of_run.map(|run| run.version_id));
    let names = names(&mut conn, std::iter::once(&snapshot)).await?;
    Ok(page(&SlotView {
        slot,
        version: version.and_then(|id| names.get(&id).cloned()),
        pinned: pinned.is_some(),
        snapshot_seq: snapshot.seq,
    }))
}
