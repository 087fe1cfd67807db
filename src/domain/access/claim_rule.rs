//! Claim rules: what the tokens of an issuer may do when their claims look like this.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::ground::audit::Entity;
use crate::ground::identity::Role;
use crate::ground::identity::claims::Condition;
use crate::ground::kernel::{ClaimRuleId, Instant, PrincipalId, Revision, TeamId};

/// Whether a rule lets anybody in.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum ClaimRuleState {
    /// It does.
    On,
    /// It does not, until it is turned on.
    Off,
}

/// A claim rule. All its conditions hold; all rules that fit a token count together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimRule {
    /// Its id.
    pub id: ClaimRuleId,
    /// What people call it.
    pub name: String,
    /// The exact `iss`.
    pub issuer: String,
    /// 1 to 8; they name no person.
    pub conditions: Vec<Condition>,
    /// The role that it gives; never one that approves or administers.
    pub role: Role,
    /// On which team; `None`: everywhere.
    pub team_id: Option<TeamId>,
    /// In which environment; `None`: everywhere.
    pub environment: Option<String>,
    /// Who made it answers for the machines that it lets in.
    pub responsible_user: PrincipalId,
    /// Whether it lets anybody in.
    pub state: ClaimRuleState,
    /// When it was made.
    pub created_at: Instant,
    /// Since when it is hidden; it lets nobody in.
    pub hidden_at: Option<Instant>,
    /// How often it changed.
    pub revision: Revision,
}

impl Entity for ClaimRule {
    const KIND: &'static str = "claim_rule";
    fn id(&self) -> Uuid {
        self.id.0
    }
    fn revision(&self) -> Revision {
        self.revision
    }
}
