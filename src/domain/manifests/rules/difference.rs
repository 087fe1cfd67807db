//! Where what a document says and what is there differ.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::domain::manifests::{Document, DocumentKind, FieldChange};

/// Fields that a claim rule always says, since leaving one out means everywhere.
const OF_CLAIM_RULES: [&str; 2] = ["team", "environment"];

/// Every difference, in the order of the fields' names. A field that `wanted` leaves out is none.
pub(super) fn differences(
    kind: DocumentKind,
    there: &Document,
    wanted: &Document,
) -> Vec<FieldChange> {
    let (there, wanted) = (fields(there), fields(wanted));
    let always = match kind {
        DocumentKind::ClaimRule => OF_CLAIM_RULES.as_slice(),
        DocumentKind::Team
        | DocumentKind::Model
        | DocumentKind::Suite
        | DocumentKind::Application
        | DocumentKind::Policy
        | DocumentKind::Route => &[],
    };
    let said: BTreeSet<&str> = wanted
        .keys()
        .map(String::as_str)
        .chain(always.iter().copied())
        .filter(|name| *name != "formerly")
        .collect();
    let mut found = Vec::new();
    for name in said {
        let (from, to) = (value(&there, name), value(&wanted, name));
        collect(format!("/{name}"), from, to, &mut found);
    }
    found
}

fn fields(document: &Document) -> Map<String, Value> {
    match serde_json::to_value(document) {
        Ok(Value::Object(fields)) => fields,
        Ok(_) | Err(_) => Map::new(),
    }
}

fn value(fields: &Map<String, Value>, name: &str) -> Value {
    fields.get(name).cloned().unwrap_or(Value::Null)
}

/// Nothing is said in several ways.
fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

fn collect(field: String, from: Value, to: Value, found: &mut Vec<FieldChange>) {
    if from == to || (is_nothing(&from) && is_nothing(&to)) {
        return;
    }
    match (from, to) {
        (Value::Object(from), Value::Object(to)) => {
            let names: BTreeSet<&String> = from.keys().chain(to.keys()).collect();
            for name in names {
                let inside = format!("{field}/{}", name.replace('~', "~0").replace('/', "~1"));
                collect(inside, value(&from, name), value(&to, name), found);
            }
        }
        (Value::Array(from), Value::Array(to)) if from.len() == to.len() => {
            for (index, (from, to)) in from.into_iter().zip(to).enumerate() {
                collect(format!("{field}/{index}"), from, to, found);
            }
        }
        (from, to) => found.push(FieldChange { field, from, to }),
    }
}
