//! Sums over items, exactly.

use super::super::{MetricState, ParsedMetric, StatedBy, StderrMethod, Unit};
use crate::ground::kernel::Decimal;

/// Digits of a mean and of its standard error: what a double holds.
const DIGITS: usize = 15;

/// The mean of numbers and its standard error: sample standard deviation over the root of n.
#[derive(Debug, Clone, Copy, Default)]
pub struct Mean {
    n: u32,
    mean: f64,
    squares: f64,
}

impl Mean {
    /// One number more (Welford 1962).
    pub fn add(&mut self, value: f64) {
        self.n += 1;
        let from = value - self.mean;
        self.mean += from / f64::from(self.n);
        self.squares += from * (value - self.mean);
    }

    /// How many numbers there are.
    pub const fn n(&self) -> u32 {
        self.n
    }

    /// As a metric; without a value when there is no number.
    pub fn metric(&self, name: &str) -> ParsedMetric {
        let value = (self.n > 0)
            .then(|| Decimal::from_f64_rounded(self.mean, DIGITS))
            .flatten();
        let stderr = (self.n > 1)
            .then(|| {
                let n = f64::from(self.n);
                Decimal::from_f64_rounded((self.squares / (n - 1.0) / n).sqrt(), DIGITS)
            })
            .flatten();
        ParsedMetric {
            name: name.to_owned(),
            raw_name: name.to_owned(),
            state: if value.is_some() {
                MetricState::Known
            } else {
                MetricState::Unknown
            },
            value_raw: value.as_ref().map(Decimal::to_string).unwrap_or_default(),
            value,
            stderr_method: stderr.as_ref().map(|_| StderrMethod::Analytic),
            stderr,
            n: Some(i64::from(self.n)),
            ..ParsedMetric::default()
        }
    }
}

/// Milliseconds as seconds, exactly: `value_raw` keeps what was written.
pub fn as_milliseconds(metric: ParsedMetric) -> ParsedMetric {
    let thousandth = |value: Option<&Decimal>| value?.shifted(-3);
    let value = thousandth(metric.value.as_ref());
    ParsedMetric {
        state: match (metric.state, &value) {
            (MetricState::Known, None) => MetricState::Unknown,
            (state, _) => state,
        },
        value,
        stderr: thousandth(metric.stderr.as_ref()),
        unit: Some(Unit::Seconds),
        unit_by: StatedBy::File,
        ..metric
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mean_has_its_standard_error() {
        let mut mean = Mean::default();
        for value in [1.0, 0.0, 1.0, 1.0] {
            mean.add(value);
        }
        let metric = mean.metric("pass_rate");
        assert_eq!(metric.value, Some("0.75".parse().unwrap()));
        assert_eq!(metric.stderr, Some("0.25".parse().unwrap()));
        assert_eq!(metric.n, Some(4));
        let none = Mean::default().metric("pass_rate");
        assert_eq!((none.state, none.value), (MetricState::Unknown, None));
        let mut one = Mean::default();
        one.add(0.1);
        assert_eq!(one.metric("x").stderr, None);
    }

    #[test]
    fn milliseconds_become_seconds_without_rounding() {
        let metric = ParsedMetric {
            state: MetricState::Known,
            value: Some("267.00263440000001".parse().unwrap()),
            ..ParsedMetric::default()
        };
        assert_eq!(
            as_milliseconds(metric).value,
            Some("0.26700263440000001".parse().unwrap())
        );
    }
}
