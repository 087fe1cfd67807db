//! Recording numbers without a file.

use super::{plan_changes, write_plan};
use crate::domain::evaluations::rules::{self, ImportFacts, RecordFacts};
use crate::domain::evaluations::{Reported, store};
use crate::ground::audit::{Decided, UnitOfWork};
use crate::ground::identity::{Caller, Permit, may};
use crate::ground::kernel::{App, EvaluationId, Failure, SuiteId, VersionId, text_problem};

/// Bytes of a note at most.
const NOTE_BYTES_MAX: usize = 4096;

/// Records numbers.
#[derive(Debug)]
pub struct RecordEvaluation {
    /// Of which version.
    pub version: VersionId,
    /// Of which suite.
    pub suite: SuiteId,
    /// The numbers.
    pub numbers: RecordFacts,
    /// Where they come from, in words.
    pub note: Option<String>,
}

/// Records numbers of a suite on a version.
///
/// # Errors
/// A field is wrong, or version or suite do not exist in one team.
pub async fn record(
    app: &App,
    caller: &Caller,
    command: RecordEvaluation,
) -> Result<Decided<EvaluationId>, Failure> {
    if let Some(problem) = command
        .note
        .as_deref()
        .and_then(|note| text_problem(note, NOTE_BYTES_MAX))
    {
        return Err(Failure::invalid("/note", problem.0));
    }
    let mut uow = UnitOfWork::begin(app, caller).await?;
    let team = store::share_version(&mut uow, command.version).await?;
    caller.require(may::ReportEvaluations::PERMISSION, Some(team), None)?;
    store::lock_suites(&mut uow, team).await?;
    let suites = store::visible_suites(&mut uow, team).await?;
    let Some(suite) = suites.iter().find(|suite| suite.id == command.suite) else {
        let expected = "a suite of the team that owns the version";
        return Err(Failure::invalid("/suite_id", expected));
    };
    let seen = store::seen_versions(&mut uow, team).await?;
    let tried = store::tried(uow.conn(), &[command.version]).await?;
    let now = uow.decide_at(&[]).await?;
    let reported =
        rules::check_recorded(command.numbers, &suite.name, now).map_err(Failure::Invalid)?;
    let reported = Reported {
        version_id: Some(command.version),
        ..reported
    };
    let facts = ImportFacts {
        team_id: team,
        artefact_id: None,
        suite_id: Some(suite.id),
        suites: &suites,
        seen: &seen,
        tried: &tried,
        reported_by: caller.principal,
        now,
    };
    let plan = rules::plan_import(&facts, vec![reported], &mut || uow.new_id())
        .map_err(Failure::Invalid)?;
    write_plan(&mut uow, &plan).await?;
    let id = plan
        .evaluations
        .first()
        .map(|evaluation| evaluation.id)
        .ok_or_else(|| Failure::inconsistent("a plan without an evaluation"))?;
    let changes = plan_changes(None, &plan, "evaluation.recorded")
        .ok_or_else(|| Failure::inconsistent("a plan without a change"))?;
    let note = command.note.filter(|note| !note.is_empty());
    Ok(uow.decided(changes.because(note.as_deref()), id))
}
