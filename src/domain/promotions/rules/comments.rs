//! What may be said about a promotion. Pure.

use crate::ground::kernel::{FieldProblem, Reason, Remedy, text_problem};

/// Comments of one promotion at most, as the table's check says.
pub const COMMENTS_MAX: i32 = 500;
/// Bytes of a comment at most.
pub const COMMENT_BYTES_MAX: usize = 4096;

/// Checks the words of a comment.
#[must_use]
pub fn comment_problem(text: &str) -> Option<FieldProblem> {
    if text.trim().is_empty() {
        let expected = format!("1 to {COMMENT_BYTES_MAX} bytes that say something");
        return Some(FieldProblem::new("/text", expected));
    }
    text_problem(text, COMMENT_BYTES_MAX).map(|problem| FieldProblem::new("/text", problem.0))
}

/// Decides whether there is room for one more. A promotion that is over can be commented on: what became of it is
/// part of its story.
///
/// # Errors
/// There is none.
pub fn comment(written: i32) -> Result<(), Reason> {
    if written < COMMENTS_MAX {
        return Ok(());
    }
    Err(Reason::new(
        "comments_full",
        format!("A promotion has room for {COMMENTS_MAX} comments."),
    )
    .with("limit", COMMENTS_MAX)
    .remedy(Remedy::text("Go on where the work is tracked.")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_say_nothing_or_too_much_are_refused_with_their_place() {
        assert_eq!(comment_problem("Fine."), None);
        assert_eq!(comment_problem(&"x".repeat(COMMENT_BYTES_MAX)), None);
        for text in ["", " \n\t", "a\0b", &"é".repeat(COMMENT_BYTES_MAX / 2 + 1)] {
            let problem = comment_problem(text).expect("it is refused");
            assert_eq!(problem.pointer, "/text", "{text:?}");
        }
    }

    #[test]
    fn there_is_room_for_as_many_comments_as_the_limit_says() {
        assert!(comment(COMMENTS_MAX - 1).is_ok());
        let reason = comment(COMMENTS_MAX).expect_err("it is full");
        assert_eq!(reason.code, "comments_full");
    }
}
