//! Compares a stored verdict with the one that its facts give again.

use serde_json::{Map, Value};

use crate::domain::promotions::verdict::Verdict;
use crate::ground::kernel;

/// The judge that did not say yet what a measured number counts; it decided alike.
const WITHOUT_UNITS: &str = "cel-0.15/1";
/// The judges that had fewer parts of their sentences apart; they said the same.
const FEWER_PARTS: [&str; 2] = [WITHOUT_UNITS, "cel-0.15/2"];

/// Where two verdicts differ first, in order of names; `None` when they agree on everything that the judge of the
/// first one said.
#[must_use]
pub fn first_difference(decided: &Verdict, replayed: &Verdict) -> Option<String> {
    let mut replayed = replayed.clone();
    let judge = decided.evaluator_version.as_str();
    if judge == WITHOUT_UNITS {
        for requirement in &mut replayed.requirements {
            if let Some(measured) = &mut requirement.result.measured {
                measured.unit = None;
            }
        }
    }
    if FEWER_PARTS.contains(&judge) {
        replayed.evaluator_version = judge.into();
        only_those_of(&mut replayed.headline.params, &decided.headline.params);
        for (blocker, said) in replayed.blockers.iter_mut().zip(&decided.blockers) {
            only_those_of(&mut blocker.params, &said.params);
        }
    }
    let (a, b) = (
        serde_json::to_value(decided).ok()?,
        serde_json::to_value(&replayed).ok()?,
    );
    kernel::first_difference(&a, &b)
}

/// Leaves only the parts of a sentence that were said.
fn only_those_of(parts: &mut Map<String, Value>, said: &Map<String, Value>) {
    parts.retain(|name, _| said.contains_key(name));
}
