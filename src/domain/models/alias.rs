//! An alias: a movable name on one version of a model.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::ground::audit::Entity;
use crate::ground::kernel::{AliasId, Instant, ModelId, PrincipalId, Revision, VersionId};

/// An alias. The row stays when it is taken away, and points nowhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alias {
    /// Its id.
    pub id: AliasId,
    /// Of which model.
    pub model_id: ModelId,
    /// 1 to 255 letters, digits, `-` and `_`; not `latest`, not `v` and a number.
    pub alias: String,
    /// Where it points.
    pub version_id: Option<VersionId>,
    /// Who moved it last.
    pub moved_by: PrincipalId,
    /// When it was first set.
    pub created_at: Instant,
    /// When it was moved last.
    pub updated_at: Instant,
    /// How often it moved.
    pub revision: Revision,
}

impl Entity for Alias {
    const KIND: &'static str = "alias";
    fn id(&self) -> Uuid {
        self.id.0
    }
    fn revision(&self) -> Revision {
        self.revision
    }
}
