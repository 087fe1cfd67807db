//! SQL of documents: what is there, as the documents that an export writes of it.

mod guarded;
mod left_alone;
mod lock;
mod names;
mod owned;
mod read;

pub use left_alone::left_alone;
pub use lock::{lock, one_at_a_time};
pub use names::renamed;
pub use read::{Pick, THINGS_MAX, things};
