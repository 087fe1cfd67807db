//! Whether a version may be deprecated, archived or revoked. Pure.

use crate::domain::models::{RouteRef, Stage};
use crate::ground::kernel::{Reason, Remedy};

/// Where a version should go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Move {
    /// Keeps running where it runs, gets nothing new.
    Deprecate,
    /// Set aside; may come back by a promotion.
    Archive,
    /// Ended at once, everywhere; never comes back.
    Revoke,
}

impl Move {
    /// The stage that it leads to.
    #[must_use]
    pub const fn stage(self) -> Stage {
        match self {
            Self::Deprecate => Stage::Deprecated,
            Self::Archive => Stage::Archived,
            Self::Revoke => Stage::Revoked,
        }
    }

    /// The kind of event.
    #[must_use]
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Deprecate => "version.deprecated",
            Self::Archive => "version.archived",
            Self::Revoke => "version.revoked",
        }
    }
}

/// All that a move may look at.
#[derive(Debug)]
pub struct Facts<'a> {
    /// `ticket-triage/4`.
    pub version: &'a str,
    /// Where it stands.
    pub stage: Stage,
    /// Routes that name it, with its slots; 0: as a fallback or for pinned units only.
    pub named_by: &'a [(RouteRef, i32)],
}

/// Decides on a move.
///
/// # Errors
/// Every reason against it.
pub fn decide(facts: &Facts<'_>, to: Move) -> Result<(), Vec<Reason>> {
    let mut reasons = Vec::new();
    let (from, target) = (facts.stage, to.stage());
    if !from.may_become(target) {
        let (from, target) = (from.as_str(), target.as_str());
        let message = if facts.stage.is_terminal() {
            format!("{} is {from} and never comes back.", facts.version)
        } else {
            format!("{} is {from} and cannot become {target}.", facts.version)
        };
        reasons.push(
            Reason::new("move_impossible", message)
                .with("version", facts.version)
                .with("final", facts.stage.is_terminal())
                .with("from", from)
                .with("to", target),
        );
    }
    let stranded = match to {
        Move::Archive => facts.named_by,
        Move::Deprecate | Move::Revoke => &[],
    };
    for (route, slots) in stranded {
        let name = format!("{}/{}", route.environment, route.key);
        let message = match slots {
            0 => format!("{} is a fallback or pinned on {name}.", facts.version),
            slots => format!("{} serves {slots} of 10000 slots on {name}.", facts.version),
        };
        reasons.push(
            Reason::new("still_serving", message)
                .with("part", facts.version)
                .with("route", name.as_str())
                .with("slots", *slots)
                .remedy(
                    Remedy::text(format!("Switch {name} to other versions first."))
                        .href(format!("/routes/{name}")),
                ),
        );
    }
    if reasons.is_empty() {
        Ok(())
    } else {
        Err(reasons)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ground::kernel::RouteId;
    use uuid::Uuid;

    fn facts(stage: Stage, named_by: &[(RouteRef, i32)]) -> Facts<'_> {
        Facts {
            version: "m/1",
            stage,
            named_by,
        }
    }

    fn route() -> (RouteRef, i32) {
        let id = RouteId(Uuid::nil());
        (
            RouteRef {
                id,
                environment: "production".into(),
                key: "bot".into(),
            },
            500,
        )
    }

    #[test]
    fn what_serves_is_deprecated_or_revoked_but_not_archived() {
        let serving = [route()];
        assert!(decide(&facts(Stage::Production, &serving), Move::Deprecate).is_ok());
        assert!(decide(&facts(Stage::Production, &serving), Move::Revoke).is_ok());
        let reasons = decide(&facts(Stage::Production, &serving), Move::Archive).unwrap_err();
        assert_eq!(reasons[0].code, "still_serving");
        assert_eq!(reasons[0].params["route"], "production/bot");
        assert!(decide(&facts(Stage::Production, &[]), Move::Archive).is_ok());
    }

    #[test]
    fn impossible_moves_and_stranded_routes_are_named_together() {
        let serving = [route()];
        let codes: Vec<_> = decide(&facts(Stage::Revoked, &serving), Move::Archive)
            .unwrap_err()
            .into_iter()
            .map(|reason| reason.code)
            .collect();
        assert_eq!(codes, ["move_impossible", "still_serving"]);
        assert!(decide(&facts(Stage::Registered, &[]), Move::Deprecate).is_err());
    }
}
