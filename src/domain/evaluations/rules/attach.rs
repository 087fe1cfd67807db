//! Which evaluations the items of a further file belong to. Pure.

use crate::domain::evaluations::{Evaluation, Reported};
use crate::ground::kernel::{ArtefactId, FieldProblem};

/// The flag of an evaluation with fewer items than were scored.
pub const SAMPLES_TRUNCATED: &str = "samples_truncated";

/// An evaluation that may get items.
#[derive(Debug, Clone)]
pub struct Measured {
    /// The evaluation.
    pub evaluation: Evaluation,
    /// How the file is called that it came from.
    pub file_name: Option<String>,
}

/// The evaluations with the items of a file, in the order of its runs: of the same task and filter, written beside
/// the file (the time in both names is the same) or over the same documents and prompts. Among several the last one.
///
/// # Errors
/// For each run without an evaluation: which results are missing.
pub fn attach(
    measured: &[Measured],
    runs: &[Reported],
    file_name: &str,
    artefact: ArtefactId,
) -> Result<Vec<Evaluation>, Vec<FieldProblem>> {
    let mut problems = Vec::new();
    let mut attached = Vec::new();
    for run in runs {
        let Some((metric, count)) = &run.items else {
            continue;
        };
        let fits = |one: &&Measured| {
            let (evaluation, other) = (&one.evaluation, run);
            let beside = stamp(file_name).is_some()
                && one.file_name.as_deref().and_then(stamp) == stamp(file_name);
            let digest = evaluation.dataset_digest.as_ref();
            let same = digest.is_some() && digest == other.dataset_digest.as_ref();
            let fewer = evaluation.n.is_none_or(|n| *count < n);
            evaluation.task == run.task
                && evaluation.filter == run.filter
                && evaluation.items_count.is_none()
                // Fewer items have another digest; as many items with another digest are others.
                && (same || (beside && (fewer || digest.is_none())))
        };
        let Some(found) = measured
            .iter()
            .filter(fits)
            .max_by_key(|one| one.evaluation.attempt)
        else {
            let message = format!(
                "No results of task {} with filter {} are waiting for these items.",
                run.task, run.filter
            );
            let expected = "the results_*.json file that was written beside it, imported first for the same version";
            problems.push(FieldProblem::new(run.pointer.clone(), expected).because(message));
            continue;
        };
        let mut evaluation = found.evaluation.clone();
        if evaluation.n.is_some_and(|n| *count < n) {
            evaluation.flags.push(SAMPLES_TRUNCATED.into());
            evaluation.flags.sort();
            evaluation.flags.dedup();
        }
        evaluation.items_artefact_id = Some(artefact);
        evaluation.items_metric = Some(metric.clone());
        evaluation.items_count = Some(*count);
        evaluation.revision = evaluation.revision.next();
        attached.push(evaluation);
    }
    if problems.is_empty() {
        Ok(attached)
    } else {
        Err(problems)
    }
}

/// What a tool writes behind the last underscore of all files of a run: the time.
fn stamp(file_name: &str) -> Option<&str> {
    let name = file_name.rsplit(['/', '\\']).next().unwrap_or(file_name);
    let (_, behind) = name.rsplit_once('_')?;
    let (stamp, _) = behind.rsplit_once('.')?;
    (stamp.len() >= 19 && stamp.as_bytes()[4] == b'-' && stamp.contains('T')).then_some(stamp)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::domain::evaluations::rules::fixtures::{now, run};
    use crate::domain::evaluations::rules::{ImportFacts, plan_import};
    use crate::ground::kernel::{PrincipalId, TeamId};

    const RESULTS: &str = "results_2026-11-23T05-48-27.838980.json";
    const SAMPLES: &str = "samples_t_2026-11-23T05-48-27.838980.jsonl";
    const LATER: &str = "samples_t_2026-11-24T05-48-27.838980.jsonl";

    fn items(digest: Option<&str>, count: i64) -> Reported {
        Reported {
            dataset_digest: digest.map(str::to_owned),
            items: Some(("acc".into(), count)),
            ..run("t", "none")
        }
    }

    fn measured(digest: Option<&str>) -> Measured {
        let facts = ImportFacts {
            team_id: TeamId(Uuid::from_u128(1)),
            artefact_id: Some(ArtefactId(Uuid::from_u128(3))),
            suite_id: None,
            suites: &[],
            seen: &[],
            tried: &[],
            reported_by: PrincipalId(Uuid::from_u128(4)),
            now: now(),
        };
        let report = Reported {
            dataset_digest: digest.map(str::to_owned),
            ..run("t", "none")
        };
        let mut last = 0;
        let plan = plan_import(&facts, vec![report], &mut || {
            last += 1;
            Uuid::from_u128(last)
        });
        Measured {
            evaluation: plan.unwrap().evaluations.remove(0),
            file_name: Some(RESULTS.into()),
        }
    }

    fn attached(
        measured: &[Measured],
        run: Reported,
        name: &str,
    ) -> Result<Vec<Evaluation>, Vec<FieldProblem>> {
        attach(measured, &[run], name, ArtefactId(Uuid::from_u128(9)))
    }

    #[test]
    fn items_belong_to_results_over_the_same_documents_or_written_beside_them() {
        let of = [measured(Some("a"))];
        let found = attached(&of, items(Some("a"), 100), LATER).unwrap();
        assert_eq!(
            (found[0].items_count, found[0].items_metric.as_deref()),
            (Some(100), Some("acc"))
        );
        assert_eq!(found[0].revision, of[0].evaluation.revision.next());
        assert!(!found[0].flags.contains(&SAMPLES_TRUNCATED.to_owned()));
        assert!(
            attached(&of, items(Some("b"), 100), SAMPLES).is_err(),
            "as many others"
        );
        assert!(attached(&of, items(Some("b"), 100), LATER).is_err());
        assert!(attached(&[measured(None)], items(Some("b"), 100), SAMPLES).is_ok());
    }

    #[test]
    fn fewer_items_than_were_scored_are_flagged() {
        let found = attached(&[measured(Some("a"))], items(Some("b"), 10), SAMPLES).unwrap();
        assert!(found[0].flags.contains(&SAMPLES_TRUNCATED.to_owned()));
    }

    #[test]
    fn an_evaluation_gets_items_once_and_among_several_the_last() {
        let mut first = measured(Some("a"));
        let mut second = first.clone();
        second.evaluation.attempt = 2;
        let found = attached(
            &[first.clone(), second.clone()],
            items(Some("a"), 100),
            SAMPLES,
        )
        .unwrap();
        assert_eq!(found[0].attempt, 2);
        second.evaluation.items_count = Some(100);
        let found = attached(
            &[first.clone(), second.clone()],
            items(Some("a"), 100),
            SAMPLES,
        )
        .unwrap();
        assert_eq!(found[0].attempt, 1);
        first.evaluation.items_count = Some(100);
        let problems = attached(&[first, second], items(Some("a"), 100), SAMPLES).unwrap_err();
        assert!(problems[0].expected.contains("results_*.json"));
    }
}
