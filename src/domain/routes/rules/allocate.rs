//! New routes, switches, pins: what an operator decides.

use std::collections::{BTreeMap, BTreeSet};

use super::{Facts, Next, against};
use crate::domain::models::Stage;
use crate::domain::routes::{Pin, SLOTS, Table};
use crate::ground::kernel::{FieldProblem, Reason, Remedy, VersionId};

/// Arms of an allocation at most.
pub const ARMS_MAX: usize = 32;
/// Fallbacks at most.
pub const FALLBACKS_MAX: usize = 8;
/// Pins at most.
pub const PINS_MAX: usize = 100;

/// An allocation that somebody asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Slots of each version, together 10 000.
    pub allocation: Vec<(VersionId, i32)>,
    /// The new fallbacks in order; `None`: those in force.
    pub fallbacks: Option<Vec<VersionId>>,
}

/// What is wrong with a request by itself.
#[must_use]
pub fn request_problems(request: &Request) -> Vec<FieldProblem> {
    let mut problems = Vec::new();
    let arms = &request.allocation;
    if arms.is_empty() || arms.len() > ARMS_MAX {
        problems.push(FieldProblem::new(
            "/allocation",
            format!("1 to {ARMS_MAX} versions"),
        ));
    }
    for (index, (_, slots)) in arms.iter().enumerate() {
        if !(1..=SLOTS).contains(slots) {
            problems.push(FieldProblem::new(
                format!("/allocation/{index}/slots"),
                "1 to 10000",
            ));
        }
    }
    let sum: i64 = arms.iter().map(|(_, slots)| i64::from(*slots)).sum();
    if sum != i64::from(SLOTS) {
        let message = format!("The slots sum to {sum}, not 10000.");
        problems.push(FieldProblem::new("/allocation", "slots that sum to 10000").because(message));
    }
    let distinct: BTreeSet<VersionId> = arms.iter().map(|(version, _)| *version).collect();
    if distinct.len() < arms.len() {
        problems.push(FieldProblem::new("/allocation", "each version once"));
    }
    let fallbacks = request.fallbacks.as_deref().unwrap_or_default();
    let distinct: BTreeSet<VersionId> = fallbacks.iter().copied().collect();
    if fallbacks.len() > FALLBACKS_MAX || distinct.len() < fallbacks.len() {
        problems.push(FieldProblem::new(
            "/fallbacks",
            format!("at most {FALLBACKS_MAX}, each once"),
        ));
    }
    problems
}

/// The first allocation of a route.
///
/// # Errors
/// Every reason against it.
pub fn create(
    facts: &Facts<'_>,
    salt: &str,
    request: &Request,
    max_stale: Option<i32>,
) -> Result<Next, Vec<Reason>> {
    let reasons = refusals(facts, request, &[]);
    if !reasons.is_empty() {
        return Err(reasons);
    }
    Ok(Next {
        salt: salt.to_owned(),
        runs: Table::empty().moved_to(&targets(request)).runs(),
        pins: Vec::new(),
        killed: Vec::new(),
        fallbacks: request.fallbacks.clone().unwrap_or_default(),
        max_stale_seconds: max_stale,
    })
}

/// Another allocation for a route.
///
/// # Errors
/// Every reason against it.
pub fn switch(facts: &Facts<'_>, request: &Request) -> Result<Next, Vec<Reason>> {
    let Some(current) = facts.current else {
        return Err(Vec::new());
    };
    let reasons = refusals(facts, request, &current.killed);
    if !reasons.is_empty() {
        return Err(reasons);
    }
    let mut next = Next::from(current);
    next.runs = Table::of(&current.runs).moved_to(&targets(request)).runs();
    if let Some(fallbacks) = &request.fallbacks {
        next.fallbacks.clone_from(fallbacks);
    }
    Ok(next)
}

fn targets(request: &Request) -> BTreeMap<VersionId, i32> {
    request.allocation.iter().copied().collect()
}

fn refusals(facts: &Facts<'_>, request: &Request, killed: &[VersionId]) -> Vec<Reason> {
    let mut reasons = Vec::new();
    let fallbacks = request.fallbacks.as_deref().unwrap_or_default();
    let named: BTreeSet<VersionId> = request
        .allocation
        .iter()
        .map(|(version, _)| *version)
        .chain(fallbacks.iter().copied())
        .collect();
    for id in &named {
        match facts.versions.get(id) {
            Some(version) => reasons.extend(against(facts, version, killed)),
            None => reasons.push(
                Reason::new("version_unknown", "A version that is named does not exist.")
                    .with("version", id.to_string()),
            ),
        }
    }
    for (id, slots) in &request.allocation {
        let Some(version) = facts.versions.get(id) else {
            continue;
        };
        if version.stage == Stage::Deprecated && *slots > version.slots_when_deprecated {
            let had = version.slots_when_deprecated;
            reasons.push(
                Reason::new(
                    "deprecated_share",
                    format!(
                        "{} is deprecated: it had {had} of 10000 slots on {} then and gets no more; {slots} were asked for.",
                        version.label, facts.route
                    ),
                )
                .with("version", version.label.as_str())
                .with("route", facts.route)
                .with("had", had)
                .with("asked", *slots)
                .remedy(Remedy::text("Give the rest to another version, or reinstate this one by a promotion.")),
            );
        }
    }
    reasons
}

/// Pins a unit to a version, or takes its pin away.
///
/// # Errors
/// Every reason against it.
pub fn pin(
    facts: &Facts<'_>,
    key_digest: &str,
    version: Option<VersionId>,
) -> Result<Next, Vec<Reason>> {
    let Some(current) = facts.current else {
        return Err(Vec::new());
    };
    let mut next = Next::from(current);
    next.pins.retain(|pin| pin.key_digest != key_digest);
    let Some(id) = version else {
        return if next.pins.len() < current.pins.len() {
            Ok(next)
        } else {
            Err(vec![
                Reason::new(
                    "not_pinned",
                    format!("That unit is not pinned on {}.", facts.route),
                )
                .with("route", facts.route),
            ])
        };
    };
    let mut reasons = match facts.versions.get(&id) {
        Some(version) => against(facts, version, &current.killed),
        None => vec![Reason::new(
            "version_unknown",
            "The version does not exist.",
        )],
    };
    if next.pins.len() >= PINS_MAX {
        reasons.push(
            Reason::new(
                "pins_full",
                format!("{} has {PINS_MAX} pins, which is the most.", facts.route),
            )
            .with("route", facts.route)
            .with("limit", PINS_MAX)
            .remedy(Remedy::text("Take a pin away first.")),
        );
    }
    if !reasons.is_empty() {
        return Err(reasons);
    }
    next.pins.push(Pin {
        key_digest: key_digest.to_owned(),
        version_id: id,
    });
    next.pins.sort_by(|a, b| a.key_digest.cmp(&b.key_digest));
    Ok(next)
}
