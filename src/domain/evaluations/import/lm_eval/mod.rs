//! lm-evaluation-harness result files (`results_*.json`), all layouts.
//!
//! - 0.4: keys `metric,filter`; tables beside the results (`configs`, `versions`, `n-shot`, `n-samples`,
//!   `higher_is_better`, `group_subtasks`); groups stand in `groups` and again in `results`.
//! - 0.3 and older, and forks of them: keys without a filter, `versions`, `config`; no number of items, no date.
//!
//! Source: `lm_eval/result_schema.py` and `lm_eval/loggers/evaluation_tracker.py` of the harness, and real files of
//! each layout. Invariant: a group's row is read once, as an aggregate.

mod header;
mod keys;
mod metrics;
mod refused;
mod remarks;
mod tables;
mod tasks;
mod units;

#[cfg(test)]
mod tests;

pub(super) use refused::{refuse_bigcode, refuse_samples};

use self::keys::Layout;
use self::remarks::Remarks;
use self::tables::Tables;
use super::json::{self, Node, Object};
use super::{ParseProblem, ParsedFile};

const FORMAT: &str = "lm-eval";
const TOOL: &str = "lm-evaluation-harness";

/// Reads a result file.
///
/// # Errors
/// It is not JSON, has no results, has no metric, or is beyond a limit.
pub(super) fn parse(_name: &str, bytes: &[u8]) -> Result<ParsedFile, ParseProblem> {
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
    units::settle(&mut evaluations, &mut remarks);
    remarks.unread(root);
    let (unmapped, notes) = remarks.into_parts();
    Ok(ParsedFile {
        format: FORMAT,
        layout: layout.name(),
        tool: TOOL,
        tool_version: header.tool_version,
        tool_commit: header.tool_commit,
        model_ref: header.model_ref,
        model_args: header.model_args,
        gen_params: header.gen_params,
        seeds: header.seeds,
        run_at: header.run_at,
        chat_template_digest: header.chat_template_digest,
        system_config_digest: header.system_config_digest,
        evaluations,
        unmapped,
        notes,
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
