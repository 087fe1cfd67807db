//! Kill, revoke, roll back, revive: what protects. Waits for no approval, and never serves what may not run.

use std::collections::BTreeMap;

use super::{Facts, Next, against, not_killed, usable};
use crate::domain::routes::{SLOTS, Snapshot, Table, targets_without};
use crate::ground::kernel::{Reason, Remedy, VersionId};

/// Killed versions of a route at most.
pub const KILLED_MAX: usize = 200;

/// Takes a version off a route at once: its slots go to the others, else to the first usable fallback,
/// else nothing serves. It may not serve here again until it is revived.
///
/// # Errors
/// It was killed before.
pub fn kill(facts: &Facts<'_>, version: VersionId) -> Result<Next, Vec<Reason>> {
    let Some(current) = facts.current else {
        return Err(Vec::new());
    };
    if current.killed.contains(&version) {
        return Err(vec![
            Reason::new(
                "already_killed",
                format!("It was killed on {} before.", facts.route),
            )
            .with("route", facts.route),
        ]);
    }
    if current.killed.len() >= KILLED_MAX {
        return Err(vec![
            Reason::new(
                "killed_full",
                format!(
                    "{} has {KILLED_MAX} killed versions, which is the most.",
                    facts.route
                ),
            )
            .with("route", facts.route)
            .with("limit", KILLED_MAX)
            .remedy(Remedy::text("Revive one that can no longer be named.")),
        ]);
    }
    let mut next = without(facts, current, version);
    next.killed.push(version);
    next.killed.sort();
    Ok(next)
}

/// What is left when a version is revoked. Unlike a kill it needs no mark: a revoked version never comes back.
#[must_use]
pub fn revoke(facts: &Facts<'_>, version: VersionId) -> Option<Next> {
    facts
        .current
        .map(|current| without(facts, current, version))
}

fn without(facts: &Facts<'_>, current: &Snapshot, version: VersionId) -> Next {
    let mut next = Next::from(current);
    next.pins.retain(|pin| pin.version_id != version);
    next.fallbacks.retain(|fallback| *fallback != version);
    let table = Table::of(&current.runs);
    let shares = table.shares();
    if !shares.contains_key(&version) {
        return next;
    }
    let mut targets = targets_without(&shares, version);
    if targets.is_empty() {
        let mut killed = current.killed.clone();
        killed.push(version);
        let first = next
            .fallbacks
            .iter()
            .find(|fallback| usable(facts, **fallback, &killed));
        targets = first
            .map(|fallback| BTreeMap::from([(*fallback, SLOTS)]))
            .unwrap_or_default();
    }
    next.runs = table.moved_to(&targets).runs();
    next
}

/// Gives a route the allocation of an earlier snapshot.
///
/// # Errors
/// Every version of that allocation that may not run here any more.
pub fn rollback(facts: &Facts<'_>, earlier: &Snapshot) -> Result<Next, Vec<Reason>> {
    let Some(current) = facts.current else {
        return Err(Vec::new());
    };
    let mut reasons = Vec::new();
    if earlier.runs.is_empty() {
        reasons.push(
            Reason::new(
                "nothing_served",
                format!("Snapshot {} served nothing.", earlier.seq),
            )
            .with("snapshot", earlier.seq),
        );
    }
    for id in Table::of(&earlier.runs).shares().keys() {
        match facts.versions.get(id) {
            Some(version) => reasons.extend(against(facts, version, &current.killed)),
            None => reasons.push(Reason::new(
                "version_unknown",
                "A version of that snapshot does not exist.",
            )),
        }
    }
    if !reasons.is_empty() {
        return Err(reasons);
    }
    let mut next = Next::from(current);
    next.runs.clone_from(&earlier.runs);
    let usable = |id: &VersionId| usable(facts, *id, &current.killed);
    next.fallbacks = earlier.fallbacks.iter().copied().filter(usable).collect();
    Ok(next)
}

/// Lets a killed version be named again. It serves nothing by that.
///
/// # Errors
/// It is not killed here.
pub fn revive(facts: &Facts<'_>, version: VersionId) -> Result<Next, Vec<Reason>> {
    let Some(current) = facts.current else {
        return Err(Vec::new());
    };
    let mut next = Next::from(current);
    next.killed.retain(|killed| *killed != version);
    if next.killed.len() == current.killed.len() {
        return Err(vec![not_killed(facts.route)]);
    }
    Ok(next)
}
