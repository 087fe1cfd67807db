//! Principals and their roles. Names and addresses live in `person`, outside the log.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::ground::audit::Entity;
use crate::ground::identity::{PrincipalKind, Role};
use crate::ground::kernel::{GrantId, Instant, PrincipalId, Revision, TeamId};

/// Where a principal stands.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum PrincipalState {
    /// Has a link and has not used it.
    Invited,
    /// May sign in.
    Active,
    /// May not.
    Suspended,
}

/// Somebody who acts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Principal {
    /// Its id.
    pub id: PrincipalId,
    /// Person, machine or the service itself.
    pub kind: PrincipalKind,
    /// The person answerable for a machine.
    pub responsible_user: Option<PrincipalId>,
    /// Where it stands.
    pub state: PrincipalState,
    /// When it was created.
    pub created_at: Instant,
    /// How often it changed.
    pub revision: Revision,
}

impl Entity for Principal {
    const KIND: &'static str = "principal";
    fn id(&self) -> Uuid {
        self.id.0
    }
    fn revision(&self) -> Revision {
        self.revision
    }
}

/// A role bound to a principal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// Its id.
    pub id: GrantId,
    /// Who holds it.
    pub principal_id: PrincipalId,
    /// Which role.
    pub role: Role,
    /// `None`: every team.
    pub team_id: Option<TeamId>,
    /// `None`: every environment.
    pub environment: Option<String>,
    /// Since when.
    pub created_at: Instant,
    /// Until when.
    pub revoked_at: Option<Instant>,
    /// How often it changed.
    pub revision: Revision,
}

impl Entity for Grant {
    const KIND: &'static str = "grant";
    fn id(&self) -> Uuid {
        self.id.0
    }
    fn revision(&self) -> Revision {
        self.revision
    }
}
