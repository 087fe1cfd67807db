//! Sessions of the console over HTTP: which there are, and how one is ended.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpResponse, get, post};
use serde::Serialize;

use super::teams::ListPage;
use crate::domain::access::store::{self, SessionRow};
use crate::domain::access::{ActorRef, Agent, SignInMeans, commands};
use crate::ground::audit::Answer;
use crate::ground::http::{Path, Query, page};
use crate::ground::identity::{Authorized, Caller, Permit, may};
use crate::ground::kernel::{App, Failure, Instant, Page, SessionId};

/// A session of the console.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = ConsoleSession)]
pub struct ConsoleSessionView {
    /// Its id.
    pub id: SessionId,
    /// Whose.
    pub principal: ActorRef,
    /// What it began with.
    pub means: SignInMeans,
    /// The family of the browser; null when the browser did not say.
    pub agent: Option<Agent>,
    /// Whether the request came with it.
    pub current: bool,
    /// When it was last used; up to a minute old.
    pub last_used_at: Instant,
    /// Until when it lasts.
    pub expires_at: Instant,
    /// When it began.
    pub created_at: Instant,
}

impl ConsoleSessionView {
    fn of(row: SessionRow, caller: &Caller) -> Self {
        let SessionRow {
            id,
            principal_id,
            principal_kind,
            principal_name,
            means,
            agent,
            last_used_at,
            expires_at,
            created_at,
        } = row;
        Self {
            id,
            principal: ActorRef::new(principal_id, principal_kind, principal_name),
            means,
            agent,
            current: caller.session == Some(id),
            last_used_at,
            expires_at,
            created_at,
        }
    }
}

/// A page of sessions.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ConsoleSessionPage {
    /// The sessions, oldest first.
    pub items: Vec<ConsoleSessionView>,
    /// Give this as `page_token` to get the next page.
    pub next_page_token: Option<String>,
}

/// List sessions
///
/// Those that are good: everybody's for those who manage members, otherwise the caller's own.
#[utoipa::path(
    tag = "people",
    params(ListPage),
    security(("token" = ["session.own"])),
    responses(
        (status = 200, description = "A page of sessions.", body = ConsoleSessionPage),
    )
)]
#[get("/sessions")]
pub async fn list_sessions(
    app: Data<App>,
    caller: Authorized<may::ManageOwnSessions>,
    Query(query): Query<ListPage>,
) -> Result<HttpResponse, Failure> {
    let request = Page::read(query.limit, query.page_token.as_deref(), "id", &())?;
    let all = caller.may(may::ManageMembers::PERMISSION, None, None);
    let of = (!all).then_some(caller.principal);
    let mut conn = app.read().await?;
    let now = app.now(&mut conn).await?;
    let sessions = store::sessions(&mut conn, of, now, &request).await?;
    let sessions = sessions.map(|row| ConsoleSessionView::of(row, &caller));
    Ok(page(&ConsoleSessionPage {
        items: sessions.items,
        next_page_token: sessions.next_page_token,
    }))
}

/// Revoke a session
///
/// It ends at once. One's own, or anybody's for those who manage members.
#[utoipa::path(
    tag = "people",
    params(("session" = SessionId, Path, description = "The session's id.")),
    security(("token" = ["session.own"])),
    responses(
        (status = 200, description = "The session that ended.", body = ConsoleSessionView),
    )
)]
#[post("/sessions/{session}/revoke")]
pub async fn revoke_session(
    app: Data<App>,
    caller: Authorized<may::ManageOwnSessions>,
    Path(id): Path<SessionId>,
) -> Result<HttpResponse, Failure> {
    let decided = commands::revoke_session(&app, &caller, id).await?;
    decided
        .answer(StatusCode::OK, async |conn, id| {
            let row = store::session(conn, id).await?;
            Ok(Answer::new(ConsoleSessionView::of(row, &caller)))
        })
        .await
}
