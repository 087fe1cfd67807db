//! Evaluations over HTTP.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpResponse, get, post};
use serde::{Deserialize, Serialize};

use super::EvaluationView;
use crate::domain::evaluations::commands;
use crate::domain::evaluations::rules::{RecordFacts, RecordedMetric};
use crate::domain::evaluations::store::{self, EvaluationFilter};
use crate::domain::evaluations::{Direction, TrustClass, Unit};
use crate::ground::http::{Json, Path, Query, answer, page};
use crate::ground::identity::{Authorized, may};
use crate::ground::kernel::{
    App, Decimal, EvaluationId, Failure, Instant, Page, Sha256, SuiteId, VersionId,
};

/// A page of evaluations.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct EvaluationPage {
    /// The evaluations.
    pub items: Vec<EvaluationView>,
    /// Give this as `page_token` to get the next page.
    pub next_page_token: Option<String>,
}

/// Which evaluations.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ListEvaluations {
    /// Of this version.
    version: Option<VersionId>,
    /// Of this suite.
    suite: Option<SuiteId>,
    /// Of exactly this task.
    task: Option<String>,
    /// Of suites of this class.
    trust_class: Option<TrustClass>,
    /// In this language (BCP 47): of the file, else of the suite.
    language: Option<String>,
    /// Measured with this tool.
    harness: Option<String>,
    /// In this release of the tool.
    harness_version: Option<String>,
    /// With so many examples in the prompt.
    n_shot: Option<i32>,
    /// With this argument of the model: `name` or `name=value`.
    model_arg: Option<String>,
    /// With this seed: `name` or `name=value`.
    seed: Option<String>,
    /// On the data of this digest.
    dataset_digest: Option<String>,
    /// With the prompt template of this digest.
    prompt_template_digest: Option<String>,
    /// From the file of this digest.
    artefact: Option<Sha256>,
    /// `true`: that a gate may use; `false`: that none may.
    eligible: Option<bool>,
    /// That ran at this instant or later; of what does not say when it ran, the time it was reported counts.
    from: Option<Instant>,
    /// That ran before this instant.
    to: Option<Instant>,
    /// Items of a page: 1 to 200, 50 unless told.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<i64>,
    /// `next_page_token` of the page before.
    page_token: Option<String>,
}

/// List evaluations
///
/// The last reported first. With `eligible` a page may hold fewer items than asked for; the next one follows while there
/// is a token.
#[utoipa::path(
    tag = "evaluations",
    params(ListEvaluations),
    security(("token" = ["read"])),
    responses(
        (status = 200, description = "A page of evaluations.", body = EvaluationPage),
    )
)]
#[get("/evaluations")]
pub async fn list_evaluations(
    app: Data<App>,
    _caller: Authorized<may::Read>,
    Query(query): Query<ListEvaluations>,
) -> Result<HttpResponse, Failure> {
    let filter = EvaluationFilter {
        version: query.version,
        suite: query.suite,
        task: query.task,
        trust_class: query.trust_class,
        language: query.language,
        harness: query.harness,
        harness_version: query.harness_version,
        n_shot: query.n_shot,
        model_arg: query.model_arg,
        seed: query.seed,
        dataset_digest: query.dataset_digest,
        prompt_template_digest: query.prompt_template_digest,
        artefact: query.artefact,
        from: query.from,
        to: query.to,
        eligible: query.eligible,
    };
    let request = Page::read(query.limit, query.page_token.as_deref(), "newest", &filter)?;
    let rows = store::evaluations(&mut *app.read().await?, &filter, &request).await?;
    let rows = rows.map(EvaluationView::stored);
    let fits = |view: &EvaluationView| filter.eligible.is_none_or(|wanted| view.eligible == wanted);
    Ok(page(&EvaluationPage {
        items: rows.items.into_iter().filter(fits).collect(),
        next_page_token: rows.next_page_token,
    }))
}

/// Get an evaluation
#[utoipa::path(
    tag = "evaluations",
    params(("evaluation" = EvaluationId, Path, description = "The evaluation's id.")),
    security(("token" = ["read"])),
    responses(
        (status = 200, description = "The evaluation.", body = EvaluationView),
    )
)]
#[get("/evaluations/{evaluation}")]
pub async fn get_evaluation(
    app: Data<App>,
    _caller: Authorized<may::Read>,
    Path(id): Path<EvaluationId>,
) -> Result<HttpResponse, Failure> {
    let row = store::evaluation(&mut *app.read().await?, id).await?;
    let view = EvaluationView::stored(row);
    Ok(answer(&view, view.revision))
}

/// One number that is recorded by hand.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordMetric {
    /// Its name.
    #[schema(example = "resolved")]
    name: String,
    /// Its value, as a string.
    #[schema(example = "0.93")]
    value: Decimal,
    /// Its standard error.
    stderr: Option<Decimal>,
    /// Items that were scored.
    n: Option<i64>,
    /// Which values are better. Without it no gate reads the number.
    direction: Option<Direction>,
    /// What is aimed at, with direction `target`.
    target: Option<Decimal>,
    /// What it counts. Without it no gate reads the number.
    unit: Option<Unit>,
}

/// Numbers without a file.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordEvaluation {
    /// Of which version.
    version_id: VersionId,
    /// Of which suite of the version's team.
    suite_id: SuiteId,
    /// Of which task; without it the suite's name.
    task: Option<String>,
    /// How answers were read; `none` unless told.
    filter: Option<String>,
    /// The numbers.
    #[schema(min_items = 1, max_items = 100)]
    metrics: Vec<RecordMetric>,
    /// When it ran.
    run_at: Option<Instant>,
    /// Items that were scored.
    n: Option<i64>,
    /// Items that failed.
    n_errors: Option<i64>,
    /// BCP 47; without it the suite's language holds.
    language: Option<String>,
    /// With which tool.
    harness: Option<String>,
    /// Names the prompt template.
    prompt_template_digest: Option<String>,
    /// Names the data.
    dataset_digest: Option<String>,
    /// Where the numbers come from, in words. Kept as the reason of the event.
    note: Option<String>,
}

impl From<RecordEvaluation> for commands::RecordEvaluation {
    fn from(body: RecordEvaluation) -> Self {
        let metrics = body.metrics.into_iter().map(|metric| RecordedMetric {
            name: metric.name,
            value: metric.value,
            stderr: metric.stderr,
            n: metric.n,
            direction: metric.direction,
            target: metric.target,
            unit: metric.unit,
        });
        Self {
            version: body.version_id,
            suite: body.suite_id,
            numbers: RecordFacts {
                task: body.task,
                filter: body.filter,
                metrics: metrics.collect(),
                run_at: body.run_at,
                n: body.n,
                n_errors: body.n_errors,
                language: body.language,
                harness: body.harness,
                prompt_template_digest: body.prompt_template_digest,
                dataset_digest: body.dataset_digest,
            },
            note: body.note,
        }
    }
}

/// Record an evaluation
///
/// For numbers that no result file holds. What a tool wrote is better imported: it says more.
#[utoipa::path(
    tag = "evaluations",
    security(("token" = ["evaluation.report"])),
    request_body = RecordEvaluation,
    responses(
        (status = 201, description = "The evaluation.", body = EvaluationView),
    )
)]
#[post("/evaluations")]
pub async fn record_evaluation(
    app: Data<App>,
    caller: Authorized<may::ReportEvaluations>,
    Json(body): Json<RecordEvaluation>,
) -> Result<HttpResponse, Failure> {
    let decided = commands::record(&app, &caller, body.into()).await?;
    decided
        .answer(StatusCode::CREATED, async |conn, id| {
            let view = EvaluationView::stored(store::evaluation(conn, id).await?);
            Ok(view
                .answered()
                .location(format!("/api/v1/evaluations/{id}")))
        })
        .await
}
