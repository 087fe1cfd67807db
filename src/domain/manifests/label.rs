//! What a document is about: its kind and the name that people know it by.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::domain::names::NamedKind;
use crate::ground::identity::{Permission, Permit, may};

/// Kinds of documents, in the order in which they are applied: each may name those before it.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    /// A team.
    Team,
    /// A model.
    Model,
    /// A suite.
    Suite,
    /// An application.
    Application,
    /// A policy.
    Policy,
    /// A route.
    Route,
    /// A claim rule.
    ClaimRule,
}

impl DocumentKind {
    /// All of them, in order.
    pub const ALL: [Self; 7] = [
        Self::Team,
        Self::Model,
        Self::Suite,
        Self::Application,
        Self::Policy,
        Self::Route,
        Self::ClaimRule,
    ];

    /// As in `kind`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Team => "team",
            Self::Model => "model",
            Self::Suite => "suite",
            Self::Application => "application",
            Self::Policy => "policy",
            Self::Route => "route",
            Self::ClaimRule => "claim_rule",
        }
    }

    /// The kind with a name that can be hidden and given again; `None` for teams and claim rules, which have verbs of
    /// their own.
    #[must_use]
    pub const fn named(self) -> Option<NamedKind> {
        match self {
            Self::Model => Some(NamedKind::Model),
            Self::Suite => Some(NamedKind::Suite),
            Self::Application => Some(NamedKind::Application),
            Self::Policy => Some(NamedKind::Policy),
            Self::Route => Some(NamedKind::Route),
            Self::Team | Self::ClaimRule => None,
        }
    }

    /// The permission that every change of one needs.
    #[must_use]
    pub const fn permission(self) -> Permission {
        match self {
            Self::Team => may::ManageTeams::PERMISSION,
            Self::Model => may::RegisterModels::PERMISSION,
            Self::Suite => may::ManageSuites::PERMISSION,
            Self::Application => may::ManageApplications::PERMISSION,
            Self::Policy => may::ManagePolicies::PERMISSION,
            Self::Route => may::SwitchRoutes::PERMISSION,
            Self::ClaimRule => may::ManageClaimRules::PERMISSION,
        }
    }
}

/// The name of something: what a document and the thing that it is about have in common.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Label {
    /// What it is.
    pub kind: DocumentKind,
    /// The slug of the team, or of a route's environment, in which the name is unique; empty: everywhere.
    pub within: String,
    /// The name, slug or key.
    pub name: String,
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.within.is_empty() {
            write!(f, "{}/", self.within)?;
        }
        f.write_str(&self.name)
    }
}
