//! HTTP of people, roles, tokens and sessions.

mod actions;
mod attempts;
mod check_claims;
mod claim_rules;
mod members;
mod session;
mod sessions;
mod teams;
mod tokens;

use crate::ground::http::Operations;

pub use attempts::note_refusals;
pub use members::MemberView;

/// Registers the operations.
pub fn configure(config: &mut impl Operations) {
    config
        .service(session::sign_in)
        .service(session::get_session)
        .service(session::sign_out)
        .service(sessions::list_sessions)
        .service(sessions::revoke_session)
        .service(teams::list_teams)
        .service(teams::create_team)
        .service(members::list_members)
        .service(members::get_member)
        .service(members::invite_member)
        .service(members::add_grant)
        .service(members::revoke_grant)
        .service(members::suspend_member)
        .service(members::resume_member)
        .service(members::know_identity)
        .service(tokens::list_tokens)
        .service(tokens::create_token)
        .service(tokens::revoke_token)
        .service(claim_rules::list_claim_rules)
        .service(claim_rules::make_claim_rule)
        .service(check_claims::check_claims)
        .service(claim_rules::get_claim_rule)
        .service(claim_rules::change_claim_rule)
        .service(claim_rules::turn_claim_rule_on)
        .service(claim_rules::turn_claim_rule_off)
        .service(claim_rules::hide_claim_rule)
        .service(actions::member_actions)
        .service(actions::token_actions);
}
