//! JSON Web Tokens of configured issuers (RFC 7519, RFC 8725). Invariants: the key set comes from our own
//! configuration, only asymmetric algorithms are accepted, `iss`, `aud`, `exp` and `sub` are required.

use chrono::{DateTime, Utc};
use jsonwebtoken::dangerous::insecure_decode_claims;
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde::Deserialize;

use super::KeySets;
use crate::ground::config::Issuer;
use crate::ground::kernel::{App, Failure};

/// Bytes of a token at most.
const TOKEN_BYTES_MAX: usize = 8192;
/// Clocks of issuers may be this far off.
const LEEWAY_SECONDS: u64 = 30;
const ALGORITHMS: [Algorithm; 7] = [
    Algorithm::RS256,
    Algorithm::RS384,
    Algorithm::RS512,
    Algorithm::PS256,
    Algorithm::ES256,
    Algorithm::ES384,
    Algorithm::EdDSA,
];

/// The claims that we read.
#[derive(Debug, Clone, Deserialize)]
pub struct Claims {
    /// Issuer.
    pub iss: String,
    /// Subject.
    pub sub: String,
    /// Seconds since 1970.
    pub exp: i64,
}

impl Claims {
    /// When the token ends.
    #[must_use]
    pub fn ends_at(&self) -> DateTime<Utc> {
        DateTime::from_timestamp(self.exp, 0).unwrap_or(DateTime::UNIX_EPOCH)
            + chrono::Duration::seconds(i64::try_from(LEEWAY_SECONDS).unwrap_or(0))
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
    let said: Said = insecure_decode_claims(token).map_err(|_| invalid())?;
    let issuers = app.config.issuers.iter();
    for issuer in issuers.filter(|issuer| issuer.issuer == said.iss) {
        let kid = header.kid.as_deref();
        let keys = keys.of(&issuer.jwks, kid).await?;
        if let Some(claims) = verify_with(token, header.alg, kid, &keys, issuer)? {
            return Ok(claims);
        }
    }
    Err(invalid())
}

/// Tries the keys of one issuer. `Ok(None)`: the token is not one of this issuer.
fn verify_with(
    token: &str,
    algorithm: Algorithm,
    kid: Option<&str>,
    keys: &JwkSet,
    issuer: &Issuer,
) -> Result<Option<Claims>, Failure> {
    let mut validation = Validation::new(algorithm);
    validation.set_issuer(&[&issuer.issuer]);
    validation.set_audience(&[&issuer.audience]);
    validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
    validation.validate_nbf = true;
    validation.leeway = LEEWAY_SECONDS;
    let wanted =
        |key: &&jsonwebtoken::jwk::Jwk| kid.is_none() || key.common.key_id.as_deref() == kid;
    for key in keys.keys.iter().filter(wanted) {
        let Ok(key) = DecodingKey::from_jwk(key) else {
            continue;
        };
        match decode::<Claims>(token, &key, &validation) {
            Ok(data) => return Ok(Some(data.claims)),
            Err(error) if expired(&error) => {
                return Err(Failure::Unauthenticated {
                    code: "token_expired",
                });
            }
            // Another key may fit.
            Err(_) => {}
        }
    }
    Ok(None)
}

fn expired(error: &jsonwebtoken::errors::Error) -> bool {
    matches!(
        error.kind(),
        jsonwebtoken::errors::ErrorKind::ExpiredSignature
    )
}
