//! search: answers from the help pages, rewritten queries, and embeddings that nobody had written down.

use chrono::Weekday::{Fri, Mon, Thu, Tue, Wed};

use super::super::act::{Act, Beat, Registration, day, minutes, week};
use super::super::results::Task;
use super::{ANA, CI, LEE, PRIYA, TOMAS, YUKI};
use crate::domain::models::LineageKind::{Quantisation, Reconfiguration};
use crate::domain::models::Stage::{Production, Staging};

const A1: &str = "search-answers/1";
const A2: &str = "search-answers/2";
const A3: &str = "search-answers/3";
const A4: &str = "search-answers/4";
const Q1: &str = "query-rewrite/1";
const Q2: &str = "query-rewrite/2";
const Q3: &str = "query-rewrite/3";
const E1: &str = "search-embed/1";
const LIVE: &str = "production/search-answers";
const STAGED: &str = "staging/search-answers";
const DEV: &str = "development/search-answers";
const REWRITE: &str = "production/query-rewrite";
const FOR: Option<&str> = Some("search-api");
const SHORT: &str = r#"{"temperature": 0.1, "max_tokens": 300}"#;
const REWRITTEN: &str = r#"{"temperature": 0, "max_tokens": 48}"#;
const LICENCE: &[(&str, &str)] = &[("licence", "Llama 3.2 Community")];

const fn answers(quality: f64) -> [Task; 2] {
    [
        ("answer_relevance", quality, 850),
        ("safety_core", 0.99, 250),
    ]
}

const fn rewrites(quality: f64) -> [Task; 2] {
    [
        ("rewrite_quality", quality, 2000),
        ("safety_core", 0.996, 250),
    ]
}

const RUN_A1: &[Task] = &answers(0.842);
const RUN_A2: &[Task] = &answers(0.871);
const RUN_A3: &[Task] = &answers(0.889);
const RUN_A4: &[Task] = &answers(0.897);
const RUN_Q1: &[Task] = &rewrites(0.783);
const RUN_Q2: &[Task] = &rewrites(0.768);
const RUN_Q3: &[Task] = &rewrites(0.781);

#[rustfmt::skip] // a table: one line, one beat
pub const BEATS: &[Beat] = &[
    Beat(week(26, Thu, 10, 0), PRIYA, Act::Model(
        "search", "search-answers",
        "Answers a question from the help pages and names the page. Public, no login.",
        &[("owner", "priya.nair"), ("task", "answers")],
    )),
    Beat(week(25, Tue, 10, 0), PRIYA, Act::Register(
        Registration::hosted(A1, "Mistral", "mistral-medium-2505", "What search uses since it started")
            .called(SHORT, "answer prompt 1"),
    )),
    Beat(week(25, Tue, 15, 0), CI, Act::Run(A1, RUN_A1)),
    Beat(week(25, Wed, 9, 0), PRIYA, Act::Promote(A1, Staging, FOR, "In use already")),
    Beat(week(25, Wed, 9, 3), PRIYA, Act::Promote(A1, Production, FOR, "In use already, measured now")),
    Beat(week(25, Wed, 11, 0), YUKI, Act::Approve(A1, "Public pages only, fine.")),
    Beat(week(25, Wed, 11, 10), PRIYA, Act::Apply(A1)),
    Beat(week(25, Wed, 13, 0), TOMAS, Act::Route(LIVE, "search-api", &[(A1, 100)], &[], "Search asks here from today")),
    Beat(week(25, Wed, 13, 4), TOMAS, Act::Route(STAGED, "search-api", &[(A1, 100)], &[], "Staging follows production")),
    Beat(week(24, Mon, 9, 10), ANA, Act::Notice(A1)),
    Beat(week(20, Mon, 11, 0), PRIYA, Act::Register(
        Registration::hosted(A2, "Google Gemini API", "gemini-3.1-flash-lite", "Faster, and the vendor ends version 1 in August")
            .called(SHORT, "answer prompt 1")
            .made(Reconfiguration, A1, "other vendor, same prompt"),
    )),
    Beat(week(20, Mon, 15, 0), CI, Act::Run(A2, RUN_A2)),
    Beat(week(20, Tue, 9, 0), PRIYA, Act::Promote(A2, Staging, FOR, "Three points better on rated answers")),
    Beat(week(20, Tue, 9, 20), TOMAS, Act::Switch(STAGED, &[(A2, 100)], "Editors try it")),
    Beat(week(19, Mon, 9, 0), PRIYA, Act::Promote(A2, Production, FOR, "Better, faster, and version 1 ends in August")),
    Beat(week(19, Mon, 16, 0), LEE, Act::Approve(A2, "Editors are happy. Fine.")),
    Beat(week(19, Tue, 8, 30), PRIYA, Act::Apply(A2)),
    Beat(week(19, Wed, 9, 0), TOMAS, Act::SwitchAll(LIVE, &[(A1, 95), (A2, 5)], &[A1], "Canary on 5 %")),
    Beat(week(18, Mon, 9, 0), TOMAS, Act::Switch(LIVE, &[(A1, 75), (A2, 25)], "Clicks on the named page up by a tenth")),
    Beat(week(18, Thu, 9, 0), TOMAS, Act::Switch(LIVE, &[(A1, 50), (A2, 50)], "Clicks still up after three days")),
    Beat(week(17, Tue, 9, 0), TOMAS, Act::Switch(LIVE, &[(A2, 100)], "All of search")),
    Beat(week(17, Tue, 9, 10), PRIYA, Act::Alias("champion", A2)),
    Beat(week(14, Mon, 9, 0), TOMAS, Act::SwitchAll(LIVE, &[(A2, 100)], &[], "Mistral ends version 1 this week")),
    Beat(week(13, Wed, 9, 0), PRIYA, Act::Archive(A1, "Ended by the vendor")),
    Beat(week(11, Mon, 10, 0), PRIYA, Act::Register(
        Registration::hosted(A3, "Google Gemini API", "gemini-3.1-flash-lite", "Prompt 2: says when the pages do not answer the question")
            .called(SHORT, "answer prompt 2, admits")
            .made(Reconfiguration, A2, "prompt 2"),
    )),
    Beat(week(11, Mon, 15, 0), CI, Act::Run(A3, RUN_A3)),
    Beat(week(11, Tue, 9, 0), PRIYA, Act::Promote(A3, Staging, FOR, "Invented answers fall from 31 to 9 of 850")),
    Beat(week(11, Tue, 9, 10), TOMAS, Act::Switch(STAGED, &[(A3, 100)], "Editors try it")),
    Beat(week(10, Mon, 9, 0), PRIYA, Act::Promote(A3, Production, FOR, "Admits when it does not know")),
    Beat(week(10, Mon, 13, 0), YUKI, Act::Approve(A3, "That is what we wanted.")),
    Beat(week(10, Mon, 13, 10), PRIYA, Act::Apply(A3)),
    Beat(week(10, Tue, 9, 0), TOMAS, Act::SwitchAll(LIVE, &[(A2, 75), (A3, 25)], &[A2], "Prompt only: starts at 25 %")),
    Beat(week(9, Thu, 9, 0), TOMAS, Act::Switch(LIVE, &[(A3, 100)], "Complaints about wrong pages are gone")),
    Beat(week(9, Thu, 9, 5), PRIYA, Act::Alias("champion", A3)),
    Beat(week(5, Mon, 10, 0), PRIYA, Act::Register(
        Registration::hosted(A4, "Azure AI Foundry", "gpt-5.4-nano@2026-03-17", "A second vendor, so that search does not hang on one")
            .called(SHORT, "answer prompt 2, admits")
            .made(Reconfiguration, A3, "other vendor, same prompt"),
    )),
    Beat(week(5, Mon, 10, 5), ANA, Act::Notice(A4)),
    Beat(week(5, Mon, 10, 20), TOMAS, Act::Route(DEV, "search-api", &[(A4, 100)], &[], "Priya compares both vendors here")),
    Beat(week(5, Mon, 15, 0), CI, Act::Run(A4, RUN_A4)),
    Beat(week(5, Tue, 9, 0), PRIYA, Act::Promote(A4, Staging, FOR, "As good as what serves, from another vendor")),
    Beat(week(5, Tue, 9, 10), TOMAS, Act::Switch(STAGED, &[(A3, 50), (A4, 50)], "Half and half for the editors")),
    Beat(week(3, Mon, 9, 0), PRIYA, Act::Promote(A4, Production, FOR, "Second source for search, a little better as well")),
    Beat(week(3, Mon, 14, 0), LEE, Act::Approve(A4, "A second vendor is worth it alone.")),
    Beat(week(3, Mon, 14, 10), PRIYA, Act::Apply(A4)),
    Beat(week(3, Wed, 9, 0), TOMAS, Act::SwitchAll(LIVE, &[(A3, 95), (A4, 5)], &[A2], "Canary on 5 %")),
    Beat(day(4, 9, 0), TOMAS, Act::Switch(LIVE, &[(A3, 75), (A4, 25)], "A week at 5 %, clicks are level")),
    Beat(minutes(140), TOMAS, Act::Switch(LIVE, &[(A3, 50), (A4, 50)], "25 % shows no difference either. On to half")),
    // Rewritten queries.
    Beat(week(26, Thu, 10, 20), PRIYA, Act::Model(
        "search", "query-rewrite",
        "Rewrites a query before the index sees it. 48 tokens, so it must be small and fast.",
        &[("owner", "priya.nair"), ("task", "rewriting"), ("hosting", "own")],
    )),
    Beat(week(24, Wed, 10, 0), PRIYA, Act::Register(
        Registration::weights(Q1, "s3://nordhaven-models/llama-3.2-3b-instruct/bf16/", "Llama-3.2-3B-Instruct", "As published, BF16")
            .called(REWRITTEN, "rewrite prompt 1")
            .tagged(LICENCE),
    )),
    Beat(week(24, Wed, 10, 10), PRIYA, Act::Publish(Q1, "Llama-3.2-3B-Instruct")),
    Beat(week(24, Thu, 8, 0), CI, Act::Run(Q1, RUN_Q1)),
    Beat(week(24, Thu, 9, 0), PRIYA, Act::Promote(Q1, Staging, FOR, "Finds the clicked page in 78 of 100")),
    Beat(week(24, Fri, 9, 0), PRIYA, Act::Promote(Q1, Production, FOR, "Without it search finds 71 of 100")),
    Beat(week(24, Fri, 11, 0), YUKI, Act::Approve(Q1, "Yes.")),
    Beat(week(24, Fri, 11, 5), PRIYA, Act::Apply(Q1)),
    Beat(week(23, Mon, 9, 0), TOMAS, Act::Route(REWRITE, "search-api", &[(Q1, 100)], &[], "Search rewrites from today")),
    Beat(week(15, Mon, 10, 0), PRIYA, Act::Register(
        Registration::weights(Q2, "s3://nordhaven-models/llama-3.2-3b-instruct/spinquant/", "Llama-3.2-3B-Instruct-SpinQuant", "SpinQuant by Meta, quantised after training")
            .called(REWRITTEN, "rewrite prompt 1")
            .made(Quantisation, Q1, "W4A8 SpinQuant+GPTQ")
            .tagged(LICENCE),
    )),
    Beat(week(15, Mon, 10, 6), PRIYA, Act::Publish(Q2, "Llama-3.2-3B-Instruct SpinQuant")),
    Beat(week(15, Mon, 11, 0), PRIYA, Act::Register(
        Registration::weights(Q3, "s3://nordhaven-models/llama-3.2-3b-instruct/qlora/", "Llama-3.2-3B-Instruct-QLoRA", "QLoRA by Meta, quantised while training")
            .called(REWRITTEN, "rewrite prompt 1")
            .made(Quantisation, Q1, "W4A8 QAT+LoRA")
            .tagged(LICENCE),
    )),
    Beat(week(15, Mon, 11, 6), PRIYA, Act::Publish(Q3, "Llama-3.2-3B-Instruct QLoRA")),
    Beat(week(15, Tue, 8, 0), CI, Act::Run(Q2, RUN_Q2)),
    Beat(week(15, Tue, 8, 10), CI, Act::Run(Q3, RUN_Q3)),
    Beat(week(14, Mon, 9, 0), PRIYA, Act::Promote(Q3, Staging, FOR, "Nothing lost, 40 % faster")),
    Beat(week(14, Tue, 9, 0), PRIYA, Act::Promote(Q3, Production, FOR, "Nothing lost, 40 % faster on the same card")),
    Beat(week(14, Tue, 10, 0), LEE, Act::Approve(Q3, "Published and own numbers agree.")),
    Beat(week(14, Tue, 10, 30), PRIYA, Act::Apply(Q3)),
    Beat(week(14, Wed, 9, 0), TOMAS, Act::SwitchAll(REWRITE, &[(Q1, 75), (Q3, 25)], &[Q1], "Starts at 25 %")),
    Beat(week(13, Mon, 9, 10), TOMAS, Act::Switch(REWRITE, &[(Q3, 100)], "p95 falls from 210 to 125 ms")),
    Beat(week(13, Tue, 9, 0), PRIYA, Act::Archive(Q2, "A point worse than QLoRA at the same size")),
    Beat(week(13, Tue, 9, 5), PRIYA, Act::Alias("champion", Q3)),
    // What nobody had written down.
    Beat(week(12, Wed, 9, 0), PRIYA, Act::Model(
        "search", "search-embed",
        "Embeds the help pages and the queries. Changing it means embedding everything again.",
        &[("owner", "priya.nair"), ("task", "embedding")],
    )),
    Beat(week(12, Wed, 9, 15), ANA, Act::Adopt(
        Registration::hosted(E1, "Azure AI Foundry", "text-embedding-3-large@1", "Found in the indexer's settings; nobody had registered it"),
        410, Production,
        "Runs since the index was built; found when we listed outgoing calls. No suite fits embeddings yet",
    )),
    Beat(week(12, Wed, 9, 20), ANA, Act::Notice(E1)),
    Beat(week(12, Wed, 9, 40), TOMAS, Act::Route("production/search-embed", "search-api", &[(E1, 100)], &[], "The indexer asks here from the next build")),
];
