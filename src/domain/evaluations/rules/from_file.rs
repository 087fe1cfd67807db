//! What a reader understood, as a report: its particulars cut to what the log can keep. Pure.

use serde_json::{Map, Value, json};

use super::particular;
use crate::domain::evaluations::import::{
    self, ParseProblem, ParsedEvaluation, ParsedFile, ParsedMetric, Source,
};
use crate::domain::evaluations::metric::STATED;
use crate::domain::evaluations::{
    Details, Direction, FileSummary, HARDWARE, Item, Metric, Note, Reported, SourceType, Unit,
};
use crate::ground::kernel::{FieldProblem, Instant};

/// A file as its summary and its runs.
#[derive(Debug)]
pub struct FileReport {
    /// What it says about itself.
    pub summary: FileSummary,
    /// Its runs, in the order of the file.
    pub runs: Vec<Reported>,
    /// For each run what its items scored.
    pub items: Vec<Vec<Item>>,
}

/// A file as its summary and its runs.
#[must_use]
pub fn from_file(file: ParsedFile) -> FileReport {
    let mut of_file = OfFile {
        source_type: match file.source {
            Source::Run => SourceType::Run,
            Source::Declared => SourceType::Declared,
        },
        tool: file.tool.clone(),
        tool_version: file.tool_version.clone(),
        tool_commit: file.tool_commit,
        run_at: file.run_at.map(Instant::from),
        gen_params: file.gen_params,
        details: vec![
            ("model_ref", file.model_ref.clone().map(Value::String)),
            ("model_args", file.model_args),
            ("seeds", (!file.seeds.is_empty()).then(|| json!(file.seeds))),
            (
                "chat_template_digest",
                file.chat_template_digest.map(Value::String),
            ),
            (
                "system_config_digest",
                file.system_config_digest.map(Value::String),
            ),
            (HARDWARE, file.hardware.map(Value::String)),
        ],
    };
    let named = file.details.into_iter();
    of_file
        .details
        .extend(named.map(|(name, value)| (name, Some(value))));
    let summary = FileSummary {
        format: file.format.to_owned(),
        layout: file.layout.to_owned(),
        tool: file.tool,
        tool_version: file.tool_version,
        model_ref: file.model_ref,
        run_at: of_file.run_at,
        unmapped: file.unmapped,
        notes: file.notes.into_iter().map(note).collect(),
    };
    let mut runs = Vec::new();
    let mut items = Vec::new();
    for mut run in file.evaluations {
        let of_run = run.items.take().unwrap_or_default();
        let count = i64::try_from(of_run.list.len()).expect("items of a file are limited");
        runs.push(Reported {
            items: (count > 0).then_some((of_run.metric, count)),
            ..reported(run, &of_file)
        });
        items.push(of_run.list);
    }
    FileReport {
        summary,
        runs,
        items,
    }
}

/// What every run of a file has in common.
struct OfFile {
    source_type: SourceType,
    tool: Option<String>,
    tool_version: Option<String>,
    tool_commit: Option<String>,
    run_at: Option<Instant>,
    gen_params: Option<Value>,
    details: Vec<(&'static str, Option<Value>)>,
}

fn reported(run: ParsedEvaluation, file: &OfFile) -> Reported {
    let details = details(&run, file);
    Reported {
        pointer: run.pointer,
        task: run.task,
        filter: run.filter,
        suite_label: run.task_version,
        suite_digest: run.task_digest.clone(),
        is_aggregate: run.is_aggregate,
        parent_task: run.parent_task,
        source_type: file.source_type,
        tool: file.tool.clone(),
        tool_version: file.tool_version.clone(),
        tool_commit: file.tool_commit.clone(),
        n_shot: run.n_shot,
        n: run.n,
        n_errors: run.n_errors,
        language: run.language,
        run_at: run.run_at.map(Instant::from).or(file.run_at),
        prompt_template_digest: run.prompt_digest,
        dataset_digest: run.task_digest,
        details,
        flags: run
            .flags
            .iter()
            .map(|flag| flag.as_str().to_owned())
            .collect(),
        metrics: run.metrics.into_iter().map(metric).collect(),
        version_id: None,
        model_ref: run.model_ref,
        items: None,
    }
}

fn details(run: &ParsedEvaluation, file: &OfFile) -> Details {
    let gen_params = run.gen_params.as_ref().or(file.gen_params.as_ref());
    let of_run = [
        ("gen_params", gen_params.cloned()),
        (
            "dataset",
            run.dataset.as_ref().map(|dataset| json!(dataset)),
        ),
        ("n_total", run.n_total.map(Value::from)),
        ("limit", run.limit.as_ref().map(|limit| json!(limit))),
    ];
    let named = run
        .details
        .iter()
        .map(|(name, value)| (*name, Some(value.clone())));
    let own = [
        ("model_ref", run.model_ref.clone().map(Value::String)),
        ("model_args", run.model_args.clone()),
        (HARDWARE, run.hardware.clone().map(Value::String)),
    ];
    let own = own.into_iter().filter(|(_, value)| value.is_some());
    // What is said of the run itself stands in the place of what is said of the whole file.
    let stated = file
        .details
        .iter()
        .cloned()
        .chain(of_run)
        .chain(own)
        .chain(named);
    let kept: Map<String, Value> = stated
        .filter_map(|(name, value)| Some((name.to_owned(), particular(&value?))))
        .collect();
    Details(kept)
}

fn metric(metric: ParsedMetric) -> Metric {
    let (direction, target) = match metric.direction {
        Some(import::Direction::Higher) => (Some(Direction::Higher), None),
        Some(import::Direction::Lower) => (Some(Direction::Lower), None),
        Some(import::Direction::Target(target)) => (Some(Direction::Target), Some(target)),
        Some(import::Direction::None) => (Some(Direction::None), None),
        None => (None, None),
    };
    let (slice_kind, slice_value) = metric.slice.map(|slice| (slice.kind, slice.value)).unzip();
    let read = Metric {
        name: metric.name,
        raw_name: metric.raw_name,
        state: metric.state.into(),
        value: metric.value,
        value_raw: metric.value_raw,
        unit: metric.unit.map(Unit::from),
        unit_by: metric.unit.map(|_| metric.unit_by.into()),
        direction_by: direction.map(|_| metric.direction_by.into()),
        direction,
        target,
        stderr: metric.stderr,
        stderr_method: metric
            .stderr_method
            .map(|method| method.as_str().to_owned()),
        ci_low: None,
        ci_high: None,
        ci_level: None,
        ci_method: None,
        n: metric.n,
        slice_kind,
        slice_value,
    };
    match metric.interval {
        Some(stated) => Metric {
            ci_low: Some(stated.low),
            ci_high: Some(stated.high),
            ci_level: Some(stated.level),
            ci_method: Some(STATED.into()),
            ..read
        },
        None => read.with_interval(),
    }
}

fn note(note: import::Note) -> Note {
    Note {
        code: note.code.to_owned(),
        message: sentence(&note.message),
        pointer: note.pointer,
    }
}

/// The problem of a file as a problem of the request, with the name of the file.
#[must_use]
pub fn parse_problem(file_name: &str, problem: ParseProblem) -> FieldProblem {
    FieldProblem {
        message: format!("{file_name}: {}", sentence(&problem.message)),
        pointer: problem.pointer,
        expected: problem.expected,
    }
}

/// With a capital and a full stop.
fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    let first: String = chars
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .collect();
    let stop = if text.ends_with(['.', '?', '!']) {
        ""
    } else {
        "."
    };
    format!("{first}{}{stop}", chars.as_str())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::domain::evaluations::import::{Dataset, Flag, Slice, StderrMethod};
    use crate::domain::evaluations::{Contamination, StatedBy};
    use crate::ground::kernel::Decimal;

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    fn file() -> ParsedFile {
        let bias = ParsedMetric {
            name: "pct_stereotype".into(),
            raw_name: "pct_stereotype,none".into(),
            state: import::MetricState::Known,
            value: Some(decimal("0.61")),
            value_raw: "0.610".into(),
            unit: Some(import::Unit::Fraction),
            unit_by: import::StatedBy::Catalogue,
            direction: Some(import::Direction::Target(decimal("0.5"))),
            direction_by: import::StatedBy::File,
            stderr: None,
            stderr_method: Some(StderrMethod::Bootstrap),
            interval: None,
            n: Some(90),
            slice: Some(Slice {
                kind: "category".into(),
                value: "Age".into(),
            }),
        };
        let run = ParsedEvaluation {
            pointer: "/results/crows_pairs".into(),
            task: "crows_pairs".into(),
            task_version: Some("1.0".into()),
            filter: "none".into(),
            n_total: Some(100),
            limit: Some(decimal("0.9")),
            task_digest: Some("abc".into()),
            dataset: Some(Dataset {
                path: "acme/pairs".into(),
                name: None,
                revision: Some("r1".into()),
                split: None,
            }),
            flags: BTreeSet::from([Flag::StderrMissing, Flag::Limited]),
            metrics: vec![bias],
            ..ParsedEvaluation::default()
        };
        ParsedFile {
            format: "lm-eval",
            layout: "lm-eval 0.4",
            tool: Some("lm-evaluation-harness".into()),
            source: Source::Run,
            items_only: false,
            details: vec![("usage", json!({"input_tokens": 9}))],
            tool_version: Some("0.4.9".into()),
            tool_commit: None,
            model_ref: Some("acme/small".into()),
            model_args: Some(json!("pretrained=acme/small,api_key=sk-1")),
            gen_params: Some(json!({"max_gen_toks": 512})),
            seeds: [("random_seed".to_owned(), 7)].into(),
            run_at: None,
            chat_template_digest: None,
            system_config_digest: None,
            hardware: Some("2 x NVIDIA L4".into()),
            evaluations: vec![run],
            unmapped: vec!["/pretty_env_info".into()],
            notes: vec![import::Note {
                code: "units_mixed",
                message: "the file mixes units".into(),
                pointer: "/results".into(),
            }],
        }
    }

    #[test]
    fn a_file_is_summed_up_and_its_remarks_are_sentences() {
        let summary = from_file(file()).summary;
        assert_eq!(
            (summary.format.as_str(), summary.layout.as_str()),
            ("lm-eval", "lm-eval 0.4")
        );
        assert_eq!(summary.model_ref.as_deref(), Some("acme/small"));
        assert_eq!(summary.notes[0].message, "The file mixes units.");
        assert_eq!(summary.unmapped, ["/pretty_env_info"]);
    }

    #[test]
    fn every_word_of_contamination_that_our_json_takes_is_read_again() {
        for (word, known) in [
            ("low", Contamination::Low),
            ("high", Contamination::High),
            ("confirmed", Contamination::Confirmed),
        ] {
            let text = format!(
                r#"{{"tenure_evaluation": 1, "evaluations": [{{"task": "t", "contamination": "{word}",
                    "metrics": [{{"name": "acc", "value": 1}}]}}]}}"#
            );
            let read = import::parse("a.json", text.as_bytes()).unwrap();
            let run = &from_file(read).runs[0];
            assert_eq!(run.details.contamination(), Some(known), "{word}");
        }
    }

    #[test]
    fn a_run_keeps_its_particulars_without_secrets() {
        let runs = from_file(file()).runs;
        let run = &runs[0];
        assert_eq!(run.suite_label.as_deref(), Some("1.0"));
        assert_eq!(run.dataset_digest.as_deref(), Some("abc"));
        assert_eq!(run.flags, ["stderr_missing", "limited"]);
        assert_eq!(
            Value::Object(run.details.0.clone()),
            json!({
                "model_ref": "acme/small",
                "model_args": "pretrained=acme/small,api_key=***",
                "gen_params": {"max_gen_toks": 512},
                "seeds": {"random_seed": 7},
                "hardware": "2 x NVIDIA L4",
                "dataset": {"path": "acme/pairs", "name": null, "revision": "r1", "split": null},
                "n_total": 100,
                "usage": {"input_tokens": 9},
                "limit": "0.9",
            })
        );
    }

    #[test]
    fn a_target_and_a_slice_stand_beside_the_value() {
        let mut runs = from_file(file()).runs;
        let metric = runs.remove(0).metrics.remove(0);
        assert_eq!(metric.direction, Some(Direction::Target));
        assert_eq!(metric.target, Some(decimal("0.5")));
        assert_eq!(
            (metric.unit_by, metric.direction_by),
            (Some(StatedBy::Catalogue), Some(StatedBy::Report))
        );
        assert_eq!(metric.value_raw, "0.610");
        assert_eq!(metric.stderr_method.as_deref(), Some("bootstrap"));
        assert_eq!(
            (metric.slice_kind.as_deref(), metric.slice_value.as_deref()),
            (Some("category"), Some("Age"))
        );
    }
}
