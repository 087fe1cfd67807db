//! Statistics of results and of their differences. Pure.
//!
//! Invariants: an interval that cannot be computed honestly is absent, no number is invented for it; nothing depends on
//! the order of items; candidate minus base, turned so that positive is better.
//!
//! Every formula names its source and is checked against scipy and statsmodels to 1e-9.

mod binary;
mod means;
mod multiplicity;
mod planning;
mod single;
mod unpaired;
mod verdict;

use statrs::distribution::{ContinuousCDF, Normal};

pub use binary::{Paired, mcnemar_exact, mcnemar_mid_p};
pub use means::{Differences, Means};
pub use multiplicity::{benjamini_hochberg, holm};
pub use planning::{Plan, detectable, items_needed, per_arm_needed, quantiles};
pub use single::{
    BOUND_DIGITS, Interval, IntervalMethod, LEVEL, Measured, interval, interval_for, wilson,
};
pub use unpaired::{Estimate, Unpaired, newcombe, unpaired};
pub use verdict::{ComparisonVerdict, three_way};

/// The standard normal quantile that leaves `1 - level` outside on both sides together: 1.959963984540054 for 0.95.
fn quantile(level: f64) -> f64 {
    Normal::standard().inverse_cdf(0.5 + level / 2.0)
}

/// The share of a standard normal beyond `z` on both sides.
fn two_sided(z: f64) -> f64 {
    (2.0 * Normal::standard().sf(z.abs())).min(1.0)
}

/// Whether a level lies between 0 and 1.
fn is_level(level: f64) -> bool {
    level > 0.0 && level < 1.0
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts above 2^53 lose a part in 10^16 of themselves"
)]
const fn count(value: u64) -> f64 {
    value as f64
}

#[cfg(test)]
mod tests;
