//! Is one version worse than another, and is the test strong enough to say so?
//!
//! Invariants: the margin is declared before the numbers are read; a weak comparison never passes and says why it is
//! weak; where all must pass nothing is pooled and nothing corrected; what was kept computes again from its inputs.

mod beside;
mod comparison;
mod inputs;
mod result;

pub mod rules;
pub mod store;

pub mod commands;

pub mod http;

pub use beside::{
    Aspect, Beside, BesideInputs, BesideRow, BesideSide, BesideUnit, Change, Gap, Reading,
    Readings, Sizes,
};
pub use comparison::Comparison;
pub use inputs::{
    Alone, Correction, INPUTS_SCHEMA, Inputs, ItemSums, Margins, Measurement, PairInputs, Side,
    VersionName,
};
pub use result::{Compared, Counts, Headline, Method, Missing, Planning, Recovery, Row, Tier};
