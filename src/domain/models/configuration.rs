//! How a version is called: parameters, prompt template, adapter. Part of what it is, so immutable.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

use crate::ground::kernel::{FieldProblem, Sha256, text_problem};

/// Bytes of the parameters at most.
pub const PARAMETERS_BYTES_MAX: usize = 8192;
/// Bytes of other fields at most.
pub const FIELD_BYTES_MAX: usize = 1024;

/// The parameters of a call: a JSON object, kept character by character.
///
/// Numbers such as `0.7` are never read as floating point. In an answer it is the object;
/// in the log, which holds no floats, it is the same object as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameters(String);

impl Default for Parameters {
    fn default() -> Self {
        Self("{}".into())
    }
}

impl Parameters {
    /// The object as it was stated.
    #[must_use]
    pub fn json(&self) -> &str {
        &self.0
    }

    /// The object, to put into an answer.
    #[must_use]
    pub fn raw(&self) -> Box<RawValue> {
        RawValue::from_string(self.0.clone()).expect("parameters were read as JSON")
    }
}

impl Serialize for Parameters {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

/// Reads the object itself (requests) or the object as text (the log and the database).
impl<'de> Deserialize<'de> for Parameters {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        use serde::de::Error;
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        let text = match serde_json::from_str::<String>(raw.get()) {
            Ok(text) => text,
            Err(_) => raw.get().to_owned(),
        };
        if !text.starts_with('{') {
            return Err(D::Error::custom("parameters are a JSON object"));
        }
        serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(&text)
            .map_err(D::Error::custom)?;
        Ok(Self(text))
    }
}

impl utoipa::PartialSchema for Parameters {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .description(Some("Parameters of the call, kept as stated."))
            .examples([serde_json::json!({"temperature": 0.2, "max_tokens": 1024})])
            .into()
    }
}
impl utoipa::ToSchema for Parameters {}

/// An adapter on top of the source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Adapter {
    /// Where it is.
    pub uri: String,
    /// What it is.
    pub digest: Sha256,
}

/// Under which name the in-house server serves the weights.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ServedAs {
    /// The server: `vllm-fr-1` ...
    pub platform: String,
    /// The exact model string to send.
    pub model: String,
}

/// How a version is called.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Configuration {
    /// Parameters of the call.
    #[serde(default)]
    pub parameters: Parameters,
    /// Digest of the prompt template; equal digests mean the same prompt.
    #[serde(default)]
    pub prompt_template_digest: Option<Sha256>,
    /// An adapter on top of the source.
    #[serde(default)]
    pub adapter: Option<Adapter>,
    /// For weights: what to call.
    #[serde(default)]
    pub served_as: Option<ServedAs>,
}

impl Configuration {
    /// All problems of the fields.
    #[must_use]
    pub fn problems(&self) -> Vec<FieldProblem> {
        let mut problems = Vec::new();
        if self.parameters.0.len() > PARAMETERS_BYTES_MAX {
            let expected = format!("at most {PARAMETERS_BYTES_MAX} bytes of JSON");
            problems.push(FieldProblem::new("/configuration/parameters", expected));
        }
        let fields = [
            (
                "adapter/uri",
                self.adapter.as_ref().map(|adapter| &adapter.uri),
            ),
            (
                "served_as/platform",
                self.served_as.as_ref().map(|served| &served.platform),
            ),
            (
                "served_as/model",
                self.served_as.as_ref().map(|served| &served.model),
            ),
        ];
        for (name, value) in fields {
            let Some(value) = value else { continue };
            if let Some(problem) = text_problem(value, FIELD_BYTES_MAX) {
                problems.push(FieldProblem::new(
                    format!("/configuration/{name}"),
                    problem.0,
                ));
            }
        }
        problems
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_keep_every_character_of_their_numbers() {
        let text = r#"{"temperature": 0.70, "seed": 12345678901234567890}"#;
        let parameters: Parameters = serde_json::from_str(text).unwrap();
        assert_eq!(parameters.json(), text);
        assert_eq!(parameters.raw().get(), text);
        let logged = serde_json::to_string(&parameters).unwrap();
        assert_eq!(
            serde_json::from_str::<Parameters>(&logged).unwrap(),
            parameters
        );
    }

    #[test]
    fn parameters_are_an_object() {
        for text in ["[]", "1", "null", "\"a\"", "\"[1]\""] {
            assert!(serde_json::from_str::<Parameters>(text).is_err(), "{text}");
        }
    }
}
