//! What was measured.

use super::{TEXT, Type, may, must};

const TRUST_CLASS: Type = Type::Word(&[
    "public",
    "internal",
    "safety",
    "bias",
    "performance",
    "unclassified",
]);
const UNIT: Type = Type::Word(&[
    "fraction", "percent", "seconds", "count", "currency", "score",
]);

pub(super) const EVAL: Type = Type::Object(&[
    must(
        "key",
        Type::Text,
        "unique: the evaluation's id and the metric",
    ),
    must("id", Type::Text, "the evaluation's id"),
    must("suite", Type::Text, "the suite's name"),
    must("origin", TRUST_CLASS, "as the trust class"),
    must(
        "category",
        Type::Word(&["quality", "safety", "bias", "performance", "unclassified"]),
        "what the suite measures",
    ),
    must("trust_class", TRUST_CLASS, "the suite's trust class"),
    may(
        "contamination",
        Type::Word(&["low", "high", "confirmed"]),
        "how likely the model was trained on the items, as whoever reported it says",
    ),
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
    must(
        "source_type",
        Type::Word(&["run", "declared", "recorded"]),
        "how the numbers came to be",
    ),
    may("harness", Type::Text, "which harness"),
    may("harness_version", Type::Text, "its release"),
    may("hardware", Type::Text, "the devices that the model ran on"),
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
    may(
        "direction",
        Type::Word(&["higher", "lower", "target", "none"]),
        "which values are better",
    ),
    may("unit", UNIT, "what the value counts"),
    must("flags", Type::List(50, TEXT), "what is odd about it"),
]);

pub(super) const CMP: Type = Type::Object(&[
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
    must("trust_class", TRUST_CLASS, "the suite's trust class"),
    may("language", Type::Text, "BCP 47"),
    must(
        "tier",
        Type::Word(&["critical", "supporting", "exploring"]),
        "critical: internal, safety and bias",
    ),
    must("task", Type::Text, "the harness's task"),
    must("filter", Type::Text, "how answers were read"),
    must("metric", Type::Text, "the metric's canonical name"),
    may("slice_kind", Type::Text, "what it is a slice by"),
    may("slice_value", Type::Text, "which slice"),
    may("unit", UNIT, "what the value counts"),
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
        Type::Word(&["tango", "paired_t", "clustered_t", "newcombe", "unpaired_z"]),
        "how the difference was judged",
    ),
    must(
        "verdict",
        Type::Word(&[
            "superior",
            "non_inferior",
            "inferior",
            "inconclusive",
            "insufficient",
        ]),
        "what the interval says against the margin",
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

pub(super) const PERF: Type = Type::Object(&[
    must("id", Type::Text, "the evaluation's id"),
    must("suite", Type::Text, "the suite's name"),
    must("eligible", Type::Bool, "whether a gate may read it"),
    must(
        "profile",
        Type::Text,
        "the load: concurrency=16,input=900,output=24, or none",
    ),
    may("run_at", Type::Timestamp, "when it ran"),
    may("hardware", Type::Text, "the devices that the model ran on"),
    may("requests", Type::Int, "requests that were answered"),
    may("error_rate", Type::Decimal, "the share that failed"),
    must("ttft_ms", TIMES, "until the first token"),
    must("e2e_ms", TIMES, "until the answer is there"),
    must("itl_ms", TIMES, "between two tokens"),
]);

pub(super) const COST: Type = Type::Object(&[
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
    may(
        "break_even_months",
        Type::Decimal,
        "months until the move has paid for itself: the most that a metric of this name says",
    ),
]);
