//! Our own format for tools that have none: a JSON document with everything, or a CSV with one number in each row.
//!
//! Both are described in `docs/evaluation-files.md`. Units and directions are said, not guessed; a name that is not
//! known is refused with its place.

mod csv;
mod document;

use serde_json::Value;

use super::detect::{Candidate, Confidence, Format, Sniffed};
use super::json::Root;
use super::{Direction, ParseProblem, ParsedMetric, Unit};
use crate::ground::kernel::Decimal;

/// The JSON document.
pub(super) const JSON: Format = Format {
    id: "tenure",
    name: "Tenure evaluation (.json)",
    sniff: sniff_json,
    parse: document::parse,
};
/// The CSV.
pub(super) const CSV: Format = Format {
    id: "tenure-csv",
    name: "Tenure evaluation (.csv with the columns task, metric, value)",
    sniff: sniff_csv,
    parse: csv::parse,
};

fn sniff_json(file: &Candidate<'_>) -> Sniffed {
    (file.shape.root == Root::Object && file.shape.has("tenure_evaluation"))
        .then_some((Confidence::Certain, "tenure_evaluation"))
}

fn sniff_csv(file: &Candidate<'_>) -> Sniffed {
    let first = file.text.lines().next().unwrap_or_default();
    let columns: Vec<&str> = first
        .split(',')
        .map(|column| column.trim().trim_matches('"'))
        .collect();
    ["task", "metric", "value"]
        .iter()
        .all(|name| columns.contains(name))
        .then_some((
            Confidence::Certain,
            "a first line with the columns task, metric and value",
        ))
}

/// A unit by its name.
fn unit(name: &str) -> Option<Unit> {
    Some(match name {
        "fraction" => Unit::Fraction,
        "percent" => Unit::Percent,
        "seconds" => Unit::Seconds,
        "count" => Unit::Count,
        "currency" => Unit::Currency,
        "score" => Unit::Score,
        _ => return None,
    })
}

/// What tells the metrics of an evaluation apart: the name, and the part of the items.
type Identity = (String, Option<(String, String)>);

fn identity(metric: &ParsedMetric) -> Identity {
    let slice = metric.slice.as_ref();
    let part = slice.map(|slice| (slice.kind.clone(), slice.value.clone()));
    (metric.raw_name.clone(), part)
}

/// A metric that stands twice: nobody can say which number was meant.
fn twice(metric: &ParsedMetric, place: String) -> ParseProblem {
    let message = format!("the metric {} stands twice", metric.raw_name);
    let expected = "each metric once in an evaluation, or about different slices";
    ParseProblem::new("metric_twice", message, place, expected)
}

/// The particular that says how likely the model was trained on the items.
const CONTAMINATION: &str = "contamination";

/// Its words.
fn contamination(word: &str) -> Option<Value> {
    ["low", "high", "confirmed"]
        .contains(&word)
        .then(|| word.into())
}

const CONTAMINATIONS: &str = "one of low, high, confirmed; nothing when nobody knows";
const UNITS: &str = "one of fraction, percent, seconds, count, currency, score";
const DIRECTIONS: &str = "one of higher, lower, none, or target together with a target";

/// A direction by its name; `target` wants a target, and only then.
fn direction(name: &str, target: Option<Decimal>) -> Option<Direction> {
    match (name, target) {
        ("higher", None) => Some(Direction::Higher),
        ("lower", None) => Some(Direction::Lower),
        ("none", None) => Some(Direction::None),
        ("target", Some(target)) => Some(Direction::Target(target)),
        _ => None,
    }
}
