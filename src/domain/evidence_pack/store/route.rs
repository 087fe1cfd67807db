//! What ran on a route over an interval, with the promotions that let it, as of a position.

use std::collections::BTreeMap;

use sqlx::PgConnection;

use super::promotion::dossier;
use crate::domain::evidence_pack::RouteDossier;
use crate::domain::routes::http::serving_rows;
use crate::domain::routes::store::{RecordFilter, record};
use crate::ground::audit::LogHead;
use crate::ground::kernel::{Failure, Instant, PromotionId, RouteId};

/// How much of a route a pack holds at most.
#[derive(Debug, Clone, Copy)]
pub struct RouteLimits {
    /// Allocations.
    pub allocations: usize,
    /// Promotions.
    pub promotions: usize,
}

/// The limits of every pack.
pub const ROUTE_LIMITS: RouteLimits = RouteLimits {
    allocations: 500,
    promotions: 20,
};
/// Promotions that are named, of those that a limit kept out.
const NAMED_MAX: usize = 50;

/// Everything about a route over `[from, to]` as of a position. `label`: what the route is called. Of what a limit keeps
/// out it says how to get it.
///
/// # Errors
/// The database is away, or the facts of a decision were deleted.
pub async fn route_dossier(
    conn: &mut PgConnection,
    (route, label): (RouteId, String),
    (from, to): (Instant, Instant),
    known: LogHead,
    head: LogHead,
    limits: RouteLimits,
) -> Result<RouteDossier, Failure> {
    let filter = RecordFilter {
        route: Some(route),
        ..RecordFilter::default()
    };
    let at = known.position;
    let mut cut = Vec::new();
    let ask = i64::try_from(limits.allocations).unwrap_or(i64::MAX - 1) + 1;
    let mut rows = record(conn, &filter, from, to, at, None, ask).await?;
    let mut told_to = to;
    if rows.len() > limits.allocations {
        rows.truncate(limits.allocations);
        told_to = rows.last().and_then(|row| row.effective_to).unwrap_or(to);
        cut.push(allocations_cut(&label, limits, (told_to, to), at));
    }
    let serving = serving_rows(conn, rows, at).await?;
    let grounds = serving.iter().flat_map(|row| &row.allowed_by);
    let evidence = grounds.flat_map(|grounds| &grounds.evidence);
    let named = evidence.filter(|one| one.kind == "promotion");
    // By id, which is the order in which they were opened.
    let named: BTreeMap<PromotionId, &str> = named
        .filter_map(|one| {
            Some((
                one.id.parse().ok()?,
                one.label.as_deref().unwrap_or(&one.id),
            ))
        })
        .collect();
    if named.len() > limits.promotions {
        let others: Vec<&str> = named.values().skip(limits.promotions).copied().collect();
        cut.push(promotions_cut(named.len(), limits, &others));
    }
    let mut promotions = Vec::new();
    for id in named.into_keys().take(limits.promotions) {
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
        to: told_to,
        asked_to: to,
        serving,
        promotions,
        cut,
    })
}

fn allocations_cut(
    label: &str,
    limits: RouteLimits,
    (told_to, to): (Instant, Instant),
    at: i64,
) -> String {
    format!(
        "Only the first {} allocations of the interval are told, until {told_to}. The rest: tenure evidence --route \
         {label} --from {told_to} --to {to} --known @{at}",
        limits.allocations
    )
}

fn promotions_cut(all: usize, limits: RouteLimits, others: &[&str]) -> String {
    let mut names: Vec<String> = others
        .iter()
        .take(NAMED_MAX)
        .map(|one| (*one).to_owned())
        .collect();
    if others.len() > NAMED_MAX {
        names.push(format!(
            "and {} more, named in serving.json",
            others.len() - NAMED_MAX
        ));
    }
    format!(
        "Of {all} promotions that let these versions run only the first {} are here. The others have packs of their own \
         (tenure evidence {}): {}.",
        limits.promotions,
        others.first().unwrap_or(&"PR-0001"),
        names.join(", ")
    )
}
