//! SQL of teams, people, roles, tokens, sessions. No decisions.

mod attempts;
mod claim_rules;
mod read;
mod secrets;
mod sign_ins;
mod tokens;
mod write;

pub use attempts::insert_attempt;
pub use claim_rules::{
    ClaimRuleRow, SubjectRow, admit_by, claim_rule, claim_rules, count_claim_rules, count_machines,
    insert_claim_rule, lock_claim_rule, subject, update_claim_rule,
};
pub use read::{
    GrantRow, MemberRow, admins_besides, count_admins_besides, find_member, grants, lock_grant,
    lock_principal, lock_token, member, members, team_of_slug, teams, unused_admin,
};
pub use secrets::{LinkRow, insert_link, insert_session, link_of, take_link};
pub use sign_ins::{
    SessionRow, end_session, insert_sign_in, lock_sign_in, lock_sign_ins, note_uses, session,
    sessions,
};
pub use tokens::{TokenRow, token, tokens};
pub use write::{
    application_team, environment_exists, insert_grant, insert_identity, insert_principal,
    insert_team, insert_token, lock_installation, rename_person, share_team, update_grant_revoked,
    update_principal, update_token_revoked,
};
