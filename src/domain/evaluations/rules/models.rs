//! Which version each model of a file is. Pure.

use std::collections::BTreeSet;

use super::name_problem;
use crate::domain::evaluations::glob::{is_glob, matches};
use crate::domain::evaluations::{MatchRule, Reported};
use crate::ground::kernel::{FieldProblem, VersionId};

/// Bytes of a rule's pattern at most.
pub const PATTERN_BYTES_MAX: usize = 1024;

/// What somebody who brings a file says about its models.
#[derive(Debug, Clone, Copy, Default)]
pub struct Chosen<'a> {
    /// The version that was evaluated.
    pub version: Option<VersionId>,
    /// Which of the file's models that version is.
    pub model_ref: Option<&'a str>,
}

/// The model that a run is about: what the run says, else what the file says.
#[must_use]
pub fn model_of<'a>(run: &'a Reported, of_file: Option<&'a str>) -> Option<&'a str> {
    run.model_ref.as_deref().or(of_file)
}

/// For each run the version that it is of: the chosen one, else that of the best rule, else none, and it waits.
///
/// # Errors
/// A version is chosen for a file about several models without saying which one it is, or for a model that the file
/// is not about.
pub fn versions_of(
    runs: &[Reported],
    of_file: Option<&str>,
    format: &str,
    chosen: Chosen<'_>,
    rules: &[MatchRule],
) -> Result<Vec<Option<VersionId>>, FieldProblem> {
    let models: BTreeSet<Option<&str>> = runs.iter().map(|run| model_of(run, of_file)).collect();
    let names: Vec<&str> = models.iter().copied().flatten().collect();
    if let Some(named) = chosen.model_ref
        && !names.contains(&named)
    {
        let expected = format!("a model that the file is about: {}", shown(&names));
        return Err(FieldProblem::new("/model_ref", expected));
    }
    if chosen.version.is_some() && chosen.model_ref.is_none() && models.len() > 1 {
        let message = format!("The file is about {} models.", models.len());
        let expected = format!("which of them the version is: {}", shown(&names));
        return Err(FieldProblem::new("/model_ref", expected).because(message));
    }
    let of_run = |run: &Reported| {
        let model = model_of(run, of_file);
        let is_chosen = chosen.model_ref.is_none() || model == chosen.model_ref;
        let by_choice = chosen.version.filter(|_| is_chosen);
        by_choice.or_else(|| rule_for(rules, format, model?).map(|rule| rule.version_id))
    };
    Ok(runs.iter().map(of_run).collect())
}

fn shown(names: &[&str]) -> String {
    const SHOWN: usize = 10;
    let more = if names.len() > SHOWN { " ..." } else { "" };
    let first: Vec<&str> = names.iter().take(SHOWN).copied().collect();
    format!("{}{more}", first.join(", "))
}

/// The rule that holds for a model: one with its exact name before every glob, a longer glob before a shorter one,
/// and one for the format before one for any.
#[must_use]
pub fn rule_for<'a>(rules: &'a [MatchRule], format: &str, model: &str) -> Option<&'a MatchRule> {
    rules
        .iter()
        .filter_map(|rule| {
            let fit = fit(rule.format.as_deref(), &rule.pattern, format, model)?;
            Some((fit, rule))
        })
        .max_by_key(|(fit, _)| *fit)
        .map(|(_, rule)| rule)
}

/// Whether a rule that comes to those that there are would be the one that holds for a model.
#[must_use]
pub fn would_hold(
    rules: &[MatchRule],
    (of_format, pattern): (Option<&str>, &str),
    format: &str,
    model: &str,
) -> bool {
    let held = rules
        .iter()
        .filter_map(|rule| fit(rule.format.as_deref(), &rule.pattern, format, model))
        .max();
    fit(of_format, pattern, format, model).is_some_and(|new| held.is_none_or(|held| held < new))
}

/// How well a rule fits a model, the better the greater; `None`: it does not.
fn fit(
    of_format: Option<&str>,
    pattern: &str,
    format: &str,
    model: &str,
) -> Option<(bool, usize, bool)> {
    let exact = pattern == model;
    let fits = of_format.is_none_or(|wanted| wanted == format)
        && (exact || (is_glob(pattern) && matches(pattern, model)));
    fits.then(|| (exact, pattern.chars().count(), of_format.is_some()))
}

/// What is wrong with a rule's format and pattern.
#[must_use]
pub fn rule_problems(format: Option<&str>, pattern: &str) -> Vec<FieldProblem> {
    let mut problems: Vec<FieldProblem> = format
        .and_then(|format| name_problem("/format", format))
        .into_iter()
        .collect();
    let fine = !pattern.trim().is_empty()
        && pattern.len() <= PATTERN_BYTES_MAX
        && !pattern.chars().any(char::is_control);
    if !fine {
        let expected = format!("a model's name or a glob of 1 to {PATTERN_BYTES_MAX} bytes");
        problems.push(FieldProblem::new("/pattern", expected));
    }
    problems
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::domain::evaluations::rules::fixtures::{now, run};
    use crate::ground::kernel::{MatchRuleId, Revision, TeamId};

    fn version(n: u128) -> VersionId {
        VersionId(Uuid::from_u128(n))
    }

    fn rule(format: Option<&str>, pattern: &str, to: u128) -> MatchRule {
        MatchRule {
            id: MatchRuleId(Uuid::from_u128(to)),
            team_id: TeamId(Uuid::from_u128(1)),
            format: format.map(str::to_owned),
            pattern: pattern.into(),
            version_id: version(to),
            created_at: now(),
            hidden_at: None,
            revision: Revision::FIRST,
        }
    }

    fn of(model: Option<&str>) -> Reported {
        Reported {
            model_ref: model.map(str::to_owned),
            ..run("t", "none")
        }
    }

    #[test]
    fn an_exact_name_wins_over_globs_and_a_format_over_any() {
        let rules = [
            rule(None, "acme/*", 1),
            rule(None, "acme/large*", 2),
            rule(None, "acme/large", 3),
            rule(Some("promptfoo"), "acme/large", 4),
            rule(Some("inspect"), "*", 5),
        ];
        let to = |format, model| rule_for(&rules, format, model).map(|rule| rule.version_id);
        assert_eq!(to("promptfoo", "acme/large"), Some(version(4)));
        assert_eq!(to("inspect", "acme/large"), Some(version(3)));
        assert_eq!(to("lm-eval", "acme/large-2"), Some(version(2)));
        assert_eq!(to("lm-eval", "acme/small"), Some(version(1)));
        assert_eq!(to("inspect", "other"), Some(version(5)));
        assert_eq!(to("lm-eval", "other"), None);
    }

    #[test]
    fn a_new_rule_takes_what_no_other_holds_for_better_or_as_well() {
        let rules = [
            rule(None, "acme/*", 1),
            rule(Some("inspect"), "acme/large", 2),
        ];
        let takes = |pattern, format, model| would_hold(&rules, (None, pattern), format, model);
        assert!(takes("*", "lm-eval", "other/small"));
        assert!(takes("acme/s*", "lm-eval", "acme/small"));
        assert!(takes("acme/large", "lm-eval", "acme/large"));
        assert!(
            !takes("acme/large", "inspect", "acme/large"),
            "one for the format wins"
        );
        assert!(!takes("*", "lm-eval", "acme/small"), "a longer glob wins");
        assert!(!takes("ac?e/*", "lm-eval", "other"));
        assert!(!takes("*/small", "lm-eval", "acme/large"));
        assert!(
            !takes("acme/?", "lm-eval", "acme/s"),
            "of two equal ones the older stays"
        );
        assert!(would_hold(
            &rules,
            (Some("lm-eval"), "acme/?"),
            "lm-eval",
            "acme/s"
        ));
        assert!(!would_hold(&rules, (Some("inspect"), "x*"), "lm-eval", "x"));
    }

    #[test]
    fn a_choice_holds_for_the_file_or_for_the_model_that_it_names() {
        let rules = [rule(None, "big", 7)];
        let versions = |runs: &[Reported], chosen| {
            versions_of(runs, Some("file"), "promptfoo", chosen, &rules)
        };
        let choose = |version, model_ref| Chosen { version, model_ref };
        let one = [of(None), of(None)];
        assert_eq!(
            versions(&one, choose(Some(version(1)), None)).unwrap(),
            [Some(version(1)); 2]
        );
        assert_eq!(
            versions(&one, choose(None, None)).unwrap(),
            [None; 2],
            "it waits"
        );
        let several = [of(Some("big")), of(Some("small")), of(Some("tiny"))];
        let chosen = versions(&several, choose(Some(version(2)), Some("small"))).unwrap();
        assert_eq!(chosen, [Some(version(7)), Some(version(2)), None]);
        let problem = versions(&several, choose(Some(version(2)), None)).unwrap_err();
        assert_eq!(problem.pointer, "/model_ref");
        assert!(
            problem.expected.contains("big, small, tiny"),
            "{}",
            problem.expected
        );
        assert!(versions(&several, choose(Some(version(2)), Some("huge"))).is_err());
    }

    #[test]
    fn a_pattern_is_limited_exactly() {
        assert!(rule_problems(None, &"x".repeat(PATTERN_BYTES_MAX)).is_empty());
        assert_eq!(
            rule_problems(None, &"x".repeat(PATTERN_BYTES_MAX + 1)).len(),
            1
        );
        assert_eq!(rule_problems(Some(""), " ").len(), 2);
    }
}
