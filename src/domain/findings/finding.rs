//! A finding and where it stands.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::ground::audit::Entity;
use crate::ground::kernel::{FindingId, Instant, PrincipalId, Revision, TeamId};

/// Where a finding stands.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum FindingState {
    /// Nobody has looked.
    Open,
    /// Somebody works on it.
    Acknowledged,
    /// Its cause is gone, or somebody said why it does not matter.
    Closed,
}

/// What a finding of a kind says of one thing, and of several.
#[must_use]
pub fn said(kind: &str) -> (String, String) {
    let (one, several) = match kind {
        "runs_without_evidence" => ("runs without evidence", "run without evidence"),
        "requirements_unmet" => (
            "does not meet its requirements",
            "do not meet their requirements",
        ),
        other => {
            let words = other.replace('_', " ");
            return (words.clone(), words);
        }
    };
    (one.into(), several.into())
}

/// What was noticed, about what, and whose it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// Its id.
    pub id: FindingId,
    /// `runs_without_evidence` ...
    pub kind: String,
    /// The kind of entity that it is about.
    pub entity_kind: String,
    /// Its id.
    pub entity_id: Uuid,
    /// The team that owns it.
    pub team_id: TeamId,
    /// The dynamic parts of its sentence.
    pub params: Map<String, Value>,
    /// Until when it should be cleared.
    pub due: Option<NaiveDate>,
    /// Who works on it.
    #[serde(default)]
    pub assignee: Option<PrincipalId>,
    /// Where it stands.
    pub state: FindingState,
    /// Since when.
    pub created_at: Instant,
    /// Until when.
    pub closed_at: Option<Instant>,
    /// How often it changed.
    pub revision: Revision,
}

impl Entity for Finding {
    const KIND: &'static str = "finding";
    fn id(&self) -> Uuid {
        self.id.0
    }
    fn revision(&self) -> Revision {
        self.revision
    }
}
