//! Compares a stored verdict with the one that its facts give again.

use crate::domain::promotions::verdict::Verdict;
use crate::ground::kernel;

/// The judge that did not say yet what a measured number counts; it decided alike.
const WITHOUT_UNITS: &str = "cel-0.15/1";

/// Where two verdicts differ first, in order of names; `None` when they agree on everything that the judge of the
/// first one said.
#[must_use]
pub fn first_difference(decided: &Verdict, replayed: &Verdict) -> Option<String> {
    let mut replayed = replayed.clone();
    if decided.evaluator_version == WITHOUT_UNITS {
        replayed.evaluator_version = WITHOUT_UNITS.into();
        for requirement in &mut replayed.requirements {
            if let Some(measured) = &mut requirement.result.measured {
                measured.unit = None;
            }
        }
    }
    let (a, b) = (
        serde_json::to_value(decided).ok()?,
        serde_json::to_value(&replayed).ok()?,
    );
    kernel::first_difference(&a, &b)
}
