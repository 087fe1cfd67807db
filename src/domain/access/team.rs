//! Teams: what permissions look at.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::ground::audit::Entity;
use crate::ground::kernel::{Instant, Revision, TeamId};

/// A team. Its slug is immutable, unique for ever, and the workspace of foreign registry clients.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Team {
    /// Its id.
    pub id: TeamId,
    /// `[a-z0-9][a-z0-9-]{0,62}`.
    pub slug: String,
    /// 1 to 255 bytes.
    pub name: String,
    /// When it was created.
    pub created_at: Instant,
    /// Since when it is hidden.
    pub hidden_at: Option<Instant>,
    /// How often it changed.
    pub revision: Revision,
}

impl Entity for Team {
    const KIND: &'static str = "team";
    fn id(&self) -> Uuid {
        self.id.0
    }
    fn revision(&self) -> Revision {
        self.revision
    }
}
