//! Whether a row and the state in the log say the same. Pure.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value};

/// What of a kind of entity is not in both places, and why that is right.
#[derive(Debug)]
pub(super) struct Exempt {
    pub kind: &'static str,
    /// Columns that are derived from the state, or secret.
    pub columns: &'static [&'static str],
    /// Members of the state that are rows of another table.
    pub members: &'static [&'static str],
}

/// Where row and state differ: the names of the fields.
pub(super) fn differences(
    row: &Map<String, Value>,
    after: &Map<String, Value>,
    exempt: &Exempt,
) -> Vec<String> {
    let mut wrong: Vec<String> = Vec::new();
    for (name, value) in row {
        if exempt.columns.contains(&name.as_str()) {
            continue;
        }
        match after.get(name) {
            Some(logged) if same(value, logged) => {}
            // A column that came after the event: nobody has given it a value since.
            None if value.is_null() => {}
            Some(_) | None => wrong.push(name.clone()),
        }
    }
    for name in after.keys() {
        if !row.contains_key(name) && !exempt.members.contains(&name.as_str()) {
            wrong.push(name.clone());
        }
    }
    wrong
}

/// Equal up to how Postgres and we write instants, digests and decimals.
fn same(row: &Value, logged: &Value) -> bool {
    match (row, logged) {
        (Value::String(row), Value::String(logged)) => {
            row == logged || same_instant(row, logged) || same_bytes(row, logged)
        }
        (Value::Array(row), Value::Array(logged)) => {
            row.len() == logged.len()
                && row
                    .iter()
                    .zip(logged)
                    .all(|(row, logged)| same(row, logged))
        }
        (Value::Object(row), Value::Object(logged)) => {
            row.len() == logged.len()
                && row
                    .iter()
                    .all(|(name, value)| logged.get(name).is_some_and(|other| same(value, other)))
        }
        (row, logged) => row == logged,
    }
}

fn same_instant(row: &str, logged: &str) -> bool {
    match (
        row.parse::<DateTime<Utc>>(),
        logged.parse::<DateTime<Utc>>(),
    ) {
        (Ok(row), Ok(logged)) => row == logged,
        _ => false,
    }
}

fn same_bytes(row: &str, logged: &str) -> bool {
    match (row.strip_prefix("\\x"), logged.strip_prefix("sha256:")) {
        (Some(row), Some(logged)) => row == logged,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const EXEMPT: Exempt = Exempt {
        kind: "model",
        columns: &["search_name"],
        members: &["snapshot"],
    };

    fn wrong(row: &Value, after: &Value) -> Vec<String> {
        differences(
            row.as_object().unwrap(),
            after.as_object().unwrap(),
            &EXEMPT,
        )
    }

    #[test]
    fn the_same_state_written_two_ways_is_the_same() {
        let row = json!({"at": "2026-11-24T12:00:00+00:00", "digest": "\\xaa", "search_name": "a", "tags": [{"k": 1}]});
        let after = json!({"at": "2026-11-24T12:00:00.000000Z", "digest": "sha256:aa", "tags": [{"k": 1}], "snapshot": 1});
        assert_eq!(wrong(&row, &after), Vec::<String>::new());
    }

    #[test]
    fn a_column_that_is_younger_than_the_event_is_empty_in_both_places() {
        assert_eq!(
            wrong(&json!({"assignee": null}), &json!({})),
            Vec::<String>::new()
        );
        assert_eq!(wrong(&json!({"assignee": 1}), &json!({})), ["assignee"]);
        assert_eq!(
            wrong(&json!({"assignee": null}), &json!({"assignee": 1})),
            ["assignee"]
        );
    }

    #[test]
    fn a_changed_a_missing_and_an_unknown_field_are_named() {
        let row = json!({"name": "a", "stage": "staging", "extra": 1});
        let after = json!({"name": "a", "stage": "production", "other": 1});
        assert_eq!(wrong(&row, &after), ["extra", "stage", "other"]);
    }
}
