//! Importing result files.

use std::collections::BTreeMap;

use sqlx::types::Json;

use super::{plan_changes, write_plan};
use crate::domain::evaluations::rules::{self, ImportFacts, ImportPlan};
use crate::domain::evaluations::store::{self, EvaluationRow};
use crate::domain::evaluations::{
    Artefact, ArtefactRef, FileSummary, Reported, Suite, SuiteRef, import,
};
use crate::domain::models;
use crate::ground::audit::{Changes, Decided, UnitOfWork};
use crate::ground::content;
use crate::ground::identity::{Caller, Permit, may};
use crate::ground::kernel::{
    App, EvaluationId, Failure, Instant, Revision, Sha256, SuiteId, VersionId,
};

/// Bytes of a file's name at most.
const FILE_NAME_BYTES_MAX: usize = 1024;

/// Imports a result file.
#[derive(Debug)]
pub struct ImportFile {
    /// Which version was evaluated.
    pub version: VersionId,
    /// How the file is called.
    pub file_name: String,
    /// The file.
    pub bytes: Vec<u8>,
    /// Say what would be stored, and store nothing.
    pub dry_run: bool,
}

/// What became of a file.
#[derive(Debug)]
pub struct Outcome<E> {
    /// What it says about itself.
    pub summary: FileSummary,
    /// Where its bytes are.
    pub artefact: ArtefactRef,
    /// The suites that it defines.
    pub new_suites: Vec<String>,
    /// Its evaluations.
    pub evaluations: E,
}

/// What became of a file.
pub enum Imported {
    /// It is written; commit it.
    Stored(Box<Decided<Outcome<Vec<EvaluationId>>>>),
    /// The version has it already.
    Already(Box<Outcome<Vec<EvaluationRow>>>),
    /// What would be stored.
    Preview(Box<Outcome<Vec<EvaluationRow>>>),
}

/// Imports a result file for a version. The same file for the same version again changes nothing.
///
/// # Errors
/// No reader understands the file, a place in it is wrong, or the version does not exist.
pub async fn import_file(
    app: &App,
    caller: &Caller,
    command: ImportFile,
) -> Result<Imported, Failure> {
    let file = read(&command.file_name, command.bytes).await?;
    let mut uow = UnitOfWork::begin(app, caller).await?;
    let team = store::share_version(&mut uow, command.version).await?;
    caller.require(may::ReportEvaluations::PERMISSION, Some(team), None)?;
    store::lock_suites(&mut uow, team).await?;
    let known = store::artefact_of(&mut uow, &file.sha256).await?;
    if let Some(artefact) = &known {
        let ids = store::imported(&mut uow, command.version, artefact.id).await?;
        if !ids.is_empty() {
            let rows = store::evaluations_by_id(uow.conn(), &ids).await?;
            let file_name = artefact.file_name.clone();
            let outcome = file.outcome(file_name, Vec::new(), rows);
            return Ok(Imported::Already(Box::new(outcome)));
        }
    }
    let suites = store::visible_suites(&mut uow, team).await?;
    let seen = store::seen_versions(&mut uow, team).await?;
    let tried = store::tried(uow.conn(), command.version).await?;
    let now = uow.decide_at(&[]).await?;
    let artefact = match &known {
        Some(artefact) => artefact.clone(),
        None => file.artefact(&uow, &command.file_name, caller, now),
    };
    let facts = ImportFacts {
        team_id: team,
        version_id: command.version,
        artefact_id: Some(artefact.id),
        suite_id: None,
        suites: &suites,
        seen: &seen,
        tried: &tried,
        reported_by: caller.principal,
        now,
    };
    let reported = file.reported.clone();
    let plan =
        rules::plan_import(&facts, reported, &mut || uow.new_id()).map_err(Failure::Invalid)?;
    if command.dry_run {
        let rows = preview(&mut uow, caller, &facts, &plan, &artefact).await?;
        let outcome = file.outcome(artefact.file_name, names(&plan), rows);
        return Ok(Imported::Preview(Box::new(outcome)));
    }
    store_file(uow, file, known.is_none(), artefact, &plan).await
}

/// Writes a file, unless another version has it, and what it measured.
async fn store_file(
    mut uow: UnitOfWork,
    file: ReadFile,
    new: bool,
    artefact: Artefact,
    plan: &ImportPlan,
) -> Result<Imported, Failure> {
    let mut changes = None;
    if new {
        content::put(&mut uow, &file.bytes, media_type(&artefact.file_name)).await?;
        store::insert_artefact(&mut uow, &artefact).await?;
        changes = Some(Changes::of("artefact.stored", &artefact));
    }
    write_plan(&mut uow, plan).await?;
    let changes = plan_changes(changes, plan, "evaluation.imported")
        .ok_or_else(|| Failure::inconsistent("a plan without a change"))?;
    let ids = plan.evaluations.iter().map(|evaluation| evaluation.id);
    let outcome = file.outcome(artefact.file_name, names(plan), ids.collect());
    Ok(Imported::Stored(Box::new(uow.decided(changes, outcome))))
}

/// The names of the suites that a plan defines.
fn names(plan: &ImportPlan) -> Vec<String> {
    plan.suites.iter().map(|suite| suite.name.clone()).collect()
}

/// A file that a reader understood.
struct ReadFile {
    sha256: Sha256,
    bytes: Vec<u8>,
    summary: FileSummary,
    reported: Vec<Reported>,
}

/// Reads a file. Large ones take a while, so this leaves the thread that answers requests.
async fn read(file_name: &str, bytes: Vec<u8>) -> Result<ReadFile, Failure> {
    let fine = !file_name.trim().is_empty()
        && file_name.len() <= FILE_NAME_BYTES_MAX
        && !file_name.contains(|c: char| c.is_control());
    if !fine {
        let expected = format!("a file name of 1 to {FILE_NAME_BYTES_MAX} bytes");
        return Err(Failure::malformed("file_name", expected));
    }
    let name = file_name.to_owned();
    tokio::task::spawn_blocking(move || {
        let parsed = import::parse(&name, &bytes)
            .map_err(|problem| Failure::Invalid(vec![rules::parse_problem(problem)]))?;
        let (summary, reported) = rules::from_file(parsed);
        Ok(ReadFile {
            sha256: Sha256::of(&bytes),
            bytes,
            summary,
            reported,
        })
    })
    .await
    .map_err(|error| Failure::inconsistent(format!("reading a file ended early: {error}")))?
}

impl ReadFile {
    fn size(&self) -> i64 {
        i64::try_from(self.bytes.len()).expect("a body is at most 64 MiB")
    }

    fn artefact(
        &self,
        uow: &UnitOfWork,
        file_name: &str,
        caller: &Caller,
        now: Instant,
    ) -> Artefact {
        let summary = &self.summary;
        Artefact {
            id: uow.new_id(),
            sha256: self.sha256,
            file_name: file_name.to_owned(),
            size: self.size(),
            format: summary.format.clone(),
            layout: summary.layout.clone(),
            model_ref: summary.model_ref.clone(),
            imported_by: caller.principal,
            created_at: now,
            revision: Revision::FIRST,
        }
    }

    fn outcome<E>(self, file_name: String, new_suites: Vec<String>, evaluations: E) -> Outcome<E> {
        Outcome {
            artefact: ArtefactRef {
                sha256: self.sha256,
                file_name,
                size: self.size(),
            },
            summary: self.summary,
            new_suites,
            evaluations,
        }
    }
}

/// What the evaluations of a plan would be read as.
async fn preview(
    uow: &mut UnitOfWork,
    caller: &Caller,
    facts: &ImportFacts<'_>,
    plan: &ImportPlan,
    artefact: &Artefact,
) -> Result<Vec<EvaluationRow>, Failure> {
    let version = models::store::version_refs(uow.conn(), &[facts.version_id])
        .await?
        .pop();
    let actor = store::actor_ref(uow.conn(), caller.principal).await?;
    let suites: BTreeMap<SuiteId, &Suite> = facts
        .suites
        .iter()
        .chain(&plan.suites)
        .map(|suite| (suite.id, suite))
        .collect();
    let labels = facts
        .seen
        .iter()
        .map(|seen| (seen.id, (seen.suite_id, seen.label.as_str())))
        .chain(
            plan.suite_versions
                .iter()
                .map(|version| (version.id, (version.suite_id, version.label.as_str()))),
        )
        .collect::<BTreeMap<_, _>>();
    plan.evaluations
        .iter()
        .map(|evaluation| {
            let (suite, label) = labels
                .get(&evaluation.suite_version_id)
                .and_then(|(suite, label)| Some((*suites.get(suite)?, *label)))
                .ok_or_else(|| Failure::inconsistent("a plan without its suite"))?;
            let defined = facts.suites.iter().any(|known| known.id == suite.id);
            Ok(EvaluationRow {
                evaluation: Json(evaluation.clone()),
                version: version.clone().map(Json),
                suite: Json(SuiteRef {
                    id: defined.then_some(suite.id),
                    name: suite.name.clone(),
                    trust_class: suite.trust_class,
                    language: suite.language.clone(),
                    version_label: label.to_owned(),
                }),
                artefact: Some(Json(ArtefactRef {
                    sha256: artefact.sha256,
                    file_name: artefact.file_name.clone(),
                    size: artefact.size,
                })),
                model_ref: artefact.model_ref.clone(),
                reported_by_kind: actor.kind,
                reported_by_name: actor.name.clone(),
            })
        })
        .collect()
}

/// The media type that a file's name says.
fn media_type(file_name: &str) -> &'static str {
    match file_name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("json") => "application/json",
        Some("jsonl" | "ndjson") => "application/x-ndjson",
        Some("csv") => "text/csv",
        Some("yaml" | "yml") => "application/yaml",
        Some(_) | None => "application/octet-stream",
    }
}
