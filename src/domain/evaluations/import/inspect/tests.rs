//! Logs written to hold certain traps, and real ones when a folder of them is at hand.

use std::io::{Cursor, Write as _};

use serde_json::{Value, json};
use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

use crate::domain::evaluations::Item;
use crate::domain::evaluations::import::testing::{
    bytes, codes, corpus, evaluation, fixture, flags, metric, survives, value,
};
use crate::domain::evaluations::import::{
    Direction, MetricState, ParsedEvaluation, ParsedFile, Unit, parse,
};

fn log() -> String {
    String::from_utf8(bytes("inspect", "log.json")).unwrap()
}

fn items<'f>(file: &'f ParsedFile, filter: &str) -> &'f [Item] {
    &evaluation(file, "bakery", filter)
        .items
        .as_ref()
        .unwrap()
        .list
}

/// The log as the archive that the tool writes: the header, and each sample on its own.
fn archive(
    log: &str,
    method: CompressionMethod,
    sample: impl Fn(usize, &str) -> String,
) -> Vec<u8> {
    // Only its samples hold NaN without a number around it.
    let mut whole: Value = serde_json::from_str(&log.replace("NaN", "\"NaN\"")).unwrap();
    let samples = whole["samples"].take();
    whole.as_object_mut().unwrap().remove("samples");
    let text = |value: &Value| value.to_string().replace("\"NaN\"", "NaN");
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(method);
    let mut put = |name: &str, text: &str| {
        writer.start_file(name, options).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    };
    for (number, one) in samples.as_array().unwrap().iter().enumerate() {
        let name = format!("{}_epoch_{}", one["id"].as_str().unwrap(), one["epoch"]);
        put(&sample(number, &name), &text(one));
    }
    put(
        "samples/a_epoch_1/messages/0.json",
        "[\"a part of a sample\"]",
    );
    put("summaries.json", "[]");
    put(
        "_journal/start.json",
        &json!({"eval": whole["eval"], "plan": whole["plan"]}).to_string(),
    );
    if whole["status"] == "success" {
        put("header.json", &text(&whole));
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn each_score_is_an_evaluation_with_its_own_metrics() {
    let file = fixture("inspect", "log.json");
    assert_eq!(
        (file.format, file.tool.as_deref()),
        ("inspect", Some("inspect_ai"))
    );
    assert_eq!(file.tool_version.as_deref(), Some("0.3.285"));
    assert_eq!(file.tool_commit.as_deref(), Some("abc1234"));
    assert_eq!(file.model_ref.as_deref(), Some("acme/large"));
    assert_eq!(file.model_args, Some(json!({"temperature": "0.20"})));
    assert_eq!(
        file.run_at.unwrap().to_rfc3339(),
        "2026-11-01T08:00:00.123456+00:00"
    );
    let right = evaluation(&file, "bakery", "right");
    assert_eq!(right.task_version.as_deref(), Some("1.2.0"));
    let accuracy = metric(right, "accuracy");
    assert_eq!(
        (accuracy.name.as_str(), value(accuracy)),
        ("acc", "0.8333333333333334".into())
    );
    assert_eq!(
        accuracy.stderr,
        Some("0.16666666666666666".parse().unwrap())
    );
    assert_eq!(
        (accuracy.unit, &accuracy.direction),
        (Some(Unit::Fraction), &Some(Direction::Higher))
    );
    assert!(
        right
            .metrics
            .iter()
            .all(|metric| metric.raw_name != "stderr")
    );
    let polite = evaluation(&file, "bakery", "polite");
    assert_eq!(
        metric(polite, "mean").direction,
        None,
        "nobody says what a mean is of"
    );
    assert_eq!(metric(polite, "std").direction, Some(Direction::None));
    assert!(flags(polite).contains(&"unit_unknown"));
}

#[test]
fn numbers_of_items_are_those_after_epochs_were_taken_together() {
    let file = fixture("inspect", "log.json");
    let right = evaluation(&file, "bakery", "right");
    assert_eq!(
        (right.n, right.n_total),
        (Some(3), Some(3)),
        "six samples are three items"
    );
    assert!(
        right.details.contains(&("epochs", json!(2)))
            || file.details.contains(&("epochs", json!(2)))
    );
    let older = log()
        .replace("\"scored_samples\": 3,", "")
        .replace("\"unscored_samples\": 1,", "");
    let file = parse("log.json", older.as_bytes()).unwrap();
    assert_eq!(evaluation(&file, "bakery", "right").n, Some(3));
}

#[test]
fn grouped_metrics_are_slices_with_their_number_of_items() {
    let file = fixture("inspect", "log.json");
    let right = evaluation(&file, "bakery", "right");
    let french = metric(right, "fr");
    let slice = french.slice.as_ref().unwrap();
    assert_eq!(
        (slice.kind.as_str(), slice.value.as_str()),
        ("language", "fr")
    );
    assert_eq!((french.name.as_str(), french.n), ("acc", Some(2)));
    let english = metric(right, "en");
    assert_eq!((english.state, english.n), (MetricState::Unknown, Some(1)));
    assert_eq!(right.language, None, "two languages are none");
}

#[test]
fn samples_become_items_without_their_texts() {
    let file = fixture("inspect", "log.json");
    let right = items(&file, "right");
    let scores: Vec<_> = right
        .iter()
        .map(|item| {
            (
                item.key.as_str(),
                item.epoch,
                item.score.as_ref().map(ToString::to_string),
                item.correct,
            )
        })
        .collect();
    let text = |text: &str| Some(text.to_owned());
    assert_eq!(
        scores,
        [
            ("a", 1, text("1"), Some(true)),
            ("a", 2, text("0.5"), None),
            ("b", 1, None, None),
            ("b", 2, None, None),
            ("c", 1, text("0"), Some(false)),
            ("c", 2, text("0"), Some(false)),
        ]
    );
    assert_eq!(right[0].hash, right[1].hash, "the same question");
    assert_ne!(right[0].hash, right[2].hash);
    assert_eq!(right[3].error_kind.as_deref(), Some("error"));
    assert_eq!(items(&file, "polite")[5].score, None, "a text is no score");
    assert!(codes(&file).contains("score_not_read"));
    let shuffled = log().replace("\"input\": \"4+4\"", "\"input\": \"4 + 4\"");
    let other = parse("log.json", shuffled.as_bytes()).unwrap();
    let digest = |file: &ParsedFile| evaluation(file, "bakery", "right").task_digest.clone();
    assert!(digest(&file).is_some() && digest(&file) != digest(&other));
}

#[test]
fn a_run_that_says_success_still_counts_its_errors_and_its_unscored_samples() {
    let file = fixture("inspect", "log.json");
    let right = evaluation(&file, "bakery", "right");
    assert_eq!(right.n_errors, Some(1));
    assert!(flags(right).contains(&"item_errors"));
    assert!(codes(&file).contains("samples_unscored"));
    assert!(!flags(right).contains(&"failed"));
}

#[test]
fn a_run_that_did_not_end_well_is_read_and_flagged() {
    for (from, to, flag) in [
        ("\"success\"", "\"cancelled\"", "cancelled"),
        ("\"success\"", "\"error\"", "failed"),
        ("\"success\"", "\"started\"", "failed"),
        (
            "\"invalidated\": false",
            "\"invalidated\": true",
            "invalidated",
        ),
        ("\"samples\": 3, ", "\"samples\": 30, ", "limited"),
        (
            "\"total_samples\": 6",
            "\"total_samples\": 60",
            "samples_truncated",
        ),
    ] {
        let file = parse("log.json", log().replacen(from, to, 1).as_bytes()).unwrap();
        let right = evaluation(&file, "bakery", "right");
        assert!(flags(right).contains(&flag), "{flag}");
        assert_eq!(value(metric(right, "accuracy")), "0.8333333333333334");
    }
}

#[test]
fn tokens_of_judges_are_not_those_of_the_candidate() {
    let file = fixture("inspect", "log.json");
    assert!(
        file.details
            .contains(&("usage", json!({"input_tokens": 60, "output_tokens": 25})))
    );
    assert!(file.details.contains(&("judges", json!(["acme/judge"]))));
    assert_eq!(file.model_ref.as_deref(), Some("acme/large"));
    assert!(file.unmapped.contains(&"/eval/tags".to_owned()));
}

#[test]
fn an_archive_says_the_same_as_the_document_in_both_compressions_and_layouts() {
    let document = fixture("inspect", "log.json");
    let plain = |_: usize, name: &str| format!("samples/{name}.json");
    // Some samples in parts, some not.
    let mixed = |number: usize, name: &str| {
        if number.is_multiple_of(2) {
            format!("samples/{name}/sample.json")
        } else {
            format!("samples/{name}.json")
        }
    };
    let archives = [
        archive(&log(), CompressionMethod::Deflated, plain),
        archive(&log(), CompressionMethod::Zstd, plain),
        archive(&log(), CompressionMethod::Zstd, mixed),
    ];
    for bytes in archives {
        let file = parse("log.eval", &bytes).unwrap();
        assert_eq!(file.evaluations.len(), document.evaluations.len());
        for (one, other) in file.evaluations.iter().zip(&document.evaluations) {
            let named = |e: &ParsedEvaluation| {
                let named = e
                    .metrics
                    .iter()
                    .map(|metric| (metric.raw_name.clone(), metric.clone()));
                named.collect::<std::collections::BTreeMap<_, _>>()
            };
            assert_eq!(named(one), named(other));
            let sorted = |e: &ParsedEvaluation| {
                let mut items = e.items.clone().unwrap().list;
                items.sort_by(|a, b| (&a.key, a.epoch).cmp(&(&b.key, b.epoch)));
                items
            };
            assert_eq!(sorted(one), sorted(other));
            assert_eq!(one.task_digest, other.task_digest);
        }
    }
}

#[test]
fn an_archive_that_was_cut_off_says_what_was_begun() {
    let begun = log().replacen("\"success\"", "\"started\"", 1);
    let bytes = archive(&begun, CompressionMethod::Zstd, |_, name| {
        format!("samples/{name}.json")
    });
    let file = parse("log.eval", &bytes).unwrap();
    assert!(codes(&file).contains("header_missing"));
    let begun = evaluation(&file, "bakery", "none");
    assert!(flags(begun).contains(&"failed"));
    assert!(begun.metrics.is_empty());
    assert_eq!(file.model_ref.as_deref(), Some("acme/large"));
}

#[test]
fn a_problem_in_an_entry_names_the_entry_and_the_place() {
    let sample = |_: usize, name: &str| format!("samples/{name}.json");
    let bytes = archive(
        &log().replace("\"4+4\"", "\"BROKEN\""),
        CompressionMethod::Stored,
        sample,
    );
    let at = bytes
        .windows(8)
        .position(|part| part == b"\"BROKEN\"")
        .unwrap();
    let mut damaged = bytes.clone();
    damaged[at] = b'?';
    // The check sum of a damaged entry does not hold.
    let problem = parse("log.eval", &damaged).unwrap_err();
    assert_eq!(problem.code, "archive_entry_invalid");
    assert_eq!(problem.pointer, "samples/a_epoch_1.json");
    let wrong = parse(
        "log.json",
        log()
            .replace("\"task\": \"bakery\"", "\"task\": 7")
            .as_bytes(),
    );
    assert_eq!(wrong.unwrap_err().pointer, "/eval/task");
}

#[test]
fn wrong_bytes_are_refused_and_never_panic() {
    survives("log.json", log().as_bytes());
    let sample = |_: usize, name: &str| format!("samples/{name}.json");
    survives(
        "log.eval",
        &archive(&log(), CompressionMethod::Zstd, sample),
    );
}

#[test]
fn every_real_log_is_read() {
    for (name, bytes) in corpus("inspect") {
        let file = parse(&name, &bytes).unwrap_or_else(|problem| panic!("{name}: {problem}"));
        assert_eq!(file.format, "inspect", "{name}");
        let first = &file.evaluations[0];
        match name.as_str() {
            "popularity_cancelled.json" => assert!(flags(first).contains(&"cancelled")),
            "generated-0.3.285/quirks-fr.json" => {
                assert_eq!(file.evaluations.len(), 2);
                assert_eq!(first.n_errors, Some(1));
                assert_eq!(
                    (first.n, value(&first.metrics[0])),
                    (Some(4), "0.75".into())
                );
            }
            "generated-0.3.285/support-fr-en_large.eval" => {
                assert_eq!((first.n, first.n_errors), (Some(12), Some(0)));
                assert_eq!(first.items.as_ref().unwrap().list.len(), 24);
                assert_eq!(value(metric(first, "fr")), "0.8333333333333334");
                assert_eq!(metric(first, "fr").n, Some(6));
            }
            "data_cyse2_vuln_exploit_challenges.json" => {
                assert_eq!(first.n, Some(585));
                assert!(flags(first).contains(&"samples_truncated"));
            }
            "data_with_llm_scoring.json" => {
                let judges = json!(["google/gemini-2.0-flash-001"]);
                assert!(file.details.contains(&("judges", judges)));
            }
            "popularity_2025-02_deflate.eval" => assert!(first.metrics.is_empty()),
            _ => {}
        }
    }
}
