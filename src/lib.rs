//! Tenure: the lifecycle and model registry for language models in production.
//!
//! Modules in order of dependence; each may use those above it, never those below.
#![forbid(unsafe_code)]

/// Knows no domain: time, ids, errors, HTTP, who is asking, the log.
pub mod ground;

/// From what exists to what ends: people, models, evidence, routes, promotions.
pub mod domain;
