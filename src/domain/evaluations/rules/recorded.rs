//! Numbers that are recorded without a file: checks, and what they become. Pure.

use std::collections::BTreeSet;

use super::{language_tag, name_problem};
use crate::domain::evaluations::{
    Details, Direction, METRICS_MAX, Metric, MetricState, Reported, SourceType, StatedBy, Unit,
};
use crate::ground::kernel::{Decimal, FieldProblem, Instant};

/// The filter of numbers for which nobody names one.
pub const NO_FILTER: &str = "none";
/// The largest count that every JSON reader reads exactly.
const COUNT_MAX: i64 = (1 << 53) - 1;

/// One recorded number.
#[derive(Debug, Clone)]
pub struct RecordedMetric {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: Decimal,
    /// Its standard error.
    pub stderr: Option<Decimal>,
    /// Items that were scored.
    pub n: Option<i64>,
    /// Which values are better.
    pub direction: Option<Direction>,
    /// What is aimed at, with direction `target`.
    pub target: Option<Decimal>,
    /// What it counts.
    pub unit: Option<Unit>,
}

/// Recorded numbers, as somebody states them.
#[derive(Debug)]
pub struct RecordFacts {
    /// Which task; the suite's name unless told.
    pub task: Option<String>,
    /// How answers were read.
    pub filter: Option<String>,
    /// The numbers.
    pub metrics: Vec<RecordedMetric>,
    /// When it ran.
    pub run_at: Option<Instant>,
    /// Items that were scored.
    pub n: Option<i64>,
    /// Items that failed.
    pub n_errors: Option<i64>,
    /// In which language.
    pub language: Option<String>,
    /// With which tool.
    pub harness: Option<String>,
    /// Names the prompt template.
    pub prompt_template_digest: Option<String>,
    /// Names the data.
    pub dataset_digest: Option<String>,
}

/// Checks numbers recorded for a suite and gives them as a report.
///
/// # Errors
/// All problems of all fields.
pub fn check_recorded(
    facts: RecordFacts,
    suite: &str,
    now: Instant,
) -> Result<Reported, Vec<FieldProblem>> {
    let task = facts.task.unwrap_or_else(|| suite.to_owned());
    let mut problems: Vec<FieldProblem> = name_problem("/task", &task).into_iter().collect();
    let optional = [
        ("/filter", &facts.filter),
        ("/harness", &facts.harness),
        ("/prompt_template_digest", &facts.prompt_template_digest),
        ("/dataset_digest", &facts.dataset_digest),
    ];
    for (pointer, text) in optional {
        problems.extend(text.as_deref().and_then(|text| name_problem(pointer, text)));
    }
    problems.extend(count_problem("/n", facts.n, 1));
    problems.extend(count_problem("/n_errors", facts.n_errors, 0));
    if facts.run_at.is_some_and(|at| at > now) {
        let expected = "an instant that is not in the future";
        problems.push(FieldProblem::new("/run_at", expected));
    }
    let language = match facts.language.as_deref().map(language_tag) {
        Some(None) => {
            let expected = "a language tag (BCP 47) such as fr or pt-BR";
            problems.push(FieldProblem::new("/language", expected));
            None
        }
        Some(Some(tag)) => Some(tag),
        None => None,
    };
    problems.extend(metric_problems(&facts.metrics));
    if !problems.is_empty() {
        return Err(problems);
    }
    let n = facts.n;
    Ok(Reported {
        pointer: "/task".into(),
        task,
        filter: facts.filter.unwrap_or_else(|| NO_FILTER.into()),
        suite_label: None,
        suite_digest: None,
        is_aggregate: false,
        parent_task: None,
        source_type: SourceType::Recorded,
        tool: facts.harness,
        tool_version: None,
        tool_commit: None,
        n_shot: None,
        n,
        n_errors: facts.n_errors,
        language,
        run_at: facts.run_at,
        prompt_template_digest: facts.prompt_template_digest,
        dataset_digest: facts.dataset_digest,
        details: Details::default(),
        flags: Vec::new(),
        metrics: facts
            .metrics
            .into_iter()
            .map(|metric| kept(metric, n))
            .collect(),
        version_id: None,
        model_ref: None,
        items: None,
    })
}

fn kept(metric: RecordedMetric, n: Option<i64>) -> Metric {
    Metric {
        raw_name: metric.name.clone(),
        name: metric.name,
        state: MetricState::Known,
        value_raw: metric.value.to_string(),
        value: Some(metric.value),
        unit: metric.unit,
        unit_by: metric.unit.map(|_| StatedBy::Report),
        direction: metric.direction,
        direction_by: metric.direction.map(|_| StatedBy::Report),
        target: metric.target,
        stderr: metric.stderr,
        stderr_method: None,
        ci_low: None,
        ci_high: None,
        ci_level: None,
        ci_method: None,
        n: metric.n.or(n),
        slice_kind: None,
        slice_value: None,
    }
    .with_interval()
}

fn count_problem(
    pointer: impl Into<String>,
    count: Option<i64>,
    least: i64,
) -> Option<FieldProblem> {
    let count = count?;
    (!(least..=COUNT_MAX).contains(&count))
        .then(|| FieldProblem::new(pointer, format!("a number from {least} to {COUNT_MAX}")))
}

fn metric_problems(metrics: &[RecordedMetric]) -> Vec<FieldProblem> {
    let mut problems = Vec::new();
    if metrics.is_empty() || metrics.len() > METRICS_MAX {
        let expected = format!("1 to {METRICS_MAX} metrics");
        problems.push(FieldProblem::new("/metrics", expected));
    }
    let mut names = BTreeSet::new();
    for (index, metric) in metrics.iter().enumerate() {
        let at = |field: &str| format!("/metrics/{index}/{field}");
        problems.extend(name_problem(&at("name"), &metric.name));
        if !names.insert(&metric.name) {
            problems.push(FieldProblem::new(at("name"), "each metric once"));
        }
        problems.extend(value_problem(&at("value"), &metric.value, metric.unit));
        let negative = |decimal: &Decimal| *decimal < Decimal::zero();
        if metric.stderr.as_ref().is_some_and(negative) {
            problems.push(FieldProblem::new(at("stderr"), "a decimal from 0"));
        }
        problems.extend(count_problem(at("n"), metric.n, 1));
        let aimed = metric.direction == Some(Direction::Target);
        if aimed != metric.target.is_some() {
            let expected = "a target with direction target, and only then";
            problems.push(FieldProblem::new(at("target"), expected));
        }
    }
    problems
}

fn value_problem(pointer: &str, value: &Decimal, unit: Option<Unit>) -> Option<FieldProblem> {
    let (low, high) = match unit? {
        Unit::Fraction => ("0", Some("1")),
        Unit::Percent => ("0", Some("100")),
        Unit::Seconds | Unit::Count => ("0", None),
        Unit::Currency | Unit::Score => return None,
    };
    let bound = |text: &str| text.parse::<Decimal>().ok();
    let below = bound(low).is_some_and(|low| *value < low);
    let above = high.and_then(bound).is_some_and(|high| *value > high);
    (below || above).then(|| {
        let range = high.map_or_else(
            || format!("from {low}"),
            |high| format!("from {low} to {high}"),
        );
        FieldProblem::new(pointer, format!("a decimal {range} in this unit"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::evaluations::rules::fixtures::now;

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    fn metric(name: &str, value: &str) -> RecordedMetric {
        RecordedMetric {
            name: name.into(),
            value: decimal(value),
            stderr: None,
            n: None,
            direction: Some(Direction::Higher),
            target: None,
            unit: Some(Unit::Fraction),
        }
    }

    fn facts(metrics: Vec<RecordedMetric>) -> RecordFacts {
        RecordFacts {
            task: None,
            filter: None,
            metrics,
            run_at: Some(now()),
            n: Some(200),
            n_errors: Some(0),
            language: Some("fr-fr".into()),
            harness: None,
            prompt_template_digest: None,
            dataset_digest: None,
        }
    }

    #[test]
    fn recorded_numbers_stay_exact_and_get_an_interval() {
        let reported =
            check_recorded(facts(vec![metric("acc", "0.900")]), "support-fr", now()).unwrap();
        assert_eq!(reported.language.as_deref(), Some("fr-FR"));
        assert_eq!(
            (reported.task.as_str(), reported.filter.as_str()),
            ("support-fr", "none")
        );
        let metric = &reported.metrics[0];
        assert_eq!(metric.value, Some(decimal("0.9")));
        assert_eq!(metric.n, Some(200));
        assert!(metric.ci_low < metric.value && metric.value < metric.ci_high);
    }

    #[test]
    fn every_problem_is_named_at_once() {
        let wrong = RecordedMetric {
            stderr: Some(decimal("-0.1")),
            n: Some(0),
            direction: Some(Direction::Target),
            ..metric("", "1.1")
        };
        let facts = RecordFacts {
            task: Some(String::new()),
            filter: Some(String::new()),
            run_at: Some("2026-11-24T12:00:00.000001Z".parse().unwrap()),
            n: Some(0),
            n_errors: Some(-1),
            language: Some("??".into()),
            ..facts(vec![wrong, metric("acc", "0.5"), metric("acc", "0.6")])
        };
        let pointers: Vec<_> = check_recorded(facts, "support-fr", now())
            .unwrap_err()
            .into_iter()
            .map(|problem| problem.pointer)
            .collect();
        assert_eq!(
            pointers,
            [
                "/task",
                "/filter",
                "/n",
                "/n_errors",
                "/run_at",
                "/language",
                "/metrics/0/name",
                "/metrics/0/value",
                "/metrics/0/stderr",
                "/metrics/0/n",
                "/metrics/0/target",
                "/metrics/2/name",
            ]
        );
    }

    #[test]
    fn the_number_of_metrics_is_checked_at_both_edges() {
        let many = |n: usize| facts((0..n).map(|n| metric(&format!("m{n}"), "0")).collect());
        assert!(check_recorded(many(1), "support-fr", now()).is_ok());
        assert!(check_recorded(many(METRICS_MAX), "support-fr", now()).is_ok());
        assert!(check_recorded(many(0), "support-fr", now()).is_err());
        assert!(check_recorded(many(METRICS_MAX + 1), "support-fr", now()).is_err());
    }

    #[test]
    fn a_value_outside_its_unit_is_refused() {
        for (value, unit, fine) in [
            ("0", Unit::Fraction, true),
            ("1", Unit::Fraction, true),
            ("1.0001", Unit::Fraction, false),
            ("-0.0001", Unit::Fraction, false),
            ("100", Unit::Percent, true),
            ("100.1", Unit::Percent, false),
            ("-1", Unit::Seconds, false),
            ("1e9", Unit::Count, true),
            ("-5", Unit::Score, true),
        ] {
            let problem = value_problem("/value", &decimal(value), Some(unit));
            assert_eq!(problem.is_none(), fine, "{value} {unit:?}");
        }
        assert!(value_problem("/value", &decimal("-7"), None).is_none());
    }
}
