//! A snapshot: the full allocation of a route from an instant on.

use serde::{Deserialize, Serialize};

use crate::ground::kernel::{Instant, SnapshotId, VersionId};

/// Neighbouring slots of one version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Run {
    /// Which version.
    pub version_id: VersionId,
    /// How many slots.
    pub slots: i32,
}

/// A unit that always gets one version, whatever its slot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Pin {
    /// Names the unit: SHA-256 of salt, `:`, unit.
    pub key_digest: String,
    /// Which version.
    pub version_id: VersionId,
}

/// The full allocation of a route. Never changes; the next one replaces it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// Its id.
    pub id: SnapshotId,
    /// 1, 2, 3 ... within the route.
    pub seq: i32,
    /// From when it is in force.
    pub effective_from: Instant,
    /// Mixed into every unit's slot. Equal salts on two routes split units alike.
    pub salt: String,
    /// In order of slots; together 10 000, or none: then nothing serves.
    pub runs: Vec<Run>,
    /// Units with a version of their own, by digest.
    pub pins: Vec<Pin>,
    /// Versions that may not serve here until they are revived, ascending.
    pub killed: Vec<VersionId>,
    /// Versions to call when the chosen one does not answer, in order.
    pub fallbacks: Vec<VersionId>,
    /// After so many seconds without the database an instance refuses to answer from this.
    pub max_stale_seconds: Option<i32>,
}

impl Snapshot {
    /// Every version that it names, each once, ascending.
    #[must_use]
    pub fn versions(&self) -> Vec<VersionId> {
        let runs = self.runs.iter().map(|run| run.version_id);
        let pins = self.pins.iter().map(|pin| pin.version_id);
        let mut all: Vec<VersionId> = runs
            .chain(pins)
            .chain(self.fallbacks.iter().copied())
            .collect();
        all.sort();
        all.dedup();
        all
    }
}
