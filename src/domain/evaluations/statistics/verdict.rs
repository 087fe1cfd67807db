//! What an interval says against a margin.

use serde::{Deserialize, Serialize};

/// Whether a candidate is good enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ComparisonVerdict {
    /// Better: the whole interval lies above zero.
    Superior,
    /// Not worse than the margin allows: the whole interval lies above it.
    NonInferior,
    /// Worse than the margin allows: the whole interval lies below it.
    Inferior,
    /// The interval holds the margin: more items would tell.
    Inconclusive,
    /// What was measured cannot say it.
    Insufficient,
}

impl ComparisonVerdict {
    /// As in JSON and policies.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Superior => "superior",
            Self::NonInferior => "non_inferior",
            Self::Inferior => "inferior",
            Self::Inconclusive => "inconclusive",
            Self::Insufficient => "insufficient",
        }
    }

    /// Whether it lets a candidate pass.
    #[must_use]
    pub const fn passes(self) -> bool {
        matches!(self, Self::Superior | Self::NonInferior)
    }
}

/// The verdict of an interval of the difference, positive is better, against the margin δ that was declared before:
/// superior above 0, non-inferior above -δ, inferior below -δ, else inconclusive. "No significant difference" is never
/// read as "equal".
///
/// Source: FDA, "Non-inferiority clinical trials to establish effectiveness" (2016); a two-sided 95 % interval tests at
/// one-sided 2.5 %.
#[must_use]
pub fn three_way(low: f64, high: f64, margin: f64) -> ComparisonVerdict {
    if low > 0.0 {
        ComparisonVerdict::Superior
    } else if low > -margin {
        ComparisonVerdict::NonInferior
    } else if high < -margin {
        ComparisonVerdict::Inferior
    } else {
        ComparisonVerdict::Inconclusive
    }
}
