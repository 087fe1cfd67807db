//! Suites and what they measured. Invariants: a result file is kept once; an evaluation never changes; every attempt
//! stays visible; decimals stay as they were written; no gate reads what nobody classified.

mod artefact;
mod evaluation;
mod glob;
mod item;
mod match_rule;
mod metric;
mod notes;
mod refs;
mod reported;
mod suite;
mod trust;

pub mod import;
pub mod statistics;

pub mod rules;
pub mod store;

pub mod commands;

pub mod http;

pub use artefact::Artefact;
pub use evaluation::{Contamination, Details, Evaluation, HARDWARE, SourceType};
pub use item::{ITEM_HASH_BYTES_MAX, ITEM_TEXT_BYTES_MAX, Item};
pub use match_rule::MatchRule;
pub use metric::{Direction, METRICS_MAX, Metric, MetricState, StatedBy, Unit};
pub use notes::Note;
pub use refs::{ArtefactRef, SuiteRef};
pub use reported::{FileSummary, Reported};
pub use suite::{MetricKind, Suite, SuiteMetric, SuiteVersion, UNKNOWN_LABEL};
pub use trust::{Category, TrustClass};
