//! Nordhaven, an insurer that does not exist, from the day it installs Tenure to now. Each chapter is a team; beats of
//! all chapters are played in the order of their moments.

mod applications;
mod claims;
mod claims_fraud;
mod company;
mod platform;
mod search;
mod suites;
mod support_chat;
mod support_drafts;
mod support_triage;

use chrono::{DateTime, Utc};

use super::act::Beat;

const ANA: &str = "ana";
const INES: &str = "ines";
const LEE: &str = "lee";
const MINA: &str = "mina";
const TOMAS: &str = "tomas";
const JONAS: &str = "jonas";
const PRIYA: &str = "priya";
const SOFIA: &str = "sofia";
const DANIEL: &str = "daniel";
const YUKI: &str = "yuki";
const CLAIRE: &str = "claire";
const CI: &str = "ci-eval";

const CHAPTERS: &[&[Beat]] = &[
    company::BEATS,
    suites::BEATS,
    applications::BEATS,
    support_triage::BEATS,
    support_chat::BEATS,
    support_drafts::BEATS,
    claims::BEATS,
    claims_fraud::BEATS,
    search::BEATS,
    platform::BEATS,
];

/// Three people to sign in as, and what each of them finds.
pub const LOOK_IN: &[(&str, &str)] = &[
    (
        "Ines Costa",
        "engineer: what does ticket-triage version 4 still need for production?",
    ),
    (
        "Lee Park",
        "reviewer: reply-drafts version 4 waits for your yes",
    ),
    (
        "Tomas Berg",
        "operator: support-bot is at 25 % of its new version, fraud-notes had a kill",
    ),
];

/// Everything that happens, in order, when the story ends at `end`.
pub fn beats(end: DateTime<Utc>) -> Vec<(DateTime<Utc>, Beat)> {
    let mut beats: Vec<(DateTime<Utc>, Beat)> = CHAPTERS
        .iter()
        .flat_map(|chapter| chapter.iter())
        .map(|beat| (beat.0.before(end), *beat))
        .collect();
    beats.sort_by_key(|(at, _)| *at);
    beats
}
