//! Text that came from outside, fit to be logged or said back: a long word may be a secret that somebody put in the
//! wrong place, so only its beginning is shown.

/// A longer word is no id and no name that we gave: a UUID has 36 characters, a secret of ours 44.
const WORD_CHARS_MAX: usize = 40;
/// Characters of such a word that are shown.
const WORD_CHARS_SHOWN: usize = 8;

/// The text with every long word cut.
#[must_use]
pub(super) fn without_long_words(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(|c| !in_word(c)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        if word.len() > WORD_CHARS_MAX {
            out.push_str(&word[..WORD_CHARS_SHOWN]);
            out.push('…');
        } else {
            out.push_str(word);
        }
        let between = after.find(in_word).unwrap_or(after.len());
        out.push_str(&after[..between]);
        rest = &after[between..];
    }
    out
}

/// Whether secrets and JSON Web Tokens are made of it, also when it is written with percent signs.
fn in_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-_.%~+=".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_and_sentences_stay_and_secrets_are_cut() {
        let id = "0192f3a4-5b6c-7d8e-9f00-112233445566";
        for text in [
            "",
            &format!("/api/v1/routes/{id}/switch"),
            "unknown field `x`, expected one of `a`, `b`.",
            &"é".repeat(60),
            &"a".repeat(40),
        ] {
            assert_eq!(without_long_words(text), text);
        }
        let secret = format!("tnr_pat_{}", "a".repeat(36));
        assert_eq!(
            without_long_words(&format!("/x/{secret}/y")),
            "/x/tnr_pat_…/y"
        );
        assert_eq!(without_long_words(&secret.replace('_', "%5F")), "tnr%5Fpa…");
        assert_eq!(
            without_long_words(&format!("`eyJh.{}.c`", "b".repeat(50))),
            "`eyJh.bbb…`"
        );
    }
}
