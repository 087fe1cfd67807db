//! Who may do what. Invariant: every grant, token and membership is an audited entity; secrets are kept as digests.

mod attempt;
mod claim_rule;
mod principal;
mod refs;
mod sign_in;
mod team;
mod token;

pub mod rules;
pub mod store;

pub mod commands;

pub mod memory;

pub mod jobs;

pub mod http;

pub use attempt::Attempt;
pub use claim_rule::{ClaimRule, ClaimRuleState};
pub use principal::{Grant, Principal, PrincipalState};
pub use refs::{ActorRef, TeamRef};
pub use sign_in::{Agent, SessionEnd, SignIn, SignInMeans, SignInState};
pub use team::Team;
pub use token::{Token, TokenKind};

/// The team of everything that names no team.
pub const DEFAULT_TEAM: &str = "default";
