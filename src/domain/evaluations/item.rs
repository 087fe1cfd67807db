//! Items: what each question of an evaluation scored. Numbers and names only, never a question or an answer.

use crate::ground::kernel::Decimal;

/// Bytes of an item's key, of its cluster, of the kind of an error at most.
pub const ITEM_TEXT_BYTES_MAX: usize = 255;
/// Bytes of an item's hash at most.
pub const ITEM_HASH_BYTES_MAX: usize = 32;

/// One question, asked once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Item {
    /// Names the question by its content: 1 to [`ITEM_HASH_BYTES_MAX`] bytes. `None`: the tool names it by its key only.
    pub hash: Option<Vec<u8>>,
    /// The question's name in its data set.
    pub key: String,
    /// 1, 2, 3 ... for a question that was asked several times.
    pub epoch: i32,
    /// What the answer scored; `None`: it was not scored.
    pub score: Option<Decimal>,
    /// Whether it was right; `None`: the score is neither right nor wrong.
    pub correct: Option<bool>,
    /// Questions of the same cluster are not independent.
    pub cluster: Option<String>,
    /// What went wrong instead of an answer: `error`, `grader` ...
    pub error_kind: Option<String>,
}
