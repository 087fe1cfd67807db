//! Files written to hold certain traps, and real ones when a folder of them is at hand.

use serde_json::{Value, json};

use crate::domain::evaluations::import::testing::{
    bytes, codes, corpus, fixture, flags, metric, survives, value,
};
use crate::domain::evaluations::import::{Direction, ParsedEvaluation, ParsedFile, Unit, parse};

fn of<'f>(file: &'f ParsedFile, model: &str, filter: &str) -> &'f ParsedEvaluation {
    let mut found = file
        .evaluations
        .iter()
        .filter(|e| e.model_ref.as_deref() == Some(model) && e.filter == filter);
    found
        .next()
        .unwrap_or_else(|| panic!("no {model} {filter}"))
}

#[test]
fn each_provider_is_a_model_and_the_file_is_about_none_of_them() {
    let file = fixture("promptfoo", "v3.json");
    assert_eq!((file.format, file.layout), ("promptfoo", "promptfoo 3"));
    assert_eq!(file.tool_version.as_deref(), Some("0.123.1"));
    assert_eq!(file.model_ref, None);
    assert_eq!(
        file.run_at.unwrap().to_rfc3339(),
        "2026-11-01T09:59:00+00:00"
    );
    let models: Vec<_> = file
        .evaluations
        .iter()
        .map(|e| (e.model_ref.as_deref().unwrap(), e.filter.as_str()))
        .collect();
    let all = [
        ("acme:big", "none"),
        ("acme:big", "latency"),
        ("acme:small", "none"),
        ("acme:small", "latency"),
    ];
    assert_eq!(models, all);
    let big = of(&file, "acme:big", "none");
    assert_eq!(big.task, "Returns");
    assert_eq!(big.model_args, Some(json!({"temperature": "0.30"})));
    assert_eq!(
        big.prompt_digest,
        Some(format!("sha256:{}", "a".repeat(64)))
    );
    assert_eq!(
        big.task_digest,
        of(&file, "acme:small", "none").task_digest,
        "the same tests"
    );
    assert!(file.unmapped.contains(&"/shareableUrl".to_owned()));
}

#[test]
fn the_pass_rate_is_counted_over_rows_and_not_read_from_a_sum() {
    let file = fixture("promptfoo", "v3.json");
    let big = of(&file, "acme:big", "none");
    let rate = metric(big, "pass_rate");
    assert_eq!(value(rate), "0.666666666666667");
    assert_eq!(
        (rate.unit, &rate.direction, rate.n),
        (Some(Unit::Fraction), &Some(Direction::Higher), Some(3))
    );
    assert_eq!(value(metric(big, "score")), "0.833333333333333");
    assert_eq!(
        metric(big, "exact").direction,
        None,
        "the author knows what it means"
    );
    let french: Vec<_> = big
        .metrics
        .iter()
        .filter(|m| m.slice.as_ref().is_some_and(|s| s.value == "fr"))
        .collect();
    assert_eq!((value(french[0]), french[0].n), ("0.5".into(), Some(2)));
}

#[test]
fn an_error_is_no_failure_and_not_in_the_rate() {
    let file = fixture("promptfoo", "v3.json");
    let small = of(&file, "acme:small", "none");
    assert_eq!(
        (small.n, small.n_errors, small.n_total),
        (Some(1), Some(1), Some(2))
    );
    assert_eq!(value(metric(small, "pass_rate")), "0");
    assert!(flags(small).contains(&"item_errors"));
    let items = &small.items.as_ref().unwrap().list;
    assert_eq!((items[1].correct, items[1].score.clone()), (None, None));
    assert_eq!(items[1].error_kind.as_deref(), Some("error"));
}

#[test]
fn a_repeated_test_is_a_further_epoch_and_pairs_across_providers() {
    let file = fixture("promptfoo", "v3.json");
    let big = &of(&file, "acme:big", "none").items.as_ref().unwrap().list;
    let keys: Vec<_> = big
        .iter()
        .map(|item| (item.key.as_str(), item.epoch))
        .collect();
    assert_eq!(keys, [("0", 1), ("1", 1), ("1", 2)]);
    let small = &of(&file, "acme:small", "none").items.as_ref().unwrap().list;
    assert_eq!(big[0].hash, small[0].hash);
    assert_ne!(big[0].hash, big[1].hash);
}

#[test]
fn times_from_the_cache_are_left_out_and_flagged() {
    let file = fixture("promptfoo", "v3.json");
    let big = of(&file, "acme:big", "latency");
    assert_eq!(flags(big), ["cached_latency"]);
    let latency = metric(big, "request_latency_mean");
    assert_eq!(
        (value(latency), latency.n),
        ("0.2".into(), Some(2)),
        "of 100 and 300 ms"
    );
    assert_eq!(value(metric(big, "cost_usd_mean")), "0.002");
    assert!(!flags(of(&file, "acme:big", "none")).contains(&"cached_latency"));
    let small = of(&file, "acme:small", "latency");
    assert_eq!(
        (flags(small), value(metric(small, "request_latency_mean"))),
        (vec![], "0.04".into())
    );
}

#[test]
fn assertions_that_crash_alike_are_suspected_and_failures_of_the_model_are_not() {
    let file = |error: &str, failing: usize| {
        let rows: Vec<Value> = (0..10)
            .map(|n| {
                json!({"testIdx": n, "provider": "acme:big", "success": n >= failing, "score": 0, "failureReason": 1,
                       "error": format!("{error}\nStack trace {n}"), "response": {"output": "x"}, "vars": {"n": n}})
            })
            .collect();
        let text = json!({"evalId": "e", "results": {"version": 3, "results": rows}}).to_string();
        let file = parse("r.json", text.as_bytes()).unwrap();
        flags(&file.evaluations[0]).contains(&"grader_failure_suspected")
    };
    let crash = "Custom function threw error: Unexpected token 'return'";
    assert!(file(crash, 10));
    assert!(file(crash, 3), "all that failed failed in the grader");
    assert!(!file(crash, 0));
    assert!(
        !file("Expected output to contain \"x\"", 10),
        "the model may fail alike"
    );
}

#[test]
fn older_layouts_are_read() {
    let second = fixture("promptfoo", "v2.json");
    assert_eq!(second.layout, "promptfoo 2");
    assert_eq!(second.model_ref.as_deref(), Some("acme:big"));
    let filters: Vec<_> = second
        .evaluations
        .iter()
        .map(|e| e.filter.as_str())
        .collect();
    assert_eq!(
        filters.len(),
        3,
        "two prompts, one of them without an answer: {filters:?}"
    );
    assert!(filters.iter().all(|filter| filter.contains("prompt-")));
    let failed = second.evaluations.last().unwrap();
    assert_eq!(
        failed.n_errors,
        Some(1),
        "an error without an answer is one"
    );
    let first = fixture("promptfoo", "v1.json");
    assert_eq!((first.layout, &first.model_ref), ("promptfoo 1", &None));
    assert!(codes(&first).contains("model_not_named"));
    assert_eq!(value(metric(&first.evaluations[0], "pass_rate")), "0.5");
    let nested = json!({"results": serde_json::from_slice::<Value>(&bytes("promptfoo", "v2.json")).unwrap()});
    let nested = parse("r.json", nested.to_string().as_bytes()).unwrap();
    assert_eq!(nested.evaluations.len(), second.evaluations.len());
}

#[test]
fn lines_say_the_same_as_the_document() {
    let document: Value = serde_json::from_slice(&bytes("promptfoo", "v3.json")).unwrap();
    let rows = document["results"]["results"].as_array().unwrap();
    let text: String = rows.iter().map(|row| format!("{row}\n")).collect();
    let file = parse("out.jsonl", text.as_bytes()).unwrap();
    assert_eq!(file.layout, "promptfoo JSON lines");
    for (one, other) in file
        .evaluations
        .iter()
        .zip(&fixture("promptfoo", "v3.json").evaluations)
    {
        assert_eq!((&one.metrics, &one.items), (&other.metrics, &other.items));
    }
    let problem = parse("out.jsonl", (text + "{\"testIdx\": }\n").as_bytes()).unwrap_err();
    assert_eq!(
        (problem.code, problem.pointer.as_str()),
        ("json_invalid", "line 6, column 13")
    );
}

#[test]
fn wrong_bytes_are_refused_and_never_panic() {
    for name in ["v1.json", "v2.json", "v3.json"] {
        survives(name, &bytes("promptfoo", name));
    }
}

#[test]
fn every_real_file_is_read() {
    for (name, bytes) in corpus("promptfoo") {
        if name.ends_with(".csv") {
            assert_eq!(parse(&name, &bytes).unwrap_err().code, "format_unknown");
            continue;
        }
        let file = parse(&name, &bytes).unwrap_or_else(|problem| panic!("{name}: {problem}"));
        assert_eq!(file.format, "promptfoo", "{name}");
        if name.starts_with("nicheIQ") {
            let suspected = |e: &&ParsedEvaluation| flags(e).contains(&"grader_failure_suspected");
            let answers = file.evaluations.iter().filter(|e| e.items.is_some());
            assert!(answers.clone().filter(suspected).count() > 0, "{name}");
        }
        if name == "generated-0.123.1/out.json" {
            let small = of(&file, "acme:petit-modele-int4", "none");
            assert_eq!((small.n, small.n_errors), (Some(7), Some(1)));
            assert_eq!(value(metric(small, "pass_rate")), "0.571428571428571");
        }
    }
}
