//! Files that are recognised and not imported: the answer says what they are.

use crate::domain::evaluations::import::{ParseProblem, ParsedFile};

/// A file of the harness for code.
///
/// # Errors
/// Always: its numbers have no count of items and no release of the tool, so they are recorded by hand.
pub(in super::super) fn refuse_bigcode(name: &str, _: &[u8]) -> Result<ParsedFile, ParseProblem> {
    let message = format!(
        "{} was written by bigcode-evaluation-harness, which is not imported",
        shown(name)
    );
    let expected = "a results file of lm-evaluation-harness, or the numbers recorded by hand";
    Err(ParseProblem::new(
        "format_not_imported",
        message,
        "",
        expected,
    ))
}

fn shown(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    if name.is_empty() {
        "the file".to_owned()
    } else {
        name.chars().take(200).collect()
    }
}
