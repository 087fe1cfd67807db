//! Two versions on the same items, each right or wrong.

use statrs::distribution::{Binomial, Discrete, DiscreteCDF};

use super::{count, is_level, quantile};

/// Halvings of the interval in which a bound is sought: more than a double has bits.
const HALVINGS: u32 = 80;

/// How often which version was right on the same item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paired {
    /// Pairs of items.
    pub n: u64,
    /// Only the base was right: what the candidate lost (`b`).
    pub base_only: u64,
    /// Only the candidate was right: what it gained (`c`).
    pub candidate_only: u64,
}

impl Paired {
    /// Counts that are possible; `None` without pairs, or with more differences than pairs.
    #[must_use]
    pub fn new(n: u64, base_only: u64, candidate_only: u64) -> Option<Self> {
        let possible = base_only
            .checked_add(candidate_only)
            .is_some_and(|sum| n > 0 && sum <= n);
        possible.then_some(Self {
            n,
            base_only,
            candidate_only,
        })
    }

    /// The difference of the shares that are right: `(c - b) / n`.
    #[must_use]
    pub fn delta(self) -> f64 {
        (count(self.candidate_only) - count(self.base_only)) / count(self.n)
    }

    /// The share of pairs that differ: `(b + c) / n`.
    #[must_use]
    pub fn discordance(self) -> f64 {
        count(self.base_only + self.candidate_only) / count(self.n)
    }

    /// The score statistic of the hypothesis that the difference is `delta`:
    /// `z = (c - b - nδ) / √(n(2p̃ + δ(1 - δ)))`, where p̃, the share of pairs that only the base has right, is its
    /// greatest likelihood under the hypothesis: the larger root of `2n p² + B p + C = 0` with
    /// `B = (2n + b - c)δ - (b + c)` and `C = -bδ(1 - δ)`.
    ///
    /// Source: Tango, "Equivalence test and confidence interval for the difference in proportions for the paired-sample
    /// design", Statistics in Medicine 17 (1998). With `delta` = -margin it tests non-inferiority.
    #[must_use]
    pub fn score(self, delta: f64) -> f64 {
        let (n, b, c) = (
            count(self.n),
            count(self.base_only),
            count(self.candidate_only),
        );
        let linear = (2.0 * n + b - c) * delta - (b + c);
        let constant = -b * delta * (1.0 - delta);
        let root = (linear * linear - 8.0 * n * constant).max(0.0).sqrt();
        // The same root, written so that nothing cancels.
        let share = if linear > 0.0 {
            -2.0 * constant / (linear + root)
        } else {
            (root - linear) / (4.0 * n)
        };
        let difference = c - b - n * delta;
        let variance = (n * (2.0 * share + delta * (1.0 - delta))).max(0.0);
        if difference == 0.0 {
            0.0
        } else {
            difference / variance.sqrt()
        }
    }

    /// Tango's score interval: the differences that [`Self::score`] does not refuse. Without differing pairs it is
    /// `± z² / (n + z²)`: never of no width. `None` with a level that is not between 0 and 1.
    #[must_use]
    pub fn tango(self, level: f64) -> Option<(f64, f64)> {
        if !is_level(level) {
            return None;
        }
        let z = quantile(level);
        let low = if self.base_only == self.n {
            -1.0
        } else {
            self.crossing(-1.0, self.delta(), z)
        };
        let high = if self.candidate_only == self.n {
            1.0
        } else {
            self.crossing(self.delta(), 1.0, -z)
        };
        Some((low, high))
    }

    /// Where the score, which falls with the difference, crosses a height.
    fn crossing(self, mut low: f64, mut high: f64, height: f64) -> f64 {
        for _ in 0..HALVINGS {
            let middle = f64::midpoint(low, high);
            if self.score(middle) > height {
                low = middle;
            } else {
                high = middle;
            }
        }
        f64::midpoint(low, high)
    }

    /// The interval of Bonett and Price: `p₂ - p₁ ± z √((p₁ + p₂ - (p₂ - p₁)²) / (n + 2))` with
    /// `p₁ = (b + 1) / (n + 2)` and `p₂ = (c + 1) / (n + 2)`, cut to -1 and 1. `None` with a level that is not between
    /// 0 and 1.
    ///
    /// Source: Bonett and Price, "Adjusted Wald confidence interval for a difference of binomial proportions based on
    /// paired data", Journal of Educational and Behavioral Statistics 37 (2012).
    #[must_use]
    pub fn bonett_price(self, level: f64) -> Option<(f64, f64)> {
        if !is_level(level) {
            return None;
        }
        let n = count(self.n) + 2.0;
        let lost = (count(self.base_only) + 1.0) / n;
        let gained = (count(self.candidate_only) + 1.0) / n;
        let delta = gained - lost;
        let half = quantile(level) * ((lost + gained - delta * delta) / n).sqrt();
        Some(((delta - half).max(-1.0), (delta + half).min(1.0)))
    }
}

/// McNemar's exact test of `b` against `c`: twice the share of a fair coin's `b + c` throws that are at most the
/// smaller, at most 1. Without differing pairs 1.
///
/// Source: McNemar, Psychometrika 12 (1947); checked against statsmodels `mcnemar(exact=True)`.
#[must_use]
pub fn mcnemar_exact(b: u64, c: u64) -> f64 {
    tail(b, c).map_or(1.0, |(cdf, _)| (2.0 * cdf).min(1.0))
}

/// McNemar's mid-p test: the exact one less the chance of exactly the smaller count. Less cautious than the exact one,
/// and keeps its level in practice.
///
/// Source: Fagerland, Lydersen and Laake, BMC Medical Research Methodology 13:91 (2013).
#[must_use]
pub fn mcnemar_mid_p(b: u64, c: u64) -> f64 {
    if b == c {
        return 1.0;
    }
    tail(b, c).map_or(1.0, |(cdf, pmf)| (2.0 * cdf - pmf).clamp(0.0, 1.0))
}

/// The chance of at most, and of exactly, the smaller count.
fn tail(b: u64, c: u64) -> Option<(f64, f64)> {
    let throws = b.checked_add(c).filter(|sum| *sum > 0)?;
    let coin = Binomial::new(0.5, throws).ok()?;
    let least = b.min(c);
    Some((coin.cdf(least), coin.pmf(least)))
}
