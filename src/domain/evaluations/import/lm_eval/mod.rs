//! lm-evaluation-harness result files (`results_*.json`), all layouts.
//!
//! - 0.4: keys `metric,filter`; tables beside the results (`configs`, `versions`, `n-shot`, `n-samples`,
//!   `higher_is_better`, `group_subtasks`); groups stand in `groups` and again in `results`.
//! - 0.3 and older, and forks of them: keys without a filter, `versions`, `config`; no number of items, no date.
//!
//! Source: `lm_eval/result_schema.py` and `lm_eval/loggers/evaluation_tracker.py` of the harness, and real files of
//! each layout. Invariant: a group's row is read once, as an aggregate.

mod hardware;
mod header;
mod keys;
mod metrics;
mod refused;
mod samples;
mod sniff;
mod tables;
mod tasks;
mod unread;

#[cfg(test)]
mod tests;

use self::keys::Layout;
use self::tables::Tables;
use super::detect::Format;
use super::json::{self, Node, Object};
use super::reading::{Remarks, settle_units};
use super::{ParseProblem, ParsedFile};

/// Items of a task.
pub(super) const SAMPLES: Format = Format {
    id: "lm-eval-samples",
    name: "lm-evaluation-harness, items of a task",
    sniff: sniff::samples,
    parse: samples::parse,
};
/// Results.
pub(super) const RESULTS: Format = Format {
    id: "lm-eval",
    name: "lm-evaluation-harness results",
    sniff: sniff::results,
    parse,
};
/// Results of the harness for code.
pub(super) const BIGCODE: Format = Format {
    id: "bigcode-eval-harness",
    name: "bigcode-evaluation-harness results",
    sniff: sniff::bigcode,
    parse: refused::refuse_bigcode,
};
const TOOL: &str = "lm-evaluation-harness";

/// Reads a result file.
///
/// # Errors
/// It is not JSON, has no results, has no metric, or is beyond a limit.
fn parse(_name: &str, bytes: &[u8]) -> Result<ParsedFile, ParseProblem> {
    let document = json::read(json::utf8(bytes)?)?;
    let root = object_at(&document, "")?;
    let results = object_at(root.get("results").unwrap_or(&Node::Null), "/results")?;
    let tables = Tables::of(root);
    let layout = Layout::of(root, results);
    let mut remarks = Remarks::default();
    let header = header::read(root, &mut remarks);
    let mut evaluations = tasks::read(results, &tables, layout, &mut remarks)?;
    if evaluations.is_empty() {
        let message = "no task in the file has a metric";
        let expected = "tasks with metrics, like {\"acc,none\": 0.5}";
        return Err(ParseProblem::new(
            "no_metrics",
            message,
            "/results",
            expected,
        ));
    }
    settle_units(&mut evaluations, &mut remarks);
    unread::list(root, &mut remarks);
    let (unmapped, notes) = remarks.into_parts();
    Ok(ParsedFile {
        format: RESULTS.id,
        layout: layout.name(),
        tool: Some(TOOL.to_owned()),
        tool_version: header.tool_version,
        tool_commit: header.tool_commit,
        model_ref: header.model_ref,
        model_args: header.model_args,
        gen_params: header.gen_params,
        seeds: header.seeds,
        run_at: header.run_at,
        chat_template_digest: header.chat_template_digest,
        system_config_digest: header.system_config_digest,
        hardware: hardware::read(root),
        evaluations,
        unmapped,
        notes,
        ..ParsedFile::default()
    })
}

fn object_at<'d, 'a>(node: &'d Node<'a>, pointer: &str) -> Result<&'d Object<'a>, ParseProblem> {
    node.object().ok_or_else(|| {
        let message = format!("an object is needed here, this is {}", node.kind());
        ParseProblem::new(
            "results_missing",
            message,
            pointer,
            "an object: task -> metrics",
        )
    })
}
