//! Routes, snapshots and effects as answers show them.

use std::collections::BTreeMap;

use serde::Serialize;
use sqlx::PgConnection;

use crate::domain::access::{ActorRef, TeamRef};
use crate::domain::models::{RouteRef, VersionRef};
use crate::domain::routes::commands::Effect;
use crate::domain::routes::store::{self, RouteRow, SnapshotRow};
use crate::domain::routes::{Run, Table};
use crate::ground::audit::{Answer, Position};
use crate::ground::kernel::{
    App, ApplicationId, Failure, Instant, Reason, Revision, RouteId, SnapshotId, VersionId,
};

/// How many of 10 000 slots a version has.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = Share)]
pub struct ShareView {
    /// Which version.
    pub version: VersionRef,
    /// How many slots.
    pub slots: i32,
}

/// A pinned unit.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct PinView {
    /// Names the unit: SHA-256 of salt, `:`, unit.
    pub key_digest: String,
    /// Its version.
    pub version: VersionRef,
}

/// The full allocation of a route.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Snapshot)]
pub struct SnapshotView {
    /// Its id.
    pub id: SnapshotId,
    /// 1, 2, 3 ... within the route.
    pub seq: i32,
    /// From when it is in force.
    pub effective_from: Instant,
    /// Mixed into every unit's slot.
    pub salt: String,
    /// In order of slots.
    pub runs: Vec<Run>,
    /// Slots of each version; empty: nothing serves.
    pub shares: Vec<ShareView>,
    /// Units with a version of their own.
    pub pins: Vec<PinView>,
    /// Versions that may not serve here until they are revived.
    pub killed: Vec<VersionRef>,
    /// Versions to call when the chosen one does not answer, in order.
    pub fallbacks: Vec<VersionRef>,
    /// After so many seconds without the database an instance refuses to answer from this.
    pub max_stale_seconds: Option<i32>,
    /// Who decided it, when and why.
    pub decision: LastChange,
}

/// Who decided an allocation, when and why.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct LastChange {
    /// When.
    pub at: Instant,
    /// Who.
    pub by: ActorRef,
    /// Why; null when the text was erased.
    pub reason: Option<String>,
    /// Its place in the log; null for an instant after the change.
    pub position: Option<Position>,
    /// `route.switched`, `route.killed` ...
    pub kind: String,
}

/// The application of a route.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct ApplicationRef {
    /// Its id.
    pub id: ApplicationId,
    /// Its name.
    pub name: String,
}

/// A route with the allocation in force.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Route)]
pub struct RouteView {
    /// Its id.
    pub id: RouteId,
    /// The environment's slug.
    #[schema(example = "production")]
    pub environment: String,
    /// The name that applications call.
    #[schema(example = "support-bot")]
    pub key: String,
    /// Who owns it.
    pub team: TeamRef,
    /// Who calls it.
    pub application: ApplicationRef,
    /// How often it changed.
    pub revision: Revision,
    /// When it was created.
    pub created_at: Instant,
    /// Since when it is hidden.
    pub hidden_at: Option<Instant>,
    /// The allocation in force.
    pub snapshot: SnapshotView,
}

type Names = BTreeMap<VersionId, VersionRef>;

/// Names of all versions of these snapshots, in one statement.
pub(super) async fn names<'a>(
    conn: &mut PgConnection,
    rows: impl Iterator<Item = &'a SnapshotRow>,
) -> Result<Names, Failure> {
    let mut ids: Vec<VersionId> = rows
        .flat_map(|row| {
            let runs = row.runs.0.iter().map(|run| run.version_id);
            let pins = row.pins.0.iter().map(|pin| pin.version_id);
            runs.chain(pins)
                .chain(row.killed.iter().copied())
                .chain(row.fallbacks.iter().copied())
        })
        .collect();
    ids.sort();
    ids.dedup();
    store::version_labels(conn, &ids).await
}

/// Shares of runs, the largest first.
pub(super) fn shares(runs: &[Run], names: &Names) -> Vec<ShareView> {
    let mut shares: Vec<ShareView> = Table::of(runs)
        .shares()
        .into_iter()
        .filter_map(|(id, slots)| {
            Some(ShareView {
                version: names.get(&id)?.clone(),
                slots,
            })
        })
        .collect();
    shares.sort_by(|a, b| {
        b.slots
            .cmp(&a.slots)
            .then(a.version.number.cmp(&b.version.number))
    });
    shares
}

pub(super) fn listed(ids: &[VersionId], names: &Names) -> Vec<VersionRef> {
    ids.iter().filter_map(|id| names.get(id).cloned()).collect()
}

impl SnapshotView {
    pub(super) fn of(row: SnapshotRow, names: &Names) -> Self {
        Self {
            shares: shares(&row.runs.0, names),
            pins: row
                .pins
                .0
                .into_iter()
                .filter_map(|pin| {
                    let version = names.get(&pin.version_id)?.clone();
                    Some(PinView {
                        key_digest: pin.key_digest,
                        version,
                    })
                })
                .collect(),
            killed: listed(&row.killed, names),
            fallbacks: listed(&row.fallbacks, names),
            id: row.id,
            seq: row.seq,
            effective_from: row.effective_from,
            salt: row.salt,
            runs: row.runs.0,
            max_stale_seconds: row.max_stale_seconds,
            decision: LastChange {
                at: row.effective_from,
                by: row.decided_by.0,
                reason: row.reason,
                position: row.position.map(Position),
                kind: row.event_kind,
            },
        }
    }
}

impl RouteView {
    /// Loads one route.
    ///
    /// # Errors
    /// It does not exist.
    pub async fn load(conn: &mut PgConnection, id: RouteId) -> Result<Self, Failure> {
        let (row, snapshot) = store::route(conn, id).await?;
        let names = names(conn, std::iter::once(&snapshot)).await?;
        Ok(Self::of(row, snapshot, &names))
    }

    /// The answer to a command.
    ///
    /// # Errors
    /// It does not exist.
    pub async fn answer(
        _: &App,
        conn: &mut PgConnection,
        id: RouteId,
    ) -> Result<Answer<Self>, Failure> {
        Ok(Self::load(conn, id).await?.answered())
    }

    pub(super) fn of(row: RouteRow, snapshot: SnapshotRow, names: &Names) -> Self {
        Self {
            id: row.id,
            environment: row.environment,
            key: row.key,
            team: row.team.0,
            application: ApplicationRef {
                id: row.application_id,
                name: row.application_name,
            },
            revision: row.revision,
            created_at: row.created_at,
            hidden_at: row.hidden_at,
            snapshot: SnapshotView::of(snapshot, names),
        }
    }

    pub(super) fn answered(self) -> Answer<Self> {
        let revision = self.revision;
        Answer::new(self).revision(revision)
    }
}

/// What a change does to one route.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct RouteEffect {
    /// Which route.
    pub route: RouteRef,
    /// Shares before.
    pub before: Vec<ShareView>,
    /// Shares after; empty: nothing serves.
    pub after: Vec<ShareView>,
}

/// What a command would do, and whether it may.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct EffectPreview {
    /// Whether it may.
    pub allowed: bool,
    /// Every reason against it.
    pub refusals: Vec<Reason>,
    /// What it does to routes.
    pub routes: Vec<RouteEffect>,
}

/// The preview of a command that was tried and undone, or refused.
///
/// # Errors
/// Anything but a rule said no.
pub async fn preview(
    conn: &mut PgConnection,
    tried: Result<Vec<Effect>, Failure>,
) -> Result<EffectPreview, Failure> {
    let effects = match tried {
        Ok(effects) => effects,
        Err(Failure::Refused(refusals)) => {
            return Ok(EffectPreview {
                allowed: false,
                refusals,
                routes: Vec::new(),
            });
        }
        Err(failure) => return Err(failure),
    };
    let mut ids: Vec<VersionId> = effects
        .iter()
        .flat_map(|effect| effect.before.iter().chain(&effect.after).map(|(id, _)| *id))
        .collect();
    ids.sort();
    ids.dedup();
    let names = store::version_labels(conn, &ids).await?;
    let shares = |shares: Vec<(VersionId, i32)>| {
        shares
            .into_iter()
            .filter_map(|(id, slots)| {
                Some(ShareView {
                    version: names.get(&id)?.clone(),
                    slots,
                })
            })
            .collect()
    };
    let routes = effects
        .into_iter()
        .map(|effect| RouteEffect {
            route: effect.route,
            before: shares(effect.before),
            after: shares(effect.after),
        })
        .collect();
    Ok(EffectPreview {
        allowed: true,
        refusals: Vec::new(),
        routes,
    })
}
