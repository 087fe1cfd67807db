//! Names that were.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::ground::kernel::Instant;

/// A name that an entity had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct FormerName {
    /// The name.
    pub name: String,
    /// Until when it had it.
    pub until: Instant,
}

/// Something that is known by another name now: the answer to a look-up by a name that nothing has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Renamed {
    /// What has another name now.
    pub id: Uuid,
    /// The name that was asked for.
    pub former: String,
    /// Its name now.
    pub name: String,
    /// When it got the name after the one that was asked for.
    pub renamed_at: Instant,
}
