//! Results of `vllm bench serve`: flat, with the statistic, the measure and the unit in each key.
//!
//! `{mean,median,std,pNN}_{ttft,tpot,itl,e2el}_ms`; which percentiles there are depends on how it was called. Requests
//! that failed are those that were sent and not completed.

use super::super::detect::{Candidate, Confidence, Format, Sniffed};
use super::super::json::{self, Object, Root};
use super::super::reading::{Remarks, count, object_at, text};
use super::super::{ParseProblem, ParsedFile, ParsedMetric};
use super::{Kind, Load, Requests, Stat, evaluation, stat, with_deviation};

/// The format.
pub const FORMAT: Format = Format {
    id: "vllm-bench",
    name: "vLLM bench serve result (.json)",
    sniff,
    parse,
};

const MEASURES: &[(&str, &str)] = &[
    ("ttft", "ttft"),
    ("tpot", "tpot"),
    ("itl", "itl"),
    ("e2el", "request_latency"),
];
const STATS: &[(&str, &str)] = &[
    ("mean", "mean"),
    ("median", "p50"),
    ("p90", "p90"),
    ("p95", "p95"),
    ("p99", "p99"),
];
const RATES: &[(&str, &str)] = &[
    ("request_throughput", "request_throughput"),
    ("output_throughput", "output_token_throughput"),
    ("total_token_throughput", "total_token_throughput"),
];
/// What `--metadata` is told to say about the machine of the model; the first that is there counts.
const HARDWARE: &[&str] = &["hardware", "gpu", "gpu_name", "gpu_type"];
const READ: &[&str] = &[
    "model_id",
    "num_prompts",
    "completed",
    "failed",
    "request_rate",
    "max_concurrency",
    "total_input_tokens",
    "total_output_tokens",
    "date",
    "backend",
    "endpoint_type",
];

fn sniff(file: &Candidate<'_>) -> Sniffed {
    let shape = file.shape;
    let keys = [
        "request_throughput",
        "completed",
        "total_input_tokens",
        "mean_ttft_ms",
    ];
    (shape.root == Root::Object && keys.iter().all(|key| shape.has(key))).then_some((
        Confidence::Certain,
        "completed, request_throughput and mean_ttft_ms",
    ))
}

fn parse(_name: &str, bytes: &[u8]) -> Result<ParsedFile, ParseProblem> {
    let document = json::read(json::utf8(bytes)?)?;
    let root = object_at(Some(&document), "", "a result of vllm bench serve")?;
    let mut remarks = Remarks::default();
    let successful = count(root.get("completed"));
    let sent = count(root.get("num_prompts"));
    let requests = Requests {
        successful,
        errored: count(root.get("failed")).or_else(|| {
            sent.zip(successful)
                .map(|(sent, done)| (sent - done).max(0))
        }),
    };
    let mut read: Vec<String> = READ.iter().map(|key| (*key).to_owned()).collect();
    let found = measures(root, requests, &mut read, &mut remarks);
    if found.is_empty() {
        let expected = "mean_ttft_ms, median_ttft_ms ...";
        return Err(ParseProblem::new(
            "no_metrics",
            "the result holds no number",
            "",
            expected,
        ));
    }
    let mut load = Load::default();
    load.add("concurrency", root.get("max_concurrency"));
    load.add("rate", root.get("request_rate"));
    if root.some("date").is_some() {
        let message = "the time has no zone: when it ran stays unknown";
        remarks.note("date_not_read", message, &["date"]);
    }
    let stated = HARDWARE.iter().find(|key| root.text(key).is_some());
    let hardware = stated.and_then(|key| text(root.get(key), &[key], &mut remarks));
    let read: Vec<&str> = read
        .iter()
        .map(String::as_str)
        .chain(stated.copied())
        .collect();
    remarks.unread(root, &read, &[]);
    let model_ref = text(root.get("model_id"), &["model_id"], &mut remarks);
    let (unmapped, notes) = remarks.into_parts();
    Ok(ParsedFile {
        format: FORMAT.id,
        layout: "vLLM bench serve",
        tool: Some("vllm bench".into()),
        model_ref,
        hardware,
        evaluations: vec![evaluation(String::new(), &load, requests, found)],
        unmapped,
        notes,
        ..ParsedFile::default()
    })
}

fn measures(
    root: &Object<'_>,
    requests: Requests,
    read: &mut Vec<String>,
    remarks: &mut Remarks,
) -> Vec<ParsedMetric> {
    let mut found = Vec::new();
    for (measure, base) in MEASURES {
        for (key, name) in STATS {
            let raw = format!("{key}_{measure}_ms");
            let Some(node) = root.some(&raw) else {
                continue;
            };
            let of = Stat {
                base,
                stat: name,
                kind: Kind::Milliseconds,
                raw: &raw,
                n: requests.successful,
            };
            let std = format!("std_{measure}_ms");
            let deviation = root.get(&std).filter(|_| *name == "mean");
            let metric = stat(&of, node, &[&raw], remarks);
            found
                .extend(metric.map(|metric| with_deviation(metric, deviation, Kind::Milliseconds)));
            read.extend([raw, std]);
        }
    }
    for (raw, base) in RATES {
        let of = Stat {
            base,
            stat: "mean",
            kind: Kind::PerSecond,
            raw,
            n: requests.successful,
        };
        found.extend(
            root.some(raw)
                .and_then(|node| stat(&of, node, &[raw], remarks)),
        );
        read.push((*raw).to_owned());
    }
    found
}
