//! From what exists to what ends.

pub mod evaluations;
