//! API tokens over HTTP.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpResponse, get, post};
use serde::{Deserialize, Serialize};

use super::teams::ListPage;
use crate::domain::access::commands::{self, CreateToken};
use crate::domain::access::store::{self, TokenRow};
use crate::domain::access::{ActorRef, TeamRef, TokenKind};
use crate::ground::audit::{Answer, Planned, planned};
use crate::ground::http::{DryRun, Json, Path, Query, page};
use crate::ground::identity::{Authorized, Permit, Role, may};
use crate::ground::kernel::{
    App, ApplicationId, Failure, Instant, Page, Revision, TeamId, TokenId,
};

/// A token, without its secret.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Token)]
pub struct TokenView {
    /// Its id.
    pub id: TokenId,
    /// For whom it acts.
    pub kind: TokenKind,
    /// What it is for.
    pub name: String,
    /// As whom it acts.
    pub principal: ActorRef,
    /// The machine's role.
    pub role: Option<Role>,
    /// On which team; null: everywhere.
    pub team: Option<TeamRef>,
    /// In which environment; null: everywhere.
    pub environment: Option<String>,
    /// It resolves the routes of this application only.
    pub application_id: Option<ApplicationId>,
    /// Whether it may approve.
    pub may_approve: bool,
    /// The first characters of the secret.
    pub prefix: String,
    /// Until when it is good.
    pub expires_at: Instant,
    /// When it was last used.
    pub last_used_at: Option<Instant>,
    /// Since when it is revoked.
    pub revoked_at: Option<Instant>,
    /// How often it changed.
    pub revision: Revision,
    /// When it was made.
    pub created_at: Instant,
}

impl From<TokenRow> for TokenView {
    fn from(row: TokenRow) -> Self {
        Self {
            id: row.id,
            kind: row.kind,
            name: row.name,
            principal: ActorRef::new(row.principal_id, row.principal_kind, row.principal_name),
            role: row.role,
            team: row.team.map(|team| team.0),
            environment: row.environment,
            application_id: row.application_id,
            may_approve: row.may_approve,
            prefix: row.prefix,
            expires_at: row.expires_at,
            last_used_at: row.last_used_at,
            revoked_at: row.revoked_at,
            revision: row.revision,
            created_at: row.created_at,
        }
    }
}

/// A page of tokens.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct TokenPage {
    /// The tokens, oldest first.
    pub items: Vec<TokenView>,
    /// Give this as `page_token` to get the next page.
    pub next_page_token: Option<String>,
}

/// List tokens
///
/// All of them for those who manage tokens; otherwise those that the caller answers for.
#[utoipa::path(
    tag = "people",
    params(ListPage),
    security(("token" = ["token.own"])),
    responses(
        (status = 200, description = "A page of tokens.", body = TokenPage),
    )
)]
#[get("/tokens")]
pub async fn list_tokens(
    app: Data<App>,
    caller: Authorized<may::ManageOwnTokens>,
    Query(query): Query<ListPage>,
) -> Result<HttpResponse, Failure> {
    let request = Page::read(query.limit, query.page_token.as_deref(), "id", &())?;
    let all = caller.may(may::ManageTokens::PERMISSION, None, None);
    let mut conn = app.read().await?;
    let of = (!all).then_some(caller.responsible);
    let tokens = store::tokens(&mut conn, of, &request)
        .await?
        .map(TokenView::from);
    Ok(page(&TokenPage {
        items: tokens.items,
        next_page_token: tokens.next_page_token,
    }))
}

/// A new token.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewToken {
    /// What it is for.
    #[schema(example = "ci-eval")]
    name: String,
    /// `personal` acts as the caller, `machine` as a machine of its own.
    kind: TokenKind,
    /// The machine's role; none for a token of an application.
    role: Option<Role>,
    /// On which team; without it everywhere.
    team_id: Option<TeamId>,
    /// In which environment; without it everywhere.
    environment: Option<String>,
    /// It resolves the routes of this application in the named environment, and does nothing else. It has no role.
    application_id: Option<ApplicationId>,
    /// Whether a personal token may approve.
    #[serde(default)]
    may_approve: bool,
    /// 1 to 365.
    #[schema(minimum = 1, maximum = 365)]
    expires_in_days: u16,
}

/// A token with its secret.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct TokenWithSecret {
    /// The token.
    pub token: TokenView,
    /// Shown once: send it as `Authorization: Bearer`.
    pub secret: String,
}

/// Make a token
///
/// The secret is in the answer, once. A personal token is made in a session; a machine's token needs
/// the permission to manage tokens.
#[utoipa::path(
    tag = "people",
    security(("token" = ["token.own"])),
    request_body = NewToken,
    responses(
        (status = 201, description = "The token with its secret.", body = TokenWithSecret),
    )
)]
#[post("/tokens")]
pub async fn create_token(
    app: Data<App>,
    caller: Authorized<may::ManageOwnTokens>,
    Json(body): Json<NewToken>,
) -> Result<HttpResponse, Failure> {
    let command = CreateToken {
        kind: body.kind,
        name: body.name,
        role: body.role,
        team: body.team_id,
        environment: body.environment,
        application: body.application_id,
        may_approve: body.may_approve,
        days: body.expires_in_days,
    };
    let decided = commands::create_token(&app, &caller, command).await?;
    decided
        .answer(StatusCode::CREATED, async |conn, created| {
            let token = store::token(conn, created.id).await?.into();
            let secret = created.secret.reveal().to_owned();
            Ok(Answer::new(TokenWithSecret { token, secret }).secret())
        })
        .await
}

/// Revoke a token
///
/// It stops working at once.
#[utoipa::path(
    tag = "people",
    params(("token" = TokenId, Path, description = "The token's id."), DryRun),
    security(("token" = ["token.own"])),
    responses(
        (status = 200, description = "The token; with `dry_run` what would change.", content(
            (TokenView = "application/json"),
            (Planned = "application/vnd.tenure.preview+json"),
        )),
    )
)]
#[post("/tokens/{token}/revoke")]
pub async fn revoke_token(
    app: Data<App>,
    caller: Authorized<may::ManageOwnTokens>,
    Path(id): Path<TokenId>,
    Query(query): Query<DryRun>,
) -> Result<HttpResponse, Failure> {
    let decided = commands::revoke_token(&app, &caller, id).await;
    if query.dry_run {
        return planned(decided).await;
    }
    decided?
        .answer(StatusCode::OK, async |conn, id| {
            let token = TokenView::from(store::token(conn, id).await?);
            let revision = token.revision;
            Ok(Answer::new(token).revision(revision))
        })
        .await
}
