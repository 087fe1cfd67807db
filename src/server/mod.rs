//! The process: which operations exist, how it starts and stops.

mod listen;
mod openapi;
mod operations;

pub use listen::{Listening, listen};
pub use openapi::document;
pub use operations::configure;
