//! Comments: said once, to everybody who sees the promotion. They change nothing of it.

use crate::domain::promotions::{Comment, rules, store};
use crate::ground::audit::{Changes, Decided, UnitOfWork};
use crate::ground::identity::{Caller, Permit, may};
use crate::ground::kernel::{App, CommentId, Failure, PromotionId, Revision};

/// Says something about a promotion, whether it is over or not.
///
/// # Errors
/// The words are none or too many, the caller may not, or there is no room for more.
pub async fn comment(
    app: &App,
    caller: &Caller,
    promotion: PromotionId,
    text: &str,
) -> Result<Decided<CommentId>, Failure> {
    if let Some(problem) = rules::comment_problem(text) {
        return Err(Failure::Invalid(vec![problem]));
    }
    let mut uow = UnitOfWork::begin(app, caller).await?;
    // Its lock makes the numbers dense, and its clock the order of the story.
    store::lock_promotion(&mut uow, promotion).await?;
    let team = store::team_of(uow.conn(), promotion).await?;
    caller.require(may::CommentPromotions::PERMISSION, Some(team), None)?;
    let written = store::count_comments(uow.conn(), promotion).await?;
    rules::comment(written).map_err(Failure::refused)?;
    let now = uow.decide_at(&[promotion.0]).await?;
    let comment = Comment {
        id: uow.new_id(),
        promotion_id: promotion,
        number: written + 1,
        written_by: caller.principal,
        text_digest: uow.text("promotion.comment", text.trim()).await?,
        created_at: now,
        revision: Revision::FIRST,
    };
    store::insert_comment(&mut uow, &comment).await?;
    let id = comment.id;
    Ok(uow.decided(Changes::of("comment.written", &comment), id))
}
