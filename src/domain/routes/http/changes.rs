//! Changes of routes over HTTP. With `?dry_run=true` each answers its effect and changes nothing.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpResponse, post};
use serde::{Deserialize, Serialize};

use super::routes::{Allotment, request};
use super::view::{EffectPreview, RouteView, preview};
use crate::domain::routes::Guard;
use crate::domain::routes::commands::{self, Change};
use crate::ground::audit::Answer;
use crate::ground::http::{DryRun, IfMatch, Json, MaybeIfMatch, Path, Query, preview_answer};
use crate::ground::identity::{Authorized, Caller, may};
use crate::ground::kernel::{App, Failure, RouteId, VersionId};

/// A change of a route, as a request asks for it.
struct Asked<'a> {
    route: RouteId,
    seen: MaybeIfMatch,
    change: Change,
    reason: &'a str,
    dry_run: bool,
}

async fn run(
    app: &App,
    caller: &Caller,
    guard: Guard,
    asked: Asked<'_>,
) -> Result<HttpResponse, Failure> {
    let Asked {
        route,
        seen,
        change,
        reason,
        dry_run,
    } = asked;
    let decided = commands::change(app, caller, guard, route, seen, &change, reason).await;
    if dry_run {
        let tried = match decided {
            Ok(decided) => Ok(vec![decided.discard().await?.1]),
            Err(failure) => Err(failure),
        };
        return Ok(preview_answer(
            &preview(&mut *app.read().await?, tried).await?,
        ));
    }
    decided?
        .answer(StatusCode::OK, async |conn, (id, _)| {
            Ok(RouteView::load(conn, id).await?.answered())
        })
        .await
}

/// Another allocation.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Switch {
    /// Slots of each version, together 10 000.
    allocation: Vec<Allotment>,
    /// The new fallbacks in order; without it those in force stay.
    fallbacks: Option<Vec<VersionId>>,
    /// Why: at least 10 characters.
    #[schema(min_length = 10)]
    reason: String,
}

/// Switch a route
///
/// Gives it another allocation at once. As few units as possible change their version.
#[utoipa::path(
    tag = "routes",
    params(
        ("route" = RouteId, Path, description = "The route's id."),
        ("If-Match" = String, Header, description = "The revision that was seen.", example = "\"1\""),
        DryRun,
    ),
    security(("token" = ["route.switch"])),
    request_body = Switch,
    responses(
        (status = 200, description = "The route; with `dry_run` the effect.", content(
            (RouteView = "application/json"),
            (EffectPreview = "application/vnd.tenure.preview+json"),
        )),
    )
)]
#[post("/routes/{route}/switch")]
pub async fn switch_route(
    app: Data<App>,
    caller: Authorized<may::SwitchRoutes>,
    guard: Data<Guard>,
    Path(id): Path<RouteId>,
    seen: IfMatch,
    Query(query): Query<DryRun>,
    Json(body): Json<Switch>,
) -> Result<HttpResponse, Failure> {
    let change = Change::Switch(request(body.allocation, body.fallbacks));
    let asked = Asked {
        route: id,
        seen: MaybeIfMatch(Some(seen.0)),
        change,
        reason: &body.reason,
        dry_run: query.dry_run,
    };
    run(&app, &caller, **guard, asked).await
}

/// A version and why.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OnVersion {
    /// Which version.
    version_id: VersionId,
    /// Why: at least 10 characters.
    #[schema(min_length = 10)]
    reason: String,
}

/// Kill a version on a route
///
/// Its slots go to the other versions, else to the first usable fallback, else nothing serves. Waits for nobody.
#[utoipa::path(
    tag = "routes",
    params(
        ("route" = RouteId, Path, description = "The route's id."),
        ("If-Match" = Option<String>, Header, description = "The revision that was seen; not needed."),
        DryRun,
    ),
    security(("token" = ["route.kill"])),
    request_body = OnVersion,
    responses(
        (status = 200, description = "The route; with `dry_run` the effect.", content(
            (RouteView = "application/json"),
            (EffectPreview = "application/vnd.tenure.preview+json"),
        )),
    )
)]
#[post("/routes/{route}/kill")]
pub async fn kill_on_route(
    app: Data<App>,
    caller: Authorized<may::KillVersions>,
    guard: Data<Guard>,
    Path(id): Path<RouteId>,
    seen: MaybeIfMatch,
    Query(query): Query<DryRun>,
    Json(body): Json<OnVersion>,
) -> Result<HttpResponse, Failure> {
    let asked = Asked {
        route: id,
        seen,
        change: Change::Kill(body.version_id),
        reason: &body.reason,
        dry_run: query.dry_run,
    };
    run(&app, &caller, **guard, asked).await
}

/// Which allocation to go back to.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RollBack {
    /// The number of the earlier snapshot.
    snapshot_seq: i32,
    /// Why: at least 10 characters.
    #[schema(min_length = 10)]
    reason: String,
}

/// Roll a route back
///
/// Gives it the allocation of an earlier snapshot. Waits for no approval.
#[utoipa::path(
    tag = "routes",
    params(
        ("route" = RouteId, Path, description = "The route's id."),
        ("If-Match" = String, Header, description = "The revision that was seen.", example = "\"1\""),
        DryRun,
    ),
    security(("token" = ["route.switch"])),
    request_body = RollBack,
    responses(
        (status = 200, description = "The route; with `dry_run` the effect.", content(
            (RouteView = "application/json"),
            (EffectPreview = "application/vnd.tenure.preview+json"),
        )),
    )
)]
#[post("/routes/{route}/rollback")]
pub async fn roll_back_route(
    app: Data<App>,
    caller: Authorized<may::SwitchRoutes>,
    guard: Data<Guard>,
    Path(id): Path<RouteId>,
    seen: IfMatch,
    Query(query): Query<DryRun>,
    Json(body): Json<RollBack>,
) -> Result<HttpResponse, Failure> {
    let change = Change::Rollback {
        to: body.snapshot_seq,
    };
    let asked = Asked {
        route: id,
        seen: MaybeIfMatch(Some(seen.0)),
        change,
        reason: &body.reason,
        dry_run: query.dry_run,
    };
    run(&app, &caller, **guard, asked).await
}

/// Revive a version on a route
///
/// Lets a killed version be named again. It serves nothing by that.
#[utoipa::path(
    tag = "routes",
    params(
        ("route" = RouteId, Path, description = "The route's id."),
        ("If-Match" = String, Header, description = "The revision that was seen.", example = "\"1\""),
        DryRun,
    ),
    security(("token" = ["route.switch"])),
    request_body = OnVersion,
    responses(
        (status = 200, description = "The route; with `dry_run` the effect.", content(
            (RouteView = "application/json"),
            (EffectPreview = "application/vnd.tenure.preview+json"),
        )),
    )
)]
#[post("/routes/{route}/revive")]
pub async fn revive_on_route(
    app: Data<App>,
    caller: Authorized<may::SwitchRoutes>,
    guard: Data<Guard>,
    Path(id): Path<RouteId>,
    seen: IfMatch,
    Query(query): Query<DryRun>,
    Json(body): Json<OnVersion>,
) -> Result<HttpResponse, Failure> {
    let change = Change::Revive(body.version_id);
    let asked = Asked {
        route: id,
        seen: MaybeIfMatch(Some(seen.0)),
        change,
        reason: &body.reason,
        dry_run: query.dry_run,
    };
    run(&app, &caller, **guard, asked).await
}

/// A unit and its version.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PinUnit {
    /// The unit, as callers send it; only its digest is kept.
    unit: String,
    /// The version; null takes the pin away.
    version_id: Option<VersionId>,
    /// Why: at least 10 characters.
    #[schema(min_length = 10)]
    reason: String,
}

/// Pin a unit on a route
///
/// The unit always gets that version, whatever its slot.
#[utoipa::path(
    tag = "routes",
    params(
        ("route" = RouteId, Path, description = "The route's id."),
        ("If-Match" = String, Header, description = "The revision that was seen.", example = "\"1\""),
        DryRun,
    ),
    security(("token" = ["route.switch"])),
    request_body = PinUnit,
    responses(
        (status = 200, description = "The route; with `dry_run` the effect.", content(
            (RouteView = "application/json"),
            (EffectPreview = "application/vnd.tenure.preview+json"),
        )),
    )
)]
#[post("/routes/{route}/pin")]
pub async fn pin_on_route(
    app: Data<App>,
    caller: Authorized<may::SwitchRoutes>,
    guard: Data<Guard>,
    Path(id): Path<RouteId>,
    seen: IfMatch,
    Query(query): Query<DryRun>,
    Json(body): Json<PinUnit>,
) -> Result<HttpResponse, Failure> {
    let change = Change::Pin {
        unit: body.unit,
        version: body.version_id,
    };
    let asked = Asked {
        route: id,
        seen: MaybeIfMatch(Some(seen.0)),
        change,
        reason: &body.reason,
        dry_run: query.dry_run,
    };
    run(&app, &caller, **guard, asked).await
}

/// Why.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct KillEverywhere {
    /// Why: at least 10 characters.
    #[schema(min_length = 10)]
    reason: String,
}

/// The routes that changed.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ChangedRoutes {
    /// The routes, with their new allocations.
    pub routes: Vec<RouteView>,
}

/// Kill a version everywhere
///
/// On every route that names it, in one transaction.
#[utoipa::path(
    tag = "routes",
    params(("version" = VersionId, Path, description = "The version's id."), DryRun),
    security(("token" = ["route.kill"])),
    request_body = KillEverywhere,
    responses(
        (status = 200, description = "The routes; with `dry_run` the effect.", content(
            (ChangedRoutes = "application/json"),
            (EffectPreview = "application/vnd.tenure.preview+json"),
        )),
    )
)]
#[post("/versions/{version}/kill")]
pub async fn kill_version(
    app: Data<App>,
    caller: Authorized<may::KillVersions>,
    Path(version): Path<VersionId>,
    Query(query): Query<DryRun>,
    Json(body): Json<KillEverywhere>,
) -> Result<HttpResponse, Failure> {
    let decided = commands::kill_everywhere(&app, &caller, version, &body.reason).await;
    if query.dry_run {
        let tried = match decided {
            Ok(decided) => Ok(decided.discard().await?.1),
            Err(failure) => Err(failure),
        };
        return Ok(preview_answer(
            &preview(&mut *app.read().await?, tried).await?,
        ));
    }
    decided?
        .answer(StatusCode::OK, async |conn, (ids, _)| {
            let mut routes = Vec::with_capacity(ids.len());
            for id in ids {
                routes.push(RouteView::load(conn, id).await?);
            }
            Ok(Answer::new(ChangedRoutes { routes }))
        })
        .await
}
