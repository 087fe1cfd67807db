//! What the document's schemas say, read so that the rest of the document can be derived from them.

use serde_json::{Map, Value};
use utoipa::openapi::path::Operation;
use utoipa::openapi::security::SecurityRequirement;
use utoipa::openapi::{Content, OpenApi, RefOr};

use super::examples;

const SCHEMAS: &str = "#/components/schemas/";

/// All schemas by their names.
pub(super) struct Schemas(Map<String, Value>);

impl Schemas {
    pub(super) fn of(document: &OpenApi) -> Self {
        let schemas = document
            .components
            .as_ref()
            .map(|components| value(&components.schemas));
        match schemas {
            Some(Value::Object(schemas)) => Self(schemas),
            _ => Self(Map::new()),
        }
    }

    /// The schema that a reference means, with its name.
    pub(super) fn target(&self, schema: &Value) -> Option<(&str, &Value)> {
        let name = schema["$ref"].as_str()?.strip_prefix(SCHEMAS)?;
        self.0
            .get_key_value(name)
            .map(|(name, schema)| (name.as_str(), schema))
    }

    /// The names of an object's properties, through references and what it is composed of.
    fn properties(&self, schema: &Value) -> Vec<String> {
        if let Some((_, target)) = self.target(schema) {
            return self.properties(target);
        }
        let own = schema["properties"].as_object().into_iter().flatten();
        let parts = schema["allOf"].as_array().into_iter().flatten();
        own.map(|(name, _)| name.clone())
            .chain(parts.flat_map(|part| self.properties(part)))
            .collect()
    }

    /// Whether it is of an entity with a revision.
    pub(super) fn has_revision(&self, content: &RefOr<Content>) -> bool {
        let properties = self.properties(&value(content)["schema"]);
        properties.iter().any(|name| name == "revision")
    }

    /// The properties of what the operation takes.
    pub(super) fn body_properties(&self, operation: &Operation) -> Vec<String> {
        let body = value(&operation.request_body);
        self.of_contents(&body["content"])
    }

    /// The properties of what the operation answers.
    pub(super) fn answer_properties(&self, operation: &Operation) -> Vec<String> {
        let responses = value(&operation.responses);
        let responses = responses.as_object().into_iter().flatten();
        responses
            .flat_map(|(_, response)| self.of_contents(&response["content"]))
            .collect()
    }

    fn of_contents(&self, contents: &Value) -> Vec<String> {
        let contents = contents.as_object().into_iter().flatten();
        contents
            .flat_map(|(_, content)| self.properties(&content["schema"]))
            .collect()
    }

    /// Every permission that the operation names.
    pub(super) fn all_scopes(&self, operation: &Operation) -> Vec<String> {
        let security = operation.security.iter().flatten();
        let mut scopes: Vec<String> = security
            .flat_map(|one| {
                ["token", "session"]
                    .into_iter()
                    .filter_map(|name| scopes(one, name))
            })
            .flatten()
            .collect();
        scopes.dedup();
        scopes
    }

    /// Gives a content an example, if it is JSON and has none.
    pub(super) fn exemplify(&self, media_type: &str, content: &mut RefOr<Content>, whole: Whole) {
        if !media_type.ends_with("json") {
            return;
        }
        let schema = value(content)["schema"].take();
        if let RefOr::T(content) = content
            && content.example.is_none()
            && content.examples.is_empty()
        {
            content.example = examples::compose(self, &schema, whole);
        }
    }
}

/// How much of an object an example shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whole {
    /// All that an answer may hold.
    Everything,
    /// What a request needs, and what its schema has an example of: options may exclude each other.
    Needed,
}

/// The scopes of one scheme of a requirement.
pub(super) fn scopes(requirement: &SecurityRequirement, scheme: &str) -> Option<Vec<String>> {
    serde_json::from_value(value(requirement)[scheme].take()).ok()
}

fn value(part: &impl serde::Serialize) -> Value {
    serde_json::to_value(part).unwrap_or_default()
}
