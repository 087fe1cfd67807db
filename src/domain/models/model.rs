//! A model: a named family of versions, owned by a team.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::TagState;
use crate::ground::audit::Entity;
use crate::ground::kernel::{Instant, ModelId, PrincipalId, Revision, TeamId, TextDigest};

/// A model. Its name is unique in its team while it is not hidden.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Model {
    /// Its id.
    pub id: ModelId,
    /// Who owns it.
    pub team_id: TeamId,
    /// 1 to 255 characters without `/`, `:` or NUL, compared byte by byte.
    pub name: String,
    /// Names its description.
    pub description_digest: Option<TextDigest>,
    /// Its tags, sorted by key.
    pub tags: Vec<TagState>,
    /// Who registered it.
    pub created_by: PrincipalId,
    /// When.
    pub created_at: Instant,
    /// Since when it is hidden.
    pub hidden_at: Option<Instant>,
    /// How often it changed.
    pub revision: Revision,
}

impl Entity for Model {
    const KIND: &'static str = "model";
    fn id(&self) -> Uuid {
        self.id.0
    }
    fn revision(&self) -> Revision {
        self.revision
    }
}
