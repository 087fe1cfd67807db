//! The serving record made for drawing: route by route, over an interval.

use actix_web::web::Data;
use actix_web::{HttpResponse, get};
use serde::{Deserialize, Serialize};

use super::record::{ServingRow, WhatRan, rows};
use crate::domain::models::RouteRef;
use crate::domain::routes::store;
use crate::ground::audit::{LogHead, resolve_known};
use crate::ground::http::{Query, page};
use crate::ground::identity::{Authorized, may};
use crate::ground::kernel::{App, ApplicationId, Failure, Instant, RouteId, VersionId};

/// Allocations of a timeline at most.
const TIMELINE_MAX: i64 = 5_000;

/// One route's part of a timeline.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Lane {
    /// Which route.
    pub route: RouteRef,
    /// Its allocations, oldest first.
    pub intervals: Vec<ServingRow>,
}

/// What ran over an interval, route by route.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Timeline {
    /// From when.
    pub from: Instant,
    /// Until when.
    pub to: Instant,
    /// The end of the log that was read.
    pub known: LogHead,
    /// One for each route that had an allocation.
    pub lanes: Vec<Lane>,
    /// Whether there were more allocations than one answer takes; then ask for a shorter interval.
    pub cut: bool,
}

/// When, where, and as known when. A timeline has no pages.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct WhatRanOver {
    /// At this instant; without `at`, `from` and `to`: now.
    #[param(value_type = Option<String>, format = DateTime)]
    at: Option<Instant>,
    /// Start of an interval; with `to`.
    #[param(value_type = Option<String>, format = DateTime)]
    from: Option<Instant>,
    /// End of an interval; with `from`.
    #[param(value_type = Option<String>, format = DateTime)]
    to: Option<Instant>,
    /// The log as it was: a position such as `@42`, or an instant. Without it: now.
    known: Option<String>,
    /// Of this route.
    route: Option<RouteId>,
    /// Where this version served.
    version: Option<VersionId>,
    /// Of this application.
    application: Option<ApplicationId>,
    /// Of the environment of this slug.
    environment: Option<String>,
}

impl From<WhatRanOver> for WhatRan {
    fn from(over: WhatRanOver) -> Self {
        let WhatRanOver {
            at,
            from,
            to,
            known,
            route,
            version,
            application,
            environment,
        } = over;
        Self {
            at,
            from,
            to,
            known,
            route,
            version,
            application,
            environment,
            limit: None,
            page_token: None,
        }
    }
}

/// Get the serving timeline
///
/// What the serving record says over an interval, made for drawing: at most 5 000 allocations.
#[utoipa::path(
    tag = "record",
    params(WhatRanOver),
    security(("token" = ["read"])),
    responses(
        (status = 200, description = "The timeline.", body = Timeline),
    )
)]
#[get("/serving/timeline")]
pub async fn get_timeline(
    app: Data<App>,
    _caller: Authorized<may::Read>,
    Query(query): Query<WhatRanOver>,
) -> Result<HttpResponse, Failure> {
    let query = WhatRan::from(query);
    let known = resolve_known(&app, query.known.as_deref()).await?;
    let (from, to) = query.interval(&app).await?;
    let mut conn = app.read().await?;
    let filter = query.filter();
    let mut found = store::record(
        &mut conn,
        &filter,
        from,
        to,
        known.position,
        None,
        TIMELINE_MAX + 1,
    )
    .await?;
    let limit = usize::try_from(TIMELINE_MAX).unwrap_or(usize::MAX);
    let cut = found.len() > limit;
    found.truncate(limit);
    let mut lanes: Vec<Lane> = Vec::new();
    for row in rows(&mut conn, found, known.position).await? {
        match lanes
            .last_mut()
            .filter(|lane| lane.route.id == row.route.id)
        {
            Some(lane) => lane.intervals.push(row),
            None => lanes.push(Lane {
                route: row.route.clone(),
                intervals: vec![row],
            }),
        }
    }
    Ok(page(&Timeline {
        from,
        to,
        known,
        lanes,
        cut,
    }))
}
