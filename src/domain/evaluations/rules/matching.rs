//! Which suite a task belongs to. Pure.

use crate::domain::evaluations::Suite;
use crate::domain::evaluations::glob::{is_glob, matches};

/// How well a suite claims a task: later is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Claim {
    /// A glob of so many characters.
    Glob(usize),
    /// The suite has the task's name.
    Name,
    /// The task stands in the suite's list.
    Listed,
}

fn claim(suite: &Suite, task: &str) -> Option<Claim> {
    let listed = suite.tasks.iter().any(|pattern| pattern == task);
    if listed {
        return Some(Claim::Listed);
    }
    if suite.name == task {
        return Some(Claim::Name);
    }
    suite
        .tasks
        .iter()
        .filter(|pattern| is_glob(pattern) && matches(pattern, task))
        .map(|pattern| Claim::Glob(pattern.chars().count()))
        .max()
}

/// The suite that a task belongs to: the one that lists it, else the one of its name, else the one with the
/// longest glob; among equals the first by name.
#[must_use]
pub fn suite_of<'a>(suites: &'a [Suite], task: &str) -> Option<&'a Suite> {
    let mut best: Option<(Claim, &Suite)> = None;
    for suite in suites {
        let Some(claim) = claim(suite, task) else {
            continue;
        };
        let better = best.is_none_or(|(other, held)| {
            claim > other || (claim == other && suite.name < held.name)
        });
        if better {
            best = Some((claim, suite));
        }
    }
    best.map(|(_, suite)| suite)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::evaluations::rules::fixtures::suite;

    fn of<'a>(suites: &'a [Suite], task: &str) -> Option<&'a str> {
        suite_of(suites, task).map(|suite| suite.name.as_str())
    }

    #[test]
    fn a_listed_task_wins_over_a_suite_of_its_name_and_that_over_every_glob() {
        let suites = [
            suite("globs", &["arc_*", "arc_easy*"]),
            suite("arc_easy", &["something_else"]),
            suite("reasoning", &["arc_easy", "piqa"]),
        ];
        assert_eq!(of(&suites, "arc_easy"), Some("reasoning"));
        assert_eq!(of(&suites[..2], "arc_easy"), Some("arc_easy"));
        assert_eq!(of(&suites[..1], "arc_easy"), Some("globs"));
        assert_eq!(of(&suites, "hellaswag"), None);
    }

    #[test]
    fn the_longest_glob_wins_and_among_equals_the_first_name() {
        let suites = [
            suite("b", &["mmlu_*"]),
            suite("a", &["mmlu_*"]),
            suite("french", &["mmlu_fr_*"]),
        ];
        assert_eq!(of(&suites, "mmlu_fr_law"), Some("french"));
        assert_eq!(of(&suites, "mmlu_law"), Some("a"));
    }
}
