//! The key sets of issuers (RFC 7517): fetched when they are needed, kept, and fetched again when a key is unknown.
//!
//! Invariants: a key set comes only from where our own configuration says; over the network only by https, or from
//! this machine; no redirect is followed; size and time are limited. An issuer that is away leaves the keys that are
//! known in force.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use futures_util::StreamExt as _;
use jsonwebtoken::jwk::JwkSet;
use tokio::sync::Mutex;
use url::{Host, Url};

use crate::ground::kernel::Failure;

/// So long a key set is used without asking again.
const FRESH: Duration = Duration::from_secs(600);
/// An issuer is asked at most once in this time, whatever tokens come.
const PAUSE: Duration = Duration::from_secs(10);
/// So long an answer may take.
const TIMEOUT: Duration = Duration::from_secs(5);
/// Bytes of a key set at most.
const BYTES_MAX: usize = 256 * 1024;

#[derive(Debug, Default)]
struct Known {
    keys: Option<Arc<JwkSet>>,
    asked: Option<Instant>,
}

impl Known {
    fn has(&self, kid: &str) -> bool {
        let keys = self.keys.iter().flat_map(|set| &set.keys);
        keys.into_iter()
            .any(|key| key.common.key_id.as_deref() == Some(kid))
    }

    /// Whether to ask the issuer: never too often, but when the keys are old, or do not name this one.
    fn due(&self, kid: Option<&str>, pause: Duration) -> bool {
        let Some(age) = self.asked.map(|asked| asked.elapsed()) else {
            return true;
        };
        let missing = self.keys.is_none() || kid.is_some_and(|kid| !self.has(kid));
        age >= FRESH || (missing && age >= pause)
    }
}

/// The key sets of this process.
#[derive(Debug)]
pub struct KeySets {
    known: Mutex<HashMap<String, Arc<Mutex<Known>>>>,
    pause: Duration,
    generation: AtomicU64,
}

impl Default for KeySets {
    fn default() -> Self {
        Self::asking_every(PAUSE)
    }
}

impl KeySets {
    /// Key sets that are asked for at most once in `pause`.
    #[must_use]
    pub fn asking_every(pause: Duration) -> Self {
        Self {
            known: Mutex::default(),
            pause,
            generation: AtomicU64::new(0),
        }
    }

    /// Rises whenever a key set turns out to have changed.
    #[must_use]
    pub fn generation(&self) -> u64 {
        self.generation.load(Ordering::Acquire)
    }

    /// The keys at `source`, an https URL or a file; asked for anew when they are old or do not name `kid`.
    ///
    /// # Errors
    /// They were never had, and cannot be had now.
    pub async fn of(&self, source: &str, kid: Option<&str>) -> Result<Arc<JwkSet>, Failure> {
        let known = {
            let mut all = self.known.lock().await;
            all.entry(source.to_owned()).or_default().clone()
        };
        // Who comes meanwhile waits for this answer instead of asking too.
        let mut known = known.lock().await;
        if known.due(kid, self.pause) {
            known.asked = Some(Instant::now());
            match load(source).await {
                Ok(keys) => {
                    if known.keys.as_deref().is_some_and(|known| *known != keys) {
                        self.generation.fetch_add(1, Ordering::Release);
                    }
                    known.keys = Some(Arc::new(keys));
                }
                Err(error) => tracing::warn!(source, error, "a key set cannot be had"),
            }
        }
        known.keys.clone().ok_or(Failure::KeysUnavailable)
    }
}

async fn load(source: &str) -> Result<JwkSet, String> {
    let bytes = match Url::parse(source) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => fetch(url).await?,
        _ => tokio::fs::read(source)
            .await
            .map_err(|error| error.to_string())?,
    };
    serde_json::from_slice(&bytes).map_err(|error| format!("not a JWK set: {error}"))
}

/// Whether the keys may come from there: by https, or from this machine.
fn trusted(url: &Url) -> bool {
    let here = match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    };
    url.scheme() == "https" || here
}

async fn fetch(url: Url) -> Result<Vec<u8>, String> {
    if !trusted(&url) {
        return Err("only https, or this machine, is asked for keys".into());
    }
    let client = reqwest::Client::builder()
        .timeout(TIMEOUT)
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .map_err(|error| error.to_string())?;
    let answer = client
        .get(url)
        .send()
        .await
        .map_err(|error| error.to_string())?;
    if !answer.status().is_success() {
        return Err(format!("answered {}", answer.status()));
    }
    let mut bytes = Vec::new();
    let mut body = answer.bytes_stream();
    while let Some(chunk) = body.next().await {
        let chunk = chunk.map_err(|error| error.to_string())?;
        if bytes.len() + chunk.len() > BYTES_MAX {
            return Err(format!("longer than {BYTES_MAX} bytes"));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_come_by_https_or_from_this_machine() {
        for (text, expected) in [
            ("https://id.example.org/keys", true),
            ("http://127.0.0.1:9/keys", true),
            ("http://[::1]/keys", true),
            ("http://localhost/keys", true),
            ("http://id.example.org/keys", false),
            ("http://10.0.0.1/keys", false),
            ("http://127.0.0.1.example.org/keys", false),
        ] {
            assert_eq!(trusted(&text.parse().unwrap()), expected, "{text}");
        }
    }
}
