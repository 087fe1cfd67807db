//! Who asks, for what must be answered while the database is away: by token from memory, by JSON Web Token from memory
//! once it was checked.

use std::sync::Arc;
use std::time::Duration;

use actix_web::HttpRequest;
use actix_web::http::header::AUTHORIZATION;

use crate::domain::routes::memory::{Identity, Memory, Worker};
use crate::ground::http::{RequestContext, Traffic};
use crate::ground::identity::{Gate, Secret, SecretKind, jwt, subject};
use crate::ground::kernel::{App, Failure, Sha256};

/// What one worker of the hot path works with.
pub struct Hot {
    /// The service's parts.
    pub app: App,
    /// What is known.
    pub memory: Arc<Memory>,
    /// The keys of issuers, last uses, and how machines are let in.
    pub gate: Arc<Gate>,
    /// Who is connected.
    pub traffic: Arc<Traffic>,
    /// What is this worker's own.
    pub worker: Worker,
}

impl Hot {
    /// Who asks.
    ///
    /// # Errors
    /// Nobody who is known, or a token that was not checked yet cannot be checked now.
    pub async fn identify(&self, request: &HttpRequest) -> Result<Identity, Failure> {
        let unauthenticated = |code| Failure::Unauthenticated { code };
        let header = request
            .headers()
            .get(AUTHORIZATION)
            .and_then(|value| value.to_str().ok());
        let bearer = header
            .and_then(|value| value.split_once(' '))
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
            .map(|(_, token)| token.trim())
            .ok_or(unauthenticated("unauthenticated"))?;
        let Some((SecretKind::Personal | SecretKind::Machine, secret)) = Secret::parse(bearer)
        else {
            return self.identify_by_jwt(request, bearer).await;
        };
        let image = self.memory.image();
        let who = image
            .token(&secret.sha256())
            .ok_or(unauthenticated("token_invalid"))?;
        let now = self.app.clock.coarse();
        if who.expires_at.0 <= now {
            return Err(unauthenticated("token_expired"));
        }
        if who.used_in_minute(now.timestamp().div_euclid(60)) {
            self.gate.uses.note(secret.sha256(), now);
        }
        Ok(who.clone())
    }

    async fn identify_by_jwt(
        &self,
        request: &HttpRequest,
        token: &str,
    ) -> Result<Identity, Failure> {
        let digest = Sha256::of(token.as_bytes());
        // Both numbers only rise, so their sum changes when one of them does.
        let generation = || self.memory.generation() + self.gate.keys.generation();
        if let Some(who) = self.worker.known_jwt(&digest, generation()) {
            return Ok(who);
        }
        let now = self.app.clock.coarse();
        let claims = jwt::verify(&self.app, &self.gate.keys, token).await?;
        // After the keys were had, before the principal is read: what changes from here on is noticed.
        let generation = generation();
        let context = RequestContext::of(request);
        let ends_at = claims.ends_at();
        let caller = subject::by_claims(&self.app, &self.gate, &claims, now, context).await?;
        let who = Identity::new(ends_at.into(), None, caller.environments);
        let left = (ends_at - now).to_std().unwrap_or(Duration::ZERO);
        self.worker
            .remember_jwt(digest, who.clone(), left, generation);
        Ok(who)
    }
}
