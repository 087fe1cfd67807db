//! Trust classes: what a suite's numbers may be used for.

use serde::{Deserialize, Serialize};

/// Where a suite comes from and what it is for.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, sqlx::Type, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum TrustClass {
    /// Everybody can read it, so any model may have been trained on it.
    Public,
    /// Our own questions.
    Internal,
    /// What the model must not do.
    Safety,
    /// Whom the model treats unequally.
    Bias,
    /// How fast and how dear it answers.
    Performance,
    /// Nobody has said yet what it is. No gate may use it.
    Unclassified,
}

impl TrustClass {
    /// All classes.
    pub const ALL: [Self; 6] = [
        Self::Public,
        Self::Internal,
        Self::Safety,
        Self::Bias,
        Self::Performance,
        Self::Unclassified,
    ];

    /// As in JSON and SQL.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Internal => "internal",
            Self::Safety => "safety",
            Self::Bias => "bias",
            Self::Performance => "performance",
            Self::Unclassified => "unclassified",
        }
    }

    /// What a suite of this class measures; `None` while nobody has said.
    #[must_use]
    pub const fn category(self) -> Option<Category> {
        match self {
            Self::Public | Self::Internal => Some(Category::Quality),
            Self::Safety => Some(Category::Safety),
            Self::Bias => Some(Category::Bias),
            Self::Performance => Some(Category::Performance),
            Self::Unclassified => None,
        }
    }
}

/// What a suite measures. Follows from its trust class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// How good the answers are.
    Quality,
    /// What the model must not do.
    Safety,
    /// Whom the model treats unequally.
    Bias,
    /// How fast and how dear it answers.
    Performance,
}

impl Category {
    /// As in JSON and policies.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Quality => "quality",
            Self::Safety => "safety",
            Self::Bias => "bias",
            Self::Performance => "performance",
        }
    }
}
