//! Results of promptfoo, all layouts of its export and its JSON lines.
//!
//! - 1 and 2: `{version, results: [...], stats, table}`, where the second names a provider for each row; also the same
//!   one level down, under `results`. 3: `{evalId, results: {version, prompts, results: [...]}, config, metadata}`.
//!   JSON lines: one row of layout 3 in each line.
//! - One file compares several providers: each prompt with each provider is a candidate, and each provider a model.
//! - The pass rate is counted over the rows. `metrics.score` of a prompt is a sum, not a mean, and is not read.
//! - An assertion that crashes counts as a failure of the model (`failureReason` 1). When most failures say the same
//!   about the code of an assertion, the grader is suspected, and no gate uses the numbers.
//! - Times of rows that came from the cache say nothing; times and costs stand in an evaluation of their own.
//!
//! Source: `src/types/index.ts` of the tool, and real files of each layout. Only hashes of texts are kept.

mod candidates;
mod rows;

#[cfg(test)]
mod tests;

use serde_json::json;

use self::candidates::Candidates;
use super::detect::{Candidate, Confidence, Format, Sniffed};
use super::json::{self, Node, Object, Root};
use super::reading::{Remarks, cut, date_or_time, lines, object_at, settle_units, text};
use super::{ParseProblem, ParsedFile};

/// The format.
pub(super) const FORMAT: Format = Format {
    id: "promptfoo",
    name: "promptfoo results (.json or .jsonl)",
    sniff,
    parse,
};

const READ_AT_TOP: &[&str] = &[
    "version",
    "evalId",
    "results",
    "config",
    "metadata",
    "timestamp",
    // Counted from the rows.
    "stats",
    "table",
    "vars",
];
/// The task of a file that has no description.
const TASK: &str = "promptfoo";

fn sniff(file: &Candidate<'_>) -> Sniffed {
    let shape = file.shape;
    match shape.root {
        Root::Object if shape.has("evalId") && shape.has("results") => {
            Some((Confidence::Certain, "evalId with results"))
        }
        Root::Object if shape.has("results/version") && shape.has("results/results") => {
            Some((Confidence::Certain, "results with a version and results"))
        }
        Root::Object
            if shape.has("version") && shape.has("results") && shape.has("stats/successes") =>
        {
            Some((Confidence::Certain, "version, results and stats.successes"))
        }
        Root::Lines | Root::Object
            if shape.has("gradingResult") && shape.has("success") && shape.has("testIdx") =>
        {
            Some((
                Confidence::Certain,
                "lines with testIdx, success and gradingResult",
            ))
        }
        Root::Object | Root::Lines | Root::Array | Root::Other => None,
    }
}

fn parse(_name: &str, bytes: &[u8]) -> Result<ParsedFile, ParseProblem> {
    let text = json::utf8(bytes)?;
    let mut candidates = Candidates::default();
    let mut remarks = Remarks::default();
    // A row of JSON lines is a document of its own, and so is a file of a single row.
    if !matches!(json::Shape::of(text), shape if shape.root == Root::Object && shape.has("results"))
    {
        lines(text, |number, node| {
            let at = format!("line {number}");
            let row = object_at(Some(node), &at, "a row of results")?;
            candidates.add(row, &[&at], &mut remarks)
        })?;
        return file("promptfoo JSON lines", None, candidates, remarks);
    }
    let document = json::read(text)?;
    let root = object_at(Some(&document), "", "promptfoo results")?;
    let (summary, at) = match root.object("results") {
        Some(inner) => (inner, &["results", "results"][..]),
        None => (root, &["results"][..]),
    };
    let rows = summary
        .get("results")
        .and_then(Node::array)
        .ok_or_else(|| {
            let message = "the file holds no list of rows";
            let place = json::pointer(at);
            ParseProblem::new("results_missing", message, place, "a list of rows")
        })?;
    for (number, row) in rows.iter().enumerate() {
        let number = number.to_string();
        let at = [at, &[&number]].concat();
        let row = object_at(Some(row), &json::pointer(&at), "a row of results")?;
        candidates.add(row, &at, &mut remarks)?;
    }
    let layout = match summary.get("version").and_then(Node::integer) {
        Some(1) => "promptfoo 1",
        Some(2) => "promptfoo 2",
        Some(3) => "promptfoo 3",
        Some(_) | None => {
            let message = "the file says no version from 1 to 3; it is read like version 3";
            remarks.note("version_unknown", message, &["results", "version"]);
            "promptfoo"
        }
    };
    remarks.unread(root, READ_AT_TOP, &[]);
    file(layout, Some((root, summary)), candidates, remarks)
}

fn file(
    layout: &'static str,
    document: Option<(&Object<'_>, &Object<'_>)>,
    candidates: Candidates,
    mut remarks: Remarks,
) -> Result<ParsedFile, ParseProblem> {
    let root = document.map(|(root, _)| root);
    let metadata = root.and_then(|root| root.object("metadata"));
    let config = root.and_then(|root| root.object("config"));
    let description = config.and_then(|config| config.get("description"));
    let task = text(description, &["config", "description"], &mut remarks);
    let task = task.unwrap_or_else(|| TASK.to_owned());
    let created = metadata.and_then(|metadata| metadata.some("evaluationCreatedAt"));
    let time = created.or_else(|| document.and_then(|(_, summary)| summary.some("timestamp")));
    let run_at = date_or_time(time, &["metadata", "evaluationCreatedAt"], &mut remarks);
    let providers = config.and_then(|config| config.get("providers")?.array());
    let mut evaluations =
        candidates.evaluations(&task, providers.unwrap_or_default(), &mut remarks)?;
    settle_units(&mut evaluations, &mut remarks);
    let version = metadata.and_then(|metadata| metadata.get("promptfooVersion"));
    let tool_version = text(version, &["metadata", "promptfooVersion"], &mut remarks);
    let id = root
        .and_then(|root| root.text("evalId"))
        .map(|id| ("eval_id", json!(cut(id))));
    let models: std::collections::BTreeSet<_> = evaluations
        .iter()
        .filter_map(|evaluation| evaluation.model_ref.clone())
        .collect();
    let (unmapped, notes) = remarks.into_parts();
    Ok(ParsedFile {
        format: FORMAT.id,
        layout,
        tool: Some("promptfoo".into()),
        tool_version,
        model_ref: (models.len() == 1)
            .then(|| models.into_iter().next())
            .flatten(),
        run_at,
        details: id.into_iter().collect(),
        evaluations,
        unmapped,
        notes,
        ..ParsedFile::default()
    })
}
