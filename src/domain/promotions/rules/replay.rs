//! Compares a stored verdict with the one that its facts give again.

use crate::domain::promotions::verdict::Verdict;
use crate::ground::kernel;

/// Where two verdicts differ first, in order of names; `None` when they agree on everything.
#[must_use]
pub fn first_difference(decided: &Verdict, replayed: &Verdict) -> Option<String> {
    let (a, b) = (
        serde_json::to_value(decided).ok()?,
        serde_json::to_value(replayed).ok()?,
    );
    kernel::first_difference(&a, &b)
}
