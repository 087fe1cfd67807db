//! Roles: what people and machines are here for.

use serde::{Deserialize, Serialize};

/// A role, bound to everything or to a team.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    sqlx::Type,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Role {
    /// Reads what every member reads.
    Viewer,
    /// Registers, reports evaluations, opens promotions.
    Contributor,
    /// Approves.
    Reviewer,
    /// Switches and kills.
    Operator,
    /// Vendors, contracts, exit plans.
    Steward,
    /// Reads all, proofs, exports.
    Auditor,
    /// People, teams, policies.
    Admin,
    /// A machine that reports observed use.
    Ingest,
}

impl Role {
    /// All roles, in the order of the documentation.
    pub const ALL: [Self; 8] = [
        Self::Viewer,
        Self::Contributor,
        Self::Reviewer,
        Self::Operator,
        Self::Steward,
        Self::Auditor,
        Self::Admin,
        Self::Ingest,
    ];

    /// As in JSON and SQL.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Contributor => "contributor",
            Self::Reviewer => "reviewer",
            Self::Operator => "operator",
            Self::Steward => "steward",
            Self::Auditor => "auditor",
            Self::Admin => "admin",
            Self::Ingest => "ingest",
        }
    }
}

impl std::str::FromStr for Role {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|role| role.as_str() == text)
            .ok_or_else(|| format!("a role: {}", Self::ALL.map(Self::as_str).join(", ")))
    }
}
