//! How answers name versions.

use serde::{Deserialize, Serialize};

use super::Stage;
use crate::ground::kernel::{Instant, ModelId, RouteId, VersionId};

/// A version, as answers name it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct VersionRef {
    /// Its id.
    pub id: VersionId,
    /// Of which model.
    pub model_id: ModelId,
    /// The model's name.
    pub model_name: String,
    /// Its number.
    pub number: i32,
    /// How far it may go.
    pub stage: Stage,
}

/// A route, as answers name it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct RouteRef {
    /// Its id.
    pub id: RouteId,
    /// The environment's slug.
    pub environment: String,
    /// The name that applications call.
    pub key: String,
}

/// Where a version serves now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Serve {
    /// On which route.
    pub route: RouteRef,
    /// Which version.
    pub version: VersionRef,
    /// With how many of 10 000 slots.
    pub slots: i32,
    /// Since when this allocation is in force.
    pub since: Instant,
}
