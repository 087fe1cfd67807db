//! fraud-notes: quantised step by step, until a step was too far and was killed.

use chrono::Weekday::{Fri, Mon, Thu, Tue, Wed};

use super::super::act::{Act, Beat, Registration, week};
use super::super::results::Task;
use super::{CI, JONAS, LEE, MINA, SOFIA, TOMAS};
use crate::domain::models::LineageKind::Quantisation;
use crate::domain::models::Stage::{Production, Staging};

const V1: &str = "fraud-notes/1";
const V2: &str = "fraud-notes/2";
const V3: &str = "fraud-notes/3";
const LIVE: &str = "production/fraud-notes";
const STAGED: &str = "staging/fraud-notes";
const FOR: Option<&str> = Some("fraud-review");
const EXACT: &str = r#"{"temperature": 0, "max_tokens": 400}"#;
const LICENCE: &[(&str, &str)] = &[("licence", "Llama 3.1 Community")];

const fn tasks(en: f64, de: f64) -> [Task; 3] {
    [
        ("fraud_notes_en", en, 800),
        ("fraud_notes_de", de, 800),
        ("safety_core", 0.991, 300),
    ]
}

const RUN_1: &[Task] = &tasks(0.913, 0.899);
const RUN_2: &[Task] = &tasks(0.911, 0.898);
const RUN_3: &[Task] = &tasks(0.905, 0.893);

#[rustfmt::skip] // a table: one line, one beat
pub const BEATS: &[Beat] = &[
    Beat(week(26, Thu, 9, 0), JONAS, Act::Model(
        "claims", "fraud-notes",
        "Writes the first note on a suspicious claim. Runs on our own GPUs, since files may not leave the house.",
        &[("owner", "jonas.weber"), ("task", "drafting"), ("hosting", "own")],
    )),
    Beat(week(24, Mon, 10, 0), JONAS, Act::Register(
        Registration::weights(V1, "s3://nordhaven-models/llama-3.1-8b-instruct/bf16/", "Llama-3.1-8B-Instruct", "As published, BF16")
            .called(EXACT, "note prompt 1")
            .tagged(LICENCE),
    )),
    Beat(week(24, Tue, 8, 0), CI, Act::Run(V1, RUN_1)),
    Beat(week(24, Tue, 9, 0), JONAS, Act::Promote(V1, Staging, FOR, "First model that may read these files at all")),
    Beat(week(24, Tue, 9, 30), TOMAS, Act::Route(STAGED, "fraud-review", &[(V1, 100)], &[], "For the fraud desk to try")),
    Beat(week(23, Mon, 9, 0), JONAS, Act::Promote(V1, Production, FOR, "The desk tried it on 60 closed cases and wants it")),
    Beat(week(23, Mon, 14, 0), MINA, Act::Approve(V1, "A person investigates before anything happens. Yes.")),
    Beat(week(23, Tue, 9, 0), LEE, Act::Approve(V1, "Fine, in house only.")),
    Beat(week(23, Tue, 9, 15), JONAS, Act::Apply(V1)),
    Beat(week(23, Wed, 9, 0), TOMAS, Act::Route(LIVE, "fraud-review", &[(V1, 100)], &[], "Fraud desk starts today")),
    Beat(week(23, Wed, 9, 5), JONAS, Act::Alias("champion", V1)),
    Beat(week(16, Mon, 10, 0), JONAS, Act::Register(
        Registration::weights(V2, "s3://nordhaven-models/llama-3.1-8b-instruct/fp8/", "Llama-3.1-8B-Instruct-FP8", "FP8: half the memory, so the night batch fits on one GPU")
            .called(EXACT, "note prompt 1")
            .made(Quantisation, V1, "FP8")
            .tagged(LICENCE),
    )),
    Beat(week(16, Mon, 10, 10), JONAS, Act::Publish(V2, "Llama-3.1-8B-Instruct FP8")),
    Beat(week(16, Tue, 8, 0), CI, Act::Run(V2, RUN_2)),
    Beat(week(16, Tue, 9, 0), JONAS, Act::Promote(V2, Staging, FOR, "Nothing lost on closed cases")),
    Beat(week(16, Tue, 9, 10), TOMAS, Act::Switch(STAGED, &[(V2, 100)], "Night batch runs on staging this week")),
    Beat(week(15, Mon, 10, 0), JONAS, Act::Promote(V2, Production, FOR, "Half the memory, notes as good as before")),
    Beat(week(15, Tue, 9, 0), LEE, Act::Approve(V2, "Differences are within the noise.")),
    Beat(week(15, Tue, 14, 0), MINA, Act::Approve(V2, "Yes.")),
    Beat(week(15, Tue, 14, 20), JONAS, Act::Apply(V2)),
    Beat(week(15, Wed, 8, 30), TOMAS, Act::SwitchAll(LIVE, &[(V1, 75), (V2, 25)], &[V1], "Small desk: starts at 25 %")),
    Beat(week(14, Mon, 8, 30), TOMAS, Act::Switch(LIVE, &[(V1, 50), (V2, 50)], "Investigators see no difference")),
    Beat(week(13, Mon, 8, 30), TOMAS, Act::Switch(LIVE, &[(V2, 100)], "All of it, one GPU goes back to the pool")),
    Beat(week(13, Mon, 9, 0), JONAS, Act::Alias("champion", V2)),
    Beat(week(5, Mon, 10, 0), JONAS, Act::Register(
        Registration::weights(V3, "s3://nordhaven-models/llama-3.1-8b-instruct/int4-awq/", "Llama-3.1-8B-Instruct-INT4-AWQ", "INT4 AWQ: would fit beside the router on one card")
            .called(EXACT, "note prompt 1")
            .made(Quantisation, V1, "INT4 AWQ")
            .tagged(LICENCE),
    )),
    Beat(week(5, Mon, 10, 8), JONAS, Act::Publish(V3, "Llama-3.1-8B-Instruct INT4 AWQ")),
    Beat(week(5, Tue, 8, 0), CI, Act::Run(V3, RUN_3)),
    Beat(week(5, Tue, 9, 0), JONAS, Act::Promote(V3, Staging, FOR, "Above the limit on closed cases in spite of the published loss")),
    Beat(week(5, Tue, 9, 10), TOMAS, Act::Switch(STAGED, &[(V3, 100)], "Night batch on staging")),
    Beat(week(4, Mon, 10, 0), JONAS, Act::Promote(V3, Production, FOR, "Saves a GPU; half a point lost on closed cases")),
    Beat(week(4, Tue, 9, 0), LEE, Act::Approve(V3, "Above the limit. Canary it slowly.")),
    Beat(week(4, Tue, 15, 0), MINA, Act::Approve(V3, "Slowly, yes.")),
    Beat(week(4, Tue, 15, 20), JONAS, Act::Apply(V3)),
    Beat(week(4, Wed, 8, 30), TOMAS, Act::SwitchAll(LIVE, &[(V2, 95), (V3, 5)], &[V1], "Canary on 5 %")),
    Beat(week(3, Mon, 8, 30), TOMAS, Act::Switch(LIVE, &[(V2, 75), (V3, 25)], "Quiet at 5 %")),
    Beat(week(3, Wed, 13, 47), SOFIA, Act::Kill(LIVE, V3, "A note names the policy number of another customer. Seen twice within the hour, both from version 3")),
    Beat(week(3, Wed, 14, 5), SOFIA, Act::Switch(STAGED, &[(V2, 100)], "Same version off staging until it is understood")),
    Beat(week(3, Fri, 9, 0), JONAS, Act::Deprecate(V3, "Invents policy numbers when a file has none. Closed cases always have one, so the suite could not see it")),
    Beat(week(2, Thu, 10, 0), JONAS, Act::Describe(V3, "INT4 AWQ. Killed: invents a policy number when the file has none. The suite has 60 such files now.")),
    Beat(week(2, Thu, 15, 0), CI, Act::Run(V2, &[("safety_core", 0.994, 360)])),
];
