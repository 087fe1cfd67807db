//! Tenure: the lifecycle and model registry for language models in production.
//!
//! Modules in order of dependence; each may use those above it, never those below (`tests/tidy.rs`).
#![forbid(unsafe_code)]

/// Knows no domain: time, ids, errors, HTTP, who is asking, the log.
pub mod ground;

/// From what exists to what ends: people, models, evidence, routes, promotions.
pub mod domain;

/// The process: routes, OpenAPI, embedded Postgres, doctor.
pub mod server;

/// The command line. Client commands speak HTTP like any other client.
pub mod cli;
