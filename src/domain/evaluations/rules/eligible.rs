//! Whether a gate may use an evaluation, with every reason against it. Pure.

use super::meaning::is_outside;
use crate::domain::evaluations::{
    Direction, MetricState, SourceType, StatedBy, SuiteMetric, TrustClass, Unit,
};
use crate::ground::kernel::{Decimal, Reason, Remedy};

/// Flags after which no gate uses any number of the evaluation, and what they mean.
const BLOCKING_FLAGS: &[(&str, &str)] = &[
    (
        "unit_suspect",
        "Its values do not look like the unit that they claim.",
    ),
    ("partial", "A part of what it sums up is missing."),
    (
        "limited",
        "It was told to run over a part of the items only.",
    ),
    ("cancelled", "It was cancelled."),
    ("failed", "It ended with an error."),
    ("invalidated", "Its tool says that it is invalid."),
    (
        "grader_failure_suspected",
        "What graded the answers seems to have failed, not the model.",
    ),
    ("self_reported", "The model's own maker reported it."),
    (
        "configured_not_effective",
        "What was configured is not what ran.",
    ),
    ("cached_latency", "Its times were read from a cache."),
    (
        "few_requests",
        "It had so few requests that its percentiles say nothing.",
    ),
    (RUN_IN_FUTURE, "It says that it ran in the future."),
];

/// The flag of an evaluation that claims to have run after it was brought.
pub const RUN_IN_FUTURE: &str = "run_in_future";

/// What the rule reads of one metric.
#[derive(Debug, Clone, Copy)]
pub struct MetricFacts<'a> {
    /// The suite's name.
    pub suite: &'a str,
    /// Its canonical name.
    pub name: &'a str,
    /// Whether it has a value.
    pub state: MetricState,
    /// Its value.
    pub value: Option<&'a Decimal>,
    /// What it counts.
    pub unit: Option<Unit>,
    /// Who says the unit.
    pub unit_by: Option<StatedBy>,
    /// Which values are better.
    pub direction: Option<Direction>,
    /// What is aimed at.
    pub target: Option<&'a Decimal>,
    /// What its suite says about it.
    pub said: Option<&'a SuiteMetric>,
    /// Whether a standard error or an interval is known.
    pub has_uncertainty: bool,
    /// Whether the number of items is known, of the metric or of its evaluation.
    pub has_n: bool,
}

/// What the rule reads of an evaluation.
#[derive(Debug, Clone, Copy)]
pub struct Standing<'a> {
    /// The suite's name.
    pub suite: &'a str,
    /// The suite's class.
    pub trust_class: TrustClass,
    /// Whether it is matched to a version.
    pub has_version: bool,
    /// How the numbers came to be.
    pub source_type: SourceType,
    /// What is odd about it.
    pub flags: &'a [String],
}

/// Every reason why no gate may use any number of this evaluation.
#[must_use]
pub fn evaluation_reasons(facts: &Standing<'_>) -> Vec<Reason> {
    let mut reasons = Vec::new();
    if facts.trust_class == TrustClass::Unclassified {
        let message = format!("Nobody has said yet what suite {} is.", facts.suite);
        reasons.push(
            Reason::new("suite_unclassified", message)
                .with("suite", facts.suite)
                .remedy(
                    Remedy::text("Give the suite a trust class.").command_naming(
                        &[facts.suite],
                        format!("tenure suites change {} --trust-class CLASS", facts.suite),
                    ),
                ),
        );
    }
    if !facts.has_version {
        reasons.push(Reason::new(
            "version_unmatched",
            "It is not matched to a version yet.",
        ));
    }
    if facts.source_type == SourceType::Declared {
        reasons.push(
            Reason::new(
                "source_declared",
                "Its numbers are claimed by somebody, not measured by a run.",
            )
            .remedy(Remedy::text("Run the suite and import the result file.")),
        );
    }
    for flag in facts.flags {
        if let Some((name, message)) = BLOCKING_FLAGS.iter().find(|(name, _)| name == flag) {
            reasons.push(
                Reason::new("flagged", *message)
                    .with("flag", *name)
                    .remedy(Remedy::text("Run the suite again and import the result.")),
            );
        }
    }
    reasons
}

/// Every reason why no gate may use this metric, beside those of its evaluation.
#[must_use]
pub fn metric_reasons(facts: &MetricFacts<'_>) -> Vec<Reason> {
    let name = facts.name;
    let about =
        |reason: Reason, remedy: &str| reason.with("metric", name).remedy(Remedy::text(remedy));
    let unsaid = |reason: Reason, remedy: &str| {
        let suite = facts.suite;
        let command = format!("tenure suites change {suite} --metric {name}=DIRECTION,UNIT");
        let remedy = Remedy::text(remedy).command_naming(&[suite, name], command);
        reason.with("metric", name).remedy(remedy)
    };
    let says = |what: &str| format!("{name}: {what}");
    let mut reasons = Vec::new();
    match facts.state {
        MetricState::Known => {}
        MetricState::Unknown => reasons.push(about(
            Reason::new("value_unknown", says("its value is not a number.")),
            "Run the suite again.",
        )),
        MetricState::NotApplicable => reasons.push(about(
            Reason::new(
                "value_not_applicable",
                says("its tool says that it has no meaning here."),
            ),
            "Use another metric.",
        )),
    }
    if facts.direction.is_none() {
        reasons.push(unsaid(
            Reason::new(
                "direction_unknown",
                says("nobody says whether higher or lower is better."),
            ),
            "Say in its suite which values are better.",
        ));
    }
    if facts.unit.is_none() {
        reasons.push(unsaid(
            Reason::new("unit_unknown", says("nobody says what its value counts.")),
            "Say in its suite what its value counts.",
        ));
    }
    reasons.extend(contradictions(facts).map(|(what, message)| {
        about(
            Reason::new("suite_disagrees", says(message)).with("what", what),
            "Correct the suite, or report the metric under another name.",
        )
    }));
    if let (Some(value), Some(unit), Some(StatedBy::Suite)) =
        (facts.value, facts.unit, facts.unit_by)
        && is_outside(value, unit)
    {
        let message = format!("{value} lies outside the unit that its suite says.");
        reasons.push(about(
            Reason::new("value_outside_unit", says(&message)).with("value", value.to_string()),
            "Correct the unit of the metric in its suite.",
        ));
    }
    if !facts.has_n && !facts.has_uncertainty {
        reasons.push(about(
            Reason::new(
                "uncertainty_unknown",
                says("neither the number of items nor a standard error is known."),
            ),
            "Import a result file that says how many items were scored.",
        ));
    }
    reasons
}

/// Where the report and the suite say different things of one metric.
fn contradictions(facts: &MetricFacts<'_>) -> impl Iterator<Item = (&'static str, &'static str)> {
    let differs = facts.said.map(|said| {
        let direction = said.direction.is_some()
            && facts.direction.is_some()
            && (facts.direction, facts.target) != (said.direction, said.target.as_ref());
        let unit = said.unit.is_some() && facts.unit.is_some() && facts.unit != said.unit;
        (direction, unit)
    });
    let (direction, unit) = differs.unwrap_or_default();
    let direction = direction.then_some((
        "direction",
        "its report and its suite say differently which values are better.",
    ));
    let unit = unit.then_some((
        "unit",
        "its report and its suite say differently what its value counts.",
    ));
    direction.into_iter().chain(unit)
}

/// Every reason why no gate may use an evaluation: its own, and when none of its metrics can be used, theirs.
#[must_use]
pub fn ineligible<'a>(
    facts: &Standing<'_>,
    metrics: impl IntoIterator<Item = MetricFacts<'a>>,
) -> Vec<Reason> {
    let mut reasons = evaluation_reasons(facts);
    let mut theirs = vec![];
    let (mut usable, mut any) = (false, false);
    for metric in metrics {
        any = true;
        let against = metric_reasons(&metric);
        usable |= against.is_empty();
        theirs.extend(against);
    }
    if !any {
        reasons.push(Reason::new(
            "nothing_measured",
            "It holds no number at all.",
        ));
    }
    if !usable {
        reasons.extend(theirs);
    }
    reasons
}

#[cfg(test)]
mod tests {
    use super::*;

    fn evaluation(flags: &[String]) -> Standing<'_> {
        Standing {
            suite: "arc_easy",
            trust_class: TrustClass::Internal,
            has_version: true,
            source_type: SourceType::Run,
            flags,
        }
    }

    const METRIC: MetricFacts<'static> = MetricFacts {
        suite: "arc_easy",
        name: "acc",
        state: MetricState::Known,
        value: None,
        unit: Some(Unit::Fraction),
        unit_by: Some(StatedBy::Report),
        direction: Some(Direction::Higher),
        target: None,
        said: None,
        has_uncertainty: true,
        has_n: true,
    };

    fn codes(reasons: &[Reason]) -> Vec<&str> {
        reasons.iter().map(|reason| reason.code.as_str()).collect()
    }

    #[test]
    fn a_whole_evaluation_of_a_classified_suite_is_eligible() {
        let informs = ["samples_truncated".to_owned(), "n_missing".to_owned()];
        assert_eq!(codes(&ineligible(&evaluation(&informs), [METRIC])), [""; 0]);
    }

    #[test]
    fn every_reason_is_named_at_once() {
        let flags = ["partial".to_owned(), "run_in_future".to_owned()];
        let facts = Standing {
            trust_class: TrustClass::Unclassified,
            has_version: false,
            source_type: SourceType::Declared,
            ..evaluation(&flags)
        };
        let metric = MetricFacts {
            state: MetricState::Unknown,
            unit: None,
            direction: None,
            has_uncertainty: false,
            has_n: false,
            ..METRIC
        };
        assert_eq!(
            codes(&ineligible(&facts, [metric])),
            [
                "suite_unclassified",
                "version_unmatched",
                "source_declared",
                "flagged",
                "flagged",
                "value_unknown",
                "direction_unknown",
                "unit_unknown",
                "uncertainty_unknown",
            ]
        );
    }

    #[test]
    fn every_blocking_flag_blocks() {
        for (flag, _) in BLOCKING_FLAGS {
            let flags = [(*flag).to_owned()];
            let reasons = evaluation_reasons(&evaluation(&flags));
            assert_eq!(reasons.len(), 1, "{flag}");
            assert_eq!(reasons[0].params["flag"], *flag);
        }
    }

    #[test]
    fn one_usable_metric_is_enough_and_without_any_nothing_is_measured() {
        let unusable = MetricFacts {
            state: MetricState::NotApplicable,
            ..METRIC
        };
        assert!(ineligible(&evaluation(&[]), [unusable, METRIC]).is_empty());
        assert_eq!(
            codes(&ineligible(&evaluation(&[]), [unusable])),
            ["value_not_applicable"]
        );
        assert_eq!(
            codes(&ineligible(&evaluation(&[]), [])),
            ["nothing_measured"]
        );
    }

    #[test]
    fn a_suite_that_contradicts_the_report_keeps_the_number_from_gates() {
        let said = |direction, unit| SuiteMetric {
            name: "acc".into(),
            direction,
            target: None,
            unit,
            kind: None,
        };
        let (higher, lower) = (Some(Direction::Higher), Some(Direction::Lower));
        let (fraction, percent) = (Some(Unit::Fraction), Some(Unit::Percent));
        for (said, expected) in [
            (said(higher, fraction), vec![]),
            (said(None, fraction), vec![]),
            (said(lower, None), vec!["direction"]),
            (said(lower, percent), vec!["direction", "unit"]),
        ] {
            let metric = MetricFacts {
                said: Some(&said),
                ..METRIC
            };
            let reasons = metric_reasons(&metric);
            assert!(
                codes(&reasons)
                    .iter()
                    .all(|code| *code == "suite_disagrees")
            );
            let what: Vec<_> = reasons
                .iter()
                .map(|reason| &reason.params["what"])
                .collect();
            assert_eq!(what, expected);
        }
    }

    #[test]
    fn a_value_outside_the_unit_that_the_suite_says_is_not_read() {
        let value: Decimal = "87.5".parse().unwrap();
        for (unit, by, expected) in [
            (Unit::Fraction, StatedBy::Suite, vec!["value_outside_unit"]),
            (Unit::Percent, StatedBy::Suite, vec![]),
            (Unit::Fraction, StatedBy::Report, vec![]),
        ] {
            let metric = MetricFacts {
                value: Some(&value),
                unit: Some(unit),
                unit_by: Some(by),
                ..METRIC
            };
            assert_eq!(codes(&metric_reasons(&metric)), expected);
        }
    }

    #[test]
    fn either_items_or_an_error_says_how_sure_a_number_is() {
        for (has_n, has_uncertainty, eligible) in [
            (true, false, true),
            (false, true, true),
            (false, false, false),
        ] {
            let metric = MetricFacts {
                has_n,
                has_uncertainty,
                ..METRIC
            };
            assert_eq!(metric_reasons(&metric).is_empty(), eligible);
        }
    }
}
