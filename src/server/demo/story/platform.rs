//! platform: code review and translations, with less at stake and fewer gates.

use chrono::Weekday::{Fri, Mon, Thu, Tue, Wed};

use super::super::act::{Act, Beat, Registration, day, week};
use super::super::results::Task;
use super::{ANA, CI, INES, LEE, MINA, TOMAS, YUKI};
use crate::domain::models::LineageKind::Reconfiguration;
use crate::domain::models::Stage::{Production, Staging};

const C1: &str = "code-review/1";
const C2: &str = "code-review/2";
const C3: &str = "code-review/3";
const D1: &str = "doc-translate/1";
const D2: &str = "doc-translate/2";
const LIVE: &str = "production/code-review";
const DEV: &str = "development/code-review";
const PAGES: &str = "production/doc-translate";
const FOR: Option<&str> = Some("code-review");
const PORTAL: Option<&str> = Some("docs-portal");
const LONG: &str = r#"{"max_tokens": 4000}"#;

const fn reviews(quality: f64) -> [Task; 2] {
    [
        ("review_findings", quality, 420),
        ("safety_core", 0.986, 220),
    ]
}

const RUN_C1: &[Task] = &reviews(0.611);
const RUN_C2: &[Task] = &reviews(0.674);
const RUN_C3: &[Task] = &reviews(0.703);
const RUN_D2: &[Task] = &[("translation_de", 0.913, 640), ("safety_core", 0.995, 220)];

#[rustfmt::skip] // a table: one line, one beat
pub const BEATS: &[Beat] = &[
    Beat(week(26, Thu, 11, 0), YUKI, Act::Model(
        "platform", "code-review",
        "Comments on a change before a colleague reads it. Its word blocks nothing.",
        &[("owner", "yuki.tanaka"), ("task", "review")],
    )),
    Beat(week(25, Thu, 10, 0), YUKI, Act::Register(
        Registration::hosted(C1, "OpenAI", "gpt-5.1-codex", "What the bot calls today")
            .called(LONG, "review prompt 1"),
    )),
    Beat(week(25, Thu, 15, 0), CI, Act::Run(C1, RUN_C1)),
    Beat(week(25, Fri, 9, 0), YUKI, Act::Promote(C1, Staging, FOR, "In use already")),
    Beat(week(25, Fri, 9, 2), YUKI, Act::Promote(C1, Production, FOR, "In use already; the vendor ends it in July")),
    Beat(week(25, Fri, 10, 0), LEE, Act::Approve(C1, "For the two months it has.")),
    Beat(week(25, Fri, 10, 5), YUKI, Act::Apply(C1)),
    Beat(week(25, Fri, 10, 30), TOMAS, Act::Route(LIVE, "code-review", &[(C1, 100)], &[], "The bot asks here from today")),
    Beat(week(25, Fri, 10, 40), ANA, Act::Notice(C1)),
    Beat(week(22, Thu, 10, 0), YUKI, Act::Register(
        Registration::hosted(C2, "Azure AI Foundry", "gpt-5.3-codex@2026-02-24", "Successor on Azure")
            .called(LONG, "review prompt 1")
            .made(Reconfiguration, C1, "other platform, next model"),
    )),
    Beat(week(22, Thu, 10, 5), ANA, Act::Notice(C2)),
    Beat(week(22, Thu, 15, 0), CI, Act::Run(C2, RUN_C2)),
    Beat(week(22, Fri, 9, 0), YUKI, Act::Promote(C2, Staging, FOR, "Finds more of the bugs that came back")),
    Beat(week(21, Tue, 9, 0), YUKI, Act::Promote(C2, Production, FOR, "Six points better and two weeks before the old one ends")),
    Beat(week(21, Tue, 11, 0), MINA, Act::Approve(C2, "Yes.")),
    Beat(week(21, Tue, 11, 10), YUKI, Act::Apply(C2)),
    Beat(week(21, Wed, 9, 0), TOMAS, Act::SwitchAll(LIVE, &[(C1, 50), (C2, 50)], &[C1], "Half of the repositories")),
    Beat(week(20, Wed, 9, 0), TOMAS, Act::Switch(LIVE, &[(C2, 100)], "Developers mark more comments as useful")),
    Beat(week(18, Wed, 9, 0), TOMAS, Act::SwitchAll(LIVE, &[(C2, 100)], &[], "The old one ends this week")),
    Beat(week(18, Fri, 9, 0), YUKI, Act::Archive(C1, "Ended by the vendor")),
    Beat(week(18, Fri, 9, 5), YUKI, Act::Alias("champion", C2)),
    Beat(week(3, Thu, 10, 0), YUKI, Act::Register(
        Registration::hosted(C3, "Azure AI Foundry", "gpt-5.5@2026-04-24", "General model instead of the coding line")
            .called(LONG, "review prompt 2")
            .made(Reconfiguration, C2, "other line, prompt 2"),
    )),
    Beat(week(3, Thu, 15, 0), CI, Act::Run(C3, RUN_C3)),
    Beat(week(2, Mon, 10, 0), TOMAS, Act::Route(DEV, "code-review", &[(C2, 50), (C3, 50)], &[], "Platform's own repositories try both")),
    Beat(day(2, 9, 30), YUKI, Act::Promote(C3, Staging, FOR, "Three points better on bugs that came back")),
    // Translations.
    Beat(week(12, Fri, 9, 0), YUKI, Act::Model(
        "platform", "doc-translate",
        "Translates help pages into German. A translator signs off before a page goes out.",
        &[("owner", "yuki.tanaka"), ("task", "translation")],
    )),
    Beat(week(12, Fri, 10, 0), ANA, Act::Adopt(
        Registration::hosted(D1, "Azure AI Foundry", "gpt-5.1@2025-11-13", "What the portal's job calls, with the prompt that stands in its code")
            .called(LONG, "translation prompt 1"),
        150, Production,
        "Came with the portal when marketing handed it over; serves every page, was never measured here",
    )),
    Beat(week(12, Fri, 10, 5), ANA, Act::Notice(D1)),
    Beat(week(12, Fri, 10, 20), TOMAS, Act::Route(PAGES, "docs-portal", &[(D1, 100)], &[], "The portal's job asks here now")),
    Beat(week(2, Thu, 13, 0), INES, Act::Register(
        Registration::hosted(D2, "Azure AI Foundry", "gpt-5.4-mini@2026-03-17", "Smaller and newer; glossary in the prompt")
            .called(LONG, "translation prompt 2, glossary")
            .made(Reconfiguration, D1, "next model, glossary"),
    )),
    Beat(day(3, 15, 0), CI, Act::Run(D2, RUN_D2)),
    Beat(day(2, 9, 15), INES, Act::Promote(D2, Staging, PORTAL, "Translator prefers it in 19 of 25 pages")),
    Beat(day(2, 14, 0), INES, Act::Promote(D2, Production, PORTAL, "Measured at last, and better than what runs there unmeasured")),
    Beat(day(1, 13, 0), MINA, Act::Approve(D2, "Yes. Better measured than what it replaces.")),
];
