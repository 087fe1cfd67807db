//! The shape of the answer of the hot path, for the API document. The answer itself is written from ready pieces.
#![expect(dead_code, reason = "these types describe; nothing makes one")]

use crate::ground::kernel::{Instant, SnapshotId, VersionId};

/// What to call for a version. The shape of the answer; the service writes it from ready pieces.
#[derive(utoipa::ToSchema)]
#[schema(as = Call)]
pub struct CallView {
    /// The platform, or the in-house server.
    #[schema(example = "anthropic")]
    pub platform: String,
    /// The exact model string to send.
    #[schema(example = "claude-sonnet-4-5-20250929")]
    pub model: String,
    /// Region, as the platform names it.
    pub region: Option<String>,
    /// Deployment type, as the platform names it.
    pub deployment_type: Option<String>,
    /// Parameters of the call, as they were registered.
    #[schema(value_type = Object)]
    pub parameters: String,
}

/// The version of an answer.
#[derive(utoipa::ToSchema)]
pub struct ResolvedVersion {
    /// Its id.
    pub id: VersionId,
    /// The model's name.
    pub model: String,
    /// Its number.
    pub number: i32,
}

/// A version to call when the chosen one does not answer.
#[derive(utoipa::ToSchema)]
pub struct ResolvedFallback {
    /// Which version.
    pub version: ResolvedVersion,
    /// What to call.
    pub call: CallView,
}

/// The route of an answer.
#[derive(utoipa::ToSchema)]
pub struct ResolvedRoute {
    /// The environment's slug.
    pub environment: String,
    /// The route's key.
    pub key: String,
}

/// The snapshot that an answer stands on.
#[derive(utoipa::ToSchema)]
pub struct ResolvedSnapshot {
    /// Its id.
    pub id: SnapshotId,
    /// Its number.
    pub seq: i32,
    /// From when it is in force.
    pub effective_from: Instant,
    /// Milliseconds since this instance last knew that it is current.
    pub age_ms: u64,
}

/// Which version to call now.
#[derive(utoipa::ToSchema)]
pub struct Resolved {
    /// Which route.
    pub route: ResolvedRoute,
    /// Versions to call when the chosen one does not answer, in order.
    pub fallbacks: Vec<ResolvedFallback>,
    /// What the answer stands on.
    pub snapshot: ResolvedSnapshot,
    /// The version; null: nothing serves.
    pub version: Option<ResolvedVersion>,
    /// What to call; null: nothing serves.
    pub call: Option<CallView>,
    /// 0 to 9 999.
    pub slot: u16,
    /// Whether the same unit gets the same answer.
    pub sticky: bool,
    /// `static`, `split`, `pin` or `off`.
    pub reason: String,
}
