//! An evaluation: one run of a task on a version, as it was reported. What it measured never changes.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::Metric;
use crate::ground::audit::Entity;
use crate::ground::kernel::{
    ArtefactId, EvaluationId, Instant, PrincipalId, Revision, SuiteVersionId, VersionId,
};

/// How the numbers came to be.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, sqlx::Type, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum SourceType {
    /// A tool ran and wrote a file.
    Run,
    /// Somebody claims them: a model card, a vendor. They inform, they never open a gate.
    Declared,
    /// A person or a machine wrote them down without a file.
    Recorded,
}

impl SourceType {
    /// As in JSON and SQL.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Run => "run",
            Self::Declared => "declared",
            Self::Recorded => "recorded",
        }
    }
}

/// Particulars that are kept as stated. No floats; what is long is named by its digest.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Details(pub Map<String, Value>);

/// The particular that names the devices that the model ran on.
pub const HARDWARE: &str = "hardware";

/// The particular that says how likely the model was trained on the items.
const CONTAMINATION: &str = "contamination";

/// How likely a model was trained on the items that it was measured on, as whoever reported it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Contamination {
    /// Hardly: the items are newer than its training data, or were never published.
    Low,
    /// Likely.
    High,
    /// It was shown.
    Confirmed,
}

impl Details {
    /// How likely the model was trained on the items; `None`: nobody said.
    #[must_use]
    pub fn contamination(&self) -> Option<Contamination> {
        Contamination::deserialize(self.0.get(CONTAMINATION)?).ok()
    }

    /// The devices that the model ran on; `None`: the file does not say.
    #[must_use]
    pub fn hardware(&self) -> Option<&str> {
        self.0.get(HARDWARE)?.as_str()
    }
}

/// One run of one task under one filter, with its metrics.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evaluation {
    /// Its id.
    pub id: EvaluationId,
    /// On which version; `None` while the file's model is not matched.
    pub version_id: Option<VersionId>,
    /// From which file; `None` when it was recorded without one.
    pub artefact_id: Option<ArtefactId>,
    /// Which state of which suite.
    pub suite_version_id: SuiteVersionId,
    /// The tool's name of the task.
    pub task: String,
    /// How answers were read: `none`, `strict-match` ...
    pub filter: String,
    /// 1, 2, 3 ... for runs of the same suite, task and filter on the same version.
    pub attempt: i32,
    /// Whether it sums other tasks of the same file up.
    pub is_aggregate: bool,
    /// The group that it belongs to.
    pub parent_task: Option<String>,
    /// How the numbers came to be.
    pub source_type: SourceType,
    /// `lm-eval` ...
    pub tool: Option<String>,
    /// Its release.
    pub tool_version: Option<String>,
    /// Its commit.
    pub tool_commit: Option<String>,
    /// Examples in the prompt.
    pub n_shot: Option<i32>,
    /// Items that were scored.
    pub n: Option<i64>,
    /// Items that failed.
    pub n_errors: Option<i64>,
    /// BCP 47, when the file is certain about it; otherwise the suite's language holds.
    pub language: Option<String>,
    /// When it ran.
    pub run_at: Option<Instant>,
    /// Names the prompt template.
    pub prompt_template_digest: Option<String>,
    /// Names the data.
    pub dataset_digest: Option<String>,
    /// Particulars.
    pub details: Details,
    /// What is odd about it: `partial`, `unit_suspect` ...
    pub flags: Vec<String>,
    /// Who brought it.
    pub reported_by: PrincipalId,
    /// When.
    pub created_at: Instant,
    /// What it measured: at most 100, in the order of the file.
    pub metrics: Vec<Metric>,
    /// The model's name as the file says it, when the file is about several.
    #[serde(default)]
    pub model_ref: Option<String>,
    /// From which file its items are; the three `items_` fields are there together or not at all.
    #[serde(default)]
    pub items_artefact_id: Option<ArtefactId>,
    /// Of which metric the scores of its items are.
    #[serde(default)]
    pub items_metric: Option<String>,
    /// How many items there are.
    #[serde(default)]
    pub items_count: Option<i64>,
    /// How often it changed.
    pub revision: Revision,
}

impl Entity for Evaluation {
    const KIND: &'static str = "evaluation";
    fn id(&self) -> Uuid {
        self.id.0
    }
    fn revision(&self) -> Revision {
        self.revision
    }
}
