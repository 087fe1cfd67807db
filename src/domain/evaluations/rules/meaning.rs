//! What numbers mean once their suite is heard. Pure.
//!
//! The suite speaks where the report is silent, and before the catalogue of usual metrics. What a report says stays
//! as it was said: where the suite contradicts it, no gate reads the number ([`super::metric_reasons`]).

use crate::domain::evaluations::import::{self, within_bounds};
use crate::domain::evaluations::metric::STATED;
use crate::domain::evaluations::{Metric, StatedBy, SuiteMetric, Unit};
use crate::ground::kernel::Decimal;

/// Flags that say that nobody knows a direction, and a unit.
const DIRECTION_UNKNOWN: &str = "direction_unknown";
const UNIT_UNKNOWN: &str = "unit_unknown";
const UNIT_SUSPECT: &str = "unit_suspect";

/// The metrics as their suite says what they mean, without the flags that this answers.
pub fn settle(metrics: &mut Vec<Metric>, flags: &mut Vec<String>, of_suite: &[SuiteMetric]) {
    if of_suite.is_empty() {
        return;
    }
    *metrics = std::mem::take(metrics)
        .into_iter()
        .map(|metric| match said_of(of_suite, &metric.name) {
            Some(said) => settled(metric, said),
            None => metric,
        })
        .collect();
    let heard = |by: fn(&Metric) -> Option<StatedBy>| {
        metrics
            .iter()
            .any(|metric| by(metric) == Some(StatedBy::Suite))
    };
    let direction_answered = heard(|metric| metric.direction_by)
        && metrics.iter().all(|metric| metric.direction.is_some());
    let unit_answered = heard(|metric| metric.unit_by)
        && metrics
            .iter()
            .all(|metric| metric.value.is_none() || metric.unit.is_some());
    flags.retain(|flag| match flag.as_str() {
        DIRECTION_UNKNOWN => !direction_answered,
        UNIT_UNKNOWN | UNIT_SUSPECT => !unit_answered,
        _ => true,
    });
}

/// What the suite says about a metric.
#[must_use]
pub fn said_of<'a>(of_suite: &'a [SuiteMetric], name: &str) -> Option<&'a SuiteMetric> {
    of_suite.iter().find(|said| said.name == name)
}

/// Whether a value lies outside its unit's bounds.
#[must_use]
pub fn is_outside(value: &Decimal, unit: Unit) -> bool {
    !within_bounds(value, import::Unit::from(unit))
}

fn settled(metric: Metric, said: &SuiteMetric) -> Metric {
    let mut metric = metric;
    if said.direction.is_some() && gives_way(metric.direction.is_some(), metric.direction_by) {
        metric.direction = said.direction;
        metric.target.clone_from(&said.target);
        metric.direction_by = Some(StatedBy::Suite);
    }
    let tells_unit = said.unit.is_some() && gives_way(metric.unit.is_some(), metric.unit_by);
    if tells_unit {
        metric.unit = said.unit;
        metric.unit_by = Some(StatedBy::Suite);
    }
    // An interval that the file states holds; one of ours was computed for another unit or kind, or for none.
    let is_ours = metric.ci_method.as_deref() != Some(STATED);
    if is_ours && (tells_unit || said.kind.is_some()) {
        metric = metric.without_interval().with_interval_of(said.kind);
    }
    metric
}

/// Whether what is known gives way to the suite's word: nothing is known, or the catalogue alone says it. Rows from
/// before this was noted do not say by whom: they stay.
const fn gives_way(is_known: bool, by: Option<StatedBy>) -> bool {
    !is_known || matches!(by, Some(StatedBy::Catalogue))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::evaluations::{Direction, MetricKind, MetricState};

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    fn metric(name: &str, value: &str) -> Metric {
        Metric {
            name: name.into(),
            raw_name: name.into(),
            state: MetricState::Known,
            value: Some(decimal(value)),
            value_raw: value.into(),
            unit: None,
            unit_by: None,
            direction: None,
            direction_by: None,
            target: None,
            stderr: Some(decimal("0.01")),
            stderr_method: None,
            ci_low: None,
            ci_high: None,
            ci_level: None,
            ci_method: None,
            n: Some(100),
            slice_kind: None,
            slice_value: None,
        }
    }

    fn said(name: &str, direction: Option<Direction>, unit: Option<Unit>) -> SuiteMetric {
        SuiteMetric {
            name: name.into(),
            direction,
            target: None,
            unit,
            kind: None,
        }
    }

    fn after(
        metrics: &[Metric],
        flags: &[&str],
        of_suite: &[SuiteMetric],
    ) -> (Vec<Metric>, Vec<String>) {
        let mut metrics = metrics.to_vec();
        let mut flags = flags.iter().map(|flag| (*flag).to_owned()).collect();
        settle(&mut metrics, &mut flags, of_suite);
        (metrics, flags)
    }

    #[test]
    fn the_suite_says_what_nobody_said_and_the_flags_are_answered() {
        let of_suite = [said("tone", Some(Direction::Higher), Some(Unit::Fraction))];
        let flags = ["direction_unknown", "unit_unknown", "n_missing"];
        let (metrics, flags) = after(&[metric("tone", "0.8")], &flags, &of_suite);
        let tone = &metrics[0];
        assert_eq!(
            (tone.direction, tone.direction_by),
            (Some(Direction::Higher), Some(StatedBy::Suite))
        );
        assert_eq!(
            (tone.unit, tone.unit_by),
            (Some(Unit::Fraction), Some(StatedBy::Suite))
        );
        assert_eq!(tone.ci_method.as_deref(), Some("normal"));
        assert_eq!(flags, ["n_missing"]);
    }

    #[test]
    fn flags_stay_while_one_metric_is_not_answered() {
        let of_suite = [said("tone", Some(Direction::Higher), Some(Unit::Fraction))];
        let flags = ["direction_unknown", "unit_unknown", "unit_suspect"];
        let metrics = [metric("tone", "0.8"), metric("style", "3")];
        assert_eq!(after(&metrics, &flags, &of_suite).1, flags);
    }

    #[test]
    fn what_a_report_says_stays_and_what_the_catalogue_says_gives_way() {
        let of_suite = [said("tone", Some(Direction::Lower), Some(Unit::Percent))];
        let known = |by| Metric {
            direction: Some(Direction::Higher),
            direction_by: by,
            unit: Some(Unit::Fraction),
            unit_by: by,
            ..metric("tone", "0.8")
        };
        for (by, direction, unit) in [
            (None, Direction::Higher, Unit::Fraction),
            (Some(StatedBy::Report), Direction::Higher, Unit::Fraction),
            (Some(StatedBy::Catalogue), Direction::Lower, Unit::Percent),
        ] {
            let (metrics, _) = after(&[known(by)], &[], &of_suite);
            let tone = &metrics[0];
            assert_eq!((tone.direction, tone.unit), (Some(direction), Some(unit)));
        }
    }

    #[test]
    fn a_rate_of_the_suite_has_the_interval_of_its_count_and_a_mean_has_not() {
        let method = |kind, stderr: Option<&str>| {
            let of_suite = [SuiteMetric {
                kind,
                ..said("resolved", None, Some(Unit::Fraction))
            }];
            let reported = Metric {
                stderr: stderr.map(decimal),
                ..metric("resolved", "0.91")
            };
            let (metrics, _) = after(&[reported], &[], &of_suite);
            (metrics[0].ci_method.clone(), metrics[0].ci_low.clone())
        };
        assert_eq!(method(None, None), (None, None));
        let rate = Some(MetricKind::Rate);
        // By statsmodels `proportion_confint(91, 100, method="wilson")`.
        let wilson = (Some("wilson".to_owned()), Some(decimal("0.8377378715")));
        assert_eq!(method(rate, None), wilson);
        // A standard error that 0 and 1 do not have: the items come in groups, or were drawn again.
        let normal = Some("normal".to_owned());
        assert_eq!(method(rate, Some("0.05")).0, normal);
        // The standard error of 91 of 100 alone would say that it is a rate.
        let binary = Some("0.028762349126466136");
        assert_eq!(method(None, binary), wilson);
        assert_eq!(method(Some(MetricKind::Mean), binary).0, normal);
    }

    #[test]
    fn a_stated_interval_holds_and_a_target_comes_with_its_direction() {
        let aimed = SuiteMetric {
            kind: Some(MetricKind::Rate),
            target: Some(decimal("0.5")),
            ..said("tone", Some(Direction::Target), Some(Unit::Fraction))
        };
        let stated = Metric {
            ci_low: Some(decimal("0.7")),
            ci_high: Some(decimal("0.9")),
            ci_level: Some(decimal("0.9")),
            ci_method: Some("stated".into()),
            ..metric("tone", "0.8")
        };
        let (metrics, _) = after(&[stated], &[], &[aimed]);
        let tone = &metrics[0];
        assert_eq!(tone.ci_method.as_deref(), Some("stated"));
        assert_eq!(tone.target, Some(decimal("0.5")));
        assert_eq!(tone.ci_low, Some(decimal("0.7")));
    }
}
