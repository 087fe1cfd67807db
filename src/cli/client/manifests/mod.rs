//! `tenure apply` and `tenure export`.

mod apply;
mod export;
mod files;
mod yaml;

pub use apply::{Apply, apply};
pub use export::{Export, export};
