//! Lineage: typed links from a version to what it was made from.

use serde::{Deserialize, Serialize};

use crate::ground::kernel::VersionId;

/// How a version was made from its parent.
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
pub enum LineageKind {
    /// Trained further.
    FineTune,
    /// Fewer bits.
    Quantisation,
    /// Fewer weights.
    Pruning,
    /// A smaller one learnt from it.
    Distillation,
    /// Weights of several put together.
    Merge,
    /// An adapter on top.
    Adapter,
    /// The same weights, called otherwise.
    Reconfiguration,
}

impl LineageKind {
    /// As in JSON and SQL.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::FineTune => "fine_tune",
            Self::Quantisation => "quantisation",
            Self::Pruning => "pruning",
            Self::Distillation => "distillation",
            Self::Merge => "merge",
            Self::Adapter => "adapter",
            Self::Reconfiguration => "reconfiguration",
        }
    }
}

/// One link to a parent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Parent {
    /// How it was made.
    pub kind: LineageKind,
    /// From which version.
    pub parent_version_id: VersionId,
    /// By which technique: `W4A16 GPTQ` ...
    #[serde(default)]
    pub technique: Option<String>,
}
