//! What has a name that can be hidden.

use serde::{Deserialize, Serialize};

/// Kinds of entities that people know by a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum NamedKind {
    /// A model.
    Model,
    /// An application.
    Application,
    /// A suite.
    Suite,
    /// A policy.
    Policy,
    /// A route: its key is what applications call, so it is hidden but never renamed.
    Route,
}

impl NamedKind {
    /// As in the log, and in a sentence.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Model => "model",
            Self::Application => "application",
            Self::Suite => "suite",
            Self::Policy => "policy",
            Self::Route => "route",
        }
    }

    /// What the name is called where it is given.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Route => "key",
            Self::Model | Self::Application | Self::Suite | Self::Policy => "name",
        }
    }

    /// The first part of its path, which is also its group of commands.
    #[must_use]
    pub const fn plural(self) -> &'static str {
        match self {
            Self::Model => "models",
            Self::Application => "applications",
            Self::Suite => "suites",
            Self::Policy => "policies",
            Self::Route => "routes",
        }
    }
}
