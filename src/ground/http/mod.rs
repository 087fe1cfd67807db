//! The HTTP kit. Invariant: every answer that is not a success is `application/problem+json` with a listed code.

pub mod codes;
mod context;
mod extract;
mod if_match;
mod middleware;
mod problem;
mod traffic;
mod words;

pub use context::{IdempotencyKey, RequestContext};
pub use extract::{BODY_BYTES_MAX, Bytes, Json, Path, Query};
pub use if_match::{IfMatch, MaybeIfMatch};
pub use middleware::{REQUEST_ID_HEADER, Told, as_request, id_of, request_id, request_scope};
pub use problem::{Problem, answer, json_response, page};
pub use traffic::{Connected, Traffic};
