//! An attempt: a command that was refused.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::ground::audit::Entity;
use crate::ground::kernel::{AttemptId, Instant, PrincipalId, Revision};

/// A command that a rule or a missing permission refused. Written after the command was undone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// Its id.
    pub id: AttemptId,
    /// Who tried.
    pub principal_id: PrincipalId,
    /// `route.kill`, `version.register` ...
    pub command: String,
    /// What it was tried on: `route`, `version` ...
    pub subject_kind: String,
    /// Its id; nil when it was to be created.
    pub subject_id: Uuid,
    /// The codes of all reasons.
    pub codes: Vec<String>,
    /// When.
    pub created_at: Instant,
    /// Always 1.
    pub revision: Revision,
}

impl Entity for Attempt {
    const KIND: &'static str = "attempt";
    fn id(&self) -> Uuid {
        self.id.0
    }
    fn revision(&self) -> Revision {
        self.revision
    }
}
