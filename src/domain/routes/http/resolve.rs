//! The hot path over HTTP: which version now, from memory.

use std::sync::Arc;
use std::time::Duration;

use actix_web::http::header::AUTHORIZATION;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use serde::Deserialize;

use super::resolved::Resolved;
use crate::domain::routes::memory::{Identity, Memory, resolve};
use crate::ground::http::{Path, Query};
use crate::ground::identity::{KeySets, Secret, SecretKind, jwt, store};
use crate::ground::kernel::{App, Failure, Sha256, random_bytes};

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
#[get("/resolve/{environment}/{key}")]
pub async fn resolve_route(
    app: Data<App>,
    memory: Data<Arc<Memory>>,
    keys: Data<KeySets>,
    request: HttpRequest,
    Path((environment, key)): Path<(String, String)>,
    Query(query): Query<WhichUnit>,
) -> Result<HttpResponse, Failure> {
    if query.unit.as_ref().is_some_and(|unit| unit.len() > 1024) {
        return Err(Failure::malformed("unit", "at most 1024 bytes"));
    }
    let image = memory.image();
    let who = identify(&app, &memory, &keys, &request).await?;
    let label = format!("{environment}/{key}");
    let route = image.route(&label).filter(|route| who.may_ask(route));
    let route = route.ok_or(Failure::NotFound { kind: "route" })?;
    let age = memory.age();
    if route
        .max_stale_seconds
        .is_some_and(|seconds| age.as_secs() >= u64::try_from(seconds).unwrap_or(0))
    {
        return Err(Failure::Stalled);
    }
    let random = u32::from_ne_bytes(random_bytes());
    let answered = resolve(route, query.unit.as_deref(), random, age.as_millis());
    Ok(HttpResponse::Ok()
        .content_type("application/json")
        .body(answered.json))
}

/// Who asks: by token from memory, by JSON Web Token from memory once it was checked.
async fn identify(
    app: &App,
    memory: &Memory,
    keys: &KeySets,
    request: &HttpRequest,
) -> Result<Identity, Failure> {
    let unauthenticated = |code| Failure::Unauthenticated { code };
    let header = request
        .headers()
        .get(AUTHORIZATION)
        .and_then(|value| value.to_str().ok());
    let bearer = header
        .and_then(|value| value.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, token)| token.trim())
        .ok_or(unauthenticated("unauthenticated"))?;
    let now = app.clock.coarse();
    if let Some((SecretKind::Personal | SecretKind::Machine, secret)) = Secret::parse(bearer) {
        let image = memory.image();
        let who = image
            .token(&secret.sha256().0)
            .ok_or(unauthenticated("token_invalid"))?;
        if who.expires_at.0 <= now {
            return Err(unauthenticated("token_expired"));
        }
        return Ok(who.clone());
    }
    let digest = Sha256::of(bearer.as_bytes());
    if let Some(who) = memory.known_jwt(&digest) {
        return Ok(who);
    }
    let claims = jwt::verify(app, keys, bearer).await?;
    let context = crate::ground::http::RequestContext::of(request);
    let mut conn = app.read().await?;
    store::by_subject(
        &mut conn,
        &claims.iss,
        &claims.sub,
        claims.ends_at(),
        now,
        context,
    )
    .await?;
    let who = Identity {
        expires_at: claims.ends_at().into(),
        application_id: None,
        environment: None,
    };
    let left = (claims.ends_at() - now).to_std().unwrap_or(Duration::ZERO);
    memory.remember_jwt(digest, who.clone(), left);
    Ok(who)
}
