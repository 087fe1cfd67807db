//! What breaks a client: differences between two documents after which a request that was right is refused, or an
//! answer is no longer what the old document promised.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

const JSON_KINDS: [&str; 6] = ["get", "post", "put", "patch", "delete", "head"];

/// Each breaking change on a line of its own; empty when every client of `old` can go on with `new`.
pub fn breaking(old: &Value, new: &Value) -> Vec<String> {
    let mut found = Vec::new();
    for (path, item) in members(&old["paths"]) {
        for (method, operation) in members(item) {
            if !JSON_KINDS.contains(&method.as_str()) {
                continue;
            }
            let name = format!("{} {path}", method.to_uppercase());
            let now = &new["paths"][path][method];
            if now.is_null() {
                found.push(format!("{name}: the operation is gone"));
                continue;
            }
            let mut operation_pair = Pair {
                old,
                new,
                seen: BTreeSet::new(),
                found: &mut found,
            };
            operation_pair.operation(&name, operation, now);
        }
    }
    found
}

/// In which direction a schema travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Way {
    Request,
    Answer,
}

struct Pair<'a> {
    old: &'a Value,
    new: &'a Value,
    /// Named schemas that were compared already, for this operation and way.
    seen: BTreeSet<(String, Way)>,
    found: &'a mut Vec<String>,
}

impl Pair<'_> {
    fn operation(&mut self, name: &str, old: &Value, new: &Value) {
        self.parameters(name, old, new);
        self.body(name, old, new);
        for (status, answer) in members(&old["responses"]) {
            if !status.starts_with('2') {
                continue;
            }
            if new["responses"][status].is_null() {
                self.found
                    .push(format!("{name}: no longer answers {status}"));
                continue;
            }
            let answer = resolved(self.old, answer);
            let now = resolved(self.new, &new["responses"][status]);
            self.contents(
                &format!("{name}: answer {status}"),
                answer,
                now,
                Way::Answer,
            );
        }
    }

    fn parameters(&mut self, name: &str, old: &Value, new: &Value) {
        let before = parameters(self.old, old);
        let after = parameters(self.new, new);
        for (id, parameter) in &before {
            let Some(now) = after.get(id) else {
                self.found.push(format!("{name}: the {id} is gone"));
                continue;
            };
            if parameter["required"] != true && now["required"] == true {
                self.found.push(format!("{name}: the {id} is required now"));
            }
            let place = format!("{name}: the {id}");
            self.schema(&place, &parameter["schema"], &now["schema"], Way::Request);
        }
        for (id, parameter) in &after {
            if parameter["required"] == true && !before.contains_key(id) {
                self.found
                    .push(format!("{name}: the {id} is new and required"));
            }
        }
    }

    fn body(&mut self, name: &str, old: &Value, new: &Value) {
        let before = resolved(self.old, &old["requestBody"]);
        let after = resolved(self.new, &new["requestBody"]);
        if before["required"] != true && after["required"] == true {
            self.found.push(format!("{name}: a body is required now"));
        }
        self.contents(&format!("{name}: body"), before, after, Way::Request);
    }

    fn contents(&mut self, place: &str, old: &Value, new: &Value, way: Way) {
        for (media_type, content) in members(&old["content"]) {
            let now = &new["content"][media_type];
            if now.is_null() {
                self.found.push(format!("{place}: {media_type} is gone"));
            } else {
                self.schema(place, &content["schema"], &now["schema"], way);
            }
        }
    }

    fn schema(&mut self, place: &str, old: &Value, new: &Value, way: Way) {
        let names = [old, new].map(|schema| schema["$ref"].as_str().unwrap_or_default());
        if !names[0].is_empty() && !self.seen.insert((names.join(" "), way)) {
            return;
        }
        let (old, new) = (
            merged(self.old, resolved(self.old, old)),
            merged(self.new, resolved(self.new, new)),
        );
        self.types(place, &old, &new, way);
        self.words(place, &old, &new, way);
        self.properties(place, &old, &new, way);
        for part in ["items", "additionalProperties"] {
            if old[part].is_object() && new[part].is_object() {
                self.schema(&format!("{place}[]"), &old[part], &new[part], way);
            }
        }
        self.alternatives(place, &old, &new, way);
    }

    fn types(&mut self, place: &str, old: &Value, new: &Value, way: Way) {
        let (before, after) = (types(old), types(new));
        let narrowed = !before.is_empty() && !before.is_subset(&after) && !after.is_empty();
        let widened = !after.is_subset(&before) && !before.is_empty();
        let breaks = match way {
            Way::Request => narrowed || (before.is_empty() && !after.is_empty()),
            Way::Answer => widened || (after.is_empty() && !before.is_empty()),
        };
        if breaks {
            self.found
                .push(format!("{place}: the type was {before:?} and is {after:?}"));
        }
        if old["format"].is_string() && new["format"].is_string() && old["format"] != new["format"]
        {
            self.found.push(format!(
                "{place}: the format was {} and is {}",
                old["format"], new["format"]
            ));
        }
    }

    fn words(&mut self, place: &str, old: &Value, new: &Value, way: Way) {
        let (before, after) = (words(old), words(new));
        match way {
            Way::Request => {
                if let (Some(before), Some(after)) = (&before, &after) {
                    for word in before.difference(after) {
                        self.found
                            .push(format!("{place}: {word} is no longer taken"));
                    }
                } else if before.is_none() && after.is_some() {
                    self.found
                        .push(format!("{place}: only some words are taken now"));
                }
            }
            Way::Answer => {
                if let (Some(before), Some(after)) = (&before, &after) {
                    for word in after.difference(before) {
                        self.found
                            .push(format!("{place}: {word} is answered, which is new"));
                    }
                } else if before.is_some() && after.is_none() {
                    self.found
                        .push(format!("{place}: any word is answered now"));
                }
            }
        }
    }

    fn properties(&mut self, place: &str, old: &Value, new: &Value, way: Way) {
        let (before, after) = (required(old), required(new));
        for (name, schema) in members(&old["properties"]) {
            let inner = format!("{place}: {name}");
            let now = &new["properties"][name];
            if now.is_null() {
                self.found.push(format!("{place}: {name} is gone"));
                continue;
            }
            let (was, is) = (before.contains(name), after.contains(name));
            match way {
                Way::Request if !was && is => {
                    self.found.push(format!("{inner} is required now"));
                }
                Way::Answer if was && !is => {
                    self.found
                        .push(format!("{inner} is no longer always there"));
                }
                Way::Request | Way::Answer => {}
            }
            self.schema(&inner, schema, now, way);
        }
        for name in &after {
            if way == Way::Request
                && old["properties"].is_object()
                && old["properties"][name].is_null()
            {
                self.found
                    .push(format!("{place}: {name} is new and required"));
            }
        }
    }

    /// Alternatives are compared one by one, in their order: a request's may get more, an answer's fewer.
    fn alternatives(&mut self, place: &str, old: &Value, new: &Value, way: Way) {
        for word in ["oneOf", "anyOf"] {
            let (before, after) = (list(&old[word]), list(&new[word]));
            let breaks = match way {
                Way::Request => after.len() < before.len(),
                Way::Answer => after.len() > before.len() && !before.is_empty(),
            };
            if breaks {
                self.found.push(format!(
                    "{place}: {} alternatives became {}",
                    before.len(),
                    after.len()
                ));
            }
            for (old, new) in before.iter().zip(after) {
                self.schema(place, old, new, way);
            }
        }
    }
}

fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn resolved<'a>(document: &'a Value, part: &'a Value) -> &'a Value {
    let place = part["$ref"]
        .as_str()
        .and_then(|place| place.strip_prefix('#'));
    match place.and_then(|place| document.pointer(place)) {
        Some(target) => resolved(document, target),
        None => part,
    }
}

/// A schema with the properties of all that it is composed of.
fn merged(document: &Value, schema: &Value) -> Value {
    let mut whole = schema.clone();
    for part in list(&schema["allOf"]) {
        let part = merged(document, resolved(document, part));
        for (name, property) in members(&part["properties"]) {
            whole["properties"][name] = property.clone();
        }
        let mut names: Vec<Value> = list(&whole["required"]).to_vec();
        names.extend(list(&part["required"]).iter().cloned());
        whole["required"] = names.into();
        if whole["type"].is_null() {
            whole["type"] = part["type"].clone();
        }
    }
    whole
}

/// By place and name: `query parameter limit`.
fn parameters(document: &Value, operation: &Value) -> Map<String, Value> {
    list(&operation["parameters"])
        .iter()
        .map(|parameter| resolved(document, parameter))
        .map(|parameter| {
            let text = |name: &str| parameter[name].as_str().unwrap_or_default().to_owned();
            (
                format!("{} parameter {}", text("in"), text("name")),
                parameter.clone(),
            )
        })
        .collect()
}

fn types(schema: &Value) -> BTreeSet<String> {
    match &schema["type"] {
        Value::String(one) => [one.clone()].into(),
        Value::Array(all) => all
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect(),
        _ => BTreeSet::new(),
    }
}

fn words(schema: &Value) -> Option<BTreeSet<String>> {
    let words = schema["enum"].as_array()?;
    Some(words.iter().map(Value::to_string).collect())
}

fn required(schema: &Value) -> BTreeSet<String> {
    let names = list(&schema["required"]).iter();
    names.filter_map(Value::as_str).map(str::to_owned).collect()
}
