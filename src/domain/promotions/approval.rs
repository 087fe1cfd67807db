//! An approval: one person's word on one exact proposal.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::ground::audit::Entity;
use crate::ground::kernel::{
    ApprovalId, Instant, PrincipalId, PromotionId, Revision, Sha256, TextDigest,
};

/// Yes or no.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Decision {
    /// Yes.
    Approved,
    /// No: the promotion ends.
    Rejected,
}

/// Why an approval no longer counts.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum VoidReason {
    /// It was given on another proposal.
    ProposalChanged,
    /// Its giver does not review for this team any more.
    RoleLost,
    /// Its time ran out.
    Expired,
    /// Its giver said no after all.
    Withdrawn,
}

/// An approval.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    /// Its id.
    pub id: ApprovalId,
    /// Of which promotion.
    pub promotion_id: PromotionId,
    /// By whom.
    pub approver: PrincipalId,
    /// Yes or no.
    pub decision: Decision,
    /// The exact proposal.
    pub proposal_hash: Sha256,
    /// Names the comment.
    pub comment_digest: Option<TextDigest>,
    /// When.
    pub created_at: Instant,
    /// Until when it counts.
    pub expires_at: Instant,
    /// Why it no longer counts.
    pub void_reason: Option<VoidReason>,
    /// How often it changed.
    pub revision: Revision,
}

impl Entity for Approval {
    const KIND: &'static str = "approval";
    fn id(&self) -> Uuid {
        self.id.0
    }
    fn revision(&self) -> Revision {
        self.revision
    }
}
