//! Judges requirements over facts.

use cel::{Context, ExecutionError, Program, Value as Cel};
use serde_json::Value;

use super::context::{FactsProblem, context};
use super::measure::measured;
use super::schema::is_not_yet;
use super::strict::strict;
use super::types::{Outcome, Requirement, RequirementResult};

/// Kept with every decision: another version may judge otherwise.
pub const EVALUATOR_VERSION: &str = "cel-0.15/3";

/// Judges every requirement.
///
/// # Errors
/// The facts are not what the schema says.
pub fn evaluate_all(
    requirements: &[Requirement],
    facts: &Value,
) -> Result<Vec<RequirementResult>, FactsProblem> {
    let context = context(facts)?;
    Ok(requirements
        .iter()
        .map(|requirement| judge(requirement, &context, facts))
        .collect())
}

fn judge(requirement: &Requirement, context: &Context<'_, '_>, facts: &Value) -> RequirementResult {
    let (outcome, reason) = outcome(requirement, context);
    let (measured, evidence) = match &requirement.measured {
        Some(expression) => run(expression, context)
            .map(|value| measured(&value, requirement.needed.as_ref(), facts))
            .unwrap_or_default(),
        None => (None, Vec::new()),
    };
    let passed = outcome == Outcome::Pass;
    RequirementResult {
        code: requirement.code.clone(),
        title: requirement.title.clone(),
        explanation: requirement.explanation.clone(),
        severity: requirement.severity,
        outcome,
        measured,
        needed: requirement.needed.clone(),
        evidence,
        remedy: requirement.remedy.clone().filter(|_| !passed),
        reason,
        expression: requirement.expression.clone(),
    }
}

fn outcome(requirement: &Requirement, context: &Context<'_, '_>) -> (Outcome, Option<String>) {
    if let Some(known_when) = &requirement.known_when {
        match run(known_when, context) {
            Ok(Cel::Bool(true)) => {}
            Ok(Cel::Bool(false)) => {
                let reason =
                    "No evidence is stored, so the result is unknown. Unknown does not pass.";
                return (Outcome::Unknown, Some(reason.into()));
            }
            Ok(_) => {
                return (
                    Outcome::Unknown,
                    Some("known_when is not true or false.".into()),
                );
            }
            Err(reason) => return (Outcome::Unknown, Some(reason)),
        }
    }
    match run(&requirement.expression, context) {
        Ok(Cel::Bool(true)) => (Outcome::Pass, None),
        Ok(Cel::Bool(false)) => (Outcome::Fail, None),
        Ok(_) => (
            Outcome::Unknown,
            Some("The expression is not true or false.".into()),
        ),
        Err(reason) => (Outcome::Unknown, Some(reason)),
    }
}

/// Runs one expression, strictly. The error says in words why there is no result.
fn run(expression: &str, context: &Context<'_, '_>) -> Result<Cel, String> {
    let program =
        Program::compile(expression).map_err(|error| format!("It cannot be read: {error}"))?;
    context
        .resolve(&strict(program.expression()))
        .map_err(|error| words(&error))
}

fn words(error: &ExecutionError) -> String {
    match error {
        ExecutionError::NoSuchKey(name) | ExecutionError::UndeclaredReference(name)
            if is_not_yet(name) =>
        {
            format!("{name} is not recorded yet, so it is unknown. Unknown does not pass.")
        }
        ExecutionError::NoSuchKey(name) | ExecutionError::UndeclaredReference(name) => {
            format!("{name} is not known. Unknown does not pass.")
        }
        other => format!("It cannot be judged: {other}"),
    }
}

#[cfg(test)]
mod tests;
