//! What every format is read into. Invariant: `None` means that the file does not say.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;

use crate::domain::evaluations::Item;
use crate::ground::kernel::Decimal;

/// Whether a tool measured or somebody claims.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// A tool ran and wrote the file.
    #[default]
    Run,
    /// Somebody wrote the numbers down: a model card, a leaderboard.
    Declared,
}

/// A result file.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct ParsedFile {
    /// Which format: an id of [`super::FORMATS`].
    pub format: &'static str,
    /// Which layout of the format: `lm-eval 0.4`.
    pub layout: &'static str,
    /// The tool that wrote it; `None`: it does not say.
    pub tool: Option<String>,
    /// Its release.
    pub tool_version: Option<String>,
    /// Its commit.
    pub tool_commit: Option<String>,
    /// Whether a tool measured or somebody claims.
    pub source: Source,
    /// The model's name as the file says it, when it is about one.
    pub model_ref: Option<String>,
    /// The model's arguments as stated: a string or an object, without floats.
    pub model_args: Option<Value>,
    /// Generation parameters of the whole run as stated, without floats.
    pub gen_params: Option<Value>,
    /// Seeds by name.
    pub seeds: BTreeMap<String, i64>,
    /// When it ran.
    pub run_at: Option<DateTime<Utc>>,
    /// Names the chat template: `sha256:` and 64 hex digits.
    pub chat_template_digest: Option<String>,
    /// Names the system instruction: `sha256:` and 64 hex digits.
    pub system_config_digest: Option<String>,
    /// The devices that the model ran on, never those of a machine that only asked it: `2 x NVIDIA L4`.
    pub hardware: Option<String>,
    /// Further particulars of the run by name: usage, judges; without floats.
    pub details: Vec<(&'static str, Value)>,
    /// It holds items of evaluations of another file, and no metrics of its own.
    pub items_only: bool,
    /// One for each model, task and filter, in the order of the file.
    pub evaluations: Vec<ParsedEvaluation>,
    /// Fields that are kept in the raw file only, as JSON pointers; `*` stands for every key of that level.
    pub unmapped: Vec<String>,
    /// What is worth knowing.
    pub notes: Vec<Note>,
}

/// One task under one filter.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct ParsedEvaluation {
    /// Where it stands, as a JSON pointer.
    pub pointer: String,
    /// The tool's name of the task.
    pub task: String,
    /// Which model it is about, when the file is about several.
    pub model_ref: Option<String>,
    /// The arguments of that model as stated, without floats.
    pub model_args: Option<Value>,
    /// When it ran, when the runs of the file have times of their own.
    pub run_at: Option<DateTime<Utc>>,
    /// The devices that it ran on, when the runs of the file have devices of their own.
    pub hardware: Option<String>,
    /// The tool's version of the task, as written.
    pub task_version: Option<String>,
    /// How answers were read; `none` when they were not filtered.
    pub filter: String,
    /// Whether it sums other tasks of the file up.
    pub is_aggregate: bool,
    /// The group that it belongs to.
    pub parent_task: Option<String>,
    /// Examples in the prompt.
    pub n_shot: Option<i32>,
    /// Items that were scored.
    pub n: Option<i64>,
    /// Items that ended with an error instead of an answer.
    pub n_errors: Option<i64>,
    /// Items that the task has.
    pub n_total: Option<i64>,
    /// The limit that the run was given: a count, or a share below 1.
    pub limit: Option<Decimal>,
    /// A digest of documents, prompts and targets together.
    pub task_digest: Option<String>,
    /// A digest of the prompt template alone.
    pub prompt_digest: Option<String>,
    /// Where the items come from.
    pub dataset: Option<Dataset>,
    /// BCP 47, only when the file says it.
    pub language: Option<String>,
    /// Generation parameters of this task as stated, without floats.
    pub gen_params: Option<Value>,
    /// Further particulars by name: epochs, judges, load; without floats.
    pub details: Vec<(&'static str, Value)>,
    /// What is odd about it.
    pub flags: BTreeSet<Flag>,
    /// What it measured, in the order of the file.
    pub metrics: Vec<ParsedMetric>,
    /// What each item scored, when the file says it.
    #[serde(skip)]
    pub items: Option<Items>,
}

/// What each item scored.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Items {
    /// The canonical name of the metric that the scores are of.
    pub metric: String,
    /// The items, in the order of the file.
    pub list: Vec<Item>,
}

/// Where items come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Dataset {
    /// A repository or a loader.
    pub path: String,
    /// The configuration in it.
    pub name: Option<String>,
    /// Its revision.
    pub revision: Option<String>,
    /// Which part of it.
    pub split: Option<String>,
}

/// One number with what the file and the catalogue know about it.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct ParsedMetric {
    /// Canonical name.
    pub name: String,
    /// The key as the file has it.
    pub raw_name: String,
    /// Whether it has a value.
    pub state: MetricState,
    /// The value, exactly as written.
    pub value: Option<Decimal>,
    /// The value, character by character.
    pub value_raw: String,
    /// What it counts; `None`: not certain.
    pub unit: Option<Unit>,
    /// Who says the unit.
    pub unit_by: StatedBy,
    /// Which values are better; `None`: unknown.
    pub direction: Option<Direction>,
    /// Who says the direction.
    pub direction_by: StatedBy,
    /// Standard error, in the unit of the value.
    pub stderr: Option<Decimal>,
    /// How the tool computed it.
    pub stderr_method: Option<StderrMethod>,
    /// A confidence interval that the file states; ours is computed when it states none.
    pub interval: Option<Stated>,
    /// Items that were scored.
    pub n: Option<i64>,
    /// The part of the items that it is about.
    pub slice: Option<Slice>,
}

/// Who says what a number means.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum StatedBy {
    /// The file, or the format in which it is written.
    #[default]
    File,
    /// Nothing but the catalogue of usual metrics.
    Catalogue,
}

/// A confidence interval as the file states it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stated {
    /// Lower bound.
    pub low: Decimal,
    /// Upper bound.
    pub high: Decimal,
    /// Its level: 0.95.
    pub level: Decimal,
}

/// A part of the items.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Slice {
    /// What the items are parted by: `category`.
    pub kind: String,
    /// Which part: `Age`.
    pub value: String,
}

/// Whether a metric has a value.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MetricState {
    /// It has.
    Known,
    /// The tool wrote something that is no number.
    #[default]
    Unknown,
    /// The tool says that it has no meaning here.
    NotApplicable,
}

/// What a value counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// A share from 0 to 1.
    Fraction,
    /// A share from 0 to 100.
    Percent,
    /// Seconds.
    Seconds,
    /// Things.
    Count,
    /// Money.
    Currency,
    /// A scale of its own.
    Score,
}

/// Which values are better.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Higher ones.
    Higher,
    /// Lower ones.
    Lower,
    /// Those near the target.
    Target(Decimal),
    /// None: it only informs.
    None,
}

/// How a standard error was computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum StderrMethod {
    /// From a formula: sample standard deviation over the root of n.
    Analytic,
    /// From resampling.
    Bootstrap,
    /// From the standard errors of a group's tasks.
    Pooled,
}

impl StderrMethod {
    /// As in JSON and SQL.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Analytic => "analytic",
            Self::Bootstrap => "bootstrap",
            Self::Pooled => "pooled",
        }
    }
}

/// What is odd about an evaluation. Whether a flag keeps it from a gate is for the rules to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Flag {
    /// A value lies outside its unit's bounds, or the unit is used both ways in this file.
    UnitSuspect,
    /// Nobody knows the unit of a metric.
    UnitUnknown,
    /// Nobody knows which values of a metric are better.
    DirectionUnknown,
    /// The number of scored items is not stated.
    NMissing,
    /// A metric has no standard error.
    StderrMissing,
    /// A part of what it sums up is missing.
    Partial,
    /// The run was stopped.
    Cancelled,
    /// The run ended with an error, or never ended.
    Failed,
    /// Its tool says that it is invalid.
    Invalidated,
    /// What graded the answers seems to have failed, not the model.
    GraderFailureSuspected,
    /// Times of answers that came from a cache are among its times.
    CachedLatency,
    /// So few requests that a percentile says nothing.
    FewRequests,
    /// Items ended with an error instead of an answer.
    ItemErrors,
    /// The model's own maker reported it.
    SelfReported,
    /// The file has fewer items than were scored.
    SamplesTruncated,
    /// Neither the prompt nor the task with its prompts is named by a digest.
    PromptDigestMissing,
    /// The revision of the data is not stated.
    DatasetRevisionMissing,
    /// The run was limited to a part of the items.
    Limited,
    /// A metric has no value although the tool ran.
    ValueMissing,
}

impl Flag {
    /// As in JSON and SQL.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::UnitSuspect => "unit_suspect",
            Self::UnitUnknown => "unit_unknown",
            Self::DirectionUnknown => "direction_unknown",
            Self::NMissing => "n_missing",
            Self::StderrMissing => "stderr_missing",
            Self::Partial => "partial",
            Self::Cancelled => "cancelled",
            Self::Failed => "failed",
            Self::Invalidated => "invalidated",
            Self::GraderFailureSuspected => "grader_failure_suspected",
            Self::CachedLatency => "cached_latency",
            Self::FewRequests => "few_requests",
            Self::ItemErrors => "item_errors",
            Self::SelfReported => "self_reported",
            Self::SamplesTruncated => "samples_truncated",
            Self::PromptDigestMissing => "prompt_digest_missing",
            Self::DatasetRevisionMissing => "dataset_revision_missing",
            Self::Limited => "limited",
            Self::ValueMissing => "value_missing",
        }
    }
}

/// Something worth knowing that keeps nothing from being imported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Note {
    /// Stable, `snake_case`.
    pub code: &'static str,
    /// In words.
    pub message: String,
    /// Where, as a JSON pointer.
    pub pointer: String,
}
