//! Whether a kept comparison computes again.

use serde_json::Value;

use crate::domain::comparisons::result::Compared;
use crate::ground::kernel;

/// Where two results differ first; `None` when they agree on everything. The words of the headline are for people and may
/// be said better later; its code and numbers may not change.
#[must_use]
pub fn first_difference(kept: &Compared, again: &Compared) -> Option<String> {
    let judged = |of: &Compared| -> Option<Value> {
        let mut value = serde_json::to_value(of).ok()?;
        value["headline"]["message"] = Value::Null;
        Some(value)
    };
    kernel::first_difference(&judged(kept)?, &judged(again)?)
}
