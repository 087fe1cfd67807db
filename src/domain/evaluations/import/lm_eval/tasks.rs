//! Rows of tasks and groups, each read into one evaluation for each filter.

use std::collections::BTreeMap;

use super::super::json::{Node, Object, pointer};
use super::super::reading::{Remarks, arguments, check_name, flagged};
use super::super::{Flag, METRICS_MAX, ParseProblem, ParsedEvaluation, ParsedMetric, TASKS_MAX};
use super::keys::{Key, Layout};
use super::metrics::{self, RawMetric};
use super::tables::Tables;

/// One row of the results.
struct Row<'d, 'a> {
    /// `results`, or `groups` for a group that stands only there.
    table: &'static str,
    task: &'d str,
    fields: &'d Object<'a>,
    position: usize,
}

/// Reads every row once.
///
/// # Errors
/// A name that is too long, too many tasks, too many metrics.
pub fn read(
    results: &Object<'_>,
    tables: &Tables<'_, '_>,
    layout: Layout,
    remarks: &mut Remarks,
) -> Result<Vec<ParsedEvaluation>, ParseProblem> {
    let parents = tables.parents();
    let in_results = results.iter().map(|(task, node)| ("results", task, node));
    let only_in_groups = tables
        .groups()
        .filter(|(task, _)| results.get(task).is_none())
        .map(|(task, node)| ("groups", task, node));
    let mut evaluations = Vec::new();
    let mut metrics = 0;
    for (position, (table, task, node)) in in_results.chain(only_in_groups).enumerate() {
        if position >= TASKS_MAX {
            let message = format!("the file has more than {TASKS_MAX} tasks");
            let expected = format!("at most {TASKS_MAX} tasks");
            return Err(ParseProblem::new(
                "too_many_tasks",
                message,
                "/results",
                expected,
            ));
        }
        check_name(task, &[table, task])?;
        let Some(fields) = node.object() else {
            let message = format!("metrics are an object, this is {}", node.kind());
            remarks.note("task_not_read", message, &[table, task]);
            remarks.unmapped(&[table, task]);
            continue;
        };
        let row = Row {
            table,
            task,
            fields,
            position,
        };
        compare_group(&row, tables, layout, remarks);
        let of_row = read_row(&row, results, tables, layout, remarks)?;
        metrics += of_row
            .iter()
            .map(|evaluation| evaluation.metrics.len())
            .sum::<usize>();
        if metrics > METRICS_MAX {
            let message = format!("the file has more than {METRICS_MAX} metrics");
            let expected = format!("at most {METRICS_MAX} metrics");
            return Err(ParseProblem::new(
                "too_many_metrics",
                message,
                "/results",
                expected,
            ));
        }
        if of_row.is_empty() {
            remarks.note(
                "task_without_metrics",
                "no metric stands here",
                &[table, task],
            );
        }
        let parent = parents.get(task).map(|parent| (*parent).to_owned());
        evaluations.extend(of_row.into_iter().map(|evaluation| ParsedEvaluation {
            parent_task: parent.clone(),
            ..evaluation
        }));
    }
    Ok(evaluations)
}

/// A group stands in `groups` and in `results`: the second is read, and a difference is noted.
fn compare_group(
    row: &Row<'_, '_>,
    tables: &Tables<'_, '_>,
    layout: Layout,
    remarks: &mut Remarks,
) {
    let Some(group) = tables
        .group_row(row.task)
        .filter(|_| row.table == "results")
    else {
        return;
    };
    let differs = group.iter().any(|(key, node)| {
        let is_number = matches!(Key::of(key, layout), Key::Metric(..) | Key::Stderr(..));
        is_number && row.fields.get(key) != Some(node)
    });
    if differs {
        let message = "the group has other numbers here than in results; those of results are read";
        remarks.note("group_differs", message, &["groups", row.task]);
    }
}

/// A row, one evaluation for each filter in the order of the file.
fn read_row(
    row: &Row<'_, '_>,
    results: &Object<'_>,
    tables: &Tables<'_, '_>,
    layout: Layout,
    remarks: &mut Remarks,
) -> Result<Vec<ParsedEvaluation>, ParseProblem> {
    let by_filter = by_filter(row, layout, remarks)?;
    if by_filter.is_empty() {
        return Ok(Vec::new());
    }
    let common = common(row, results, tables, layout, remarks);
    let mut evaluations = Vec::new();
    for (filter, raw) in by_filter {
        let mut read = Vec::new();
        for metric in &raw {
            let known = metrics::read(&common, row.table, metric, tables, remarks);
            read.extend(known.map(|known| ParsedMetric {
                n: count_of(row, &common, metric),
                ..known
            }));
        }
        if !read.is_empty() {
            let (filter, metrics) = (filter.to_owned(), read);
            evaluations.push(flagged(ParsedEvaluation {
                filter,
                metrics,
                ..common.clone()
            }));
        }
    }
    Ok(evaluations)
}

/// The metrics of a row by filter, each with its standard error.
fn by_filter<'d, 'a>(
    row: &Row<'d, 'a>,
    layout: Layout,
    remarks: &mut Remarks,
) -> Result<Vec<(&'d str, Vec<RawMetric<'d, 'a>>)>, ParseProblem> {
    let mut order: Vec<(&str, Vec<RawMetric<'_, '_>>)> = Vec::new();
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    let mut stderrs: BTreeMap<(&str, &str), (&str, &Node<'_>)> = BTreeMap::new();
    for (key, node) in row.fields.iter() {
        match Key::of(key, layout) {
            Key::Metric(metric, filter) => {
                check_name(key, &[row.table, row.task, key])?;
                let place = *places.entry(filter).or_insert(order.len());
                if place == order.len() {
                    order.push((filter, Vec::new()));
                }
                order[place].1.push(RawMetric {
                    metric,
                    key,
                    node,
                    stderr: None,
                });
            }
            Key::Stderr(metric, filter) => {
                stderrs.insert((metric, filter), (key, node));
            }
            Key::Reserved => {}
            Key::Other => remarks.unmapped(&[row.table, row.task, key]),
        }
    }
    for (filter, metrics) in &mut order {
        for metric in metrics {
            metric.stderr = stderrs
                .remove(&(metric.metric, *filter))
                .map(|(_, node)| node);
        }
    }
    for (key, _) in stderrs.into_values() {
        let message = "a standard error without its metric";
        remarks.note("stderr_without_value", message, &[row.table, row.task, key]);
        remarks.unmapped(&[row.table, row.task, key]);
    }
    Ok(order)
}

/// What all filters of a row share.
fn common(
    row: &Row<'_, '_>,
    results: &Object<'_>,
    tables: &Tables<'_, '_>,
    layout: Layout,
    remarks: &mut Remarks,
) -> ParsedEvaluation {
    let task = row.task;
    let (n, n_total) = tables.samples(task);
    let stated = tables
        .config_of(task)
        .and_then(|config| config.some("generation_kwargs"));
    let at = ["configs", task, "generation_kwargs"];
    let mut evaluation = ParsedEvaluation {
        pointer: pointer(&[row.table, task]),
        task: task.to_owned(),
        task_version: tables.version(task, remarks),
        is_aggregate: tables.is_group(task),
        n_shot: tables.shots(task, (row.position, results.len()), layout, remarks),
        n,
        n_total,
        limit: tables.limit(),
        task_digest: tables.task_digest(task),
        dataset: tables.dataset(task, remarks),
        language: tables.language(task, remarks),
        gen_params: arguments(stated, &at, remarks),
        ..ParsedEvaluation::default()
    };
    let missing = |subtask: &&str| results.get(subtask).is_none();
    if let Some(subtask) = tables.subtasks(task).into_iter().find(missing) {
        let shown: String = subtask.chars().take(200).collect();
        let message = format!("the group names {shown}, which has no results in this file");
        remarks.note("subtask_missing", message, &["group_subtasks", task]);
        evaluation.flags.insert(Flag::Partial);
    }
    let limited = match (n, n_total) {
        (Some(n), Some(n_total)) => n < n_total,
        (_, _) => evaluation.limit.is_some(),
    };
    if limited {
        evaluation.flags.insert(Flag::Limited);
    }
    evaluation
}

/// Items behind one metric: a group counts them by metric.
fn count_of(
    row: &Row<'_, '_>,
    common: &ParsedEvaluation,
    metric: &RawMetric<'_, '_>,
) -> Option<i64> {
    let counts = row.fields.object("sample_count");
    let counted = counts
        .and_then(|counts| counts.get(metric.key))
        .and_then(Node::integer);
    counted.filter(|count| *count >= 0).or(common.n)
}
