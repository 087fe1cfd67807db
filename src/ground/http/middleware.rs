//! Around every request but the hot path's: an id, security headers, the end of the connection when the process ends.

use std::cell::Cell;
use std::time::Duration;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{CACHE_CONTROL, HeaderMap, HeaderName, HeaderValue};
use actix_web::http::{ConnectionType, Method};
use actix_web::middleware::Next;
use actix_web::web::Data;

use super::traffic::Traffic;
use crate::ground::kernel::random_bytes;

/// The header that carries a request's id, both ways.
pub const REQUEST_ID_HEADER: HeaderName = HeaderName::from_static("x-request-id");
/// Characters of a request id that a caller may choose: a UUID, but no secret of ours and no JSON Web Token.
const ID_CHARS_MAX: usize = 40;

/// What is below it is of this moment and of this caller: nobody keeps it, unless the answer says otherwise.
const API: &str = "/api/";

tokio::task_local! {
    static REQUEST_ID: String;
}

thread_local! {
    /// What the ids of this worker begin with.
    static WORKER: String = random_bytes::<6>().iter().map(|byte| format!("{byte:02x}")).collect();
    static COUNT: Cell<u64> = const { Cell::new(0) };
}

/// The id of the request that this task works on; empty outside one.
#[must_use]
pub fn request_id() -> String {
    REQUEST_ID.try_with(Clone::clone).unwrap_or_default()
}

/// Does something as part of a request.
pub fn as_request<T>(id: String, work: impl FnOnce() -> T) -> T {
    REQUEST_ID.sync_scope(id, work)
}

/// The caller's id of a request, when it is short and plain; otherwise a new one.
#[must_use]
pub fn id_of(headers: &HeaderMap) -> String {
    headers
        .get(REQUEST_ID_HEADER)
        .and_then(|value| value.to_str().ok())
        .filter(|id| {
            !id.is_empty()
                && id.len() <= ID_CHARS_MAX
                && id
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
        })
        .map_or_else(new_id, str::to_owned)
}

fn new_id() -> String {
    let count = COUNT.replace(COUNT.get() + 1);
    WORKER.with(|worker| format!("{worker}-{count:08x}"))
}

const HEADERS: &[(&str, &str)] = &[
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("x-frame-options", "DENY"),
];

/// Gives the request its id, adds security headers, ends the connection when the process is about to end.
///
/// # Errors
/// Those of the service inside.
pub async fn request_scope(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let id = id_of(request.headers());
    let traffic = request.app_data::<Data<Traffic>>().cloned();
    let of_api = request.path().starts_with(API);
    let mut response = REQUEST_ID.scope(id.clone(), next.call(request)).await?;
    // Asked when the answer is ready: who waited for it while draining began is told too.
    if traffic.is_some_and(|traffic| traffic.last_answer()) {
        let head = response.response_mut().head_mut();
        head.set_connection_type(ConnectionType::Close);
    }
    let headers = response.headers_mut();
    if of_api && !headers.contains_key(CACHE_CONTROL) {
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    for (name, value) in HEADERS {
        headers.insert(
            HeaderName::from_static(name),
            HeaderValue::from_static(value),
        );
    }
    if let Ok(value) = HeaderValue::from_str(&id) {
        headers.insert(REQUEST_ID_HEADER, value);
    }
    Ok(response)
}

/// One request, as its line in the log tells it: whose it was by id, never by name; what it asked by the operation's
/// template, never by what stood in the path.
#[derive(Debug)]
pub struct Told<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its method.
    pub method: &'a Method,
    /// The template of its path; `None`: no operation's.
    pub route: Option<&'a str>,
    /// The answer's status.
    pub status: u16,
    /// How long it took.
    pub took: Duration,
    /// Who asked, when that was found out.
    pub principal: Option<String>,
}

impl Told<'_> {
    /// Writes the line.
    pub fn log(self) {
        let Self {
            id, method, route, ..
        } = self;
        let (status, principal) = (self.status, self.principal.as_deref());
        // Microseconds are enough.
        let ms = (self.took.as_secs_f64() * 1e6).round() / 1e3;
        if status >= 500 {
            tracing::error!(request = id, %method, route, status, ms, principal, "request");
        } else {
            tracing::info!(request = id, %method, route, status, ms, principal, "request");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_callers_id_is_kept_when_it_is_short_and_plain_and_no_two_new_ones_are_the_same() {
        let id = |text: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(REQUEST_ID_HEADER, HeaderValue::from_static(text));
            id_of(&headers)
        };
        assert_eq!(id("Job-7_a.b"), "Job-7_a.b");
        let long = "x".repeat(ID_CHARS_MAX);
        assert_eq!(id(long.clone().leak()), long);
        for wrong in ["", "a b", "a\"b", format!("{long}x").leak()] {
            assert_ne!(id(wrong), wrong);
        }
        assert_ne!(new_id(), new_id());
    }
}
