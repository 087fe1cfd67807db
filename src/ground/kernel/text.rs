//! Free text outside the log. The log names it by the digest of an RFC 9901 disclosure.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::{Sha256, random_bytes};

/// Names a row of `text`: base64url of a SHA-256, 43 characters.
#[derive(
    Debug,
    Clone,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    serde::Serialize,
    serde::Deserialize,
    sqlx::Type,
)]
#[serde(transparent)]
#[sqlx(transparent)]
pub struct TextDigest(pub String);

impl TextDigest {
    /// A fresh salt of 128 bits, base64url.
    #[must_use]
    pub fn salt() -> String {
        URL_SAFE_NO_PAD.encode(random_bytes::<16>())
    }

    /// base64url(SHA-256(base64url(JSON `[salt, name, value]`))).
    #[must_use]
    pub fn of(salt: &str, name: &str, value: &str) -> Self {
        let disclosure = serde_json::json!([salt, name, value]).to_string();
        let encoded = URL_SAFE_NO_PAD.encode(disclosure);
        Self(URL_SAFE_NO_PAD.encode(Sha256::of(encoded.as_bytes()).0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_text_under_another_salt_has_another_digest() {
        let one = TextDigest::of("a", "model.description", "for support");
        let two = TextDigest::of("b", "model.description", "for support");
        assert_ne!(one, two);
        assert_eq!(one.0.len(), 43);
    }
}
