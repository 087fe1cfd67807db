//! What knows no domain.

pub mod kernel;
