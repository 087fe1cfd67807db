//! What lists of evaluations are narrowed by: how the model was called, and the seeds. Pure.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::domain::evaluations::Details;

/// Bytes of a name at most; what is longer is not searched.
const NAME_BYTES_MAX: usize = 255;
/// Bytes of a value at most; what is longer is not searched.
const VALUE_BYTES_MAX: usize = 1024;
/// Terms of one kind at most.
const TERMS_MAX: usize = 100;
/// What stands in the place of a secret.
const SECRET: &str = "***";

/// What an evaluation is found by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// `model_arg` or `seed`.
    pub kind: &'static str,
    /// Its name.
    pub name: String,
    /// Its value, as text.
    pub value: String,
}

/// The terms of an evaluation's particulars, each name once.
#[must_use]
pub fn terms(details: &Details) -> Vec<Term> {
    let kinds = [("model_arg", "model_args"), ("seed", "seeds")];
    kinds
        .into_iter()
        .flat_map(|(kind, member)| {
            let stated = details.0.get(member).map(pairs).unwrap_or_default();
            stated
                .into_iter()
                .filter(|(name, value)| {
                    (1..=NAME_BYTES_MAX).contains(&name.len())
                        && value.len() <= VALUE_BYTES_MAX
                        && value != SECRET
                })
                .take(TERMS_MAX)
                .map(move |(name, value)| Term { kind, name, value })
        })
        .collect()
}

/// Names and values of an object, or of `name=value,name=value`.
fn pairs(stated: &Value) -> BTreeMap<String, String> {
    match stated {
        Value::Object(members) => members
            .iter()
            .map(|(name, value)| {
                let value = match value {
                    Value::String(text) => text.clone(),
                    other => other.to_string(),
                };
                (name.clone(), value)
            })
            .collect(),
        Value::String(text) => text
            .split(',')
            .filter_map(|part| part.split_once('='))
            .map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()))
            .collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) => BTreeMap::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn told(details: Value) -> Vec<String> {
        let Value::Object(members) = details else {
            unreachable!()
        };
        let found = terms(&Details(members));
        let line = |term: Term| format!("{} {}={}", term.kind, term.name, term.value);
        found.into_iter().map(line).collect()
    }

    #[test]
    fn arguments_are_found_whether_a_tool_writes_them_as_text_or_as_an_object() {
        assert_eq!(
            told(json!({"model_args": "pretrained=acme/small, dtype=bf16,api_key=***,flag"})),
            ["model_arg dtype=bf16", "model_arg pretrained=acme/small"]
        );
        assert_eq!(
            told(json!({"model_args": {"dtype": "bf16", "tp": 2}, "seeds": {"random_seed": 7}})),
            [
                "model_arg dtype=bf16",
                "model_arg tp=2",
                "seed random_seed=7"
            ]
        );
        assert_eq!(told(json!({"model_args": null})), [""; 0]);
    }

    #[test]
    fn what_is_too_long_to_search_is_left_out() {
        let long = "x".repeat(VALUE_BYTES_MAX + 1);
        assert_eq!(told(json!({"model_args": {"a": long}})), [""; 0]);
        let many: serde_json::Map<String, Value> = (0..=TERMS_MAX)
            .map(|n| (format!("{n:03}"), json!(n)))
            .collect();
        assert_eq!(told(json!({"seeds": many})).len(), TERMS_MAX);
    }
}
