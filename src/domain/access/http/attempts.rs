//! Around every command: what was refused is written down. Dry runs are questions and leave nothing.

use actix_web::HttpMessage as _;
use actix_web::HttpRequest;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::web::Data;
use uuid::Uuid;

use crate::domain::access::commands::{Tried, record_attempt};
use crate::domain::access::memory::Refusals;
use crate::domain::access::rules;
use crate::ground::identity::Caller;
use crate::ground::kernel::{App, Failure};

/// Answers as the service inside does. A refusal is written down before its answer leaves.
///
/// # Errors
/// Those of the service inside.
pub async fn note_refusals(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let response = next.call(request).await?;
    let request = response.request();
    if request.method().is_safe() || request.query_string().contains("dry_run=true") {
        return Ok(response);
    }

    let failure = response
        .response()
        .error()
        .and_then(|error| error.as_error::<Failure>());
    if let Some(codes) = failure.and_then(rules::refused)
        && let Err(error) = note(request, codes).await
    {
        tracing::warn!(%error, "a refusal was not written down");
    }
    Ok(response)
}

async fn note(request: &HttpRequest, codes: Vec<String>) -> Result<(), Failure> {
    let caller = request.extensions().get::<Caller>().cloned();
    let (Some(caller), Some(app), Some(refusals), Some(pattern)) = (
        caller,
        request.app_data::<Data<App>>(),
        request.app_data::<Data<Refusals>>(),
        request.match_pattern(),
    ) else {
        return Ok(());
    };
    if !refusals.count(caller.principal, app.clock.coarse().into()) {
        return Ok(());
    }
    let (command, subject_kind) = rules::attempted(&pattern);
    let first = request.match_info().iter().next();
    let tried = Tried {
        command,
        subject_kind,
        subject_id: first
            .and_then(|(_, id)| id.parse().ok())
            .unwrap_or(Uuid::nil()),
        codes,
    };
    record_attempt(app, &caller, tried).await
}
