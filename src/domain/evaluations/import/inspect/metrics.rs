//! Scores of a log, each an evaluation of its own: a scorer is a way to read answers.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use super::super::json::{Node, Object, pointer};
use super::super::reading::{
    Named, Remarks, bcp47, check_name, count, flagged, metric, settle_units, stderr_of, text,
};
use super::super::{
    Flag, Items, ParseProblem, ParsedEvaluation, ParsedMetric, Slice, StderrMethod,
};
use super::header::Run;
use super::samples::Samples;

/// Metrics that say how far values spread; they belong to a metric and are none.
const STDERRS: &[&str] = &["stderr", "bootstrap_stderr"];
/// Metrics that a standard error of the scores is about.
const MEANS: &[&str] = &["accuracy", "mean"];

/// The evaluations of a log.
///
/// # Errors
/// A name that cannot be kept.
pub fn evaluations(
    run: &Run<'_, '_>,
    mut samples: Samples,
    remarks: &mut Remarks,
) -> Result<Vec<ParsedEvaluation>, ParseProblem> {
    check_name(run.task, &["eval", "task"])?;
    let common = common(run, &samples, remarks);
    let scores: Vec<&Object<'_>> = run.scores().iter().filter_map(Node::object).collect();
    if scores.is_empty() {
        let message = "the log holds no score";
        remarks.note("no_scores", message, &["results", "scores"]);
        return Ok(vec![ParsedEvaluation {
            pointer: "/results".into(),
            filter: "none".into(),
            ..common
        }]);
    }
    let mut filters = BTreeSet::new();
    let mut evaluations = Vec::new();
    for (place, score) in scores.iter().enumerate() {
        let number = place.to_string();
        let at = ["results", "scores", &number];
        let filter = filter_of(score, &mut filters);
        check_name(&filter, &[&at[..], &["name"]].concat())?;
        let n = count(score.get("scored_samples"))
            // Older releases do not say it: items are samples by epochs.
            .or_else(|| {
                run.counted("total_samples")
                    .map(|total| total / run.epochs())
            });
        let unscored = count(score.get("unscored_samples")).unwrap_or(0);
        if unscored > 0 {
            let message = format!("{unscored} samples were not scored and are not in the numbers");
            remarks.note("samples_unscored", message, &at);
        }
        let mut evaluation = ParsedEvaluation {
            pointer: pointer(&at),
            filter,
            n,
            metrics: read(run, score, n, &samples, &at, remarks),
            ..common.clone()
        };
        if unscored > 0 {
            evaluation.details.push(("unscored", json!(unscored)));
        }
        if let Some(reducer) = text(score.get("reducer"), &at, remarks) {
            evaluation.details.push(("reducer", json!(reducer)));
        }
        let list = samples.take(place);
        let name = measured(&evaluation.metrics).to_owned();
        evaluation.items = (!list.is_empty()).then_some(Items { metric: name, list });
        evaluations.push(flagged(evaluation));
    }
    settle_units(&mut evaluations, remarks);
    Ok(evaluations)
}

/// Of which metric the samples' scores are: their mean, or the first by name, because members have no order.
fn measured(metrics: &[ParsedMetric]) -> &str {
    let whole = metrics.iter().filter(|metric| metric.slice.is_none());
    let first = whole.min_by_key(|metric| (!is_mean(metric), &metric.name));
    first.map_or("score", |metric| metric.name.as_str())
}

fn is_mean(metric: &ParsedMetric) -> bool {
    MEANS.contains(&metric.raw_name.rsplit('/').next().unwrap_or_default())
}

/// What all scores of a run share.
fn common(run: &Run<'_, '_>, samples: &Samples, remarks: &mut Remarks) -> ParsedEvaluation {
    let mut flags: BTreeSet<Flag> = run.flags(remarks).into_iter().collect();
    let there = i64::try_from(samples.len()).unwrap_or(i64::MAX);
    let truncated = there > 0
        && run
            .counted("total_samples")
            .is_some_and(|total| there < total);
    if truncated {
        let message = format!("the log holds {there} samples of more that ran");
        remarks.note("samples_truncated", message, &["samples"]);
        flags.insert(Flag::SamplesTruncated);
    }
    let not_completed = run
        .counted("total_samples")
        .zip(run.counted("completed_samples"))
        .map(|(total, completed)| (total - completed).max(0));
    let n_errors = if there > 0 && !truncated {
        Some(samples.errors)
    } else {
        not_completed
    };
    if n_errors.is_some_and(|errors| errors > 0) {
        flags.insert(Flag::ItemErrors);
    }
    ParsedEvaluation {
        task: run.task.to_owned(),
        task_version: run.task_version(remarks),
        n_errors,
        n_total: run.n_total(),
        task_digest: samples.digest().filter(|_| !truncated),
        prompt_digest: run.prompt_digest(),
        dataset: run.dataset(remarks),
        language: samples.language().and_then(bcp47),
        flags,
        ..ParsedEvaluation::default()
    }
}

/// The score's name; with its reducer or a number when that stands twice.
fn filter_of(score: &Object<'_>, taken: &mut BTreeSet<String>) -> String {
    let name = score.text("name").unwrap_or_default().trim();
    let reduced = score
        .text("reducer")
        .map(|reducer| format!("{name}/{reducer}"));
    let numbered = (2..).map(|number| format!("{name}/{number}"));
    let mut names = [name.to_owned()].into_iter().chain(reduced).chain(numbered);
    let free = names.find(|name| taken.insert(name.clone()));
    free.unwrap_or_default()
}

fn read(
    run: &Run<'_, '_>,
    score: &Object<'_>,
    n: Option<i64>,
    samples: &Samples,
    at: &[&str],
    remarks: &mut Remarks,
) -> Vec<ParsedMetric> {
    let mut metrics = Vec::new();
    let mut stderrs: BTreeMap<Option<(String, String)>, _> = BTreeMap::new();
    for (key, node) in score.object("metrics").into_iter().flat_map(Object::iter) {
        let at = [at, &["metrics", key]].concat();
        let Some(stated) = node.object() else {
            remarks.note(
                "metric_not_read",
                format!("a metric is an object, this is {}", node.kind()),
                &at,
            );
            continue;
        };
        let slice = slice_of(key, stated);
        let name = name_of(key, stated);
        let value = stated.get("value").unwrap_or(&Node::Null);
        let part = slice
            .as_ref()
            .map(|slice| (slice.kind.clone(), slice.value.clone()));
        if STDERRS.contains(&name) {
            let method = if name == "stderr" {
                StderrMethod::Analytic
            } else {
                StderrMethod::Bootstrap
            };
            if let Some(stderr) = stderr_of(value, &at, remarks) {
                // Of both the analytic one, in whatever order they stand.
                if method == StderrMethod::Analytic || !stderrs.contains_key(&part) {
                    stderrs.insert(part, (stderr, method));
                }
            }
            continue;
        }
        let named = Named {
            task: run.task,
            name,
            raw: key,
        };
        metrics.extend(
            metric(named, value, &at, remarks).map(|metric| ParsedMetric {
                n: match &slice {
                    None => n,
                    Some(slice) if slice.value == "all" => n,
                    Some(slice) => samples.in_part(&slice.kind, &slice.value),
                },
                slice: slice.or(metric.slice),
                ..metric
            }),
        );
    }
    for metric in &mut metrics {
        let part = metric
            .slice
            .as_ref()
            .map(|slice| (slice.kind.clone(), slice.value.clone()));
        let about_it = part.is_some() || is_mean(metric);
        if let Some((stderr, method)) = stderrs.get(&part).filter(|_| about_it) {
            metric.stderr = Some(stderr.clone());
            metric.stderr_method = Some(*method);
        }
    }
    metrics
}

/// The metric's own name: of a grouped one that of the metric in it, without the package.
fn name_of<'d>(key: &'d str, stated: &'d Object<'_>) -> &'d str {
    let grouped = stated
        .some("group")
        .and_then(|_| stated.object("params")?.object("metric")?.text("name"));
    let name = grouped.or_else(|| stated.text("name")).unwrap_or(key);
    name.rsplit('/').next().unwrap_or(name)
}

/// Which part of the items a grouped metric is about; `all` sums the parts up.
fn slice_of(key: &str, stated: &Object<'_>) -> Option<Slice> {
    stated.some("group")?;
    let kind = stated
        .object("params")
        .and_then(|params| params.text("group_key"));
    Some(Slice {
        kind: kind.unwrap_or("group").to_owned(),
        value: key.to_owned(),
    })
}
