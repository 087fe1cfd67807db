//! Which tool wrote a file. Invariant: looks at the outline only, so it also answers for a file that is cut off.

use std::collections::BTreeSet;

use super::json::{Root, Shape, utf8};
use super::reading::{Archive, is_archive};
use super::{
    ParseProblem, ParsedFile, every_eval_ever, helm, hugging_face, inspect, junit, light_eval,
    lm_eval, native, perf, promptfoo,
};

/// A format that is recognised.
#[derive(Debug)]
pub struct Format {
    /// Stable id: `lm-eval`.
    pub id: &'static str,
    /// For people.
    pub name: &'static str,
    /// Whether a file looks like it, and why.
    pub(super) sniff: fn(&Candidate<'_>) -> Sniffed,
    /// Reads a file of it. A format that is only recognised answers with the problem that says so.
    pub(super) parse: fn(&str, &[u8]) -> Result<ParsedFile, ParseProblem>,
}

/// Whether a file has the marks of a format, and which.
pub(super) type Sniffed = Option<(Confidence, &'static str)>;

/// A file that asks which format it has.
pub(super) struct Candidate<'a> {
    /// Its name, without folders.
    pub name: &'a str,
    /// The outline of its JSON; empty for an archive.
    pub shape: &'a Shape,
    /// Its text; empty for an archive.
    pub text: &'a str,
    /// Names of its entries, when it is an archive.
    pub entries: &'a BTreeSet<String>,
}

/// How certain a detection is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// Nothing matched.
    None,
    /// Only some marks of the format were found.
    Likely,
    /// The marks that only this format has were found.
    Certain,
}

/// Which tool wrote a file.
#[derive(Debug, Clone, Copy)]
pub struct Detection {
    /// The format; `None`: no known one.
    pub format: Option<&'static Format>,
    /// How certain that is.
    pub confidence: Confidence,
    /// What was found.
    pub why: &'static str,
}

impl Detection {
    /// The format's id: `unknown` when there is none.
    #[must_use]
    pub fn id(&self) -> &'static str {
        self.format.map_or("unknown", |format| format.id)
    }

    /// The format's name, for people.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.format.map_or("unknown format", |format| format.name)
    }
}

/// Every format, the more particular ones first. A further format is one line here.
pub static FORMATS: &[Format] = &[
    lm_eval::SAMPLES,
    lm_eval::RESULTS,
    lm_eval::BIGCODE,
    inspect::FORMAT,
    promptfoo::FORMAT,
    perf::GUIDELLM,
    perf::AIPERF,
    perf::VLLM,
    every_eval_ever::FORMAT,
    native::JSON,
    native::CSV,
    hugging_face::CARD,
    hugging_face::RESULTS,
    light_eval::FORMAT,
    helm::FORMAT,
    junit::FORMAT,
];

/// Says which tool wrote a file.
#[must_use]
pub fn detect(file_name: &str, bytes: &[u8]) -> Detection {
    let unknown = |why| Detection {
        format: None,
        confidence: Confidence::None,
        why,
    };
    let mut entries = BTreeSet::new();
    let text = if is_archive(bytes) {
        match Archive::open(bytes) {
            Ok(archive) => entries.clone_from(archive.names()),
            Err(_) => return unknown("the archive cannot be read"),
        }
        ""
    } else {
        match utf8(bytes) {
            Ok(text) => text,
            Err(_) => return unknown("the file is not text in UTF-8"),
        }
    };
    let shape = Shape::of(text);
    let candidate = Candidate {
        name: file_name.rsplit(['/', '\\']).next().unwrap_or(file_name),
        shape: &shape,
        text,
        entries: &entries,
    };
    let mut best = unknown(match shape.root {
        Root::Object => "the keys of the JSON object are those of no known format",
        Root::Array => "the keys in the JSON array are those of no known format",
        Root::Lines => "the keys of its lines are those of no known format",
        Root::Other if is_archive(bytes) && entries.is_empty() => "the archive has no entry",
        Root::Other if entries.is_empty() => "it begins like none of them",
        Root::Other => "the entries of the archive are those of no known format",
    });
    for format in FORMATS {
        if let Some((confidence, why)) = (format.sniff)(&candidate)
            && confidence > best.confidence
        {
            best = Detection {
                format: Some(format),
                confidence,
                why,
            };
        }
    }
    best
}

/// The problem of a file that no format matches.
pub(super) fn not_recognised(detection: &Detection) -> ParseProblem {
    let read = |format: &&Format| format.id != lm_eval::BIGCODE.id;
    let names: Vec<&str> = FORMATS
        .iter()
        .filter(read)
        .map(|format| format.name)
        .collect();
    let message = format!(
        "no known evaluation tool writes such a file: {}",
        detection.why
    );
    let expected = format!("one of: {}", names.join("; "));
    ParseProblem::new("format_unknown", message, "", expected)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(name: &str, text: &str) -> (&'static str, Confidence) {
        let detection = detect(name, text.as_bytes());
        assert!(!detection.why.is_empty());
        (detection.id(), detection.confidence)
    }

    #[test]
    fn formats_are_told_apart_by_their_outline() {
        use Confidence::{Certain, Likely, None};
        for (name, text, expected) in [
            (
                "r.json",
                r#"{"results": {}, "n-shot": {}}"#,
                ("lm-eval", Certain),
            ),
            (
                "r.json",
                r#"{"results": {}, "versions": {}, "config": {"model": "hf"}}"#,
                ("lm-eval", Certain),
            ),
            (
                "r.json",
                r#"{"results": {}, "versions": {}}"#,
                ("lm-eval", Likely),
            ),
            (
                "r.json",
                r#"{"results": {"t": {"acc": 0.1}}, "versions": {"t"#,
                ("lm-eval", Likely),
            ),
            (
                "r.json",
                r#"{"config_general": {}, "results": {}, "versions": {}}"#,
                ("lighteval", Certain),
            ),
            (
                "r.json",
                r#"{"version": 2, "results": [], "stats": {}}"#,
                ("unknown", None),
            ),
            (
                "r.json",
                r#"{"version": 2, "results": [], "stats": {"successes": 1}}"#,
                ("promptfoo", Certain),
            ),
            (
                "s.jsonl",
                "{\"doc_id\": 0, \"resps\": []}\n{\"doc_id\": 1}",
                ("lm-eval-samples", Certain),
            ),
            (
                "a/samples_t.jsonl",
                "{\"doc_id\": 0, \"acc\": 1}\n",
                ("lm-eval-samples", Likely),
            ),
            (
                "h.json",
                r#"{"humaneval": {"pass@1": 0.2}, "config": {"modeltype": "causal"}}"#,
                ("bigcode-eval-harness", Certain),
            ),
            ("x.csv", "a,b\n1,2\n", ("unknown", None)),
            ("x.json", "[1]", ("unknown", None)),
        ] {
            assert_eq!(found(name, text), expected, "{text}");
        }
        assert_eq!(detect("x", b"\xff\xfe").id(), "unknown");
        let empty = [b"PK\x05\x06".as_slice(), &[0; 18]].concat();
        assert_eq!(detect("x.eval", &empty).why, "the archive has no entry");
    }

    #[test]
    fn ids_are_unique() {
        let ids: std::collections::BTreeSet<_> = FORMATS.iter().map(|format| format.id).collect();
        assert_eq!(ids.len(), FORMATS.len());
    }
}
