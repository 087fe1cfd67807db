//! Evidence on a version, as policies read it: one entry for each metric.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::PgConnection;

use super::tried;
use super::views::{EvaluationFilter, EvaluationRow, SettledRow, select};
use crate::domain::evaluations::rules::{
    MetricFacts, Standing, evaluation_reasons, metric_reasons, said_of,
};
use crate::domain::evaluations::{
    Category, Contamination, Direction, Metric, MetricState, SourceType, TrustClass, Unit,
};
use crate::ground::kernel::{
    Decimal, EvaluationId, Failure, Instant, PrincipalId, Reason, SuiteId, SuiteVersionId,
    VersionId,
};

/// Entries at most; older ones are left out.
pub const FACTS_MAX: usize = 500;

/// One number with everything that a policy may ask about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvaluationFacts {
    /// Of which evaluation.
    pub evaluation_id: EvaluationId,
    /// Who reported it, and so cannot approve on it.
    pub reported_by: PrincipalId,
    /// When it was reported.
    pub reported_at: Instant,
    /// Of which suite.
    pub suite_id: SuiteId,
    /// The suite's name.
    pub suite: String,
    /// Which state of it ran.
    pub suite_version_id: SuiteVersionId,
    /// The tool's version of the task.
    pub suite_version: String,
    /// What the suite's numbers may be used for.
    pub trust_class: TrustClass,
    /// What the suite measures; `None` while it is not classified.
    pub category: Option<Category>,
    /// BCP 47: of the file, else of the suite.
    pub language: Option<String>,
    /// The tool's name of the task.
    pub task: String,
    /// How answers were read.
    pub filter: String,
    /// Whether it sums other tasks up.
    pub is_aggregate: bool,
    /// Canonical name of the metric.
    pub metric: String,
    /// What the number is a slice by: `category`.
    pub slice_kind: Option<String>,
    /// Which slice: `Age`.
    pub slice_value: Option<String>,
    /// Whether it has a value.
    pub state: MetricState,
    /// The value.
    pub value: Option<Decimal>,
    /// Standard error.
    pub stderr: Option<Decimal>,
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
    /// Items that failed.
    pub errors: Option<i64>,
    /// When it ran.
    pub run_at: Option<Instant>,
    /// How the numbers came to be.
    pub source_type: SourceType,
    /// With which tool.
    pub harness: Option<String>,
    /// Its release.
    pub harness_version: Option<String>,
    /// Examples in the prompt.
    pub n_shot: Option<i32>,
    /// The seeds that the file names.
    pub seeds: Option<Value>,
    /// The devices that the model ran on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hardware: Option<String>,
    /// How likely the model was trained on the items.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contamination: Option<Contamination>,
    /// Names the prompt template.
    pub prompt_template_digest: Option<String>,
    /// Names the data.
    pub dataset_digest: Option<String>,
    /// Which attempt it is.
    pub attempt: i32,
    /// How many there were of the same suite, task and filter on the version.
    pub attempts: i32,
    /// Which values are better.
    pub direction: Option<Direction>,
    /// What is aimed at.
    pub target: Option<Decimal>,
    /// What the value counts.
    pub unit: Option<Unit>,
    /// What is odd about it.
    pub flags: Vec<String>,
    /// Whether a gate may use it.
    pub eligible: bool,
    /// Every reason against it.
    pub reasons: Vec<Reason>,
}

/// The evidence on a version: the last reported first, at most [`FACTS_MAX`] entries.
///
/// # Errors
/// The database is away.
pub async fn facts(
    conn: &mut PgConnection,
    version: VersionId,
) -> Result<Vec<EvaluationFacts>, Failure> {
    let filter = EvaluationFilter {
        version: Some(version),
        ..EvaluationFilter::default()
    };
    let limit = i64::try_from(FACTS_MAX).expect("a small number");
    let rows = select(&mut *conn, None, &filter, None, limit).await?;
    let attempts: BTreeMap<_, _> = tried(conn, &[version])
        .await?
        .into_iter()
        .map(|tried| ((tried.suite_id, tried.task, tried.filter), tried.attempt))
        .collect();
    let mut facts = Vec::new();
    for row in rows.into_iter().map(EvaluationRow::settled) {
        let Some(suite_id) = row.suite.id else {
            continue;
        };
        let evaluation = &row.evaluation;
        let key = (suite_id, evaluation.task.clone(), evaluation.filter.clone());
        let of_task = attempts.get(&key).copied().unwrap_or(evaluation.attempt);
        let against = evaluation_reasons(&row.standing());
        for metric in &evaluation.metrics {
            facts.push(entry(&row, suite_id, metric, of_task, &against));
        }
        if facts.len() >= FACTS_MAX {
            break;
        }
    }
    facts.truncate(FACTS_MAX);
    Ok(facts)
}

impl SettledRow {
    /// What the rule about gates reads.
    #[must_use]
    pub fn standing(&self) -> Standing<'_> {
        Standing {
            suite: &self.suite.name,
            trust_class: self.suite.trust_class,
            has_version: self.evaluation.version_id.is_some(),
            source_type: self.evaluation.source_type,
            flags: &self.evaluation.flags,
        }
    }

    /// What the rule about gates reads of each metric.
    pub fn metric_facts(&self) -> impl Iterator<Item = MetricFacts<'_>> {
        self.evaluation
            .metrics
            .iter()
            .map(|metric| self.facts_of(metric))
    }

    fn facts_of<'a>(&'a self, metric: &'a Metric) -> MetricFacts<'a> {
        MetricFacts {
            suite: &self.suite.name,
            name: &metric.name,
            state: metric.state,
            value: metric.value.as_ref(),
            unit: metric.unit,
            unit_by: metric.unit_by,
            direction: metric.direction,
            target: metric.target.as_ref(),
            said: said_of(&self.suite_metrics, &metric.name),
            has_uncertainty: metric.stderr.is_some() || metric.ci_low.is_some(),
            has_n: metric.n.or(self.evaluation.n).is_some(),
        }
    }
}

fn entry(
    row: &SettledRow,
    suite_id: SuiteId,
    metric: &Metric,
    attempts: i32,
    against: &[Reason],
) -> EvaluationFacts {
    let evaluation = &row.evaluation;
    let mut reasons = against.to_vec();
    reasons.extend(metric_reasons(&row.facts_of(metric)));
    EvaluationFacts {
        evaluation_id: evaluation.id,
        reported_by: evaluation.reported_by,
        reported_at: evaluation.created_at,
        suite_id,
        suite: row.suite.name.clone(),
        suite_version_id: evaluation.suite_version_id,
        suite_version: row.suite.version_label.clone(),
        trust_class: row.suite.trust_class,
        category: row.suite.trust_class.category(),
        language: row.language().map(str::to_owned),
        task: evaluation.task.clone(),
        filter: evaluation.filter.clone(),
        is_aggregate: evaluation.is_aggregate,
        metric: metric.name.clone(),
        slice_kind: metric.slice_kind.clone(),
        slice_value: metric.slice_value.clone(),
        state: metric.state,
        value: metric.value.clone(),
        stderr: metric.stderr.clone(),
        ci_low: metric.ci_low.clone(),
        ci_high: metric.ci_high.clone(),
        ci_level: metric.ci_level.clone(),
        ci_method: metric.ci_method.clone(),
        n: metric.n.or(evaluation.n),
        errors: evaluation.n_errors,
        run_at: evaluation.run_at,
        source_type: evaluation.source_type,
        harness: evaluation.tool.clone(),
        harness_version: evaluation.tool_version.clone(),
        n_shot: evaluation.n_shot,
        seeds: evaluation.details.0.get("seeds").cloned(),
        hardware: evaluation.details.hardware().map(str::to_owned),
        contamination: evaluation.details.contamination(),
        prompt_template_digest: evaluation.prompt_template_digest.clone(),
        dataset_digest: evaluation.dataset_digest.clone(),
        attempt: evaluation.attempt,
        attempts,
        direction: metric.direction,
        target: metric.target.clone(),
        unit: metric.unit,
        flags: evaluation.flags.clone(),
        eligible: reasons.is_empty(),
        reasons,
    }
}
