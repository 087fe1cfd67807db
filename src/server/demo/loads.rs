//! Load tests in the layout of AIPerf 0.4. The times are drawn from a seed that the version gives.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::results::{BEFORE_SECONDS, Draw, SEED};

/// Requests of a load test.
const REQUESTS: u32 = 600;
/// Requests at a time, tokens of a question, tokens of an answer.
const CONCURRENCY: u32 = 16;
const INPUT: u32 = 900;
const OUTPUT: u32 = 24;

/// The middle time until the first token and until the whole answer, in milliseconds.
pub type Times = (f64, f64);

/// The file of one load test.
pub fn file(
    version: &str,
    model: &str,
    (first_token, answer): Times,
    now: DateTime<Utc>,
) -> (String, Vec<u8>) {
    let ended = now - chrono::Duration::seconds(BEFORE_SECONDS);
    let first_token = measure(version, "first token", first_token);
    let answer = measure(version, "answer", answer);
    let seconds = answer["avg"].as_f64().unwrap_or_default() / 1000.0;
    let per_second = f64::from(CONCURRENCY) / seconds;
    let rate = |unit: &str, value: f64| json!({"unit": unit, "avg": rounded(value)});
    let body = json!({
        "aiperf_version": "0.4.0",
        "input_config": {
            "models": {"items": [{"name": model}]},
            "phases": [{"concurrency": CONCURRENCY}],
            "datasets": [{"prompts": {"isl": {"mean": INPUT}, "osl": {"mean": OUTPUT}}}],
        },
        "request_latency": answer,
        "time_to_first_token": first_token,
        "request_throughput": rate("requests/sec", per_second),
        "output_token_throughput": rate("tokens/sec", per_second * f64::from(OUTPUT)),
        "request_count": {"unit": "requests", "avg": REQUESTS},
        "error_request_count": {"unit": "requests", "avg": 0},
        "was_cancelled": false,
        "start_time": ended.format("%Y-%m-%dT%H:%M:%SZ").to_string(),
    });
    (
        "profile_export_aiperf.json".into(),
        format!("{body:#}").into_bytes(),
    )
}

/// Times around a middle one, with a long tail: few are slow.
fn measure(version: &str, what: &str, middle: f64) -> Value {
    let mut draw = Draw::of(&[SEED, version, what]);
    let mut times: Vec<f64> = (0..REQUESTS)
        .map(|_| middle * (0.9 + 0.2 * draw.next() + 0.9 * draw.next().powi(9)))
        .collect();
    times.sort_by(f64::total_cmp);
    let n = f64::from(REQUESTS);
    let mean = times.iter().sum::<f64>() / n;
    let squares: f64 = times.iter().map(|time| (time - mean).powi(2)).sum();
    let at = |percent: usize| times.get(times.len() * percent / 100).copied();
    let shown = |percent: usize| rounded(at(percent).unwrap_or(mean));
    json!({
        "unit": "ms",
        "avg": rounded(mean),
        "std": rounded((squares / (n - 1.0)).sqrt()),
        "p50": shown(50),
        "p95": shown(95),
        "p99": shown(99),
    })
}

fn rounded(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::evaluations::import;

    #[test]
    fn the_importer_reads_the_load_and_the_same_is_drawn_every_time() {
        let now = DateTime::from_timestamp(1_795_000_000, 0).unwrap();
        let (name, bytes) = file("ticket-triage/4", "qwen", (40.0, 240.0), now);
        assert_eq!(file("ticket-triage/4", "qwen", (40.0, 240.0), now).1, bytes);
        let parsed = import::parse(&name, &bytes).unwrap();
        let only = &parsed.evaluations[0];
        assert_eq!(only.filter, "concurrency=16,input=900,output=24");
        assert!(only.flags.is_empty(), "{:?}", only.flags);
        let named = |name: &str| {
            let metric = only.metrics.iter().find(|metric| metric.name == name);
            metric.unwrap().value.as_ref().unwrap().to_f64()
        };
        assert!((0.22..0.26).contains(&named("request_latency_p50")));
        assert!(named("ttft_p50") < named("ttft_p95"));
        assert!(named("ttft_p95") < named("ttft_p99"));
    }
}
