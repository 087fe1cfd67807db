//! What a reader understood, as a report: its particulars cut to what the log can keep. Pure.

use serde_json::{Map, Value, json};

use super::particular;
use crate::domain::evaluations::import::{
    self, ParseProblem, ParsedEvaluation, ParsedFile, ParsedMetric,
};
use crate::domain::evaluations::{
    Details, Direction, FileSummary, Metric, MetricState, Note, Reported, SourceType, Unit,
};
use crate::ground::kernel::{FieldProblem, Instant};

/// A file as its summary and its runs.
#[must_use]
pub fn from_file(file: ParsedFile) -> (FileSummary, Vec<Reported>) {
    let of_file = OfFile {
        tool: file.tool,
        tool_version: file.tool_version.clone(),
        tool_commit: file.tool_commit,
        run_at: file.run_at.map(Instant::from),
        gen_params: file.gen_params,
        details: [
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
        ],
    };
    let summary = FileSummary {
        format: file.format.to_owned(),
        layout: file.layout.to_owned(),
        tool: Some(file.tool.to_owned()),
        tool_version: file.tool_version,
        model_ref: file.model_ref,
        run_at: of_file.run_at,
        unmapped: file.unmapped,
        notes: file.notes.into_iter().map(note).collect(),
    };
    let reported = file
        .evaluations
        .into_iter()
        .map(|run| reported(run, &of_file));
    (summary, reported.collect())
}

/// What every run of a file has in common.
struct OfFile {
    tool: &'static str,
    tool_version: Option<String>,
    tool_commit: Option<String>,
    run_at: Option<Instant>,
    gen_params: Option<Value>,
    details: [(&'static str, Option<Value>); 5],
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
        source_type: SourceType::Run,
        tool: Some(file.tool.to_owned()),
        tool_version: file.tool_version.clone(),
        tool_commit: file.tool_commit.clone(),
        n_shot: run.n_shot,
        n: run.n,
        n_errors: None,
        language: run.language,
        run_at: file.run_at,
        prompt_template_digest: run.prompt_digest,
        dataset_digest: run.task_digest,
        details,
        flags: run
            .flags
            .iter()
            .map(|flag| flag.as_str().to_owned())
            .collect(),
        metrics: run.metrics.into_iter().map(metric).collect(),
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
    let stated = file.details.iter().cloned().chain(of_run);
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
    Metric {
        name: metric.name,
        raw_name: metric.raw_name,
        state: match metric.state {
            import::MetricState::Known => MetricState::Known,
            import::MetricState::Unknown => MetricState::Unknown,
            import::MetricState::NotApplicable => MetricState::NotApplicable,
        },
        value: metric.value,
        value_raw: metric.value_raw,
        unit: metric.unit.map(|unit| match unit {
            import::Unit::Fraction => Unit::Fraction,
            import::Unit::Percent => Unit::Percent,
            import::Unit::Seconds => Unit::Seconds,
            import::Unit::Count => Unit::Count,
            import::Unit::Currency => Unit::Currency,
            import::Unit::Score => Unit::Score,
        }),
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
    }
    .with_interval()
}

fn note(note: import::Note) -> Note {
    Note {
        code: note.code.to_owned(),
        message: sentence(&note.message),
        pointer: note.pointer,
    }
}

/// The problem of a file as a problem of the request.
#[must_use]
pub fn parse_problem(problem: ParseProblem) -> FieldProblem {
    FieldProblem {
        message: sentence(&problem.message),
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
