//! Logs of Inspect AI: one JSON document, or a ZIP archive (`.eval`) with one entry for each sample.
//!
//! - A document writes bare `NaN` for what was not scored; an archive is compressed with deflate or, since 0.3.206,
//!   with Zstandard. A run that was cut off has no `header.json`; then `_journal/start.json` says what was begun.
//! - A sample stands in `samples/<id>_epoch_<n>.json`, or in parts in a folder of that name with a `sample.json`;
//!   one archive may mix both.
//! - A run that was cancelled, failed or was invalidated is read and flagged, although it holds results.
//! - `status: success` may hide samples that ended with an error: they are counted here.
//!
//! Source: `inspect_ai/log/_log.py`, `log/_recorders/eval.py` and `scorer/_metrics/` of the tool, and real logs.

mod header;
mod metrics;
mod samples;

#[cfg(test)]
mod tests;

use self::header::Run;
use self::samples::Samples;
use super::detect::{Candidate, Confidence, Format, Sniffed};
use super::json::{self, Node, Object, Root};
use super::reading::{Archive, Remarks, is_archive, object_at};
use super::{ParseProblem, ParsedFile};

/// The format.
pub(super) const FORMAT: Format = Format {
    id: "inspect",
    name: "Inspect AI log (.json or .eval)",
    sniff,
    parse,
};

const HEADER: &str = "header.json";
const START: &str = "_journal/start.json";
const READ_AT_TOP: &[&str] = &[
    "version",
    "status",
    "eval",
    "plan",
    "results",
    "stats",
    "samples",
    "error",
    "invalidated",
    // The same scores again, after epochs were taken together.
    "reductions",
];

fn sniff(file: &Candidate<'_>) -> Sniffed {
    if file.entries.contains(HEADER) || file.entries.contains(START) {
        return Some((
            Confidence::Certain,
            "an archive with header.json or _journal/start.json",
        ));
    }
    let shape = file.shape;
    (shape.root == Root::Object && shape.has("eval/task_id"))
        .then_some((Confidence::Certain, "eval.task_id"))
}

fn parse(_name: &str, bytes: &[u8]) -> Result<ParsedFile, ParseProblem> {
    if is_archive(bytes) {
        return archive(bytes);
    }
    let document = json::read(json::utf8(bytes)?)?;
    let root = object_at(Some(&document), "", "an Inspect AI log")?;
    let run = Run::of(root)?;
    let mut remarks = Remarks::default();
    let mut samples = Samples::of(&run);
    let listed = root
        .get("samples")
        .and_then(Node::array)
        .unwrap_or_default();
    for (number, sample) in listed.iter().enumerate() {
        let number = number.to_string();
        samples.add(sample, &["samples", &number], &mut remarks)?;
    }
    file("Inspect AI log, JSON", root, &run, samples, remarks)
}

fn archive(bytes: &[u8]) -> Result<ParsedFile, ParseProblem> {
    let mut archive = Archive::open(bytes)?;
    let whole = archive.names().contains(HEADER);
    let name = if whole { HEADER } else { START };
    let header = archive.entry(name)?;
    let inside = |problem| Archive::inside(name, problem);
    let header = json::utf8(&header).and_then(json::read).map_err(inside)?;
    let root = object_at(Some(&header), "", "an Inspect AI log").map_err(inside)?;
    let run = Run::of(root).map_err(inside)?;
    let mut remarks = Remarks::default();
    if !whole {
        let message = "the run was cut off: the archive has no header.json, and so no results";
        remarks.note("header_missing", message, &[START]);
    }
    let mut samples = Samples::of(&run);
    let names: Vec<String> = archive
        .names()
        .iter()
        .filter(|name| is_sample(name))
        .cloned()
        .collect();
    for name in names {
        let bytes = archive.entry(&name)?;
        json::utf8(&bytes)
            .and_then(json::read)
            .and_then(|sample| samples.add(&sample, &[&name], &mut remarks))
            .map_err(|problem| Archive::inside(&name, problem))?;
    }
    file("Inspect AI log, archive", root, &run, samples, remarks)
}

/// Whether an entry holds a sample: its file, or that part of it that holds its scores.
fn is_sample(name: &str) -> bool {
    let Some(rest) = name.strip_prefix("samples/") else {
        return false;
    };
    match rest.rsplit_once('/') {
        Some((folder, file)) => file == "sample.json" && folder.contains("_epoch_"),
        None => rest.ends_with(".json"),
    }
}

fn file(
    layout: &'static str,
    root: &Object<'_>,
    run: &Run<'_, '_>,
    samples: Samples,
    mut remarks: Remarks,
) -> Result<ParsedFile, ParseProblem> {
    remarks.unread(root, READ_AT_TOP, &[]);
    let file = run.file(&mut remarks);
    let evaluations = metrics::evaluations(run, samples, &mut remarks)?;
    let (unmapped, notes) = remarks.into_parts();
    Ok(ParsedFile {
        format: FORMAT.id,
        layout,
        evaluations,
        unmapped,
        notes,
        ..file
    })
}
