//! What every test stands on.

pub mod client;
pub mod database;
pub mod operations;
pub mod program;
pub mod tenure;

pub use client::{Answered, Client};
pub use tenure::Tenure;
