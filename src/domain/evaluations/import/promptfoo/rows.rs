//! A row: one test, asked of one candidate.

use super::super::json::{Node, Object};
use super::super::reading::{Remarks, cut, decimal, hash_of, item_key};
use crate::domain::evaluations::Item;
use crate::ground::kernel::{Decimal, Sha256};

/// `failureReason` of a test that ended with an error instead of an answer.
const ERROR: i64 = 2;
/// Beginnings of what assertions say when their own code failed, whatever the model answered.
const GRADER_ERRORS: &[&str] = &[
    "Custom function threw error",
    "Invalid regex pattern",
    "Python code execution failed",
    "Error executing",
    "Could not parse",
    "No json found in grader response",
    "API call error",
];

/// What a row says.
#[derive(Debug)]
pub struct Row {
    /// Whether the answer passed.
    pub passed: bool,
    /// Whether there was no answer.
    pub errored: bool,
    /// How the failure begins, when the assertion's own code seems to have failed.
    pub grader_error: Option<String>,
    /// The score of the row.
    pub score: Option<f64>,
    /// Named scores of the row.
    pub named: Vec<(String, f64)>,
    /// Seconds; `None` when nothing was asked.
    pub latency: Option<f64>,
    /// Whether the answer came from the cache.
    pub cached: bool,
    /// In the provider's currency, US dollars.
    pub cost: Option<f64>,
    /// The language that the test's metadata say.
    pub language: Option<String>,
    /// What it scored.
    pub item: Item,
}

impl Row {
    /// Reads a row; `position` names its test when it has no number.
    pub fn of(row: &Object<'_>, position: usize, at: &[&str], remarks: &mut Remarks) -> Self {
        let passed = row.get("success") == Some(&Node::Bool(true));
        let error = row.text("error").unwrap_or_default().trim();
        let reason = row.get("failureReason").and_then(Node::integer);
        let response = row.object("response");
        let answered = response.is_some_and(|response| response.some("output").is_some());
        // Older layouts do not say why; then an error without an answer is one.
        let errored =
            !passed && reason.map_or(!error.is_empty() && !answered, |reason| reason == ERROR);
        let cached =
            response.and_then(|response| response.get("cached")) == Some(&Node::Bool(true));
        let number = |name: &str| decimal(row.get(name)).map(|value| value.to_f64());
        let score = decimal(row.get("score"));
        if score.is_none() && row.some("score").is_some() {
            let message = "a score that is no number is not read";
            remarks.note_once("score_not_read", "", message.into(), at);
        }
        let named = row.object("namedScores").into_iter().flat_map(Object::iter);
        let test = row.object("testCase");
        let metadata = test
            .and_then(|test| test.object("metadata"))
            .or_else(|| row.object("metadata"));
        let language = metadata.and_then(|metadata| {
            metadata
                .text("language")
                .or_else(|| metadata.text("langue"))
        });
        Self {
            passed,
            errored,
            grader_error: grader_error(error).filter(|_| !passed && !errored),
            score: score.as_ref().map(Decimal::to_f64),
            named: named
                .filter_map(|(name, value)| Some((name.to_owned(), decimal(Some(value))?.to_f64())))
                .collect(),
            latency: number("latencyMs")
                .filter(|_| !errored && !cached)
                .map(|ms| ms / 1000.0),
            cached,
            cost: number("cost").filter(|_| !errored && !cached),
            language: language.map(str::to_owned),
            item: item(row, position, passed, errored, score),
        }
    }
}

fn item(
    row: &Object<'_>,
    position: usize,
    passed: bool,
    errored: bool,
    score: Option<Decimal>,
) -> Item {
    let test = row.object("testCase");
    let vars = row
        .some("vars")
        .or_else(|| test.and_then(|test| test.some("vars")));
    let asked = vars.map(Node::raw).unwrap_or_default();
    let number = row.get("testIdx").and_then(item_key);
    let fallback = Decimal::from(i64::from(passed));
    Item {
        hash: vars.map(|_| hash_of(&[&asked])),
        key: number.unwrap_or_else(|| position.to_string()),
        epoch: 1,
        score: (!errored).then(|| score.unwrap_or(fallback)),
        correct: (!errored).then_some(passed),
        cluster: None,
        error_kind: errored.then(|| "error".to_owned()),
    }
}

/// What stays the same of a failure of the assertion's code in row after row: its first line.
fn grader_error(error: &str) -> Option<String> {
    let first = error.lines().next().unwrap_or_default();
    let known = GRADER_ERRORS.iter().any(|begin| first.starts_with(begin));
    known.then(|| cut(first))
}

/// Names the prompt template: what the tool states, else a hash of the label.
pub fn prompt_digest(row: &Object<'_>) -> Option<String> {
    let stated = row
        .text("promptId")
        .filter(|id| id.len() == 64 && id.bytes().all(|b| b.is_ascii_hexdigit()));
    let prompt = row.object("prompt");
    let label = prompt.and_then(|prompt| prompt.text("label").or_else(|| prompt.text("display")));
    stated
        .map(|id| format!("sha256:{}", id.to_ascii_lowercase()))
        .or_else(|| label.map(|label| Sha256::of(label.as_bytes()).to_string()))
}
