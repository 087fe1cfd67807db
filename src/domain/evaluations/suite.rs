//! Suites: what is measured with, and the states of it that were seen.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Direction, TrustClass, Unit};
use crate::ground::audit::Entity;
use crate::ground::kernel::{
    Decimal, Instant, Revision, SuiteId, SuiteVersionId, TeamId, TextDigest,
};

/// A test set of a team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suite {
    /// Its id.
    pub id: SuiteId,
    /// Who owns it.
    pub team_id: TeamId,
    /// Unique in the team while it is visible.
    pub name: String,
    /// What its numbers may be used for.
    pub trust_class: TrustClass,
    /// BCP 47; `None` when it has none or several.
    pub language: Option<String>,
    /// Names or globs of the tasks that belong to it, sorted.
    pub tasks: Vec<String>,
    /// The metric to show first.
    pub primary_metric: Option<String>,
    /// What its metrics mean where nothing else says it, by name.
    #[serde(default)]
    pub metrics: Vec<SuiteMetric>,
    /// Names its description.
    pub description_digest: Option<TextDigest>,
    /// When it was defined.
    pub created_at: Instant,
    /// Since when it is hidden.
    pub hidden_at: Option<Instant>,
    /// How often it changed.
    pub revision: Revision,
}

/// What a metric of a suite means. A report overrules it only by contradicting it, and then no gate reads the number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SuiteMetric {
    /// Its canonical name, as evaluations show it.
    #[schema(example = "helpfulness", min_length = 1, max_length = 255)]
    pub name: String,
    /// Which values are better; null: nothing is said about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub direction: Option<Direction>,
    /// What is aimed at: with direction `target`, and only then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<Decimal>,
    /// What a value counts; null: nothing is said about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<Unit>,
    /// How a value comes from its items, and so which interval it has; null: nothing is said about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<MetricKind>,
}

/// How a value comes from its items.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MetricKind {
    /// Each item passes or fails, none is counted twice or in part, and the value is the share that passes.
    Rate,
    /// It is something else: a mean of scores, a score of all items together.
    Mean,
}

impl Entity for Suite {
    const KIND: &'static str = "suite";
    fn id(&self) -> Uuid {
        self.id.0
    }
    fn revision(&self) -> Revision {
        self.revision
    }
}

/// A state of a suite: what the tool calls its version, and what its documents and prompts hash to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuiteVersion {
    /// Its id.
    pub id: SuiteVersionId,
    /// Of which suite.
    pub suite_id: SuiteId,
    /// The tool's version of the task; [`UNKNOWN_LABEL`] when it says none.
    pub label: String,
    /// A digest of documents and prompts, as the tool states it.
    pub digest: Option<String>,
    /// When it was first seen.
    pub created_at: Instant,
    /// How often it changed: always 1.
    pub revision: Revision,
}

/// The label of a suite version when nobody says which one ran.
pub const UNKNOWN_LABEL: &str = "unknown";

impl Entity for SuiteVersion {
    const KIND: &'static str = "suite_version";
    fn id(&self) -> Uuid {
        self.id.0
    }
    fn revision(&self) -> Revision {
        self.revision
    }
}
