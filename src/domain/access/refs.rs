//! How answers name people and teams.

use serde::{Deserialize, Serialize};

use crate::ground::identity::PrincipalKind;
use crate::ground::kernel::{PrincipalId, TeamId};

/// A principal, as answers name it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ActorRef {
    /// Its id.
    pub id: PrincipalId,
    /// Person, machine or the service itself.
    pub kind: PrincipalKind,
    /// Its name; null when it was erased.
    pub name: Option<String>,
}

impl ActorRef {
    /// Puts the columns of a joined row together.
    #[must_use]
    pub const fn new(id: PrincipalId, kind: PrincipalKind, name: Option<String>) -> Self {
        Self { id, kind, name }
    }
}

/// A team, as answers name it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct TeamRef {
    /// Its id.
    pub id: TeamId,
    /// Its slug, which never changes.
    pub slug: String,
    /// Its name.
    pub name: String,
}
