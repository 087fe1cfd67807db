//! Read models across modules. Invariant: nothing here writes, and no rule lives here.

mod changes;
mod joined;
mod label;
mod sentence;

pub mod rules;
pub mod store;

pub mod http;

pub use changes::{FieldChange, changes};
pub use joined::joined;
pub use label::Labels;
pub use sentence::{Sentence, sentence};
