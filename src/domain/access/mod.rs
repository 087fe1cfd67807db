//! Who may do what. Invariant: every grant, token and membership is an audited entity; secrets are kept as digests.

mod install;
mod principal;
mod refs;
pub mod store;
mod team;

pub use install::{DEFAULT_TEAM, install};
pub use principal::{Grant, Principal, PrincipalState};
pub use refs::{ActorRef, TeamRef};
pub use team::Team;
