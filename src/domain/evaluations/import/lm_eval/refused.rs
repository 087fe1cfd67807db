//! Files that are recognised and not imported: the answer says what they are.

use crate::domain::evaluations::import::{ParseProblem, ParsedFile};

/// A file of the harness for code.
///
/// # Errors
/// Always: its numbers have no count of items and no release of the tool, so they are recorded by hand.
pub(in super::super) fn refuse_bigcode(_: &str, _: &[u8]) -> Result<ParsedFile, ParseProblem> {
    let message = "the file was written by bigcode-evaluation-harness, which is not imported";
    let expected = "a results file of lm-evaluation-harness, or the numbers recorded by hand";
    Err(ParseProblem::new(
        "format_not_imported",
        message,
        "",
        expected,
    ))
}
