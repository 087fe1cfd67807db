//! The HTTP kit. Invariant: every answer that is not a success is `application/problem+json` with a listed code.

mod actions;
pub mod codes;
mod context;
mod dry_run;
mod extract;
mod if_match;
mod middleware;
mod objects;
mod operations;
mod problem;
mod reasons;
mod traffic;
mod words;

pub use actions::{Action, Actions, action};
pub use context::{IdempotencyKey, KEY_BYTES_MAX, RequestContext};
pub use dry_run::DryRun;
pub use extract::{BODY_BYTES_MAX, Bytes, Json, Path, Query, read_part};
pub use if_match::{IfMatch, MaybeIfMatch};
pub use middleware::{REQUEST_ID_HEADER, Told, as_request, id_of, request_id, request_scope};
pub use operations::Operations;
pub use problem::{PROBLEMS_PATH, Problem, answer, json_response, page, preview_answer};
pub use reasons::REASONS;
pub use traffic::{Connected, Traffic};
