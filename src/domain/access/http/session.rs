//! Sign-in by a one-time link, and the session that it begins.

use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::header::USER_AGENT;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, delete, get, post};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;

use super::members::GrantView;
use crate::domain::access::memory::Refusals;
use crate::domain::access::{commands, rules, store};
use crate::ground::http::{Json, Query, page};
use crate::ground::identity::{
    Authorized, Caller, Gate, Permission, PrincipalKind, SESSION_COOKIE, may,
};
use crate::ground::kernel::{App, Failure, PrincipalId, Reason};

/// Who is signed in.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct SessionPrincipal {
    /// Its id.
    pub id: PrincipalId,
    /// Person, machine or the service itself.
    pub kind: PrincipalKind,
    /// Its name.
    pub name: Option<String>,
    /// Its address.
    pub email: Option<String>,
}

/// A permission that the caller holds nowhere.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct LackingPermission {
    /// Its name.
    #[schema(example = "model.register")]
    pub permission: String,
    /// Which role holds it, and who gives one.
    pub reason: Reason,
}

/// Who is asking, and what it may do.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Session)]
pub struct SessionView {
    /// Who.
    pub principal: SessionPrincipal,
    /// Its roles in force.
    pub grants: Vec<GrantView>,
    /// The permissions that some role of it holds.
    pub permissions: Vec<String>,
    /// The others, each with why: what makes something new has no thing yet whose actions say it.
    pub lacking: Vec<LackingPermission>,
    /// Whether this instance is a throw-away demo.
    pub demo: bool,
}

async fn view(conn: &mut PgConnection, app: &App, id: PrincipalId) -> Result<SessionView, Failure> {
    let member = store::member(conn, id).await?;
    let roles: Vec<_> = member.grants.0.iter().map(|grant| grant.role).collect();
    let (held, others): (Vec<Permission>, Vec<Permission>) =
        may::ALL.iter().copied().partition(|permission| {
            permission.roles.is_empty() || permission.roles.iter().any(|role| roles.contains(role))
        });
    let lacking = others.into_iter().map(|permission| LackingPermission {
        permission: permission.name.to_owned(),
        reason: permission.lacking(),
    });
    Ok(SessionView {
        permissions: held
            .into_iter()
            .map(|permission| permission.name.to_owned())
            .collect(),
        lacking: lacking.collect(),
        principal: SessionPrincipal {
            id: member.id,
            kind: member.kind,
            name: member.name,
            email: member.email,
        },
        grants: member.grants.0.into_iter().map(GrantView::from).collect(),
        demo: app.config.demo,
    })
}

/// A one-time link.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// The secret of the link.
    token: String,
    /// For an invitation: the name to be known by.
    name: Option<String>,
}

/// Nothing: who is not signed in yet is held to the same strictness as everybody.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoParameters {}

/// Sign in with a one-time link
///
/// Begins a session and sets its cookie. A link works once. Who shows wrong ones too often is told to come back later.
#[utoipa::path(
    tag = "session",
    security(()),
    request_body = SignIn,
    responses(
        (status = 200, description = "Signed in.", body = SessionView),
    )
)]
#[post("/session/link")]
pub async fn sign_in(
    app: Data<App>,
    gate: Data<Gate>,
    refusals: Data<Refusals>,
    request: HttpRequest,
    _query: Query<NoParameters>,
    Json(body): Json<SignIn>,
) -> Result<HttpResponse, Failure> {
    let agent = request.headers().get(USER_AGENT);
    let agent = agent
        .and_then(|value| value.to_str().ok())
        .map(rules::agent);
    let entered = match commands::enter(&app, &body.token, body.name.as_deref(), agent).await {
        Err(failure @ Failure::Unauthenticated { .. }) => {
            let now = app.clock.coarse();
            if refusals.count_link(now.into())
                && let Err(error) = commands::link_refused(&app, &body.token).await
            {
                tracing::warn!(%error, "a refused link was not written down");
            }
            return Err(gate.wrong.judge(&request, now, failure));
        }
        entered => entered?,
    };
    let mut conn = app.read().await?;
    let session = view(&mut conn, &app, entered.principal).await?;
    let cookie = Cookie::build(SESSION_COOKIE, entered.session.reveal().to_owned())
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(app.config.public_url.starts_with("https:"))
        .max_age(Duration::days(rules::SESSION_DAYS))
        .finish();
    Ok(HttpResponse::Ok().cookie(cookie).json(&session))
}

/// Get the session
///
/// Who is asking, with roles and permissions; works for tokens as well.
#[utoipa::path(
    tag = "session",
    security(("token" = ["read"]), ("session" = ["read"])),
    responses(
        (status = 200, description = "Who is asking.", body = SessionView),
    )
)]
#[get("/session")]
pub async fn get_session(
    app: Data<App>,
    caller: Authorized<may::Read>,
) -> Result<HttpResponse, Failure> {
    let caller: &Caller = &caller;
    let mut conn = app.read().await?;
    Ok(page(&view(&mut conn, &app, caller.principal).await?))
}

/// Sign out
///
/// Ends the session of the cookie.
#[utoipa::path(
    tag = "session",
    security(("session" = ["read"])),
    responses(
        (status = 204, description = "Signed out."),
    )
)]
#[delete("/session")]
pub async fn sign_out(
    app: Data<App>,
    caller: Authorized<may::Read>,
) -> Result<HttpResponse, Failure> {
    if let Some(session) = caller.session {
        commands::leave(&app, &caller, session).await?;
    }
    let mut gone = Cookie::build(SESSION_COOKIE, "")
        .path("/")
        .http_only(true)
        .finish();
    gone.make_removal();
    Ok(HttpResponse::NoContent().cookie(gone).finish())
}
