//! Load tests: how fast a model answers. All tools are read into the same names and units.
//!
//! - Times in seconds, whatever the tool writes; throughput per second; of each the mean and the percentiles 50, 90,
//!   95 and 99, as far as the tool says them. Only requests that succeeded count.
//! - The load is part of what was measured: concurrency or rate and lengths stand in the filter, so that only runs
//!   under the same load are attempts of each other.
//! - A percentile of fewer than [`REQUESTS_MIN`] requests says nothing: flagged.

mod aiperf;
mod guidellm;
mod vllm;

#[cfg(test)]
mod tests;

use serde_json::{Map, Value};

use super::json::Node;
use super::reading::{Named, Remarks, as_milliseconds, decimal, metric};
use super::{
    Direction, Flag, MetricState, ParsedEvaluation, ParsedMetric, StatedBy, StderrMethod, Unit,
};
use crate::ground::kernel::Decimal;

pub(super) use aiperf::FORMAT as AIPERF;
pub(super) use guidellm::FORMAT as GUIDELLM;
pub(super) use vllm::FORMAT as VLLM;

/// The task of every load test.
const TASK: &str = "load-test";
/// The 95th percentile of fewer requests is their maximum.
const REQUESTS_MIN: i64 = 20;
/// Digits of a computed number: what a double holds.
const DIGITS: usize = 15;

/// What a measure counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Written in seconds.
    Seconds,
    /// Written in milliseconds.
    Milliseconds,
    /// Things in a second: more is better.
    PerSecond,
    /// Things: neither better nor worse.
    Count,
}

/// Under which load it was measured, as configured.
#[derive(Debug, Default)]
struct Load {
    parts: Vec<(&'static str, String)>,
}

impl Load {
    /// A particular of the load, when it is stated.
    fn add(&mut self, name: &'static str, node: Option<&Node<'_>>) {
        let shown =
            node.filter(|node| **node != Node::Null)
                .map(|node| match decimal(Some(node)) {
                    // 120.0 and 120 are the same load.
                    Some(number) => number.to_string(),
                    None => node.raw(),
                });
        let fine = shown.filter(|text| {
            !text.is_empty() && text.len() <= 64 && !text.contains(char::is_control)
        });
        self.parts.extend(fine.map(|text| (name, text)));
    }

    /// `concurrency=4,input=120,output=24`.
    fn filter(&self) -> String {
        if self.parts.is_empty() {
            return "none".to_owned();
        }
        let parts: Vec<String> = self
            .parts
            .iter()
            .map(|(name, text)| format!("{name}={text}"))
            .collect();
        parts.join(",")
    }

    fn details(&self) -> Value {
        let parts = self
            .parts
            .iter()
            .map(|(name, text)| ((*name).to_owned(), text.clone().into()));
        Value::Object(parts.collect::<Map<_, _>>())
    }
}

/// How many requests there were.
#[derive(Debug, Clone, Copy, Default)]
struct Requests {
    successful: Option<i64>,
    errored: Option<i64>,
}

/// One number of a measure: `p95` of `ttft`.
struct Stat<'a> {
    /// `ttft`.
    base: &'a str,
    /// `p95`; nothing when there is only one number.
    stat: &'a str,
    kind: Kind,
    /// The key as the file has it.
    raw: &'a str,
    n: Option<i64>,
}

/// A number of a load test, in our units.
fn stat(
    of: &Stat<'_>,
    node: &Node<'_>,
    at: &[&str],
    remarks: &mut Remarks,
) -> Option<ParsedMetric> {
    let name = if of.stat.is_empty() {
        of.base.to_owned()
    } else {
        format!("{}_{}", of.base, of.stat)
    };
    let named = Named {
        task: TASK,
        name: &name,
        raw: of.raw,
    };
    let read = metric(named, node, at, remarks)?;
    let (unit, direction) = match of.kind {
        Kind::Seconds | Kind::Milliseconds => (Unit::Seconds, Direction::Lower),
        Kind::PerSecond => (Unit::Score, Direction::Higher),
        Kind::Count => (Unit::Count, Direction::None),
    };
    let read = ParsedMetric {
        unit: Some(unit),
        unit_by: StatedBy::File,
        direction: Some(direction),
        direction_by: StatedBy::File,
        n: of.n,
        ..read
    };
    Some(if of.kind == Kind::Milliseconds {
        as_milliseconds(read)
    } else {
        read
    })
}

/// The standard error of a mean from the standard deviation, both in the unit of the mean.
fn with_deviation(metric: ParsedMetric, deviation: Option<&Node<'_>>, kind: Kind) -> ParsedMetric {
    let scale = if kind == Kind::Milliseconds { -3 } else { 0 };
    let deviation = decimal(deviation).and_then(|deviation| deviation.shifted(scale));
    let n = metric
        .n
        .and_then(|n| u32::try_from(n).ok())
        .filter(|n| *n > 1);
    let stderr = deviation
        .filter(|deviation| !deviation.is_negative())
        .zip(n)
        .and_then(|(deviation, n)| {
            Decimal::from_f64_rounded(deviation.to_f64() / f64::from(n).sqrt(), DIGITS)
        });
    ParsedMetric {
        stderr_method: stderr.as_ref().map(|_| StderrMethod::Analytic),
        stderr,
        ..metric
    }
}

/// An evaluation of a load test, with its share of errors and its flags.
fn evaluation(
    pointer: String,
    load: &Load,
    requests: Requests,
    mut metrics: Vec<ParsedMetric>,
) -> ParsedEvaluation {
    let Requests {
        successful,
        errored,
    } = requests;
    metrics.extend(error_rate(requests));
    let few = successful.is_none_or(|n| n < REQUESTS_MIN);
    let flags = [
        (Flag::FewRequests, few),
        (Flag::NMissing, successful.is_none()),
        (Flag::ItemErrors, errored.is_some_and(|errored| errored > 0)),
        (
            Flag::ValueMissing,
            metrics
                .iter()
                .any(|metric| metric.state == MetricState::Unknown),
        ),
    ];
    ParsedEvaluation {
        pointer,
        task: TASK.to_owned(),
        filter: load.filter(),
        n: successful,
        n_errors: errored,
        n_total: successful
            .zip(errored)
            .map(|(one, other)| one.saturating_add(other)),
        details: vec![("load", load.details())],
        flags: flags
            .into_iter()
            .filter(|(_, set)| *set)
            .map(|(flag, _)| flag)
            .collect(),
        metrics,
        ..ParsedEvaluation::default()
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "requests are far fewer than 2^52"
)]
fn error_rate(requests: Requests) -> Option<ParsedMetric> {
    let (successful, errored) = (requests.successful?, requests.errored?);
    let all = successful.checked_add(errored).filter(|all| *all > 0)?;
    let value = Decimal::from_f64_rounded(errored as f64 / all as f64, DIGITS)?;
    Some(ParsedMetric {
        name: "request_error_rate".into(),
        raw_name: "request_error_rate".into(),
        state: MetricState::Known,
        value_raw: value.to_string(),
        value: Some(value),
        unit: Some(Unit::Fraction),
        direction: Some(Direction::Lower),
        n: Some(all),
        ..ParsedMetric::default()
    })
}
