//! Policies: immutable, numbered contents under one name.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::requirement::Requirement;
use crate::domain::models::{Stage, Tag};
use crate::domain::routes::{Criticality, DataClass, RiskTier};
use crate::ground::audit::Entity;
use crate::ground::identity::Role;
use crate::ground::kernel::{
    Decimal, Instant, PolicyId, PolicyVersionId, PrincipalId, Revision, Sha256, TeamId,
};

/// Whether a policy is in force.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum PolicyState {
    /// It guards.
    Active,
    /// It does not.
    Off,
}

/// What a policy guards: a move to a stage, and putting a version there to a use that no promotion was applied for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Applies {
    /// staging or production.
    pub target: Stage,
    /// Slugs of teams; empty: all.
    #[serde(default)]
    pub teams: Vec<String>,
    /// Tags that the version carries, all of them; empty: any version.
    #[serde(default)]
    pub tags: Vec<Tag>,
    /// Risk tiers of the application that it is asked for; empty: any. A move that is asked for no application may be
    /// put to any use, so it is guarded whatever stands here and below.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub risk_tiers: Vec<RiskTier>,
    /// Data classes of the application; empty: any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub data_classes: Vec<DataClass>,
    /// Criticalities of the application; empty: any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub criticalities: Vec<Criticality>,
}

/// Who must agree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Approvals {
    /// How many reviewers: 0 to 5.
    #[schema(minimum = 0, maximum = 5, example = 1)]
    pub quorum: u8,
    /// Days that an approval counts: 1 to 90.
    #[schema(minimum = 1, maximum = 90, default = 14)]
    #[serde(default = "approval_days")]
    pub expires_days: u8,
    /// Roles that must be found among the reviewers who agree, each held by at least one of them for the model's team
    /// and in every environment: operator, steward, auditor or admin. One person may hold several.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(example = json!(["steward"]))]
    pub roles: Vec<Role>,
}

/// What a policy may ask of a reviewer besides.
pub const APPROVAL_ROLES: [Role; 4] = [Role::Operator, Role::Steward, Role::Auditor, Role::Admin];

const fn approval_days() -> u8 {
    APPROVAL_DAYS
}

/// Days that an approval counts when no policy says.
pub const APPROVAL_DAYS: u8 = 14;

/// What a policy says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PolicyContent {
    /// Which moves it guards.
    pub applies: Applies,
    /// What must hold.
    pub requirements: Vec<Requirement>,
    /// Who must agree.
    pub approvals: Approvals,
    /// The languages that expressions read as `target.languages` (BCP 47).
    #[serde(default)]
    pub languages: Vec<String>,
    /// The first day (UTC) on which it blocks; before, it warns and asks for no approval. Without it: at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enforced_from: Option<NaiveDate>,
    /// How much worse a version may be than the one that serves, as `cmp` reads it. Of several policies the strictest
    /// holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub margins: Option<DeclaredMargins>,
}

impl PolicyContent {
    /// Whether it blocks at an instant, rather than warn.
    #[must_use]
    pub fn is_enforced(&self, now: Instant) -> bool {
        self.enforced_from
            .is_none_or(|day| now.0.date_naive() >= day)
    }
}

/// The largest loss that counts as none, declared before anything is measured.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeclaredMargins {
    /// For every suite, as a share: 0.02 is two percentage points.
    #[serde(default)]
    #[schema(example = "0.02")]
    pub default: Option<Decimal>,
    /// For a suite, by its name; in the metric's own unit when that is no share.
    #[serde(default)]
    pub suites: BTreeMap<String, Decimal>,
}

/// A policy: a name whose content has numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    /// Its id.
    pub id: PolicyId,
    /// Who owns it; `None`: the installation.
    pub team_id: Option<TeamId>,
    /// Its name.
    pub name: String,
    /// Whether it is in force.
    pub state: PolicyState,
    /// The number of the content in force.
    pub number: i32,
    /// When it was created.
    pub created_at: Instant,
    /// Since when it is hidden.
    pub hidden_at: Option<Instant>,
    /// How often it changed.
    pub revision: Revision,
}

impl Entity for Policy {
    const KIND: &'static str = "policy";
    fn id(&self) -> Uuid {
        self.id.0
    }
    fn revision(&self) -> Revision {
        self.revision
    }
}

/// A content of a policy. Never changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyVersion {
    /// Its id.
    pub id: PolicyVersionId,
    /// Of which policy.
    pub policy_id: PolicyId,
    /// 1, 2, 3 ...
    pub number: i32,
    /// What it says.
    pub content: PolicyContent,
    /// SHA-256 of its canonical bytes.
    pub digest: Sha256,
    /// Who published it.
    pub published_by: PrincipalId,
    /// When.
    pub created_at: Instant,
    /// Always 1.
    pub revision: Revision,
}

impl Entity for PolicyVersion {
    const KIND: &'static str = "policy_version";
    fn id(&self) -> Uuid {
        self.id.0
    }
    fn revision(&self) -> Revision {
        self.revision
    }
}

/// A content that guards a move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyInForce {
    /// The policy.
    pub policy_id: PolicyId,
    /// The content.
    pub id: PolicyVersionId,
    /// The policy's name.
    pub name: String,
    /// The content's number.
    pub number: i32,
    /// What it says.
    pub content: PolicyContent,
}
