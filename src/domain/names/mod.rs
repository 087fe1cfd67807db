//! Names are labels: they change, end when their owner is hidden, and may be given again. Invariants: a name is given
//! once in its team among what is not hidden; every name that ever was leads to what had it; what is hidden is used by
//! nothing.

mod filter;
mod kind;
mod renamed;
mod used;

pub mod rules;
pub mod store;

pub use filter::HiddenFilter;
pub use kind::NamedKind;
pub use renamed::{FormerName, Renamed};
pub use used::{Used, UsedAs};
