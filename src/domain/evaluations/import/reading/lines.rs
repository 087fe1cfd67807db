//! Files of one JSON value per line, read line by line so that only one of them is held as a tree.

use super::super::ParseProblem;
use super::super::json::{self, Node};

/// Bytes of one line at most.
pub const LINE_BYTES_MAX: usize = 4 << 20;

/// Reads every line that is not blank; `each` gets its number, from 1.
///
/// # Errors
/// A line is no JSON, is too long, or `each` refuses it. The place is the line.
pub fn lines<'a>(
    text: &'a str,
    mut each: impl FnMut(usize, &Node<'a>) -> Result<(), ParseProblem>,
) -> Result<(), ParseProblem> {
    for (line, number) in text.split('\n').zip(1..) {
        if line.trim().is_empty() {
            continue;
        }
        if line.len() > LINE_BYTES_MAX {
            let message = format!("the line has {} bytes", line.len());
            let expected = format!("lines of at most {LINE_BYTES_MAX} bytes");
            return Err(ParseProblem::new(
                "line_too_long",
                message,
                format!("line {number}"),
                expected,
            ));
        }
        let node = json::read(line).map_err(|problem| ParseProblem {
            pointer: match problem.pointer.strip_prefix("line 1, ") {
                Some(column) => format!("line {number}, {column}"),
                None => format!("line {number}"),
            },
            ..problem
        })?;
        each(number, &node)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> (&'static str, String) {
        let problem = lines(text, |_, _| Ok(())).unwrap_err();
        (problem.code, problem.pointer)
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line() {
        let mut seen = Vec::new();
        lines("{\"a\": 1}\r\n\n  \n[2]\n", |number, _| {
            seen.push(number);
            Ok(())
        })
        .unwrap();
        assert_eq!(seen, [1, 4]);
        assert_eq!(
            refused("{}\n{\"a\": }"),
            ("json_invalid", "line 2, column 7".into())
        );
        assert_eq!(
            refused("{}\n\n{\"a\""),
            ("json_truncated", "line 3, column 5".into())
        );
        assert_eq!(
            refused("{} {}"),
            ("json_invalid", "line 1, column 4".into())
        );
    }

    #[test]
    fn a_line_is_limited_exactly() {
        let long = |bytes: usize| format!("\"{}\"", "x".repeat(bytes - 2));
        assert!(lines(&long(LINE_BYTES_MAX), |_, _| Ok(())).is_ok());
        assert_eq!(refused(&long(LINE_BYTES_MAX + 1)).0, "line_too_long");
    }
}
