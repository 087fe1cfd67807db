//! HTTP of suites, evaluations and result files: wire types, permission, command, answer.

mod artefacts;
mod evaluations;
mod every_eval_ever;
mod import;
mod matching;
mod suites;
mod view;

use crate::ground::http::Operations;

pub use suites::SuiteView;
pub use view::{EvaluationView, MetricView};

/// Registers the operations.
pub fn configure(config: &mut impl Operations) {
    config
        .service(suites::list_suites)
        .service(suites::define_suite)
        .service(suites::get_suite)
        .service(suites::relabel_suite)
        .service(import::import_evaluations)
        .service(matching::list_waiting_evaluations)
        .service(matching::assign_evaluations)
        .service(matching::list_match_rules)
        .service(matching::save_match_rule)
        .service(matching::retire_match_rule)
        .service(every_eval_ever::export_every_eval_ever)
        .service(evaluations::list_evaluations)
        .service(evaluations::record_evaluation)
        .service(evaluations::get_evaluation)
        .service(artefacts::download_artefact);
}
