//! Findings: what the service noticed and somebody owns. Invariants: one open finding for one cause; what the service
//! watches is closed by its cause, not by hand.

mod finding;
pub mod rules;
pub mod store;

pub mod commands;

pub mod http;

pub use finding::{Finding, FindingState, said};
