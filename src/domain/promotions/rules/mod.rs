//! The judge, and who may approve. Pure: the same functions answer dry run, command, replay and button.

mod content;
mod people;

use serde_json::{Map, Value, json};

use super::requirement::{EVALUATOR_VERSION, Outcome, Severity, evaluate_all};
use super::verdict::{Counts, Headline, JudgedRequirement, PolicyRef, Verdict, VerdictOutcome};
use super::{PolicyInForce, PromotionFacts, PromotionState};
use crate::domain::models::Stage;
use crate::ground::kernel::{Failure, Instant, Reason, Remedy, Sha256, VersionId};

pub use content::{CONTENT_BYTES_MAX, REQUIREMENTS_MAX, content_problems, guards};
pub use people::{ApprovalFacts, approve, over, void};

/// Days until an open promotion expires.
pub const PROMOTION_DAYS: i64 = 30;
/// Days that an approval counts when no policy says.
pub const APPROVAL_DAYS: u8 = 14;

/// What an approval binds to: version, stages, use, policy contents and evidence. Any change gives another hash.
///
/// # Errors
/// The parts are not JSON: a programming error.
pub fn proposal_hash(
    version: VersionId,
    facts: &PromotionFacts,
    policies: &[PolicyInForce],
) -> Result<Sha256, Failure> {
    let mut contents: Vec<String> = policies
        .iter()
        .map(|policy| policy.id.to_string())
        .collect();
    contents.sort();
    let proposal = json!({
        "version": version,
        "from": facts.candidate.stage,
        "target": facts.target.stage,
        "policies": contents,
        "application": facts.application_id,
        "evaluations": facts.evaluations(),
    });
    let text = serde_json_canonicalizer::to_string(&proposal)
        .map_err(|error| Failure::inconsistent(format!("proposal: {error}")))?;
    Ok(Sha256::of(text.as_bytes()))
}

/// Judges a move.
///
/// # Errors
/// The facts are not what the schema says: a programming error.
pub fn judge(
    version: VersionId,
    facts: &PromotionFacts,
    policies: &[PolicyInForce],
) -> Result<Verdict, Failure> {
    let (_, facts_digest) = facts.canonical()?;
    let mut as_json = serde_json::to_value(facts)
        .map_err(|error| Failure::inconsistent(format!("facts: {error}")))?;
    // Lists are read in one order, so that no verdict depends on how rows came.
    if let Some(evals) = as_json["evals"].as_array_mut() {
        evals.sort_by(|a, b| a["key"].as_str().cmp(&b["key"].as_str()));
    }
    let mut requirements = Vec::new();
    for policy in policies {
        let named = reference(policy);
        let results = evaluate_all(&policy.content.requirements, &as_json)
            .map_err(|problem| Failure::inconsistent(problem.to_string()))?;
        requirements.extend(results.into_iter().map(|result| JudgedRequirement {
            policy: named.clone(),
            result,
        }));
    }
    requirements.sort_by_key(|one| match (one.result.outcome, one.result.severity) {
        (Outcome::Fail, Severity::Block) => 0,
        (Outcome::Unknown, Severity::Block) => 1,
        (Outcome::Fail | Outcome::Unknown, Severity::Warn) => 2,
        (Outcome::Pass, _) => 3,
    });
    let counts = count(&requirements);
    let blockers = blockers(facts);
    let quorum = policies
        .iter()
        .map(|policy| policy.content.approvals.quorum)
        .max()
        .unwrap_or(0);
    let given = u8::try_from(facts.approvals.len()).unwrap_or(u8::MAX);
    let missing_approvals = quorum.saturating_sub(given);
    let holds = counts.fail == 0 && counts.unknown == 0 && blockers.is_empty();
    let outcome = if holds && missing_approvals == 0 {
        VerdictOutcome::Allowed
    } else {
        VerdictOutcome::Refused
    };
    Ok(Verdict {
        from: facts.candidate.stage,
        target: facts.target.stage,
        outcome,
        headline: headline(
            facts,
            &counts,
            &blockers,
            missing_approvals,
            policies.is_empty(),
        ),
        counts,
        policies: policies.iter().map(reference).collect(),
        requirements,
        blockers,
        quorum,
        missing_approvals,
        approval_days: policies
            .iter()
            .map(|policy| policy.content.approvals.expires_days)
            .min()
            .unwrap_or(APPROVAL_DAYS),
        proposal_hash: proposal_hash(version, facts, policies)?,
        facts_digest,
        evaluator_version: EVALUATOR_VERSION.into(),
        evaluated_at: facts.now,
    })
}

fn reference(policy: &PolicyInForce) -> PolicyRef {
    PolicyRef {
        id: policy.policy_id,
        name: policy.name.clone(),
        number: policy.number,
    }
}

fn count(requirements: &[JudgedRequirement]) -> Counts {
    let mut counts = Counts::default();
    for requirement in requirements {
        match (requirement.result.outcome, requirement.result.severity) {
            (Outcome::Pass, _) => counts.pass += 1,
            (_, Severity::Warn) => counts.warn += 1,
            (Outcome::Fail, Severity::Block) => counts.fail += 1,
            (Outcome::Unknown, Severity::Block) => counts.unknown += 1,
        }
    }
    counts
}

/// What stands in the way besides requirements.
fn blockers(facts: &PromotionFacts) -> Vec<Reason> {
    let (from, target) = (facts.candidate.stage, facts.target.stage);
    let up = target.rank() > from.rank() || matches!(from, Stage::Deprecated | Stage::Archived);
    let mut reasons: Vec<Reason> = killed(facts).into_iter().collect();
    if from.may_become(target) && up {
        return reasons;
    }
    let label = &facts.candidate.version;
    let (from_word, to_word) = (from.as_str(), target.as_str());
    let reason = if from == target {
        Reason::new(
            "already_there",
            format!("{label} is allowed up to {to_word} already."),
        )
    } else if from.is_terminal() {
        Reason::new(
            "move_impossible",
            format!("{label} is {from_word} and never comes back."),
        )
        .remedy(Remedy::text("Register a new version from the same source."))
    } else {
        Reason::new(
            "not_upwards",
            format!("{label} is {from_word}; a promotion leads up, not to {to_word}."),
        )
    };
    reasons.insert(0, reason.with("from", from_word).with("to", to_word));
    reasons
}

/// What was killed somewhere does not go up before somebody looked.
fn killed(facts: &PromotionFacts) -> Option<Reason> {
    let routes = &facts.killed_on;
    let named = match routes.len() {
        0 => return None,
        1..=3 => routes.join(", "),
        more => format!("{} and {} more", routes[..3].join(", "), more - 3),
    };
    let message = format!("{} is killed on {named}.", facts.candidate.version);
    Some(
        Reason::new("version_killed", message)
            .with("routes", routes.clone())
            .remedy(Remedy::text(
                "Find out why; revive it there, or promote another version.",
            )),
    )
}

fn headline(
    facts: &PromotionFacts,
    counts: &Counts,
    blockers: &[Reason],
    missing: u8,
    free: bool,
) -> Headline {
    let number = facts.candidate.number;
    let target = facts.target.stage.as_str();
    let total = counts.fail + counts.unknown + counts.warn + counts.pass;
    let mut params = Map::new();
    for (name, value) in [
        ("number", json!(number)),
        ("target", json!(target)),
        ("fail", json!(counts.fail)),
        ("unknown", json!(counts.unknown)),
        ("total", json!(total)),
        ("missing_approvals", json!(missing)),
    ] {
        params.insert(name.to_owned(), value);
    }
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

/// Every reason why the verdict does not let the version move, as a refusal lists them.
#[must_use]
pub fn refusals(verdict: &Verdict) -> Vec<Reason> {
    let mut reasons = verdict.blockers.clone();
    for requirement in &verdict.requirements {
        let result = &requirement.result;
        if result.outcome == Outcome::Pass || result.severity == Severity::Warn {
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
        let code = if result.outcome == Outcome::Fail {
            "requirement_failed"
        } else {
            "requirement_unknown"
        };
        let mut reason = Reason::new(code, message)
            .with("requirement", result.code.as_str())
            .with("policy", requirement.policy.name.as_str())
            .with("measured", measured);
        if let Some(needed) = &result.needed {
            reason = reason.with("needed", needed.value.as_str());
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
    reasons
}

/// Where a promotion that is not over stands.
#[must_use]
pub fn state_of(verdict: &Verdict) -> PromotionState {
    let holds =
        verdict.counts.fail == 0 && verdict.counts.unknown == 0 && verdict.blockers.is_empty();
    match (holds, verdict.missing_approvals) {
        (false, _) => PromotionState::Open,
        (true, 0) => PromotionState::Approved,
        (true, _) => PromotionState::AwaitingApproval,
    }
}

/// Where a promotion stands for who looks at it now: what is recorded, unless time or evidence moved on since.
#[must_use]
pub fn shown_state(
    recorded: PromotionState,
    expires_at: Instant,
    verdict: &Verdict,
    now: Instant,
) -> PromotionState {
    if recorded.is_final() {
        recorded
    } else if expires_at <= now {
        PromotionState::Expired
    } else {
        state_of(verdict)
    }
}

/// Where two verdicts differ first, in order of names; `None` when they agree on everything.
#[must_use]
pub fn first_difference(decided: &Verdict, replayed: &Verdict) -> Option<String> {
    let (a, b) = (
        serde_json::to_value(decided).ok()?,
        serde_json::to_value(replayed).ok()?,
    );
    differ("", &a, &b)
}

fn differ(path: &str, a: &Value, b: &Value) -> Option<String> {
    match (a, b) {
        (Value::Object(x), Value::Object(y)) => {
            let mut names: Vec<&String> = x.keys().chain(y.keys()).collect();
            names.sort();
            names.dedup();
            names.into_iter().find_map(|name| {
                let path = format!("{path}/{name}");
                match (x.get(name), y.get(name)) {
                    (Some(a), Some(b)) => differ(&path, a, b),
                    _ => Some(path),
                }
            })
        }
        (Value::Array(x), Value::Array(y)) if x.len() == y.len() => x
            .iter()
            .zip(y)
            .enumerate()
            .find_map(|(index, (x, y))| differ(&format!("{path}/{index}"), x, y)),
        (a, b) => (a != b).then(|| path.to_owned()),
    }
}

#[cfg(test)]
mod tests;
