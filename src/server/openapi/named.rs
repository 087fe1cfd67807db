//! Examples of texts by where they stand. A schema that gives an example itself needs no line here; a text that has
//! neither fails `tests/openapi`.

use serde_json::Value;

/// By schema and property.
const PLACES: &[(&str, &str)] = &[
    ("Adapter.uri", "s3://adapters/support-fr/7"),
    ("ApplicationRef.name", "helpdesk"),
    ("EntityAsOf.kind", "route"),
    ("Event.kind", "route.switched"),
    ("EventActor.kind", "user"),
    ("EventActor.roles", "operator"),
    ("EventEntity.kind", "route"),
    ("EventEntity.label", "production/support-bot"),
    ("Evidence.kind", "promotion"),
    ("Evidence.id", "019ab4d2-7c31-7e05-9d48-3f6a1c27e8b0"),
    ("EvidenceRef.label", "support-fr, acc"),
    ("FieldProblem.message", "Expected 1 to 255 bytes."),
    ("Headline.code", "route.switched"),
    ("LastChange.kind", "route.switched"),
    ("Note.code", "metric_unmapped"),
    ("Note.message", "A value of the file was not read."),
    ("Note.pointer", "/results/support/acc_norm"),
    ("PolicyRef.name", "Customer-facing"),
    ("RecordEvent.kind", "route.switched"),
    ("RequirementResult.code", "accuracy"),
    ("RequirementResult.title", "Accuracy at least 0.85"),
    ("Resolved.reason", "split"),
    ("ResolvedRoute.key", "support-bot"),
    ("RouteRef.key", "support-bot"),
    ("SearchHit.detail", "The support assistant, French"),
    ("SearchHit.label", "support-fr"),
    ("Sentence.code", "route.switched"),
    ("ServedAs.model", "gpt-5-mini"),
    ("SuiteRef.name", "support-fr"),
    ("Tag.key", "owner"),
    ("Tag.value", "support"),
    ("Team.name", "Support"),
    ("Team.slug", "support"),
    ("TeamRef.name", "Support"),
    ("TeamRef.slug", "support"),
    ("Template.code", "accuracy"),
    ("Template.title", "Accuracy on a suite"),
    ("TodayAction.label", "Review"),
    ("TodayItem.kind", "review"),
    ("TodayItem.message", "PR-0042 waits for your approval."),
    ("TodayItem.detail", "support-fr/7 to production"),
    (
        "TodayItem.id",
        "promotion:019ab4d2-7c31-7e05-9d48-3f6a1c27e8b0",
    ),
    ("TodayObject.kind", "promotion"),
    ("TodayObject.label", "PR-0042"),
    ("Token.name", "ci-eval"),
    ("Token.prefix", "tnr_mch_4Qk9"),
    ("VersionModel.name", "support-fr"),
    ("ActorRef.name", "Ana Ruiz"),
    ("EventActor.name", "Ana Ruiz"),
    ("Member.name", "Ana Ruiz"),
    ("SessionPrincipal.name", "Ana Ruiz"),
    ("TodayOwner.name", "Ana Ruiz"),
    ("ApprovalsView.role", "reviewer"),
    ("TodayItem.why", "You review for Support."),
    ("WaiverRef.requirement", "exit_plan_drilled"),
    ("Finding.label", "ticket-triage/4"),
];
/// By property, wherever it stands.
const PROPERTIES: &[(&str, &str)] = &[
    ("engine", "1"),
    ("engine_now", "1"),
    ("former", "triage"),
    (
        "item_hash",
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    ),
    ("item_key", "ticket-4711"),
    ("issuers", "https://login.example.com"),
    ("key", "support-fr/acc"),
    ("label", "ticket-triage/4"),
    ("metric", "acc"),
    ("name", "ticket-triage"),
    ("requirement", "exit_plan_drilled"),
    ("retrieved_timestamp", "1795528800"),
    ("schema_version", "0.3.0"),
    ("suite", "support-fr"),
    ("aliases", "champion"),
    ("at", "2026-11-24T14:00:07.000000Z"),
    ("code", "stage_too_low"),
    ("email", "ana.ruiz@example.com"),
    ("environment", "production"),
    ("evaluation_id", "019ab4d2-7c31-7e05-9d48-3f6a1c27e8b0"),
    ("evaluator_version", "1"),
    ("expected", "1 to 255 bytes"),
    (
        "expression",
        "evals.exists(e, e.suite == 'support-fr' && e.value >= 0.85)",
    ),
    ("file_name", "results_2026-11-24T10-00-00.json"),
    ("filter", "none"),
    ("flags", "error_rows"),
    ("glyph", "warn"),
    ("href", "/promotions/019ab4d2-7c31-7e05-9d48-3f6a1c27e8b0"),
    ("issuer", "https://login.example.com"),
    (
        "key_digest",
        "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    ),
    ("languages", "fr"),
    ("layout", "results"),
    ("link", "https://tenure.example.com/sign-in#tnr_lnk_7pW2"),
    (
        "markdown",
        "| field | type |\n|---|---|\n| version.stage | text |",
    ),
    (
        "message",
        "production/support-bot needs a version in stage production.",
    ),
    ("model", "support-fr"),
    ("model_name", "support-fr"),
    ("new_suites", "support-fr"),
    ("number_label", "PR-0042"),
    ("permissions", "model.register"),
    ("platform", "openai"),
    ("policy", "production-gate"),
    ("pointer", "/name"),
    ("reason", "The French suite passed on Tuesday."),
    ("salt", "production/support-bot"),
    ("secret", "tnr_mch_4Qk9vZ2sR8nT6yW1xC5bM3aL7pD0fHjG"),
    ("slug", "production"),
    ("subject", "00u1a2b3c4"),
    ("task", "support_fr"),
    ("tasks", "support_fr"),
    ("teams", "support"),
    ("text", "Promote the version to production first."),
    ("token", "tnr_lnk_7pW2kQ9vZ4sR8nT6yW1xC5bM3aL0fHjG"),
    ("unit", "customer-4711"),
    ("unmapped", "/config/device"),
    ("value_raw", "0.874"),
    ("version_label", "1"),
];
/// Numbers by property.
const NUMBERS: &[(&str, i64)] = &[
    ("max_stale_seconds", 300),
    ("n", 412),
    ("number", 7),
    ("position", 42),
    ("revision", 3),
    ("slots", 10_000),
];
/// What is usually not there.
const ABSENT: &[&str] = &[
    "archived_at",
    "erased_at",
    "hidden_at",
    "revoked_at",
    "voided_at",
];
/// Keys of objects whose keys are data.
const KEYS: &[(&str, &str)] = &[("stage_counts", "production")];

/// The example of a place, if it has one.
pub(super) fn example(owner: &str, property: &str) -> Option<Value> {
    if ABSENT.contains(&property) {
        return Some(Value::Null);
    }
    if let Some((_, number)) = NUMBERS.iter().find(|(known, _)| *known == property) {
        return Some((*number).into());
    }
    let place = format!("{owner}.{property}");
    find(PLACES, &place)
        .or_else(|| find(PROPERTIES, property))
        .map(Value::from)
}

/// A key of an object whose keys are data.
pub(super) fn key(property: &str) -> &'static str {
    find(KEYS, property).unwrap_or("key")
}

fn find(table: &'static [(&str, &str)], name: &str) -> Option<&'static str> {
    table
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, example)| *example)
}
