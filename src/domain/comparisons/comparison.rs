//! A comparison that was kept as evidence.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::ground::audit::Entity;
use crate::ground::kernel::{ComparisonId, Instant, PrincipalId, Revision, Sha256, VersionId};

/// What was compared and what was found, each named by its digest. Never changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comparison {
    /// Its id.
    pub id: ComparisonId,
    /// The version that is compared with.
    pub base_id: VersionId,
    /// The version that is judged.
    pub candidate_id: VersionId,
    /// Which engine computed it.
    pub engine: String,
    /// Names its [`super::Inputs`].
    pub inputs_sha256: Sha256,
    /// Names its [`super::Compared`].
    pub result_sha256: Sha256,
    /// Who kept it.
    pub saved_by: PrincipalId,
    /// When.
    pub created_at: Instant,
    /// Always 1.
    pub revision: Revision,
}

impl Entity for Comparison {
    const KIND: &'static str = "comparison";
    fn id(&self) -> Uuid {
        self.id.0
    }
    fn revision(&self) -> Revision {
        self.revision
    }
}
