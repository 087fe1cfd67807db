//! Decisions about claim rules. Pure.

use super::name_problem;
use crate::ground::identity::Role;
use crate::ground::identity::claims::Condition;
use crate::ground::kernel::FieldProblem;

/// Conditions of a rule at most.
pub const CONDITIONS_MAX: usize = 8;
/// Bytes of a claim's name at most.
const CLAIM_BYTES_MAX: usize = 128;
/// Bytes of a pattern at most.
const PATTERN_BYTES_MAX: usize = 255;
/// Rules of one issuer at most.
pub const RULES_PER_ISSUER_MAX: i64 = 200;
/// Machines that one rule lets in at most: a pattern that is too wide does not fill the list of members.
pub const MACHINES_PER_RULE_MAX: i64 = 1000;

/// Checks what a rule says.
#[must_use]
pub fn claim_rule_problems(name: &str, conditions: &[Condition], role: Role) -> Vec<FieldProblem> {
    let mut problems: Vec<FieldProblem> = name_problem(name).into_iter().collect();
    if !(1..=CONDITIONS_MAX).contains(&conditions.len()) {
        let expected = format!("1 to {CONDITIONS_MAX} conditions");
        problems.push(FieldProblem::new("/conditions", expected));
    }
    for (at, condition) in conditions.iter().enumerate() {
        problems.extend(condition_problems(at, condition));
    }
    if matches!(role, Role::Admin | Role::Reviewer) {
        problems.push(FieldProblem::new(
            "/role",
            "a role of machines: they neither approve nor administer",
        ));
    }
    problems
}

fn condition_problems(at: usize, condition: &Condition) -> Vec<FieldProblem> {
    let mut problems = Vec::new();
    let claim = &condition.claim;
    if claim.trim().is_empty() || claim.len() > CLAIM_BYTES_MAX || claim.contains('\0') {
        problems.push(FieldProblem::new(
            format!("/conditions/{at}/claim"),
            format!("a claim's name of 1 to {CLAIM_BYTES_MAX} bytes"),
        ));
    }
    let pattern = &condition.pattern;
    let expected = if pattern.len() > PATTERN_BYTES_MAX || pattern.contains('\0') {
        Some(format!("a pattern of 1 to {PATTERN_BYTES_MAX} bytes"))
    } else if pattern.trim_matches('*').trim().is_empty() {
        Some("more than stars: everybody would come in".to_owned())
    } else if pattern.contains('@') {
        // The rule stands in the log, which holds nothing about people.
        Some("no address of a person: say under Members who a person's token is".to_owned())
    } else {
        None
    };
    let pointer = format!("/conditions/{at}/pattern");
    problems.extend(expected.map(|expected| FieldProblem::new(pointer, expected)));
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    fn condition(claim: &str, pattern: &str) -> Condition {
        Condition {
            claim: claim.into(),
            pattern: pattern.into(),
        }
    }

    fn pointers(conditions: &[Condition], role: Role) -> Vec<String> {
        claim_rule_problems("ci", conditions, role)
            .into_iter()
            .map(|problem| problem.pointer)
            .collect()
    }

    #[test]
    fn a_rule_neither_approves_nor_administers() {
        let fine = [condition("repository", "acme/app")];
        for role in Role::ALL {
            let refused = matches!(role, Role::Admin | Role::Reviewer);
            assert_eq!(!pointers(&fine, role).is_empty(), refused, "{role:?}");
        }
    }

    #[test]
    fn a_rule_that_says_nothing_names_a_person_or_says_too_much_is_refused() {
        for wrong in ["", "*", "***", "* *", "kim@example.com", &"x".repeat(256)] {
            let conditions = [condition("sub", wrong)];
            assert_eq!(
                pointers(&conditions, Role::Viewer),
                ["/conditions/0/pattern"],
                "{wrong}"
            );
        }
        let claim = [condition("", "x")];
        assert_eq!(pointers(&claim, Role::Viewer), ["/conditions/0/claim"]);
        assert_eq!(pointers(&[], Role::Viewer), ["/conditions"]);
        let many: Vec<Condition> = (0..=CONDITIONS_MAX).map(|_| condition("a", "b")).collect();
        assert_eq!(pointers(&many, Role::Viewer), ["/conditions"]);
        assert!(pointers(&many[1..], Role::Viewer).is_empty());
        assert!(pointers(&[condition("sub", &"x".repeat(255))], Role::Viewer).is_empty());
    }
}
