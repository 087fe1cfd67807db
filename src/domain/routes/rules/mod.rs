//! Decisions about allocations. Pure: facts in, the next allocation or every reason against it out.

mod allocate;
mod protect;

use std::collections::BTreeMap;

use super::Snapshot;
use crate::domain::models::Stage;
use crate::ground::kernel::{Reason, Remedy, VersionId};

/// No earlier allocation has this number.
#[must_use]
pub fn snapshot_unknown(route: &str, seq: i32) -> Reason {
    Reason::new(
        "snapshot_unknown",
        format!("{route} has no snapshot {seq}."),
    )
    .with("route", route)
    .with("snapshot", seq)
}

/// What is not killed on a route cannot be revived there.
#[must_use]
pub fn not_killed(route: &str) -> Reason {
    Reason::new("not_killed", format!("It is not killed on {route}.")).with("route", route)
}

/// What no route names cannot be killed everywhere.
#[must_use]
pub fn not_serving(version: &str) -> Reason {
    Reason::new("not_serving", format!("No route names {version}.")).with("version", version)
}

pub use allocate::{Request, create, pin, request_problems, switch};
pub use protect::{kill, revive, revoke, rollback};

/// What a rule may know of a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionFact {
    /// Its id.
    pub id: VersionId,
    /// `ticket-triage/4`.
    pub label: String,
    /// How far it may go.
    pub stage: Stage,
    /// The slots that it had on this route when it became deprecated.
    pub slots_when_deprecated: i32,
}

/// All that an allocation may look at.
#[derive(Debug)]
pub struct Facts<'a> {
    /// The environment's slug.
    pub environment: &'a str,
    /// The least stage that it requires.
    pub requires: Stage,
    /// The route's name for sentences: `production/support-bot`.
    pub route: &'a str,
    /// The snapshot in force; `None` for a new route.
    pub current: Option<&'a Snapshot>,
    /// Every version that the request or the snapshot names.
    pub versions: &'a BTreeMap<VersionId, VersionFact>,
}

/// A decision with what others have against it: refused by either, with the reasons of both.
///
/// # Errors
/// Every reason against it.
pub fn with(
    decision: Result<Next, Vec<Reason>>,
    against: Vec<Reason>,
) -> Result<Next, Vec<Reason>> {
    match decision {
        Ok(next) if against.is_empty() => Ok(next),
        Ok(_) => Err(against),
        Err(mut reasons) => {
            reasons.extend(against);
            Err(reasons)
        }
    }
}

/// The next allocation, before it has an id, a number and an instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Next {
    /// See [`Snapshot::salt`].
    pub salt: String,
    /// See [`Snapshot::runs`].
    pub runs: Vec<super::Run>,
    /// See [`Snapshot::pins`].
    pub pins: Vec<super::Pin>,
    /// See [`Snapshot::killed`].
    pub killed: Vec<VersionId>,
    /// See [`Snapshot::fallbacks`].
    pub fallbacks: Vec<VersionId>,
    /// See [`Snapshot::max_stale_seconds`].
    pub max_stale_seconds: Option<i32>,
}

impl From<&Snapshot> for Next {
    fn from(snapshot: &Snapshot) -> Self {
        Self {
            salt: snapshot.salt.clone(),
            runs: snapshot.runs.clone(),
            pins: snapshot.pins.clone(),
            killed: snapshot.killed.clone(),
            fallbacks: snapshot.fallbacks.clone(),
            max_stale_seconds: snapshot.max_stale_seconds,
        }
    }
}

/// Why a version may not be named on this route; empty when it may.
fn against(facts: &Facts<'_>, version: &VersionFact, killed: &[VersionId]) -> Vec<Reason> {
    let mut reasons = Vec::new();
    let label = &version.label;
    if killed.contains(&version.id) {
        reasons.push(
            Reason::new(
                "version_killed",
                format!("{label} was killed on {}.", facts.route),
            )
            .with("version", label.as_str())
            .with("route", facts.route)
            .remedy(Remedy::text(
                "Revive it on this route first, with a reason.",
            )),
        );
    }
    if version.stage.rank().is_none() {
        let stage = version.stage.as_str();
        reasons.push(
            Reason::new(
                "version_ended",
                format!("{label} is {stage} and runs nowhere."),
            )
            .with("version", label.as_str())
            .with("stage", stage),
        );
    } else if !version.stage.allows(facts.requires) {
        let (has, needs) = (version.stage.as_str(), facts.requires.as_str());
        reasons.push(
            Reason::new(
                "stage_too_low",
                format!(
                    "{label} is allowed up to {has}; {} needs {needs}.",
                    facts.environment
                ),
            )
            .with("version", label.as_str())
            .with("environment", facts.environment)
            .with("stage", has)
            .with("needed", needs)
            .remedy(
                Remedy::text(format!("Promote it to {needs}."))
                    .command(format!("tenure promote {label} --to {needs} --reason …")),
            ),
        );
    }
    reasons
}

/// Whether a version may be named on this route.
fn usable(facts: &Facts<'_>, id: VersionId, killed: &[VersionId]) -> bool {
    facts
        .versions
        .get(&id)
        .is_some_and(|version| against(facts, version, killed).is_empty())
}

#[cfg(test)]
mod tests;
