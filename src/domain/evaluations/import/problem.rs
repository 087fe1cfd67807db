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
}
