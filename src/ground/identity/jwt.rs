//! JSON Web Tokens of configured issuers (RFC 7519, RFC 8725). Invariants: the key set comes from our own
//! configuration, only asymmetric algorithms are accepted, `iss`, `aud`, `exp` and `sub` are required, and a token
//! without a `kid` is tried with so many keys and no more.

use chrono::{DateTime, Utc};
use jsonwebtoken::dangerous::insecure_decode_claims;
use jsonwebtoken::jwk::{Jwk, JwkSet, PublicKeyUse};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::KeySets;
use crate::ground::config::Issuer;
use crate::ground::kernel::{App, Failure};

/// Bytes of a token at most.
const TOKEN_BYTES_MAX: usize = 8192;
/// Clocks of issuers may be this far off.
const LEEWAY_SECONDS: i64 = 30;
/// Keys that one token is tried with at most.
const KEYS_TRIED_MAX: usize = 8;
const ALGORITHMS: [Algorithm; 7] = [
    Algorithm::RS256,
    Algorithm::RS384,
    Algorithm::RS512,
    Algorithm::PS256,
    Algorithm::ES256,
    Algorithm::ES384,
    Algorithm::EdDSA,
];

/// The claims of a token, checked.
#[derive(Debug, Clone)]
pub struct Claims {
    /// Issuer.
    pub iss: String,
    /// Subject.
    pub sub: String,
    /// Seconds since 1970.
    exp: i64,
    /// All of them, for claim rules.
    pub all: Map<String, Value>,
}

impl Claims {
    /// When the token ends.
    #[must_use]
    pub fn ends_at(&self) -> DateTime<Utc> {
        DateTime::from_timestamp(self.exp, 0).unwrap_or(DateTime::UNIX_EPOCH)
            + chrono::Duration::seconds(LEEWAY_SECONDS)
    }

    /// Those of a token whose signature, issuer and audience are right.
    fn read(all: Map<String, Value>, now: DateTime<Utc>) -> Result<Self, Failure> {
        let seconds = |name: &str| match all.get(name) {
            None => Ok(None),
            Some(value) => value.as_i64().map(Some).ok_or_else(invalid),
        };
        let text = |name: &str| {
            let text = all.get(name).and_then(Value::as_str);
            text.map(str::to_owned).ok_or_else(invalid)
        };
        let claims = Self {
            iss: text("iss")?,
            sub: text("sub")?,
            exp: seconds("exp")?.ok_or_else(invalid)?,
            all: all.clone(),
        };
        if claims.ends_at() <= now {
            return Err(Failure::Unauthenticated {
                code: "token_expired",
            });
        }
        let latest = now.timestamp() + LEEWAY_SECONDS;
        if seconds("nbf")?.is_some_and(|begins| begins > latest) {
            return Err(invalid());
        }
        Ok(claims)
    }
}

fn invalid() -> Failure {
    Failure::Unauthenticated {
        code: "token_invalid",
    }
}

/// Which issuer a token says it is from; believed only after its signature.
#[derive(Deserialize)]
struct Said {
    iss: String,
}

/// Checks a token against the issuer that it names.
///
/// # Errors
/// The issuer is unknown, its keys cannot be had, the signature is wrong, or a required claim is missing or out of
/// date.
pub async fn verify(app: &App, keys: &KeySets, token: &str) -> Result<Claims, Failure> {
    if token.len() > TOKEN_BYTES_MAX {
        return Err(invalid());
    }
    let header = decode_header(token).map_err(|_| invalid())?;
    if !ALGORITHMS.contains(&header.alg) {
        return Err(invalid());
    }
    let now = app.clock.coarse();
    let said: Said = insecure_decode_claims(token).map_err(|_| invalid())?;
    let issuers = app.config.issuers.iter();
    for issuer in issuers.filter(|issuer| issuer.issuer == said.iss) {
        let kid = header.kid.as_deref();
        let keys = keys.of(&issuer.jwks, kid).await?;
        if let Some(claims) = verify_with(token, header.alg, kid, &keys, issuer) {
            return Claims::read(claims, now);
        }
    }
    Err(invalid())
}

/// Tries the keys of one issuer. `None`: the token is not one of this issuer.
fn verify_with(
    token: &str,
    algorithm: Algorithm,
    kid: Option<&str>,
    keys: &JwkSet,
    issuer: &Issuer,
) -> Option<Map<String, Value>> {
    let mut validation = Validation::new(algorithm);
    validation.set_issuer(&[&issuer.issuer]);
    validation.set_audience(&[&issuer.audience]);
    validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
    // Judged by our own clock, in `Claims::read`.
    validation.validate_exp = false;
    let wanted = |key: &&Jwk| {
        let signs = key.common.public_key_use != Some(PublicKeyUse::Encryption);
        signs && (kid.is_none() || key.common.key_id.as_deref() == kid)
    };
    let keys = keys.keys.iter().filter(wanted).take(KEYS_TRIED_MAX);
    keys.filter_map(|key| DecodingKey::from_jwk(key).ok())
        .find_map(|key| decode(token, &key, &validation).ok())
        .map(|data| data.claims)
}
