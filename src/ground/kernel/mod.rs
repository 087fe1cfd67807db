//! Vocabulary without a domain. Invariant: the only place that asks a machine for time or randomness.

mod decimal;

pub use decimal::{Decimal, DecimalError};
