//! What people and machines do with routes. Each function: lock versions then routes, read the clock, decide, write.

mod applications;
mod change;
mod create;
mod everywhere;
mod install;

pub use applications::{
    DefineApplication, RedescribeApplication, define_application, define_application_in,
    redescribe_application, redescribe_application_in,
};
pub use change::{Change, change};
pub use create::{CreateRoute, create_route, create_route_in};
pub use everywhere::{kill_everywhere, revoke_snapshots};
pub use install::install_environments;

use std::collections::BTreeMap;

use super::rules::{Next, VersionFact};
use super::{Route, Snapshot, Table};
use crate::domain::models::RouteRef;
use crate::ground::audit::{Evidence, UnitOfWork};
use crate::ground::kernel::{Instant, VersionId};

/// What a change does to one route: the shares before and after.
#[derive(Debug, Clone)]
pub struct Effect {
    /// Which route.
    pub route: RouteRef,
    /// The application that calls it.
    pub application: crate::ground::kernel::ApplicationId,
    /// Slots of each version before.
    pub before: Vec<(VersionId, i32)>,
    /// Slots of each version after.
    pub after: Vec<(VersionId, i32)>,
}

fn effect(before: Option<&Snapshot>, route: &Route, environment: &str) -> Effect {
    let shares = |snapshot: &Snapshot| Table::of(&snapshot.runs).shares().into_iter().collect();
    Effect {
        route: RouteRef {
            id: route.id,
            environment: environment.to_owned(),
            key: route.key.clone(),
        },
        application: route.application_id,
        before: before.map(shares).unwrap_or_default(),
        after: shares(&route.snapshot),
    }
}

/// The snapshot that a decision becomes.
fn snapshot(uow: &UnitOfWork, next: Next, seq: i32, now: Instant) -> Snapshot {
    Snapshot {
        id: uow.new_id(),
        seq,
        effective_from: now,
        salt: next.salt,
        runs: next.runs,
        pins: next.pins,
        killed: next.killed,
        fallbacks: next.fallbacks,
        max_stale_seconds: next.max_stale_seconds,
    }
}

/// The versions that a change is about, by name, so that the log tells it without looking anything up.
fn about(
    versions: impl IntoIterator<Item = VersionId>,
    facts: &BTreeMap<VersionId, VersionFact>,
) -> Vec<Evidence> {
    let known = versions.into_iter().filter_map(|id| facts.get(&id));
    known
        .map(|fact| Evidence {
            kind: "version".into(),
            id: fact.id.to_string(),
            label: Some(fact.label.clone()),
        })
        .collect()
}

/// The versions that an allocation gives slots to.
fn served(snapshot: &Snapshot) -> impl Iterator<Item = VersionId> {
    Table::of(&snapshot.runs).shares().into_keys()
}
