//! Comments on promotions over HTTP.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpResponse, get, post};
use serde::{Deserialize, Serialize};

use crate::domain::access::ActorRef;
use crate::domain::promotions::commands;
use crate::domain::promotions::store::{self, CommentRow};
use crate::ground::audit::Answer;
use crate::ground::http::{Json, Path, Query, page};
use crate::ground::identity::{Authorized, may};
use crate::ground::kernel::{App, CommentId, Failure, Instant, Page, PromotionId, Revision};

/// What somebody said about a promotion.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Comment)]
pub struct CommentView {
    /// Its id.
    pub id: CommentId,
    /// About which promotion.
    pub promotion_id: PromotionId,
    /// 1, 2, 3 ... in the order in which they were written.
    pub number: i32,
    /// Who.
    pub by: ActorRef,
    /// When.
    pub at: Instant,
    /// What was said; null when the text was erased.
    #[schema(example = "The two failing items are known bad labels.")]
    pub text: Option<String>,
    /// How often it changed: always 1.
    pub revision: Revision,
}

impl From<CommentRow> for CommentView {
    fn from(row: CommentRow) -> Self {
        Self {
            id: row.id,
            promotion_id: row.promotion_id,
            number: row.number,
            by: row.by.0,
            at: row.at,
            text: row.text,
            revision: row.revision,
        }
    }
}

/// What to say.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WriteComment {
    /// The words: 1 to 4 096 bytes.
    #[schema(
        min_length = 1,
        example = "The two failing items are known bad labels."
    )]
    text: String,
}

/// Comment on a promotion
///
/// Whether it is over or not. A comment is said once: it is never changed and never hidden. It decides nothing: it
/// voids no approval and is no part of the proposal.
#[utoipa::path(
    tag = "promotions",
    params(("promotion" = PromotionId, Path, description = "The promotion's id.")),
    security(("token" = ["promotion.comment"])),
    request_body = WriteComment,
    responses((status = 201, description = "The comment.", body = CommentView))
)]
#[post("/promotions/{promotion}/comments")]
pub async fn write_comment(
    app: Data<App>,
    caller: Authorized<may::CommentPromotions>,
    Path(promotion): Path<PromotionId>,
    Json(body): Json<WriteComment>,
) -> Result<HttpResponse, Failure> {
    let decided = commands::comment(&app, &caller, promotion, &body.text).await?;
    decided
        .answer(StatusCode::CREATED, async |conn, id| {
            let view = CommentView::from(store::comment(conn, promotion, id).await?);
            let revision = view.revision;
            Ok(Answer::new(view).revision(revision))
        })
        .await
}

/// A page of comments.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct CommentPage {
    /// The comments, oldest first.
    pub items: Vec<CommentView>,
    /// Give this as `page_token` to get the next page.
    pub next_page_token: Option<String>,
}

/// Which comments.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ListComments {
    /// Items of a page: 1 to 200, 50 unless told.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<i64>,
    /// `next_page_token` of the page before.
    page_token: Option<String>,
}

/// List a promotion's comments
///
/// Oldest first.
#[utoipa::path(
    tag = "promotions",
    params(("promotion" = PromotionId, Path, description = "The promotion's id."), ListComments),
    security(("token" = ["read"])),
    responses((status = 200, description = "A page of comments.", body = CommentPage))
)]
#[get("/promotions/{promotion}/comments")]
pub async fn list_comments(
    app: Data<App>,
    _caller: Authorized<may::Read>,
    Path(promotion): Path<PromotionId>,
    Query(query): Query<ListComments>,
) -> Result<HttpResponse, Failure> {
    let request = Page::read(
        query.limit,
        query.page_token.as_deref(),
        "number",
        &promotion,
    )?;
    let mut conn = app.read().await?;
    store::version_of(&mut conn, promotion).await?;
    let paged = store::comments(&mut conn, promotion, &request).await?;
    Ok(page(&CommentPage {
        items: paged.items.into_iter().map(CommentView::from).collect(),
        next_page_token: paged.next_page_token,
    }))
}
