//! Reads everything about a promotion or a route as of a position. No decisions.

mod as_of;
mod promotion;
mod raw;
mod related;
mod route;
mod story;

pub use as_of::settled;
pub use promotion::dossier;
pub use raw::{RAW_BYTES_MAX, RAW_FILES_MAX, Raw, raw_files};
pub use route::{ROUTE_LIMITS, RouteLimits, route_dossier};
pub use story::{EVENTS_MAX, story};
