//! What a run can show, before it is run.

use statrs::distribution::{ContinuousCDF, Normal};

/// What a plan holds itself to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Plan {
    /// One-sided chance of a false pass: 0.025 is what a two-sided 95 % interval tests at.
    pub alpha: f64,
    /// Chance of showing what is so.
    pub power: f64,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            alpha: 0.025,
            power: 0.9,
        }
    }
}

/// `z(1 - α) + z(power)`: 3.24 unless told. `None` when either is not between 0 and 1.
#[must_use]
pub fn quantiles(plan: Plan) -> Option<f64> {
    let within = |share: f64| share > 0.0 && share < 1.0;
    let normal = Normal::standard();
    (within(plan.alpha) && within(plan.power))
        .then(|| normal.inverse_cdf(1.0 - plan.alpha) + normal.inverse_cdf(plan.power))
}

/// The smallest difference that items can show: `(z_α + z_β) √(V / n)`, where V is the variance of one difference. For
/// items that are right or wrong V is the share of pairs that differ.
///
/// Source: Miller, "Adding error bars to evals" (2024), section 5.
#[must_use]
pub fn detectable(variance: f64, n: f64, plan: Plan) -> Option<f64> {
    let usable = n > 0.0 && variance >= 0.0 && variance.is_finite();
    let z = quantiles(plan).filter(|_| usable)?;
    Some(z * (variance / n).sqrt())
}

/// Pairs of items that show a difference of `delta` to be better than `-margin`:
/// `(z_α + z_β)² (V - delta²) / (margin + delta)²`, rounded up; V as in [`detectable`]. `None` when the difference is no
/// better than the margin, or when it would be more than 2^53.
#[must_use]
pub fn items_needed(variance: f64, margin: f64, delta: f64, plan: Plan) -> Option<u64> {
    let room = margin + delta;
    let spread = variance - delta * delta;
    let usable = room > 0.0 && spread >= 0.0 && spread.is_finite();
    let z = quantiles(plan).filter(|_| usable)?;
    whole(z * z * spread / (room * room))
}

/// Items that each of two separate samples needs to show that a rate is not worse by `margin`:
/// `(z_α + z_β)² · 2p(1 - p) / margin²`, rounded up.
#[must_use]
pub fn per_arm_needed(rate: f64, margin: f64, plan: Plan) -> Option<u64> {
    let usable = (0.0..=1.0).contains(&rate) && margin > 0.0;
    let z = quantiles(plan).filter(|_| usable)?;
    whole(z * z * 2.0 * rate * (1.0 - rate) / (margin * margin))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "not negative and below 2^53"
)]
fn whole(n: f64) -> Option<u64> {
    let up = n.ceil().max(1.0);
    (up < 9_007_199_254_740_992.0).then_some(up as u64)
}
