//! The page of a route over an interval.

use maud::{Markup, html};

use super::proof::{Files, proof};
use super::{lanes, layout, measured, promotion, verdict, words};
use crate::domain::evidence_pack::{Dossier, RouteDossier};

/// The whole page.
pub(in crate::domain::evidence_pack) fn route_page(
    dossier: &RouteDossier,
    files: &Files<'_>,
) -> String {
    let (from, to) = (dossier.from, dossier.to);
    let title = format!(
        "{} from {} to {} UTC",
        dossier.label,
        words::brief(from),
        words::brief(to)
    );
    let body = html! {
        header {
            p .over { "Evidence" }
            h1 { "What ran on " (dossier.label) "?" }
            p .lead { "From " (words::moment(from)) " to " (words::moment(to)) ", as known at log position @"
                (dossier.known.position) "." }
        }
        @if dossier.serving.is_empty() {
            p { "Nothing was allocated on this route in the interval, as known then." }
        } @else {
            p { (summary(dossier)) }
            (lanes::lanes(&dossier.serving, from, to))
            h2 { "Which version, since when, and who decided it?" }
            (lanes::table(&dossier.serving, from, to, false))
        }
        h2 .apart[!dossier.promotions.is_empty()] { "On what evidence were the versions allowed to run?" }
        @if dossier.promotions.is_empty() {
            p { "No promotion allowed them: they were registered for this environment, or adopted as what ran already." }
        }
        @for one in &dossier.promotions { (section(one, files)) }
        h2 { "What is not in this pack" }
        (files.missing())
    };
    layout(&title, &dossier.known, &body)
}

fn summary(dossier: &RouteDossier) -> String {
    format!(
        "{}, {} behind them.",
        words::plural(dossier.serving.len(), "allocation", "allocations"),
        words::plural(dossier.promotions.len(), "promotion", "promotions")
    )
}

/// A promotion that allowed a version to run.
fn section(one: &Dossier, files: &Files<'_>) -> Markup {
    let label = words::label(one);
    html! {
        section .part {
            h2 { (label) ": " (words::name(&one.labels, one.promotion.version_id)) " to "
                (one.promotion.target.as_str()) " " (words::state(one.state)) "." }
            @if let Some(reason) = &one.reason { p .lead { "“" (reason) "”" } }
            (promotion::question(one))
            h3 { "What was required" }
            (verdict::requirements(one))
            h3 { "Who agreed" }
            (verdict::approvals(one))
            @if !one.waivers.is_empty() { h3 { "Waivers of this move" } (verdict::waivers(one)) }
            h3 { "What was measured" }
            (measured::evaluations(one, files))
            h3 { "How it can be checked" }
            (proof(one, &format!("promotions/{label}/")))
        }
    }
}
