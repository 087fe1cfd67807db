//! What ran on a route over an interval, with the promotions that let it, as of a position.

use std::collections::BTreeSet;

use sqlx::PgConnection;

use super::promotion::dossier;
use crate::domain::evidence_pack::RouteDossier;
use crate::domain::routes::http::serving_rows;
use crate::domain::routes::store::{RecordFilter, record};
use crate::ground::audit::LogHead;
use crate::ground::kernel::{Failure, Instant, PromotionId, RouteId};

/// Allocations of a pack at most.
pub const INTERVALS_MAX: i64 = 500;
/// Promotions of a pack at most.
pub const PROMOTIONS_MAX: usize = 20;

/// Everything about a route over `[from, to]` as of a position. `label`: what the route is called.
///
/// # Errors
/// The database is away, or the facts of a decision were deleted.
pub async fn route_dossier(
    conn: &mut PgConnection,
    route: RouteId,
    label: String,
    (from, to): (Instant, Instant),
    known: LogHead,
    head: LogHead,
) -> Result<RouteDossier, Failure> {
    let filter = RecordFilter {
        route: Some(route),
        ..RecordFilter::default()
    };
    let at = known.position;
    let mut cut = Vec::new();
    let mut rows = record(conn, &filter, from, to, at, None, INTERVALS_MAX + 1).await?;
    let intervals = usize::try_from(INTERVALS_MAX).unwrap_or(usize::MAX);
    if rows.len() > intervals {
        rows.truncate(intervals);
        cut.push(format!(
            "Only the first {INTERVALS_MAX} allocations of the interval are told; ask for the rest from where they end."
        ));
    }
    let serving = serving_rows(conn, rows, at).await?;
    let grounds = serving.iter().flat_map(|row| &row.allowed_by);
    let evidence = grounds.flat_map(|grounds| &grounds.evidence);
    let named = evidence.filter(|one| one.kind == "promotion");
    // By id, which is the order in which they were opened.
    let ids: BTreeSet<PromotionId> = named.filter_map(|one| one.id.parse().ok()).collect();
    if ids.len() > PROMOTIONS_MAX {
        cut.push(format!(
            "Of {} promotions that let these versions run only the first {PROMOTIONS_MAX} are here.",
            ids.len()
        ));
    }
    let mut promotions = Vec::new();
    for id in ids.into_iter().take(PROMOTIONS_MAX) {
        promotions.push(dossier(conn, id, known, head).await?);
    }
    cut.extend(promotions.iter().flat_map(|one| {
        let label = crate::domain::promotions::label(one.promotion.number);
        one.cut.iter().map(move |cut| format!("{label}: {cut}"))
    }));
    Ok(RouteDossier {
        known,
        label,
        from,
        to,
        serving,
        promotions,
        cut,
    })
}
