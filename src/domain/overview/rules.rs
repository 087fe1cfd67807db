//! Whom a thing needs today. Pure.

use chrono::{Days, NaiveDate, NaiveTime, TimeDelta};
use serde::Serialize;

use super::sentence::Sentence;
use crate::ground::identity::{Caller, Permit, may};
use crate::ground::kernel::{Instant, PrincipalId, TeamId};

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
    /// Whose approval became void because the proposal changed.
    pub voided: &'a [PrincipalId],
}

/// What a promotion needs of somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// A word: yes or no.
    Review,
    /// A word once more: the proposal changed after an approval.
    ReviewAgain,
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
        "awaiting_approval" if reviews && waiting.voided.contains(&caller.principal) => {
            Some(Need::ReviewAgain)
        }
        "awaiting_approval" if reviews => Some(Need::Review),
        "open" if mine => Some(Need::Complete),
        "approved" if mine => Some(Need::Apply),
        _ => None,
    }
}

/// When something is too late: at an instant, or at the end of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Due {
    /// At an instant.
    Instant(Instant),
    /// When the day is over, in UTC.
    Day(NaiveDate),
}

impl Due {
    /// The first instant that is too late.
    #[must_use]
    pub fn too_late_from(self) -> Instant {
        match self {
            Self::Instant(at) => at,
            Self::Day(day) => (day + Days::new(1))
                .and_time(NaiveTime::MIN)
                .and_utc()
                .into(),
        }
    }
}

impl Ord for Due {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.too_late_from().cmp(&other.too_late_from())
    }
}

impl PartialOrd for Due {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// The headline of Today: how many, how many of them late or due within a day.
#[must_use]
pub fn headline(dues: &[Option<Due>], now: Instant) -> Sentence {
    let left: Vec<TimeDelta> = dues
        .iter()
        .flatten()
        .map(|due| *due.too_late_from() - *now)
        .collect();
    let late = left
        .iter()
        .filter(|left| **left <= TimeDelta::zero())
        .count();
    let soon = left
        .iter()
        .filter(|left| **left <= TimeDelta::days(1))
        .count()
        - late;
    let longest = left.iter().min().map_or(0, |left| -left.num_days());
    let days = if longest == 1 {
        "1 day".to_owned()
    } else {
        format!("{longest} days")
    };
    let mut message = match dues.len() {
        0 => "Nothing needs you".to_owned(),
        1 => "1 decision needs you".to_owned(),
        count => format!("{count} decisions need you"),
    };
    match late {
        0 => {}
        1 if longest == 0 => message.push_str("; one is late"),
        1 => message.push_str(&format!("; one is late by {days}")),
        late if longest == 0 => message.push_str(&format!("; {late} are late")),
        late => message.push_str(&format!("; {late} are late, the first by {days}")),
    }
    match soon {
        0 => {}
        1 => message.push_str("; one falls due within a day"),
        soon => message.push_str(&format!("; {soon} fall due within a day")),
    }
    message.push('.');
    let mut params = serde_json::Map::new();
    params.insert("count".into(), dues.len().into());
    params.insert("late".into(), late.into());
    params.insert("soon".into(), soon.into());
    if late > 0 && longest > 0 {
        params.insert("days".into(), longest.into());
    }
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
            voided: &[],
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
    }

    #[test]
    fn who_approved_what_changed_is_asked_again_and_told_why() {
        let reviewer = person(2, Role::Reviewer);
        let waiting = Waiting {
            state: "awaiting_approval",
            team: TeamId(Uuid::nil()),
            authors: &[],
            given: &[],
            voided: std::slice::from_ref(&reviewer.principal),
        };
        assert_eq!(need(&reviewer, &waiting), Some(Need::ReviewAgain));
        let given = [reviewer.principal];
        let again = Waiting {
            given: &given,
            ..waiting
        };
        assert_eq!(need(&reviewer, &again), None);
    }

    #[test]
    fn the_headline_counts_and_says_what_is_late_and_what_is_close() {
        let now: Instant = "2026-11-23T13:00:00Z".parse().unwrap();
        let at = |hours| Some(Due::Instant((*now + TimeDelta::hours(hours)).into()));
        let say = |dues: &[Option<Due>]| headline(dues, now).message;
        assert_eq!(say(&[]), "Nothing needs you.");
        assert_eq!(say(&[None]), "1 decision needs you.");
        assert_eq!(
            say(&[at(-1), at(240)]),
            "2 decisions need you; one is late."
        );
        assert_eq!(
            say(&[at(-50), at(5), None]),
            "3 decisions need you; one is late by 2 days; one falls due within a day."
        );
        assert_eq!(
            say(&[at(-50), at(-30)]),
            "2 decisions need you; 2 are late, the first by 2 days."
        );
        // A day is not over before its end.
        let today = Due::Day(now.date_naive());
        assert_eq!(headline(&[at(-50)], now).params["days"], 2);
        assert_eq!(headline(&[at(-1)], now).params.get("days"), None);
        assert_eq!(
            say(&[Some(today)]),
            "1 decision needs you; one falls due within a day."
        );
        assert!(today > Due::Instant(now));
    }
}
