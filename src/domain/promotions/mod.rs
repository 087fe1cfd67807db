//! May this version go up?
pub mod requirement;
