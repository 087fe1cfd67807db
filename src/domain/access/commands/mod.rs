//! What changes who may do what. Each function: lock, read the clock, decide, write.

mod admit;
mod attempts;
mod claim_rules;
mod install;
mod links;
mod members;
mod sessions;
mod teams;
mod tokens;

pub use admit::{admission, admit};
pub use attempts::{Tried, record_attempt};
pub use claim_rules::{
    MakeClaimRule, change_claim_rule, change_claim_rule_in, hide_claim_rule, hide_claim_rule_in,
    make_claim_rule, make_claim_rule_in, turn_claim_rule, turn_claim_rule_in,
};
pub use install::install;
pub use links::{Entered, enter, first_link, link_refused, sign_in_link};
pub use members::{
    AddGrant, Invite, Invited, add_grant, administers, invite, know_identity, resume, revoke_grant,
    suspend,
};
pub use sessions::{leave, revoke_session, write_uses};
pub use teams::{create_team, create_team_in};
pub use tokens::{CreateToken, CreatedToken, create_token, machine_token, revoke_token};

use super::store;
use crate::ground::audit::UnitOfWork;
use crate::ground::kernel::{Failure, TeamId};

async fn existing_team(uow: &mut UnitOfWork, team: Option<TeamId>) -> Result<(), Failure> {
    let Some(id) = team else { return Ok(()) };
    match store::share_team(uow, id).await? {
        Some(team) if team.hidden_at.is_none() => Ok(()),
        Some(_) | None => Err(Failure::invalid("/team_id", "a team that exists")),
    }
}

async fn existing_environment(
    uow: &mut UnitOfWork,
    environment: Option<&str>,
) -> Result<(), Failure> {
    let Some(slug) = environment else {
        return Ok(());
    };
    if store::environment_exists(uow, slug).await? {
        Ok(())
    } else {
        let expected = "the slug of an environment that exists";
        Err(Failure::invalid("/environment", expected))
    }
}
