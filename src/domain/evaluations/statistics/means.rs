//! Two versions on the same items, each item with a score of its own.

use statrs::distribution::{ContinuousCDF, StudentsT};

use super::{count, is_level};

/// What a comparison of means needs to know about the differences `d = score of the candidate - score of the base`.
///
/// A group is what was drawn together: a document, a conversation. Without groups every pair is its own.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Differences {
    /// Pairs of items.
    pub n: u64,
    /// Groups of pairs.
    pub groups: u64,
    /// Mean of the differences.
    pub mean: f64,
    /// `Σ S²` over the groups, where S sums `d - mean` over a group. With every pair its own group the sum of squares.
    pub squares: f64,
}

/// A difference of means with what is known about its uncertainty.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Means {
    /// Standard error of the mean difference.
    pub stderr: f64,
    /// Degrees of freedom: groups - 1.
    pub freedom: f64,
    /// Lower bound.
    pub low: f64,
    /// Upper bound.
    pub high: f64,
    /// Two-sided p of no difference.
    pub p: f64,
}

impl Differences {
    /// Of pairs, each with the group that it belongs to; for every order of the pairs the same.
    #[must_use]
    pub fn of(pairs: &[(f64, u64)]) -> Option<Self> {
        let mut sorted = pairs.to_vec();
        sorted.sort_by(|a, b| a.1.cmp(&b.1).then(a.0.total_cmp(&b.0)));
        let n = u64::try_from(sorted.len()).ok().filter(|n| *n > 0)?;
        let mut every: Vec<f64> = sorted.iter().map(|pair| pair.0).collect();
        every.sort_by(f64::total_cmp);
        let mean = every.iter().sum::<f64>() / count(n);
        let mut squares: Vec<f64> = sorted
            .chunk_by(|a, b| a.1 == b.1)
            .map(|group| {
                let sum: f64 = group.iter().map(|pair| pair.0 - mean).sum();
                sum * sum
            })
            .collect();
        squares.sort_by(f64::total_cmp);
        Some(Self {
            n,
            groups: u64::try_from(squares.len()).ok()?,
            mean,
            squares: squares.iter().sum(),
        })
    }

    /// The standard error `√(G / (G - 1) · Σ S²) / n`, robust against groups (CR1), and Student's t on G - 1 degrees.
    /// With every pair its own group this is the paired t-test. `None` with fewer than two groups, without any
    /// variation (equal differences do not say that the next one is equal too), or with a level that is not between 0
    /// and 1.
    ///
    /// Source: Cameron and Miller, "A practitioner's guide to cluster-robust inference", Journal of Human Resources 50
    /// (2015); checked against scipy `ttest_rel` and statsmodels OLS `cov_type="cluster"`.
    #[must_use]
    pub fn test(self, level: f64) -> Option<Means> {
        let enough = self.groups >= 2 && self.squares > 0.0 && self.squares.is_finite();
        if !enough || !is_level(level) {
            return None;
        }
        let groups = count(self.groups);
        let stderr = (groups / (groups - 1.0) * self.squares).sqrt() / count(self.n);
        let freedom = groups - 1.0;
        let student = StudentsT::new(0.0, 1.0, freedom).ok()?;
        let half = student.inverse_cdf(0.5 + level / 2.0) * stderr;
        let t = self.mean / stderr;
        Some(Means {
            stderr,
            freedom,
            low: self.mean - half,
            high: self.mean + half,
            p: (2.0 * student.sf(t.abs())).min(1.0),
        })
    }

    /// Variance of one difference, as plans need it: that of the mean times the pairs. `None` where [`Self::test`] is.
    #[must_use]
    pub fn variance(self) -> Option<f64> {
        let stderr = self.test(super::LEVEL)?.stderr;
        Some(stderr * stderr * count(self.n))
    }
}
