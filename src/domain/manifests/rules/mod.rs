//! Decisions about documents. Pure.

mod difference;
mod plan;
mod read;

pub use plan::{Existing, Known, Scope, Step, plan, scopes};
pub use read::read;

use super::{Action, Counts, PlannedDocument};
use crate::ground::kernel::{Failure, FieldProblem, Reason, Remedy, Sha256};

/// Documents of a request, and of an export, at most.
pub const DOCUMENTS_MAX: usize = 1000;

/// Names what is to be done and the revisions that it was decided on: what stays as it is does not count.
///
/// # Errors
/// Something is not JSON.
pub fn digest(steps: &[Step]) -> Result<Sha256, Failure> {
    let done: Vec<_> = steps
        .iter()
        .filter(|step| step.action != Action::Nothing)
        .map(|step| {
            let seen = step.existing.as_ref().map(|one| (one.id, one.revision));
            (
                step.label.kind,
                step.label.to_string(),
                step.action,
                seen,
                &step.changes,
            )
        })
        .collect();
    let text = serde_json_canonicalizer::to_string(&done)
        .map_err(|error| Failure::inconsistent(format!("plan: {error}")))?;
    Ok(Sha256::of(text.as_bytes()))
}

/// How many of each.
#[must_use]
pub fn counts(documents: &[PlannedDocument]) -> Counts {
    let mut counts = Counts::default();
    for one in documents {
        let of_action = match one.action {
            Action::Create => &mut counts.created,
            Action::Change => &mut counts.changed,
            Action::Rename => &mut counts.renamed,
            Action::Prune => &mut counts.pruned,
            Action::Nothing => &mut counts.unchanged,
        };
        *of_action += 1;
        if !one.refusals.is_empty() || !one.problems.is_empty() {
            counts.refused += 1;
        }
    }
    counts
}

/// What would be done is not what was seen.
#[must_use]
pub fn plan_changed() -> Reason {
    Reason::new(
        "plan_changed",
        "Something changed since: what would be done now is not what was seen.",
    )
    .remedy(Remedy::text("Look at what would be done now."))
}

/// There is more than one request holds.
#[must_use]
pub fn too_many_documents() -> Reason {
    Reason::new(
        "too_many_documents",
        format!("There are more than {DOCUMENTS_MAX} documents."),
    )
    .with("limit", DOCUMENTS_MAX)
    .remedy(Remedy::text("Export one team after the other.").command("tenure export --team …"))
}

/// A problem of a command about the document of a number: pointers of commands become those of the request.
#[must_use]
pub fn placed(document: usize, problem: FieldProblem) -> FieldProblem {
    let inside = match problem.pointer.as_str() {
        "/team_id" => "/team",
        "/application_id" => "/application",
        tags if tags.starts_with("/tags/") => "/tags",
        other => other,
    };
    FieldProblem {
        pointer: format!("/documents/{document}{inside}"),
        ..problem
    }
}

#[cfg(test)]
mod tests;
