//! What an approval binds to, and what changed in it since. Pure.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::domain::promotions::{PolicyInForce, PromotionFacts, ProposalChange, ProposalPart};
use crate::ground::kernel::{Failure, Sha256, VersionId};

/// Changes of a proposal that are named at most.
pub const PROPOSAL_CHANGES_MAX: usize = 20;

/// What an approval binds to, as canonical JSON (RFC 8785): version, stages, use, policy contents, evidence and waivers.
///
/// # Errors
/// The parts are not JSON: a programming error.
pub fn proposal_text(
    version: VersionId,
    facts: &PromotionFacts,
    policies: &[PolicyInForce],
) -> Result<String, Failure> {
    let mut contents: Vec<String> = policies
        .iter()
        .map(|policy| policy.id.to_string())
        .collect();
    contents.sort();
    let mut proposal = json!({
        "version": version,
        "from": facts.candidate.stage,
        "target": facts.target.stage,
        "policies": contents,
        "application": facts.application_id,
        "evaluations": facts.evaluations(),
    });
    // Named only when there are some: what was hashed before there were waivers keeps its hash.
    if !facts.waivers.is_empty() {
        let ids: Vec<String> = facts.waivers.iter().map(|one| one.id.to_string()).collect();
        proposal["waivers"] = json!(ids);
    }
    serde_json_canonicalizer::to_string(&proposal)
        .map_err(|error| Failure::inconsistent(format!("proposal: {error}")))
}

/// Names [`proposal_text`]. Any change gives another hash.
///
/// # Errors
/// As [`proposal_text`].
pub fn proposal_hash(
    version: VersionId,
    facts: &PromotionFacts,
    policies: &[PolicyInForce],
) -> Result<Sha256, Failure> {
    let text = proposal_text(version, facts, policies)?;
    Ok(Sha256::of(text.as_bytes()))
}

/// What is in one proposal of a promotion and not in the other, the first [`PROPOSAL_CHANGES_MAX`]. Version, target and
/// use of a promotion never change.
#[must_use]
pub fn proposal_changes(was: &Value, now: &Value) -> Vec<ProposalChange> {
    let mut changes = Vec::new();
    for (part, member) in [
        (ProposalPart::Policy, "policies"),
        (ProposalPart::Evaluation, "evaluations"),
        (ProposalPart::Waiver, "waivers"),
        (ProposalPart::Stage, "from"),
    ] {
        let (was, now) = (named(&was[member]), named(&now[member]));
        let change = |added: bool| {
            move |name: &&str| ProposalChange {
                part,
                added,
                name: (*name).to_owned(),
            }
        };
        changes.extend(now.difference(&was).map(change(true)));
        changes.extend(was.difference(&now).map(change(false)));
    }
    changes.truncate(PROPOSAL_CHANGES_MAX);
    changes
}

/// The names in a member: of a list each, of a text that.
fn named(member: &Value) -> BTreeSet<&str> {
    match member {
        Value::Array(all) => all.iter().filter_map(Value::as_str).collect(),
        one => one.as_str().into_iter().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changed_in_a_proposal_is_named_part_by_part() {
        let was = json!({"policies": ["p1"], "evaluations": ["a", "b"], "from": "staging"});
        let now = json!({
            "policies": ["p2"], "evaluations": ["b", "c"], "from": "registered", "waivers": ["w"],
        });
        let told: Vec<_> = proposal_changes(&was, &now)
            .into_iter()
            .map(|one| (one.part, one.added, one.name))
            .collect();
        let expected = [
            (ProposalPart::Policy, true, "p2"),
            (ProposalPart::Policy, false, "p1"),
            (ProposalPart::Evaluation, true, "c"),
            (ProposalPart::Evaluation, false, "a"),
            (ProposalPart::Waiver, true, "w"),
            (ProposalPart::Stage, true, "registered"),
            (ProposalPart::Stage, false, "staging"),
        ];
        assert_eq!(
            told,
            expected.map(|(part, added, name)| (part, added, name.to_owned()))
        );
        assert_eq!(proposal_changes(&was, &was), []);
    }

    #[test]
    fn of_many_changes_only_so_many_are_named() {
        let many: Vec<String> = (0..2 * PROPOSAL_CHANGES_MAX)
            .map(|n| n.to_string())
            .collect();
        let told = proposal_changes(&json!({}), &json!({"evaluations": many}));
        assert_eq!(told.len(), PROPOSAL_CHANGES_MAX);
    }
}
