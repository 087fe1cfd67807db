//! Settings of the process, read once from arguments and environment. No setting reaches an event's time.

/// Everything that can be set.
#[derive(Debug, Clone)]
pub struct Config {
    /// How the console is reached from outside: scheme, host and port, no slash at the end.
    pub public_url: String,
    /// Issuers whose JSON Web Tokens are accepted.
    pub issuers: Vec<Issuer>,
    /// A throw-away instance: the console says so on every page.
    pub demo: bool,
}

/// One issuer of JSON Web Tokens.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Issuer {
    /// The exact `iss`.
    pub issuer: String,
    /// The exact `aud`.
    pub audience: String,
    /// Where its keys are: an https URL, or a file that holds a JWK set.
    pub jwks: String,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            public_url: "http://127.0.0.1:8080".into(),
            issuers: Vec::new(),
            demo: false,
        }
    }
}
