//! The page of one promotion, from request to effect.

use maud::{Markup, html};

use super::proof::{Files, proof};
use super::{lanes, layout, measured, story, verdict, words};
use crate::domain::evidence_pack::Dossier;
use crate::domain::promotions::PromotionState;

/// The whole page.
pub(in crate::domain::evidence_pack) fn promotion_page(
    dossier: &Dossier,
    files: &Files<'_>,
) -> String {
    let title = title(dossier);
    let body = html! {
        header {
            p .over { "Evidence" }
            h1 { (title) "." }
            @if let Some(reason) = &dossier.reason { p .lead { "“" (reason) "”" } }
            p .dim { "As of log position @" (dossier.known.position) ", " (words::moment(dossier.known.integrated_at))
                "." }
            (files.cut_short())
        }
        (question(dossier))
        h2 { "What was required?" }
        (verdict::requirements(dossier))
        h2 { "Who agreed?" }
        (verdict::approvals(dossier))
        h3 { "Waivers of this move" }
        (verdict::waivers(dossier))
        h2 { "What happened, in order?" }
        (story::story(&dossier.events))
        h2 { "What was measured?" }
        (measured::evaluations(dossier, files))
        h2 { "What came of it?" }
        (effect(dossier))
        h2 { "How can it be checked?" }
        (proof(dossier, ""))
        p .dim {
            code { "events.jsonl" } " holds each event of the story as the log keeps it, with its leaf hash: the SHA-256 "
            "of a zero byte and the body. The body names the hash of the entity's event before."
        }
        h3 { "What is not in this pack" }
        (files.missing())
    };
    layout(&title, &dossier.known, &body)
}

/// `PR-0042: triage version 4 to production was applied`.
fn title(dossier: &Dossier) -> String {
    let promotion = &dossier.promotion;
    format!(
        "{}: {} to {} {}",
        words::label(dossier),
        words::name(&dossier.labels, promotion.version_id),
        promotion.target.as_str(),
        words::state(dossier.state)
    )
}

/// What moved, from where to where, who asked and who decided.
pub(super) fn question(dossier: &Dossier) -> Markup {
    let (promotion, version, labels) = (&dossier.promotion, &dossier.version, &dossier.labels);
    html! {
        dl {
            dt { "Question" }
            dd { "May " strong { (words::name(labels, version.id)) } " move from " (promotion.from_stage.as_str())
                " to " strong { (promotion.target.as_str()) } "?" }
            dt { "Asked" }
            dd { "by " (words::name(labels, promotion.opened_by)) ", " (words::moment(promotion.opened_at)) }
            dt { "Decided" }
            dd {
                @if let Some(at) = promotion.decided_at {
                    @if let Some(by) = promotion.decided_by { "by " (words::name(labels, by)) ", " }
                    (words::moment(at)) ": " (words::state(dossier.state))
                } @else {
                    "not yet; it " (words::state(dossier.state)) " until " (words::moment(promotion.expires_at))
                }
            }
            @if let Some(application) = promotion.application_id {
                dt { "For" } dd { (words::name(labels, application)) (risk(dossier)) }
            }
            dt { "Source" } dd { (words::source(version)) }
            dt { "Prompt template" }
            dd { (words::digest(dossier.facts.candidate.prompt_template_digest.as_deref())) }
            dt { "Registered" }
            dd { "by " (words::name(labels, version.registered_by)) ", " (words::moment(version.created_at)) }
            dt { "Compared with" }
            dd {
                @match &dossier.facts.incumbent {
                    Some(incumbent) => { (incumbent.version) ", which served there" }
                    None => { span .dim { "nothing served there" } }
                }
            }
        }
    }
}

fn risk(dossier: &Dossier) -> Markup {
    let target = &dossier.facts.target;
    html! {
        @if let Some(risk) = &target.risk { ", risk " (risk) }
        @if let Some(criticality) = &target.criticality { ", criticality " (criticality) }
        @if let Some(data) = &target.data_class { ", data " (data) }
    }
}

/// Where the version served since.
fn effect(dossier: &Dossier) -> Markup {
    let promotion = &dossier.promotion;
    let to = dossier.known.integrated_at;
    html! {
        @match (promotion.state, promotion.decided_at) {
            (PromotionState::Applied, Some(at)) => {
                p {
                    "From " (words::moment(at)) " the version was allowed up to " strong { (promotion.target.as_str()) }
                    "."
                    @if dossier.serving.is_empty() { " It served on no route from then to this position." }
                }
                @if !dossier.serving.is_empty() {
                    p { "Where it served from then to this position, with its share and that of others:" }
                    (lanes::table(&dossier.serving, at, to, true))
                }
            }
            _ => p { "Nothing moved." }
        }
    }
}
