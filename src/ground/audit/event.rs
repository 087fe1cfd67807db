//! What an event is: RFC 8785 JSON whose exact bytes are hashed.
//!
//! Invariants: no floating point number, no integer beyond 2^53, no personal text, at most 60 000 bytes.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::ground::kernel::{PrincipalId, Sha256, StoreError, TextDigest};

/// The schema of the body. Old bodies are read by a pure upcast; stored bytes never change.
pub const BODY_VERSION: u8 = 1;
/// Bytes of a body at most: what one entry of a tiled log can carry.
pub const BODY_BYTES_MAX: usize = 60_000;
/// Integers beyond this are not the same in every JSON reader.
const INTEGER_MAX: u64 = (1 << 53) - 1;

/// Which entity changed, and to which revision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntityPart {
    /// `model`, `version`, `route` ...
    pub kind: String,
    /// Its id.
    pub id: Uuid,
    /// Its revision after the change.
    pub seq: i32,
}

/// Who decided. Never a name: names live outside the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActorPart {
    /// The principal.
    pub id: PrincipalId,
    /// `user`, `machine` or `system`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The roles it held when it acted.
    pub roles: Vec<String>,
}

/// Something the decision stood on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Evidence {
    /// `evaluation`, `promotion`, `facts` ...
    pub kind: String,
    /// The entity's id, or a digest.
    pub id: String,
    /// What people call it, such as `PR-0042`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
}

/// The body of an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventBody {
    /// See [`BODY_VERSION`].
    pub v: u8,
    /// The event's own id.
    pub event: Uuid,
    /// `model.registered`, `route.switched` ...
    pub kind: String,
    /// RFC 3339, UTC, six digits.
    pub at: String,
    /// What changed.
    pub entity: EntityPart,
    /// Leaf hash of the entity's previous event, base64url; null for its first.
    pub prev: Option<String>,
    /// Who decided.
    pub actor: ActorPart,
    /// The HTTP request, to find it in the service's own log.
    pub request: Option<String>,
    /// Names the reason, which lives outside the log.
    pub reason_sd: Option<TextDigest>,
    /// What the decision stood on.
    pub evidence: Vec<Evidence>,
    /// `[from, to)` in force, for facts that hold from another instant than `at`.
    pub effective: Option<[Option<String>; 2]>,
    /// The entity's whole state after the change.
    pub after: Value,
    /// Digests of all texts that the command wrote, sorted.
    #[serde(rename = "_sd")]
    pub sd: Vec<TextDigest>,
}

impl EventBody {
    /// The canonical bytes (RFC 8785).
    ///
    /// # Errors
    /// The state breaks an invariant of this module: a programming error, found before anything is written.
    pub fn canonical(&self) -> Result<String, StoreError> {
        exact_numbers(&self.after, "/after")?;
        let text = serde_json_canonicalizer::to_string(self)
            .map_err(|error| StoreError::Inconsistent(format!("event is not JSON: {error}")))?;
        if text.len() > BODY_BYTES_MAX {
            return Err(StoreError::Inconsistent(format!(
                "{} event of {} bytes; at most {BODY_BYTES_MAX}",
                self.kind,
                text.len()
            )));
        }
        Ok(text)
    }
}

/// SHA-256 of 0x00 and the body (RFC 6962, 2.1).
#[must_use]
pub fn leaf_hash(body: &str) -> Sha256 {
    Sha256::of_parts(&[&[0], body.as_bytes()])
}

/// A leaf hash as events write it.
#[must_use]
pub(super) fn leaf_text(hash: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(hash)
}

fn exact_numbers(value: &Value, at: &str) -> Result<(), StoreError> {
    match value {
        Value::Number(number) => {
            let exact = number
                .as_i64()
                .is_some_and(|n| n.unsigned_abs() <= INTEGER_MAX);
            if exact {
                Ok(())
            } else {
                Err(StoreError::Inconsistent(format!(
                    "{at} is not an exact integer"
                )))
            }
        }
        Value::Array(items) => items
            .iter()
            .enumerate()
            .try_for_each(|(index, item)| exact_numbers(item, &format!("{at}/{index}"))),
        Value::Object(fields) => fields
            .iter()
            .try_for_each(|(name, field)| exact_numbers(field, &format!("{at}/{name}"))),
        Value::Null | Value::Bool(_) | Value::String(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn body(after: Value) -> EventBody {
        EventBody {
            v: BODY_VERSION,
            event: Uuid::from_u128(7),
            kind: "model.registered".into(),
            at: "2026-11-24T00:00:00.000000Z".into(),
            entity: EntityPart {
                kind: "model".into(),
                id: Uuid::from_u128(1),
                seq: 1,
            },
            prev: None,
            actor: ActorPart {
                id: PrincipalId(Uuid::from_u128(2)),
                kind: "user".into(),
                roles: vec![],
            },
            request: None,
            reason_sd: None,
            evidence: vec![],
            effective: None,
            after,
            sd: vec![],
        }
    }

    #[test]
    fn the_bytes_are_canonical_and_read_back() {
        let event = body(json!({"z": 1, "a": "é"}));
        let text = event.canonical().unwrap();
        assert!(text.starts_with(r#"{"_sd":[],"actor":"#), "{text}");
        assert!(text.contains(r#""after":{"a":"é","z":1}"#), "{text}");
        assert_eq!(serde_json::from_str::<EventBody>(&text).unwrap(), event);
    }

    #[test]
    fn floats_and_large_integers_never_reach_the_log() {
        for after in [
            json!({"a": [0.5]}),
            json!(9_007_199_254_740_992_u64),
            json!(-9_007_199_254_740_992_i64),
        ] {
            assert!(body(after).canonical().is_err());
        }
        assert!(body(json!(9_007_199_254_740_991_i64)).canonical().is_ok());
    }

    #[test]
    fn a_body_over_the_limit_is_refused() {
        assert!(body(json!("x".repeat(BODY_BYTES_MAX))).canonical().is_err());
    }

    #[test]
    fn the_leaf_hash_is_that_of_rfc_6962() {
        // SHA-256 of the single byte 0x00: the hash of an empty leaf.
        assert_eq!(
            leaf_hash("").hex(),
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
        );
    }
}
