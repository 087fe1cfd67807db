//! Metrics: what an evaluation measured, number by number.

use serde::{Deserialize, Serialize};

use super::statistics::{Measured, interval};
use super::{MetricKind, import};
use crate::ground::kernel::Decimal;

/// Metrics of one evaluation at most: its event carries them all.
pub const METRICS_MAX: usize = 100;

/// Whether a metric has a value.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, sqlx::Type, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum MetricState {
    /// It has.
    Known,
    /// The tool wrote something that is no number.
    Unknown,
    /// The tool says that it has no meaning here.
    NotApplicable,
}

/// What a value counts.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, sqlx::Type, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Unit {
    /// A share from 0 to 1.
    Fraction,
    /// A share from 0 to 100.
    Percent,
    /// Seconds.
    Seconds,
    /// Things.
    Count,
    /// Money.
    Currency,
    /// A scale of its own.
    Score,
}

/// Which values are better.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, sqlx::Type, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Direction {
    /// Higher ones.
    Higher,
    /// Lower ones.
    Lower,
    /// Those near the target.
    Target,
    /// None: it only informs.
    None,
}

/// Who says what a number means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StatedBy {
    /// The file, the format in which it is written, or whoever recorded the number.
    Report,
    /// Its suite.
    Suite,
    /// Nothing but the catalogue of usual metrics.
    Catalogue,
}

/// One number with everything that is known about it. Decimals are exact, as the file has them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Metric {
    /// Canonical name.
    pub name: String,
    /// The key as the file has it.
    pub raw_name: String,
    /// Whether it has a value.
    pub state: MetricState,
    /// The value, when it has one.
    pub value: Option<Decimal>,
    /// What the file says, character by character.
    pub value_raw: String,
    /// What the value counts; `None`: unknown.
    pub unit: Option<Unit>,
    /// Who says the unit; `None`: nobody, or nobody noted it then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_by: Option<StatedBy>,
    /// Which values are better; `None`: unknown.
    pub direction: Option<Direction>,
    /// Who says the direction; `None`: nobody, or nobody noted it then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub direction_by: Option<StatedBy>,
    /// What is aimed at, with direction `target`.
    pub target: Option<Decimal>,
    /// Standard error.
    pub stderr: Option<Decimal>,
    /// How the tool computed it: `analytic`, `bootstrap`.
    pub stderr_method: Option<String>,
    /// Lower bound of the confidence interval; the four `ci_` fields are there together or not at all.
    pub ci_low: Option<Decimal>,
    /// Upper bound.
    pub ci_high: Option<Decimal>,
    /// Level: 0.95.
    pub ci_level: Option<Decimal>,
    /// Method: `wilson` ...
    pub ci_method: Option<String>,
    /// Items that were scored.
    pub n: Option<i64>,
    /// What the number is a slice by; with `slice_value` or not at all.
    pub slice_kind: Option<String>,
    /// Which slice.
    pub slice_value: Option<String>,
}

/// The method of an interval that the file states.
pub const STATED: &str = "stated";

impl Metric {
    /// Without its interval.
    #[must_use]
    pub fn without_interval(self) -> Self {
        Self {
            ci_low: None,
            ci_high: None,
            ci_level: None,
            ci_method: None,
            ..self
        }
    }

    /// With the interval that its numbers allow; without one when they allow none.
    #[must_use]
    pub fn with_interval(self) -> Self {
        self.with_interval_of(None)
    }

    /// With the interval that its numbers allow when somebody says how the value comes from its items.
    #[must_use]
    pub fn with_interval_of(self, kind: Option<MetricKind>) -> Self {
        let found = self.value.as_ref().and_then(|value| {
            interval(Measured {
                name: &self.name,
                value,
                unit: self.unit.map(import::Unit::from),
                stderr: self.stderr.as_ref(),
                n: self.n,
                kind,
            })
        });
        let Some(found) = found else { return self };
        Self {
            ci_low: Some(found.low),
            ci_high: Some(found.high),
            ci_level: Some(found.level),
            ci_method: Some(found.method.as_str().to_owned()),
            ..self
        }
    }
}

impl From<import::StatedBy> for StatedBy {
    fn from(by: import::StatedBy) -> Self {
        match by {
            import::StatedBy::File => Self::Report,
            import::StatedBy::Catalogue => Self::Catalogue,
        }
    }
}

impl From<import::Unit> for Unit {
    fn from(unit: import::Unit) -> Self {
        match unit {
            import::Unit::Fraction => Self::Fraction,
            import::Unit::Percent => Self::Percent,
            import::Unit::Seconds => Self::Seconds,
            import::Unit::Count => Self::Count,
            import::Unit::Currency => Self::Currency,
            import::Unit::Score => Self::Score,
        }
    }
}

impl From<Unit> for import::Unit {
    fn from(unit: Unit) -> Self {
        match unit {
            Unit::Fraction => Self::Fraction,
            Unit::Percent => Self::Percent,
            Unit::Seconds => Self::Seconds,
            Unit::Count => Self::Count,
            Unit::Currency => Self::Currency,
            Unit::Score => Self::Score,
        }
    }
}

impl From<import::MetricState> for MetricState {
    fn from(state: import::MetricState) -> Self {
        match state {
            import::MetricState::Known => Self::Known,
            import::MetricState::Unknown => Self::Unknown,
            import::MetricState::NotApplicable => Self::NotApplicable,
        }
    }
}
