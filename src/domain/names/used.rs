//! What uses something that has a name.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// How something is used.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    sqlx::Type,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum UsedAs {
    /// A route gives slots to a version of it, or is served.
    Serves,
    /// A route falls back to a version of it.
    FallsBack,
    /// A route pins a unit to a version of it.
    Pins,
    /// An alias points at a version of it.
    Alias,
    /// A promotion of a version of it, or for it, is open.
    Promotion,
    /// A route is there for it.
    Route,
    /// A token is bound to it.
    Token,
    /// An expression of a policy in force names it.
    Policy,
    /// It guards moves itself.
    InForce,
}

/// One use of something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Used {
    /// How.
    pub used_as: UsedAs,
    /// By what.
    pub by: Uuid,
    /// What people call that: `production/support-bot`, `champion`, `PR-0042`.
    pub label: String,
    /// Which part is used: `support-chat/4`; null: all of it.
    pub part: Option<String>,
    /// With how many of 10 000 slots; null where there are none.
    pub slots: Option<i32>,
    /// Its page in the console.
    pub href: Option<String>,
}
