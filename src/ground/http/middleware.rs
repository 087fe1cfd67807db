//! Around every request: an id, one log line, security headers.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{CACHE_CONTROL, HeaderName, HeaderValue};
use actix_web::middleware::Next;

use crate::ground::kernel::random_bytes;

/// Characters of a request id that a caller may choose.
const ID_CHARS_MAX: usize = 64;

/// What is below it is of this moment and of this caller: nobody keeps it, unless the answer says otherwise.
const API: &str = "/api/";

tokio::task_local! {
    static REQUEST_ID: String;
}

/// The id of the request that this task works on; empty outside one.
#[must_use]
pub fn request_id() -> String {
    REQUEST_ID.try_with(Clone::clone).unwrap_or_default()
}

const HEADERS: &[(&str, &str)] = &[
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("x-frame-options", "DENY"),
];

/// Gives the request its id (the caller's, when it is short and plain), logs it once, adds security headers.
///
/// # Errors
/// Those of the service inside.
pub async fn request_scope(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let id = request
        .headers()
        .get("x-request-id")
        .and_then(|value| value.to_str().ok())
        .filter(|id| {
            !id.is_empty()
                && id.len() <= ID_CHARS_MAX
                && id
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
        })
        .map_or_else(new_id, str::to_owned);
    let method = request.method().clone();
    let path = request.path().to_owned();
    let of_api = path.starts_with(API);
    let started = std::time::Instant::now();
    let mut response = REQUEST_ID.scope(id.clone(), next.call(request)).await?;
    let status = response.status().as_u16();
    let micros = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX);
    tracing::info!(request = %id, %method, path, status, micros, "request");
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
        headers.insert(HeaderName::from_static("x-request-id"), value);
    }
    Ok(response)
}

fn new_id() -> String {
    random_bytes::<12>()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
