//! Moves between stages that are not promotions. Invariant: a move that would strand where a version serves is
//! refused with the routes, whoever asks; revoking alone overrides, because it writes the snapshots.

pub mod rules;
pub mod store;

pub mod commands;

pub mod http;
