//! SQL of teams, people, roles, tokens, sessions. No decisions.

mod attempts;
mod read;
mod secrets;
mod write;

pub use attempts::insert_attempt;
pub use read::{
    GrantRow, MemberRow, TokenRow, admins_besides, count_admins_besides, find_member, grants,
    lock_grant, lock_principal, lock_token, member, members, person_name, session_ends,
    team_of_slug, teams, token, tokens, unused_admin,
};
pub use secrets::{LinkRow, end_session, end_sessions, insert_link, insert_session, take_link};
pub use write::{
    insert_grant, insert_identity, insert_principal, insert_team, insert_token, lock_installation,
    rename_person, share_team, share_visible_application, update_grant_revoked,
    update_principal_state, update_token_revoked,
};
