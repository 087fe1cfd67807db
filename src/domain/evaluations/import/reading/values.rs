//! Numbers, each with what the catalogue knows about it.

use super::super::json::Node;
use super::super::{MetricState, ParsedMetric, StatedBy, TEXT_BYTES_MAX, Unit, catalogue};
use super::Remarks;
use crate::ground::kernel::Decimal;

/// How a file names a metric.
#[derive(Debug, Clone, Copy)]
pub struct Named<'a> {
    /// The task that it is of.
    pub task: &'a str,
    /// Its name, without filters and the like.
    pub name: &'a str,
    /// The key as the file has it.
    pub raw: &'a str,
}

/// A metric with the name, the unit and the direction that the catalogue knows; `None` when it is a list or an
/// object, which is noted.
pub fn metric(
    named: Named<'_>,
    node: &Node<'_>,
    at: &[&str],
    remarks: &mut Remarks,
) -> Option<ParsedMetric> {
    if let Node::Array(_) | Node::Object(_) = node {
        let message = format!("a metric is one number, this is {}", node.kind());
        remarks.note("metric_not_read", message, at);
        remarks.unmapped(at);
        return None;
    }
    let (state, value) = value_of(node, at, remarks);
    let known = catalogue::known(named.task, named.name);
    let base = ParsedMetric {
        name: named.name.to_owned(),
        raw_name: named.raw.to_owned(),
        state,
        value,
        value_raw: cut(&node.raw()),
        ..ParsedMetric::default()
    };
    Some(match known {
        Some(known) => ParsedMetric {
            name: known.name,
            unit: known.unit,
            unit_by: StatedBy::Catalogue,
            direction: Some(known.direction),
            direction_by: StatedBy::Catalogue,
            slice: known.slice,
            ..base
        },
        None => base,
    })
}

/// The decimal that a number or a string holds, without a remark.
pub fn decimal(node: Option<&Node<'_>>) -> Option<Decimal> {
    let node = node?;
    node.number()
        .or_else(|| node.text().map(str::trim))?
        .parse()
        .ok()
}

/// The value, from its own characters.
pub fn value_of(
    node: &Node<'_>,
    at: &[&str],
    remarks: &mut Remarks,
) -> (MetricState, Option<Decimal>) {
    let unknown = (MetricState::Unknown, None);
    let written = match node {
        Node::Number(written) => written.as_ref(),
        Node::Text(written) if matches!(written.trim(), "N/A" | "n/a" | "NA") => {
            return (MetricState::NotApplicable, None);
        }
        Node::Text(written) => written.trim(),
        Node::Null | Node::Bool(_) | Node::NotANumber(_) | Node::Array(_) | Node::Object(_) => {
            let message = format!("{} is no value", cut(&node.raw()));
            remarks.note("value_unknown", message, at);
            return unknown;
        }
    };
    match written.parse::<Decimal>() {
        Ok(value) => {
            if node.text().is_some() {
                remarks.note(
                    "number_in_a_string",
                    "the number is written as a string",
                    at,
                );
            }
            (MetricState::Known, Some(value))
        }
        Err(error) => {
            remarks.note("value_unknown", error.to_string(), at);
            unknown
        }
    }
}

/// A standard error; the harness writes `N/A` for one item or a metric without a method.
pub fn stderr_of(node: &Node<'_>, at: &[&str], remarks: &mut Remarks) -> Option<Decimal> {
    if node.text().is_some_and(|text| text == "N/A") || *node == Node::Null {
        return None;
    }
    let stderr = decimal(Some(node)).filter(|stderr| !stderr.is_negative());
    if stderr.is_none() {
        let message = format!("{} is no standard error", cut(&node.raw()));
        remarks.note("stderr_not_read", message, at);
    }
    stderr
}

/// Whether a value lies within its unit's bounds. A weighted mean of ones may end a rounding error above one.
pub fn within_bounds(value: &Decimal, unit: Unit) -> bool {
    const ROUNDING: f64 = 1e-9;
    let value = value.to_f64();
    match unit {
        Unit::Fraction => (-ROUNDING..=1.0 + ROUNDING).contains(&value),
        Unit::Percent => (-ROUNDING..=100.0 + ROUNDING).contains(&value),
        Unit::Seconds | Unit::Count => value >= 0.0,
        Unit::Currency | Unit::Score => true,
    }
}

/// A value's characters, cut to what is kept.
pub fn cut(text: &str) -> String {
    let mut end = text.len().min(TEXT_BYTES_MAX);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text[..end].replace(char::is_control, "\u{fffd}")
}
