//! Files written to hold certain traps, and real ones when a folder of them is at hand.

use serde_json::json;

use crate::domain::evaluations::import::testing::{
    bytes, codes, corpus, evaluation, fixture, flags, metric, survives, value,
};
use crate::domain::evaluations::import::{
    Direction, MetricState, ParsedEvaluation, ParsedMetric, Unit, parse,
};

fn named<'e>(evaluation: &'e ParsedEvaluation, name: &str) -> &'e ParsedMetric {
    let found = evaluation.metrics.iter().find(|metric| metric.name == name);
    found.unwrap_or_else(|| panic!("no {name}"))
}

#[test]
fn guidellm_has_an_evaluation_for_each_load_in_our_units() {
    let file = fixture("perf", "guidellm.json");
    assert_eq!((file.format, file.layout), ("guidellm", "GuideLLM 2"));
    assert_eq!(file.model_ref.as_deref(), Some("acme/small"));
    let first = evaluation(
        &file,
        "load-test",
        "strategy=concurrent,concurrency=4,input=120,output=24",
    );
    assert_eq!((first.n, first.n_errors), (Some(25), Some(1)));
    assert_eq!(
        first.run_at.unwrap().timestamp_micros(),
        1_795_414_669_209_706
    );
    let latency = named(first, "request_latency_mean");
    assert_eq!(
        (value(latency), latency.unit),
        ("0.25".into(), Some(Unit::Seconds))
    );
    assert_eq!(latency.direction, Some(Direction::Lower));
    assert_eq!(
        latency.stderr,
        Some("0.01".parse().unwrap()),
        "0.05 over the root of 25"
    );
    let ttft = named(first, "ttft_p50");
    assert_eq!(value(ttft), "0.070123456789012345", "milliseconds, exactly");
    assert_eq!(ttft.value_raw, "70.123456789012345");
    assert_eq!(
        named(first, "request_throughput_mean").direction,
        Some(Direction::Higher)
    );
    assert_eq!(named(first, "request_throughput_mean").stderr, None);
    assert_eq!(
        value(named(first, "request_error_rate")),
        "0.0384615384615385"
    );
    assert_eq!(first.details[0].1["input"], json!("120"));
}

#[test]
fn zeros_of_an_empty_distribution_are_no_times() {
    let file = fixture("perf", "guidellm.json");
    let first = &file.evaluations[0];
    assert!(
        first
            .metrics
            .iter()
            .all(|metric| !metric.name.starts_with("itl"))
    );
    assert!(codes(&file).contains("distribution_empty"));
}

#[test]
fn few_requests_are_flagged_and_a_counter_is_no_time() {
    let file = fixture("perf", "guidellm.json");
    assert_eq!(flags(&file.evaluations[0]), ["item_errors"]);
    let second = evaluation(
        &file,
        "load-test",
        "strategy=constant,rate=2.5,input=120,output=24",
    );
    assert_eq!(flags(second), ["few_requests"]);
    assert_eq!(second.run_at, None);
    assert!(codes(&file).contains("date_not_read"));
}

#[test]
fn the_first_guidellm_layout_is_read() {
    let file = fixture("perf", "guidellm_v1.json");
    assert_eq!(
        (file.layout, file.model_ref.as_deref()),
        ("GuideLLM 1", Some("acme/small"))
    );
    let only = evaluation(&file, "load-test", "strategy=synchronous");
    assert_eq!(value(named(only, "request_latency_p95")), "0.31");
}

#[test]
fn aiperf_is_read_by_its_units() {
    let file = fixture("perf", "aiperf.json");
    assert_eq!(
        (file.format, file.tool_version.as_deref()),
        ("aiperf", Some("0.13.0"))
    );
    let only = evaluation(&file, "load-test", "concurrency=4,input=120,output=24");
    assert_eq!(value(named(only, "request_latency_p95")), "0.2670026344");
    assert_eq!((only.n, only.n_errors), (Some(40), Some(0)));
    assert_eq!(value(named(only, "request_error_rate")), "0");
    assert!(
        only.metrics
            .iter()
            .all(|metric| !metric.name.starts_with("ttft")),
        "nobody knows the unit"
    );
    assert!(file.unmapped.contains(&"/time_to_first_token".to_owned()));
    assert!(file.unmapped.contains(&"/http_req_total".to_owned()));
    assert_eq!(file.run_at, None, "a time without a zone is none");
    for (from, to, flag) in [
        (
            "\"was_cancelled\": false",
            "\"was_cancelled\": true",
            "cancelled",
        ),
        ("\"is_complete\": true", "\"is_complete\": false", "partial"),
    ] {
        let text = String::from_utf8(bytes("perf", "aiperf.json"))
            .unwrap()
            .replace(from, to);
        let file = parse("x.json", text.as_bytes()).unwrap();
        assert_eq!(flags(&file.evaluations[0]), [flag]);
    }
}

#[test]
fn vllm_is_read_by_its_keys_and_counts_what_was_not_completed() {
    let file = fixture("perf", "vllm.json");
    let only = evaluation(&file, "load-test", "concurrency=8,rate=inf");
    assert_eq!((only.n, only.n_errors), (Some(48), Some(2)));
    assert_eq!(value(named(only, "ttft_p50")), "0.07");
    assert_eq!(value(metric(only, "p99_ttft_ms")), "0.09725");
    assert_eq!(value(named(only, "request_latency_mean")), "0.25");
    assert_eq!(
        named(only, "request_latency_p99").state,
        MetricState::Unknown
    );
    assert!(flags(only).contains(&"value_missing"));
    assert_eq!(value(named(only, "output_token_throughput_mean")), "92.16");
    assert!(codes(&file).contains("date_not_read"));
    assert_eq!(file.unmapped, ["/duration"]);
}

#[test]
fn the_cards_that_answered_are_named_and_those_of_the_machine_that_asked_are_not() {
    let told = |urls: &str, endpoints: &str| {
        let text = String::from_utf8(bytes("perf", "aiperf.json")).unwrap();
        let text = text
            .replace(
                "\"input_config\": {",
                &format!("\"input_config\": {{\"endpoint\": {{\"urls\": [{urls}]}},"),
            )
            .replace(
                "\"schema_version\"",
                &format!(
                    "\"telemetry_data\": {{\"endpoints\": {{{endpoints}}}}}, \"schema_version\""
                ),
            );
        parse("x.json", text.as_bytes()).unwrap().hardware
    };
    let cards = |place: &str, uuids: [&str; 2]| {
        let card =
            |uuid: &str| format!("{{\"gpu_name\": \"NVIDIA L4\", \"gpu_uuid\": \"{uuid}\"}}");
        let [one, other] = uuids.map(card);
        format!("\"{place}\": {{\"gpus\": {{\"gpu_0\": {one}, \"gpu_1\": {other}}}}}")
    };
    let (here, there) = ("\"http://localhost:8000\"", "\"http://gpu-3:8000\"");
    let two = Some("2 x NVIDIA L4");
    assert_eq!(
        told(there, &cards("gpu-3:9400", ["a", "b"])).as_deref(),
        two
    );
    assert_eq!(
        told(here, &cards("localhost:9400", ["a", "b"])).as_deref(),
        two
    );
    assert_eq!(told(there, &cards("localhost:9400", ["a", "b"])), None);
    // Two places that watch the same cards.
    let both = [
        cards("gpu-3:9400", ["a", "b"]),
        cards("gpu-3:9401", ["a", "b"]),
    ]
    .join(", ");
    assert_eq!(told(there, &both).as_deref(), two);
    assert_eq!(told(there, ""), None);
    assert_eq!(
        told(there, "\"gpu-3:9400\": {\"gpus\": {\"gpu_0\": 7}}"),
        None
    );
}

#[test]
fn vllm_is_told_the_hardware_by_metadata() {
    let told = |more: &str| {
        let text = String::from_utf8(bytes("perf", "vllm.json")).unwrap();
        let text = text.replacen('{', &format!("{{{more}"), 1);
        let file = parse("x.json", text.as_bytes()).unwrap();
        (file.hardware, file.unmapped)
    };
    let (hardware, unmapped) = told("\"gpu\": \"L4\", \"hardware\": \"2 x NVIDIA L4\",");
    assert_eq!(hardware.as_deref(), Some("2 x NVIDIA L4"));
    assert_eq!(unmapped, ["/gpu", "/duration"]);
    assert_eq!(told("\"gpu\": 2,").0, None);
    assert_eq!(told("").0, None);
}

#[test]
fn wrong_bytes_are_refused_and_never_panic() {
    for name in [
        "guidellm.json",
        "guidellm_v1.json",
        "aiperf.json",
        "vllm.json",
    ] {
        survives(name, &bytes("perf", name));
    }
}

#[test]
fn every_real_report_is_read() {
    for (name, bytes) in corpus("guidellm") {
        let file = parse(&name, &bytes).unwrap_or_else(|problem| panic!("{name}: {problem}"));
        assert_eq!(file.format, "guidellm");
        let few = flags(&file.evaluations[0]).contains(&"few_requests");
        assert_eq!(few, name.starts_with("llmd"), "{name}");
    }
    for (name, bytes) in corpus("aiperf") {
        if name.ends_with("profile_export_aiperf.json") {
            let file = parse(&name, &bytes).unwrap();
            assert_eq!(
                value(named(&file.evaluations[0], "ttft_p95")),
                "0.09022582959999998"
            );
        } else {
            assert_eq!(
                parse(&name, &bytes).unwrap_err().code,
                "format_unknown",
                "{name}"
            );
        }
    }
}
