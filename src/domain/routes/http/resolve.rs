//! The hot path over HTTP: which version now, from memory.
//!
//! It stands outside the scope of all other operations: no span, no compression, no line in the log but for what fails
//! and for one of many, so that an answer costs little more than reading the request and writing it.

use std::time::Instant as Monotonic;

use actix_web::dev::Payload;
use actix_web::http::ConnectionType;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue};
use actix_web::web::Data;
use actix_web::{FromRequest as _, HttpRequest, HttpResponse, ResponseError as _, get};
use serde::Deserialize;

use super::identify::Hot;
use super::resolved::Resolved;
use crate::domain::routes::memory::resolve;
use crate::ground::http::{Path, Query, REQUEST_ID_HEADER, Told, as_request, id_of};
use crate::ground::kernel::{Failure, random_bytes};

/// Of so many requests of a worker one is logged, besides all that fail.
const LOGGED: u64 = 1024;
/// Bytes of a unit at most.
const UNIT_BYTES_MAX: usize = 1024;

/// Who calls.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct WhichUnit {
    /// Who calls: the same unit keeps its version. At most 1 024 bytes; without it a random slot is taken.
    unit: Option<String>,
}

/// Resolve a route
///
/// Which version an application must call right now. Answered from memory, also while the database is away.
#[utoipa::path(
    tag = "resolve",
    params(
        ("environment" = String, Path, description = "The environment's slug.", example = "production"),
        ("key" = String, Path, description = "The route's key.", example = "support-bot"),
        WhichUnit,
    ),
    security(("token" = ["resolve"])),
    responses(
        (status = 200, description = "What to call.", body = Resolved),
    )
)]
#[get("/api/v1/resolve/{environment}/{key}")]
pub async fn resolve_route(hot: Data<Hot>, request: HttpRequest) -> HttpResponse {
    let began = Monotonic::now();
    let id = id_of(request.headers());
    let answered = answer(&hot, &request, began).await;
    let (mut response, logged) = match answered {
        Ok((json, count)) => {
            let response = HttpResponse::Ok()
                .insert_header((CONTENT_TYPE, HeaderValue::from_static("application/json")))
                .insert_header((CACHE_CONTROL, HeaderValue::from_static("no-store")))
                .body(json);
            (response, count % LOGGED == 0)
        }
        Err(failure) => {
            let response = as_request(id.clone(), || failure.error_response());
            let outcome = if response.status().is_server_error() {
                "5xx"
            } else {
                "4xx"
            };
            hot.worker.count(None, outcome, began.elapsed());
            (response, true)
        }
    };
    if hot.traffic.last_answer() {
        response
            .head_mut()
            .set_connection_type(ConnectionType::Close);
    }
    if logged {
        let route = request.match_pattern();
        let told = Told {
            id: &id,
            method: request.method(),
            route: route.as_deref(),
            status: response.status().as_u16(),
            took: began.elapsed(),
            principal: None,
        };
        told.log();
    }
    if let Ok(id) = HeaderValue::try_from(id) {
        response.headers_mut().insert(REQUEST_ID_HEADER, id);
    }
    response
}

/// The body of the answer, and how many this worker has given.
async fn answer(
    hot: &Hot,
    request: &HttpRequest,
    began: Monotonic,
) -> Result<(String, u64), Failure> {
    let none = &mut Payload::None;
    let Path((environment, key)) =
        Path::<(String, String)>::from_request(request, none).into_inner()?;
    let Query(WhichUnit { unit }) = Query::from_request(request, none).into_inner()?;
    if unit
        .as_ref()
        .is_some_and(|unit| unit.len() > UNIT_BYTES_MAX)
    {
        return Err(Failure::malformed(
            "unit",
            format!("at most {UNIT_BYTES_MAX} bytes"),
        ));
    }
    let who = hot.identify(request).await?;
    let image = hot.memory.image();
    let route = image
        .route(&format!("{environment}/{key}"))
        .filter(|route| who.may_ask(route))
        .ok_or(Failure::NotFound { kind: "route" })?;
    let age = hot.memory.age();
    if route
        .max_stale_seconds
        .is_some_and(|seconds| age.as_secs() >= u64::try_from(seconds).unwrap_or(0))
    {
        return Err(Failure::Stalled);
    }
    // Only who names no unit needs a random slot.
    let random = match &unit {
        Some(unit) if !unit.is_empty() => 0,
        Some(_) | None => u32::from_ne_bytes(random_bytes()),
    };
    let answered = resolve(route, unit.as_deref(), random, age.as_millis());
    let environment = Some(&route.environment);
    let count = hot
        .worker
        .count(environment, answered.reason, began.elapsed());
    Ok((answered.json, count))
}
