//! The fields.

use super::measured::{CMP, COST, EVAL, PERF};
use super::{Field, TEXT, Type, may, must, not_yet};

const STAGE: Type = Type::Word(&[
    "registered",
    "staging",
    "production",
    "deprecated",
    "archived",
    "retired",
    "revoked",
]);
const LEVEL: Type = Type::Word(&["low", "medium", "high", "critical"]);
const DATE_KIND: Type = Type::Word(&["firm", "floor", "earliest", "relative", "none"]);

const PARENT: Type = Type::Object(&[
    must(
        "kind",
        Type::Word(&[
            "fine_tune",
            "quantisation",
            "pruning",
            "distillation",
            "merge",
            "adapter",
            "reconfiguration",
        ]),
        "how it was made from it",
    ),
    must("version", Type::Text, "MODEL/NUMBER of the parent"),
]);

const CANDIDATE: Type = Type::Object(&[
    must("version", Type::Text, "MODEL/NUMBER"),
    must("model", Type::Text, "the model's name"),
    must("number", Type::Int, "the version's number"),
    must("stage", STAGE, "where it stands"),
    must(
        "origin",
        Type::Word(&["hosted", "weights", "opaque"]),
        "what it is: a model string at a platform, weights, or neither",
    ),
    must("age_days", Type::Int, "days since it was registered"),
    must("adopted", Type::Bool, "recorded as what already ran"),
    may("platform", Type::Text, "for a hosted version: the platform"),
    may(
        "native_id",
        Type::Text,
        "for a hosted version: the platform's model string",
    ),
    may("region", Type::Text, "for a hosted version: the region"),
    may("model_digest", Type::Text, "for weights: sha256:..."),
    may(
        "prompt_template_digest",
        Type::Text,
        "sha256:... of the prompt template",
    ),
    must("tags", Type::Map, "its tags"),
    must("lineage", Type::List(32, &PARENT), "what it was made from"),
    not_yet("vendor", VENDOR, "where its vendor stands with it"),
    not_yet(
        "exit_plan",
        EXIT_PLAN,
        "how it would be replaced in a hurry",
    ),
]);

const VENDOR: Type = Type::Object(&[
    must(
        "state",
        Type::Word(&[
            "preview",
            "active",
            "active_unprotected",
            "legacy",
            "deprecated",
            "extended_access",
            "redirecting",
            "retired",
            "unknown",
            "conflict",
            "vanished",
        ]),
        "what follows from its milestones today",
    ),
    may("shutdown_at", Type::Timestamp, "when it stops answering"),
    may("shutdown_kind", DATE_KIND, "how certain that date is"),
]);

const EXIT_PLAN: Type = Type::Object(&[
    must(
        "state",
        Type::Word(&["draft", "approved", "expired"]),
        "whether it holds",
    ),
    may("tested_at", Type::Timestamp, "the last drill that passed"),
]);

const MILESTONE: Type = Type::Object(&[
    must(
        "milestone",
        Type::Word(&[
            "ga",
            "announced",
            "closed_to_new",
            "legacy",
            "extended_access",
            "redirect",
            "read_only",
            "shutdown",
        ]),
        "what happens",
    ),
    must("date_kind", DATE_KIND, "how certain the date is"),
    may("at", Type::Timestamp, "when, at the start of that day"),
]);

const CONTRACT: Type = Type::Object(&[
    must("name", Type::Text, "the contract that covers the candidate"),
    may("ends_at", Type::Timestamp, "when its term ends"),
    may(
        "notice_by",
        Type::Timestamp,
        "the last moment to give notice",
    ),
]);

const INCUMBENT: Type = Type::Object(&[
    must("version", Type::Text, "MODEL/NUMBER"),
    must("stage", STAGE, "where it stands"),
    may(
        "prompt_template_digest",
        Type::Text,
        "sha256:... of the prompt template",
    ),
]);

const TARGET: Type = Type::Object(&[
    must(
        "stage",
        Type::Word(&["staging", "production"]),
        "the stage that is asked for",
    ),
    must(
        "languages",
        Type::List(50, TEXT),
        "the languages that the policies name",
    ),
    may(
        "risk",
        Type::Word(&["minimal", "limited", "high"]),
        "the application's risk tier",
    ),
    may("criticality", LEVEL, "the application's criticality"),
    may(
        "data_class",
        Type::Word(&["public", "internal", "confidential", "restricted"]),
        "the application's data class",
    ),
]);

const ROLE: Type = Type::Word(&[
    "viewer",
    "contributor",
    "reviewer",
    "operator",
    "steward",
    "auditor",
    "admin",
    "ingest",
]);

const APPROVAL: Type = Type::Object(&[
    must(
        "role",
        Type::Word(&["reviewer"]),
        "the role it was given in",
    ),
    must(
        "roles",
        Type::List(20, &ROLE),
        "the roles that its giver holds for the model's team",
    ),
    must("by", Type::Text, "the approver's id"),
]);

const FINDING: Type = Type::Object(&[
    must("kind", Type::Text, "runs_without_evidence ..."),
    must(
        "state",
        Type::Word(&["open", "acknowledged"]),
        "whether somebody works on it",
    ),
]);

/// Everything an expression may read.
pub(in super::super) const ROOT: &[Field] = &[
    must("now", Type::Timestamp, "the instant of the decision"),
    must("candidate", CANDIDATE, "the version that should move"),
    may("incumbent", INCUMBENT, "the version that serves there now"),
    must("target", TARGET, "where it should go"),
    must(
        "evals",
        Type::List(500, &EVAL),
        "what was measured, one entry for each metric",
    ),
    must(
        "cmp",
        Type::List(400, &CMP),
        "comparisons with the incumbent, one entry for each measurement of either",
    ),
    must(
        "perf",
        Type::List(100, &PERF),
        "load tests, one entry for each evaluation of a performance suite",
    ),
    may("cost", COST, "what a request costs"),
    must(
        "approvals",
        Type::List(50, &APPROVAL),
        "approvals that count",
    ),
    must(
        "findings",
        Type::List(100, &FINDING),
        "open findings about the version",
    ),
    not_yet(
        "milestones",
        Type::List(50, &MILESTONE),
        "what the vendor said of the candidate",
    ),
    not_yet(
        "contract",
        CONTRACT,
        "what the company agreed with the vendor",
    ),
];
