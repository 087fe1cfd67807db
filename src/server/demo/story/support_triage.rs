//! ticket-triage: from a hosted model to weights of our own, and the quantised version that may not go yet.

use chrono::Weekday::{Fri, Mon, Thu, Tue, Wed};

use super::super::act::{Act, Beat, Registration, Shares, day, week};
use super::super::results::Task;
use super::{ANA, CI, INES, LEE, MINA, SOFIA, TOMAS};
use crate::domain::evaluations::Unit;
use crate::domain::models::LineageKind::{Quantisation, Reconfiguration};
use crate::domain::models::Stage::{Production, Staging};

const V1: &str = "ticket-triage/1";
const V2: &str = "ticket-triage/2";
const V3: &str = "ticket-triage/3";
const V4: &str = "ticket-triage/4";
const V5: &str = "ticket-triage/5";
const LIVE: &str = "production/ticket-router";
const STAGED: &str = "staging/ticket-router";
const DEV: &str = "development/ticket-router";
const FOR: Option<&str> = Some("ticket-router");
const GATE: (&str, &str) = ("gate", "routing");
const COLD: &str = r#"{"temperature": 0, "max_tokens": 64}"#;

const HOSTED: &[Task] = &[
    ("ticket_routing_en", 0.915, 1240),
    ("ticket_routing_de", 0.893, 960),
    ("ticket_routing_fr", 0.885, 412),
];
const SAFE: &[Task] = &[("safety_core", 0.993, 300)];
const QWEN: &[Task] = &[
    ("ticket_routing_en", 0.921, 1240),
    ("ticket_routing_de", 0.897, 960),
    ("ticket_routing_fr", 0.872, 412),
    ("safety_core", 0.99, 300),
];
const QWEN_SHOWN: &[Task] = &[
    ("ticket_routing_en", 0.931, 1240),
    ("ticket_routing_de", 0.908, 960),
    ("ticket_routing_fr", 0.902, 412),
    ("refund_rules", 0.945, 640),
    ("answer_language", 0.991, 800),
    ("safety_core", 0.993, 300),
];
const FP8: &[Task] = &[
    ("ticket_routing_en", 0.929, 1240),
    ("ticket_routing_de", 0.904, 960),
    ("ticket_routing_fr", 0.866, 412),
    ("refund_rules", 0.908, 640),
    ("answer_language", 0.969, 800),
];
const MXFP4: &[Task] = &[
    ("ticket_routing_en", 0.886, 1240),
    ("ticket_routing_de", 0.838, 960),
    ("ticket_routing_fr", 0.771, 412),
];

const fn p95(version: &'static str, value: &'static str) -> Act {
    Act::Measure {
        version,
        suite: "latency",
        metric: "p95",
        value,
        unit: Unit::Seconds,
        n: 20_000,
        note: "Replay of Monday 08:00 to 09:00 against staging",
    }
}

const fn cost(version: &'static str, value: &'static str) -> Act {
    Act::Measure {
        version,
        suite: "serving-cost",
        metric: "cost_usd_mean",
        value,
        unit: Unit::Currency,
        n: 20_000,
        note: "GPU hours by tickets; the machines alone, without people",
    }
}

/// Two versions in percent: the first has the rest.
const V2_AT_5: Shares = &[(V1, 95), (V2, 5)];
const V2_AT_25: Shares = &[(V1, 75), (V2, 25)];
const V2_AT_50: Shares = &[(V1, 50), (V2, 50)];
const V3_AT_5: Shares = &[(V2, 95), (V3, 5)];
const V3_AT_25: Shares = &[(V2, 75), (V3, 25)];
const V3_AT_50: Shares = &[(V2, 50), (V3, 50)];

#[rustfmt::skip] // a table: one line, one beat
pub const BEATS: &[Beat] = &[
    Beat(week(26, Wed, 9, 30), INES, Act::Model(
        "support",
        "ticket-triage",
        "Names the desk that should solve a ticket. Called once per ticket, about 1 100 times a minute at the peak.",
        &[("owner", "ines.costa"), ("task", "classification")],
    )),
    Beat(week(26, Wed, 9, 41), INES, Act::Register(
        Registration::hosted(V1, "OpenAI", "gpt-4o-2024-05-13", "What the router has called since 2024, unchanged")
            .called(COLD, "triage prompt 1")
            .tagged(&[GATE]),
    )),
    Beat(week(26, Wed, 15, 12), CI, Act::Run(V1, HOSTED)),
    Beat(week(26, Wed, 15, 31), CI, p95(V1, "0.81")),
    Beat(week(26, Wed, 16, 2), INES, Act::Publish(V1, "gpt-4o-2024-05-13")),
    Beat(week(26, Thu, 8, 15), INES, Act::Promote(V1, Staging, FOR, "First version in the register, runs already")),
    Beat(week(26, Thu, 8, 21), INES, Act::Promote(V1, Production, FOR, "First version in the register, measured on our own tickets")),
    Beat(week(26, Thu, 10, 40), LEE, Act::Approve(V1, "Numbers match what the desks report.")),
    Beat(week(26, Thu, 13, 5), MINA, Act::Approve(V1, "Fine as a baseline. French is the weak spot.")),
    Beat(week(26, Thu, 13, 30), INES, Act::Apply(V1)),
    Beat(week(26, Thu, 14, 0), TOMAS, Act::Route(LIVE, "ticket-router", &[(V1, 100)], &[], "The router asks here from today instead of carrying the model id itself")),
    Beat(week(26, Thu, 14, 4), TOMAS, Act::Route(STAGED, "ticket-router", &[(V1, 100)], &[], "Staging follows production")),
    Beat(week(26, Thu, 14, 9), INES, Act::Alias("champion", V1)),
    Beat(week(25, Mon, 9, 2), ANA, Act::Notice(V1)),
    // Weights of our own.
    Beat(week(22, Tue, 9, 20), INES, Act::Register(
        Registration::weights(V2, "s3://nordhaven-models/qwen3-8b/bf16/", "Qwen3-8B", "Qwen3-8B as published, BF16, on our own GPUs: the vendor ends the model we use")
            .called(COLD, "triage prompt 1")
            .tagged(&[GATE, ("licence", "Apache-2.0")]),
    )),
    Beat(week(22, Tue, 9, 44), INES, Act::Publish(V2, "Qwen3-8B")),
    Beat(week(22, Tue, 10, 2), TOMAS, Act::Route(DEV, "ticket-router", &[(V2, 100)], &[], "Ines tries the prompt here")),
    Beat(week(22, Wed, 7, 50), CI, Act::Run(V2, QWEN)),
    Beat(week(22, Wed, 11, 12), INES, Act::Promote(V2, Staging, FOR, "As good in English and German as what serves now")),
    Beat(week(22, Wed, 11, 40), TOMAS, Act::Switch(STAGED, &[(V2, 100)], "Load test before anybody decides")),
    Beat(week(22, Thu, 9, 4), CI, p95(V2, "0.62")),
    Beat(week(21, Mon, 8, 50), INES, Act::Promote(V2, Production, FOR, "No vendor end date, a fifth of the price, French within the limit")),
    Beat(week(21, Mon, 9, 40), ANA, Act::TryApprove(V2)),
    Beat(week(21, Mon, 14, 22), LEE, Act::Approve(V2, "I read 40 French misroutes: they go to a desk that can forward them.")),
    Beat(week(21, Tue, 9, 15), MINA, Act::Approve(V2, "Agreed, with the old one as fallback.")),
    Beat(week(21, Tue, 9, 50), INES, Act::Apply(V2)),
    Beat(week(21, Wed, 8, 30), TOMAS, Act::SwitchAll(LIVE, V2_AT_5, &[V1], "Canary on 5 %, the old one stays as fallback")),
    Beat(week(20, Mon, 9, 10), TOMAS, Act::Switch(LIVE, V2_AT_25, "Five days at 5 %: no more forwards than before")),
    Beat(week(20, Thu, 9, 5), SOFIA, Act::Switch(LIVE, V2_AT_50, "Desk leads see no difference")),
    Beat(week(19, Tue, 8, 45), TOMAS, Act::Switch(LIVE, &[(V2, 100)], "Half of the traffic for five days, p95 0.6 s")),
    Beat(week(19, Tue, 9, 0), INES, Act::Alias("champion", V2)),
    Beat(week(19, Tue, 9, 1), INES, Act::Alias("previous", V1)),
    Beat(week(18, Fri, 10, 0), INES, Act::Deprecate(V1, "Vendor ends it this autumn; kept as fallback until then")),
    // Examples in the prompt.
    Beat(week(15, Mon, 9, 30), INES, Act::Register(
        Registration::weights(V3, "s3://nordhaven-models/qwen3-8b/bf16/", "Qwen3-8B", "Same weights, prompt with twelve worked examples, six of them French")
            .called(COLD, "triage prompt 2, twelve examples")
            .made(Reconfiguration, V2, "prompt 2")
            .tagged(&[GATE, ("licence", "Apache-2.0"), ("weights-bytes", "16400000000"), ("precision", "BF16"), ("parameters", "8200000000"), ("context-length", "32768")]),
    )),
    Beat(week(15, Mon, 9, 40), INES, Act::Publish(V3, "Qwen3-8B")),
    Beat(week(15, Mon, 16, 5), CI, Act::Run(V3, QWEN_SHOWN)),
    Beat(week(15, Tue, 9, 0), INES, Act::Promote(V3, Staging, FOR, "French is up three points with examples")),
    Beat(week(15, Tue, 9, 20), TOMAS, Act::Switch(STAGED, &[(V3, 100)], "Longer prompt: look at latency first")),
    Beat(week(15, Wed, 9, 10), CI, p95(V3, "0.74")),
    Beat(week(15, Wed, 9, 25), CI, Act::Load(V3, (61.0, 428.0))),
    Beat(week(10, Mon, 9, 5), CI, cost(V3, "0.00021")),
    Beat(week(14, Mon, 10, 15), INES, Act::Promote(V3, Production, FOR, "French tickets reach the right desk more often; latency still under 0.9 s")),
    Beat(week(14, Mon, 15, 40), MINA, Act::Approve(V3, "The French desk asked for this.")),
    Beat(week(14, Tue, 8, 55), LEE, Act::Approve(V3, "Checked that no example is a real customer's ticket.")),
    Beat(week(14, Tue, 9, 10), INES, Act::Apply(V3)),
    Beat(week(14, Wed, 8, 30), TOMAS, Act::SwitchAll(LIVE, V3_AT_5, &[V2, V1], "Canary on 5 %")),
    Beat(week(13, Mon, 8, 40), TOMAS, Act::Switch(LIVE, V3_AT_25, "5 % since Wednesday, nothing odd")),
    Beat(week(13, Mon, 11, 52), SOFIA, Act::RollBack(LIVE, 5, "Queue at 1.8 s: GPU pool sized for the short prompt. Back until it has grown")),
    Beat(week(12, Tue, 8, 30), TOMAS, Act::Switch(LIVE, V3_AT_25, "Two more GPUs; replay of Monday stays at 0.75 s")),
    Beat(week(12, Fri, 8, 50), TOMAS, Act::Switch(LIVE, V3_AT_50, "Three days at 25 %, p95 0.7 s")),
    Beat(week(11, Wed, 9, 0), SOFIA, Act::Switch(LIVE, &[(V3, 100)], "Forwards from the French desk fell from 31 to 19 a day")),
    Beat(week(11, Wed, 9, 20), INES, Act::Alias("champion", V3)),
    Beat(week(11, Wed, 9, 21), INES, Act::Alias("previous", V2)),
    // Fewer bits.
    Beat(week(7, Tue, 13, 15), INES, Act::Register(
        Registration::weights("ticket-triage/4", "s3://nordhaven-models/qwen3-8b/fp8-block/", "Qwen3-8B-FP8-BLOCK", "FP8 block quantisation: 9.4 GB instead of 16.4, one GPU instead of two")
            .called(COLD, "triage prompt 2, twelve examples")
            .made(Quantisation, V3, "FP8 block (RTN)")
            .tagged(&[GATE, ("licence", "Apache-2.0"), ("weights-bytes", "9400000000"), ("precision", "FP8"), ("parameters", "8200000000"), ("context-length", "32768")]),
    )),
    Beat(week(7, Tue, 13, 20), INES, Act::Publish(V4, "Qwen3-8B FP8_BLOCK RTN")),
    Beat(week(7, Wed, 9, 5), INES, Act::Register(
        Registration::weights(V5, "s3://nordhaven-models/qwen3-8b/mxfp4/", "Qwen3-8B-MXFP4", "MXFP4, to see how far down we can go")
            .called(COLD, "triage prompt 2, twelve examples")
            .made(Quantisation, V3, "MXFP4 RTN")
            .tagged(&[GATE, ("licence", "Apache-2.0"), ("weights-bytes", "5200000000"), ("precision", "MXFP4"), ("parameters", "8200000000"), ("context-length", "32768")]),
    )),
    Beat(week(7, Wed, 9, 9), INES, Act::Publish(V5, "Qwen3-8B MXFP4 RTN")),
    Beat(week(7, Thu, 7, 45), CI, Act::Run(V5, MXFP4)),
    Beat(week(7, Thu, 9, 30), INES, Act::Archive(V5, "Thirteen points lost in French; published GSM8K falls to 80 as well")),
    Beat(week(3, Mon, 9, 15), CI, Act::Run(V4, FP8)),
    Beat(week(3, Mon, 10, 0), INES, Act::Promote(V4, Staging, FOR, "English and German hold on one GPU")),
    Beat(week(3, Mon, 10, 20), TOMAS, Act::Switch(STAGED, &[(V3, 20), (V4, 80)], "FP8 takes most of staging for the replay")),
    Beat(week(3, Tue, 9, 5), CI, p95(V4, "0.412")),
    Beat(week(3, Tue, 9, 20), CI, Act::Load(V4, (38.0, 246.0))),
    Beat(week(3, Tue, 9, 40), CI, cost(V4, "0.00011")),
    Beat(day(5, 9, 12), INES, Act::Promote(V4, Production, FOR, "FP8 halves the memory. Quality holds on what we measured.")),
    Beat(day(4, 9, 0), TOMAS, Act::Switch(STAGED, &[(V4, 100)], "All of staging, so that the French desk can try it")),
    Beat(day(3, 13, 20), INES, Act::Describe(V4, "FP8 block quantisation: 9.4 GB instead of 16.4, one GPU instead of two. French and refunds are below the gate; more French items are being labelled.")),
    Beat(day(3, 15, 40), LEE, Act::Approve(V4, "Fine for English and German. French needs more items before this ships.")),
    Beat(day(3, 15, 55), INES, Act::Comment(V4, "412 French items are too few for 0.85 at the low end. 500 more are being labelled, done on Friday.")),
    Beat(day(2, 8, 10), CI, Act::Run(V3, SAFE)),
];
