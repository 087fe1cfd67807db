//! Who is asking. Invariant: everything is denied unless a role of the caller, bound to the right team and
//! environment, holds the permission. Reads only; `domain::access` changes who may do what.

mod authorized;
mod caller;
pub mod claims;
mod gate;
mod jwks;
pub mod jwt;
pub mod may;
mod role;
mod secret;
pub mod store;
pub mod subject;
mod throttle;
mod uses;

pub use authorized::{Authorized, SESSION_COOKIE};
pub use caller::{Binding, Caller, Means, PrincipalKind, SYSTEM};
pub use gate::{Admission, Gate, Newcomer};
pub use jwks::KeySets;
pub use may::{Permission, Permit};
pub use role::Role;
pub use secret::{Secret, SecretKind};
pub use throttle::{Throttle, WRONG_PER_MINUTE};
pub use uses::{Noted, Uses};
