//! GuideLLM reports: one benchmark for each load.
//!
//! `metadata.version` 2 states what was configured in `config`, version 1 (0.5 and older) in `args`. Each measure has
//! a distribution for requests that were successful, errored and incomplete; an empty one is filled with zeros and
//! has a count of zero, so only `successful` with a count is read.

use super::super::detect::{Candidate, Confidence, Format, Sniffed};
use super::super::json::{self, Node, Object, Root, pointer};
use super::super::reading::{Remarks, count, object_at, seconds_since_1970, text};
use super::super::{ParseProblem, ParsedEvaluation, ParsedFile, ParsedMetric, TASKS_MAX};
use super::{Kind, Load, Requests, Stat, evaluation, stat, with_deviation};

/// The format.
pub const FORMAT: Format = Format {
    id: "guidellm",
    name: "GuideLLM report (.json)",
    sniff,
    parse,
};

/// Measures: the tool's name, ours, what they count.
const MEASURES: &[(&str, &str, Kind)] = &[
    ("request_latency", "request_latency", Kind::Seconds),
    ("time_to_first_token_ms", "ttft", Kind::Milliseconds),
    ("time_per_output_token_ms", "tpot", Kind::Milliseconds),
    ("inter_token_latency_ms", "itl", Kind::Milliseconds),
    ("requests_per_second", "request_throughput", Kind::PerSecond),
    (
        "output_tokens_per_second",
        "output_token_throughput",
        Kind::PerSecond,
    ),
    (
        "tokens_per_second",
        "total_token_throughput",
        Kind::PerSecond,
    ),
    ("prompt_token_count", "input_tokens", Kind::Count),
    ("output_token_count", "output_tokens", Kind::Count),
];
const PERCENTILES: &[(&str, &str)] = &[
    ("p50", "p50"),
    ("p90", "p90"),
    ("p95", "p95"),
    ("p99", "p99"),
];
const READ_AT_TOP: &[&str] = &["metadata", "config", "args", "benchmarks"];

fn sniff(file: &Candidate<'_>) -> Sniffed {
    let shape = file.shape;
    if shape.root != Root::Object || !shape.has("benchmarks") {
        return None;
    }
    if shape.has("metadata/guidellm_version") {
        return Some((
            Confidence::Certain,
            "benchmarks with metadata.guidellm_version",
        ));
    }
    shape
        .has("args/target")
        .then_some((Confidence::Likely, "benchmarks with args.target"))
}

fn parse(_name: &str, bytes: &[u8]) -> Result<ParsedFile, ParseProblem> {
    let document = json::read(json::utf8(bytes)?)?;
    let root = object_at(Some(&document), "", "a GuideLLM report")?;
    let mut remarks = Remarks::default();
    let metadata = root.object("metadata");
    let first = match metadata.and_then(|metadata| metadata.get("version")?.integer()) {
        Some(2) => "GuideLLM 2",
        Some(1) | None => "GuideLLM 1",
        Some(_) => {
            let message = "the report has another version than 1 or 2; it is read like version 2";
            remarks.note("version_unknown", message, &["metadata", "version"]);
            "GuideLLM"
        }
    };
    let listed = root
        .get("benchmarks")
        .and_then(Node::array)
        .unwrap_or_default();
    if listed.is_empty() || listed.len() > TASKS_MAX {
        let message = format!("the report holds {} benchmarks", listed.len());
        let expected = format!("1 to {TASKS_MAX} benchmarks");
        return Err(ParseProblem::new(
            "benchmarks_count",
            message,
            "/benchmarks",
            expected,
        ));
    }
    let mut evaluations = Vec::new();
    for (number, benchmark) in listed.iter().enumerate() {
        let number = number.to_string();
        let at = ["benchmarks", number.as_str()];
        let benchmark = object_at(Some(benchmark), &pointer(&at), "a benchmark")?;
        evaluations.push(read(root, benchmark, &at, &mut remarks));
    }
    remarks.unread(root, READ_AT_TOP, &[]);
    let version = metadata.and_then(|metadata| metadata.get("guidellm_version"));
    let tool_version = text(version, &["metadata", "guidellm_version"], &mut remarks);
    let model_ref = model(root, listed, &mut remarks);
    let (unmapped, notes) = remarks.into_parts();
    Ok(ParsedFile {
        format: FORMAT.id,
        layout: first,
        tool: Some("guidellm".into()),
        tool_version,
        model_ref,
        evaluations,
        unmapped,
        notes,
        ..ParsedFile::default()
    })
}

/// A value somewhere inside objects.
fn inside<'d, 'a>(object: &'d Object<'a>, path: &[&str]) -> Option<&'d Node<'a>> {
    let (last, folders) = path.split_last()?;
    let mut object = object;
    for folder in folders {
        object = object.object(folder)?;
    }
    object.some(last)
}

fn model(root: &Object<'_>, listed: &[Node<'_>], remarks: &mut Remarks) -> Option<String> {
    let of_benchmark = listed.first().and_then(Node::object);
    let stated = inside(root, &["config", "spec", "backend", "model"])
        .or_else(|| inside(root, &["args", "model"]))
        .or_else(|| inside(of_benchmark?, &["config", "backend", "model"]))
        .or_else(|| inside(of_benchmark?, &["benchmarker", "backend", "model"]));
    text(stated, &["config", "spec", "backend", "model"], remarks)
}

fn read(
    root: &Object<'_>,
    benchmark: &Object<'_>,
    at: &[&str],
    remarks: &mut Remarks,
) -> ParsedEvaluation {
    let strategy = benchmark
        .object("config")
        .or_else(|| benchmark.object("args"))
        .and_then(|config| config.object("strategy"));
    let mut load = Load::default();
    if let Some(strategy) = strategy {
        load.add("strategy", strategy.get("type_"));
        load.add(
            "concurrency",
            strategy
                .some("streams")
                .or_else(|| strategy.get("max_concurrency")),
        );
        load.add("rate", strategy.get("rate"));
    }
    let data =
        inside(root, &["config", "spec", "data"]).and_then(|data| data.array()?.first()?.object());
    if let Some(data) = data {
        load.add("input", data.get("prompt_tokens"));
        load.add("output", data.get("output_tokens"));
    }
    let metrics = benchmark.object("metrics");
    let totals = metrics.and_then(|metrics| metrics.object("request_totals"));
    let totals = totals.or_else(|| benchmark.object("run_stats")?.object("requests_made"));
    let total = |name: &str| count(totals.and_then(|totals| totals.get(name)));
    let requests = Requests {
        successful: total("successful"),
        errored: total("errored"),
    };
    let mut found = Vec::new();
    for (raw, base, kind) in MEASURES {
        let distribution = metrics.and_then(|metrics| metrics.object(raw)?.object("successful"));
        let Some(distribution) = distribution else {
            continue;
        };
        let at = [at, &["metrics", raw, "successful"]].concat();
        if count(distribution.get("count")).is_none_or(|count| count == 0) {
            let message = "no request that succeeded counts here: the zeros say nothing";
            remarks.note("distribution_empty", message, &at);
            continue;
        }
        found.extend(of_distribution(
            distribution,
            (raw, base, *kind),
            requests,
            &at,
            remarks,
        ));
    }
    let time = benchmark
        .some("start_time")
        .or_else(|| inside(benchmark, &["run_stats", "start_time"]));
    ParsedEvaluation {
        run_at: seconds_since_1970(time, &[at, &["start_time"]].concat(), remarks),
        ..evaluation(pointer(at), &load, requests, found)
    }
}

fn of_distribution(
    distribution: &Object<'_>,
    (raw, base, kind): (&str, &str, Kind),
    requests: Requests,
    at: &[&str],
    remarks: &mut Remarks,
) -> Vec<ParsedMetric> {
    let mut found = Vec::new();
    let percentiles = distribution.object("percentiles");
    let numbers = std::iter::once(("mean", distribution.some("mean"))).chain(
        PERCENTILES
            .iter()
            .map(|(key, name)| (*name, percentiles.and_then(|all| all.some(key)))),
    );
    for (name, node) in numbers {
        let Some(node) = node else {
            continue;
        };
        let raw = format!("{raw}.successful.{name}");
        let of = Stat {
            base,
            stat: name,
            kind,
            raw: &raw,
            n: requests.successful,
        };
        let read = stat(&of, node, &[at, &[name]].concat(), remarks);
        // A rate is measured over windows of time, not over requests: its deviation says nothing about its mean.
        let deviation = distribution
            .get("std_dev")
            .filter(|_| name == "mean" && kind != Kind::PerSecond);
        found.extend(read.map(|read| with_deviation(read, deviation, kind)));
        if kind == Kind::PerSecond || kind == Kind::Count {
            break;
        }
    }
    found
}
