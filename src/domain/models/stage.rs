//! Stages: how far a version may go. Where it runs is another matter: see `routes`.

use serde::{Deserialize, Serialize};

/// How far a version may go.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, sqlx::Type, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Stage {
    /// Known; may run where nothing more is required.
    Registered,
    /// May run up to staging.
    Staging,
    /// May run anywhere.
    Production,
    /// Keeps running where it runs; gets no new route and no larger share.
    Deprecated,
    /// Set aside; runs nowhere; may come back.
    Archived,
    /// Ended in order, with proof of no use; never comes back.
    Retired,
    /// Ended at once; never comes back.
    Revoked,
}

impl Stage {
    /// All stages, in the order of a version's life.
    pub const ALL: [Self; 7] = [
        Self::Registered,
        Self::Staging,
        Self::Production,
        Self::Deprecated,
        Self::Archived,
        Self::Retired,
        Self::Revoked,
    ];

    /// As in JSON and SQL.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Registered => "registered",
            Self::Staging => "staging",
            Self::Production => "production",
            Self::Deprecated => "deprecated",
            Self::Archived => "archived",
            Self::Retired => "retired",
            Self::Revoked => "revoked",
        }
    }

    /// How far up: what an environment that requires `self` compares with. `None` runs nowhere.
    #[must_use]
    pub const fn rank(self) -> Option<u8> {
        match self {
            Self::Registered => Some(0),
            Self::Staging => Some(1),
            Self::Production | Self::Deprecated => Some(2),
            Self::Archived | Self::Retired | Self::Revoked => None,
        }
    }

    /// Whether a version of this stage may run where `required` is required.
    #[must_use]
    pub fn allows(self, required: Self) -> bool {
        self.rank()
            .is_some_and(|rank| Some(rank) >= required.rank())
    }

    /// Whether it never comes back.
    #[must_use]
    pub const fn is_terminal(self) -> bool {
        match self {
            Self::Retired | Self::Revoked => true,
            Self::Registered
            | Self::Staging
            | Self::Production
            | Self::Deprecated
            | Self::Archived => false,
        }
    }

    /// Whether the move is structurally possible; what it requires is a matter of policy.
    #[must_use]
    pub const fn may_become(self, to: Self) -> bool {
        match (self, to) {
            (Self::Retired | Self::Revoked, _) => false,
            (_, Self::Revoked) => true,
            // Retirement is a workflow of its own.
            (_, Self::Retired) => false,
            (Self::Staging | Self::Production, Self::Deprecated) => true,
            (_, Self::Deprecated) => false,
            (
                Self::Registered | Self::Staging | Self::Production | Self::Archived,
                Self::Registered | Self::Staging | Self::Production | Self::Archived,
            ) => !matches!(
                (self, to),
                (Self::Registered, Self::Registered)
                    | (Self::Staging, Self::Staging)
                    | (Self::Production, Self::Production)
                    | (Self::Archived, Self::Archived)
            ),
            (Self::Deprecated, Self::Production | Self::Archived) => true,
            (Self::Deprecated, Self::Registered | Self::Staging) => false,
        }
    }
}

impl std::str::FromStr for Stage {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|stage| stage.as_str() == text)
            .ok_or_else(|| format!("a stage: {}", Self::ALL.map(Self::as_str).join(", ")))
    }
}

/// Why a version stands where it stands.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Basis {
    /// It is new.
    Registered,
    /// A promotion was applied.
    Promoted,
    /// Another registry said so.
    Imported,
    /// It ran already when Tenure learnt of it; no approval is claimed.
    Adopted,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terminal_stages_are_never_left() {
        for from in [Stage::Retired, Stage::Revoked] {
            assert!(from.is_terminal());
            assert!(
                Stage::ALL.iter().all(|to| !from.may_become(*to)),
                "{from:?}"
            );
        }
    }

    #[test]
    fn every_living_version_may_be_revoked_and_none_is_retired_by_a_move() {
        for from in Stage::ALL.into_iter().filter(|stage| !stage.is_terminal()) {
            assert!(from.may_become(Stage::Revoked));
            assert!(!from.may_become(Stage::Retired));
            assert!(!from.may_become(from) || from == Stage::Revoked);
        }
    }

    #[test]
    fn what_a_stage_allows_rises_to_production() {
        assert!(Stage::Registered.allows(Stage::Registered));
        assert!(!Stage::Registered.allows(Stage::Staging));
        assert!(Stage::Staging.allows(Stage::Staging));
        assert!(!Stage::Staging.allows(Stage::Production));
        assert!(Stage::Deprecated.allows(Stage::Production));
        for stage in [Stage::Archived, Stage::Retired, Stage::Revoked] {
            assert!(!stage.allows(Stage::Registered));
        }
    }
}
