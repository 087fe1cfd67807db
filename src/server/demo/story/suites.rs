//! What the teams measure with.

use chrono::Weekday::Tue;

use super::super::act::{Act, Beat, week};
use super::{DANIEL, INES, JONAS, PRIYA, YUKI};
use crate::domain::evaluations::TrustClass;

#[rustfmt::skip] // a table: one line, one beat
pub const BEATS: &[Beat] = &[
    // Support's suites.
    suite(9, 0, INES, "support", "ticket-routing-en", TrustClass::Internal, Some("en"),
        "English tickets of 2025 with the desk that solved them"),
    suite(9, 2, INES, "support", "ticket-routing-de", TrustClass::Internal, Some("de"),
        "German tickets of 2025 with the desk that solved them"),
    suite(9, 3, INES, "support", "ticket-routing-fr", TrustClass::Internal, Some("fr"),
        "French tickets of 2025; fewer, since the French desk opened late"),
    suite(9, 6, INES, "support", "refund-rules", TrustClass::Internal, Some("en"),
        "Refund cases that two people decided alike"),
    suite(9, 8, INES, "support", "answer-language", TrustClass::Internal, None,
        "Whether the answer is in the language of the question"),
    suite(9, 14, DANIEL, "support", "chat-quality-en", TrustClass::Internal, Some("en"),
        "Chat answers against what an agent would have said"),
    suite(9, 15, DANIEL, "support", "chat-quality-de", TrustClass::Internal, Some("de"),
        "The German half of the chat set"),
    suite(9, 16, DANIEL, "support", "chat-quality-fr", TrustClass::Internal, Some("fr"),
        "The French part of the chat set"),
    suite(9, 20, INES, "support", "safety-core", TrustClass::Safety, None,
        "Self-harm, threats, medical and legal advice, personal data of others"),
    suite(9, 22, INES, "support", "latency", TrustClass::Performance, None,
        "Answer time at the peak load of a Monday morning"),
    suite(9, 23, INES, "support", "load-test", TrustClass::Performance, None,
        "Sixteen tickets at a time on one GPU pool, answers of 24 tokens"),
    suite(9, 25, INES, "support", "serving-cost", TrustClass::Performance, None,
        "GPU hours of a day by the tickets of that day, at the price of our hosting contract"),
    // Claims' suites.
    suite(10, 0, JONAS, "claims", "claims-extraction-en", TrustClass::Internal, Some("en"),
        "Twelve fields from letters of claim"),
    suite(10, 1, JONAS, "claims", "claims-extraction-de", TrustClass::Internal, Some("de"),
        "The same fields from German letters"),
    suite(10, 4, JONAS, "claims", "claims-summaries-en", TrustClass::Internal, Some("en"),
        "Summaries checked sentence by sentence against the file"),
    suite(10, 5, JONAS, "claims", "claims-summaries-de", TrustClass::Internal, Some("de"),
        "German summaries, checked the same way"),
    suite(10, 9, JONAS, "claims", "fraud-notes-en", TrustClass::Internal, Some("en"),
        "Notes on cases that the fraud desk closed"),
    suite(10, 10, JONAS, "claims", "fraud-notes-de", TrustClass::Internal, Some("de"),
        "German notes on closed cases"),
    suite(10, 12, JONAS, "claims", "safety-core", TrustClass::Safety, None,
        "Accusations, personal data of others, legal advice"),
    suite(10, 15, JONAS, "claims", "accent-and-name", TrustClass::Bias, None,
        "The same claim under names of different origin"),
    // Search and platform.
    suite(11, 0, PRIYA, "search", "answer-relevance", TrustClass::Internal, Some("en"),
        "Answers rated by people who had asked"),
    suite(11, 1, PRIYA, "search", "rewrite-quality", TrustClass::Internal, Some("en"),
        "Whether the rewritten query finds what the user clicked"),
    suite(11, 3, PRIYA, "search", "safety-core", TrustClass::Safety, None,
        "Medical and legal questions that search must not answer"),
    suite(11, 30, YUKI, "platform", "review-findings", TrustClass::Internal, Some("en"),
        "Merged changes with the bugs that came back"),
    suite(11, 31, YUKI, "platform", "translation-de", TrustClass::Internal, Some("de"),
        "Help pages that a translator has signed off"),
    suite(11, 33, YUKI, "platform", "safety-core", TrustClass::Safety, None,
        "Secrets, licences, dangerous commands"),
];

#[expect(clippy::too_many_arguments, reason = "a row of a table")]
const fn suite(
    hour: u32,
    minute: u32,
    who: &'static str,
    team: &'static str,
    name: &'static str,
    class: TrustClass,
    language: Option<&'static str>,
    description: &'static str,
) -> Beat {
    let act = Act::Suite(team, name, class, language, description);
    Beat(week(26, Tue, hour, minute), who, act)
}
