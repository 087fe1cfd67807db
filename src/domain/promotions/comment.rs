//! A comment: what somebody says about a promotion. It decides nothing and voids nothing.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::ground::audit::Entity;
use crate::ground::kernel::{CommentId, Instant, PrincipalId, PromotionId, Revision, TextDigest};

/// A comment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comment {
    /// Its id.
    pub id: CommentId,
    /// About which promotion.
    pub promotion_id: PromotionId,
    /// 1, 2, 3 ... in the order in which they were written.
    pub number: i32,
    /// By whom.
    pub written_by: PrincipalId,
    /// Names the words.
    pub text_digest: TextDigest,
    /// When.
    pub created_at: Instant,
    /// How often it changed: always 1.
    pub revision: Revision,
}

impl Entity for Comment {
    const KIND: &'static str = "comment";
    fn id(&self) -> Uuid {
        self.id.0
    }
    fn revision(&self) -> Revision {
        self.revision
    }
}
