//! A waiver: one requirement need not hold for one move, for a while, because somebody answers for it.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::models::Stage;
use crate::ground::audit::Entity;
use crate::ground::kernel::{Instant, PolicyId, PrincipalId, Revision, VersionId, WaiverId};

/// A waiver.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiver {
    /// Its id.
    pub id: WaiverId,
    /// Of which version.
    pub version_id: VersionId,
    /// For the move to, and the running in, this stage.
    pub target: Stage,
    /// Of which policy.
    pub policy_id: PolicyId,
    /// The code of the requirement.
    pub requirement: String,
    /// The person who answers for what is not met.
    pub owner: PrincipalId,
    /// The person who gave it.
    pub granted_by: PrincipalId,
    /// When.
    pub created_at: Instant,
    /// Until when it counts.
    pub expires_at: Instant,
    /// When it was taken back, or made room for another after its time ran out.
    pub ended_at: Option<Instant>,
    /// How often it changed.
    pub revision: Revision,
}

impl Entity for Waiver {
    const KIND: &'static str = "waiver";
    fn id(&self) -> Uuid {
        self.id.0
    }
    fn revision(&self) -> Revision {
        self.revision
    }
}
