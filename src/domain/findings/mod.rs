//! Findings: what the service noticed and somebody owns. Invariant: one open finding for one cause.

mod finding;
pub mod store;

pub use finding::{Finding, FindingState};
