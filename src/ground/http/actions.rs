//! What can be done with an entity, and if not, why.

use serde::Serialize;

use crate::ground::kernel::Reason;

/// Something that can be done.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Action {
    /// `request_promotion_production`, `archive`, `approve` ...
    #[schema(example = "request_promotion_production")]
    pub action: String,
    /// `R0` label, `R1` permission or plan, `R2` serving, `R3` no way back.
    #[schema(example = "R1")]
    pub tier: String,
    /// Whether it may be done now, by this caller.
    pub allowed: bool,
    /// Why not: the first reason.
    pub refusal: Option<Reason>,
    /// Why not: every reason.
    pub refusals: Vec<Reason>,
}

/// Everything that can be done.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Actions {
    /// The actions.
    pub items: Vec<Action>,
}

/// An action with every reason against it.
#[must_use]
pub fn action(name: &str, tier: &str, refusals: Vec<Reason>) -> Action {
    Action {
        action: name.into(),
        tier: tier.into(),
        allowed: refusals.is_empty(),
        refusal: refusals.first().cloned(),
        refusals,
    }
}
