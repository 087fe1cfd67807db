//! What people and machines do with suites and evaluations. Each function: lock, read the clock, decide, write.

mod import;
mod items;
mod matching;
mod record;
mod suites;

pub use import::{ImportFile, Imported, Outcome, import_file};
pub use matching::{Assign, SaveRule, SavedRule, assign, retire_rule, save_rule};
pub use record::{RecordEvaluation, record};
pub use suites::{
    DefineSuite, Relabel, define_suite, define_suite_in, relabel_suite, relabel_suite_in,
};

use super::rules::ImportPlan;
use super::store;
use crate::domain::access::{self, DEFAULT_TEAM};
use crate::ground::audit::{Changes, Entity, UnitOfWork};
use crate::ground::kernel::{Failure, TeamId};

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

/// The team that a command names, or the team `default`; shared until the command ends.
async fn team(uow: &mut UnitOfWork, team: Option<TeamId>) -> Result<TeamId, Failure> {
    let id = match team {
        Some(id) => Some(id),
        None => access::store::team_of_slug(uow.conn(), DEFAULT_TEAM).await?,
    };
    let found = match id {
        Some(id) => access::store::share_team(uow, id).await?,
        None => None,
    };
    match found {
        Some(team) if team.hidden_at.is_none() => Ok(team.id),
        Some(_) | None => Err(Failure::invalid("/team_id", "a team that exists")),
    }
}
