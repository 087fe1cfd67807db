//! What changes who may do what. Each function: lock, read the clock, decide, write.

mod attempts;
mod install;
mod links;
mod members;
mod teams;
mod tokens;

pub use attempts::{Tried, record_attempt};
pub use install::install;
pub use links::{Entered, enter, first_link, leave, sign_in_link};
pub use members::{
    AddGrant, Invite, Invited, add_grant, administers, invite, know_identity, resume, revoke_grant,
    suspend,
};
pub use teams::create_team;
pub use tokens::{CreateToken, CreatedToken, create_token, machine_token, revoke_token};
