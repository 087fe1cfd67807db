//! One metric: value, standard error, direction, unit, each with where it comes from.

use super::super::catalogue::{self, Known};
use super::super::json::{Node, Object};
use super::super::reading::{Remarks, cut, stderr_of, value_of};
use super::super::{
    Direction, MetricState, ParsedEvaluation, ParsedMetric, StatedBy, StderrMethod,
};
use super::tables::Tables;
use crate::ground::kernel::Decimal;

/// A metric as it stands in a row.
pub struct RawMetric<'d, 'a> {
    pub metric: &'d str,
    pub key: &'d str,
    pub node: &'d Node<'a>,
    pub stderr: Option<&'d Node<'a>>,
}

/// Reads a metric; `None` when it is a list or an object, which is noted.
pub fn read(
    of: &ParsedEvaluation,
    table: &str,
    raw: &RawMetric<'_, '_>,
    tables: &Tables<'_, '_>,
    remarks: &mut Remarks,
) -> Option<ParsedMetric> {
    let at = [table, of.task.as_str(), raw.key];
    if let Node::Array(_) | Node::Object(_) = raw.node {
        let message = format!("a metric is one number, this is {}", raw.node.kind());
        remarks.note("metric_not_read", message, &at);
        remarks.unmapped(&at);
        return None;
    }
    let known = catalogue::known(&of.task, raw.metric);
    let (mut state, mut value) = value_of(raw.node, &at, remarks);
    if raw.metric == "bypass" && value == Some(Decimal::from(999)) {
        (state, value) = (MetricState::NotApplicable, None);
        remarks.note("bypassed", "the run was told to compute no metric", &at);
    }
    let stderr = raw.stderr.and_then(|node| stderr_of(node, &at, remarks));
    let method = stderr
        .as_ref()
        .and_then(|_| stderr_method(of, raw.metric, tables));
    let (direction, direction_by) = direction_of(of, raw.metric, known.as_ref(), tables, remarks);
    Some(ParsedMetric {
        name: known
            .as_ref()
            .map_or_else(|| raw.metric.to_owned(), |known| known.name.clone()),
        raw_name: raw.key.to_owned(),
        state,
        value,
        value_raw: cut(&raw.node.raw()),
        unit: known.as_ref().and_then(|known| known.unit),
        unit_by: StatedBy::Catalogue,
        direction,
        direction_by,
        stderr,
        stderr_method: method,
        slice: known.and_then(|known| known.slice),
        ..ParsedMetric::default()
    })
}

/// How the harness computed a standard error (`stderr_for_metric` in `lm_eval/api/metrics.py`): by formula for means,
/// by resampling for a fixed list of aggregations, pooled for groups.
fn stderr_method(
    of: &ParsedEvaluation,
    metric: &str,
    tables: &Tables<'_, '_>,
) -> Option<StderrMethod> {
    if of.is_aggregate {
        return Some(StderrMethod::Pooled);
    }
    let listed = tables.config_of(&of.task)?.get("metric_list")?.array()?;
    let entries: Vec<&Object<'_>> = listed.iter().filter_map(Node::object).collect();
    let named = entries
        .iter()
        .find(|entry| entry.text("metric") == Some(metric));
    // A function of its own may report under any name; if it is the only one, the number is its own.
    let only = || entries.first().filter(|_| entries.len() == 1);
    match named.or_else(only)?.text("aggregation")? {
        "mean" | "acc_all" => Some(StderrMethod::Analytic),
        "median" | "matthews_corrcoef" | "f1" | "perplexity" | "bleu" | "chrf" | "ter"
        | "nanmean" => Some(StderrMethod::Bootstrap),
        _ => None,
    }
}

/// Which values are better: a target of the catalogue, else what the file says, else the catalogue.
fn direction_of(
    of: &ParsedEvaluation,
    metric: &str,
    known: Option<&Known>,
    tables: &Tables<'_, '_>,
    remarks: &mut Remarks,
) -> (Option<Direction>, StatedBy) {
    let at = ["higher_is_better", of.task.as_str(), metric];
    let stated = tables.higher_is_better(&of.task, metric);
    let catalogued = known.map(|known| known.direction.clone());
    if let Some(Direction::Target(target)) = &catalogued {
        if let Some(Some(_)) = stated {
            let message = format!(
                "{metric} is best at {target}, not high or low; the file's direction is not used"
            );
            remarks.note_once("direction_is_target", metric, message, &at);
        }
        return (catalogued, StatedBy::Catalogue);
    }
    match stated {
        Some(Some(higher)) => {
            let direction = if higher {
                Direction::Higher
            } else {
                Direction::Lower
            };
            if catalogued.is_some_and(|catalogued| catalogued != direction) {
                let message = format!(
                    "the file turns the usual direction of {metric} around; the file's is used"
                );
                remarks.note_once("direction_differs", metric, message, &at);
            }
            (Some(direction), StatedBy::File)
        }
        // The harness writes null for a group whose tasks disagree.
        Some(None) if of.is_aggregate => (None, StatedBy::File),
        Some(None) | None => (catalogued, StatedBy::Catalogue),
    }
}
