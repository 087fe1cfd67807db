//! Around every request but the hot path's: one line in the log, one count.

use std::time::Instant;

use actix_web::HttpMessage as _;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::web::Data;

use super::metrics::Metrics;
use crate::ground::http::{Told, request_id};
use crate::ground::identity::Caller;

/// Answers as the service inside does, and tells it.
///
/// # Errors
/// Those of the service inside.
pub(in crate::server) async fn observe(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let began = Instant::now();
    let response = next.call(request).await?;
    let took = began.elapsed();
    let request = response.request();
    let route = request.match_pattern();
    let status = response.status().as_u16();
    if let Some(metrics) = request.app_data::<Data<Metrics>>() {
        metrics.count(request.method().as_str(), route.as_deref(), status, took);
    }
    let caller = request.extensions().get::<Caller>().cloned();
    let told = Told {
        id: &request_id(),
        method: request.method(),
        route: route.as_deref(),
        status,
        took,
        principal: caller.map(|caller| caller.principal.0.to_string()),
    };
    told.log();
    Ok(response)
}
