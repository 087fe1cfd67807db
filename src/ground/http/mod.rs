//! The HTTP kit. Invariant: every answer that is not a success is `application/problem+json` with a listed code.

mod actions;
pub mod codes;
mod context;
mod dry_run;
mod extract;
mod if_match;
mod middleware;
mod problem;

pub use actions::{Action, Actions, action};
pub use context::{IdempotencyKey, RequestContext};
pub use dry_run::DryRun;
pub use extract::{BODY_BYTES_MAX, Bytes, Json, Path, Query};
pub use if_match::{IfMatch, MaybeIfMatch};
pub use middleware::request_scope;
pub use problem::{Problem, answer, json_response, page};
