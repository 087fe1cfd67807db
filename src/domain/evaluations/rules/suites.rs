//! Checks of what people say about a suite. Pure.

use std::collections::BTreeSet;

use super::language_tag;
use crate::domain::evaluations::{Direction, METRICS_MAX, MetricKind, SuiteMetric, Unit};
use crate::ground::kernel::{FieldProblem, text_problem};

/// Bytes of a suite's name at most.
pub const NAME_BYTES_MAX: usize = 255;
/// Bytes of a task's name, of a glob, of a metric's name at most.
pub const TASK_BYTES_MAX: usize = 255;
/// Tasks and globs of a suite at most.
pub const TASKS_MAX: usize = 1000;
/// Bytes of a description at most.
pub const DESCRIPTION_BYTES_MAX: usize = 16_384;

/// What is said about a suite. `None` leaves a field as it is.
#[derive(Debug, Default)]
pub struct SuiteFields<'a> {
    /// Its name.
    pub name: Option<&'a str>,
    /// Its tasks.
    pub tasks: Option<&'a [String]>,
    /// Its language; empty: none.
    pub language: Option<&'a str>,
    /// Its description; empty: none.
    pub description: Option<&'a str>,
    /// Its primary metric; empty: none.
    pub primary_metric: Option<&'a str>,
    /// What its metrics mean.
    pub metrics: Option<&'a [SuiteMetric]>,
}

/// The fields that come out in another form than they went in.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct CheckedSuite {
    /// Sorted, each once.
    pub tasks: Option<Vec<String>>,
    /// With its usual capitals; the inner `None`: none.
    pub language: Option<Option<String>>,
    /// Sorted by name.
    pub metrics: Option<Vec<SuiteMetric>>,
}

/// Checks all fields.
///
/// # Errors
/// All problems of all fields.
pub fn check_suite(fields: &SuiteFields<'_>) -> Result<CheckedSuite, Vec<FieldProblem>> {
    let mut problems = Vec::new();
    let mut checked = CheckedSuite::default();
    if let Some(name) = fields.name {
        problems.extend(name_problem("/name", name));
    }
    if let Some(tasks) = fields.tasks {
        let (sorted, wrong) = sorted_tasks(tasks);
        checked.tasks = Some(sorted);
        problems.extend(wrong);
    }
    match fields.language {
        None => {}
        Some("") => checked.language = Some(None),
        Some(text) => match language_tag(text) {
            Some(tag) => checked.language = Some(Some(tag)),
            None => problems.push(FieldProblem::new(
                "/language",
                "a language tag (BCP 47) such as fr or pt-BR",
            )),
        },
    }
    if let Some(problem) = fields
        .description
        .and_then(|text| text_problem(text, DESCRIPTION_BYTES_MAX))
    {
        problems.push(FieldProblem::new("/description", problem.0));
    }
    if let Some(problem) = fields
        .primary_metric
        .and_then(|text| text_problem(text, TASK_BYTES_MAX))
    {
        problems.push(FieldProblem::new("/primary_metric", problem.0));
    }
    if let Some(metrics) = fields.metrics {
        problems.extend(metric_problems(metrics));
        let mut sorted = metrics.to_vec();
        sorted.sort_by(|one, other| one.name.cmp(&other.name));
        checked.metrics = Some(sorted);
    }
    if problems.is_empty() {
        Ok(checked)
    } else {
        Err(problems)
    }
}

/// What is wrong with a name of a suite, a task or a metric.
#[must_use]
pub fn name_problem(pointer: &str, name: &str) -> Option<FieldProblem> {
    let fine = !name.trim().is_empty() && text_problem(name, NAME_BYTES_MAX).is_none();
    (!fine).then(|| {
        FieldProblem::new(
            pointer,
            format!("1 to {NAME_BYTES_MAX} bytes without NUL, not only blanks"),
        )
    })
}

fn metric_problems(metrics: &[SuiteMetric]) -> Vec<FieldProblem> {
    let mut problems = Vec::new();
    if metrics.len() > METRICS_MAX {
        let expected = format!("at most {METRICS_MAX} metrics");
        problems.push(FieldProblem::new("/metrics", expected));
    }
    let mut names = BTreeSet::new();
    for (index, metric) in metrics.iter().enumerate() {
        let at = |field: &str| format!("/metrics/{index}{field}");
        let name = at("/name");
        problems.extend(name_problem(&name, &metric.name));
        if !names.insert(&metric.name) {
            problems.push(FieldProblem::new(&name, "each metric once"));
        }
        if metric.direction.is_none() && metric.unit.is_none() && metric.kind.is_none() {
            let expected = "a direction, a unit or a kind, or several of them";
            problems.push(FieldProblem::new(at(""), expected));
        }
        let is_share = matches!(metric.unit, None | Some(Unit::Fraction | Unit::Percent));
        if metric.kind == Some(MetricKind::Rate) && !is_share {
            let expected = "mean, or a rate that counts in fraction or percent";
            problems.push(FieldProblem::new(at("/kind"), expected));
        }
        let aims = metric.direction == Some(Direction::Target);
        if aims != metric.target.is_some() {
            let expected = "what is aimed at: with direction target, and only then";
            problems.push(FieldProblem::new(at("/target"), expected));
        }
    }
    problems
}

fn sorted_tasks(tasks: &[String]) -> (Vec<String>, Vec<FieldProblem>) {
    let mut problems = Vec::new();
    if tasks.len() > TASKS_MAX {
        let expected = format!("at most {TASKS_MAX} tasks");
        problems.push(FieldProblem::new("/tasks", expected));
    }
    problems.extend(
        tasks
            .iter()
            .enumerate()
            .filter_map(|(index, task)| name_problem(&format!("/tasks/{index}"), task)),
    );
    let mut sorted = tasks.to_vec();
    sorted.sort();
    sorted.dedup();
    (sorted, problems)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tasks(n: usize) -> Vec<String> {
        (0..n).map(|n| format!("task_{n:04}")).collect()
    }

    fn metric(name: &str, direction: Option<Direction>, target: Option<&str>) -> SuiteMetric {
        SuiteMetric {
            name: name.into(),
            direction,
            target: target.map(|target| target.parse().unwrap()),
            unit: None,
            kind: None,
        }
    }

    #[test]
    fn a_rate_is_a_share_and_a_kind_alone_says_something() {
        let check = |kind, unit| {
            let metrics = [SuiteMetric {
                unit,
                kind: Some(kind),
                ..metric("resolved", None, None)
            }];
            check_suite(&SuiteFields {
                metrics: Some(&metrics),
                ..SuiteFields::default()
            })
            .map(|_| ())
            .map_err(|problems| problems[0].pointer.clone())
        };
        for unit in [None, Some(Unit::Fraction), Some(Unit::Percent)] {
            assert_eq!(check(MetricKind::Rate, unit), Ok(()));
        }
        let refused = Err("/metrics/0/kind".to_owned());
        assert_eq!(check(MetricKind::Rate, Some(Unit::Seconds)), refused);
        assert_eq!(check(MetricKind::Mean, Some(Unit::Seconds)), Ok(()));
    }

    #[test]
    fn metrics_come_out_by_name_and_not_more_than_an_evaluation_may_have() {
        let check = |metrics: &[SuiteMetric]| {
            check_suite(&SuiteFields {
                metrics: Some(metrics),
                ..SuiteFields::default()
            })
        };
        let many: Vec<_> = (0..=METRICS_MAX)
            .rev()
            .map(|n| metric(&format!("m{n:03}"), Some(Direction::Lower), None))
            .collect();
        let sorted = check(&many[1..]).unwrap().metrics.unwrap();
        assert_eq!(sorted[0].name, "m000");
        assert_eq!(check(&many).unwrap_err()[0].pointer, "/metrics");
    }

    #[test]
    fn tasks_come_out_sorted_and_each_once_and_an_empty_language_is_none() {
        let listed = ["b".to_owned(), "a_*".into(), "b".into()];
        let fields = SuiteFields {
            tasks: Some(&listed),
            language: Some(""),
            ..SuiteFields::default()
        };
        let checked = check_suite(&fields).unwrap();
        assert_eq!(checked.tasks.unwrap(), ["a_*", "b"]);
        assert_eq!(checked.language, Some(None));
    }

    #[test]
    fn every_problem_is_named_at_once() {
        let listed = ["a".to_owned(), " ".into()];
        let wrong = [
            metric("score", Some(Direction::Higher), Some("1")),
            metric("score", Some(Direction::Target), None),
            metric("", None, None),
        ];
        let fields = SuiteFields {
            name: Some(""),
            tasks: Some(&listed),
            language: Some("french!"),
            description: Some("a\0"),
            primary_metric: Some(&"m".repeat(256)),
            metrics: Some(&wrong),
        };
        let pointers: Vec<_> = check_suite(&fields)
            .unwrap_err()
            .into_iter()
            .map(|problem| problem.pointer)
            .collect();
        assert_eq!(
            pointers,
            [
                "/name",
                "/tasks/1",
                "/language",
                "/description",
                "/primary_metric",
                "/metrics/0/target",
                "/metrics/1/name",
                "/metrics/1/target",
                "/metrics/2/name",
                "/metrics/2",
            ]
        );
    }

    #[test]
    fn limits_hold_at_both_edges() {
        let check = |tasks: &[String]| {
            check_suite(&SuiteFields {
                tasks: Some(tasks),
                ..SuiteFields::default()
            })
            .is_ok()
        };
        assert!(check(&[]));
        assert!(check(&tasks(TASKS_MAX)));
        assert!(!check(&tasks(TASKS_MAX + 1)));
        assert!(name_problem("/name", &"n".repeat(NAME_BYTES_MAX)).is_none());
        assert!(name_problem("/name", &"n".repeat(NAME_BYTES_MAX + 1)).is_some());
    }
}
