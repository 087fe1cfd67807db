//! Evaluations as answers show them.

use serde::Serialize;
use serde_json::Value;

use crate::domain::access::ActorRef;
use crate::domain::evaluations::rules::ineligible;
use crate::domain::evaluations::store::EvaluationRow;
use crate::domain::evaluations::{
    ArtefactRef, Contamination, Direction, Evaluation, Metric, MetricState, SourceType, StatedBy,
    SuiteRef, Unit,
};
use crate::domain::models::VersionRef;
use crate::ground::audit::Answer;
use crate::ground::kernel::{Decimal, EvaluationId, Instant, Reason, Revision};

/// One number. Decimals are strings, exactly as they were reported.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Metric)]
pub struct MetricView {
    /// Canonical name.
    #[schema(example = "acc")]
    pub name: String,
    /// The key as the file has it.
    #[schema(example = "acc,none")]
    pub raw_name: String,
    /// Whether it has a value.
    pub state: MetricState,
    /// The value.
    pub value: Option<Decimal>,
    /// What the file says, character by character.
    pub value_raw: String,
    /// What the value counts; null: unknown, and then no gate reads it.
    pub unit: Option<Unit>,
    /// Who says the unit; null: nobody, or it was not noted when it was reported.
    pub unit_by: Option<StatedBy>,
    /// Which values are better; null: unknown, and then no gate reads it.
    pub direction: Option<Direction>,
    /// Who says the direction; null: nobody, or it was not noted when it was reported.
    pub direction_by: Option<StatedBy>,
    /// What is aimed at, with direction `target`.
    pub target: Option<Decimal>,
    /// Standard error.
    pub stderr: Option<Decimal>,
    /// How the tool computed it.
    pub stderr_method: Option<String>,
    /// Lower bound of the confidence interval.
    pub ci_low: Option<Decimal>,
    /// Upper bound.
    pub ci_high: Option<Decimal>,
    /// Its level.
    pub ci_level: Option<Decimal>,
    /// How it was computed.
    pub ci_method: Option<String>,
    /// Items that were scored.
    pub n: Option<i64>,
    /// What the number is a slice by.
    pub slice_kind: Option<String>,
    /// Which slice.
    pub slice_value: Option<String>,
}

impl From<Metric> for MetricView {
    fn from(metric: Metric) -> Self {
        let Metric {
            name,
            raw_name,
            state,
            value,
            value_raw,
            unit,
            unit_by,
            direction,
            direction_by,
            target,
            stderr,
            stderr_method,
            ci_low,
            ci_high,
            ci_level,
            ci_method,
            n,
            slice_kind,
            slice_value,
        } = metric;
        Self {
            name,
            raw_name,
            state,
            value,
            value_raw,
            unit,
            unit_by,
            direction,
            direction_by,
            target,
            stderr,
            stderr_method,
            ci_low,
            ci_high,
            ci_level,
            ci_method,
            n,
            slice_kind,
            slice_value,
        }
    }
}

/// One run of a task on a version, with its metrics.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Evaluation)]
pub struct EvaluationView {
    /// Its id; null in a preview.
    pub id: Option<EvaluationId>,
    /// On which version.
    pub version: Option<VersionRef>,
    /// Of which suite.
    pub suite: SuiteRef,
    /// The tool's name of the task.
    pub task: String,
    /// How answers were read.
    pub filter: String,
    /// 1, 2, 3 ... for runs of the same suite, task and filter on the same version.
    pub attempt: i32,
    /// Whether it sums other tasks up.
    pub is_aggregate: bool,
    /// The group that it belongs to.
    pub parent_task: Option<String>,
    /// How the numbers came to be.
    pub source_type: SourceType,
    /// The tool that measured.
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
    /// BCP 47: what the file says, else what the suite is said to be in.
    pub language: Option<String>,
    /// When it ran.
    pub run_at: Option<Instant>,
    /// Who reported it.
    pub reported_by: ActorRef,
    /// From which file; null when it was recorded without one.
    pub artefact: Option<ArtefactRef>,
    /// The model's name as the file says it.
    pub model_ref: Option<String>,
    /// How the model was called, as the file says it.
    #[schema(value_type = Option<Object>)]
    pub model_args: Option<Value>,
    /// How answers were generated, as the file says it.
    #[schema(value_type = Option<Object>)]
    pub gen_params: Option<Value>,
    /// The seeds by name, as the file says them.
    #[schema(value_type = Option<Object>)]
    pub seeds: Option<Value>,
    /// The devices that the model ran on; null: the file does not say.
    #[schema(example = "2 x NVIDIA L4")]
    pub hardware: Option<String>,
    /// How likely the model was trained on the items; null: nobody said.
    pub contamination: Option<Contamination>,
    /// Names the prompt template.
    pub prompt_template_digest: Option<String>,
    /// Names the data.
    pub dataset_digest: Option<String>,
    /// How many items its file says the scores of; null: none.
    pub items: Option<i64>,
    /// Of which metric these scores are.
    pub items_metric: Option<String>,
    /// What is odd about it.
    pub flags: Vec<String>,
    /// Whether a gate may use it.
    pub eligible: bool,
    /// Every reason against it.
    pub ineligible: Vec<Reason>,
    /// What it measured.
    pub metrics: Vec<MetricView>,
    /// When it was reported.
    pub created_at: Instant,
    /// How often it changed: what it measured never does.
    pub revision: Revision,
}

impl EvaluationView {
    /// A stored evaluation.
    #[must_use]
    pub fn stored(row: EvaluationRow) -> Self {
        let id = row.evaluation.id;
        Self {
            id: Some(id),
            ..Self::preview(row)
        }
    }

    /// An evaluation that would be stored: it has no id.
    #[must_use]
    #[expect(clippy::too_many_lines, reason = "one field of the answer per line")]
    pub fn preview(row: EvaluationRow) -> Self {
        let row = row.settled();
        let reasons = ineligible(&row.standing(), row.metric_facts());
        let language = row.language().map(str::to_owned);
        let EvaluationRow {
            evaluation,
            version,
            suite,
            suite_metrics: _,
            artefact,
            model_ref,
            reported_by_kind,
            reported_by_name,
        } = row.into_row();
        let Evaluation {
            id: _,
            version_id: _,
            artefact_id: _,
            suite_version_id: _,
            task,
            filter,
            attempt,
            is_aggregate,
            parent_task,
            source_type,
            tool,
            tool_version,
            tool_commit,
            n_shot,
            n,
            n_errors,
            language: _,
            run_at,
            prompt_template_digest,
            dataset_digest,
            details,
            flags,
            reported_by,
            created_at,
            metrics,
            model_ref: _,
            items_artefact_id: _,
            items_metric,
            items_count,
            revision,
        } = evaluation.0;
        Self {
            id: None,
            version: version.map(|version| version.0),
            suite: suite.0,
            task,
            filter,
            attempt,
            is_aggregate,
            parent_task,
            source_type,
            tool,
            tool_version,
            tool_commit,
            n_shot,
            n,
            n_errors,
            language,
            run_at,
            reported_by: ActorRef::new(reported_by, reported_by_kind, reported_by_name),
            artefact: artefact.map(|artefact| artefact.0),
            model_ref,
            model_args: details.0.get("model_args").cloned(),
            gen_params: details.0.get("gen_params").cloned(),
            seeds: details.0.get("seeds").cloned(),
            hardware: details.hardware().map(str::to_owned),
            contamination: details.contamination(),
            prompt_template_digest,
            dataset_digest,
            items: items_count,
            items_metric,
            flags,
            eligible: reasons.is_empty(),
            ineligible: reasons,
            metrics: metrics.into_iter().map(MetricView::from).collect(),
            created_at,
            revision,
        }
    }

    /// As the answer to a command.
    #[must_use]
    pub fn answered(self) -> Answer<Self> {
        let revision = self.revision;
        Answer::new(self).revision(revision)
    }
}
