//! What belongs to one request: its id, its idempotency key, the digest of its body.

use std::sync::{Arc, OnceLock};

use actix_web::HttpMessage;
use actix_web::HttpRequest;

use crate::ground::kernel::Sha256;

/// Bytes of an idempotency key at most.
pub const KEY_BYTES_MAX: usize = 255;

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
        let key = header("idempotency-key").filter(|key| {
            !key.is_empty() && key.len() <= KEY_BYTES_MAX && request.method() == "POST"
        });
        let context = Self(Arc::new(Inner {
            id: super::middleware::request_id(),
            target: format!("{} {}", request.method(), request.uri()),
            key,
            body: OnceLock::new(),
        }));
        request.extensions_mut().insert(context.clone());
        context
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
