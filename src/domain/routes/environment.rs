//! Environments: rows, ordered. No code names one.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::models::Stage;
use crate::ground::audit::Entity;
use crate::ground::kernel::{EnvironmentId, Instant, Revision};

/// An environment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Environment {
    /// Its id.
    pub id: EnvironmentId,
    /// `production` ...: immutable and unique.
    pub slug: String,
    /// 1 is the first on the way up.
    pub position: i32,
    /// The least stage that a version needs to run here.
    pub requires_stage: Stage,
    /// When it was created.
    pub created_at: Instant,
    /// How often it changed.
    pub revision: Revision,
}

impl Entity for Environment {
    const KIND: &'static str = "environment";
    fn id(&self) -> Uuid {
        self.id.0
    }
    fn revision(&self) -> Revision {
        self.revision
    }
}
