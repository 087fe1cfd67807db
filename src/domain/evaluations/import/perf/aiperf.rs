//! AIPerf exports (`profile_export_aiperf.json`), the successor of GenAI-Perf: measures with their units.

use std::collections::BTreeMap;

use super::super::detect::{Candidate, Confidence, Format, Sniffed};
use super::super::json::{self, Node, Object, Root};
use super::super::reading::{
    Remarks, count, date_or_time, decimal, devices, is_local, object_at, text,
};
use super::super::{Flag, ParseProblem, ParsedEvaluation, ParsedFile};
use super::{Kind, Load, Requests, Stat, evaluation, stat, with_deviation};

/// The format.
pub const FORMAT: Format = Format {
    id: "aiperf",
    name: "AIPerf export (profile_export_aiperf.json)",
    sniff,
    parse,
};

/// Measures: the tool's name, ours.
const MEASURES: &[(&str, &str)] = &[
    ("request_latency", "request_latency"),
    ("time_to_first_token", "ttft"),
    ("inter_token_latency", "itl"),
    ("request_throughput", "request_throughput"),
    ("output_token_throughput", "output_token_throughput"),
    ("total_token_throughput", "total_token_throughput"),
    ("input_sequence_length", "input_tokens"),
    ("output_sequence_length", "output_tokens"),
];
const STATS: &[(&str, &str)] = &[
    ("avg", "mean"),
    ("p50", "p50"),
    ("p90", "p90"),
    ("p95", "p95"),
    ("p99", "p99"),
];
const READ_AT_TOP: &[&str] = &[
    "schema_version",
    "aiperf_version",
    "input_config",
    "was_cancelled",
    "is_complete",
    "start_time",
    "request_count",
    "error_request_count",
    "request_error_rate",
];

fn sniff(file: &Candidate<'_>) -> Sniffed {
    let shape = file.shape;
    let measures = shape.has("request_latency/avg") && shape.has("request_throughput/unit");
    (shape.root == Root::Object && measures && shape.has("input_config")).then_some((
        Confidence::Certain,
        "input_config with request_latency and request_throughput",
    ))
}

fn parse(_name: &str, bytes: &[u8]) -> Result<ParsedFile, ParseProblem> {
    let document = json::read(json::utf8(bytes)?)?;
    let root = object_at(Some(&document), "", "an AIPerf export")?;
    let mut remarks = Remarks::default();
    let config = root.object("input_config");
    let requests = requests(root);
    let mut found = Vec::new();
    for (raw, base) in MEASURES {
        let Some(measure) = root.object(raw) else {
            continue;
        };
        let Some(kind) = kind(measure.text("unit").unwrap_or_default()) else {
            let message = "the unit of the measure is not known: it stays in the raw file";
            remarks.note("unit_unknown", message, &[raw, "unit"]);
            remarks.unmapped(&[raw]);
            continue;
        };
        for (key, name) in STATS {
            let Some(node) = measure.some(key) else {
                continue;
            };
            let raw_name = format!("{raw}.{key}");
            let of = Stat {
                base,
                stat: if kind == Kind::PerSecond {
                    "mean"
                } else {
                    name
                },
                kind,
                raw: &raw_name,
                n: count(measure.get("count")).or(requests.successful),
            };
            let read = stat(&of, node, &[raw, key], &mut remarks);
            let deviation = measure.get("std").filter(|_| *key == "avg");
            found.extend(read.map(|read| with_deviation(read, deviation, kind)));
            if matches!(kind, Kind::PerSecond | Kind::Count) {
                break;
            }
        }
    }
    if found.is_empty() {
        let message = "the export holds none of the measures that are read";
        let expected = "request_latency, time_to_first_token ...";
        return Err(ParseProblem::new("no_metrics", message, "", expected));
    }
    let mut evaluation = evaluation(String::new(), &load(config), requests, found);
    if root.get("was_cancelled") == Some(&Node::Bool(true)) {
        evaluation.flags.insert(Flag::Cancelled);
    }
    if root.get("is_complete") == Some(&Node::Bool(false)) {
        evaluation.flags.insert(Flag::Partial);
    }
    let known =
        |key: &&str| MEASURES.iter().any(|(raw, _)| raw == key) || READ_AT_TOP.contains(key);
    let read: Vec<&str> = root.keys().filter(known).collect();
    remarks.unread(root, &read, &[]);
    finish(root, config, evaluation, remarks)
}

fn finish(
    root: &Object<'_>,
    config: Option<&Object<'_>>,
    evaluation: ParsedEvaluation,
    mut remarks: Remarks,
) -> Result<ParsedFile, ParseProblem> {
    let tool_version = text(
        root.get("aiperf_version"),
        &["aiperf_version"],
        &mut remarks,
    );
    let run_at = date_or_time(root.get("start_time"), &["start_time"], &mut remarks);
    let items = config.and_then(|config| config.object("models")?.get("items")?.array());
    let named = items.and_then(|items| items.first()?.object()?.get("name"));
    // Before 0.12 the models stood beside the endpoint.
    let older = config.and_then(|config| {
        config
            .object("endpoint")?
            .get("model_names")?
            .array()?
            .first()
    });
    let model_ref = text(named.or(older), &["input_config", "models"], &mut remarks);
    let (unmapped, notes) = remarks.into_parts();
    Ok(ParsedFile {
        format: FORMAT.id,
        layout: "AIPerf 1",
        tool: Some("aiperf".into()),
        tool_version,
        model_ref,
        run_at,
        hardware: hardware(root, config),
        evaluations: vec![evaluation],
        unmapped,
        notes,
        ..ParsedFile::default()
    })
}

/// The cards whose telemetry was read, each once. AIPerf looks for telemetry on its own machine without being told:
/// that one is where the model ran only when the model was asked there, too.
fn hardware(root: &Object<'_>, config: Option<&Object<'_>>) -> Option<String> {
    let urls = config.and_then(|config| config.object("endpoint")?.get("urls")?.array());
    let asked_here = urls
        .into_iter()
        .flatten()
        .any(|url| url.text().is_some_and(is_local));
    let endpoints = root.object("telemetry_data")?.object("endpoints")?;
    let mut cards = BTreeMap::new();
    for (place, endpoint) in endpoints.iter() {
        if is_local(place) && !asked_here {
            continue;
        }
        let found = endpoint
            .object()
            .and_then(|endpoint| endpoint.object("gpus"));
        for (key, card) in found.into_iter().flat_map(Object::iter) {
            let Some((card, name)) = card
                .object()
                .and_then(|card| Some((card, card.text("gpu_name")?)))
            else {
                continue;
            };
            let id = card
                .text("gpu_uuid")
                .map_or((place, key), |uuid| ("", uuid));
            cards.insert(id, name);
        }
    }
    devices(cards.into_values())
}

fn requests(root: &Object<'_>) -> Requests {
    let counted = |name: &str| count(root.object(name)?.get("avg"));
    let successful = counted("request_count");
    // The rate is stated in percent of all requests, also when no request failed.
    let none = || {
        let rate = decimal(root.object("request_error_rate")?.get("avg"))?;
        rate.is_zero().then_some(0)
    };
    Requests {
        successful,
        errored: counted("error_request_count").or_else(none),
    }
}

fn kind(unit: &str) -> Option<Kind> {
    match unit {
        "ms" => Some(Kind::Milliseconds),
        "sec" | "s" | "seconds" => Some(Kind::Seconds),
        "requests/sec" | "tokens/sec" => Some(Kind::PerSecond),
        "tokens" | "requests" | "count" => Some(Kind::Count),
        _ => None,
    }
}

fn load(config: Option<&Object<'_>>) -> Load {
    let mut load = Load::default();
    let first = |name: &str| config?.get(name)?.array()?.first()?.object();
    if let Some(phase) = first("phases") {
        load.add("concurrency", phase.get("concurrency"));
        load.add(
            "rate",
            phase.get("request_rate").or_else(|| phase.get("rate")),
        );
    }
    let prompts = first("datasets").and_then(|dataset| dataset.object("prompts"));
    for (name, key) in [("input", "isl"), ("output", "osl")] {
        load.add(
            name,
            prompts.and_then(|prompts| prompts.object(key)?.get("mean")),
        );
    }
    load
}
