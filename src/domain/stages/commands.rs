//! Deprecate, archive, revoke: lock the version, then its routes.

use super::rules::{self, Facts, Move};
use super::store;
use crate::domain::models::{self};
use crate::domain::routes;
use crate::domain::routes::commands::Effect;
use crate::ground::audit::{Changes, Decided, Evidence, UnitOfWork};
use crate::ground::http::MaybeIfMatch;
use crate::ground::identity::{Caller, Permit, may};
use crate::ground::kernel::{App, Failure, VersionId, reason_problem};

/// Moves a version. Revoking writes a new snapshot for every route that names it, in the same transaction.
///
/// # Errors
/// The version changed since, or a rule says no.
pub async fn move_version(
    app: &App,
    caller: &Caller,
    id: VersionId,
    seen: MaybeIfMatch,
    to: Move,
    reason: &str,
) -> Result<Decided<(VersionId, Vec<Effect>)>, Failure> {
    if let Some(problem) = reason_problem(reason) {
        return Err(Failure::Invalid(vec![problem]));
    }
    let mut uow = UnitOfWork::begin(app, caller).await?;
    // Revoking locks what the routes name, this version among it, in one ascending pass.
    let changed = match to {
        Move::Revoke => routes::commands::revoke_snapshots(&mut uow, id).await?,
        Move::Deprecate | Move::Archive => Vec::new(),
    };
    let (mut version, team) = models::store::lock_version(&mut uow, id).await?;
    let permission = match to {
        Move::Revoke => may::RevokeVersions::PERMISSION,
        Move::Deprecate | Move::Archive => may::MoveStages::PERMISSION,
    };
    caller.require(permission, Some(team), None)?;
    if version.hidden_at.is_some() {
        return Err(Failure::NotFound { kind: "version" });
    }
    seen.check(version.revision)?;
    let named_by = store::routes_naming(uow.conn(), id).await?;
    let named = models::store::version_refs(uow.conn(), &[id]).await?;
    let label = named.first().map_or_else(String::new, |one| {
        format!("{}/{}", one.model_name, one.number)
    });
    let facts = Facts {
        version: &label,
        stage: version.stage,
        named_by: &named_by,
    };
    rules::decide(&facts, to).map_err(Failure::Refused)?;
    // Later than the last change of what runs it: the share that it has then is the one before this move.
    let mut entities: Vec<_> = named_by.iter().map(|(route, _)| route.id.0).collect();
    entities.push(id.0);
    let now = uow.decide_at(&entities).await?;
    version.stage = to.stage();
    version.stage_changed_at = Some(now);
    version.revision = version.revision.next();
    models::store::update_version_stage(&mut uow, &version).await?;
    let mut changes = Changes::of(to.kind(), &version);
    for (route, _) in &changed {
        changes = changes.and("route.revoked", route).on(vec![Evidence {
            kind: "version".into(),
            id: id.to_string(),
            label: Some(label.clone()),
        }]);
    }
    let effects = changed.into_iter().map(|(_, effect)| effect).collect();
    Ok(uow.decided(changes.because(Some(reason)), (id, effects)))
}
