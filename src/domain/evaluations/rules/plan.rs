//! What a report becomes: suites, suite versions and evaluations with their attempts. Pure.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::limits::problems;
use super::{RUN_IN_FUTURE, suite_of};
use crate::domain::evaluations::{
    Evaluation, Reported, Suite, SuiteVersion, TrustClass, UNKNOWN_LABEL,
};
use crate::ground::kernel::{
    ArtefactId, EvaluationId, FieldProblem, Instant, PrincipalId, Revision, SuiteId,
    SuiteVersionId, TeamId, VersionId,
};

/// A state of a suite that was seen before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenVersion {
    /// Its id.
    pub id: SuiteVersionId,
    /// Of which suite.
    pub suite_id: SuiteId,
    /// The tool's version of the task.
    pub label: String,
    /// A digest of documents and prompts.
    pub digest: Option<String>,
}

/// The last attempt of a task on a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tried {
    /// On which version.
    pub version_id: VersionId,
    /// Of which suite.
    pub suite_id: SuiteId,
    /// Which task.
    pub task: String,
    /// Under which filter.
    pub filter: String,
    /// Its number.
    pub attempt: i32,
}

/// All that the plan looks at.
#[derive(Debug)]
pub struct ImportFacts<'a> {
    /// Whose version it is.
    pub team_id: TeamId,
    /// Where the bytes are; `None` for numbers without a file.
    pub artefact_id: Option<ArtefactId>,
    /// The suite that somebody named; `None`: the tasks say.
    pub suite_id: Option<SuiteId>,
    /// The team's visible suites.
    pub suites: &'a [Suite],
    /// The states of these suites that were seen.
    pub seen: &'a [SeenVersion],
    /// What was run on the versions before.
    pub tried: &'a [Tried],
    /// Who reports.
    pub reported_by: PrincipalId,
    /// When.
    pub now: Instant,
}

/// What is to be written.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct ImportPlan {
    /// Suites for tasks that belonged to none: not classified.
    pub suites: Vec<Suite>,
    /// States of suites that nobody had seen.
    pub suite_versions: Vec<SuiteVersion>,
    /// The evaluations, in the order of the report.
    pub evaluations: Vec<Evaluation>,
}

/// Decides what a report becomes.
///
/// # Errors
/// Everything in it that cannot be kept, with its place.
pub fn plan_import(
    facts: &ImportFacts<'_>,
    reported: Vec<Reported>,
    new_id: &mut dyn FnMut() -> Uuid,
) -> Result<ImportPlan, Vec<FieldProblem>> {
    let problems = problems(&reported);
    if !problems.is_empty() {
        return Err(problems);
    }
    let mut planner = Planner::new(facts, new_id);
    for run in reported {
        planner.add(run);
    }
    Ok(planner.plan)
}

/// The last attempts by version, suite, task and filter. Those without a version are counted within their file.
type Attempts = BTreeMap<(Option<VersionId>, SuiteId, String, String), i32>;

fn attempts(tried: &[Tried]) -> Attempts {
    let keyed = tried.iter().map(|tried| {
        let key = (
            Some(tried.version_id),
            tried.suite_id,
            tried.task.clone(),
            tried.filter.clone(),
        );
        (key, tried.attempt)
    });
    keyed.collect()
}

/// The waiting evaluations as those of a version: each gets the attempt after the last one there. With each its suite.
#[must_use]
pub fn assign(
    waiting: Vec<(SuiteId, Evaluation)>,
    version: VersionId,
    tried: &[Tried],
) -> Vec<Evaluation> {
    let mut tried = attempts(tried);
    let assigned = waiting.into_iter().map(|(suite, evaluation)| {
        let key = (
            Some(version),
            suite,
            evaluation.task.clone(),
            evaluation.filter.clone(),
        );
        let attempt = tried.entry(key).or_insert(0);
        *attempt += 1;
        Evaluation {
            version_id: Some(version),
            attempt: *attempt,
            revision: evaluation.revision.next(),
            ..evaluation
        }
    });
    assigned.collect()
}

struct Planner<'a> {
    facts: &'a ImportFacts<'a>,
    new_id: &'a mut dyn FnMut() -> Uuid,
    seen: BTreeMap<(SuiteId, String, Option<String>), SuiteVersionId>,
    tried: Attempts,
    plan: ImportPlan,
}

impl<'a> Planner<'a> {
    fn new(facts: &'a ImportFacts<'a>, new_id: &'a mut dyn FnMut() -> Uuid) -> Self {
        let seen = facts.seen.iter().map(|seen| {
            let key = (seen.suite_id, seen.label.clone(), seen.digest.clone());
            (key, seen.id)
        });
        Self {
            facts,
            seen: seen.collect(),
            tried: attempts(facts.tried),
            new_id,
            plan: ImportPlan::default(),
        }
    }

    fn add(&mut self, run: Reported) {
        let suite_id = self.suite(&run.task);
        let label = run.suite_label.unwrap_or_else(|| UNKNOWN_LABEL.into());
        let suite_version_id = self.suite_version(suite_id, label, run.suite_digest);
        let key = (
            run.version_id,
            suite_id,
            run.task.clone(),
            run.filter.clone(),
        );
        let attempt = self.tried.entry(key).or_insert(0);
        *attempt += 1;
        let mut flags = run.flags;
        if run.run_at.is_some_and(|at| at > self.facts.now) {
            flags.push(RUN_IN_FUTURE.into());
        }
        let (items_metric, items_count) = run.items.unzip();
        flags.sort();
        flags.dedup();
        self.plan.evaluations.push(Evaluation {
            id: EvaluationId((self.new_id)()),
            version_id: run.version_id,
            artefact_id: self.facts.artefact_id,
            suite_version_id,
            task: run.task,
            filter: run.filter,
            attempt: *attempt,
            is_aggregate: run.is_aggregate,
            parent_task: run.parent_task,
            source_type: run.source_type,
            tool: run.tool,
            tool_version: run.tool_version,
            tool_commit: run.tool_commit,
            n_shot: run.n_shot,
            n: run.n,
            n_errors: run.n_errors,
            language: run.language,
            run_at: run.run_at,
            prompt_template_digest: run.prompt_template_digest,
            dataset_digest: run.dataset_digest,
            details: run.details,
            flags,
            reported_by: self.facts.reported_by,
            created_at: self.facts.now,
            metrics: run.metrics,
            model_ref: run.model_ref,
            items_artefact_id: self.facts.artefact_id.filter(|_| items_count.is_some()),
            items_metric,
            items_count,
            revision: Revision::FIRST,
        });
    }

    fn suite(&mut self, task: &str) -> SuiteId {
        if let Some(named) = self.facts.suite_id {
            return named;
        }
        if let Some(suite) =
            suite_of(self.facts.suites, task).or_else(|| suite_of(&self.plan.suites, task))
        {
            return suite.id;
        }
        let suite = Suite {
            id: SuiteId((self.new_id)()),
            team_id: self.facts.team_id,
            name: task.to_owned(),
            trust_class: TrustClass::Unclassified,
            language: None,
            tasks: vec![task.to_owned()],
            primary_metric: None,
            metrics: Vec::new(),
            description_digest: None,
            created_at: self.facts.now,
            hidden_at: None,
            revision: Revision::FIRST,
        };
        let id = suite.id;
        self.plan.suites.push(suite);
        id
    }

    fn suite_version(
        &mut self,
        suite_id: SuiteId,
        label: String,
        digest: Option<String>,
    ) -> SuiteVersionId {
        let key = (suite_id, label, digest);
        if let Some(id) = self.seen.get(&key) {
            return *id;
        }
        let id = SuiteVersionId((self.new_id)());
        self.plan.suite_versions.push(SuiteVersion {
            id,
            suite_id,
            label: key.1.clone(),
            digest: key.2.clone(),
            created_at: self.facts.now,
            revision: Revision::FIRST,
        });
        self.seen.insert(key, id);
        id
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::domain::evaluations::rules::fixtures::{now, run, suite};

    fn facts<'a>(
        suites: &'a [Suite],
        seen: &'a [SeenVersion],
        tried: &'a [Tried],
    ) -> ImportFacts<'a> {
        ImportFacts {
            team_id: TeamId(Uuid::from_u128(1)),
            artefact_id: Some(ArtefactId(Uuid::from_u128(3))),
            suite_id: None,
            suites,
            seen,
            tried,
            reported_by: PrincipalId(Uuid::from_u128(4)),
            now: now(),
        }
    }

    fn plan(
        facts: &ImportFacts<'_>,
        reported: Vec<Reported>,
    ) -> Result<ImportPlan, Vec<FieldProblem>> {
        let mut last = 100;
        plan_import(facts, reported, &mut || {
            last += 1;
            Uuid::from_u128(last)
        })
    }

    #[test]
    fn a_task_of_no_suite_gets_one_of_its_name_that_nobody_classified() {
        let plan = plan(
            &facts(&[], &[], &[]),
            vec![run("arc_easy", "none"), run("arc_easy", "strict-match")],
        )
        .unwrap();
        let names: Vec<_> = plan.suites.iter().map(|suite| &suite.name).collect();
        assert_eq!(names, ["arc_easy"], "two filters are one suite");
        assert_eq!(plan.suites[0].trust_class, TrustClass::Unclassified);
        assert_eq!(plan.suites[0].tasks, ["arc_easy"]);
        assert_eq!(plan.suite_versions.len(), 1);
        assert_eq!(plan.suite_versions[0].suite_id, plan.suites[0].id);
        let of: BTreeSet<_> = plan
            .evaluations
            .iter()
            .map(|e| e.suite_version_id)
            .collect();
        assert_eq!(of, BTreeSet::from([plan.suite_versions[0].id]));
    }

    #[test]
    fn a_suite_and_a_state_that_are_known_are_used() {
        let suites = [suite("reasoning", &["arc_*"])];
        let seen = [SeenVersion {
            id: SuiteVersionId(Uuid::from_u128(9)),
            suite_id: suites[0].id,
            label: "1.0".into(),
            digest: None,
        }];
        let other_data = Reported {
            suite_digest: Some("abc".into()),
            ..run("arc_challenge", "none")
        };
        let plan = plan(
            &facts(&suites, &seen, &[]),
            vec![run("arc_easy", "none"), other_data],
        )
        .unwrap();
        assert_eq!(plan.suites, []);
        assert_eq!(plan.evaluations[0].suite_version_id, seen[0].id);
        assert_eq!(plan.suite_versions.len(), 1);
        assert_eq!(plan.suite_versions[0].digest.as_deref(), Some("abc"));
    }

    #[test]
    fn an_attempt_counts_the_runs_before_over_all_states_of_the_suite() {
        let suites = [suite("reasoning", &["arc_easy"])];
        let version = VersionId(Uuid::from_u128(2));
        let on_version = |filter: &str| Reported {
            version_id: Some(version),
            ..run("arc_easy", filter)
        };
        let waits = Reported {
            model_ref: Some("acme/other".into()),
            ..run("arc_easy", "none")
        };
        let tried = [Tried {
            version_id: version,
            suite_id: suites[0].id,
            task: "arc_easy".into(),
            filter: "none".into(),
            attempt: 2,
        }];
        let plan = plan(
            &facts(&suites, &[], &tried),
            vec![on_version("none"), on_version("other"), waits],
        )
        .unwrap();
        let attempts: Vec<_> = plan.evaluations.iter().map(|e| e.attempt).collect();
        assert_eq!(attempts, [3, 1, 1], "what waits is counted by itself");
        let waiting = plan
            .evaluations
            .into_iter()
            .map(|e| (suites[0].id, e))
            .collect();
        let assigned = assign(waiting, version, &tried);
        let attempts: Vec<_> = assigned.iter().map(|e| (e.attempt, e.revision.0)).collect();
        assert_eq!(attempts, [(3, 2), (1, 2), (4, 2)]);
        assert!(assigned.iter().all(|e| e.version_id == Some(version)));
    }

    #[test]
    fn a_run_from_the_future_is_flagged_and_flags_are_sorted() {
        let later = Reported {
            run_at: Some("2026-11-24T12:00:00.000001Z".parse().unwrap()),
            ..run("arc_easy", "none")
        };
        let plan = plan(
            &facts(&[], &[], &[]),
            vec![later, run("arc_challenge", "none")],
        )
        .unwrap();
        assert_eq!(
            plan.evaluations[0].flags,
            ["run_in_future", "stderr_missing"]
        );
        assert_eq!(plan.evaluations[1].flags, ["stderr_missing"]);
    }
}
