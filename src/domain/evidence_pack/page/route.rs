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
            @if dossier.to < dossier.asked_to {
                p { strong .warn { "△ Not the whole interval: " } "it was asked for until "
                    (words::moment(dossier.asked_to)) "." }
            }
            (files.cut_short())
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ground::audit::LogHead;
    use crate::ground::kernel::Instant;

    #[test]
    fn what_limits_kept_out_is_said_before_anything_else() {
        let at = |text: &str| -> Instant { text.parse().unwrap() };
        let cut = vec!["Only the first 500 allocations of the interval are told.".to_owned()];
        let dossier = RouteDossier {
            known: LogHead {
                position: 7,
                integrated_at: at("2026-07-01T00:00:00Z"),
            },
            label: "production/bot".into(),
            from: at("2026-01-01T00:00:00Z"),
            to: at("2026-03-01T00:00:00Z"),
            asked_to: at("2026-07-01T00:00:00Z"),
            serving: Vec::new(),
            promotions: Vec::new(),
            cut: cut.clone(),
        };
        let files = Files {
            raw: &[],
            beside: true,
            left_out: &[],
            cut: &cut,
        };
        let page = route_page(&dossier, &files);
        let (before, _) = page.split_once("<h2").unwrap();
        assert!(before.contains("Not the whole interval"), "{before}");
        assert!(
            before.contains("Only the first 500 allocations"),
            "{before}"
        );
        let whole = RouteDossier {
            asked_to: dossier.to,
            cut: Vec::new(),
            ..dossier
        };
        let page = route_page(&whole, &Files { cut: &[], ..files });
        assert!(!page.contains("△"), "{page}");
    }
}
