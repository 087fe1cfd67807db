//! Whether something may be hidden, shown again, or called otherwise. Pure.

use super::{NamedKind, Used, UsedAs};
use crate::ground::kernel::{Reason, Remedy};

/// All that a decision about a name may look at.
#[derive(Debug)]
pub struct Facts<'a> {
    /// What it is.
    pub kind: NamedKind,
    /// Its name.
    pub name: &'a str,
    /// Whether it is hidden.
    pub hidden: bool,
    /// What uses it.
    pub uses: &'a [Used],
    /// Whether something visible beside it has the name that it would have.
    pub taken: bool,
    /// For a route: the application that it is there for, when that is hidden.
    pub hidden_owner: Option<&'a str>,
}

/// Why nothing is changed about what is hidden.
#[must_use]
pub fn hidden(kind: NamedKind, name: &str) -> Reason {
    let (word, plural) = (kind.as_str(), kind.plural());
    Reason::new("hidden", format!("The {word} {name} is hidden."))
        .with("kind", word)
        .with("name", name)
        .remedy(
            Remedy::text("Unhide it first.")
                .command_naming(&[name], format!("tenure {plural} unhide {name} --reason …")),
        )
}

/// Decides whether something is hidden: only what nothing uses.
///
/// # Errors
/// Every reason against it.
pub fn hide(facts: &Facts<'_>) -> Result<(), Vec<Reason>> {
    let mut reasons = Vec::new();
    if facts.hidden {
        let message = format!(
            "The {} {} is hidden already.",
            facts.kind.as_str(),
            facts.name
        );
        reasons.push(about(
            Reason::new("already_hidden", message),
            facts,
            facts.name,
        ));
    }
    reasons.extend(facts.uses.iter().map(|used| in_use(facts, used)));
    all(reasons)
}

/// Decides whether something that is hidden is shown again: its name must be free.
///
/// # Errors
/// Every reason against it.
pub fn unhide(facts: &Facts<'_>) -> Result<(), Vec<Reason>> {
    let mut reasons = Vec::new();
    if !facts.hidden {
        let message = format!("The {} {} is not hidden.", facts.kind.as_str(), facts.name);
        reasons.push(about(Reason::new("not_hidden", message), facts, facts.name));
    }
    if facts.hidden && facts.taken {
        reasons.push(taken(facts, facts.name));
    }
    if let Some(owner) = facts.hidden_owner {
        reasons.push(hidden(NamedKind::Application, owner));
    }
    all(reasons)
}

/// Decides whether something gets another name. What is hidden may be renamed whatever others are called: that is how
/// it comes back when its name was taken.
///
/// # Errors
/// Every reason against it.
pub fn rename(facts: &Facts<'_>, to: Option<&str>) -> Result<(), Vec<Reason>> {
    let mut reasons = Vec::new();
    if let Some(to) = to {
        if to == facts.name {
            let message = format!("The {} is named {to} already.", facts.kind.as_str());
            reasons.push(about(Reason::new("same_name", message), facts, to));
        } else if facts.taken && !facts.hidden {
            reasons.push(taken(facts, to));
        }
    }
    // Ids survive a new name; expressions of policies name suites by it.
    let by_name = facts.uses.iter().filter(|used| by_name(used.used_as));
    reasons.extend(by_name.map(|used| in_use(facts, used)));
    all(reasons)
}

/// Whether something is used by its name, so that another name would break the use.
#[must_use]
pub const fn by_name(used_as: UsedAs) -> bool {
    matches!(used_as, UsedAs::Policy)
}

fn all(reasons: Vec<Reason>) -> Result<(), Vec<Reason>> {
    if reasons.is_empty() {
        Ok(())
    } else {
        Err(reasons)
    }
}

fn taken(facts: &Facts<'_>, name: &str) -> Reason {
    let (word, label) = (facts.kind.as_str(), facts.kind.label());
    let message = format!("Another {word} has the {label} {name}.");
    let remedy = match facts.kind {
        NamedKind::Route => Remedy::text("Hide the other one first."),
        NamedKind::Model | NamedKind::Application | NamedKind::Suite | NamedKind::Policy => {
            Remedy::text("Choose another name, or rename or hide the other one.")
        }
    };
    about(Reason::new("name_taken", message), facts, name).remedy(remedy)
}

/// The same reason with what kind of thing it is against, and under which name.
fn about(reason: Reason, facts: &Facts<'_>, name: &str) -> Reason {
    reason.with("kind", facts.kind.as_str()).with("name", name)
}

/// Why a use stands in the way, and what ends it.
fn in_use(facts: &Facts<'_>, used: &Used) -> Reason {
    let label = used.label.as_str();
    let part = used.part.as_deref().unwrap_or(facts.name);
    let remedy = remedy(facts, used.used_as, label);
    let remedy = match &used.href {
        Some(href) => remedy.href(href.as_str()),
        None => remedy,
    };
    let reason = against(used, part)
        .with("by", label)
        .with("part", part)
        .remedy(remedy);
    match used.used_as {
        // As for a version that is archived: the same code names the same things.
        UsedAs::Serves | UsedAs::FallsBack | UsedAs::Pins => reason
            .with("route", label)
            .with("slots", used.slots.unwrap_or_default()),
        UsedAs::Alias
        | UsedAs::Promotion
        | UsedAs::Route
        | UsedAs::Token
        | UsedAs::Policy
        | UsedAs::InForce => reason,
    }
}

/// A use in words, under its code.
fn against(used: &Used, part: &str) -> Reason {
    let label = used.label.as_str();
    match used.used_as {
        UsedAs::Serves => {
            let slots = used.slots.unwrap_or_default();
            let message = format!("{part} serves {slots} of 10000 slots on {label}.");
            Reason::new("still_serving", message)
        }
        UsedAs::FallsBack => {
            Reason::new("still_serving", format!("{part} is a fallback on {label}."))
        }
        UsedAs::Pins => Reason::new("still_serving", format!("{part} is pinned on {label}.")),
        UsedAs::Alias => Reason::new("has_alias", format!("The alias {label} points at {part}.")),
        UsedAs::Promotion => Reason::new("promotion_open", format!("{label} is open for {part}.")),
        UsedAs::Route => Reason::new(
            "has_route",
            format!("The route {label} is there for {part}."),
        ),
        UsedAs::Token => Reason::new(
            "has_token",
            format!("The token {label} is bound to {part}."),
        ),
        UsedAs::Policy => {
            let message = format!("The policy {label} names {part} in its expressions.");
            Reason::new("policy_refers", message)
        }
        UsedAs::InForce => Reason::new(
            "policy_in_force",
            format!("The policy {label} guards moves."),
        ),
    }
}

/// What ends a use.
fn remedy(facts: &Facts<'_>, used_as: UsedAs, label: &str) -> Remedy {
    match used_as {
        UsedAs::Serves => switch_first(facts, label),
        UsedAs::FallsBack => Remedy::text(format!("Switch {label} to other fallbacks first.")),
        UsedAs::Pins => Remedy::text(format!("Take its pins away on {label} first.")),
        UsedAs::Alias => Remedy::text("Take the alias away, or point it elsewhere."),
        UsedAs::Promotion => Remedy::text(format!(
            "Apply {label}, withdraw it, or wait until it is over."
        )),
        UsedAs::Route => Remedy::text(format!(
            "Take what it serves away from {label} and hide it first."
        ))
        .command(format!("tenure routes hide {label} --reason …")),
        UsedAs::Token => Remedy::text("Revoke the token."),
        UsedAs::Policy => Remedy::text("Publish the policy without it, or turn the policy off."),
        UsedAs::InForce => Remedy::text("Turn it off first.").command_naming(
            &[label],
            format!("tenure policies turn-off {label} --reason …"),
        ),
    }
}

fn switch_first(facts: &Facts<'_>, route: &str) -> Remedy {
    match facts.kind {
        NamedKind::Route => Remedy::text(format!("Kill what serves on {route} first.")),
        NamedKind::Model | NamedKind::Application | NamedKind::Suite | NamedKind::Policy => {
            Remedy::text(format!("Switch {route} to other versions first."))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn used(used_as: UsedAs, label: &str) -> Used {
        Used {
            used_as,
            by: Uuid::nil(),
            label: label.into(),
            part: Some("support-chat/4".into()),
            slots: (used_as == UsedAs::Serves).then_some(500),
            href: None,
        }
    }

    fn facts<'a>(kind: NamedKind, uses: &'a [Used]) -> Facts<'a> {
        Facts {
            kind,
            name: "support-chat",
            hidden: false,
            uses,
            taken: false,
            hidden_owner: None,
        }
    }

    fn codes(decided: Result<(), Vec<Reason>>) -> Vec<String> {
        let reasons = decided.err().unwrap_or_default();
        reasons.into_iter().map(|reason| reason.code).collect()
    }

    #[test]
    fn every_use_stands_in_the_way_of_hiding_and_names_what_ends_it() {
        let uses = [
            used(UsedAs::Serves, "production/bot"),
            used(UsedAs::FallsBack, "staging/bot"),
            used(UsedAs::Pins, "staging/bot"),
            used(UsedAs::Alias, "champion"),
            used(UsedAs::Promotion, "PR-0042"),
            used(UsedAs::Route, "production/bot"),
            used(UsedAs::Token, "ci"),
            used(UsedAs::Policy, "gate"),
            used(UsedAs::InForce, "gate"),
        ];
        let reasons = hide(&facts(NamedKind::Model, &uses)).unwrap_err();
        assert_eq!(reasons.len(), uses.len());
        assert!(reasons.iter().all(|reason| !reason.remedies.is_empty()));
        assert_eq!(reasons[0].params["route"], "production/bot");
        assert_eq!(
            reasons[0].message,
            "support-chat/4 serves 500 of 10000 slots on production/bot."
        );
        assert!(hide(&facts(NamedKind::Model, &[])).is_ok());
    }

    #[test]
    fn what_is_hidden_is_not_hidden_again_and_comes_back_when_its_name_is_free() {
        let mut facts = facts(NamedKind::Route, &[]);
        assert_eq!(codes(unhide(&facts)), ["not_hidden"]);
        facts.hidden = true;
        assert_eq!(codes(hide(&facts)), ["already_hidden"]);
        assert_eq!(codes(unhide(&facts)), [""; 0]);
        facts.taken = true;
        facts.hidden_owner = Some("helpdesk");
        assert_eq!(codes(unhide(&facts)), ["name_taken", "hidden"]);
    }

    #[test]
    fn a_name_that_is_taken_is_refused_unless_what_gets_it_is_hidden() {
        let mut facts = facts(NamedKind::Model, &[]);
        assert_eq!(codes(rename(&facts, Some("support-chat"))), ["same_name"]);
        assert_eq!(codes(rename(&facts, None)), [""; 0]);
        facts.taken = true;
        assert_eq!(codes(rename(&facts, Some("other"))), ["name_taken"]);
        facts.hidden = true;
        assert_eq!(codes(rename(&facts, Some("other"))), [""; 0]);
    }

    #[test]
    fn only_what_is_used_by_its_name_keeps_it() {
        let uses = [
            used(UsedAs::Alias, "champion"),
            used(UsedAs::Policy, "gate"),
        ];
        let facts = facts(NamedKind::Suite, &uses);
        assert_eq!(codes(rename(&facts, Some("other"))), ["policy_refers"]);
    }
}
