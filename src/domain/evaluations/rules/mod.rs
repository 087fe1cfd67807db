//! Decisions about suites and evaluations. Pure: facts in, verdict with all reasons out.

mod attach;
mod eligible;
mod from_file;
mod language;
mod limits;
mod matching;
mod meaning;
mod models;
mod particulars;
mod plan;
mod recorded;
mod suites;
mod terms;

pub use attach::{Measured, SAMPLES_TRUNCATED, attach};
pub use eligible::{
    MetricFacts, RUN_IN_FUTURE, Standing, evaluation_reasons, ineligible, metric_reasons,
};
pub use from_file::{FileReport, from_file, parse_problem};
pub use language::language_tag;
pub use limits::RUNS_MAX;
pub use matching::suite_of;
pub use meaning::{said_of, settle};
pub use models::{
    Chosen, PATTERN_BYTES_MAX, model_of, rule_for, rule_problems, versions_of, would_hold,
};
pub use particulars::particular;
pub use plan::{ImportFacts, ImportPlan, SeenVersion, Tried, assign, plan_import};
pub use recorded::{RecordFacts, RecordedMetric, check_recorded};
pub use suites::{
    CheckedSuite, DESCRIPTION_BYTES_MAX, NAME_BYTES_MAX, SuiteFields, TASK_BYTES_MAX, TASKS_MAX,
    check_suite, name_problem,
};

pub use terms::{Term, terms};

#[cfg(test)]
pub(crate) mod fixtures {
    //! Suites for the tests of the rules.

    use uuid::Uuid;

    use crate::domain::evaluations::{Details, Reported, SourceType, Suite, TrustClass};
    use crate::ground::kernel::{Instant, Revision, Sha256, SuiteId, TeamId};

    pub fn now() -> Instant {
        "2026-11-24T12:00:00Z".parse().unwrap()
    }

    /// A suite whose id follows from its name.
    pub fn suite(name: &str, tasks: &[&str]) -> Suite {
        let digest = Sha256::of(name.as_bytes()).0;
        Suite {
            id: SuiteId(Uuid::from_slice(&digest[..16]).unwrap()),
            team_id: TeamId(Uuid::from_u128(1)),
            name: name.into(),
            trust_class: TrustClass::Internal,
            language: None,
            tasks: tasks.iter().map(|task| (*task).to_owned()).collect(),
            primary_metric: None,
            metrics: Vec::new(),
            description_digest: None,
            created_at: now(),
            hidden_at: None,
            revision: Revision::FIRST,
        }
    }

    /// A run of 100 items, just now.
    pub fn run(task: &str, filter: &str) -> Reported {
        Reported {
            pointer: format!("/results/{task}"),
            task: task.into(),
            filter: filter.into(),
            suite_label: Some("1.0".into()),
            suite_digest: None,
            is_aggregate: false,
            parent_task: None,
            source_type: SourceType::Run,
            tool: Some("lm-eval".into()),
            tool_version: None,
            tool_commit: None,
            n_shot: None,
            n: Some(100),
            n_errors: None,
            language: None,
            run_at: Some(now()),
            prompt_template_digest: None,
            dataset_digest: None,
            details: Details::default(),
            flags: vec!["stderr_missing".into()],
            metrics: Vec::new(),
            version_id: None,
            model_ref: None,
            items: None,
        }
    }
}
