//! What may become of a finding by hand. Pure.

use super::{Finding, FindingState};
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
pub fn decide(finding: &Finding, step: Step) -> Result<(), Vec<Reason>> {
    if finding.state == FindingState::Closed {
        return Err(vec![Reason::new(
            "finding_closed",
            "The finding is closed.",
        )]);
    }
    let watched = WATCHED.iter().find(|(kind, _)| *kind == finding.kind);
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
    use crate::ground::kernel::{FindingId, Revision, TeamId};
    use uuid::Uuid;

    fn finding(kind: &str, state: FindingState) -> Finding {
        Finding {
            id: FindingId(Uuid::nil()),
            kind: kind.into(),
            entity_kind: "version".into(),
            entity_id: Uuid::nil(),
            team_id: TeamId(Uuid::nil()),
            params: serde_json::Map::new(),
            due: None,
            assignee: None,
            state,
            created_at: "2026-11-24T12:00:00Z".parse().unwrap(),
            closed_at: None,
            revision: Revision::FIRST,
        }
    }

    #[test]
    fn what_the_service_watches_is_taken_by_people_and_closed_by_its_cause() {
        let watched = finding("requirements_unmet", FindingState::Open);
        assert_eq!(decide(&watched, Step::Assign), Ok(()));
        assert_eq!(
            decide(&watched, Step::Close).unwrap_err()[0].code,
            "cause_remains"
        );
        let told = finding("runs_without_evidence", FindingState::Acknowledged);
        assert_eq!(decide(&told, Step::Close), Ok(()));
    }

    #[test]
    fn what_is_closed_stays_closed() {
        for step in [Step::Assign, Step::Close] {
            let closed = finding("runs_without_evidence", FindingState::Closed);
            assert_eq!(decide(&closed, step).unwrap_err()[0].code, "finding_closed");
        }
    }
}
