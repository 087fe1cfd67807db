//! Why a file cannot be read: one problem, with its place and what would be right.

/// Why a file cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message} ({pointer}); expected {expected}")]
pub struct ParseProblem {
    /// Stable, `snake_case`.
    pub code: &'static str,
    /// What is wrong.
    pub message: String,
    /// Where: a JSON pointer, `line 3, column 7`, or nothing for the whole file.
    pub pointer: String,
    /// What would be right.
    pub expected: String,
}

/// Bytes of a sentence or a pointer that is told of a file at most.
const WORDS_BYTES_MAX: usize = 2048;

/// What is told of a file, cut to what a person reads, without control characters: a file does not write our answers.
pub(super) fn told(words: String) -> String {
    if words.len() <= WORDS_BYTES_MAX && !words.contains(char::is_control) {
        return words;
    }
    let mut end = words.len().min(WORDS_BYTES_MAX);
    while !words.is_char_boundary(end) {
        end -= 1;
    }
    words[..end].replace(char::is_control, "\u{fffd}")
}

impl ParseProblem {
    /// A problem.
    pub fn new(
        code: &'static str,
        message: impl Into<String>,
        pointer: impl Into<String>,
        expected: impl Into<String>,
    ) -> Self {
        Self {
            code,
            message: message.into(),
            pointer: pointer.into(),
            expected: expected.into(),
        }
    }

    /// As it is told.
    pub(super) fn told(self) -> Self {
        Self {
            code: self.code,
            message: told(self.message),
            pointer: told(self.pointer),
            expected: told(self.expected),
        }
    }
}
