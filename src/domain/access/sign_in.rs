//! Sign-ins, as the log tells them: who came in by what, and how the session ended. Nothing of the browser is in it.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::ground::audit::Entity;
use crate::ground::kernel::{Instant, PrincipalId, Revision, SessionId};

/// What somebody came in by.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum SignInMeans {
    /// A one-time link.
    Link,
}

/// What became of a sign-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum SignInState {
    /// A session began.
    Entered,
    /// What was shown was no good.
    Refused,
    /// The session was ended before its time.
    Ended,
}

/// Why a session ended before its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum SessionEnd {
    /// Its person signed out.
    SignedOut,
    /// Somebody revoked it.
    Revoked,
    /// Its person was suspended.
    Suspended,
    /// Its person had too many: the oldest gave way.
    Replaced,
}

impl SessionEnd {
    /// The kind of the event.
    #[must_use]
    pub const fn event(self) -> &'static str {
        match self {
            Self::SignedOut => "sign_in.left",
            Self::Revoked => "sign_in.revoked",
            Self::Suspended => "sign_in.suspended",
            Self::Replaced => "sign_in.replaced",
        }
    }
}

/// A sign-in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignIn {
    /// The session's id, when one began.
    pub id: SessionId,
    /// Who; `None`: the link was nobody's.
    pub principal_id: Option<PrincipalId>,
    /// By what.
    pub means: SignInMeans,
    /// What became of it.
    pub state: SignInState,
    /// When.
    pub created_at: Instant,
    /// When the session was ended.
    pub ended_at: Option<Instant>,
    /// Why.
    pub ended_by: Option<SessionEnd>,
    /// How often it changed.
    pub revision: Revision,
}

impl SignIn {
    /// The same, ended.
    #[must_use]
    pub fn ended(mut self, at: Instant, by: SessionEnd) -> Self {
        self.state = SignInState::Ended;
        self.ended_at = Some(at);
        self.ended_by = Some(by);
        self.revision = self.revision.next();
        self
    }
}

impl Entity for SignIn {
    const KIND: &'static str = "sign_in";
    fn id(&self) -> Uuid {
        self.id.0
    }
    fn revision(&self) -> Revision {
        self.revision
    }
}

/// The family of a browser: enough to recognise one's own sessions, too little to recognise a person.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Agent {
    /// Chrome, Chromium and their kin.
    Chrome,
    /// Edge.
    Edge,
    /// Firefox.
    Firefox,
    /// Safari.
    Safari,
    /// Anything else.
    Other,
}
