//! What an event changed: the fields that differ between two states. Pure.

use serde::Serialize;
use serde_json::Value;

/// One field that changed.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct FieldChange {
    /// JSON pointer into the state.
    #[schema(example = "/stage")]
    pub path: String,
    /// Before; null when it was not there.
    pub was: Value,
    /// After; null when it is gone.
    pub now: Value,
}

/// Every leaf that differs, in order of its path. The revision is left out: it always differs.
#[must_use]
pub fn changes(before: &Value, after: &Value) -> Vec<FieldChange> {
    let mut found = Vec::new();
    compare("", before, after, &mut found);
    found.retain(|change| change.path != "/revision");
    found
}

fn compare(path: &str, was: &Value, now: &Value, found: &mut Vec<FieldChange>) {
    match (was, now) {
        (Value::Object(was), Value::Object(now)) => {
            let mut names: Vec<&String> = was.keys().chain(now.keys()).collect();
            names.sort();
            names.dedup();
            for name in names {
                let path = format!("{path}/{}", name.replace('~', "~0").replace('/', "~1"));
                let (was, now) = (was.get(name), now.get(name));
                compare(
                    &path,
                    was.unwrap_or(&Value::Null),
                    now.unwrap_or(&Value::Null),
                    found,
                );
            }
        }
        (was, now) if was == now => {}
        (was, now) => {
            found.push(FieldChange {
                path: path.to_owned(),
                was: was.clone(),
                now: now.clone(),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_what_differs_is_named_with_its_path() {
        let before = json!({"stage": "staging", "name": "a", "revision": 1, "a/b": {"c": 1}});
        let after = json!({"stage": "production", "name": "a", "revision": 2, "a/b": {"c": 2}, "new": true});
        let found = changes(&before, &after);
        let paths: Vec<_> = found.iter().map(|change| change.path.as_str()).collect();
        assert_eq!(paths, ["/a~1b/c", "/new", "/stage"]);
        assert_eq!(found[2].was, json!("staging"));
    }

    #[test]
    fn a_new_entity_shows_every_field() {
        let found = changes(&Value::Null, &json!({"name": "a"}));
        assert_eq!(found[0].path, "");
        assert_eq!(changes(&json!({}), &json!({"name": "a"}))[0].path, "/name");
    }
}
