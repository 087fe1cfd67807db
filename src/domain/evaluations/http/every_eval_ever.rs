//! An evaluation as an Every Eval Ever record (schema 0.3.0), for exchange with others.
//!
//! Numbers stand with their own digits. What the schema cannot say stands in `additional_details`: a direction there is
//! a boolean, so a target, or that nobody knows, is said beside it. Metrics without a value are left out.
//!
//! Source: `every_eval_ever/schemas/eval.schema.json`, version 0.3.0.

use std::collections::BTreeMap;

use actix_web::web::Data;
use actix_web::{HttpResponse, get};
use serde::Serialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};

use crate::domain::evaluations::store::{self, EvaluationRow, SettledRow};
use crate::domain::evaluations::{Direction, Metric, SourceType, Unit};
use crate::ground::http::{Path, page};
use crate::ground::identity::{Authorized, may};
use crate::ground::kernel::{App, Decimal, EvaluationId, Failure, Instant};

const SCHEMA: &str = "0.3.0";
/// What the schema wants where nobody knows.
const UNKNOWN: &str = "unknown";

/// An Every Eval Ever record.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct EveryEvalEver {
    /// `0.3.0`.
    schema_version: &'static str,
    /// The evaluation's id.
    evaluation_id: String,
    /// When it ran.
    #[serde(skip_serializing_if = "Option::is_none")]
    evaluation_timestamp: Option<Instant>,
    /// When this record was made: seconds since 1970.
    retrieved_timestamp: String,
    /// Where the numbers come from.
    #[schema(value_type = Object)]
    source_metadata: Value,
    /// The tool that measured.
    #[schema(value_type = Object)]
    eval_library: Value,
    /// The model.
    #[schema(value_type = Object)]
    model_info: Value,
    /// One for each metric.
    #[schema(value_type = Vec<Object>)]
    evaluation_results: Vec<ResultOf>,
}

#[derive(Debug, Serialize)]
struct ResultOf {
    evaluation_result_id: String,
    evaluation_name: String,
    source_data: Value,
    metric_config: BTreeMap<&'static str, Value>,
    score_details: Score,
}

#[derive(Debug, Serialize)]
struct Score {
    score: Box<RawValue>,
    uncertainty: Uncertainty,
}

#[derive(Debug, Default, Serialize)]
struct Uncertainty {
    #[serde(skip_serializing_if = "Option::is_none")]
    standard_error: Option<StandardError>,
    #[serde(skip_serializing_if = "Option::is_none")]
    confidence_interval: Option<Interval>,
    #[serde(skip_serializing_if = "Option::is_none")]
    num_samples: Option<i64>,
}

#[derive(Debug, Serialize)]
struct StandardError {
    value: Box<RawValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    method: Option<String>,
}

#[derive(Debug, Serialize)]
struct Interval {
    lower: Box<RawValue>,
    upper: Box<RawValue>,
    confidence_level: Box<RawValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    method: Option<String>,
}

/// Get an evaluation as an Every Eval Ever record
#[utoipa::path(
    tag = "evaluations",
    params(("evaluation" = EvaluationId, Path, description = "The evaluation's id.")),
    security(("token" = ["read"])),
    responses(
        (status = 200, description = "The record.", body = EveryEvalEver),
    )
)]
#[get("/evaluations/{evaluation}/every-eval-ever")]
pub async fn export_every_eval_ever(
    app: Data<App>,
    _caller: Authorized<may::Read>,
    Path(id): Path<EvaluationId>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.read().await?;
    let now = app.now(&mut conn).await?;
    let row = store::evaluation(&mut conn, id).await?.settled();
    Ok(page(&record(&row, now)?))
}

/// The digits of a decimal as a JSON number.
fn number(decimal: &Decimal) -> Result<Box<RawValue>, Failure> {
    RawValue::from_string(decimal.to_string())
        .map_err(|error| Failure::inconsistent(format!("a decimal is a JSON number: {error}")))
}

fn record(row: &SettledRow, now: Instant) -> Result<EveryEvalEver, Failure> {
    let evaluation = &row.evaluation.0;
    let version = row
        .version
        .as_ref()
        .map(|version| format!("{}/{}", version.model_name, version.number));
    let model = row
        .model_ref
        .clone()
        .or_else(|| version.clone())
        .unwrap_or_else(|| UNKNOWN.to_owned());
    let source_type = match evaluation.source_type {
        SourceType::Run => "evaluation_run",
        SourceType::Declared | SourceType::Recorded => "documentation",
    };
    let mut results = Vec::new();
    for (place, metric) in evaluation.metrics.iter().enumerate() {
        if let Some(value) = &metric.value {
            results.push(result(row, place, metric, number(value)?)?);
        }
    }
    Ok(EveryEvalEver {
        schema_version: SCHEMA,
        evaluation_id: evaluation.id.to_string(),
        evaluation_timestamp: evaluation.run_at,
        retrieved_timestamp: now.0.timestamp().to_string(),
        source_metadata: json!({
            "source_name": "Tenure",
            "source_type": source_type,
            "source_organization_name": UNKNOWN,
            "evaluator_relationship": if evaluation.flags.iter().any(|flag| flag == "self_reported") { "first_party" } else { "other" },
        }),
        eval_library: json!({
            "name": evaluation.tool.as_deref().unwrap_or(UNKNOWN),
            "version": evaluation.tool_version.as_deref().unwrap_or(UNKNOWN),
        }),
        model_info: json!({
            "name": model,
            "id": model,
            "additional_details": {
                "deployment_type": UNKNOWN,
                "model_availability": UNKNOWN,
                "tenure_version": version.unwrap_or_else(|| UNKNOWN.to_owned()),
                "tenure_hardware": evaluation.details.hardware().unwrap_or(UNKNOWN),
            },
        }),
        evaluation_results: results,
    })
}

fn result(
    row: &EvaluationRow,
    place: usize,
    metric: &Metric,
    score: Box<RawValue>,
) -> Result<ResultOf, Failure> {
    let evaluation = &row.evaluation.0;
    let interval = match (&metric.ci_low, &metric.ci_high, &metric.ci_level) {
        (Some(low), Some(high), Some(level)) => Some(Interval {
            lower: number(low)?,
            upper: number(high)?,
            confidence_level: number(level)?,
            method: metric.ci_method.clone(),
        }),
        _ => None,
    };
    let standard_error = match &metric.stderr {
        Some(stderr) => Some(StandardError {
            value: number(stderr)?,
            method: metric.stderr_method.clone(),
        }),
        None => None,
    };
    let uncertainty = Uncertainty {
        standard_error,
        confidence_interval: interval,
        num_samples: metric.n,
    };
    Ok(ResultOf {
        evaluation_result_id: format!("{}/{}", evaluation.id, place + 1),
        evaluation_name: evaluation.task.clone(),
        source_data: source_data(row),
        metric_config: config(row, metric),
        score_details: Score { score, uncertainty },
    })
}

fn source_data(row: &EvaluationRow) -> Value {
    let evaluation = &row.evaluation.0;
    let mut details = serde_json::Map::new();
    if let Some(digest) = &evaluation.dataset_digest {
        details.insert("tenure_dataset_digest".into(), json!(digest));
    }
    let stated = evaluation
        .details
        .0
        .get("dataset")
        .and_then(|dataset| dataset["path"].as_str());
    let name = stated.unwrap_or(&row.suite.name);
    json!({"dataset_name": name, "source_type": "other", "additional_details": details})
}

fn config(row: &EvaluationRow, metric: &Metric) -> BTreeMap<&'static str, Value> {
    let (unit, low, high) = match metric.unit {
        Some(Unit::Fraction) => ("proportion", json!(0), json!(1)),
        Some(Unit::Percent) => ("percent", json!(0), json!(100)),
        Some(Unit::Seconds) => ("seconds", json!(0), json!("Infinity")),
        Some(Unit::Count) => ("count", json!(0), json!("Infinity")),
        Some(Unit::Currency) => ("currency", json!("-Infinity"), json!("Infinity")),
        Some(Unit::Score) => ("points", json!("-Infinity"), json!("Infinity")),
        None => (UNKNOWN, json!("-Infinity"), json!("Infinity")),
    };
    let direction = match metric.direction {
        Some(Direction::Higher) => "higher",
        Some(Direction::Lower) => "lower",
        Some(Direction::Target) => "target",
        Some(Direction::None) => "none",
        None => UNKNOWN,
    };
    let mut details = serde_json::Map::new();
    details.insert("tenure_direction".into(), json!(direction));
    details.insert("tenure_filter".into(), json!(row.evaluation.filter));
    if let Some(target) = &metric.target {
        details.insert("tenure_target".into(), json!(target));
    }
    if let (Some(kind), Some(value)) = (&metric.slice_kind, &metric.slice_value) {
        details.insert("tenure_slice".into(), json!(format!("{kind}={value}")));
    }
    BTreeMap::from([
        ("metric_id", json!(metric.name)),
        ("metric_name", json!(metric.raw_name)),
        ("metric_unit", json!(unit)),
        (
            "lower_is_better",
            json!(metric.direction == Some(Direction::Lower)),
        ),
        ("score_type", json!("continuous")),
        ("min_score", low),
        ("max_score", high),
        ("additional_details", details.into()),
    ])
}
