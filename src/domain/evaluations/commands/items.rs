//! Items of a further file, given to the evaluations that they belong to.

use super::added;
use super::import::{ImportFile, Imported, ReadFile, media_type};
use crate::domain::evaluations::rules::{self, Measured};
use crate::domain::evaluations::store::{self, EvaluationRow};
use crate::domain::evaluations::{Artefact, Evaluation};
use crate::ground::audit::{Changes, UnitOfWork};
use crate::ground::content;
use crate::ground::identity::Caller;
use crate::ground::kernel::Failure;

/// Gives the items of a file to evaluations of the version. The same file again changes nothing.
///
/// # Errors
/// No version is named, or no evaluation waits for the items.
pub(super) async fn attach(
    mut uow: UnitOfWork,
    caller: &Caller,
    file: ReadFile,
    command: &ImportFile,
) -> Result<Imported, Failure> {
    let Some(version) = command.version else {
        let expected =
            "the version whose results were imported: items do not say which model answered";
        return Err(Failure::invalid("/version_id", expected));
    };
    let known = store::artefact_of(&mut uow, &file.sha256).await?;
    if let Some(artefact) = &known {
        let ids = store::with_items_of(&mut uow, version, artefact.id).await?;
        if !ids.is_empty() {
            let rows = store::evaluations_by_id(uow.conn(), &ids).await?;
            let outcome = file.outcome(artefact.file_name.clone(), Vec::new(), rows);
            return Ok(Imported::Already(Box::new(outcome)));
        }
    }
    let tasks: Vec<String> = file
        .report
        .runs
        .iter()
        .map(|run| run.task.clone())
        .collect();
    let ids = store::of_tasks(&mut uow, version, &tasks).await?;
    let rows = store::evaluations_by_id(uow.conn(), &ids).await?;
    let measured: Vec<Measured> = rows
        .iter()
        .map(|row| Measured {
            evaluation: row.evaluation.0.clone(),
            file_name: row
                .artefact
                .as_ref()
                .map(|artefact| artefact.file_name.clone()),
        })
        .collect();
    let entities: Vec<_> = ids.iter().map(|id| id.0).collect();
    let now = uow.decide_at(&entities).await?;
    let artefact = match &known {
        Some(artefact) => artefact.clone(),
        None => file.artefact(&uow, &command.file_name, caller, now),
    };
    let attached = rules::attach(
        &measured,
        &file.report.runs,
        &artefact.file_name,
        artefact.id,
    )
    .map_err(Failure::Invalid)?;
    if command.dry_run {
        let outcome = file.outcome(artefact.file_name, Vec::new(), preview(rows, &attached));
        return Ok(Imported::Preview(Box::new(outcome)));
    }
    store_items(uow, file, known.is_none(), artefact, &attached).await
}

/// What the evaluations would be read as, with their items.
fn preview(rows: Vec<EvaluationRow>, attached: &[Evaluation]) -> Vec<EvaluationRow> {
    let with_items = rows.into_iter().filter_map(|mut row| {
        let found = attached.iter().find(|one| one.id == row.evaluation.id)?;
        row.evaluation.0 = found.clone();
        Some(row)
    });
    with_items.collect()
}

/// Writes a file, unless it is there, and the items of each evaluation.
async fn store_items(
    mut uow: UnitOfWork,
    mut file: ReadFile,
    new: bool,
    artefact: Artefact,
    attached: &[Evaluation],
) -> Result<Imported, Failure> {
    let mut changes: Option<Changes> = None;
    if new {
        content::put(&mut uow, &file.bytes, media_type(&artefact.file_name)).await?;
        store::insert_artefact(&mut uow, &artefact).await?;
        changes = Some(Changes::of("artefact.stored", &artefact));
    }
    let with_items = file
        .report
        .items
        .drain(..)
        .filter(|items| !items.is_empty());
    let lists: Vec<_> = with_items.collect();
    for (evaluation, items) in attached.iter().zip(&lists) {
        store::complete(&mut uow, evaluation).await?;
        store::insert_items(&mut uow, evaluation.id, items).await?;
        changes = Some(added(changes, "evaluation.items_added", evaluation));
    }
    let changes = changes.ok_or_else(|| Failure::inconsistent("items without an evaluation"))?;
    let ids = attached.iter().map(|evaluation| evaluation.id).collect();
    let outcome = file.outcome(artefact.file_name, Vec::new(), ids);
    Ok(Imported::Stored(Box::new(uow.decided(changes, outcome))))
}
