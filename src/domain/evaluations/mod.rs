//! Suites and what they measured.

pub mod import;
pub mod statistics;
