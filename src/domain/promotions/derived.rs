//! What expressions read of load tests and costs: gathered from the numbers among the facts, never kept with them. Pure.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::facts::EvalFact;
use super::{CmpFact, PromotionFacts};
use crate::ground::kernel::Decimal;

/// Load tests at most: those of the first evaluations by id.
pub const LOAD_TESTS_MAX: usize = 100;
/// Times of a load test: their name in expressions, in milliseconds, and how the metrics in seconds begin.
const TIMES: [(&str, &str); 3] = [
    ("ttft_ms", "ttft"),
    ("e2e_ms", "request_latency"),
    ("itl_ms", "itl"),
];
/// What is known of each time.
const STATISTICS: [&str; 4] = ["mean", "p50", "p95", "p99"];
/// The metric that says in how many months a move has paid for itself.
const BREAK_EVEN: &str = "break_even_months";
/// Digits of a ratio of costs.
const DIGITS: usize = 12;

/// `perf`: one entry for each evaluation of a performance suite, by id.
pub(super) fn load_tests(facts: &PromotionFacts) -> Value {
    let mut tests: BTreeMap<&str, Vec<&EvalFact>> = BTreeMap::new();
    // A slice of a load test is no load test of its own.
    let whole = |eval: &&EvalFact| eval.key == format!("{}/{}", eval.id, eval.metric);
    let measured = facts
        .evals
        .iter()
        .filter(|eval| eval.category == "performance");
    for eval in measured.filter(whole) {
        tests.entry(&eval.id).or_default().push(eval);
    }
    let tests = tests.values().take(LOAD_TESTS_MAX);
    tests.filter_map(|metrics| load_test(metrics)).collect()
}

fn load_test(metrics: &[&EvalFact]) -> Option<Value> {
    let first = metrics.first()?;
    let value = |name: &str| {
        let found = metrics.iter().find(|eval| eval.metric == name)?;
        found.value.clone()
    };
    let milliseconds = |name: String| {
        let seconds: Decimal = value(&name)?.parse().ok()?;
        Some(seconds.shifted(3)?.to_string())
    };
    let mut test = json!({
        "id": first.id, "suite": first.suite, "eligible": first.eligible, "profile": first.filter,
        "run_at": first.run_at, "hardware": metrics.iter().find_map(|eval| eval.hardware.as_ref()),
        "requests": metrics.iter().filter_map(|eval| eval.n).max(),
        "error_rate": value("request_error_rate"),
    });
    for (name, metric) in TIMES {
        let known = STATISTICS.iter().filter_map(|statistic| {
            let time = milliseconds(format!("{metric}_{statistic}"))?;
            Some(((*statistic).to_owned(), time.into()))
        });
        test[name] = Value::Object(known.collect::<Map<_, _>>());
    }
    Some(test)
}

/// `cost`: the dearest that a request was measured to cost, by what a gate may read; `None`: nobody knows.
pub(super) fn cost(facts: &PromotionFacts) -> Option<Value> {
    let (eval, value) = most(facts, |eval| eval.unit.as_deref() == Some("currency"))?;
    let months = most(facts, |eval| eval.metric == BREAK_EVEN);
    Some(json!({
        "suite": eval.suite, "metric": eval.metric, "value": eval.value,
        "delta_ratio": facts.cmp.iter().find_map(|row| dearer(row, eval, value)),
        "break_even_months": months.map(|(eval, _)| &eval.value),
    }))
}

/// The largest value among the measurements that a gate may read.
fn most(facts: &PromotionFacts, of: impl Fn(&EvalFact) -> bool) -> Option<(&EvalFact, f64)> {
    let usable = facts.evals.iter().filter(|eval| eval.eligible && of(eval));
    usable
        .filter_map(|eval| Some((eval, eval.value.as_ref()?.parse::<f64>().ok()?)))
        .max_by(|a, b| a.1.total_cmp(&b.1).then_with(|| b.0.key.cmp(&a.0.key)))
}

/// By what share the candidate costs more than the version that serves; negative: less.
fn dearer(row: &CmpFact, eval: &EvalFact, value: f64) -> Option<String> {
    if row.id.as_ref() != Some(&eval.id) || row.metric != eval.metric || row.slice_kind.is_some() {
        return None;
    }
    // The difference is turned so that positive is better, which of a cost is less.
    let less: f64 = row.delta.as_ref()?.parse().ok()?;
    let incumbent = value + less;
    (incumbent > 0.0).then_some(())?;
    Some(Decimal::from_f64_rounded(-less / incumbent, DIGITS)?.to_string())
}
