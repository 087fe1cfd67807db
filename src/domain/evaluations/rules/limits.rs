//! What the tables and the log can hold of a report. Pure.

use std::collections::BTreeSet;

use super::name_problem;
use crate::domain::evaluations::{METRICS_MAX, Reported};
use crate::ground::kernel::{FieldProblem, text_problem};

/// Runs of one file at most: its command is one transaction.
pub const RUNS_MAX: usize = 2000;
/// Bytes of a label, a digest, a method at most.
const TEXT_BYTES_MAX: usize = 255;
/// Bytes of a value's characters at most.
const VALUE_BYTES_MAX: usize = 1024;
/// Bytes of metrics and details of one run at most, as JSON: the event that carries them takes 60 000.
const STATE_BYTES_MAX: usize = 50_000;

/// What the tables or the log could not hold.
pub(super) fn problems(reported: &[Reported]) -> Vec<FieldProblem> {
    let mut problems = Vec::new();
    if reported.is_empty() || reported.len() > RUNS_MAX {
        let message = format!("It holds {} results.", reported.len());
        let expected = format!("1 to {RUNS_MAX} results of a task and a filter");
        problems.push(FieldProblem::new("", expected).because(message));
    }
    let mut seen = BTreeSet::new();
    for run in reported {
        let at = &run.pointer;
        problems.extend(name_problem(at, &run.task).map(|problem| FieldProblem {
            message: format!("The task's name has {} bytes.", run.task.len()),
            ..problem
        }));
        if !seen.insert((&run.model_ref, &run.task, &run.filter)) {
            let message = format!("Task {} stands twice with filter {}.", run.task, run.filter);
            let expected = "each task once with each filter";
            problems.push(FieldProblem::new(at.clone(), expected).because(message));
        }
        if run.metrics.len() > METRICS_MAX {
            let message = format!("Task {} has {} metrics.", run.task, run.metrics.len());
            let expected = format!("at most {METRICS_MAX} metrics of a task and a filter");
            problems.push(FieldProblem::new(at.clone(), expected).because(message));
        }
        problems.extend(text_problems(run));
        problems.extend(size_problem(run));
    }
    problems
}

fn size_problem(run: &Reported) -> Option<FieldProblem> {
    let state = serde_json::json!([run.metrics, run.details, run.flags]).to_string();
    (state.len() > STATE_BYTES_MAX).then(|| {
        let message = format!(
            "The metrics of task {} take {} bytes.",
            run.task,
            state.len()
        );
        let expected = format!("at most {STATE_BYTES_MAX} bytes of metrics and particulars");
        FieldProblem::new(run.pointer.clone(), expected).because(message)
    })
}

fn text_problems(run: &Reported) -> Vec<FieldProblem> {
    let texts = [
        ("filter", Some(&run.filter)),
        ("suite version", run.suite_label.as_ref()),
        ("suite digest", run.suite_digest.as_ref()),
        ("parent task", run.parent_task.as_ref()),
        ("tool", run.tool.as_ref()),
        ("tool version", run.tool_version.as_ref()),
        ("tool commit", run.tool_commit.as_ref()),
        ("language", run.language.as_ref()),
        (
            "prompt template digest",
            run.prompt_template_digest.as_ref(),
        ),
        ("dataset digest", run.dataset_digest.as_ref()),
        (
            "items' metric",
            run.items.as_ref().map(|(metric, _)| metric),
        ),
    ];
    let values = run.metrics.iter().filter_map(|metric| {
        let problem = text_problem(&metric.value_raw, VALUE_BYTES_MAX)?;
        let message = format!("The value of {} is too long.", metric.raw_name);
        Some(FieldProblem::new(run.pointer.clone(), problem.0).because(message))
    });
    let metrics = run.metrics.iter().flat_map(|metric| {
        [
            ("metric name", Some(&metric.name)),
            ("metric key", Some(&metric.raw_name)),
            ("stderr method", metric.stderr_method.as_ref()),
            ("slice", metric.slice_value.as_ref()),
        ]
    });
    texts
        .into_iter()
        .chain(metrics)
        .filter_map(|(what, text)| {
            let problem = text_problem(text?, TEXT_BYTES_MAX)?;
            let message = format!("The {what} of task {} is wrong.", run.task);
            Some(FieldProblem::new(run.pointer.clone(), problem.0).because(message))
        })
        .chain(values)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::evaluations::Details;
    use crate::domain::evaluations::rules::fixtures::run;

    #[test]
    fn what_cannot_be_kept_is_named_with_its_place() {
        let long = Reported {
            filter: "f".repeat(TEXT_BYTES_MAX + 1),
            ..run("b", "none")
        };
        let found = problems(&[run("a", "x"), run("a", "x"), long, run("", "none")]);
        let pointers: Vec<_> = found
            .iter()
            .map(|problem| problem.pointer.as_str())
            .collect();
        assert_eq!(pointers, ["/results/a", "/results/b", "/results/"]);
        assert!(found[0].message.contains("stands twice"));
    }

    #[test]
    fn a_report_has_at_least_one_run_and_at_most_the_limit() {
        let fine = |n: usize| {
            let runs: Vec<_> = (0..n).map(|n| run(&format!("t{n}"), "none")).collect();
            problems(&runs).is_empty()
        };
        assert!(!fine(0));
        assert!(fine(RUNS_MAX));
        assert!(!fine(RUNS_MAX + 1));
    }

    #[test]
    fn particulars_that_no_event_could_carry_are_refused() {
        let with = |bytes: usize| {
            let mut details = Details::default();
            details
                .0
                .insert("model_args".into(), "x".repeat(bytes).into());
            let run = Reported {
                details,
                ..run("a", "none")
            };
            problems(&[run]).is_empty()
        };
        assert!(with(STATE_BYTES_MAX - 100));
        assert!(!with(STATE_BYTES_MAX));
    }
}
