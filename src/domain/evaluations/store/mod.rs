//! SQL of suites, result files and evaluations. No decisions.

mod facts;
mod items;
mod lock;
mod matching;
mod suites;
mod views;
mod waiting;
mod write;

pub use facts::{EvaluationFacts, FACTS_MAX, facts};
pub use items::insert_items;
pub use lock::{
    artefact_of, lock_suite, lock_suites, seen_versions, share_version, team_of_suite, tried,
    visible_suites,
};
pub use matching::{
    FromFile, RuleRow, complete, from_file, insert_rule, live_rules, lock_rule, of_tasks,
    retire_rule, rules, with_items_of,
};
pub use suites::{RECENT_DAYS, SuiteFilter, SuiteRow, suite, suites};
pub use views::{
    EvaluationFilter, EvaluationRow, SettledRow, actor_ref, artefact_teams, evaluation,
    evaluations, evaluations_by_id,
};
pub use waiting::{WaitingModel, WaitingRow, waiting, waiting_alike, waiting_like};
pub use write::{
    insert_artefact, insert_evaluations, insert_suite, insert_suite_versions, update_suite,
};
