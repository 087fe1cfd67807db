//! Changes of every route that names a version: kill, and the end of a revoked one.

use super::change::lock;
use super::{Effect, about, effect, snapshot};
use crate::domain::models;
use crate::domain::routes::Route;
use crate::domain::routes::rules::{self, Facts};
use crate::domain::routes::store::{self, LockedRoute};
use crate::ground::audit::{Changes, Decided, UnitOfWork};
use crate::ground::identity::{Caller, Permit, may};
use crate::ground::kernel::{App, Failure, RouteId, VersionId, reason_problem};

/// Takes a version off every route that names it, in one transaction.
///
/// # Errors
/// It does not exist, no route names it, or the caller may not kill on one of them.
pub async fn kill_everywhere(
    app: &App,
    caller: &Caller,
    version: VersionId,
    reason: &str,
) -> Result<Decided<(Vec<RouteId>, Vec<Effect>)>, Failure> {
    if let Some(problem) = reason_problem(reason) {
        return Err(Failure::Invalid(vec![problem]));
    }
    let mut uow = UnitOfWork::begin(app, caller).await?;
    let routes = store::routes_naming(&mut uow, version).await?;
    let locked = lock(&mut uow, &routes, &[version], false).await?;
    if locked.is_empty() {
        // Nothing to change, but a version that does not exist is told apart from one that serves nowhere.
        models::store::lock_version(&mut uow, version).await?;
    }
    for LockedRoute {
        route, environment, ..
    } in &locked
    {
        caller.require(
            may::KillVersions::PERMISSION,
            Some(route.team_id),
            Some(environment),
        )?;
    }
    let ids: Vec<_> = locked.iter().map(|one| one.route.id.0).collect();
    uow.decide_at(&ids).await?;
    let mut changed = Vec::new();
    for one in locked {
        changed.extend(without(&mut uow, one, version, true).await?);
    }
    let facts = store::version_facts(uow.conn(), &[version], None).await?;
    let concerned = about([version], &facts);
    let mut changes: Option<Changes> = None;
    for (route, _) in &changed {
        changes = Some(match changes {
            Some(changes) => changes.and("route.killed", route),
            None => Changes::of("route.killed", route),
        })
        .map(|changes| changes.on(concerned.clone()));
    }
    let Some(changes) = changes else {
        let refs = models::store::version_refs(uow.conn(), &[version]).await?;
        let label = refs.first().map_or_else(
            || version.to_string(),
            |one| format!("{}/{}", one.model_name, one.number),
        );
        return Err(Failure::refused(rules::not_serving(&label)));
    };
    let ids = changed.iter().map(|(route, _)| route.id).collect();
    let effects = changed.into_iter().map(|(_, effect)| effect).collect();
    Ok(uow.decided(changes.because(Some(reason)), (ids, effects)))
}

/// Writes new snapshots for every route that names a version which is being revoked. The caller holds the version's
/// lock to write, adds the routes to its changes and commits.
///
/// # Errors
/// The database refused.
pub async fn revoke_snapshots(
    uow: &mut UnitOfWork,
    version: VersionId,
) -> Result<Vec<(Route, Effect)>, Failure> {
    let routes = store::routes_naming(uow, version).await?;
    let locked = lock(uow, &routes, &[version], true).await?;
    let ids: Vec<_> = locked.iter().map(|one| one.route.id.0).collect();
    uow.decide_at(&ids).await?;
    let mut changed = Vec::new();
    for one in locked {
        changed.extend(without(uow, one, version, false).await?);
    }
    Ok(changed)
}

/// One route without a version; `None` when it does not name it any more.
async fn without(
    uow: &mut UnitOfWork,
    locked: LockedRoute,
    version: VersionId,
    killed: bool,
) -> Result<Option<(Route, Effect)>, Failure> {
    let LockedRoute {
        mut route,
        environment,
        requires,
    } = locked;
    let before = route.snapshot.clone();
    if !before.versions().contains(&version) {
        return Ok(None);
    }
    let versions = store::version_facts(uow.conn(), &before.versions(), Some(route.id)).await?;
    let label = format!("{environment}/{}", route.key);
    let facts = Facts {
        environment: &environment,
        requires,
        route: &label,
        current: Some(&before),
        versions: &versions,
    };
    let next = if killed {
        rules::kill(&facts, version).map_err(Failure::Refused)?
    } else {
        rules::revoke(&facts, version)
            .ok_or_else(|| Failure::inconsistent("a route has its snapshot"))?
    };
    let now = uow.decide_at(&[route.id.0]).await?;
    route.snapshot_seq += 1;
    route.revision = route.revision.next();
    route.snapshot = snapshot(uow, next, route.snapshot_seq, now);
    store::update_route(uow, &route).await?;
    store::insert_snapshot(uow, &route).await?;
    let effect = effect(Some(&before), &route, &environment);
    Ok(Some((route, effect)))
}
