//! A promotion: a request to move a version up, and what became of it.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::models::Stage;
use crate::ground::audit::Entity;
use crate::ground::kernel::{
    ApplicationId, Instant, PrincipalId, PromotionId, Revision, Sha256, VersionId,
};

/// Where a promotion stands.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum PromotionState {
    /// Something is missing.
    Open,
    /// Only approvals are missing.
    AwaitingApproval,
    /// Nothing is missing; it can be applied.
    Approved,
    /// The version moved.
    Applied,
    /// A reviewer said no.
    Refused,
    /// Taken back.
    Withdrawn,
    /// Its time ran out.
    Expired,
}

impl PromotionState {
    /// Whether it is over.
    #[must_use]
    pub const fn is_final(self) -> bool {
        match self {
            Self::Applied | Self::Refused | Self::Withdrawn | Self::Expired => true,
            Self::Open | Self::AwaitingApproval | Self::Approved => false,
        }
    }

    /// As in JSON and SQL.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::AwaitingApproval => "awaiting_approval",
            Self::Approved => "approved",
            Self::Applied => "applied",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
            Self::Expired => "expired",
        }
    }

    /// The kind of event that leads here.
    #[must_use]
    pub const fn event(self) -> &'static str {
        match self {
            Self::Open => "promotion.changed",
            Self::AwaitingApproval => "promotion.awaiting_approval",
            Self::Approved => "promotion.approved",
            Self::Applied => "promotion.applied",
            Self::Refused => "promotion.refused",
            Self::Withdrawn => "promotion.withdrawn",
            Self::Expired => "promotion.expired",
        }
    }
}

/// A promotion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promotion {
    /// Its id.
    pub id: PromotionId,
    /// For people: PR-0042.
    pub number: i32,
    /// Which version.
    pub version_id: VersionId,
    /// From where.
    pub from_stage: Stage,
    /// To where.
    pub target: Stage,
    /// Where it stands.
    pub state: PromotionState,
    /// For which application, when it is for one.
    pub application_id: Option<ApplicationId>,
    /// What an approval binds to.
    pub proposal_hash: Sha256,
    /// Who opened it.
    pub opened_by: PrincipalId,
    /// When.
    pub opened_at: Instant,
    /// Until when it can be applied.
    pub expires_at: Instant,
    /// Who ended it.
    pub decided_by: Option<PrincipalId>,
    /// When it ended.
    pub decided_at: Option<Instant>,
    /// The facts that it ended on, in `content`.
    pub facts_sha256: Option<Sha256>,
    /// The verdict that it ended with, in `content`.
    pub verdict_sha256: Option<Sha256>,
    /// How often it changed.
    pub revision: Revision,
}

impl Entity for Promotion {
    const KIND: &'static str = "promotion";
    fn id(&self) -> Uuid {
        self.id.0
    }
    fn revision(&self) -> Revision {
        self.revision
    }
}

/// `PR-0042`.
#[must_use]
pub fn label(number: i32) -> String {
    format!("PR-{number:04}")
}
