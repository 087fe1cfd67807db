//! The extractor that proves who is asking and that the operation's permission is held somewhere.
//! Commands ask again for the team and environment that they find under their locks.

use std::marker::PhantomData;
use std::ops::Deref;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::header::{AUTHORIZATION, HOST, ORIGIN};
use actix_web::web::Data;
use actix_web::{FromRequest, HttpMessage as _, HttpRequest};
use chrono::{DateTime, Utc};

use super::{Caller, Gate, Permit, Secret, SecretKind, jwt, store, subject};
use crate::ground::http::RequestContext;
use crate::ground::kernel::{App, Failure};

/// The console's cookie.
pub const SESSION_COOKIE: &str = "tenure_session";

/// A caller that holds `P` for at least one team.
#[derive(Debug)]
pub struct Authorized<P>(Caller, PhantomData<P>);

impl<P> Deref for Authorized<P> {
    type Target = Caller;
    fn deref(&self) -> &Caller {
        &self.0
    }
}

impl<P: Permit> FromRequest for Authorized<P> {
    type Error = Failure;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Failure>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        let context = RequestContext::of(&request);
        context.guard();
        Box::pin(async move {
            context.check(&request)?;
            let app = request
                .app_data::<Data<App>>()
                .ok_or_else(|| Failure::inconsistent("the app is not configured"))?;
            let gate = Gate::of(&request)?;
            let now = app.clock.coarse();
            let caller = identify(app, gate, &request, now).await;
            let caller = caller.map_err(|failure| gate.wrong.judge(&request, now, failure))?;
            // For who writes down that this caller was refused.
            request.extensions_mut().insert(caller.clone());
            if caller.may_somewhere(P::PERMISSION) {
                context.permit();
                Ok(Self(caller, PhantomData))
            } else {
                Err(caller.forbidden(P::PERMISSION))
            }
        })
    }
}

async fn identify(
    app: &App,
    gate: &Gate,
    request: &HttpRequest,
    now: DateTime<Utc>,
) -> Result<Caller, Failure> {
    let context = RequestContext::of(request);
    if let Some(bearer) = bearer(request)? {
        return match Secret::parse(bearer) {
            Some((SecretKind::Personal | SecretKind::Machine, secret)) => {
                let mut asking = app.ask().await?;
                let secret = secret.sha256();
                let caller = store::by_token(asking.conn(), secret, now, context).await?;
                asking.done();
                gate.uses.note(secret, now);
                Ok(caller)
            }
            Some((SecretKind::Link | SecretKind::Session, _)) => Err(Failure::Unauthenticated {
                code: "token_invalid",
            }),
            None => {
                let claims = jwt::verify(app, &gate.keys, bearer).await?;
                subject::by_claims(app, gate, &claims, now, context).await
            }
        };
    }
    let unauthenticated = Failure::Unauthenticated {
        code: "unauthenticated",
    };
    let Some(cookie) = request.cookie(SESSION_COOKIE) else {
        return Err(unauthenticated);
    };
    let Some((SecretKind::Session, secret)) = Secret::parse(cookie.value()) else {
        return Err(unauthenticated);
    };
    if !request.method().is_safe() && !same_origin(request) {
        return Err(Failure::Forbidden {
            permission: "same_origin",
            message: "A session acts only from the console's own pages.".into(),
        });
    }
    let mut asking = app.ask().await?;
    let secret = secret.sha256();
    let caller = store::by_session(asking.conn(), secret, now, context).await?;
    asking.done();
    gate.uses.note(secret, now);
    Ok(caller)
}

fn bearer(request: &HttpRequest) -> Result<Option<&str>, Failure> {
    let Some(value) = request.headers().get(AUTHORIZATION) else {
        return Ok(None);
    };
    let text = value.to_str().map_err(|_| Failure::Unauthenticated {
        code: "token_invalid",
    })?;
    match text.split_once(' ') {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => Ok(Some(token.trim())),
        Some(_) | None => Err(Failure::Unauthenticated {
            code: "token_invalid",
        }),
    }
}

/// A cookie comes along with any request that a browser makes; only our own pages may use it to change something.
fn same_origin(request: &HttpRequest) -> bool {
    let header = |name: &str| {
        request
            .headers()
            .get(name)
            .and_then(|value| value.to_str().ok())
    };
    match header("sec-fetch-site") {
        Some(site) => site == "same-origin",
        None => match (header(ORIGIN.as_str()), header(HOST.as_str())) {
            (Some(origin), Some(host)) => origin
                .split_once("://")
                .is_some_and(|(_, authority)| authority == host),
            _ => false,
        },
    }
}
