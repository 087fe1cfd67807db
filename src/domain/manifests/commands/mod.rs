//! Applies documents: the commands that everybody uses, in one transaction. A dry run is the same, undone.

mod apply;
mod change;
mod export;
mod make;

pub use apply::{Apply, Outcome, apply};
pub use export::export;
