//! What a verdict says in words.

use serde_json::{Map, Value, json};

use crate::domain::promotions::PromotionFacts;
use crate::domain::promotions::requirement::{Outcome, Severity};
use crate::domain::promotions::verdict::{Counts, Headline, Verdict};
use crate::ground::kernel::{Reason, Remedy};

/// The verdict in one sentence, with its numbers.
pub(super) fn headline(
    facts: &PromotionFacts,
    counts: &Counts,
    blockers: &[Reason],
    missing: u8,
    free: bool,
) -> Headline {
    let number = facts.candidate.number;
    let target = facts.target.stage.as_str();
    let total = total(counts);
    let params = parts(facts, counts, blockers, missing);
    let plural = |count: usize, one: &str, many: &str| {
        if count == 1 {
            one.to_owned()
        } else {
            many.to_owned()
        }
    };
    let (code, message) = if let Some(blocker) = blockers.first() {
        ("blocked", blocker.message.clone())
    } else if counts.fail + counts.unknown > 0 {
        let fail = match counts.fail {
            0 => String::new(),
            fail => format!(
                "{fail} of {total} requirements {}",
                plural(fail, "fails", "fail")
            ),
        };
        let unknown = match (counts.unknown, counts.fail) {
            (0, _) => String::new(),
            (unknown, 0) => format!(
                "{unknown} of {total} requirements {} unknown",
                plural(unknown, "is", "are")
            ),
            (unknown, _) => format!(", {unknown} {} unknown", plural(unknown, "is", "are")),
        };
        (
            "requirements_unmet",
            format!("Version {number} may not go to {target}: {fail}{unknown}."),
        )
    } else if missing > 0 {
        let approvals = plural(usize::from(missing), "approval is", "approvals are");
        (
            "approvals_missing",
            format!(
                "Version {number} meets every requirement for {target}; {missing} {approvals} missing."
            ),
        )
    } else if free {
        (
            "no_policy",
            format!("No policy guards this move: version {number} may go to {target}."),
        )
    } else {
        (
            "allowed",
            format!("Version {number} may go to {target}: nothing is missing."),
        )
    };
    Headline {
        code: code.into(),
        params,
        message,
    }
}

/// The dynamic parts of the headline, with what blocks first.
fn parts(
    facts: &PromotionFacts,
    counts: &Counts,
    blockers: &[Reason],
    missing: u8,
) -> Map<String, Value> {
    let mut params = Map::new();
    for (name, value) in [
        ("number", json!(facts.candidate.number)),
        ("target", json!(facts.target.stage)),
        ("fail", json!(counts.fail)),
        ("unknown", json!(counts.unknown)),
        ("total", json!(total(counts))),
        ("missing_approvals", json!(missing)),
    ] {
        params.insert(name.to_owned(), value);
    }
    if let Some(blocker) = blockers.first() {
        let reason = json!({ "code": blocker.code, "params": blocker.params });
        params.insert("reason".to_owned(), reason);
    }
    params
}

fn total(counts: &Counts) -> usize {
    counts.fail + counts.unknown + counts.waived + counts.warn + counts.pass
}

/// Every reason why the verdict does not let the version move, as a refusal lists them.
#[must_use]
pub fn refusals(verdict: &Verdict) -> Vec<Reason> {
    let mut reasons = verdict.blockers.clone();
    reasons.extend(lacking(verdict));
    reasons
}

/// What policies lack: requirements that are not met, then approvals.
pub(super) fn lacking(verdict: &Verdict) -> Vec<Reason> {
    let mut reasons = Vec::new();
    for requirement in &verdict.requirements {
        let result = &requirement.result;
        let waived = requirement.waiver.is_some();
        if result.outcome == Outcome::Pass || result.severity == Severity::Warn || waived {
            continue;
        }
        let measured = result
            .measured
            .as_ref()
            .map_or_else(|| "unknown".to_owned(), |one| one.text.clone());
        let message = match &result.reason {
            Some(reason) => format!("{}: {reason}", result.title),
            None => format!("{}: measured {measured}.", result.title),
        };
        let reason = if result.outcome == Outcome::Fail {
            Reason::new("requirement_failed", message)
        } else {
            Reason::new("requirement_unknown", message)
        };
        let mut reason = reason
            .with("requirement", result.code.as_str())
            .with("title", result.title.as_str())
            .with("policy", requirement.policy.name.as_str())
            .with("measured", measured);
        if let Some(needed) = &result.needed {
            reason = reason.with("needed", needed.value.as_str());
        }
        if let Some(why) = &result.reason {
            reason = reason.with("why", why.as_str());
        }
        if let Some(remedy) = &result.remedy {
            let mut way = Remedy::text(remedy.text.clone());
            way.command.clone_from(&remedy.command);
            reason = reason.remedy(way);
        }
        reasons.push(reason);
    }
    if verdict.missing_approvals > 0 {
        let (missing, quorum) = (verdict.missing_approvals, verdict.quorum);
        reasons.push(
            Reason::new(
                "approvals_missing",
                format!("{missing} of {quorum} approvals are missing."),
            )
            .with("missing", missing)
            .with("quorum", quorum)
            .remedy(Remedy::text(
                "Ask a reviewer who neither registered nor evaluated the version.",
            )),
        );
    }
    reasons.extend(verdict.missing_roles.iter().map(|role| {
        let role = role.as_str();
        let message = format!("Nobody who approved holds the role {role}.");
        Reason::new("approval_role_missing", message)
            .with("role", role)
            .remedy(Remedy::text("Ask a reviewer who holds that role."))
    }));
    reasons
}
