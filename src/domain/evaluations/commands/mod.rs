//! What people and machines do with suites and evaluations. Each function: lock, read the clock, decide, write.

mod import;
mod record;
mod suites;

pub use import::{ImportFile, Imported, Outcome, import_file};
pub use record::{RecordEvaluation, record};
pub use suites::{DefineSuite, Relabel, define_suite, relabel_suite};

use super::rules::ImportPlan;
use super::store;
use crate::ground::audit::{Changes, Entity, UnitOfWork};
use crate::ground::kernel::Failure;

/// Writes a plan: suites, their states, evaluations, metrics.
async fn write_plan(uow: &mut UnitOfWork, plan: &ImportPlan) -> Result<(), Failure> {
    for suite in &plan.suites {
        if !store::insert_suite(uow, suite).await? {
            return Err(Failure::inconsistent("a suite appeared under its lock"));
        }
    }
    store::insert_suite_versions(uow, &plan.suite_versions).await?;
    store::insert_evaluations(uow, &plan.evaluations).await
}

/// The events of a plan, after those of the file.
fn plan_changes(
    changes: Option<Changes>,
    plan: &ImportPlan,
    kind: &'static str,
) -> Option<Changes> {
    let mut changes = changes;
    for suite in &plan.suites {
        changes = Some(added(changes, "suite.created", suite));
    }
    for version in &plan.suite_versions {
        changes = Some(added(changes, "suite_version.seen", version));
    }
    for evaluation in &plan.evaluations {
        changes = Some(added(changes, kind, evaluation));
    }
    changes
}

fn added<E: Entity>(changes: Option<Changes>, kind: &'static str, entity: &E) -> Changes {
    match changes {
        Some(changes) => changes.and(kind, entity),
        None => Changes::of(kind, entity),
    }
}
