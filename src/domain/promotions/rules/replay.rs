//! Compares a stored verdict with the one that its facts give again.

use serde_json::Value;

use crate::domain::promotions::verdict::Verdict;

/// Where two verdicts differ first, in order of names; `None` when they agree on everything.
#[must_use]
pub fn first_difference(decided: &Verdict, replayed: &Verdict) -> Option<String> {
    let (a, b) = (
        serde_json::to_value(decided).ok()?,
        serde_json::to_value(replayed).ok()?,
    );
    differ("", &a, &b)
}

fn differ(path: &str, a: &Value, b: &Value) -> Option<String> {
    match (a, b) {
        (Value::Object(x), Value::Object(y)) => {
            let mut names: Vec<&String> = x.keys().chain(y.keys()).collect();
            names.sort();
            names.dedup();
            names.into_iter().find_map(|name| {
                let path = format!("{path}/{name}");
                match (x.get(name), y.get(name)) {
                    (Some(a), Some(b)) => differ(&path, a, b),
                    _ => Some(path),
                }
            })
        }
        (Value::Array(x), Value::Array(y)) if x.len() == y.len() => x
            .iter()
            .zip(y)
            .enumerate()
            .find_map(|(index, (x, y))| differ(&format!("{path}/{index}"), x, y)),
        (a, b) => (a != b).then(|| path.to_owned()),
    }
}
