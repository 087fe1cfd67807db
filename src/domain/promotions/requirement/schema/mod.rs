//! What an expression may read: one tree, used to check expressions, to make values, and to write the documentation.

use std::fmt::Write;

/// The type of a field.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Type {
    Bool,
    Int,
    /// Exact in the facts; the nearest double in CEL.
    Decimal,
    Text,
    Timestamp,
    List(usize, &'static Type),
    Object(&'static [Field]),
    /// Text by any key.
    Map,
}

/// A field of an object.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Field {
    pub name: &'static str,
    pub of: Type,
    /// Missing when it is not known; reading it then makes the requirement unknown.
    pub optional: bool,
    pub doc: &'static str,
}

const fn must(name: &'static str, of: Type, doc: &'static str) -> Field {
    Field {
        name,
        of,
        optional: false,
        doc,
    }
}

const fn may(name: &'static str, of: Type, doc: &'static str) -> Field {
    Field {
        name,
        of,
        optional: true,
        doc,
    }
}

const TEXT: &Type = &Type::Text;

const PARENT: Type = Type::Object(&[
    must("kind", Type::Text, "quantisation, fine_tune ..."),
    must("version", Type::Text, "MODEL/NUMBER of the parent"),
]);

const CANDIDATE: Type = Type::Object(&[
    must("version", Type::Text, "MODEL/NUMBER"),
    must("model", Type::Text, "the model's name"),
    must("number", Type::Int, "the version's number"),
    must("stage", Type::Text, "where it stands"),
    must("origin", Type::Text, "hosted, weights or opaque"),
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
]);

const INCUMBENT: Type = Type::Object(&[
    must("version", Type::Text, "MODEL/NUMBER"),
    must("stage", Type::Text, "where it stands"),
    may(
        "prompt_template_digest",
        Type::Text,
        "sha256:... of the prompt template",
    ),
]);

const TARGET: Type = Type::Object(&[
    must("stage", Type::Text, "staging or production"),
    must(
        "languages",
        Type::List(50, TEXT),
        "the languages that the policies name",
    ),
    may("risk", Type::Text, "the application's risk tier"),
    may("criticality", Type::Text, "the application's criticality"),
    may("data_class", Type::Text, "the application's data class"),
]);

const EVAL: Type = Type::Object(&[
    must(
        "key",
        Type::Text,
        "unique: the evaluation's id and the metric",
    ),
    must("id", Type::Text, "the evaluation's id"),
    must("suite", Type::Text, "the suite's name"),
    must(
        "origin",
        Type::Text,
        "public, internal, or as the trust class says",
    ),
    must(
        "category",
        Type::Text,
        "quality, safety, bias or performance",
    ),
    must("trust_class", Type::Text, "the suite's trust class"),
    must("eligible", Type::Bool, "whether a gate may read it"),
    may("language", Type::Text, "BCP 47"),
    must("task", Type::Text, "the harness's task"),
    must("filter", Type::Text, "how answers were read"),
    must("metric", Type::Text, "the metric's canonical name"),
    may("value", Type::Decimal, "its value"),
    may("ci_low", Type::Decimal, "lower bound of its interval"),
    may("ci_high", Type::Decimal, "upper bound of its interval"),
    may("stderr", Type::Decimal, "its standard error"),
    may("n", Type::Int, "items that were scored"),
    may("errors", Type::Int, "items that failed"),
    may("run_at", Type::Timestamp, "when it ran"),
    must("source_type", Type::Text, "run, declared or recorded"),
    may("harness", Type::Text, "which harness"),
    may("harness_version", Type::Text, "its release"),
    may(
        "prompt_template_digest",
        Type::Text,
        "sha256:... of the prompt template",
    ),
    may("dataset_digest", Type::Text, "names documents and prompts"),
    must(
        "attempt",
        Type::Int,
        "1, 2, 3 ... for the same suite, task and filter",
    ),
    must("attempts", Type::Int, "how many there are"),
    may("direction", Type::Text, "higher, lower, target or none"),
    may("unit", Type::Text, "fraction, percent ..."),
    must("flags", Type::List(50, TEXT), "what is odd about it"),
]);

const CMP: Type = Type::Object(&[
    must(
        "key",
        Type::Text,
        "unique: suite, task, filter, metric and slice",
    ),
    may(
        "id",
        Type::Text,
        "the candidate's evaluation; it may have none",
    ),
    may("incumbent_id", Type::Text, "the incumbent's evaluation"),
    must("suite", Type::Text, "the suite's name"),
    must("trust_class", Type::Text, "the suite's trust class"),
    may("language", Type::Text, "BCP 47"),
    must(
        "tier",
        Type::Text,
        "critical (internal, safety, bias), supporting or exploring",
    ),
    must("task", Type::Text, "the harness's task"),
    must("filter", Type::Text, "how answers were read"),
    must("metric", Type::Text, "the metric's canonical name"),
    may("slice_kind", Type::Text, "what it is a slice by"),
    may("slice_value", Type::Text, "which slice"),
    may("unit", Type::Text, "fraction, percent ..."),
    may(
        "delta",
        Type::Decimal,
        "candidate minus incumbent, turned so that positive is better",
    ),
    may("ci_low", Type::Decimal, "lower bound of its 95 % interval"),
    may("ci_high", Type::Decimal, "upper bound of its 95 % interval"),
    may(
        "margin",
        Type::Decimal,
        "how much worse the candidate may be",
    ),
    may(
        "n_pairs",
        Type::Int,
        "pairs of items; without pairs the smaller number of items",
    ),
    may(
        "base_only",
        Type::Int,
        "items that only the incumbent has right",
    ),
    may(
        "candidate_only",
        Type::Int,
        "items that only the candidate has right",
    ),
    may(
        "method",
        Type::Text,
        "tango, paired_t, clustered_t, newcombe or unpaired_z",
    ),
    must(
        "verdict",
        Type::Text,
        "superior, non_inferior, inferior, inconclusive or insufficient",
    ),
    must(
        "weak",
        Type::List(50, TEXT),
        "why it is weak, as codes; a weak one is insufficient",
    ),
    may(
        "recovery",
        Type::Decimal,
        "the candidate's value by the incumbent's",
    ),
]);

const TIMES: Type = Type::Object(&[
    may("mean", Type::Decimal, "milliseconds, the mean"),
    may("p50", Type::Decimal, "milliseconds, the median"),
    may("p95", Type::Decimal, "milliseconds, of 95 % no more"),
    may("p99", Type::Decimal, "milliseconds, of 99 % no more"),
]);

const PERF: Type = Type::Object(&[
    must("id", Type::Text, "the evaluation's id"),
    must("suite", Type::Text, "the suite's name"),
    must("eligible", Type::Bool, "whether a gate may read it"),
    must(
        "profile",
        Type::Text,
        "the load: concurrency=16,input=900,output=24, or none",
    ),
    may("run_at", Type::Timestamp, "when it ran"),
    may("requests", Type::Int, "requests that were answered"),
    may("error_rate", Type::Decimal, "the share that failed"),
    must("ttft_ms", TIMES, "until the first token"),
    must("e2e_ms", TIMES, "until the answer is there"),
    must("itl_ms", TIMES, "between two tokens"),
]);

const COST: Type = Type::Object(&[
    must("suite", Type::Text, "the suite's name"),
    must("metric", Type::Text, "the metric's canonical name"),
    must(
        "value",
        Type::Decimal,
        "what a request costs, the dearest that was measured",
    ),
    may(
        "delta_ratio",
        Type::Decimal,
        "the share that it costs more than the incumbent; -0.3: less by 30 %",
    ),
]);

const APPROVAL: Type = Type::Object(&[
    must("role", Type::Text, "the role it was given in"),
    must("by", Type::Text, "the approver's id"),
]);

const FINDING: Type = Type::Object(&[
    must("kind", Type::Text, "runs_without_evidence ..."),
    must("state", Type::Text, "open or acknowledged"),
]);

/// Everything an expression may read.
pub(super) const ROOT: &[Field] = &[
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
];

/// The field of an object.
pub(super) fn field(of: &'static [Field], name: &str) -> Option<&'static Field> {
    of.iter().find(|field| field.name == name)
}

/// The context as a table for people who write policies.
#[must_use]
pub fn to_markdown() -> String {
    let mut out = String::from("| path | type | known | meaning |\n| --- | --- | --- | --- |\n");
    rows("", ROOT, &mut out);
    out
}

fn rows(prefix: &str, fields: &'static [Field], out: &mut String) {
    for field in fields {
        let path = format!("{prefix}{}", field.name);
        let known = if field.optional {
            "when known"
        } else {
            "always"
        };
        // Writing to a string does not fail.
        let _ = writeln!(
            out,
            "| `{path}` | {} | {known} | {} |",
            name(field.of),
            field.doc
        );
        match field.of {
            Type::Object(inner) => rows(&format!("{path}."), inner, out),
            Type::List(_, Type::Object(inner)) => rows(&format!("{path}[]."), inner, out),
            Type::List(..)
            | Type::Bool
            | Type::Int
            | Type::Decimal
            | Type::Text
            | Type::Timestamp
            | Type::Map => {}
        }
    }
}

/// What people call a type.
pub(super) fn name(of: Type) -> String {
    match of {
        Type::Bool => "bool".into(),
        Type::Int => "int".into(),
        Type::Decimal => "double".into(),
        Type::Text => "string".into(),
        Type::Timestamp => "timestamp".into(),
        Type::List(limit, item) => format!("list of {} (at most {limit})", name(*item)),
        Type::Object(_) => "object".into(),
        Type::Map => "map of string".into(),
    }
}
