//! Which version answers: applications, environments, routes and their snapshots.
//!
//! Invariants: a snapshot is complete and append-only; its slots sum to 10 000 or nothing serves; it names only
//! versions that the environment allows and never a killed one; the hot path reads memory and nothing else.

mod application;
mod bucket;
mod environment;
mod guard;
mod route;
mod slots;
mod snapshot;

pub mod rules;
pub mod store;

pub mod commands;

pub mod http;
pub mod memory;

pub use application::{Application, Criticality, DataClass, RiskTier};
pub use bucket::{SLOTS, pin_digest, slot};
pub use environment::Environment;
pub use guard::{Guard, NewUse};
pub use route::{Route, key_problem};
pub use slots::{Table, targets_without};
pub use snapshot::{Pin, Run, Snapshot};
