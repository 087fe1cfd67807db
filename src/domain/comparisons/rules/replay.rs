//! Whether a kept comparison computes again.

use crate::domain::comparisons::result::Compared;
use crate::ground::kernel;

/// Where two results differ first; `None` when they agree on everything.
#[must_use]
pub fn first_difference(kept: &Compared, again: &Compared) -> Option<String> {
    let (a, b) = (
        serde_json::to_value(kept).ok()?,
        serde_json::to_value(again).ok()?,
    );
    kernel::first_difference(&a, &b)
}
