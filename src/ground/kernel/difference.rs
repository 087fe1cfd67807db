//! Where two JSON values differ: what a replay answers.

use serde_json::Value;

/// The JSON pointer of the first difference, in order of names; `None` when they agree on everything.
#[must_use]
pub fn first_difference(a: &Value, b: &Value) -> Option<String> {
    differ("", a, b)
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
