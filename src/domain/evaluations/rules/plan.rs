//! What a report becomes: suites, suite versions and evaluations with their attempts. Pure.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::{RUN_IN_FUTURE, name_problem, suite_of};
use crate::domain::evaluations::{
    Evaluation, METRICS_MAX, Reported, Suite, SuiteVersion, TrustClass, UNKNOWN_LABEL,
};
use crate::ground::kernel::{
    ArtefactId, EvaluationId, FieldProblem, Instant, PrincipalId, Revision, SuiteId,
    SuiteVersionId, TeamId, VersionId, text_problem,
};

/// Runs of one file at most: its command is one transaction.
pub const RUNS_MAX: usize = 2000;
/// Bytes of a label, a digest, a method at most.
const TEXT_BYTES_MAX: usize = 255;
/// Bytes of metrics and details of one run at most, as JSON: the event that carries them takes 60 000.
const STATE_BYTES_MAX: usize = 50_000;

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

/// The last attempt of a task on the version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tried {
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
    /// Which version was evaluated.
    pub version_id: VersionId,
    /// Where the bytes are; `None` for numbers without a file.
    pub artefact_id: Option<ArtefactId>,
    /// The suite that somebody named; `None`: the tasks say.
    pub suite_id: Option<SuiteId>,
    /// The team's visible suites.
    pub suites: &'a [Suite],
    /// The states of these suites that were seen.
    pub seen: &'a [SeenVersion],
    /// What was run on the version before.
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

struct Planner<'a> {
    facts: &'a ImportFacts<'a>,
    new_id: &'a mut dyn FnMut() -> Uuid,
    seen: BTreeMap<(SuiteId, String, Option<String>), SuiteVersionId>,
    tried: BTreeMap<(SuiteId, String, String), i32>,
    plan: ImportPlan,
}

impl<'a> Planner<'a> {
    fn new(facts: &'a ImportFacts<'a>, new_id: &'a mut dyn FnMut() -> Uuid) -> Self {
        let seen = facts.seen.iter().map(|seen| {
            let key = (seen.suite_id, seen.label.clone(), seen.digest.clone());
            (key, seen.id)
        });
        let tried = facts.tried.iter().map(|tried| {
            let key = (tried.suite_id, tried.task.clone(), tried.filter.clone());
            (key, tried.attempt)
        });
        Self {
            facts,
            seen: seen.collect(),
            tried: tried.collect(),
            new_id,
            plan: ImportPlan::default(),
        }
    }

    fn add(&mut self, run: Reported) {
        let suite_id = self.suite(&run.task);
        let label = run.suite_label.unwrap_or_else(|| UNKNOWN_LABEL.into());
        let suite_version_id = self.suite_version(suite_id, label, run.suite_digest);
        let key = (suite_id, run.task.clone(), run.filter.clone());
        let attempt = self.tried.entry(key).or_insert(0);
        *attempt += 1;
        let mut flags = run.flags;
        if run.run_at.is_some_and(|at| at > self.facts.now) {
            flags.push(RUN_IN_FUTURE.into());
        }
        flags.sort();
        flags.dedup();
        self.plan.evaluations.push(Evaluation {
            id: EvaluationId((self.new_id)()),
            version_id: Some(self.facts.version_id),
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

/// What the tables or the log could not hold.
fn problems(reported: &[Reported]) -> Vec<FieldProblem> {
    let mut problems = Vec::new();
    if reported.is_empty() || reported.len() > RUNS_MAX {
        let message = format!("It holds {} results.", reported.len());
        let expected = format!("1 to {RUNS_MAX} results of a task and a filter");
        problems.push(FieldProblem::new("", expected).because(message));
    }
    let mut seen = BTreeSet::new();
    for run in reported {
        let at = &run.pointer;
        problems.extend(name_problem(at, &run.task).map(|problem| FieldProblem {
            message: format!("The task's name has {} bytes.", run.task.len()),
            ..problem
        }));
        if !seen.insert((&run.task, &run.filter)) {
            let message = format!("Task {} stands twice with filter {}.", run.task, run.filter);
            let expected = "each task once with each filter";
            problems.push(FieldProblem::new(at.clone(), expected).because(message));
        }
        if run.metrics.len() > METRICS_MAX {
            let message = format!("Task {} has {} metrics.", run.task, run.metrics.len());
            let expected = format!("at most {METRICS_MAX} metrics of a task and a filter");
            problems.push(FieldProblem::new(at.clone(), expected).because(message));
        }
        problems.extend(text_problems(run));
        problems.extend(size_problem(run));
    }
    problems
}

fn size_problem(run: &Reported) -> Option<FieldProblem> {
    let state = serde_json::json!([run.metrics, run.details, run.flags]).to_string();
    (state.len() > STATE_BYTES_MAX).then(|| {
        let message = format!(
            "The metrics of task {} take {} bytes.",
            run.task,
            state.len()
        );
        let expected = format!("at most {STATE_BYTES_MAX} bytes of metrics and particulars");
        FieldProblem::new(run.pointer.clone(), expected).because(message)
    })
}

fn text_problems(run: &Reported) -> Vec<FieldProblem> {
    let texts = [
        ("filter", Some(&run.filter)),
        ("suite version", run.suite_label.as_ref()),
        ("suite digest", run.suite_digest.as_ref()),
        ("parent task", run.parent_task.as_ref()),
        ("tool", run.tool.as_ref()),
        ("tool version", run.tool_version.as_ref()),
        ("tool commit", run.tool_commit.as_ref()),
        ("language", run.language.as_ref()),
        (
            "prompt template digest",
            run.prompt_template_digest.as_ref(),
        ),
        ("dataset digest", run.dataset_digest.as_ref()),
    ];
    let metrics = run.metrics.iter().flat_map(|metric| {
        [
            ("metric name", Some(&metric.name)),
            ("metric key", Some(&metric.raw_name)),
            ("metric value", Some(&metric.value_raw)),
            ("stderr method", metric.stderr_method.as_ref()),
            ("slice", metric.slice_value.as_ref()),
        ]
    });
    texts
        .into_iter()
        .chain(metrics)
        .filter_map(|(what, text)| {
            let problem = text_problem(text?, TEXT_BYTES_MAX)?;
            let message = format!("The {what} of task {} is wrong.", run.task);
            Some(FieldProblem::new(run.pointer.clone(), problem.0).because(message))
        })
        .collect()
}
