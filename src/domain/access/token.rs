//! API tokens. The secret is shown once; its SHA-256 is kept beside the state, outside the log.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::ground::audit::Entity;
use crate::ground::kernel::{ApplicationId, Instant, PrincipalId, Revision, TokenId};

/// For whom a token acts.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum TokenKind {
    /// As the person who made it.
    Personal,
    /// As a machine of its own.
    Machine,
}

/// An API token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    /// Its id.
    pub id: TokenId,
    /// For whom it acts.
    pub kind: TokenKind,
    /// As whom it acts.
    pub principal_id: PrincipalId,
    /// What it is for.
    pub name: String,
    /// The first characters of the secret.
    pub prefix: String,
    /// Whether it may approve; machines never.
    pub may_approve: bool,
    /// It may resolve the routes of this application only.
    pub application_id: Option<ApplicationId>,
    /// It acts in this environment only.
    pub environment: Option<String>,
    /// Until when it is good.
    pub expires_at: Instant,
    /// When it was made.
    pub created_at: Instant,
    /// Since when it is revoked.
    pub revoked_at: Option<Instant>,
    /// How often it changed.
    pub revision: Revision,
}

impl Entity for Token {
    const KIND: &'static str = "token";
    fn id(&self) -> Uuid {
        self.id.0
    }
    fn revision(&self) -> Revision {
        self.revision
    }
}
