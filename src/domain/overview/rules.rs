//! Whom a thing needs today. Pure.

use super::sentence::Sentence;
use crate::ground::identity::{Caller, Permit, may};
use crate::ground::kernel::{PrincipalId, TeamId};

/// What is known of a promotion that is not over.
#[derive(Debug)]
pub struct Waiting<'a> {
    /// Where it stands.
    pub state: &'a str,
    /// The team that owns the model.
    pub team: TeamId,
    /// Who may not approve.
    pub authors: &'a [PrincipalId],
    /// Who has given a word.
    pub given: &'a [PrincipalId],
}

/// What a promotion needs of somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// A word: yes or no.
    Review,
    /// What is missing, from the one who opened it.
    Complete,
    /// To be applied by the one who opened it.
    Apply,
}

/// What a promotion needs of this caller; `None`: nothing.
#[must_use]
pub fn need(caller: &Caller, waiting: &Waiting<'_>) -> Option<Need> {
    let mine = waiting.authors.contains(&caller.responsible);
    let reviews = caller.may(may::ApprovePromotions::PERMISSION, Some(waiting.team), None)
        && !mine
        && !waiting.given.contains(&caller.principal);
    match waiting.state {
        "awaiting_approval" if reviews => Some(Need::Review),
        "open" if mine => Some(Need::Complete),
        "approved" if mine => Some(Need::Apply),
        _ => None,
    }
}

/// The headline of Today.
#[must_use]
pub fn headline(count: usize) -> Sentence {
    let message = match count {
        0 => "Nothing needs you.".to_owned(),
        1 => "1 decision needs you.".to_owned(),
        count => format!("{count} decisions need you."),
    };
    let mut params = serde_json::Map::new();
    params.insert("count".into(), count.into());
    Sentence {
        code: "today".into(),
        params,
        message,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ground::identity::{Binding, Role};
    use uuid::Uuid;

    fn person(n: u128, role: Role) -> Caller {
        let id = PrincipalId(Uuid::from_u128(n));
        let bindings = vec![Binding {
            role,
            team_id: None,
            environment: None,
        }];
        Caller {
            principal: id,
            responsible: id,
            bindings,
            ..Caller::system()
        }
    }

    #[test]
    fn a_promotion_needs_its_author_or_a_reviewer_and_nobody_twice() {
        let (author, reviewer) = (person(1, Role::Contributor), person(2, Role::Reviewer));
        let waiting = |state, given| Waiting {
            state,
            team: TeamId(Uuid::nil()),
            authors: std::slice::from_ref(&author.principal),
            given,
        };
        assert_eq!(need(&author, &waiting("open", &[])), Some(Need::Complete));
        assert_eq!(need(&author, &waiting("approved", &[])), Some(Need::Apply));
        assert_eq!(need(&reviewer, &waiting("open", &[])), None);
        assert_eq!(
            need(&reviewer, &waiting("awaiting_approval", &[])),
            Some(Need::Review)
        );
        let given = [reviewer.principal];
        assert_eq!(need(&reviewer, &waiting("awaiting_approval", &given)), None);
        assert_eq!(
            need(
                &person(1, Role::Reviewer),
                &waiting("awaiting_approval", &[])
            ),
            None
        );
        assert_eq!(headline(0).message, "Nothing needs you.");
    }
}
