//! What belongs to a promotion.

use sqlx::PgConnection;
use uuid::Uuid;

use crate::ground::kernel::{Failure, PromotionId};

/// The ids of what was said and given for a promotion, whenever.
#[derive(Debug)]
pub(super) struct Related {
    /// Approvals.
    pub approvals: Vec<Uuid>,
    /// Comments.
    pub comments: Vec<Uuid>,
    /// Waivers of the same move of the same version.
    pub waivers: Vec<Uuid>,
}

impl Related {
    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = Uuid> {
        let lists = [&self.approvals, &self.comments, &self.waivers];
        lists.into_iter().flatten().copied()
    }
}

/// What belongs to a promotion, by id.
///
/// # Errors
/// The database is away, or there is no such promotion.
pub(super) async fn related(conn: &mut PgConnection, id: PromotionId) -> Result<Related, Failure> {
    let row = sqlx::query!(
        r#"select array(select a.id from approval a where a.promotion_id = p.id order by a.id) as "approvals!",
                  array(select c.id from promotion_comment c where c.promotion_id = p.id order by c.number)
                      as "comments!",
                  array(select w.id from waiver w
                         where w.version_id = p.version_id and w.target = p.target order by w.id) as "waivers!"
             from promotion p where p.id = $1"#,
        id.0,
    )
    .fetch_optional(conn)
    .await?
    .ok_or(Failure::NotFound { kind: "promotion" })?;
    Ok(Related {
        approvals: row.approvals,
        comments: row.comments,
        waivers: row.waivers,
    })
}
