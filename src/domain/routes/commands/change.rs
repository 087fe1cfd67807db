//! Changes of one route: switch, kill, roll back, revive, pin.

use std::collections::BTreeMap;

use super::create::named;
use super::{Effect, about, effect, served, snapshot};
use crate::domain::models::Stage;
use crate::domain::names::NamedKind;
use crate::domain::names::rules::hidden;
use crate::domain::routes::rules::{self, Facts, Next, Request, VersionFact};
use crate::domain::routes::store::{self, LockedRoute};
use crate::domain::routes::{Guard, NewUse, Snapshot, pin_digest};
use crate::ground::audit::{Changes, Decided, UnitOfWork};
use crate::ground::http::MaybeIfMatch;
use crate::ground::identity::{Caller, Permission, Permit, may};
use crate::ground::kernel::{App, Failure, Reason, RouteId, VersionId, reason_problem};

/// Attempts to lock what a snapshot names before the route itself, when the snapshot keeps moving.
pub(super) const ATTEMPTS: usize = 5;

/// What to do with a route.
#[derive(Debug, Clone)]
pub enum Change {
    /// Give it another allocation.
    Switch(Request),
    /// Take a version off it at once.
    Kill(VersionId),
    /// Give it the allocation of an earlier snapshot.
    Rollback {
        /// The earlier snapshot's number.
        to: i32,
    },
    /// Let a killed version be named again.
    Revive(VersionId),
    /// Pin a unit to a version, or take its pin away.
    Pin {
        /// The unit, as callers send it; only its digest is kept.
        unit: String,
        /// The version.
        version: Option<VersionId>,
    },
}

impl Change {
    const fn permission(&self) -> Permission {
        match self {
            Self::Kill(_) => may::KillVersions::PERMISSION,
            Self::Switch(_) | Self::Rollback { .. } | Self::Revive(_) | Self::Pin { .. } => {
                may::SwitchRoutes::PERMISSION
            }
        }
    }

    const fn kind(&self) -> &'static str {
        match self {
            Self::Switch(_) => "route.switched",
            Self::Kill(_) => "route.killed",
            Self::Rollback { .. } => "route.rolled_back",
            Self::Revive(_) => "route.revived",
            Self::Pin { .. } => "route.pinned",
        }
    }

    /// The versions that it names by itself.
    fn named(&self) -> Vec<VersionId> {
        match self {
            Self::Switch(request) => named(request),
            Self::Kill(version) | Self::Revive(version) => vec![*version],
            Self::Pin { version, .. } => version.iter().copied().collect(),
            Self::Rollback { .. } => Vec::new(),
        }
    }

    fn problems(&self) -> Vec<crate::ground::kernel::FieldProblem> {
        match self {
            Self::Switch(request) => rules::request_problems(request),
            Self::Pin { unit, .. } if unit.is_empty() || unit.len() > 1024 => {
                vec![crate::ground::kernel::FieldProblem::new(
                    "/unit",
                    "1 to 1024 bytes",
                )]
            }
            Self::Pin { .. } | Self::Kill(_) | Self::Rollback { .. } | Self::Revive(_) => {
                Vec::new()
            }
        }
    }

    /// The versions that it puts on the route beside those that stand there. What was there before may come back.
    fn arriving(&self, current: &Snapshot) -> Vec<VersionId> {
        match self {
            Self::Switch(_) | Self::Pin { .. } => {
                let there = current.versions();
                let mut named = self.named();
                named.retain(|version| !there.contains(version));
                named
            }
            Self::Kill(_) | Self::Revive(_) | Self::Rollback { .. } => Vec::new(),
        }
    }

    fn decide(&self, facts: &Facts<'_>, earlier: Option<&Snapshot>) -> Result<Next, Vec<Reason>> {
        match (self, earlier) {
            (Self::Switch(request), _) => rules::switch(facts, request),
            (Self::Kill(version), _) => rules::kill(facts, *version),
            (Self::Rollback { .. }, Some(earlier)) => rules::rollback(facts, earlier),
            (Self::Rollback { to }, None) => Err(vec![rules::snapshot_unknown(facts.route, *to)]),
            (Self::Revive(version), _) => rules::revive(facts, *version),
            (Self::Pin { unit, version }, _) => {
                let salt = facts.current.map_or("", |current| current.salt.as_str());
                rules::pin(facts, &pin_digest(salt, unit), *version)
            }
        }
    }
}

/// Changes one route. A caller that names a revision loses to a change that came first; one that names none waits
/// its turn and acts on what it finds.
///
/// # Errors
/// A field is wrong, the route changed since, or a rule says no.
pub async fn change(
    app: &App,
    caller: &Caller,
    guard: Guard,
    id: RouteId,
    seen: MaybeIfMatch,
    change: &Change,
    reason: &str,
) -> Result<Decided<(RouteId, Effect)>, Failure> {
    let mut wrong = change.problems();
    wrong.extend(reason_problem(reason));
    if !wrong.is_empty() {
        return Err(Failure::Invalid(wrong));
    }
    let mut uow = UnitOfWork::begin(app, caller).await?;
    let earlier = match change {
        Change::Rollback { to } => store::snapshot_of(uow.conn(), id, *to).await?,
        Change::Switch(_) | Change::Kill(_) | Change::Revive(_) | Change::Pin { .. } => None,
    };
    let mut extra = change.named();
    extra.extend(earlier.iter().flat_map(Snapshot::versions));
    let locked = lock(&mut uow, &[id], &extra, false).await?.pop();
    let LockedRoute {
        mut route,
        environment,
        requires,
    } = locked.ok_or(Failure::NotFound { kind: "route" })?;
    caller.require(change.permission(), Some(route.team_id), Some(&environment))?;
    let label = format!("{environment}/{}", route.key);
    if route.hidden_at.is_some() {
        return Err(Failure::refused(hidden(NamedKind::Route, &label)));
    }
    seen.check(route.revision)?;
    extra.extend(route.snapshot.versions());
    let versions = store::version_facts(uow.conn(), &extra, Some(id)).await?;
    let before = route.snapshot.clone();
    let facts = Facts {
        environment: &environment,
        requires,
        route: &label,
        current: Some(&before),
        versions: &versions,
    };
    // Later than the last change of each version too: what a version had when it was deprecated is read by time.
    let entities: Vec<_> = std::iter::once(id.0)
        .chain(versions.keys().map(|version| version.0))
        .collect();
    let against = guarded(
        &mut uow,
        guard,
        NewUse {
            versions: &change.arriving(&before),
            stage: requires,
            application: route.application_id,
            entities: &entities,
        },
        &versions,
    )
    .await?;
    let next =
        rules::with(change.decide(&facts, earlier.as_ref()), against).map_err(Failure::Refused)?;
    let now = uow.decide_at(&entities).await?;
    route.snapshot_seq += 1;
    route.revision = route.revision.next();
    route.snapshot = snapshot(&uow, next, route.snapshot_seq, now);
    store::update_route(&mut uow, &route).await?;
    store::insert_snapshot(&mut uow, &route).await?;
    let outcome = (id, effect(Some(&before), &route, &environment));
    let about = match change {
        Change::Switch(_) | Change::Rollback { .. } => about(served(&route.snapshot), &versions),
        Change::Kill(_) | Change::Revive(_) | Change::Pin { .. } => {
            about(change.named(), &versions)
        }
    };
    let changes = Changes::of(change.kind(), &route)
        .on(about)
        .because(Some(reason));
    Ok(uow.decided(changes, outcome))
}

/// What policies have against a new use; where no stage is required, none guards. What does not exist, or may not come
/// here anyway, is not theirs to judge.
///
/// # Errors
/// The database is away.
pub(super) async fn guarded(
    uow: &mut UnitOfWork,
    guard: Guard,
    mut new: NewUse<'_>,
    versions: &BTreeMap<VersionId, VersionFact>,
) -> Result<Vec<Reason>, Failure> {
    let allowed: Vec<VersionId> = new
        .versions
        .iter()
        .filter(|id| {
            versions.get(id).is_some_and(|version| {
                version.stage != Stage::Deprecated && version.stage.allows(new.stage)
            })
        })
        .copied()
        .collect();
    if allowed.is_empty() || new.stage == Stage::Registered {
        return Ok(Vec::new());
    }
    new.versions = &allowed;
    guard(uow, new).await
}

/// Locks versions, then routes, both ascending, so that no two commands wait for each other. What a snapshot names is
/// read before its route is locked; when it names something else by then, everything is let go and tried again.
///
/// # Errors
/// A route does not exist, or its snapshot never stood still.
pub(super) async fn lock(
    uow: &mut UnitOfWork,
    routes: &[RouteId],
    extra: &[VersionId],
    to_write: bool,
) -> Result<Vec<LockedRoute>, Failure> {
    for _ in 0..ATTEMPTS {
        store::mark_locks(uow).await?;
        let mut versions = store::named_versions(uow, routes).await?;
        versions.extend_from_slice(extra);
        versions.sort();
        versions.dedup();
        store::lock_versions(uow, &versions, to_write).await?;
        let mut locked = Vec::with_capacity(routes.len());
        for id in routes {
            locked.push(store::lock_route(uow, *id).await?);
        }
        let named = locked.iter().flat_map(|one| one.route.snapshot.versions());
        if named.into_iter().all(|version| versions.contains(&version)) {
            return Ok(locked);
        }
        store::release_locks(uow).await?;
    }
    Err(Failure::RequestInProgress)
}
