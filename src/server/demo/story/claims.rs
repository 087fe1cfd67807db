//! claims-summary and claims-intake: careful people, a refusal, a rollback, and a vendor's date that comes near.

use chrono::Weekday::{Fri, Mon, Thu, Tue, Wed};

use super::super::act::{Act, Beat, Registration, day, minutes, week};
use super::super::results::Task;
use super::{ANA, CI, JONAS, LEE, MINA, SOFIA, TOMAS};
use crate::domain::models::LineageKind::Reconfiguration;
use crate::domain::models::Stage::{Production, Staging};

const S1: &str = "claims-summary/1";
const S2: &str = "claims-summary/2";
const S3: &str = "claims-summary/3";
const S4: &str = "claims-summary/4";
const S5: &str = "claims-summary/5";
const I1: &str = "claims-intake/1";
const I2: &str = "claims-intake/2";
const I3: &str = "claims-intake/3";
const SUMMARY: &str = "production/claims-summary";
const SUMMARY_STAGED: &str = "staging/claims-summary";
const INTAKE: &str = "production/claims-intake";
const INTAKE_STAGED: &str = "staging/claims-intake";
const FOR: Option<&str> = Some("claims-desk");
const EXACT: &str = r#"{"temperature": 0, "max_tokens": 1200}"#;

const fn summaries(en: f64, de: f64) -> [Task; 3] {
    [
        ("claims_summaries_en", en, 700),
        ("claims_summaries_de", de, 700),
        ("safety_core", 0.995, 300),
    ]
}

const fn intake(en: f64, de: f64) -> [Task; 3] {
    [
        ("claims_extraction_en", en, 1400),
        ("claims_extraction_de", de, 1400),
        ("safety_core", 0.995, 300),
    ]
}

const RUN_S1: &[Task] = &summaries(0.917, 0.908);
const RUN_S2: &[Task] = &summaries(0.921, 0.913);
const RUN_S3: &[Task] = &summaries(0.934, 0.927);
const RUN_S4: &[Task] = &summaries(0.931, 0.919);
const RUN_S5: &[Task] = &summaries(0.945, 0.938);
const RUN_I1: &[Task] = &intake(0.921, 0.902);
const RUN_I2: &[Task] = &intake(0.948, 0.936);
const RUN_I3: &[Task] = &intake(0.957, 0.951);
const NAMES: &[Task] = &[("accent_and_name", 0.982, 600)];

#[rustfmt::skip] // a table: one line, one beat
pub const BEATS: &[Beat] = &[
    Beat(week(26, Wed, 11, 0), JONAS, Act::Model(
        "claims", "claims-summary",
        "Sums a file up for the person who decides on the claim. It never decides.",
        &[("owner", "jonas.weber"), ("task", "summary")],
    )),
    Beat(week(26, Wed, 11, 4), JONAS, Act::Model(
        "claims", "claims-intake",
        "Reads twelve fields from a letter of claim. Empty is allowed, invented is not.",
        &[("owner", "jonas.weber"), ("task", "extraction")],
    )),
    // Summaries.
    Beat(week(25, Mon, 10, 0), JONAS, Act::Register(
        Registration::hosted(S1, "Anthropic", "claude-opus-4-1-20250805", "What the claims desk uses since last autumn")
            .called(EXACT, "summary prompt 1"),
    )),
    Beat(week(25, Mon, 16, 0), CI, Act::Run(S1, RUN_S1)),
    Beat(week(25, Tue, 9, 0), JONAS, Act::Promote(S1, Staging, FOR, "In use already, measured in both languages")),
    Beat(week(25, Tue, 9, 5), JONAS, Act::Promote(S1, Production, FOR, "In use already, measured in both languages")),
    Beat(week(25, Tue, 14, 0), MINA, Act::Approve(S1, "The desk trusts it and checks it.")),
    Beat(week(25, Wed, 9, 0), LEE, Act::Approve(S1, "Fine.")),
    Beat(week(25, Wed, 9, 30), JONAS, Act::Apply(S1)),
    Beat(week(25, Wed, 10, 0), TOMAS, Act::Route(SUMMARY, "claims-desk", &[(S1, 100)], &[], "Claims desk asks here from today")),
    Beat(week(25, Wed, 10, 3), TOMAS, Act::Route(SUMMARY_STAGED, "claims-desk", &[(S1, 100)], &[], "Staging follows production")),
    Beat(week(24, Mon, 9, 0), ANA, Act::Notice(S1)),
    Beat(week(22, Mon, 10, 0), JONAS, Act::Register(
        Registration::hosted(S2, "Anthropic", "claude-sonnet-4-5-20250929", "Successor at a fifth of the price; the vendor ends version 1 in August")
            .called(EXACT, "summary prompt 1")
            .made(Reconfiguration, S1, "other model, same prompt"),
    )),
    Beat(week(22, Mon, 15, 30), CI, Act::Run(S2, RUN_S2)),
    Beat(week(22, Tue, 8, 0), CI, Act::Run(S2, NAMES)),
    Beat(week(22, Tue, 9, 0), JONAS, Act::Promote(S2, Staging, FOR, "No worse than the big one on our files")),
    Beat(week(22, Tue, 9, 30), SOFIA, Act::Switch(SUMMARY_STAGED, &[(S2, 100)], "Three handlers read both side by side")),
    Beat(week(21, Mon, 9, 30), JONAS, Act::Promote(S2, Production, FOR, "Same quality, a fifth of the price, and version 1 ends in August")),
    Beat(week(21, Mon, 16, 0), LEE, Act::Approve(S2, "Names of different origin make no difference. Good.")),
    Beat(week(21, Wed, 10, 0), MINA, Act::Approve(S2, "The handlers could not tell them apart.")),
    Beat(week(21, Wed, 10, 20), JONAS, Act::Apply(S2)),
    Beat(week(21, Thu, 8, 30), TOMAS, Act::SwitchAll(SUMMARY, &[(S1, 95), (S2, 5)], &[S1], "Canary on 5 %")),
    Beat(week(20, Tue, 8, 30), TOMAS, Act::Switch(SUMMARY, &[(S1, 75), (S2, 25)], "Handlers correct as little as before")),
    Beat(week(20, Fri, 8, 30), TOMAS, Act::Switch(SUMMARY, &[(S1, 50), (S2, 50)], "25 % for three days")),
    Beat(week(19, Wed, 8, 30), SOFIA, Act::Switch(SUMMARY, &[(S2, 100)], "Five weeks before the vendor's date")),
    Beat(week(19, Wed, 9, 0), JONAS, Act::Alias("champion", S2)),
    Beat(week(17, Thu, 9, 0), SOFIA, Act::SwitchAll(SUMMARY, &[(S2, 100)], &[], "Version 1 is about to end, so it is no fallback")),
    Beat(week(16, Thu, 9, 0), JONAS, Act::Archive(S1, "The vendor has ended it")),
    Beat(week(13, Mon, 10, 0), JONAS, Act::Register(
        Registration::hosted(S3, "Anthropic", "claude-opus-4-8", "Does the big model find what the small one misses?")
            .called(EXACT, "summary prompt 1")
            .made(Reconfiguration, S2, "bigger model, same prompt"),
    )),
    Beat(week(13, Mon, 15, 0), CI, Act::Run(S3, RUN_S3)),
    Beat(week(13, Tue, 9, 0), JONAS, Act::Promote(S3, Staging, FOR, "A point better in both languages")),
    Beat(week(12, Mon, 9, 0), JONAS, Act::Promote(S3, Production, FOR, "A point better on our files; price to be seen in the canary")),
    Beat(week(12, Mon, 15, 0), MINA, Act::Approve(S3, "Worth a canary.")),
    Beat(week(12, Tue, 10, 0), LEE, Act::Approve(S3, "Yes, with an eye on the bill.")),
    Beat(week(12, Tue, 10, 30), JONAS, Act::Apply(S3)),
    Beat(week(12, Wed, 8, 30), TOMAS, Act::SwitchAll(SUMMARY, &[(S2, 95), (S3, 5)], &[S2], "Canary on 5 %")),
    Beat(week(11, Tue, 8, 30), TOMAS, Act::Switch(SUMMARY, &[(S2, 75), (S3, 25)], "No harm at 5 %")),
    Beat(week(10, Wed, 9, 40), SOFIA, Act::RollBack(SUMMARY, 6, "Costs five times as much and handlers correct as often as before")),
    Beat(week(10, Wed, 10, 0), JONAS, Act::Deprecate(S3, "Not worth its price for summaries")),
    Beat(week(8, Mon, 10, 0), JONAS, Act::Register(
        Registration::hosted(S4, "Anthropic", "claude-sonnet-4-6", "Next model of the line, with a shorter prompt")
            .called(EXACT, "summary prompt 2, shorter")
            .made(Reconfiguration, S2, "next model, prompt 2"),
    )),
    Beat(week(8, Mon, 15, 0), CI, Act::Run(S4, RUN_S4)),
    Beat(week(8, Tue, 9, 0), JONAS, Act::Promote(S4, Staging, FOR, "Above version 2 in both languages")),
    Beat(week(8, Tue, 9, 20), SOFIA, Act::Switch(SUMMARY_STAGED, &[(S4, 100)], "For Mina's people to read")),
    Beat(week(7, Mon, 9, 0), JONAS, Act::Promote(S4, Production, FOR, "Better numbers, shorter prompt, version 2 may end after September")),
    Beat(week(7, Mon, 14, 0), LEE, Act::Approve(S4, "Numbers are fine; Mina's people read the files.")),
    Beat(week(7, Tue, 11, 25), MINA, Act::Reject(S4, "3 of 20 summaries leave out the deductible. The suite does not ask for it; the handler needs it. Put it back into the prompt.")),
    Beat(week(6, Tue, 10, 0), JONAS, Act::Register(
        Registration::hosted(S5, "Anthropic", "claude-sonnet-4-6", "Prompt 3: names the deductible and the date of the policy, always")
            .called(EXACT, "summary prompt 3, deductible")
            .made(Reconfiguration, S4, "prompt 3"),
    )),
    Beat(week(6, Tue, 16, 0), CI, Act::Run(S5, RUN_S5)),
    Beat(week(6, Wed, 8, 0), CI, Act::Run(S5, NAMES)),
    Beat(week(6, Wed, 9, 0), JONAS, Act::Promote(S5, Staging, FOR, "Deductible in 200 of 200 checked by hand")),
    Beat(week(6, Wed, 9, 30), SOFIA, Act::Switch(SUMMARY_STAGED, &[(S5, 100)], "Version 4 was refused")),
    Beat(week(5, Mon, 10, 0), JONAS, Act::Promote(S5, Production, FOR, "Mends what version 4 was refused for")),
    Beat(week(5, Tue, 13, 30), MINA, Act::Approve(S5, "20 of 20 name the deductible. Thank you.")),
    Beat(week(5, Wed, 8, 45), LEE, Act::Approve(S5, "Good.")),
    Beat(week(5, Wed, 9, 0), JONAS, Act::Apply(S5)),
    Beat(week(5, Thu, 8, 30), TOMAS, Act::SwitchAll(SUMMARY, &[(S2, 95), (S5, 5)], &[S2], "Canary on 5 %")),
    Beat(week(4, Tue, 8, 30), TOMAS, Act::Switch(SUMMARY, &[(S2, 75), (S5, 25)], "Corrections fall from 9 to 7 %")),
    Beat(week(3, Mon, 8, 30), TOMAS, Act::Switch(SUMMARY, &[(S2, 50), (S5, 50)], "A week at 25 %, still 7 %")),
    Beat(week(2, Tue, 8, 30), SOFIA, Act::Switch(SUMMARY, &[(S5, 100)], "Everything: corrections stay at 7 %")),
    Beat(week(2, Tue, 9, 0), JONAS, Act::Alias("champion", S5)),
    Beat(week(2, Wed, 9, 0), ANA, Act::Notice(S2)),
    Beat(minutes(215), JONAS, Act::Deprecate(S2, "Past the day until which the vendor promised it; stays as fallback only")),
    // Intake.
    Beat(week(25, Mon, 10, 40), JONAS, Act::Register(
        Registration::hosted(I1, "Azure AI Foundry", "gpt-4o@2024-11-20", "Reads letters since 2024")
            .called(EXACT, "intake prompt 1"),
    )),
    Beat(week(25, Mon, 16, 20), CI, Act::Run(I1, RUN_I1)),
    Beat(week(25, Tue, 10, 0), JONAS, Act::Promote(I1, Staging, FOR, "In use already")),
    Beat(week(25, Tue, 10, 4), JONAS, Act::Promote(I1, Production, FOR, "In use already, measured on 1 400 letters in each language")),
    Beat(week(25, Tue, 14, 20), MINA, Act::Approve(I1, "German is close to the limit. Watch it.")),
    Beat(week(25, Wed, 9, 10), LEE, Act::Approve(I1, "As a baseline, yes.")),
    Beat(week(25, Wed, 9, 32), JONAS, Act::Apply(I1)),
    Beat(week(25, Wed, 10, 10), TOMAS, Act::Route(INTAKE, "claims-desk", &[(I1, 100)], &[], "Letters go through the register from today")),
    Beat(week(25, Wed, 10, 14), TOMAS, Act::Route(INTAKE_STAGED, "claims-desk", &[(I1, 100)], &[], "Staging follows production")),
    Beat(week(25, Thu, 9, 0), ANA, Act::Notice(I1)),
    Beat(week(20, Mon, 10, 0), JONAS, Act::Register(
        Registration::hosted(I2, "Azure AI Foundry", "gpt-5.2@2025-12-11", "Two points better; gpt-4o ends in October")
            .called(EXACT, "intake prompt 1")
            .made(Reconfiguration, I1, "next model, same prompt"),
    )),
    Beat(week(20, Mon, 16, 0), CI, Act::Run(I2, RUN_I2)),
    Beat(week(20, Tue, 9, 0), JONAS, Act::Promote(I2, Staging, FOR, "Better on German letters above all")),
    Beat(week(20, Tue, 9, 15), SOFIA, Act::Switch(INTAKE_STAGED, &[(I2, 100)], "A week of yesterday's letters")),
    Beat(week(19, Mon, 9, 0), JONAS, Act::Promote(I2, Production, FOR, "German letters go from 0.90 to 0.94, and gpt-4o ends in October")),
    Beat(week(19, Mon, 15, 0), LEE, Act::Approve(I2, "Clear improvement.")),
    Beat(week(19, Tue, 9, 0), MINA, Act::Approve(I2, "Yes. Note that this one has a date as well.")),
    Beat(week(19, Tue, 9, 20), JONAS, Act::Apply(I2)),
    Beat(week(19, Thu, 8, 30), TOMAS, Act::SwitchAll(INTAKE, &[(I1, 95), (I2, 5)], &[I1], "Canary on 5 %")),
    Beat(week(18, Tue, 8, 30), TOMAS, Act::Switch(INTAKE, &[(I1, 50), (I2, 50)], "No field worse than before")),
    Beat(week(17, Mon, 8, 30), SOFIA, Act::Switch(INTAKE, &[(I2, 100)], "Done before the holidays")),
    Beat(week(17, Mon, 9, 0), JONAS, Act::Alias("champion", I2)),
    Beat(week(9, Mon, 9, 0), TOMAS, Act::SwitchAll(INTAKE, &[(I2, 100)], &[], "gpt-4o ends on Azure, so it is no fallback any more")),
    Beat(week(8, Thu, 9, 0), JONAS, Act::Archive(I1, "Ended on Azure")),
    Beat(week(4, Mon, 9, 0), ANA, Act::Notice(I2)),
    Beat(week(4, Tue, 10, 0), JONAS, Act::Register(
        Registration::hosted(I3, "Azure AI Foundry", "gpt-5.4@2026-03-05", "Azure ends gpt-5.2 in December, five months earlier than it had said")
            .called(EXACT, "intake prompt 1")
            .made(Reconfiguration, I2, "next model, same prompt"),
    )),
    Beat(week(4, Tue, 16, 30), CI, Act::Run(I3, RUN_I3)),
    Beat(week(4, Wed, 9, 0), JONAS, Act::Promote(I3, Staging, FOR, "A point better, same prompt")),
    Beat(week(4, Wed, 9, 20), SOFIA, Act::Switch(INTAKE_STAGED, &[(I2, 20), (I3, 80)], "A fortnight of real letters")),
    Beat(week(2, Thu, 9, 0), ANA, Act::Notice(I3)),
    Beat(week(2, Thu, 10, 0), JONAS, Act::Promote(I3, Production, FOR, "gpt-5.2 ends on Azure in December; this one is ready")),
    Beat(day(4, 14, 0), LEE, Act::Approve(I3, "Compared field by field. Nothing falls.")),
    Beat(day(1, 10, 30), MINA, Act::Approve(I3, "Go before the freeze.")),
];
