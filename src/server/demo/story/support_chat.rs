//! support-chat: a hosted model that follows its vendor, prompt by prompt.

use chrono::Weekday::{Fri, Mon, Thu, Tue, Wed};

use super::super::act::{Act, Beat, Registration, day, minutes, week};
use super::super::results::Task;
use super::{ANA, CI, DANIEL, INES, LEE, MINA, SOFIA, TOMAS};
use crate::domain::models::LineageKind::Reconfiguration;
use crate::domain::models::Stage::{Production, Staging};

const V1: &str = "support-chat/1";
const V2: &str = "support-chat/2";
const V3: &str = "support-chat/3";
const V4: &str = "support-chat/4";
const V5: &str = "support-chat/5";
const V6: &str = "support-chat/6";
const V7: &str = "support-chat/7";
const LIVE: &str = "production/support-bot";
const STAGED: &str = "staging/support-bot";
const FOR: Option<&str> = Some("helpdesk-web");
const GATE: &[(&str, &str)] = &[("gate", "answers")];
const WARM: &str = r#"{"temperature": 0.3, "max_tokens": 700}"#;

const fn tasks(en: f64, de: f64, fr: f64) -> [Task; 4] {
    [
        ("chat_quality_en", en, 900),
        ("chat_quality_de", de, 900),
        ("chat_quality_fr", fr, 800),
        ("safety_core", 0.994, 300),
    ]
}

const RUN_1: &[Task] = &tasks(0.902, 0.897, 0.894);
const RUN_2: &[Task] = &tasks(0.921, 0.913, 0.906);
const RUN_3: &[Task] = &tasks(0.929, 0.918, 0.917);
const RUN_4: &[Task] = &tasks(0.894, 0.888, 0.882);
const RUN_5: &[Task] = &tasks(0.936, 0.927, 0.921);
const RUN_6: &[Task] = &tasks(0.941, 0.932, 0.929);
const RUN_7: &[Task] = &tasks(0.947, 0.941, 0.938);

#[rustfmt::skip] // a table: one line, one beat
pub const BEATS: &[Beat] = &[
    Beat(week(26, Wed, 10, 0), DANIEL, Act::Model(
        "support",
        "support-chat",
        "Answers customers in the chat of the help desk, in English, German and French.",
        &[("owner", "daniel.osei"), ("task", "chat")],
    )),
    Beat(week(26, Wed, 10, 6), DANIEL, Act::Register(
        Registration::hosted(V1, "Anthropic", "claude-sonnet-4-20250514", "What the chat calls today")
            .called(WARM, "chat prompt 1")
            .tagged(GATE),
    )),
    Beat(week(26, Wed, 15, 40), CI, Act::Run(V1, RUN_1)),
    Beat(week(26, Thu, 9, 0), DANIEL, Act::Promote(V1, Staging, FOR, "Serves customers already; brings the register up to date")),
    Beat(week(26, Thu, 9, 3), DANIEL, Act::Promote(V1, Production, FOR, "Serves customers already; measured in three languages")),
    Beat(week(26, Thu, 11, 0), LEE, Act::Approve(V1, "Good enough for the weeks it has left.")),
    Beat(week(26, Thu, 13, 12), MINA, Act::Approve(V1, "Yes, and start on the successor now.")),
    Beat(week(26, Thu, 13, 50), DANIEL, Act::Apply(V1)),
    Beat(week(26, Thu, 14, 30), TOMAS, Act::Route(LIVE, "helpdesk-web", &[(V1, 100)], &[], "The chat asks here from today")),
    Beat(week(26, Thu, 14, 33), TOMAS, Act::Route(STAGED, "helpdesk-web", &[(V1, 100)], &[], "Staging follows production")),
    Beat(week(26, Thu, 15, 0), ANA, Act::Notice(V1)),
    Beat(week(25, Mon, 8, 40), DANIEL, Act::Register(
        Registration::hosted(V2, "Anthropic", "claude-sonnet-4-5-20250929", "Successor: the vendor ends version 1 within three weeks")
            .called(WARM, "chat prompt 1")
            .made(Reconfiguration, V1, "next model, same prompt")
            .tagged(GATE),
    )),
    Beat(week(25, Mon, 13, 0), CI, Act::Run(V2, RUN_2)),
    Beat(week(25, Mon, 13, 30), DANIEL, Act::Promote(V2, Staging, FOR, "Better in all three languages")),
    Beat(week(25, Mon, 13, 45), SOFIA, Act::Switch(STAGED, &[(V2, 100)], "Agents try it until Wednesday")),
    Beat(week(25, Tue, 9, 0), DANIEL, Act::Promote(V2, Production, FOR, "Version 1 ends soon; this one is better and costs the same")),
    Beat(week(25, Tue, 10, 30), MINA, Act::Approve(V2, "Tried it with the agents. Go.")),
    Beat(week(25, Tue, 14, 10), LEE, Act::Approve(V2, "Same prompt, so the comparison is fair.")),
    Beat(week(25, Tue, 14, 30), DANIEL, Act::Apply(V2)),
    Beat(week(25, Wed, 8, 30), TOMAS, Act::SwitchAll(LIVE, &[(V1, 95), (V2, 5)], &[V1], "Canary on 5 %")),
    Beat(week(25, Fri, 8, 30), TOMAS, Act::Switch(LIVE, &[(V1, 75), (V2, 25)], "Two days, no complaint that names the bot")),
    Beat(week(24, Mon, 9, 0), SOFIA, Act::Switch(LIVE, &[(V1, 50), (V2, 50)], "Takeovers by agents are down from 22 to 19 %")),
    Beat(week(24, Wed, 9, 0), TOMAS, Act::Switch(LIVE, &[(V2, 100)], "In time for the day on which the vendor ends it")),
    Beat(week(24, Wed, 9, 10), DANIEL, Act::Alias("champion", V2)),
    Beat(week(24, Thu, 9, 0), TOMAS, Act::SwitchAll(LIVE, &[(V2, 100)], &[], "Version 1 stops answering next week: no fallback is better than a dead one")),
    Beat(week(23, Mon, 9, 0), DANIEL, Act::Archive(V1, "The vendor has switched it off")),
    Beat(week(18, Tue, 10, 0), DANIEL, Act::Register(
        Registration::hosted(V3, "Anthropic", "claude-sonnet-4-5-20250929", "Prompt 2: asks back once before it answers about money")
            .called(WARM, "chat prompt 2, asks back")
            .made(Reconfiguration, V2, "prompt 2")
            .tagged(GATE),
    )),
    Beat(week(18, Tue, 16, 0), CI, Act::Run(V3, RUN_3)),
    Beat(week(18, Wed, 9, 0), DANIEL, Act::Promote(V3, Staging, FOR, "Fewer wrong amounts in the chat set")),
    Beat(week(17, Mon, 9, 0), DANIEL, Act::Promote(V3, Production, FOR, "Asks back before it names an amount; agents asked for it")),
    Beat(week(17, Mon, 13, 0), LEE, Act::Approve(V3, "Asking back costs a turn, worth it for money.")),
    Beat(week(17, Tue, 8, 40), MINA, Act::Approve(V3, "Yes.")),
    Beat(week(17, Tue, 9, 0), DANIEL, Act::Apply(V3)),
    Beat(week(17, Wed, 8, 30), TOMAS, Act::SwitchAll(LIVE, &[(V2, 75), (V3, 25)], &[V2], "Only the prompt changes: starts at 25 %")),
    Beat(week(16, Mon, 8, 30), TOMAS, Act::Switch(LIVE, &[(V3, 100)], "Refund complaints halved at 25 %")),
    Beat(week(16, Mon, 8, 45), DANIEL, Act::Alias("champion", V3)),
    Beat(week(14, Wed, 10, 0), INES, Act::Register(
        Registration::hosted(V4, "Anthropic", "claude-haiku-4-5-20251001", "A third of the price: is it good enough?")
            .called(WARM, "chat prompt 2, asks back")
            .made(Reconfiguration, V3, "smaller model, same prompt")
            .tagged(GATE),
    )),
    Beat(week(14, Wed, 15, 0), CI, Act::Run(V4, RUN_4)),
    Beat(week(14, Thu, 9, 0), INES, Act::Promote(V4, Staging, FOR, "Passes the gate, so worth a look by agents")),
    Beat(week(14, Thu, 9, 20), SOFIA, Act::Switch(STAGED, &[(V3, 50), (V4, 50)], "Agents compare both blind")),
    Beat(week(13, Tue, 9, 0), INES, Act::Promote(V4, Production, FOR, "A third of the price, within three points on the chat set")),
    Beat(week(13, Thu, 15, 30), INES, Act::Withdraw(V4, "Agents preferred version 3 in 61 of 80 chats; the saving is not worth it")),
    Beat(week(12, Mon, 10, 0), DANIEL, Act::Register(
        Registration::hosted(V5, "Anthropic", "claude-sonnet-4-6", "Next model of the same line, prompt unchanged")
            .called(WARM, "chat prompt 2, asks back")
            .made(Reconfiguration, V3, "next model, same prompt")
            .tagged(GATE),
    )),
    Beat(week(12, Mon, 15, 0), CI, Act::Run(V5, RUN_5)),
    Beat(week(12, Tue, 9, 0), DANIEL, Act::Promote(V5, Staging, FOR, "A little better in every language")),
    Beat(week(12, Tue, 9, 15), SOFIA, Act::Switch(STAGED, &[(V5, 100)], "Staging takes the candidate")),
    Beat(week(11, Mon, 9, 0), DANIEL, Act::Promote(V5, Production, FOR, "Version 3 may end any day after September; move before we have to")),
    Beat(week(11, Mon, 14, 0), LEE, Act::Approve(V5, "Agreed, early is cheaper.")),
    Beat(week(11, Tue, 9, 30), MINA, Act::Approve(V5, "No objection.")),
    Beat(week(11, Tue, 9, 45), DANIEL, Act::Apply(V5)),
    Beat(week(11, Wed, 8, 30), TOMAS, Act::SwitchAll(LIVE, &[(V3, 95), (V5, 5)], &[V3], "Canary on 5 %")),
    Beat(week(10, Mon, 8, 30), TOMAS, Act::Switch(LIVE, &[(V3, 75), (V5, 25)], "5 % baked since Wednesday")),
    Beat(week(10, Mon, 9, 0), TOMAS, Act::Pin(LIVE, "account-1204", V3, "Broker portal parses our old wording; fixed by them in October")),
    Beat(week(10, Thu, 8, 40), TOMAS, Act::Switch(LIVE, &[(V3, 50), (V5, 50)], "Takeovers stay at 17 %")),
    Beat(week(9, Tue, 8, 30), SOFIA, Act::Switch(LIVE, &[(V5, 100)], "Done; the broker stays pinned")),
    Beat(week(9, Tue, 8, 50), DANIEL, Act::Alias("champion", V5)),
    Beat(week(6, Mon, 10, 0), DANIEL, Act::Register(
        Registration::hosted(V6, "Anthropic", "claude-sonnet-4-6", "Prompt 3: shorter answers, links the help page it used")
            .called(WARM, "chat prompt 3, shorter, links")
            .made(Reconfiguration, V5, "prompt 3")
            .tagged(GATE),
    )),
    Beat(week(6, Mon, 15, 10), CI, Act::Run(V6, RUN_6)),
    Beat(week(6, Tue, 9, 0), DANIEL, Act::Promote(V6, Staging, FOR, "Answers are a third shorter and rated the same")),
    Beat(week(6, Tue, 9, 10), SOFIA, Act::Switch(STAGED, &[(V6, 100)], "Agents read along for a week")),
    Beat(week(5, Mon, 9, 0), DANIEL, Act::Promote(V6, Production, FOR, "Shorter answers with a link; agents like it")),
    Beat(week(5, Mon, 11, 0), MINA, Act::Approve(V6, "Links checked: all on our own pages.")),
    Beat(week(5, Tue, 9, 0), LEE, Act::Approve(V6, "Fine.")),
    Beat(week(5, Tue, 9, 20), DANIEL, Act::Apply(V6)),
    Beat(week(4, Wed, 8, 30), TOMAS, Act::SwitchAll(LIVE, &[(V5, 95), (V6, 5)], &[V3], "Canary on 5 %")),
    Beat(week(3, Mon, 8, 30), TOMAS, Act::Switch(LIVE, &[(V5, 75), (V6, 25)], "Quiet at 5 %")),
    Beat(week(3, Tue, 10, 5), SOFIA, Act::RollBack(LIVE, 13, "Links point to the old host after the web release; back until the pages redirect")),
    Beat(week(3, Thu, 8, 30), TOMAS, Act::Switch(LIVE, &[(V5, 75), (V6, 25)], "Redirects are in place")),
    Beat(week(2, Mon, 8, 30), TOMAS, Act::SwitchAll(LIVE, &[(V5, 25), (V6, 75)], &[V3], "Four days at 25 %, takeovers at 15 %")),
    Beat(week(2, Thu, 8, 30), SOFIA, Act::SwitchAll(LIVE, &[(V6, 100)], &[V5], "Everybody gets the short answers")),
    Beat(week(2, Thu, 8, 45), DANIEL, Act::Alias("champion", V6)),
    Beat(week(2, Tue, 10, 0), DANIEL, Act::Register(
        Registration::hosted(V7, "Anthropic", "claude-sonnet-5", "Next generation, prompt 3 unchanged")
            .called(WARM, "chat prompt 3, shorter, links")
            .made(Reconfiguration, V6, "next model, same prompt")
            .tagged(GATE),
    )),
    Beat(week(2, Tue, 15, 0), CI, Act::Run(V7, RUN_7)),
    Beat(week(2, Wed, 9, 0), DANIEL, Act::Promote(V7, Staging, FOR, "Best numbers so far in German and French")),
    Beat(week(2, Wed, 9, 15), SOFIA, Act::Switch(STAGED, &[(V6, 20), (V7, 80)], "Most of staging, some for comparison")),
    Beat(week(2, Fri, 9, 0), DANIEL, Act::Promote(V7, Production, FOR, "Better in every language, same price per chat")),
    Beat(day(5, 9, 30), LEE, Act::Approve(V7, "Read 30 German chats, none invented a rule.")),
    Beat(day(5, 13, 0), MINA, Act::Approve(V7, "Go, slowly.")),
    Beat(day(5, 13, 20), DANIEL, Act::Apply(V7)),
    Beat(day(4, 8, 40), TOMAS, Act::SwitchAll(LIVE, &[(V6, 95), (V7, 5)], &[V5], "Canary on 5 %")),
    Beat(day(1, 8, 40), SOFIA, Act::Switch(LIVE, &[(V6, 75), (V7, 25)], "Three days at 5 %, no harm seen. On to 25 %")),
    Beat(minutes(95), DANIEL, Act::Alias("challenger", V7)),
];
