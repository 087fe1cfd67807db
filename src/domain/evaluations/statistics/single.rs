//! Confidence intervals of single results. Invariant: an interval that cannot be computed honestly is absent; no
//! number is invented for it.
//!
//! Bounds are kept with 10 significant digits: far more than any sample supports, and the same on every machine.

use super::{count, is_level, quantile};
use crate::domain::evaluations::MetricKind;
use crate::domain::evaluations::import::{ParsedMetric, Unit, is_rate};
use crate::ground::kernel::Decimal;

/// The level of every interval: 95 %, two-sided.
pub const LEVEL: f64 = 0.95;
/// Significant digits of a bound.
pub const BOUND_DIGITS: usize = 10;
/// How far a share times n may lie from a whole number, for rounding in the tool that wrote it.
const COUNT_TOLERANCE: f64 = 1e-6;
/// How far a share of which somebody says that it is one may lie from a share of whole items: reports are rounded to
/// three decimals.
const ROUNDED: f64 = 5e-4;
/// How far, relatively, a standard error may lie from that of items that score 0 or 1.
const STDERR_TOLERANCE: f64 = 1e-6;
/// Beyond this, doubles no longer tell neighbouring counts apart well enough.
const N_MAX: i64 = 1_000_000_000;

/// How an interval was computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum IntervalMethod {
    /// Wilson's score interval of a proportion.
    Wilson,
    /// Value plus or minus the normal quantile times the standard error.
    Normal,
}

impl IntervalMethod {
    /// As in JSON and SQL.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Wilson => "wilson",
            Self::Normal => "normal",
        }
    }
}

/// A two-sided confidence interval.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interval {
    /// Lower bound.
    pub low: Decimal,
    /// Upper bound.
    pub high: Decimal,
    /// Level: 0.95.
    pub level: Decimal,
    /// How it was computed.
    pub method: IntervalMethod,
}

/// What an interval is computed from.
#[derive(Debug, Clone, Copy)]
pub struct Measured<'a> {
    /// The metric's canonical name.
    pub name: &'a str,
    /// The value.
    pub value: &'a Decimal,
    /// What it counts.
    pub unit: Option<Unit>,
    /// Its standard error.
    pub stderr: Option<&'a Decimal>,
    /// Items that were scored.
    pub n: Option<i64>,
    /// How the value comes from its items, where its suite says so.
    pub kind: Option<MetricKind>,
}

/// Wilson's score interval: centre `(p + z²/2n) / (1 + z²/n)`, half-width
/// `z / (1 + z²/n) · √(p(1-p)/n + z²/4n²)` with `p = successes / n`. `None` without items, with more successes than
/// items, or with a level that is not between 0 and 1.
///
/// Source: Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927); checked
/// against statsmodels `proportion_confint(method="wilson")`.
#[must_use]
pub fn wilson(successes: u64, n: u64, level: f64) -> Option<(f64, f64)> {
    if n == 0 || successes > n || !is_level(level) {
        return None;
    }
    let z = quantile(level);
    let (k, n) = (count(successes), count(n));
    let p = k / n;
    let z2 = z * z;
    let scale = 1.0 + z2 / n;
    let centre = (p + z2 / (2.0 * n)) / scale;
    let half = z / scale * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt();
    // At the ends the bound is exact; rounding would leave it a hair beside.
    let low = if successes == 0 {
        0.0
    } else {
        (centre - half).max(0.0)
    };
    let high = if k >= n {
        1.0
    } else {
        (centre + half).min(1.0)
    };
    Some((low, high))
}

/// The interval of a metric: [`interval`] of its parts.
#[must_use]
pub fn interval_for(metric: &ParsedMetric) -> Option<Interval> {
    interval(Measured {
        name: &metric.name,
        value: metric.value.as_ref()?,
        unit: metric.unit,
        stderr: metric.stderr.as_ref(),
        n: metric.n,
        kind: None,
    })
}

/// The interval at [`LEVEL`] that a result allows.
///
/// - Wilson, when the value is a share of items that score 0 or 1: a share whose product with n is a whole number,
///   of a metric that its suite says is a rate, else that the catalogue knows as one, and whose standard error, if
///   any, does not contradict it. A metric of which neither says it needs a standard error that confirms it. Where the
///   suite says it, the share may be rounded: it is that of the nearest count, which must round to the value.
/// - else value ± z · standard error, cut to the unit's bounds;
/// - else none. A standard error of zero says that every item scored the same, not that the value is exact, so it
///   gives no interval either.
#[must_use]
pub fn interval(measured: Measured<'_>) -> Option<Interval> {
    let value = measured.value.to_f64();
    let whole = whole_share(measured.unit);
    let counted = whole.and_then(|whole| proportion(&measured, value, whole));
    if let Some((low, high)) = counted.and_then(|(successes, n)| wilson(successes, n, LEVEL)) {
        let whole = whole.unwrap_or(1.0);
        return of(low * whole, high * whole, IntervalMethod::Wilson);
    }
    let stderr = measured
        .stderr
        .map(Decimal::to_f64)
        .filter(|stderr| *stderr > 0.0)?;
    let (least, most) = bounds(measured.unit?);
    let outside = value < least - COUNT_TOLERANCE || value > most + COUNT_TOLERANCE;
    if outside {
        return None;
    }
    let half = quantile(LEVEL) * stderr;
    of(
        (value - half).max(least),
        (value + half).min(most),
        IntervalMethod::Normal,
    )
}

fn of(low: f64, high: f64, method: IntervalMethod) -> Option<Interval> {
    Some(Interval {
        low: Decimal::from_f64_rounded(low, BOUND_DIGITS)?,
        high: Decimal::from_f64_rounded(high, BOUND_DIGITS)?,
        level: Decimal::from_f64_rounded(LEVEL, BOUND_DIGITS)?,
        method,
    })
}

/// What all items are as a share in a unit; `None` where it counts no shares.
const fn whole_share(unit: Option<Unit>) -> Option<f64> {
    match unit {
        Some(Unit::Fraction) => Some(1.0),
        Some(Unit::Percent) => Some(100.0),
        _ => None,
    }
}

/// Half a unit of the last digit of a value, as far as it is written without an exponent.
fn half_a_digit(value: &Decimal) -> f64 {
    let written = value.to_string();
    let digits = written
        .split_once('.')
        .map_or(0, |(_, digits)| digits.len());
    let places = i32::try_from(digits).unwrap_or(i32::MAX);
    if written.contains('e') {
        0.0
    } else {
        0.5 * 10.0_f64.powi(-places)
    }
}

/// Successes and items, when the value is a share of items that score 0 or 1.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "successes lie between 0 and n, and n within a thousand million"
)]
fn proportion(measured: &Measured<'_>, value: f64, all: f64) -> Option<(u64, u64)> {
    let n = measured.n.filter(|n| (1..=N_MAX).contains(n))?;
    let (value, items) = (value / all, n as f64);
    let successes = (value * items).round();
    let said = measured.kind.map(|kind| kind == MetricKind::Rate);
    let rounded = match said {
        Some(true) => (half_a_digit(measured.value) / all).min(ROUNDED),
        Some(false) | None => 0.0,
    };
    let whole = (value - successes / items).abs() <= rounded.max(COUNT_TOLERANCE / items);
    if !whole || !(0.0..=items).contains(&successes) {
        return None;
    }
    let confirmed = measured
        .stderr
        .map(|stderr| is_binary(value, items, stderr.to_f64() / all));
    let is_proportion = match (said.or_else(|| is_rate(measured.name)), confirmed) {
        (Some(rate), confirmed) => rate && confirmed.unwrap_or(true),
        (None, confirmed) => confirmed.unwrap_or(false),
    };
    is_proportion.then_some((successes as u64, n as u64))
}

/// Whether a standard error is that of n items that score 0 or 1 with this mean: `√(p(1-p)/(n-1))`, or with n where
/// the tool divides by n.
fn is_binary(p: f64, n: f64, stderr: f64) -> bool {
    let variance = (p * (1.0 - p)).max(0.0);
    let near = |expected: f64| (stderr - expected).abs() <= STDERR_TOLERANCE * expected.max(1e-9);
    near((variance / n).sqrt()) || (n > 1.0 && near((variance / (n - 1.0)).sqrt()))
}

/// The least and the greatest value that a unit has.
const fn bounds(unit: Unit) -> (f64, f64) {
    match unit {
        Unit::Fraction => (0.0, 1.0),
        Unit::Percent => (0.0, 100.0),
        Unit::Seconds | Unit::Count => (0.0, f64::INFINITY),
        Unit::Currency | Unit::Score => (f64::NEG_INFINITY, f64::INFINITY),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    fn computed(
        name: &str,
        value: &str,
        unit: Option<Unit>,
        stderr: Option<&str>,
        n: Option<i64>,
    ) -> Option<(String, String, IntervalMethod)> {
        said(None, name, value, unit, stderr, n)
    }

    fn said(
        kind: Option<MetricKind>,
        name: &str,
        value: &str,
        unit: Option<Unit>,
        stderr: Option<&str>,
        n: Option<i64>,
    ) -> Option<(String, String, IntervalMethod)> {
        let (value, stderr) = (decimal(value), stderr.map(decimal));
        let found = interval(Measured {
            name,
            value: &value,
            unit,
            stderr: stderr.as_ref(),
            n,
            kind,
        })?;
        assert_eq!(found.level, decimal("0.95"));
        Some((found.low.to_string(), found.high.to_string(), found.method))
    }

    #[test]
    fn wilson_agrees_with_statsmodels() {
        for (successes, n, low, high) in [
            (0, 30, 0.0, 0.113_513_393_173_968_8),
            (7, 10, 0.396_778_147_461_145_37, 0.892_208_732_593_698_9),
            (95, 100, 0.888_249_530_768_080_8, 0.978_456_320_845_631_9),
        ] {
            let (found_low, found_high) = wilson(successes, n, LEVEL).unwrap();
            assert!(
                (found_low - low).abs() < 1e-9,
                "{successes}/{n}: {found_low}"
            );
            assert!(
                (found_high - high).abs() < 1e-9,
                "{successes}/{n}: {found_high}"
            );
        }
        assert_eq!(wilson(0, 30, LEVEL).unwrap().0, 0.0);
        assert_eq!(wilson(30, 30, LEVEL).unwrap().1, 1.0);
        assert!((quantile(LEVEL) - 1.959_963_984_540_054).abs() < 1e-12);
    }

    #[test]
    fn wilson_refuses_what_is_no_proportion() {
        assert_eq!(wilson(0, 0, LEVEL), None);
        assert_eq!(wilson(2, 1, LEVEL), None);
        assert_eq!(wilson(1, 2, 0.0), None);
        assert_eq!(wilson(1, 2, 1.0), None);
        assert_eq!(wilson(1, 2, f64::NAN), None);
    }

    #[test]
    fn a_rate_with_its_count_has_a_wilson_interval() {
        let found = computed("acc", "0.95", Some(Unit::Fraction), None, Some(100)).unwrap();
        let expected = (
            "0.8882495308".to_owned(),
            "0.9784563208".to_owned(),
            IntervalMethod::Wilson,
        );
        assert_eq!(found, expected);
        // All wrong, with the standard error of zero that a tool writes then.
        let found = computed("acc", "0.0", Some(Unit::Fraction), Some("0.0"), Some(30)).unwrap();
        assert_eq!((found.0.as_str(), found.1.as_str()), ("0", "0.1135133932"));
        // 78 of 80 as lm-eval writes it, with n - 1 in the standard error.
        let stderr = Some("0.0175654292232632");
        let found = computed("acc", "0.975", Some(Unit::Fraction), stderr, Some(80)).unwrap();
        assert_eq!(found.2, IntervalMethod::Wilson);
        // A name that nobody knows, confirmed by its standard error.
        let found = computed("own", "0.975", Some(Unit::Fraction), stderr, Some(80)).unwrap();
        assert_eq!(found.2, IntervalMethod::Wilson);
    }

    #[test]
    fn what_is_no_rate_of_items_has_a_normal_interval() {
        let normal = |name, value, stderr, n| {
            let found = computed(name, value, Some(Unit::Fraction), Some(stderr), n).unwrap();
            assert_eq!(found.2, IntervalMethod::Normal);
            (found.0, found.1)
        };
        let half = ("0.4020018008".to_owned(), "0.5979981992".to_owned());
        assert_eq!(normal("acc", "0.5", "0.05", None), half);
        // A whole number of successes, but clustered items: the standard error says so.
        assert_eq!(normal("acc", "0.5", "0.05", Some(40)), half);
        // F1 is no rate, whatever the product with n.
        assert_eq!(normal("f1", "0.5", "0.05", Some(40)), half);
        // Not a whole number.
        assert_eq!(normal("acc", "0.5", "0.05", Some(41)), half);
        // Cut to the bounds of the unit.
        assert_eq!(normal("f1", "0.99", "0.05", None).1, "1");
        let score = computed("bleu", "10", Some(Unit::Score), Some("10"), None).unwrap();
        assert_eq!(score.0, "-9.599639845");
        let percent = computed("own", "99", Some(Unit::Percent), Some("1"), None).unwrap();
        assert_eq!(
            (percent.0.as_str(), percent.1.as_str()),
            ("97.04003602", "100")
        );
    }

    #[test]
    fn a_rate_of_the_suite_needs_a_count_that_rounds_to_its_value() {
        let rate = |value, unit, n| {
            let found = said(Some(MetricKind::Rate), "own", value, Some(unit), None, n)?;
            assert_eq!(found.2, IntervalMethod::Wilson);
            Some((found.0, found.1))
        };
        // 11 of 12, by statsmodels: 0.64612008891, 0.98513490559.
        let eleven = Some(("0.6461200889".to_owned(), "0.9851349056".to_owned()));
        for value in ["0.9166666666666666", "0.9167", "0.917"] {
            assert_eq!(rate(value, Unit::Fraction, Some(12)), eleven, "{value}");
        }
        let percent = Some(("64.61200889".to_owned(), "98.51349056".to_owned()));
        assert_eq!(rate("91.67", Unit::Percent, Some(12)), percent);
        // No count of 12 rounds to these, and to one digit nearly every count does.
        for value in ["0.9163", "0.91", "0.9", "1.1", "-0.1", "9e-1"] {
            assert_eq!(rate(value, Unit::Fraction, Some(12)), None, "{value}");
        }
        assert_eq!(rate("0.5", Unit::Fraction, None), None);
        assert_eq!(rate("0.5", Unit::Score, Some(12)), None);
        // What the catalogue knows as a rate is none where the suite says so.
        let mean = said(
            Some(MetricKind::Mean),
            "acc",
            "0.5",
            Some(Unit::Fraction),
            None,
            Some(12),
        );
        assert_eq!(mean, None);
    }

    #[test]
    fn what_cannot_be_computed_has_no_interval() {
        let fraction = Some(Unit::Fraction);
        assert_eq!(computed("acc", "0.5", fraction, None, None), None);
        assert_eq!(computed("acc", "0.5", fraction, None, Some(0)), None);
        assert_eq!(computed("acc", "0.5", fraction, None, Some(-3)), None);
        assert_eq!(computed("own", "0.5", fraction, None, Some(40)), None);
        assert_eq!(
            computed("acc", "45.79", fraction, Some("0.5"), Some(100)),
            None
        );
        assert_eq!(computed("acc", "0.5", None, Some("0.05"), Some(40)), None);
        assert_eq!(
            computed("bleu", "0.0", Some(Unit::Score), Some("0.0"), Some(40)),
            None
        );
    }

    proptest! {
        #[test]
        fn a_wilson_interval_holds_its_share(n in 1_u64..100_000, part in 0.0_f64..=1.0) {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                clippy::cast_precision_loss,
                reason = "between 0 and n"
            )]
            let (successes, share) = {
                let successes = (part * n as f64) as u64;
                (successes, successes as f64 / n as f64)
            };
            let (low, high) = wilson(successes, n, LEVEL).unwrap();
            prop_assert!((0.0..=share).contains(&low), "{} {}", low, share);
            prop_assert!((share..=1.0).contains(&high), "{} {}", high, share);
        }
    }
}
