//! Two versions of which only the results are known. Cautious when the items were the same: what they share is not
//! taken off.

use super::{is_level, quantile, two_sided};

/// A result with its standard error.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The value.
    pub value: f64,
    /// Its standard error.
    pub stderr: f64,
}

/// A difference of two results.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Unpaired {
    /// Candidate minus base.
    pub delta: f64,
    /// Its standard error: `√(se² + se²)`.
    pub stderr: f64,
    /// Lower bound.
    pub low: f64,
    /// Upper bound.
    pub high: f64,
    /// Two-sided p of no difference.
    pub p: f64,
}

/// The difference `± z √(se_base² + se_candidate²)`. `None` when neither varies, or with a level that is not between
/// 0 and 1.
///
/// Source: the two-sample z-test; checked against scipy `norm`.
#[must_use]
pub fn unpaired(base: Estimate, candidate: Estimate, level: f64) -> Option<Unpaired> {
    let stderr = base.stderr.hypot(candidate.stderr);
    let usable = stderr > 0.0 && stderr.is_finite() && is_level(level);
    let delta = candidate.value - base.value;
    let half = quantile(level) * stderr;
    usable.then(|| Unpaired {
        delta,
        stderr,
        low: delta - half,
        high: delta + half,
        p: two_sided(delta / stderr),
    })
}

/// The hybrid score interval of a difference of independent proportions, from the Wilson interval of each:
/// `δ - √((p₂ - l₂)² + (u₁ - p₁)²)` to `δ + √((u₂ - p₂)² + (p₁ - l₁)²)` with `δ = p₂ - p₁`. Each argument is the share
/// with its lower and upper bound.
///
/// Source: Newcombe, "Interval estimation for the difference between independent proportions", method 10, Statistics in
/// Medicine 17 (1998).
#[must_use]
pub fn newcombe(base: (f64, f64, f64), candidate: (f64, f64, f64)) -> (f64, f64) {
    let delta = candidate.0 - base.0;
    let below = (candidate.0 - candidate.1).hypot(base.2 - base.0);
    let above = (candidate.2 - candidate.0).hypot(base.0 - base.1);
    (delta - below, delta + above)
}
