//! One promotion, or one route over an interval, as one story: for a page of the console, and packed into a file with
//! everything that it stands on.
//!
//! Invariants: a pack is a function of a log position and of what its reader may have, so the same position gives the
//! same bytes; nothing here decides or writes; whatever is left out is named.

mod archive;
mod contents;
mod dossier;
mod entry;
mod manifest;
mod page;

pub mod store;

pub mod http;

pub use dossier::{Dossier, Given, Replayed, RouteDossier, Said, StoryEvent};
pub use entry::{Content, Entry};
