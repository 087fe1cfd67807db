//! What the process tells of itself: one line and one count for each request, and its metrics.

mod families;
mod log;
mod metrics;
mod operations;
mod process;
mod request;

pub use log::{LogFormat, start_log};
pub(super) use metrics::{Metrics, get_metrics};
pub(super) use request::observe;
