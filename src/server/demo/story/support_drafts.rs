//! reply-drafts: the vendor ends what serves, and the successor waits for a second yes.

use chrono::Weekday::{Mon, Thu, Tue, Wed};

use super::super::act::{Act, Beat, Registration, day, week};
use super::super::results::Task;
use super::{ANA, CI, DANIEL, INES, LEE, MINA, SOFIA, TOMAS};
use crate::domain::models::LineageKind::Reconfiguration;
use crate::domain::models::Stage::{Production, Staging};

const V1: &str = "reply-drafts/1";
const V2: &str = "reply-drafts/2";
const V3: &str = "reply-drafts/3";
const V4: &str = "reply-drafts/4";
const LIVE: &str = "production/reply-drafts";
const STAGED: &str = "staging/reply-drafts";
const FOR: Option<&str> = Some("agent-assist");
const GATE: &[(&str, &str)] = &[("gate", "answers")];
const DRAFT: &str = r#"{"temperature": 0.5, "max_tokens": 900}"#;

const fn tasks(en: f64, de: f64, fr: f64) -> [Task; 4] {
    [
        ("chat_quality_en", en, 900),
        ("chat_quality_de", de, 900),
        ("chat_quality_fr", fr, 800),
        ("safety_core", 0.993, 300),
    ]
}

const RUN_1: &[Task] = &tasks(0.899, 0.893, 0.891);
const RUN_2: &[Task] = &tasks(0.908, 0.904, 0.9);
const RUN_3: &[Task] = &tasks(0.913, 0.906, 0.899);
const RUN_4: &[Task] = &tasks(0.926, 0.919, 0.914);

#[rustfmt::skip] // a table: one line, one beat
pub const BEATS: &[Beat] = &[
    Beat(week(26, Wed, 10, 20), DANIEL, Act::Model(
        "support",
        "reply-drafts",
        "Drafts an e-mail reply that an agent edits and sends. Nothing leaves without a person.",
        &[("owner", "daniel.osei"), ("task", "drafting")],
    )),
    Beat(week(25, Wed, 10, 0), DANIEL, Act::Register(
        Registration::hosted(V1, "OpenAI", "gpt-5-mini-2025-08-07", "What agents use since spring")
            .called(DRAFT, "draft prompt 1")
            .tagged(GATE),
    )),
    Beat(week(25, Wed, 15, 0), CI, Act::Run(V1, RUN_1)),
    Beat(week(25, Thu, 9, 0), DANIEL, Act::Promote(V1, Staging, FOR, "Used by agents already, now measured")),
    Beat(week(25, Thu, 9, 4), DANIEL, Act::Promote(V1, Production, FOR, "Used by agents already, above the limit in three languages")),
    Beat(week(25, Thu, 13, 0), LEE, Act::Approve(V1, "Agents read every draft. Fine.")),
    Beat(week(25, Thu, 15, 10), MINA, Act::Approve(V1, "Yes.")),
    Beat(week(25, Thu, 15, 20), DANIEL, Act::Apply(V1)),
    Beat(week(24, Mon, 9, 30), SOFIA, Act::Route(LIVE, "agent-assist", &[(V1, 100)], &[], "Agent desktop asks here from today")),
    Beat(week(24, Mon, 9, 34), SOFIA, Act::Route(STAGED, "agent-assist", &[(V1, 100)], &[], "Staging follows production")),
    Beat(week(23, Mon, 9, 5), ANA, Act::Notice(V1)),
    Beat(week(17, Mon, 10, 0), DANIEL, Act::Register(
        Registration::hosted(V2, "OpenAI", "gpt-5-mini-2025-08-07", "Prompt 2: quotes the clause it relies on")
            .called(DRAFT, "draft prompt 2, quotes the clause")
            .made(Reconfiguration, V1, "prompt 2")
            .tagged(GATE),
    )),
    Beat(week(17, Mon, 15, 30), CI, Act::Run(V2, RUN_2)),
    Beat(week(17, Tue, 9, 40), DANIEL, Act::Promote(V2, Staging, FOR, "Agents wanted to see the clause")),
    Beat(week(17, Tue, 9, 50), SOFIA, Act::Switch(STAGED, &[(V2, 100)], "Two desks try it this week")),
    Beat(week(16, Mon, 9, 0), DANIEL, Act::Promote(V2, Production, FOR, "Drafts that quote the clause are sent unedited twice as often")),
    Beat(week(16, Mon, 14, 30), MINA, Act::Approve(V2, "Clauses checked against the current terms.")),
    Beat(week(16, Tue, 8, 30), LEE, Act::Approve(V2, "Good change.")),
    Beat(week(16, Tue, 9, 0), DANIEL, Act::Apply(V2)),
    Beat(week(16, Wed, 8, 30), SOFIA, Act::SwitchAll(LIVE, &[(V1, 75), (V2, 25)], &[V1], "Prompt only: starts at 25 %")),
    Beat(week(15, Tue, 8, 30), SOFIA, Act::Switch(LIVE, &[(V2, 100)], "Unedited drafts up from 12 to 27 %")),
    Beat(week(15, Tue, 8, 40), DANIEL, Act::Alias("champion", V2)),
    Beat(week(9, Mon, 10, 0), INES, Act::Register(
        Registration::hosted(V3, "Azure AI Foundry", "gpt-5.4-mini@2026-03-17", "Successor on Azure, since OpenAI ends gpt-5-mini")
            .called(DRAFT, "draft prompt 2, quotes the clause")
            .made(Reconfiguration, V2, "other platform, next model")
            .tagged(GATE),
    )),
    Beat(week(9, Mon, 15, 30), CI, Act::Run(V3, RUN_3)),
    Beat(week(9, Tue, 10, 0), INES, Act::Promote(V3, Staging, FOR, "As good as version 2 with the same prompt")),
    Beat(week(8, Mon, 9, 0), INES, Act::Promote(V3, Production, FOR, "We have to leave gpt-5-mini before December")),
    Beat(week(8, Wed, 11, 0), LEE, Act::Approve(V3, "Fine, if the Azure contract is signed by then.")),
    Beat(week(3, Wed, 10, 0), DANIEL, Act::Register(
        Registration::hosted(V4, "Azure AI Foundry", "gpt-5.4-mini@2026-03-17", "Same model as version 3, prompt shortened for it")
            .called(DRAFT, "draft prompt 3, for gpt-5.4-mini")
            .made(Reconfiguration, V3, "prompt 3")
            .tagged(GATE),
    )),
    Beat(week(3, Wed, 16, 0), CI, Act::Run(V4, RUN_4)),
    Beat(week(3, Thu, 9, 0), DANIEL, Act::Promote(V4, Staging, FOR, "Prompt 3 gains a point in each language")),
    Beat(week(3, Thu, 9, 20), SOFIA, Act::Switch(STAGED, &[(V4, 100)], "Both desks use it until the decision")),
    Beat(week(2, Mon, 13, 0), ANA, Act::Notice(V4)),
    Beat(day(5, 10, 0), DANIEL, Act::Deprecate(V2, "OpenAI stops gpt-5-mini in December; nothing new may start on it")),
    Beat(day(3, 9, 0), DANIEL, Act::Promote(V4, Production, FOR, "gpt-5-mini ends in December. Contract with Azure is signed, drafts are better.")),
    Beat(day(3, 16, 5), MINA, Act::Comment(V4, "Does the shorter prompt still quote the clause for travel cover? That is where version 2 slipped.")),
    Beat(day(2, 9, 10), DANIEL, Act::Comment(V4, "It does: 60 of 60 in the travel part of the run. The raw file has each of them.")),
    Beat(day(2, 10, 20), MINA, Act::Approve(V4, "Compared 25 drafts side by side. Better, and the clause is right.")),
    Beat(day(1, 15, 0), TOMAS, Act::Pin(LIVE, "desk-lyon", V2, "The Lyon desk trains new agents this week and wants no change")),
];
