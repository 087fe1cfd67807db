//! Which tool wrote a file. Invariant: looks at the outline only, so it also answers for a file that is cut off.

use super::json::{Root, Shape, utf8};
use super::{ParseProblem, ParsedFile, lm_eval};

/// A format that is recognised.
#[derive(Debug)]
pub struct Format {
    /// Stable id: `lm-eval`.
    pub id: &'static str,
    /// For people.
    pub name: &'static str,
    /// Whether a file looks like it, and why.
    sniff: fn(&Candidate<'_>) -> Option<(Confidence, &'static str)>,
    /// Reads a file of it. A format that is only recognised answers with the problem that says so.
    pub(super) parse: fn(&str, &[u8]) -> Result<ParsedFile, ParseProblem>,
}

/// A file that asks which format it has.
struct Candidate<'a> {
    name: &'a str,
    shape: &'a Shape,
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
    Format {
        id: "lm-eval-samples",
        name: "lm-evaluation-harness, items of a task",
        sniff: samples,
        parse: lm_eval::refuse_samples,
    },
    Format {
        id: "lm-eval",
        name: "lm-evaluation-harness results",
        sniff: results,
        parse: lm_eval::parse,
    },
    Format {
        id: "bigcode-eval-harness",
        name: "bigcode-evaluation-harness results",
        sniff: bigcode,
        parse: lm_eval::refuse_bigcode,
    },
];

/// Says which tool wrote a file.
#[must_use]
pub fn detect(file_name: &str, bytes: &[u8]) -> Detection {
    let unknown = |why| Detection {
        format: None,
        confidence: Confidence::None,
        why,
    };
    let Ok(text) = utf8(bytes) else {
        return unknown("the file is not text in UTF-8");
    };
    let shape = Shape::of(text);
    let name = file_name.rsplit(['/', '\\']).next().unwrap_or(file_name);
    let candidate = Candidate {
        name,
        shape: &shape,
    };
    let mut best = unknown(match shape.root {
        Root::Object => "the keys of the JSON object are those of no known format",
        Root::Array => "it is a JSON array",
        Root::Lines => "the keys of its lines are those of no known format",
        Root::Other => "it does not begin like JSON",
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
    let names: Vec<&str> = FORMATS.iter().map(|format| format.name).collect();
    let message = format!(
        "no known evaluation tool writes such a file: {}",
        detection.why
    );
    let expected = format!("one of: {}", names.join("; "));
    ParseProblem::new("format_unknown", message, "", expected)
}

type Sniffed = Option<(Confidence, &'static str)>;

fn samples(file: &Candidate<'_>) -> Sniffed {
    let shape = file.shape;
    if !matches!(shape.root, Root::Lines | Root::Object) || !shape.has("doc_id") {
        return None;
    }
    if shape.has("resps") || shape.has("filtered_resps") {
        return Some((Confidence::Certain, "lines with doc_id and resps"));
    }
    let named = file.name.starts_with("samples_");
    named.then_some((
        Confidence::Likely,
        "lines with doc_id, and the name begins with samples_",
    ))
}

fn results(file: &Candidate<'_>) -> Sniffed {
    let shape = file.shape;
    // LightEval has results and versions too, but says config_general.
    if shape.root != Root::Object || !shape.has("results") || shape.has("config_general") {
        return None;
    }
    if shape.has("n-shot") || shape.has("lm_eval_version") || shape.has("n-samples") {
        return Some((
            Confidence::Certain,
            "results with n-shot, n-samples or lm_eval_version",
        ));
    }
    if shape.has("versions") && shape.has("config/model") {
        return Some((Confidence::Certain, "results, versions and config.model"));
    }
    let likely = shape.has("versions") || shape.has("group_subtasks");
    likely.then_some((
        Confidence::Likely,
        "results with versions or group_subtasks",
    ))
}

fn bigcode(file: &Candidate<'_>) -> Sniffed {
    let shape = file.shape;
    let marks = [
        "config/modeltype",
        "config/generation_only",
        "config/allow_code_execution",
    ];
    (shape.root == Root::Object && !shape.has("results") && marks.iter().any(|key| shape.has(key)))
        .then_some((
            Confidence::Certain,
            "config with modeltype, generation_only or allow_code_execution",
        ))
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
                ("unknown", None),
            ),
            (
                "r.json",
                r#"{"version": 2, "results": [], "stats": {}}"#,
                ("unknown", None),
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
    }

    #[test]
    fn ids_are_unique() {
        let ids: std::collections::BTreeSet<_> = FORMATS.iter().map(|format| format.id).collect();
        assert_eq!(ids.len(), FORMATS.len());
    }
}
