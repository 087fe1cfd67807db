//! What belongs to one request: its id, its idempotency key, the digest of its body.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use actix_web::HttpMessage;
use actix_web::HttpRequest;
use actix_web::http::Method;
use tokio::sync::SetOnce;

use crate::ground::kernel::{Failure, Sha256};

/// Bytes of an idempotency key at most.
pub const KEY_BYTES_MAX: usize = 255;
const KEY: &str = "idempotency-key";

fn key_is_right(key: &str) -> bool {
    (1..=KEY_BYTES_MAX).contains(&key.len()) && key.bytes().all(|b| (b' '..=b'~').contains(&b))
}

/// An idempotency key with the digest of the request it came with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdempotencyKey {
    /// As sent.
    pub key: String,
    /// SHA-256 of method, path, query and body.
    pub request_hash: Sha256,
}

#[derive(Debug, Default)]
struct Inner {
    id: String,
    target: String,
    key: Option<String>,
    body: OnceLock<Sha256>,
    /// The operation reads the query.
    query: AtomicBool,
    /// Somebody has to be permitted before the body is read.
    guarded: AtomicBool,
    permitted: SetOnce<()>,
}

/// What a command may know of the request it came from.
#[derive(Debug, Clone, Default)]
pub struct RequestContext(Arc<Inner>);

impl RequestContext {
    /// Reads the context of a request; all extractors of the request share it.
    #[must_use]
    pub fn of(request: &HttpRequest) -> Self {
        if let Some(context) = request.extensions().get::<Self>() {
            return context.clone();
        }
        let header = |name: &str| {
            request
                .headers()
                .get(name)
                .and_then(|value| value.to_str().ok())
                .map(str::to_owned)
        };
        let key = header(KEY).filter(|key| key_is_right(key) && request.method() == Method::POST);
        let context = Self(Arc::new(Inner {
            id: super::middleware::request_id(),
            target: format!("{} {}", request.method(), request.uri()),
            key,
            ..Inner::default()
        }));
        request.extensions_mut().insert(context.clone());
        context
    }

    /// What is wrong with a request whatever it asks for: an idempotency key that is none, and a query that the
    /// operation does not read. Called after every extractor was made, before any has read.
    ///
    /// # Errors
    /// [`Failure::Malformed`] with the place.
    pub fn check(&self, request: &HttpRequest) -> Result<(), Failure> {
        let sent = request.headers().get_all(KEY).count();
        let read = usize::from(self.0.key.is_some());
        if request.method() == Method::POST && sent != read {
            let expected = format!("one key of 1 to {KEY_BYTES_MAX} printable ASCII characters");
            return Err(Failure::malformed("Idempotency-Key", expected));
        }
        if !request.query_string().is_empty() && !self.0.query.load(Ordering::Relaxed) {
            return Err(Failure::malformed("query", "no query parameters here"));
        }
        Ok(())
    }

    /// Says that the operation reads the query.
    pub(super) fn reads_query(&self) {
        self.0.query.store(true, Ordering::Relaxed);
    }

    /// Keeps the body unread until [`Self::permit`].
    pub fn guard(&self) {
        self.0.guarded.store(true, Ordering::Relaxed);
    }

    /// The caller is known and permitted.
    pub fn permit(&self) {
        // Permitted twice is permitted.
        let _ = self.0.permitted.set(());
    }

    /// Waits until the body may be read: nobody makes us take in and parse a body who may not send it, and which
    /// answer comes never depends on what is read first.
    pub(super) async fn permitted(&self) {
        if self.0.guarded.load(Ordering::Relaxed) {
            self.0.permitted.wait().await;
        }
    }

    /// The same request, but its key is not asked for.
    #[must_use]
    pub fn without_key(&self) -> Self {
        Self(Arc::new(Inner {
            id: self.0.id.clone(),
            ..Inner::default()
        }))
    }

    /// Remembers the body that was read.
    pub fn saw_body(&self, bytes: &[u8]) {
        // A second body cannot come; if it did, the first one counts.
        let _ = self.0.body.set(Sha256::of(bytes));
    }

    /// The request's id; `None` outside a request.
    #[must_use]
    pub fn id(&self) -> Option<String> {
        (!self.0.id.is_empty()).then(|| self.0.id.clone())
    }

    /// The idempotency key, when the request carried one.
    #[must_use]
    pub fn idempotency(&self) -> Option<IdempotencyKey> {
        let body = self.0.body.get().map_or([0; 32], |digest| digest.0);
        self.0.key.as_ref().map(|key| IdempotencyKey {
            key: key.clone(),
            request_hash: Sha256::of_parts(&[self.0.target.as_bytes(), &[0], &body]),
        })
    }
}
