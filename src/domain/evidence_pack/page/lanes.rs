//! What served when: one lane for each version, and a table of the allocations.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::words;
use crate::domain::models::VersionRef;
use crate::domain::routes::SLOTS;
use crate::domain::routes::http::ServingRow;
use crate::ground::kernel::{Instant, VersionId};

/// Where the lanes begin, how high one is, and how far the next one is.
const LEFT: i64 = 240;
const RIGHT: i64 = 1000;
const HEIGHT: i64 = 36;
const STEP: i64 = 46;
/// Lanes of a drawing at most; the table has all.
const LANES_MAX: usize = 12;

/// A drawing of the shares over an interval: a bar as long as the allocation was in force, as high as the share.
pub(super) fn lanes(rows: &[ServingRow], from: Instant, to: Instant) -> Markup {
    let mut versions: BTreeMap<VersionId, String> = BTreeMap::new();
    for share in rows.iter().flat_map(|row| &row.shares) {
        versions.insert(share.version.id, version(&share.version));
    }
    let cut = versions.len().saturating_sub(LANES_MAX);
    let mut lanes: Vec<(VersionId, String)> = versions.into_iter().take(LANES_MAX).collect();
    lanes.sort_by(|a, b| a.1.cmp(&b.1));
    if lanes.is_empty() || from >= to {
        return html! {};
    }
    let span = (to.0 - from.0).num_milliseconds().max(1);
    let x = |at: Instant| {
        let at = at.clamp(from, to);
        LEFT + (at.0 - from.0).num_milliseconds() * (RIGHT - LEFT) / span
    };
    let bottom = i64::try_from(lanes.len()).unwrap_or(0) * STEP;
    html! {
        figure {
            svg viewBox={ "0 0 1000 " (bottom + 30) } role="img" aria-label="Shares over time; the table below has the same" {
                @for ((id, name), y) in lanes.iter().zip((0..).step_by(STEP as usize)) {
                    text x="0" y=(y + 24) { (name) }
                    rect .lane x=(LEFT) y=(y) width=(RIGHT - LEFT) height=(HEIGHT) {}
                    @for row in rows {
                        @let (left, right) = (x(row.in_force_from), x(row.in_force_to.unwrap_or(to)));
                        @for share in row.shares.iter().filter(|share| share.version.id == *id) {
                            @let high = (i64::from(share.slots) * HEIGHT / i64::from(SLOTS)).max(1);
                            rect .share x=(left) y=(y + HEIGHT - high) width=((right - left).max(1)) height=(high) {}
                        }
                    }
                }
                @for row in rows.iter().filter(|row| row.shares.is_empty()) {
                    @let (left, right) = (x(row.in_force_from), x(row.in_force_to.unwrap_or(to)));
                    rect .none x=(left) y="0" width=((right - left).max(1)) height=(bottom - STEP + HEIGHT) {}
                }
                text .axis x=(LEFT) y=(bottom + 20) { (words::brief(from)) }
                text .axis x=(RIGHT) y=(bottom + 20) text-anchor="end" { (words::brief(to)) " UTC" }
            }
            figcaption {
                "A full bar is all of the 10 000 slots. "
                @if rows.iter().any(|row| row.shares.is_empty()) { "Dashed: nothing served. " }
                @if cut > 0 { (cut) " more versions stand only in the table." }
            }
        }
    }
}

/// The allocations, who decided them, and what allowed their versions to run. `routes`: whether rows name theirs.
pub(super) fn table(rows: &[ServingRow], from: Instant, to: Instant, routes: bool) -> Markup {
    html! {
        div .wide {
            table .lanes {
                thead { tr {
                    @if routes { th scope="col" { "Route" } }
                    th scope="col" { "In force, UTC" } th scope="col" { "Served" } th scope="col" { "Decided by" }
                    th scope="col" { "Allowed by" }
                } }
                tbody { @for row in rows { (allocation(row, from, to, routes)) } }
            }
        }
    }
}

fn allocation(row: &ServingRow, from: Instant, to: Instant, routes: bool) -> Markup {
    html! {
        tr {
            @if routes { td { (row.route.environment) "/" (row.route.key) } }
            td .when {
                (words::brief(row.in_force_from)) @if row.in_force_from < from { span .dim { " (before)" } } br;
                @match row.in_force_to {
                    Some(end) => { "to " (words::brief(end)) @if end > to { span .dim { " (after)" } } }
                    None => span .dim { "in force still, as known then" }
                }
            }
            td .served {
                @if row.shares.is_empty() { strong .fail { "nothing" } }
                @for share in &row.shares { div { (percent(share.slots)) " " (version(&share.version)) } }
                @if !row.killed.is_empty() { div .small { "killed: " (names(&row.killed)) } }
                @if !row.fallbacks.is_empty() { div .small .dim { "fallback: " (names(&row.fallbacks)) } }
            }
            td {
                (row.decided_by.name.as_deref().unwrap_or("somebody whose name was erased")) ", "
                span .dim { (row.event.kind) " @" (row.event.position.0) }
                @if let Some(reason) = &row.reason { blockquote { (reason) } }
            }
            td {
                @for grounds in &row.allowed_by {
                    @let promotion = grounds.evidence.iter().find(|one| one.kind == "promotion");
                    div {
                        @match promotion.and_then(|one| one.label.as_deref()) {
                            Some(label) => strong { (label) },
                            None => { (grounds.kind.trim_start_matches("version.")) }
                        }
                        span .dim {
                            ", " (grounds.by.name.as_deref().unwrap_or("name erased")) ", "
                            (words::brief_text(&grounds.at)) ", @" (grounds.position.0)
                        }
                    }
                }
            }
        }
    }
}

/// Slots as per cent, exactly: 10 000 slots are 100 %.
fn percent(slots: i32) -> String {
    match (slots / 100, slots % 100) {
        (whole, 0) => format!("{whole} %"),
        (whole, rest) => format!("{whole}.{rest:02} %"),
    }
}

fn version(version: &VersionRef) -> String {
    format!("{}/{}", version.model_name, version.number)
}

fn names(versions: &[VersionRef]) -> String {
    let names: Vec<String> = versions.iter().map(version).collect();
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::percent;

    #[test]
    fn slots_are_per_cent_without_rounding() {
        assert_eq!(percent(10_000), "100 %");
        assert_eq!(percent(2_550), "25.50 %");
        assert_eq!(percent(1), "0.01 %");
    }
}
