//! The judge, and who may approve. Pure: the same functions answer dry run, command, replay and button.

use serde_json::{Map, Value, json};

use super::requirement::{EVALUATOR_VERSION, LintProblem, Outcome, Severity, evaluate_all, lint};
use super::verdict::{Counts, Headline, JudgedRequirement, PolicyRef, Verdict, VerdictOutcome};
use super::{PolicyContent, PolicyInForce, PromotionFacts, PromotionState};
use crate::domain::models::{Stage, Tag};
use crate::ground::identity::{Caller, Means, PrincipalKind};
use crate::ground::kernel::{
    Failure, FieldProblem, Instant, PrincipalId, Reason, Remedy, Sha256, VersionId,
};

/// Requirements of a policy at most.
pub const REQUIREMENTS_MAX: usize = 40;
/// Bytes of a policy's canonical content at most: its event carries it whole.
pub const CONTENT_BYTES_MAX: usize = 48 * 1024;
/// Days until an open promotion expires.
pub const PROMOTION_DAYS: i64 = 30;
/// Days that an approval counts when no policy says.
pub const APPROVAL_DAYS: u8 = 14;

/// Whether a policy guards the move of a version with these tags, of this team, to this stage.
#[must_use]
pub fn guards(content: &PolicyContent, target: Stage, team: &str, tags: &[Tag]) -> bool {
    let applies = &content.applies;
    applies.target == target
        && (applies.teams.is_empty() || applies.teams.iter().any(|slug| slug == team))
        && applies.tags.iter().all(|tag| tags.contains(tag))
}

/// All problems of a policy's content.
#[must_use]
pub fn content_problems(content: &PolicyContent) -> Vec<FieldProblem> {
    let mut problems = Vec::new();
    if !matches!(content.applies.target, Stage::Staging | Stage::Production) {
        problems.push(FieldProblem::new(
            "/content/applies/target",
            "staging or production",
        ));
    }
    if content.approvals.quorum > 5 {
        problems.push(FieldProblem::new("/content/approvals/quorum", "0 to 5"));
    }
    if !(1..=90).contains(&content.approvals.expires_days) {
        problems.push(FieldProblem::new(
            "/content/approvals/expires_days",
            "1 to 90",
        ));
    }
    if content.requirements.len() > REQUIREMENTS_MAX {
        problems.push(FieldProblem::new(
            "/content/requirements",
            format!("at most {REQUIREMENTS_MAX}"),
        ));
    }
    if content.languages.len() > 50 {
        problems.push(FieldProblem::new("/content/languages", "at most 50"));
    }
    let mut codes: Vec<&str> = Vec::new();
    for (index, requirement) in content.requirements.iter().enumerate() {
        let at = format!("/content/requirements/{index}");
        let code = requirement.code.as_str();
        let plain = code.len() <= 64
            && code.starts_with(|c: char| c.is_ascii_lowercase())
            && code
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        if !plain || codes.contains(&code) {
            problems.push(FieldProblem::new(
                format!("{at}/code"),
                "a snake_case word, once in the policy",
            ));
        }
        codes.push(code);
        if requirement.title.trim().is_empty() || requirement.title.len() > 200 {
            problems.push(FieldProblem::new(format!("{at}/title"), "1 to 200 bytes"));
        }
        for (name, found) in lints(requirement) {
            let place = format!("{at}/{name}");
            let expected = found.suggestion.map_or_else(
                || "CEL over the documented context".into(),
                |s| format!("{s}?"),
            );
            problems.push(FieldProblem::new(place, expected).because(found.message));
        }
    }
    let size = serde_json::to_vec(content).map_or(usize::MAX, |bytes| bytes.len());
    if size > CONTENT_BYTES_MAX {
        problems.push(FieldProblem::new(
            "/content",
            format!("at most {CONTENT_BYTES_MAX} bytes"),
        ));
    }
    problems
}

/// The problems of a requirement's expressions, with the field that each is in.
fn lints(requirement: &super::requirement::Requirement) -> Vec<(&'static str, LintProblem)> {
    let optional = |name: &'static str, text: &Option<String>, wants_bool| {
        let found = text
            .as_deref()
            .map(|text| lint(text, wants_bool))
            .unwrap_or_default();
        found
            .into_iter()
            .map(move |problem| (name, problem))
            .collect::<Vec<_>>()
    };
    let mut found: Vec<_> = lint(&requirement.expression, true)
        .into_iter()
        .map(|problem| ("expression", problem))
        .collect();
    found.extend(optional("known_when", &requirement.known_when, true));
    found.extend(optional("measured", &requirement.measured, false));
    found
}

/// What an approval binds to: version, stages, policy contents and evidence. Any change gives another hash.
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
    requirements.sort_by_key(|one| match one.result.outcome {
        Outcome::Fail => 0,
        Outcome::Unknown => 1,
        Outcome::Pass => 2,
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
    if from.may_become(target) && up {
        return Vec::new();
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
    vec![reason.with("from", from_word).with("to", to_word)]
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

/// All that an approval may look at.
#[derive(Debug)]
pub struct ApprovalFacts<'a> {
    /// Where the promotion stands.
    pub state: PromotionState,
    /// The proposal as it is now.
    pub proposal: Sha256,
    /// The proposal that the approver saw.
    pub seen: Sha256,
    /// The people answerable for opening, registering, evaluating: who may not approve, and why.
    pub authors: &'a [(PrincipalId, &'static str)],
    /// Whether this person has approved this proposal.
    pub already: bool,
    /// Until when the promotion can be decided.
    pub expires_at: Instant,
    /// Now.
    pub now: Instant,
}

/// Whether a caller may give its word on a proposal.
///
/// # Errors
/// Every reason against it.
pub fn approve(caller: &Caller, facts: &ApprovalFacts<'_>) -> Result<(), Vec<Reason>> {
    let mut reasons = over(facts.state, facts.expires_at, facts.now);
    if caller.kind != PrincipalKind::User || !caller.may_approve {
        let remedy = match caller.means {
            Means::PersonalToken => {
                "Make a personal token that may approve, or approve in the console."
            }
            Means::Session | Means::MachineToken | Means::Jwt | Means::Internal => "Ask a person.",
        };
        reasons
            .push(Reason::new("not_a_person", "Only people approve.").remedy(Remedy::text(remedy)));
    }
    for (_, why) in facts
        .authors
        .iter()
        .filter(|(who, _)| *who == caller.responsible)
    {
        reasons.push(
            Reason::new(
                "approver_is_author",
                format!("You {why}, so you cannot approve it."),
            )
            .with("why", *why)
            .remedy(Remedy::text("Ask another reviewer.")),
        );
    }
    if facts.seen != facts.proposal {
        reasons.push(
            Reason::new(
                "proposal_changed",
                "The proposal changed since you looked at it.",
            )
            .with("proposal_hash", facts.proposal.to_string())
            .remedy(Remedy::text("Look at what changed, then decide again.")),
        );
    }
    if facts.already {
        reasons.push(Reason::new(
            "already_decided",
            "You have given your word on this proposal.",
        ));
    }
    if reasons.is_empty() {
        Ok(())
    } else {
        Err(reasons)
    }
}

/// Why a promotion can no longer be decided; empty when it can.
#[must_use]
pub fn over(state: PromotionState, expires_at: Instant, now: Instant) -> Vec<Reason> {
    let word = state.as_str();
    if state.is_final() {
        vec![Reason::new("promotion_over", format!("The promotion is {word}.")).with("state", word)]
    } else if expires_at <= now {
        vec![
            Reason::new(
                "promotion_expired",
                format!("The promotion could be decided until {expires_at}."),
            )
            .remedy(Remedy::text("Open a new one.")),
        ]
    } else {
        Vec::new()
    }
}

/// Where two verdicts differ first; `None` when they agree on everything but the instant.
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
        (Value::Object(x), Value::Object(y)) => x.iter().find_map(|(name, value)| {
            differ(
                &format!("{path}/{name}"),
                value,
                y.get(name).unwrap_or(&Value::Null),
            )
        }),
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
