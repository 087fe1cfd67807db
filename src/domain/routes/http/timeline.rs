//! The serving record made for drawing: route by route, over an interval.

use actix_web::web::Data;
use actix_web::{HttpResponse, get};
use serde::Serialize;

use super::record::{ServingRow, WhatRan, rows};
use crate::domain::models::RouteRef;
use crate::domain::routes::store;
use crate::ground::audit::{LogHead, resolve_known};
use crate::ground::http::{Query, page};
use crate::ground::identity::{Authorized, may};
use crate::ground::kernel::{App, Failure, Instant};

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

/// Get the serving timeline
///
/// What the serving record says over an interval, made for drawing: at most 5 000 allocations.
#[utoipa::path(
    tag = "record",
    params(WhatRan),
    security(("token" = ["read"])),
    responses(
        (status = 200, description = "The timeline.", body = Timeline),
    )
)]
#[get("/serving/timeline")]
pub async fn get_timeline(
    app: Data<App>,
    _caller: Authorized<may::Read>,
    Query(query): Query<WhatRan>,
) -> Result<HttpResponse, Failure> {
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
