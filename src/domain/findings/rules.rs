//! What may become of a finding by hand. Pure.

use super::FindingState;
use crate::ground::kernel::{Reason, Remedy};

/// What a person does about a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Takes it, or gives it to somebody.
    Assign,
    /// Says why it does not matter.
    Close,
}

/// Kinds that the service opens and closes as their cause comes and goes.
const WATCHED: &[(&str, &str)] = &[(
    "requirements_unmet",
    "Meet the requirements, have them waived, or take the version off its routes.",
)];

/// Decides on a step.
///
/// # Errors
/// Every reason against it.
pub fn decide(kind: &str, state: FindingState, step: Step) -> Result<(), Vec<Reason>> {
    if state == FindingState::Closed {
        return Err(vec![Reason::new(
            "finding_closed",
            "The finding is closed.",
        )]);
    }
    let watched = WATCHED.iter().find(|(name, _)| *name == kind);
    match (step, watched) {
        (Step::Close, Some((kind, way))) => Err(vec![
            Reason::new(
                "cause_remains",
                "The cause is still there; the finding closes by itself when it is gone.",
            )
            .with("kind", *kind)
            .remedy(Remedy::text(*way)),
        ]),
        (Step::Close, None) | (Step::Assign, _) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_service_watches_is_taken_by_people_and_closed_by_its_cause() {
        let watched = |step| decide("requirements_unmet", FindingState::Open, step);
        assert_eq!(watched(Step::Assign), Ok(()));
        assert_eq!(watched(Step::Close).unwrap_err()[0].code, "cause_remains");
        let told = decide(
            "runs_without_evidence",
            FindingState::Acknowledged,
            Step::Close,
        );
        assert_eq!(told, Ok(()));
    }

    #[test]
    fn what_is_closed_stays_closed() {
        for step in [Step::Assign, Step::Close] {
            let closed = decide("runs_without_evidence", FindingState::Closed, step);
            assert_eq!(closed.unwrap_err()[0].code, "finding_closed");
        }
    }
}
