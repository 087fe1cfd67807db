//! Importing result files.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::types::Json;

use super::{items, plan_changes, team, write_plan};
use crate::domain::evaluations::rules::{self, Chosen, FileReport, ImportFacts, ImportPlan};
use crate::domain::evaluations::store::{self, EvaluationRow, FromFile};
use crate::domain::evaluations::{
    Artefact, ArtefactRef, FileSummary, MatchRule, Suite, SuiteRef, import,
};
use crate::domain::models;
use crate::ground::audit::{Changes, Decided, UnitOfWork};
use crate::ground::content;
use crate::ground::identity::{Caller, Permit, may};
use crate::ground::kernel::{
    App, EvaluationId, Failure, Instant, Reason, Remedy, Revision, Sha256, SuiteId, TeamId,
    VersionId,
};

/// Bytes of a file's name at most.
const FILE_NAME_BYTES_MAX: usize = 1024;

/// Imports a result file.
#[derive(Debug)]
pub struct ImportFile {
    /// Which version was evaluated; `None`: the team's rules say, and what they do not know waits.
    pub version: Option<VersionId>,
    /// Which of the file's models that version is, when it is about several.
    pub model_ref: Option<String>,
    /// Whose file it is when no version says it; `None`: the team `default`.
    pub team: Option<TeamId>,
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

/// Imports a result file. The same file for the same version again changes nothing.
///
/// # Errors
/// No reader understands the file, a place in it is wrong, the version does not exist, or the file is about several
/// models and nobody says which one the version is.
pub async fn import_file(
    app: &App,
    caller: &Caller,
    command: ImportFile,
) -> Result<Imported, Failure> {
    let mut command = command;
    let mut file = read(&command.file_name, std::mem::take(&mut command.bytes)).await?;
    let mut uow = UnitOfWork::begin(app, caller).await?;
    let team = match command.version {
        Some(version) => store::share_version(&mut uow, version).await?,
        None => team(&mut uow, command.team).await?,
    };
    caller.require(may::ReportEvaluations::PERMISSION, Some(team), None)?;
    store::lock_suites(&mut uow, team).await?;
    if file.items_only {
        return items::attach(uow, caller, file, &command).await;
    }
    let known = store::artefact_of(&mut uow, &file.sha256).await?;
    let match_rules = store::live_rules(&mut uow, team).await?;
    file.find_versions(&command, &match_rules)?;
    if let Some(artefact) = &known {
        let stored = store::from_file(&mut uow, team, artefact.id).await?;
        let again = file.only_new(&command, &stored)?;
        if file.report.runs.is_empty() {
            let rows = store::evaluations_by_id(uow.conn(), &again).await?;
            let outcome = file.outcome(artefact.file_name.clone(), Vec::new(), rows);
            return Ok(Imported::Already(Box::new(outcome)));
        }
    }
    let suites = store::visible_suites(&mut uow, team).await?;
    let seen = store::seen_versions(&mut uow, team).await?;
    let tried = store::tried(uow.conn(), &file.versions()).await?;
    let now = uow.decide_at(&[]).await?;
    let artefact = match &known {
        Some(artefact) => artefact.clone(),
        None => file.artefact(&uow, &command.file_name, caller, now),
    };
    let facts = ImportFacts {
        team_id: team,
        artefact_id: Some(artefact.id),
        suite_id: None,
        suites: &suites,
        seen: &seen,
        tried: &tried,
        reported_by: caller.principal,
        now,
    };
    let runs = std::mem::take(&mut file.report.runs);
    let plan = rules::plan_import(&facts, runs, &mut || uow.new_id()).map_err(Failure::Invalid)?;
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
    for (evaluation, items) in plan.evaluations.iter().zip(&file.report.items) {
        store::insert_items(&mut uow, evaluation.id, items).await?;
    }
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
pub(super) struct ReadFile {
    pub(super) sha256: Sha256,
    pub(super) bytes: Vec<u8>,
    pub(super) items_only: bool,
    pub(super) report: FileReport,
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
            .map_err(|problem| Failure::Invalid(vec![rules::parse_problem(&name, problem)]))?;
        let items_only = parsed.items_only;
        let report = rules::from_file(parsed);
        Ok(ReadFile {
            sha256: Sha256::of(&bytes),
            bytes,
            items_only,
            report,
        })
    })
    .await
    .map_err(|error| Failure::inconsistent(format!("reading a file ended early: {error}")))?
}

impl ReadFile {
    /// Says of each run which version it is of.
    fn find_versions(
        &mut self,
        command: &ImportFile,
        match_rules: &[MatchRule],
    ) -> Result<(), Failure> {
        let FileReport { summary, runs, .. } = &mut self.report;
        let chosen = Chosen {
            version: command.version,
            model_ref: command.model_ref.as_deref(),
        };
        let of_file = summary.model_ref.as_deref();
        let versions = rules::versions_of(runs, of_file, &summary.format, chosen, match_rules)
            .map_err(|problem| Failure::Invalid(vec![problem]))?;
        for (run, version) in runs.iter_mut().zip(versions) {
            run.version_id = version;
        }
        Ok(())
    }

    /// Leaves the runs out that the team has from this file already, and gives those.
    fn only_new(
        &mut self,
        command: &ImportFile,
        stored: &[FromFile],
    ) -> Result<Vec<EvaluationId>, Failure> {
        let mut again = Vec::new();
        let mut keep = Vec::new();
        for run in &self.report.runs {
            let same = stored.iter().filter(|one| one.model_ref == run.model_ref);
            // Without a choice a model is imported once; with one, once for each version.
            let by_choice = command.version.is_some() && run.version_id == command.version;
            let found: Vec<&FromFile> = same
                .clone()
                .filter(|one| !by_choice || one.version_id == run.version_id)
                .collect();
            if found.is_empty() && same.clone().any(|one| one.version_id.is_none()) {
                return Err(Failure::refused(
                    Reason::new(
                        "file_waits",
                        "The file was brought before and waits for a version.",
                    )
                    .with("file", command.file_name.as_str())
                    .remedy(Remedy::text("Choose the version where the file waits.")),
                ));
            }
            again.extend(found.iter().map(|one| one.id));
            keep.push(found.is_empty());
        }
        let mut kept = keep.iter();
        self.report.runs.retain(|_| *kept.next().unwrap_or(&true));
        let mut kept = keep.iter();
        self.report.items.retain(|_| *kept.next().unwrap_or(&true));
        again.sort();
        again.dedup();
        Ok(again)
    }

    /// The versions that its runs are of.
    fn versions(&self) -> Vec<VersionId> {
        let versions: BTreeSet<VersionId> = self
            .report
            .runs
            .iter()
            .filter_map(|run| run.version_id)
            .collect();
        versions.into_iter().collect()
    }

    fn size(&self) -> i64 {
        i64::try_from(self.bytes.len()).expect("a body is at most 64 MiB")
    }

    pub(super) fn artefact(
        &self,
        uow: &UnitOfWork,
        file_name: &str,
        caller: &Caller,
        now: Instant,
    ) -> Artefact {
        let summary = &self.report.summary;
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

    pub(super) fn outcome<E>(
        self,
        file_name: String,
        new_suites: Vec<String>,
        evaluations: E,
    ) -> Outcome<E> {
        Outcome {
            artefact: ArtefactRef {
                sha256: self.sha256,
                file_name,
                size: self.size(),
            },
            summary: self.report.summary,
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
    let versions: Vec<VersionId> = plan
        .evaluations
        .iter()
        .filter_map(|evaluation| evaluation.version_id)
        .collect();
    let versions = models::store::version_refs(uow.conn(), &versions).await?;
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
                version: versions
                    .iter()
                    .find(|version| Some(version.id) == evaluation.version_id)
                    .cloned()
                    .map(Json),
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
                model_ref: evaluation
                    .model_ref
                    .clone()
                    .or_else(|| artefact.model_ref.clone()),
                reported_by_kind: actor.kind,
                reported_by_name: actor.name.clone(),
                suite_metrics: Json(suite.metrics.clone()),
            })
        })
        .collect()
}

/// The media type that a file's name says.
pub(super) fn media_type(file_name: &str) -> &'static str {
    match file_name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("json") => "application/json",
        Some("jsonl" | "ndjson") => "application/x-ndjson",
        Some("csv") => "text/csv",
        Some("eval" | "zip") => "application/zip",
        Some("md") => "text/markdown",
        Some("xml") => "application/xml",
        Some("yaml" | "yml") => "application/yaml",
        Some(_) | None => "application/octet-stream",
    }
}
