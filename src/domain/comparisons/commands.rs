//! Keeping a comparison as evidence: lock, read the clock, compute, write.

use super::rules::{ENGINE, compare};
use super::{Comparison, Correction, Inputs, store};
use crate::domain::evaluations;
use crate::ground::audit::{Changes, Decided, Evidence, UnitOfWork};
use crate::ground::content;
use crate::ground::identity::{Caller, Permit, may};
use crate::ground::kernel::{
    App, ComparisonId, Decimal, Failure, FieldProblem, Reason, Remedy, Revision, VersionId,
    text_problem,
};

/// Evaluations that an event names at most.
const EVIDENCE_MAX: usize = 90;

/// Bytes of a note at most.
const NOTE_BYTES_MAX: usize = 4096;

/// Keeps a comparison.
#[derive(Debug)]
pub struct SaveComparison {
    /// The version that is compared with.
    pub base: VersionId,
    /// The version that is judged.
    pub candidate: VersionId,
    /// How much worse it may be, whatever was declared.
    pub margin: Option<Decimal>,
    /// How exploring rows are corrected.
    pub correction: Correction,
    /// Why it is kept.
    pub note: Option<String>,
}

/// What is wrong with a margin that was given.
#[must_use]
pub fn margin_problem(margin: Option<&Decimal>) -> Option<FieldProblem> {
    let value = margin?.to_f64();
    let right = value > 0.0 && value < 1.0;
    (!right).then(|| FieldProblem::new("margin", "a share above 0 and below 1, such as 0.02"))
}

/// Computes and keeps a comparison. The same comparison of the same evidence is kept once.
///
/// # Errors
/// A field is wrong, a version does not exist, or it is kept already.
pub async fn save(
    app: &App,
    caller: &Caller,
    command: SaveComparison,
) -> Result<Decided<ComparisonId>, Failure> {
    if command.base == command.candidate {
        return Err(Failure::invalid(
            "/candidate_id",
            "another version than the base",
        ));
    }
    if let Some(problem) = margin_problem(command.margin.as_ref()) {
        return Err(Failure::invalid("/margin", problem.expected));
    }
    if let Some(problem) = command
        .note
        .as_deref()
        .and_then(|note| text_problem(note, NOTE_BYTES_MAX))
    {
        return Err(Failure::invalid("/note", problem.0));
    }
    let mut uow = UnitOfWork::begin(app, caller).await?;
    // In order of ids, so that two comparisons of the same versions never wait for each other.
    let mut versions = [command.base, command.candidate];
    versions.sort();
    for version in versions {
        evaluations::store::share_version(&mut uow, version).await?;
    }
    let team = store::team_of(uow.conn(), command.candidate).await?;
    caller.require(may::ReportEvaluations::PERMISSION, Some(team), None)?;
    let inputs = store::collect(
        uow.conn(),
        command.base,
        command.candidate,
        command.margin,
        command.correction,
    )
    .await?;
    let (inputs_text, digest) = inputs.canonical()?;
    if let Some(kept) =
        store::find(uow.conn(), command.base, command.candidate, &digest, ENGINE).await?
    {
        return Err(Failure::refused(
            Reason::new(
                "comparison_kept",
                "The same comparison of the same evidence is kept already.",
            )
            .with("comparison_id", kept.to_string())
            .remedy(Remedy::text("Read that one.")),
        ));
    }
    let result = compare(&inputs);
    let result_text = serde_json_canonicalizer::to_string(&result)
        .map_err(|error| Failure::inconsistent(format!("comparison: {error}")))?;
    let now = uow.decide_at(&[]).await?;
    let comparison = Comparison {
        id: uow.new_id(),
        base_id: command.base,
        candidate_id: command.candidate,
        engine: ENGINE.into(),
        inputs_sha256: content::put(&mut uow, inputs_text.as_bytes(), "application/json").await?,
        result_sha256: content::put(&mut uow, result_text.as_bytes(), "application/json").await?,
        saved_by: caller.principal,
        created_at: now,
        revision: Revision::FIRST,
    };
    store::insert_comparison(&mut uow, &comparison).await?;
    let changes = Changes::of("comparison.saved", &comparison).on(evidence(&inputs));
    let note = command.note.filter(|note| !note.is_empty());
    Ok(uow.decided(changes.because(note.as_deref()), comparison.id))
}

/// The evaluations that were compared, each once.
fn evidence(inputs: &Inputs) -> Vec<Evidence> {
    let mut ids: Vec<String> = inputs
        .pairs
        .iter()
        .flat_map(|pair| [pair.base.evaluation_id, pair.candidate.evaluation_id])
        .map(|id| id.to_string())
        .collect();
    ids.sort();
    ids.dedup();
    let named = ids.into_iter().take(EVIDENCE_MAX).map(|id| Evidence {
        kind: "evaluation".into(),
        id,
        label: None,
    });
    named.collect()
}
