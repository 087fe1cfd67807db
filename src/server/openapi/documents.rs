//! The documents of files as a JSON Schema, for editors: the same types as those of the API.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::SERVED;

const SCHEMAS: &str = "#/components/schemas/";
const DEFINITIONS: &str = "#/$defs/";
const ROOT: &str = "Document";

/// `openapi/documents.schema.json`: one document of a file.
#[must_use]
pub fn documents_schema() -> Value {
    let mut definitions = BTreeMap::new();
    let mut wanted = vec![ROOT.to_owned()];
    while let Some(name) = wanted.pop() {
        if definitions.contains_key(&name) {
            continue;
        }
        let mut schema = SERVED.value["components"]["schemas"][&name].clone();
        move_references(&mut schema, &mut wanted);
        definitions.insert(name, schema);
    }
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Tenure document",
        "$ref": format!("{DEFINITIONS}{ROOT}"),
        "$defs": definitions,
    })
}

/// Turns references into the API's document to those of this one, and notes what they name.
fn move_references(schema: &mut Value, named: &mut Vec<String>) {
    match schema {
        Value::Object(members) => {
            for (name, member) in members {
                let target = match member {
                    Value::String(text) if name == "$ref" => text.strip_prefix(SCHEMAS),
                    _ => None,
                };
                match target.map(str::to_owned) {
                    Some(target) => {
                        *member = format!("{DEFINITIONS}{target}").into();
                        named.push(target);
                    }
                    None => move_references(member, named),
                }
            }
        }
        Value::Array(items) => items
            .iter_mut()
            .for_each(|item| move_references(item, named)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
