//! SQL of things that have a name.

mod lock;
mod uses;
mod write;

pub use lock::{Brief, brief, lock};
pub use uses::{USES_MAX, taken, uses};
pub use write::{Written, update_hidden, update_name};
