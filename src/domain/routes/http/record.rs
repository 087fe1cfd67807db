//! What ran when over HTTP: at an instant or over an interval, as known at a log position.

use std::collections::{BTreeMap, BTreeSet};

use actix_web::web::Data;
use actix_web::{HttpResponse, get};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use uuid::Uuid;

use super::view::{ApplicationRef, ShareView, listed, shares};
use crate::domain::access::ActorRef;
use crate::domain::models::{RouteRef, VersionRef};
use crate::domain::routes::store::{self, GroundsRow, RecordFilter, RecordRow};
use crate::ground::audit::{Evidence, LogHead, Position, resolve_known};
use crate::ground::http::{Query, page};
use crate::ground::identity::{Authorized, may};
use crate::ground::kernel::{
    App, ApplicationId, Failure, FieldProblem, Instant, Page, RouteId, VersionId,
};

/// The event that wrote an allocation.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct RecordEvent {
    /// Its place in the log.
    pub position: Position,
    /// `route.switched`, `route.killed` ...
    pub kind: String,
    /// When it was decided.
    pub at: String,
}

/// An allocation and how long it was in force.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ServingRow {
    /// Which route.
    pub route: RouteRef,
    /// Who calls it.
    pub application: ApplicationRef,
    /// The number of the snapshot.
    pub snapshot_seq: i32,
    /// Since when.
    pub in_force_from: Instant,
    /// Until when; null: still, as known then.
    pub in_force_to: Option<Instant>,
    /// Slots of each version; empty: nothing served.
    pub shares: Vec<ShareView>,
    /// Versions that had been killed.
    pub killed: Vec<VersionRef>,
    /// Versions to call when the chosen one did not answer.
    pub fallbacks: Vec<VersionRef>,
    /// Who decided it.
    pub decided_by: ActorRef,
    /// Why; null when the text was erased.
    pub reason: Option<String>,
    /// The event that wrote it.
    pub event: RecordEvent,
    /// What the decision stood on.
    pub evidence: Vec<Evidence>,
    /// For each version of the shares: what allowed it to run, as known when the allocation was decided.
    pub allowed_by: Vec<Grounds>,
}

/// What allowed a version to run: its last promotion, its adoption, or its registration.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Grounds {
    /// Which version.
    pub version_id: VersionId,
    /// `version.promoted`, `version.adopted` or `version.registered`.
    #[schema(example = "version.promoted")]
    pub kind: String,
    /// Its place in the log.
    pub position: Position,
    /// When.
    pub at: String,
    /// Who decided it.
    pub by: ActorRef,
    /// What that stood on: a promotion, with evaluations and facts behind it.
    pub evidence: Vec<Evidence>,
}

/// What ran.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Serving {
    /// From when.
    pub from: Instant,
    /// Until when; the same instant for `at`.
    pub to: Instant,
    /// The end of the log that was read. Repeat with this position to get the same answer.
    pub known: LogHead,
    /// The allocations, by route and number.
    pub items: Vec<ServingRow>,
    /// Give this as `page_token`, with `known`, to get the next page.
    pub next_page_token: Option<String>,
}

/// When, where, and as known when.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct WhatRan {
    /// At this instant; without `at`, `from` and `to`: now.
    #[param(value_type = Option<String>, format = DateTime)]
    pub(super) at: Option<Instant>,
    /// Start of an interval; with `to`.
    #[param(value_type = Option<String>, format = DateTime)]
    pub(super) from: Option<Instant>,
    /// End of an interval; with `from`.
    #[param(value_type = Option<String>, format = DateTime)]
    pub(super) to: Option<Instant>,
    /// The log as it was: a position such as `@42`, or an instant. Without it: now.
    pub(super) known: Option<String>,
    /// Of this route.
    pub(super) route: Option<RouteId>,
    /// Where this version served.
    pub(super) version: Option<VersionId>,
    /// Of this application.
    pub(super) application: Option<ApplicationId>,
    /// Of the environment of this slug.
    pub(super) environment: Option<String>,
    /// Items of a page: 1 to 200, 50 unless told.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub(super) limit: Option<i64>,
    /// `next_page_token` of the page before.
    pub(super) page_token: Option<String>,
}

impl WhatRan {
    pub(super) fn filter(&self) -> RecordFilter {
        RecordFilter {
            route: self.route,
            version: self.version,
            application: self.application,
            environment: self.environment.clone(),
        }
    }

    pub(super) async fn interval(&self, app: &App) -> Result<(Instant, Instant), Failure> {
        match (self.at, self.from, self.to) {
            (Some(at), None, None) => Ok((at, at)),
            (None, Some(from), Some(to)) if from <= to => Ok((from, to)),
            (None, None, None) => {
                let now = app.now(&mut *app.read().await?).await?;
                Ok((now, now))
            }
            (None, Some(_), Some(_)) => Err(Failure::malformed(
                "to",
                "an instant that is not before `from`",
            )),
            _ => Err(Failure::Malformed(FieldProblem::new(
                "at",
                "either `at`, or `from` and `to`",
            ))),
        }
    }
}

/// Every version that rows name.
fn versions(rows: &[RecordRow]) -> Vec<VersionId> {
    let mut ids: Vec<VersionId> = rows
        .iter()
        .flat_map(|row| {
            let runs = row.runs.0.iter().map(|run| run.version_id);
            runs.chain(row.killed.iter().copied())
                .chain(row.fallbacks.iter().copied())
        })
        .collect();
    ids.sort();
    ids.dedup();
    ids
}

/// What allowed the versions of each row, by version and the position of the row's event.
async fn allowed(
    conn: &mut PgConnection,
    rows: &[RecordRow],
) -> Result<BTreeMap<(VersionId, i64), GroundsRow>, Failure> {
    let asked: BTreeSet<(VersionId, i64)> = rows
        .iter()
        .flat_map(|row| {
            let runs = row.runs.0.iter();
            runs.map(|run| (run.version_id, row.position))
        })
        .collect();
    let asked: Vec<(VersionId, i64)> = asked.into_iter().collect();
    let found = store::grounds(conn, &asked).await?;
    Ok(found
        .into_iter()
        .map(|row| ((row.version_id, row.asked), row))
        .collect())
}

fn evidence(stored: serde_json::Value) -> Result<Vec<Evidence>, Failure> {
    serde_json::from_value(stored)
        .map_err(|error| Failure::inconsistent(format!("evidence: {error}")))
}

impl Grounds {
    fn of(row: &GroundsRow) -> Result<Self, Failure> {
        Ok(Self {
            version_id: row.version_id,
            kind: row.kind.clone(),
            position: Position(row.position),
            at: row.at.clone(),
            by: row.by.0.clone(),
            evidence: evidence(row.evidence.clone())?,
        })
    }
}

/// Allocations as answers show them, with what allowed their versions to run.
///
/// # Errors
/// The database is away.
pub async fn rows(
    conn: &mut PgConnection,
    rows: Vec<RecordRow>,
    known: i64,
) -> Result<Vec<ServingRow>, Failure> {
    let names = store::version_labels_at(conn, &versions(&rows), known).await?;
    let grounds = allowed(conn, &rows).await?;
    rows.into_iter()
        .map(|row| {
            let shares = shares(&row.runs.0, &names);
            let allowed_by = shares
                .iter()
                .filter_map(|share| grounds.get(&(share.version.id, row.position)))
                .map(Grounds::of)
                .collect::<Result<_, _>>()?;
            Ok(ServingRow {
                shares,
                allowed_by,
                killed: listed(&row.killed, &names),
                fallbacks: listed(&row.fallbacks, &names),
                route: RouteRef {
                    id: row.route_id,
                    environment: row.environment,
                    key: row.key,
                },
                application: ApplicationRef {
                    id: row.application_id,
                    name: row.application_name,
                },
                snapshot_seq: row.seq,
                in_force_from: row.effective_from,
                in_force_to: row.effective_to,
                decided_by: row.decided_by.0,
                reason: row.reason,
                event: RecordEvent {
                    position: Position(row.position),
                    kind: row.event_kind,
                    at: row.event_at,
                },
                evidence: evidence(row.evidence)?,
            })
        })
        .collect()
}

/// Get what ran when
///
/// Which shares were in force on which route, who decided it and why. The same request with the same `known` reads
/// the same log for ever.
#[utoipa::path(
    tag = "record",
    params(WhatRan),
    security(("token" = ["read"])),
    responses(
        (status = 200, description = "What ran.", body = Serving),
    )
)]
#[get("/serving")]
pub async fn get_serving(
    app: Data<App>,
    _caller: Authorized<may::Read>,
    Query(query): Query<WhatRan>,
) -> Result<HttpResponse, Failure> {
    let known = resolve_known(&app, query.known.as_deref()).await?;
    let (from, to) = query.interval(&app).await?;
    let filter = query.filter();
    let request = Page::read(query.limit, query.page_token.as_deref(), "label", &filter)?;
    let after = match (
        request
            .after_key
            .as_deref()
            .and_then(|key| key.rsplit_once('#')),
        request.after_id,
    ) {
        (Some((label, seq)), Some(route)) => seq
            .parse::<i32>()
            .ok()
            .map(|seq| (label.to_owned(), route, seq)),
        _ => None,
    };
    let mut conn = app.read().await?;
    let found = store::record(
        &mut conn,
        &filter,
        from,
        to,
        known.position,
        after,
        request.rows(),
    )
    .await?;
    let paged = request.page(found, |row| {
        (
            format!("{}/{}#{}", row.environment, row.key, row.seq),
            Uuid::from(row.route_id),
        )
    });
    let items = rows(&mut conn, paged.items, known.position).await?;
    Ok(page(&Serving {
        from,
        to,
        known,
        items,
        next_page_token: paged.next_page_token,
    }))
}
