//! Particulars of a file as the log can keep them: no floats, nothing long, no secrets. Pure.

use serde_json::{Map, Value};

use crate::ground::kernel::Sha256;

/// Bytes of a text at most; a longer one is named by its digest.
const TEXT_BYTES_MAX: usize = 1024;
/// Members of a list or object at most; a larger one is named by its digest.
const MEMBERS_MAX: usize = 100;
/// Bytes of one particular at most, as JSON; a larger one is named by its digest.
const VALUE_BYTES_MAX: usize = 8192;
/// Integers beyond this are not the same in every JSON reader.
const INTEGER_MAX: u64 = (1 << 53) - 1;
/// What stands in the place of a secret.
const HIDDEN: &str = "***";
/// A name that ends in one of these holds a secret. `token` alone does too, but `add_bos_token` does not.
const SECRET_NAMES: [&str; 9] = [
    "api_key",
    "apikey",
    "api_token",
    "auth_token",
    "access_token",
    "hf_token",
    "password",
    "secret",
    "authorization",
];

/// The value as the log keeps it. The file itself keeps it as it was, behind its own permission.
#[must_use]
pub fn particular(value: &Value) -> Value {
    let kept = kept(value);
    let size = kept.to_string().len();
    if size > VALUE_BYTES_MAX {
        named(&value.to_string())
    } else {
        kept
    }
}

fn kept(value: &Value) -> Value {
    match value {
        Value::Null | Value::Bool(_) => value.clone(),
        Value::Number(number) => {
            let exact = number
                .as_i64()
                .is_some_and(|n| n.unsigned_abs() <= INTEGER_MAX);
            if exact {
                value.clone()
            } else {
                number.to_string().into()
            }
        }
        Value::String(text) => {
            let text = without_secrets(text);
            if text.len() > TEXT_BYTES_MAX {
                named(&text)
            } else {
                text.into()
            }
        }
        Value::Array(items) if items.len() > MEMBERS_MAX => named(&value.to_string()),
        Value::Array(items) => items.iter().map(kept).collect(),
        Value::Object(members) if members.len() > MEMBERS_MAX => named(&value.to_string()),
        Value::Object(members) => members
            .iter()
            .map(|(name, member)| {
                let member = match member {
                    Value::String(_) | Value::Number(_) if is_secret(name) => HIDDEN.into(),
                    other => kept(other),
                };
                (name.clone(), member)
            })
            .collect::<Map<String, Value>>()
            .into(),
    }
}

fn named(text: &str) -> Value {
    serde_json::json!({"sha256": Sha256::of(text.as_bytes()).hex(), "bytes": text.len()})
}

fn is_secret(name: &str) -> bool {
    let name = name.trim().to_ascii_lowercase();
    name == "token" || SECRET_NAMES.iter().any(|secret| name.ends_with(secret))
}

/// `model=gpt,api_key=abc` without what follows the names of secrets.
fn without_secrets(text: &str) -> String {
    if !text.contains('=') {
        return text.to_owned();
    }
    text.split(',')
        .map(|part| match part.split_once('=') {
            Some((name, _)) if is_secret(name) => format!("{name}={HIDDEN}"),
            Some(_) | None => part.to_owned(),
        })
        .collect::<Vec<_>>()
        .join(",")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn floats_become_text_and_plain_values_stay() {
        let value = json!({"temperature": 0.7, "top_k": 40, "do_sample": false, "until": ["\n"], "seed": null});
        assert_eq!(
            particular(&value),
            json!({"temperature": "0.7", "top_k": 40, "do_sample": false, "until": ["\n"], "seed": null})
        );
        assert_eq!(
            particular(&json!(9_007_199_254_740_992_u64)),
            json!("9007199254740992")
        );
    }

    #[test]
    fn secrets_never_reach_the_log() {
        assert_eq!(
            particular(&json!(
                "model=gpt-4o,API_KEY=sk-1,token=t,add_bos_token=True"
            )),
            json!("model=gpt-4o,API_KEY=***,token=***,add_bos_token=True")
        );
        assert_eq!(
            particular(
                &json!({"hf_token": "hf_1", "max_gen_toks": 5, "nested": {"password": "p"}})
            ),
            json!({"hf_token": "***", "max_gen_toks": 5, "nested": {"password": "***"}})
        );
    }

    #[test]
    fn what_is_long_is_named_by_its_digest() {
        assert_eq!(
            particular(&json!("x".repeat(TEXT_BYTES_MAX))),
            json!("x".repeat(TEXT_BYTES_MAX))
        );
        for long in [
            json!("x".repeat(TEXT_BYTES_MAX + 1)),
            json!(vec![1; MEMBERS_MAX + 1]),
            json!(vec!["x".repeat(TEXT_BYTES_MAX); 9]),
        ] {
            let kept = particular(&long);
            assert_eq!(kept["sha256"].as_str().unwrap().len(), 64);
        }
    }
}
