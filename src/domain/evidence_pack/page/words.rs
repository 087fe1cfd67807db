//! How the page says times, people, digests and states.

use maud::{Markup, html};
use uuid::Uuid;

use crate::domain::evidence_pack::Dossier;
use crate::domain::models::{Source, Version};
use crate::domain::overview::Labels;
use crate::domain::promotions::requirement::Measured;
use crate::domain::promotions::{PromotionState, VoidReason};
use crate::ground::kernel::Instant;

/// `24 Nov 2026, 14:00:07 UTC`.
pub(super) fn moment(at: Instant) -> String {
    at.0.format("%-d %b %Y, %H:%M:%S UTC").to_string()
}

/// `24 Nov 2026, 14:00`.
pub(super) fn brief(at: Instant) -> String {
    at.0.format("%-d %b %Y, %H:%M").to_string()
}

/// As [`brief`], of a time as events write it.
pub(super) fn brief_text(at: &str) -> String {
    at.parse::<Instant>().map_or_else(|_| at.to_owned(), brief)
}

/// A name that people know.
pub(super) fn name(labels: &Labels, id: impl Into<Uuid>) -> String {
    labels.of(id.into())
}

/// The roles that somebody held: ` (reviewer)`.
pub(super) fn roles(roles: &[String]) -> String {
    if roles.is_empty() {
        String::new()
    } else {
        format!(" ({})", roles.join(", "))
    }
}

pub(super) const fn state(state: PromotionState) -> &'static str {
    match state {
        PromotionState::Open => "is open",
        PromotionState::AwaitingApproval => "waits for approval",
        PromotionState::Approved => "is approved and not applied",
        PromotionState::Applied => "was applied",
        PromotionState::Refused => "was refused",
        PromotionState::Withdrawn => "was withdrawn",
        PromotionState::Expired => "expired",
    }
}

pub(super) const fn void(reason: Option<VoidReason>) -> &'static str {
    match reason {
        None => "counts",
        Some(VoidReason::ProposalChanged) => "void: the proposal changed after it",
        Some(VoidReason::RoleLost) => "void: its giver did not review for the team any more",
        Some(VoidReason::Expired) => "void: its time had run out",
        Some(VoidReason::Withdrawn) => "void: its giver said no after all",
    }
}

/// A closed word as JSON writes it, as people read it.
pub(super) fn word(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value)
        .ok()
        .and_then(|value| value.as_str().map(|word| word.replace('_', " ")))
        .unwrap_or_default()
}

/// `PR-0042`.
pub(super) fn label(dossier: &Dossier) -> String {
    crate::domain::promotions::label(dossier.promotion.number)
}

/// What answers: as it was stated, and immutable.
pub(super) fn source(version: &Version) -> Markup {
    html! {
        @match &version.source {
            Source::Hosted { platform, native_id, region, deployment_type } => {
                (platform) ", " code { (native_id) }
                @if let Some(region) = region { ", " (region) }
                @if let Some(kind) = deployment_type { ", " (kind) }
            }
            Source::Weights { uri, digest } => { "weights " code { (uri) } br; code { (digest) } }
            Source::Opaque { text } => { (text) }
        }
    }
}

/// A digest, or that there is none.
pub(super) fn digest(digest: Option<&str>) -> Markup {
    html! {
        @if let Some(digest) = digest { code { (digest) } } @else { span .dim { "not stated" } }
    }
}

/// Places after the point that people read; the exact number stands in the JSON, or beside.
const PLACES: usize = 4;

/// A decimal with at most [`PLACES`] places.
pub(super) fn shown(exact: &str) -> String {
    match exact.split_once('.') {
        Some((_, places)) if places.len() > PLACES => exact
            .parse::<f64>()
            .map_or_else(|_| exact.to_owned(), |number| format!("{number:.PLACES$}")),
        Some(_) | None => exact.to_owned(),
    }
}

/// A measured number with its interval: `0.9150 [0.8936, 0.9324], 800 items`.
pub(super) fn measured(measured: &Measured) -> String {
    let Some(value) = &measured.value else {
        return measured.text.clone();
    };
    let interval = match (&measured.ci_low, &measured.ci_high) {
        (Some(low), Some(high)) => format!(" [{}, {}]", shown(low), shown(high)),
        _ => String::new(),
    };
    let items = measured
        .n
        .map(|n| format!(", {n} {}", if n == 1 { "item" } else { "items" }))
        .unwrap_or_default();
    let unit = measured.unit.as_deref().map(unit).unwrap_or_default();
    format!("{}{interval}{unit}{items}", shown(value))
}

/// A unit behind a number; a share from 0 to 1 and a scale of its own have none.
pub(super) fn unit(unit: &str) -> String {
    match unit {
        "fraction" | "score" | "count" | "currency" => String::new(),
        "percent" => " %".into(),
        "seconds" => " s".into(),
        other => format!(" {other}"),
    }
}

pub(super) fn plural(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_number_is_rounded_and_a_short_one_stays() {
        for (exact, text) in [
            ("0.87", "0.87"),
            ("0.874312345", "0.8743"),
            ("12", "12"),
            ("-3.14159", "-3.1416"),
        ] {
            assert_eq!(shown(exact), text);
        }
    }

    #[test]
    fn a_measured_number_has_its_interval_and_its_items() {
        let mut one = Measured {
            text: "as it is".into(),
            value: Some("0.8743123".into()),
            ci_low: Some("0.83812".into()),
            ci_high: Some("0.9".into()),
            n: Some(412),
            unit: Some("fraction".into()),
        };
        assert_eq!(measured(&one), "0.8743 [0.8381, 0.9], 412 items");
        one.unit = Some("seconds".into());
        assert_eq!(measured(&one), "0.8743 [0.8381, 0.9] s, 412 items");
        one.value = None;
        assert_eq!(measured(&one), "as it is");
    }
}
