//! Neighbours in the log that say the same of different things, told once. Pure.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::Sentence;
use super::sentence::filled;
use crate::domain::findings;

/// What two sentences must have in common besides their code to be told as one: all parts but the label.
fn same(a: &Sentence, b: &Sentence) -> bool {
    let parts = |of: &Sentence| {
        let mut parts = of.params.clone();
        parts.remove("label");
        parts
    };
    a.code == b.code && parts(a) == parts(b)
}

/// The first sentences, as many as are alike, as one: the first thing by its name, the others by their number
/// (`others`). `None`: there is no sentence.
#[must_use]
pub fn joined(sentences: &[&Sentence]) -> Option<(usize, Sentence)> {
    let (first, rest) = sentences.split_first()?;
    let count = 1 + rest.iter().take_while(|other| same(first, other)).count();
    let things: BTreeSet<&str> = sentences[..count]
        .iter()
        .filter_map(|one| one.params.get("label")?.as_str())
        .collect();
    let mut told = (*first).clone();
    let others = things.len().saturating_sub(1);
    if others > 0 {
        let label = first.params.get("label").and_then(Value::as_str);
        let words = if others == 1 { "other" } else { "others" };
        let label = format!("{} and {others} {words}", label.unwrap_or_default());
        if let Some(kind) = first.params.get("cause").and_then(Value::as_str) {
            told.params
                .insert("said".into(), json!(findings::said(kind).1));
        }
        // Only in the English words: other languages join the two in theirs.
        let mut said = told.params.clone();
        said.insert("label".into(), json!(label));
        told.message = filled(&told.code, &mut said, &Value::Null);
        told.params.insert("others".into(), json!(others));
    }
    Some((count, told))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::overview::sentence;

    fn found(label: &str, kind: &str) -> Sentence {
        sentence("finding.opened", None, label, &[], &json!({"kind": kind}))
    }

    #[test]
    fn what_is_said_of_several_things_is_said_once_with_their_number() {
        let unmet = |label| found(label, "requirements_unmet");
        let all = [
            unmet("a version 3"),
            unmet("b version 2"),
            unmet("c version 1"),
        ];
        for (things, words) in [
            (3, "a version 3 and 2 others do not meet their requirements"),
            (2, "a version 3 and 1 other do not meet their requirements"),
            (1, "a version 3 does not meet its requirements"),
        ] {
            let of: Vec<&Sentence> = all.iter().take(things).collect();
            let (count, told) = joined(&of).unwrap();
            assert_eq!(count, things);
            assert_eq!(told.message, format!("It was found that {words}."));
        }
        assert_eq!(joined(&[]), None);
    }

    #[test]
    fn what_says_something_else_is_told_apart() {
        let alone = |first: Sentence, second: &Sentence| {
            assert_eq!(joined(&[&first, second]), Some((1, first.clone())));
        };
        let other = found("b", "runs_without_evidence");
        alone(found("a", "requirements_unmet"), &other);
        let by = |who| sentence("token.created", Some(who), "ci", &[], &Value::Null);
        alone(by("Ines"), &by("Lee"));
    }

    #[test]
    fn the_same_thing_twice_is_no_other() {
        let first = sentence("version.relabelled", Some("Ines"), "a", &[], &Value::Null);
        let again = first.clone();
        assert_eq!(joined(&[&first, &again]), Some((2, first.clone())));
    }
}
