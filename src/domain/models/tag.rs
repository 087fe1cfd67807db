//! Tags: part of their owner's state. Values may be personal, so the log names them by digest.

use serde::{Deserialize, Serialize};

use crate::ground::kernel::{FieldProblem, TextDigest, text_problem};

/// Tags of one owner at most.
pub const TAGS_MAX: usize = 100;
/// Bytes of a key at most.
pub const KEY_BYTES_MAX: usize = 250;
/// Bytes of a value at most.
pub const VALUE_BYTES_MAX: usize = 5000;

/// A tag.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(deny_unknown_fields)]
pub struct Tag {
    /// 1 to 250 bytes.
    pub key: String,
    /// At most 5 000 bytes.
    pub value: String,
}

/// A tag in its owner's state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TagState {
    /// The key.
    pub key: String,
    /// Names the value.
    pub value_digest: TextDigest,
}

/// Sorts tags by key and finds all problems.
#[must_use]
pub fn checked(tags: &[Tag]) -> (Vec<Tag>, Vec<FieldProblem>) {
    let mut problems = Vec::new();
    if tags.len() > TAGS_MAX {
        problems.push(FieldProblem::new(
            "/tags",
            format!("at most {TAGS_MAX} tags"),
        ));
    }
    for (index, tag) in tags.iter().enumerate() {
        let key_ok = !tag.key.is_empty() && text_problem(&tag.key, KEY_BYTES_MAX).is_none();
        if !key_ok {
            let expected = format!("1 to {KEY_BYTES_MAX} bytes without NUL");
            problems.push(FieldProblem::new(format!("/tags/{index}/key"), expected));
        }
        if let Some(problem) = text_problem(&tag.value, VALUE_BYTES_MAX) {
            problems.push(FieldProblem::new(format!("/tags/{index}/value"), problem.0));
        }
    }
    let mut sorted = tags.to_vec();
    sorted.sort();
    if let Some(twice) = sorted.windows(2).find(|pair| pair[0].key == pair[1].key) {
        let message = format!("The key {} stands twice.", twice[0].key);
        problems.push(FieldProblem::new("/tags", "each key once").because(message));
    }
    (sorted, problems)
}
