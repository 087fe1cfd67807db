//! Decisions about people and tokens. Pure.

mod claim_rules;

pub use claim_rules::{MACHINES_PER_RULE_MAX, RULES_PER_ISSUER_MAX, claim_rule_problems};

use crate::domain::access::{Agent, PrincipalState, TokenKind};
use crate::ground::identity::{Caller, Permit as _, PrincipalKind, Role, may};
use crate::ground::kernel::{
    Failure, FieldProblem, PrincipalId, Reason, Remedy, TeamId, slug, text_problem,
};

/// Bytes of a name at most.
pub const NAME_BYTES_MAX: usize = 255;
/// Bytes of an e-mail address at most (RFC 5321).
pub const EMAIL_BYTES_MAX: usize = 320;
/// Days of a token at most.
pub const TOKEN_DAYS_MAX: u16 = 365;
/// Minutes a sign-in link is good.
pub const LINK_MINUTES: i64 = 10;
/// Days an invitation is good.
pub const INVITATION_DAYS: i64 = 7;
/// Days a session lasts.
pub const SESSION_DAYS: i64 = 14;
/// Sessions of a person at once; one more ends the oldest.
pub const SESSIONS_MAX: usize = 20;

/// Refused links that are written down in a minute, whoever shows them.
pub const REFUSED_LINKS_PER_MINUTE: u32 = 30;
/// Refusals of one caller that are written down in a minute.
pub const ATTEMPTS_PER_MINUTE: u32 = 30;
/// Codes of a written refusal at most.
const CODES_MAX: usize = 100;

/// Why a failure is an attempt to be written down: the codes of a rule's reasons, or that a permission is missing.
/// `None` for what is wrong in form, stale, or somebody else's trouble.
#[must_use]
pub fn refused(failure: &Failure) -> Option<Vec<String>> {
    match failure {
        Failure::Refused(reasons) => {
            let mut codes: Vec<String> = reasons.iter().map(|one| one.code.to_string()).collect();
            codes.sort();
            codes.dedup();
            codes.truncate(CODES_MAX);
            (!codes.is_empty()).then_some(codes)
        }
        Failure::Forbidden { .. } => Some(vec!["forbidden".into()]),
        _ => None,
    }
}

/// The command behind a path, and the kind of what it was tried on: `/api/v1/routes/{route}/kill` is `route.kill`.
#[must_use]
pub fn attempted(pattern: &str) -> (String, String) {
    let parts: Vec<&str> = pattern
        .trim_start_matches("/api/v1/")
        .split('/')
        .filter(|part| !part.starts_with('{'))
        .collect();
    let singular = |word: &str| match word.strip_suffix("ies") {
        Some(stem) => format!("{stem}y"),
        None => word.trim_end_matches('s').to_owned(),
    };
    let kind = parts
        .first()
        .map_or_else(String::new, |word| singular(word));
    let verb = match parts.as_slice() {
        [] | [_] => "write".to_owned(),
        [_, .., last] => singular(last),
    };
    (format!("{kind}.{verb}"), kind)
}

/// Checks a name that people read.
#[must_use]
pub fn name_problem(name: &str) -> Option<FieldProblem> {
    if name.trim().is_empty() {
        return Some(FieldProblem::new("/name", "a name that is not empty"));
    }
    text_problem(name, NAME_BYTES_MAX).map(|problem| FieldProblem::new("/name", problem.0))
}

/// Checks a new team.
#[must_use]
pub fn team_problems(team_slug: &str, name: &str) -> Vec<FieldProblem> {
    let slug = slug(team_slug)
        .err()
        .map(|problem| FieldProblem::new("/slug", problem.0));
    slug.into_iter().chain(name_problem(name)).collect()
}

/// Checks an invitation.
#[must_use]
pub fn invitation_problems(name: &str, email: Option<&str>) -> Vec<FieldProblem> {
    let wrong = email.filter(|email| {
        email.len() > EMAIL_BYTES_MAX
            || email.len() < 3
            || !email.contains('@')
            || email.contains('\0')
    });
    let email = wrong.map(|_| FieldProblem::new("/email", "an e-mail address"));
    name_problem(name).into_iter().chain(email).collect()
}

/// Checks a new token.
#[must_use]
pub fn token_problems(name: &str, days: u16) -> Vec<FieldProblem> {
    let days = (!(1..=TOKEN_DAYS_MAX).contains(&days))
        .then(|| FieldProblem::new("/expires_in_days", format!("1 to {TOKEN_DAYS_MAX}")));
    name_problem(name).into_iter().chain(days).collect()
}

/// What a token is for and what it is bound to.
#[derive(Debug, Clone, Copy)]
pub struct TokenScope {
    /// For whom it acts.
    pub kind: TokenKind,
    /// The role of its machine.
    pub role: Option<Role>,
    /// Whether it would approve.
    pub may_approve: bool,
    /// Whether it is bound to an application.
    pub of_application: bool,
    /// Whether it is bound to an environment.
    pub in_environment: bool,
}

/// Checks what a token is bound to: a machine has a role and never approves; a token of an application is a machine's,
/// is bound to an environment as well, and has no role, since it resolves and does nothing else.
#[must_use]
pub fn token_scope_problems(scope: &TokenScope) -> Vec<FieldProblem> {
    let machine = scope.kind == TokenKind::Machine;
    let wrong = [
        (
            machine && !scope.of_application && scope.role.is_none(),
            "/role",
            "the machine's role",
        ),
        (
            scope.of_application && scope.role.is_some(),
            "/role",
            "no role: a token of an application resolves its routes and does nothing else",
        ),
        (
            machine && scope.may_approve,
            "/may_approve",
            "false: machines never approve",
        ),
        (
            !machine && scope.of_application,
            "/application_id",
            "nothing: a token of an application is a machine's",
        ),
        (
            scope.of_application && !scope.in_environment,
            "/environment",
            "the environment in which the application resolves",
        ),
    ];
    let wrong = wrong.into_iter().filter(|(wrong, _, _)| *wrong);
    wrong
        .map(|(_, pointer, expected)| FieldProblem::new(pointer, expected))
        .collect()
}

/// The family of a browser by its `User-Agent`. Others claim to be Safari and Chrome as well: they are asked first.
#[must_use]
pub fn agent(user_agent: &str) -> Agent {
    let families = [
        ("Edg/", Agent::Edge),
        ("OPR/", Agent::Other),
        ("Firefox/", Agent::Firefox),
        ("Chrome/", Agent::Chrome),
        ("Safari/", Agent::Safari),
    ];
    let family = families.iter().find(|(name, _)| user_agent.contains(name));
    family.map_or(Agent::Other, |(_, agent)| *agent)
}

/// Nobody gives more than they hold: an administrator of everything holds everything.
///
/// # Errors
/// The reason, with what would be needed.
pub fn may_give(caller: &Caller, role: Role, team: Option<TeamId>) -> Result<(), Reason> {
    let holds = caller.bindings.iter().any(|binding| {
        (binding.role == Role::Admin || binding.role == role)
            && (binding.team_id.is_none() || binding.team_id == team)
    });
    if holds {
        return Ok(());
    }
    Err(Reason::new(
        "more_than_held",
        format!(
            "You cannot give the role {}: you do not hold it there.",
            role.as_str()
        ),
    )
    .with("role", role.as_str())
    .remedy(Remedy::text("Ask an administrator.")))
}

/// Whether an administrator may be taken away.
///
/// # Errors
/// It is the last one who could let anybody in.
pub fn leave_an_admin(removes_admin: bool, other_admins: i64) -> Result<(), Reason> {
    if removes_admin && other_admins == 0 {
        return Err(Reason::new(
            "last_admin",
            "This is the last administrator of everything.",
        )
        .remedy(Remedy::text("Make somebody else an administrator first.")));
    }
    Ok(())
}

/// All that keeping a member out, or letting it in again, may look at.
#[derive(Debug, Clone, Copy)]
pub struct MemberFacts {
    /// Person, machine or the service itself.
    pub kind: PrincipalKind,
    /// Where it stands.
    pub state: PrincipalState,
    /// Whether it administers everything.
    pub is_admin: bool,
    /// How many others do, and are active.
    pub other_admins: i64,
}

/// Decides whether a member is kept out: the service itself never, nobody twice, never the last administrator.
///
/// # Errors
/// Every reason against it.
pub fn suspend(facts: &MemberFacts) -> Result<(), Vec<Reason>> {
    let stands = facts.state != PrincipalState::Suspended;
    let reasons: Vec<Reason> = member_state(facts, stands)
        .into_iter()
        .chain(leave_an_admin(facts.is_admin, facts.other_admins).err())
        .collect();
    if reasons.is_empty() {
        Ok(())
    } else {
        Err(reasons)
    }
}

/// Decides whether a member is let in again.
///
/// # Errors
/// Every reason against it.
pub fn resume(facts: &MemberFacts) -> Result<(), Vec<Reason>> {
    let stands = facts.state == PrincipalState::Suspended;
    member_state(facts, stands).map_or(Ok(()), |reason| Err(vec![reason]))
}

fn member_state(facts: &MemberFacts, stands: bool) -> Option<Reason> {
    (!stands || facts.kind == PrincipalKind::System).then(|| {
        Reason::new(
            "member_state",
            "The member does not stand where this begins.",
        )
        .remedy(Remedy::text("Look at where the member stands now."))
    })
}

/// Whether a caller may do something with a token of a principal: its own, one of a machine that it answers for, or any
/// for who manages tokens.
#[must_use]
pub fn sees_token(caller: &Caller, owner: PrincipalId, responsible: Option<PrincipalId>) -> bool {
    owner == caller.principal
        || responsible == Some(caller.principal)
        || caller.may(may::ManageTokens::PERMISSION, None, None)
}

/// Decides whether a token is revoked.
///
/// # Errors
/// It was revoked before.
pub fn revoke_token(revoked: bool) -> Result<(), Reason> {
    if revoked {
        return Err(
            Reason::new("already_revoked", "The token was revoked before.").with("kind", "token"),
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ground::identity::Binding;
    use uuid::Uuid;

    fn caller(role: Role, team: Option<u128>) -> Caller {
        let team_id = team.map(|id| TeamId(Uuid::from_u128(id)));
        Caller {
            bindings: vec![Binding {
                role,
                team_id,
                environment: None,
            }],
            ..Caller::system()
        }
    }

    fn team(id: u128) -> Option<TeamId> {
        Some(TeamId(Uuid::from_u128(id)))
    }

    #[test]
    fn nobody_gives_more_than_they_hold() {
        let admin = caller(Role::Admin, Some(1));
        assert!(may_give(&admin, Role::Operator, team(1)).is_ok());
        assert!(may_give(&admin, Role::Operator, team(2)).is_err());
        assert!(may_give(&admin, Role::Operator, None).is_err());
        assert!(may_give(&caller(Role::Operator, None), Role::Reviewer, team(1)).is_err());
    }

    #[test]
    fn the_last_administrator_stays() {
        assert!(leave_an_admin(true, 0).is_err());
        assert!(leave_an_admin(true, 1).is_ok());
        assert!(leave_an_admin(false, 0).is_ok());
    }

    #[test]
    fn a_token_of_an_application_is_a_machine_s_in_one_environment_without_a_role() {
        let pointers = |scope: TokenScope| -> Vec<String> {
            let problems = token_scope_problems(&scope).into_iter();
            problems.map(|problem| problem.pointer).collect()
        };
        let of_application = TokenScope {
            kind: TokenKind::Machine,
            role: None,
            may_approve: false,
            of_application: true,
            in_environment: true,
        };
        assert!(pointers(of_application).is_empty());
        let with_role = TokenScope {
            role: Some(Role::Viewer),
            in_environment: false,
            ..of_application
        };
        assert_eq!(pointers(with_role), ["/role", "/environment"]);
        let personal = TokenScope {
            kind: TokenKind::Personal,
            ..of_application
        };
        assert_eq!(pointers(personal), ["/application_id"]);
        let machine = TokenScope {
            of_application: false,
            may_approve: true,
            ..of_application
        };
        assert_eq!(pointers(machine), ["/role", "/may_approve"]);
    }

    #[test]
    fn a_browser_is_known_by_its_family_and_nothing_more() {
        let chrome =
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36";
        for (text, family) in [
            (chrome, Agent::Chrome),
            (&format!("{chrome} Edg/140.0"), Agent::Edge),
            (
                "Mozilla/5.0 (X11; rv:140.0) Gecko/20100101 Firefox/140.0",
                Agent::Firefox,
            ),
            (
                "Mozilla/5.0 (Macintosh) Version/18.0 Safari/605.1.15",
                Agent::Safari,
            ),
            ("curl/8.5", Agent::Other),
            ("", Agent::Other),
        ] {
            assert_eq!(agent(text), family, "{text}");
        }
    }

    #[test]
    fn every_reason_against_suspending_is_named_and_the_service_itself_is_never_kept_out() {
        let codes = |decided: Result<(), Vec<Reason>>| -> Vec<String> {
            let reasons = decided.err().unwrap_or_default();
            reasons.into_iter().map(|reason| reason.code).collect()
        };
        let mut facts = MemberFacts {
            kind: PrincipalKind::User,
            state: PrincipalState::Active,
            is_admin: true,
            other_admins: 1,
        };
        assert_eq!(codes(suspend(&facts)), [""; 0]);
        assert_eq!(codes(resume(&facts)), ["member_state"]);
        facts.state = PrincipalState::Suspended;
        facts.other_admins = 0;
        assert_eq!(codes(suspend(&facts)), ["member_state", "last_admin"]);
        assert_eq!(codes(resume(&facts)), [""; 0]);
        facts.kind = PrincipalKind::System;
        assert_eq!(codes(resume(&facts)), ["member_state"]);
    }

    #[test]
    fn tokens_expire_within_a_year() {
        assert!(token_problems("ci", 1).is_empty());
        assert!(token_problems("ci", 365).is_empty());
        assert_eq!(token_problems(" ", 366).len(), 2);
        assert_eq!(token_problems("ci", 0).len(), 1);
    }
}
