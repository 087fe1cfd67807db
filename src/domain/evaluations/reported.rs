//! A run as somebody reports it, from a file or by hand, before it has a suite, an attempt and an id.

use super::{Details, Metric, Note, SourceType};
use crate::ground::kernel::{Instant, VersionId};

/// One run of one task under one filter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reported {
    /// Where it stands in what was sent, as a JSON pointer.
    pub pointer: String,
    /// The tool's name of the task.
    pub task: String,
    /// How answers were read.
    pub filter: String,
    /// The tool's version of the task; `None`: it says none.
    pub suite_label: Option<String>,
    /// A digest of documents and prompts.
    pub suite_digest: Option<String>,
    /// Whether it sums other tasks up.
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
    /// BCP 47, when it is certain.
    pub language: Option<String>,
    /// When it ran.
    pub run_at: Option<Instant>,
    /// Names the prompt template.
    pub prompt_template_digest: Option<String>,
    /// Names the data.
    pub dataset_digest: Option<String>,
    /// Particulars.
    pub details: Details,
    /// What is odd about it.
    pub flags: Vec<String>,
    /// What it measured.
    pub metrics: Vec<Metric>,
    /// On which version; `None`: it waits for one.
    pub version_id: Option<VersionId>,
    /// Which model it is about, when the file is about several.
    pub model_ref: Option<String>,
    /// Of which metric its items are, and how many.
    pub items: Option<(String, i64)>,
}

/// What a file says about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileSummary {
    /// Which reader understood it.
    pub format: String,
    /// Which of the reader's layouts.
    pub layout: String,
    /// The tool that wrote it.
    pub tool: Option<String>,
    /// Its release.
    pub tool_version: Option<String>,
    /// The model's name.
    pub model_ref: Option<String>,
    /// When it ran.
    pub run_at: Option<Instant>,
    /// Places that no reader looked at, as JSON pointers.
    pub unmapped: Vec<String>,
    /// What is worth knowing.
    pub notes: Vec<Note>,
}
