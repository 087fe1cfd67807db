//! Importing result files over HTTP.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::post;
use actix_web::web::Data;
use serde::{Deserialize, Serialize};

use super::EvaluationView;
use crate::domain::evaluations::commands::{self, ImportFile, Imported, Outcome};
use crate::domain::evaluations::{ArtefactRef, FileSummary, Note, import, store};
use crate::ground::audit::Answer;
use crate::ground::http::{Bytes, Query, page};
use crate::ground::identity::{Authorized, may};
use crate::ground::kernel::{App, Failure, Instant, TeamId, VersionId};

/// What became of a file.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ImportResult {
    /// Which reader understood it.
    #[schema(example = "lm-eval")]
    pub format: String,
    /// Which of the reader's layouts.
    pub layout: String,
    /// The tool that wrote it.
    pub tool: Option<String>,
    /// Its release.
    pub tool_version: Option<String>,
    /// The model's name as the file says it.
    pub model_ref: Option<String>,
    /// When it ran.
    pub run_at: Option<Instant>,
    /// Where its bytes are.
    pub artefact: ArtefactRef,
    /// The version has this file already; nothing was changed.
    pub already_stored: bool,
    /// Its evaluations; without ids in a preview.
    pub evaluations: Vec<EvaluationView>,
    /// Suites that it defines, not classified.
    pub new_suites: Vec<String>,
    /// Places that no reader looked at, as JSON pointers.
    pub unmapped: Vec<String>,
    /// What is worth knowing.
    pub notes: Vec<Note>,
}

impl ImportResult {
    fn new<E>(
        outcome: Outcome<E>,
        already_stored: bool,
        evaluations: impl FnOnce(E) -> Vec<EvaluationView>,
    ) -> Self {
        let FileSummary {
            format,
            layout,
            tool,
            tool_version,
            model_ref,
            run_at,
            unmapped,
            notes,
        } = outcome.summary;
        Self {
            format,
            layout,
            tool,
            tool_version,
            model_ref,
            run_at,
            artefact: outcome.artefact,
            already_stored,
            evaluations: evaluations(outcome.evaluations),
            new_suites: outcome.new_suites,
            unmapped,
            notes,
        }
    }
}

/// Which file, for which version.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ImportEvaluations {
    /// Which version was evaluated. Without it the team's match rules say which version each model of the file is,
    /// and what they do not know waits for one.
    version_id: Option<VersionId>,
    /// Which of the file's models that version is, when the file is about several.
    #[param(example = "acme/large")]
    model_ref: Option<String>,
    /// Whose file it is when no version says it; without it the team `default`.
    team_id: Option<TeamId>,
    /// How the file is called.
    #[param(example = "results_2026-11-24T10-00-00.json")]
    file_name: String,
    /// Say what would be stored, and store nothing.
    #[serde(default)]
    dry_run: bool,
}

/// Import a result file
///
/// The body is the file as the tool wrote it; the service says which tool that was. Items of lm-evaluation-harness
/// (`samples_*.jsonl`) are given to the results that were imported before for the same version. The same file for the same version again changes nothing and answers
/// what is stored. Tasks that belong to no suite get an unclassified one, which no gate uses until it is classified.
#[utoipa::path(
    tag = "evaluations",
    params(ImportEvaluations),
    security(("token" = ["evaluation.report"])),
    request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "The file: at most 64 MiB."),
    responses(
        (status = 200, description = "A preview, or what the version has already.", body = ImportResult),
        (status = 201, description = "What was stored.", body = ImportResult),
    )
)]
#[post("/evaluations/import")]
pub async fn import_evaluations(
    app: Data<App>,
    caller: Authorized<may::ReportEvaluations>,
    Query(query): Query<ImportEvaluations>,
    Bytes(bytes): Bytes<{ import::FILE_BYTES_MAX }>,
) -> Result<HttpResponse, Failure> {
    let command = ImportFile {
        version: query.version_id,
        model_ref: query.model_ref,
        team: query.team_id,
        file_name: query.file_name,
        bytes,
        dry_run: query.dry_run,
    };
    match commands::import_file(&app, &caller, command).await? {
        Imported::Already(outcome) => Ok(page(&ImportResult::new(*outcome, true, |rows| {
            rows.into_iter().map(EvaluationView::stored).collect()
        }))),
        Imported::Preview(outcome) => Ok(page(&ImportResult::new(*outcome, false, |rows| {
            rows.into_iter().map(EvaluationView::preview).collect()
        }))),
        Imported::Stored(decided) => {
            decided
                .answer(StatusCode::CREATED, async |conn, outcome| {
                    let rows = store::evaluations_by_id(conn, &outcome.evaluations).await?;
                    Ok(Answer::new(ImportResult::new(outcome, false, |_| {
                        rows.into_iter().map(EvaluationView::stored).collect()
                    })))
                })
                .await
        }
    }
}
