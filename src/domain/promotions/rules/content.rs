//! What a policy guards, and everything that is wrong with one. Pure.

use serde::Serialize;
use serde_json::json;

use crate::domain::models::{Stage, Tag};
use crate::domain::promotions::policy::APPROVAL_ROLES;
use crate::domain::promotions::requirement::{LintProblem, Requirement, lint};
use crate::domain::promotions::{PolicyContent, TargetFacts};
use crate::ground::kernel::{Decimal, FieldProblem, slug};

/// Requirements of a policy at most.
pub const REQUIREMENTS_MAX: usize = 40;
/// Teams and tags that a policy names at most, each.
const CONDITIONS_MAX: usize = 50;
/// Suites that a policy declares a margin for at most.
pub(super) const MARGINS_MAX: usize = 100;
/// Bytes of a remedy or a command at most.
pub(super) const REMEDY_BYTES_MAX: usize = 1000;
/// Bytes of an explanation at most.
pub(super) const EXPLANATION_BYTES_MAX: usize = 1000;
/// Bytes of the word that says what a needed number counts at most.
pub(super) const UNIT_BYTES_MAX: usize = 32;
/// Bytes of a policy's canonical content at most: its event carries it whole.
pub const CONTENT_BYTES_MAX: usize = 48 * 1024;

/// Whether a policy guards the move of a version with these tags, of this team, to this stage and use.
#[must_use]
pub fn guards(content: &PolicyContent, target: &TargetFacts, team: &str, tags: &[Tag]) -> bool {
    let applies = &content.applies;
    applies.target == target.stage
        && names(&applies.risk_tiers, target.risk.as_deref())
        && names(&applies.data_classes, target.data_class.as_deref())
        && names(&applies.criticalities, target.criticality.as_deref())
        && (applies.teams.is_empty() || applies.teams.iter().any(|slug| slug == team))
        && applies.tags.iter().all(|tag| tags.contains(tag))
}

/// Whether a list of words names one. An empty list names all; a use that nobody stated may be any.
fn names(words: &[impl Serialize], one: Option<&str>) -> bool {
    let Some(one) = one else { return true };
    words.is_empty() || words.iter().any(|named| json!(named) == json!(one))
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
    problems.extend(applies_problems(content));
    if content.approvals.quorum > 5 {
        problems.push(FieldProblem::new("/content/approvals/quorum", "0 to 5"));
    }
    let roles = &content.approvals.roles;
    for (index, role) in roles.iter().enumerate().take(APPROVAL_ROLES.len() + 1) {
        if !APPROVAL_ROLES.contains(role) || roles[..index].contains(role) {
            problems.push(FieldProblem::new(
                format!("/content/approvals/roles/{index}"),
                "operator, steward, auditor or admin, each once",
            ));
        }
    }
    if !roles.is_empty() && content.approvals.quorum == 0 {
        problems.push(FieldProblem::new(
            "/content/approvals/quorum",
            "at least 1 where roles are asked for",
        ));
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
    for (index, tag) in content.languages.iter().enumerate().take(50) {
        if !language(tag) || content.languages[..index].contains(tag) {
            problems.push(FieldProblem::new(
                format!("/content/languages/{index}"),
                "a BCP 47 tag such as fr or pt-BR, once",
            ));
        }
    }
    problems.extend(margin_problems(content));
    problems.extend(requirement_problems(content));
    let size = serde_json::to_vec(content).map_or(usize::MAX, |bytes| bytes.len());
    if size > CONTENT_BYTES_MAX {
        problems.push(FieldProblem::new(
            "/content",
            format!("at most {CONTENT_BYTES_MAX} bytes"),
        ));
    }
    problems
}

/// The problems of the margins that it declares.
fn margin_problems(content: &PolicyContent) -> Vec<FieldProblem> {
    let mut problems = Vec::new();
    let Some(margins) = &content.margins else {
        return problems;
    };
    let positive = |margin: &Decimal| !margin.is_zero() && !margin.is_negative();
    if let Some(margin) = &margins.default
        && !(positive(margin) && margin.to_f64() < 1.0)
    {
        problems.push(FieldProblem::new(
            "/content/margins/default",
            "a share above 0 and below 1, such as \"0.02\"",
        ));
    }
    if margins.suites.len() > MARGINS_MAX {
        problems.push(FieldProblem::new(
            "/content/margins/suites",
            format!("at most {MARGINS_MAX}"),
        ));
    }
    let wrong = |(suite, margin): &(&String, &Decimal)| {
        !(positive(margin) && (1..=255).contains(&suite.len()))
    };
    if let Some((suite, _)) = margins.suites.iter().find(wrong) {
        problems.push(
            FieldProblem::new(
                "/content/margins/suites",
                "names of suites with margins above 0",
            )
            .because(format!(
                "The margin of {suite} is not above 0, or the name is too long."
            )),
        );
    }
    problems
}

fn requirement_problems(content: &PolicyContent) -> Vec<FieldProblem> {
    let mut problems = Vec::new();
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
        let explained = requirement.explanation.as_ref();
        if explained
            .is_some_and(|text| text.trim().is_empty() || text.len() > EXPLANATION_BYTES_MAX)
        {
            let expected = format!("1 to {EXPLANATION_BYTES_MAX} bytes");
            problems.push(FieldProblem::new(format!("{at}/explanation"), expected));
        }
        problems.extend(shown_problems(&at, requirement));
        for (name, found) in lints(requirement) {
            let place = format!("{at}/{name}");
            let expected = found.suggestion.map_or_else(
                || "CEL over the documented context".into(),
                |s| format!("{s}?"),
            );
            problems.push(FieldProblem::new(place, expected).because(found.message));
        }
    }
    problems
}

fn applies_problems(content: &PolicyContent) -> Vec<FieldProblem> {
    let mut problems = Vec::new();
    let applies = &content.applies;
    if applies.teams.len() > CONDITIONS_MAX || applies.tags.len() > CONDITIONS_MAX {
        problems.push(FieldProblem::new(
            "/content/applies",
            format!("at most {CONDITIONS_MAX} teams and {CONDITIONS_MAX} tags"),
        ));
    }
    for (index, text) in applies.teams.iter().enumerate().take(CONDITIONS_MAX) {
        if slug(text).is_err() {
            problems.push(FieldProblem::new(
                format!("/content/applies/teams/{index}"),
                "the slug of a team",
            ));
        }
    }
    problems
}

fn is_unit(unit: &str) -> bool {
    !unit.trim().is_empty() && unit.len() <= UNIT_BYTES_MAX && !unit.chars().any(char::is_control)
}

/// The problems of what a requirement only shows.
fn shown_problems(at: &str, requirement: &Requirement) -> Vec<FieldProblem> {
    let mut problems = Vec::new();
    if let Some(needed) = &requirement.needed
        && needed.value.parse::<Decimal>().is_err()
    {
        problems.push(FieldProblem::new(
            format!("{at}/needed/value"),
            "a decimal in a string, such as \"0.85\"",
        ));
    }
    let unit = requirement
        .needed
        .as_ref()
        .and_then(|needed| needed.unit.as_ref());
    if unit.is_some_and(|unit| !is_unit(unit)) {
        problems.push(FieldProblem::new(
            format!("{at}/needed/unit"),
            format!("1 to {UNIT_BYTES_MAX} bytes in one line, such as \"days\""),
        ));
    }
    let Some(remedy) = &requirement.remedy else {
        return problems;
    };
    let expected = format!("1 to {REMEDY_BYTES_MAX} bytes");
    if remedy.text.trim().is_empty() || remedy.text.len() > REMEDY_BYTES_MAX {
        problems.push(FieldProblem::new(format!("{at}/remedy/text"), &expected));
    }
    let command = remedy.command.as_deref().unwrap_or("-");
    if command.trim().is_empty() || command.len() > REMEDY_BYTES_MAX {
        problems.push(FieldProblem::new(format!("{at}/remedy/command"), &expected));
    }
    problems
}

/// The shape of a BCP 47 tag: a language of 2 to 8 letters, then subtags of 1 to 8 letters or digits.
pub(super) fn language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let first = parts.next().unwrap_or_default();
    (2..=8).contains(&first.len())
        && first.bytes().all(|b| b.is_ascii_alphabetic())
        && parts.all(|part| {
            (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
        })
}

/// The problems of a requirement's expressions, with the field that each is in.
fn lints(requirement: &Requirement) -> Vec<(&'static str, LintProblem)> {
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
