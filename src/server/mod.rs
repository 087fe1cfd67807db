//! The process: which operations exist, how it starts and stops.

pub mod doctor;
pub mod embedded_postgres;
mod install;
mod listen;
mod openapi;
mod operations;

pub use install::install;
pub use listen::{Listening, listen};
pub use openapi::document;
pub use operations::configure;
