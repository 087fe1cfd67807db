//! Examples of what the API takes and answers, composed from the examples of its parts.

use serde_json::{Map, Value, json};

use super::named;
use super::schemas::{Schemas, Whole};

/// Nested schemas at most: what goes on for ever ends here.
const DEPTH_MAX: usize = 24;
/// Stands where nobody gave a text an example; `tests/openapi` finds it.
const NOBODY_SAID: &str = "string";
const AN_ID: &str = "019ab4d2-7c31-7e05-9d48-3f6a1c27e8b0";
const AN_INSTANT: &str = "2026-11-24T14:00:07.000000Z";
const A_DAY: &str = "2026-11-24";
const A_DIGEST: &str = "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

/// An example of a schema; none where there is no schema.
pub(super) fn compose(schemas: &Schemas, schema: &Value, whole: Whole) -> Option<Value> {
    let composer = Composer { schemas, whole };
    (!schema.is_null()).then(|| composer.any(schema, "", "", 0))
}

struct Composer<'a> {
    schemas: &'a Schemas,
    whole: Whole,
}

impl Composer<'_> {
    /// `owner` and `property` name the place where the schema stands.
    fn any(&self, schema: &Value, owner: &str, property: &str, depth: usize) -> Value {
        if let Some(said) = said(schema) {
            return said.clone();
        }
        if depth == DEPTH_MAX {
            return Value::Null;
        }
        if let Some((name, target)) = self.schemas.target(schema) {
            // A named schema may speak for itself; a text such as a team's name is named by where it stands.
            let inside = if target["type"] == "object" {
                name
            } else {
                owner
            };
            return self.any(target, inside, property, depth + 1);
        }
        if let Some(named) = named::example(owner, property)
            && could_be(schema, &named)
        {
            return named;
        }
        if let Some(one) = self.one_of(schema) {
            return self.any(one, owner, property, depth + 1);
        }
        if schema["allOf"].is_array() || schema["properties"].is_object() {
            return Value::Object(self.object(schema, owner, depth));
        }
        self.plain(schema, owner, property, depth)
    }

    /// The first alternative that is something.
    fn one_of<'s>(&self, schema: &'s Value) -> Option<&'s Value> {
        let either = schema["oneOf"].as_array().or(schema["anyOf"].as_array())?;
        either.iter().find(|one| one["type"] != "null")
    }

    fn object(&self, schema: &Value, owner: &str, depth: usize) -> Map<String, Value> {
        let mut object = Map::new();
        for part in schema["allOf"].as_array().into_iter().flatten() {
            if let Value::Object(inherited) = self.any(part, owner, "", depth + 1) {
                object.extend(inherited);
            }
        }
        let required = schema["required"].as_array();
        for (name, inner) in schema["properties"].as_object().into_iter().flatten() {
            let needed = required.is_some_and(|required| required.iter().any(|one| one == name));
            if needed || self.whole == Whole::Everything || said(inner).is_some() {
                object.insert(name.clone(), self.any(inner, owner, name, depth + 1));
            }
        }
        object
    }

    fn plain(&self, schema: &Value, owner: &str, property: &str, depth: usize) -> Value {
        let kinds: Vec<&str> = match &schema["type"] {
            Value::String(kind) => vec![kind.as_str()],
            Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        };
        let nullable = kinds.contains(&"null");
        match kinds.iter().find(|kind| **kind != "null").copied() {
            Some("string") => text(schema, nullable),
            Some("integer" | "number") => schema["minimum"].as_i64().unwrap_or(1).into(),
            Some("boolean") => true.into(),
            Some("array") => json!([self.any(&schema["items"], owner, property, depth + 1)]),
            Some("object") if schema["additionalProperties"].is_object() => {
                let key = named::key(property);
                json!({ key: self.any(&schema["additionalProperties"], owner, property, depth + 1) })
            }
            Some("object") => json!({}),
            Some(_) | None => Value::Null,
        }
    }
}

/// What the schema says itself.
fn said(schema: &Value) -> Option<&Value> {
    ["example", "const", "default"]
        .iter()
        .filter_map(|word| schema.get(word))
        .chain(schema["examples"].get(0))
        .chain(schema["enum"].get(0))
        .next()
}

/// Whether a named example has the type that the schema wants. What has a format of its own is not just a text.
fn could_be(schema: &Value, example: &Value) -> bool {
    let kind = match example {
        Value::String(_) if schema["format"].is_string() => return false,
        Value::String(_) => "string",
        Value::Number(_) => "integer",
        _ => "null",
    };
    let types = &schema["type"];
    types == kind
        || types
            .as_array()
            .is_some_and(|all| all.iter().any(|one| one == kind))
}

fn text(schema: &Value, nullable: bool) -> Value {
    match schema["format"].as_str() {
        Some("uuid") => AN_ID.into(),
        Some("date-time") => AN_INSTANT.into(),
        Some("date") => A_DAY.into(),
        _ if schema["pattern"]
            .as_str()
            .is_some_and(|pattern| pattern.starts_with("^sha256")) =>
        {
            A_DIGEST.into()
        }
        _ if nullable => Value::Null,
        _ => NOBODY_SAID.into(),
    }
}
