//! HTTP of people, roles, tokens and sessions.

mod actions;
mod attempts;
mod members;
mod session;
mod teams;
mod tokens;

use utoipa_actix_web::service_config::ServiceConfig;

pub use attempts::note_refusals;
pub use members::MemberView;

/// Registers the operations.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config
        .service(session::sign_in)
        .service(session::get_session)
        .service(session::sign_out)
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
        .service(actions::member_actions)
        .service(actions::token_actions);
}
