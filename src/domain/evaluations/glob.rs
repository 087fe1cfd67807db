//! Globs of task names: `*` stands for any characters, none too; `?` for exactly one. Nothing else is special.

/// Whether the pattern is more than a name.
#[must_use]
pub fn is_glob(pattern: &str) -> bool {
    pattern.contains(['*', '?'])
}

/// Whether the whole text matches. Takes at most `pattern * text` steps: only the last `*` is ever tried again.
#[must_use]
pub fn matches(pattern: &str, text: &str) -> bool {
    let pattern: Vec<char> = pattern.chars().collect();
    let text: Vec<char> = text.chars().collect();
    let (mut p, mut t) = (0, 0);
    let mut retry: Option<(usize, usize)> = None;
    while t < text.len() {
        match pattern.get(p) {
            Some('*') => {
                retry = Some((p, t));
                p += 1;
            }
            Some(wanted) if *wanted == '?' || *wanted == text[t] => {
                p += 1;
                t += 1;
            }
            Some(_) | None => match &mut retry {
                Some((star, from)) => {
                    *from += 1;
                    (p, t) = (*star + 1, *from);
                }
                None => return false,
            },
        }
    }
    pattern[p..].iter().all(|rest| *rest == '*')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_glob_matches_the_whole_name() {
        for (pattern, text) in [
            ("arc_*", "arc_easy"),
            ("arc_*", "arc_"),
            ("*", ""),
            ("*_fr", "mmlu_fr"),
            ("m*l*u", "mmmlu"),
            ("mm?u", "mmlu"),
            ("?", "é"),
            ("a*b*c", "a--b--b--c"),
            ("a.b", "a.b"),
        ] {
            assert!(matches(pattern, text), "{pattern} {text}");
        }
        for (pattern, text) in [
            ("arc_*", "arc"),
            ("arc", "arc_easy"),
            ("?", ""),
            ("a.b", "acb"),
            ("[ab]", "a"),
            ("*_fr", "mmlu_fr_x"),
            ("a*b*c", "a--c--b"),
            ("", "a"),
        ] {
            assert!(!matches(pattern, text), "{pattern} {text}");
        }
    }

    #[test]
    fn a_pattern_of_many_stars_ends_soon() {
        let pattern = format!("{}b", "*a".repeat(200));
        assert!(!matches(&pattern, &"a".repeat(1000)));
    }

    /// The definition, exponential: what the fast one must agree with.
    fn by_definition(pattern: &[char], text: &[char]) -> bool {
        match (pattern.split_first(), text.split_first()) {
            (None, None) => true,
            (None, Some(_)) => false,
            (Some(('*', rest)), _) => {
                (0..=text.len()).any(|skip| by_definition(rest, &text[skip..]))
            }
            (Some(_), None) => false,
            (Some((wanted, rest)), Some((found, tail))) => {
                (*wanted == '?' || wanted == found) && by_definition(rest, tail)
            }
        }
    }

    proptest! {
        #[test]
        fn it_agrees_with_the_definition(pattern in "[ab*?]{0,7}", text in "[ab]{0,9}") {
            let p: Vec<char> = pattern.chars().collect();
            let t: Vec<char> = text.chars().collect();
            prop_assert_eq!(matches(&pattern, &text), by_definition(&p, &t));
        }
    }
}
