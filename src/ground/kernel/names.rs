//! Shapes of names and texts that every module checks the same way.

use super::FieldProblem;

/// What is wrong with a name, in words that say what would be right.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NameProblem(pub String);

/// A slug: `[a-z0-9][a-z0-9-]{0,62}`. Immutable and unique for ever.
///
/// # Errors
/// The text has another shape.
pub fn slug(text: &str) -> Result<&str, NameProblem> {
    let first = text
        .bytes()
        .next()
        .is_some_and(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    let rest = text
        .bytes()
        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if first && rest && text.len() <= 63 {
        Ok(text)
    } else {
        Err(NameProblem(
            "1 to 63 lower-case letters, digits or hyphens, not starting with a hyphen".into(),
        ))
    }
}

/// Free text of at most `bytes_max` bytes, without NUL; `None` when it is fine.
#[must_use]
pub fn text_problem(text: &str, bytes_max: usize) -> Option<NameProblem> {
    if text.contains('\0') {
        Some(NameProblem("text without NUL".into()))
    } else if text.len() > bytes_max {
        Some(NameProblem(format!(
            "at most {bytes_max} bytes; these are {}",
            text.len()
        )))
    } else {
        None
    }
}

/// Folds for search: Unicode lower case, in Rust, so that every database sorts alike.
#[must_use]
pub fn fold(text: &str) -> String {
    text.to_lowercase()
}

/// Characters of a reason at least: enough to say why.
const REASON_CHARS_MIN: usize = 10;
/// Bytes of a reason at most.
const REASON_BYTES_MAX: usize = 4096;

/// Checks a reason that people will read.
#[must_use]
pub fn reason_problem(reason: &str) -> Option<FieldProblem> {
    if reason.trim().chars().count() < REASON_CHARS_MIN {
        return Some(FieldProblem::new(
            "/reason",
            format!("at least {REASON_CHARS_MIN} characters that say why"),
        ));
    }
    text_problem(reason, REASON_BYTES_MAX).map(|problem| FieldProblem::new("/reason", problem.0))
}

/// Words of a text that are searched at most.
const WORDS_MAX: usize = 64;
/// Characters of a word that are searched at most.
const WORD_CHARS_MAX: usize = 100;

/// The words of a text, folded, each once, in order: runs of letters and digits. Cut where a text has very many.
#[must_use]
pub fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in fold(text).split(|c: char| !c.is_alphanumeric()) {
        let word: String = word.chars().take(WORD_CHARS_MAX).collect();
        if !word.is_empty() && words.len() < WORDS_MAX && !words.contains(&word) {
            words.push(word);
        }
    }
    words
}

/// The query of PostgreSQL's text search that asks for a word beginning with each word of a text; `None` without one.
#[must_use]
pub fn words_query(text: &str) -> Option<String> {
    let parts: Vec<String> = words(text)
        .iter()
        .map(|word| format!("'{word}':*"))
        .collect();
    (!parts.is_empty()).then(|| parts.join(" & "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_checked_at_both_edges() {
        assert!(slug("a").is_ok());
        assert!(slug(&"a".repeat(63)).is_ok());
        for wrong in ["", "-a", "A", "a b", &"a".repeat(64), "é"] {
            assert!(slug(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_text_is_searched_by_the_beginnings_of_its_words() {
        assert_eq!(
            words("Claude-Sonnet_4.5 / CLAUDE"),
            ["claude", "sonnet", "4", "5"]
        );
        assert_eq!(words_query("Sonn' 4").unwrap(), "'sonn':* & '4':*");
        assert_eq!(words_query(" -'&| "), None);
        let many = (0..100)
            .map(|n| format!("w{n}"))
            .collect::<Vec<_>>()
            .join(" ");
        assert_eq!(words(&many).len(), WORDS_MAX);
        assert_eq!(words(&"é".repeat(200))[0].chars().count(), WORD_CHARS_MAX);
    }

    #[test]
    fn text_is_limited_in_bytes_and_has_no_nul() {
        assert_eq!(text_problem("abc", 3), None);
        assert!(text_problem("abcd", 3).is_some());
        assert!(text_problem("a\0", 3).is_some());
    }
}
