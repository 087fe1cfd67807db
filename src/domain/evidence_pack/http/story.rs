//! A promotion's story over HTTP.

use actix_web::web::Data;
use actix_web::{HttpResponse, get};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::evidence_pack::{StoryEvent, store};
use crate::ground::audit::{LogHead, resolve_known};
use crate::ground::http::{Path, Query, page};
use crate::ground::identity::{Authorized, may};
use crate::ground::kernel::{App, Failure, Page, PromotionId};

/// Which part of it.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct TellStory {
    /// The log as it was: a position such as `@42`, or an instant. Without it: now.
    known: Option<String>,
    /// Items of a page: 1 to 200, 50 unless told.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<i64>,
    /// `next_page_token` of the page before.
    page_token: Option<String>,
}

/// A page of a story.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Story {
    /// The end of the log that this page was read at.
    pub known: LogHead,
    /// The events, oldest first.
    pub items: Vec<StoryEvent>,
    /// Give this as `page_token`, with `known`, to get the next page.
    pub next_page_token: Option<String>,
}

/// Get a promotion's story
///
/// From request to effect, oldest first: its own events, those of its approvals, comments and waivers, and the move of
/// the version, with what people said.
#[utoipa::path(
    tag = "promotions",
    params(("promotion" = PromotionId, Path, description = "The promotion's id."), TellStory),
    security(("token" = ["read"])),
    responses((status = 200, description = "A page of its story.", body = Story))
)]
#[get("/promotions/{promotion}/story")]
pub async fn get_story(
    app: Data<App>,
    _caller: Authorized<may::Read>,
    Path(promotion): Path<PromotionId>,
    Query(query): Query<TellStory>,
) -> Result<HttpResponse, Failure> {
    let known = resolve_known(&app, query.known.as_deref()).await?;
    let token = query.page_token.as_deref();
    let request = Page::read(query.limit, token, "position", &promotion)?;
    let beyond = request
        .after_key
        .as_deref()
        .and_then(|key| key.parse::<i64>().ok());
    let mut conn = app.read().await?;
    let at = known.position;
    let rows = store::story(&mut conn, promotion, beyond, at, request.rows()).await?;
    let paged = request.page(rows, |told| {
        (told.event.position.0.to_string(), Uuid::nil())
    });
    Ok(page(&Story {
        known,
        items: paged.items,
        next_page_token: paged.next_page_token,
    }))
}
