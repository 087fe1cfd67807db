//! No secret stands in the service's own log, in an event or in an answer, whatever is done with it: shown rightly,
//! shown wrongly, put into a path, a query, a header or a body that it does not belong in.

use std::io::Write;
use std::sync::{Arc, Mutex, OnceLock};

use reqwest::Method;
use serde_json::{Value, json};
use tenure::domain::access::commands;
use tenure::ground::identity::{Secret, SecretKind};
use tracing_subscriber::EnvFilter;

use crate::access::{in_session, secret, sign_in};
use crate::jwt::{Authority, Key, trusting};
use crate::support::{Client, Tenure};

/// Everything that this process logs, at the finest level of our own code.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Log {
    fn start() -> Self {
        static LOG: OnceLock<Log> = OnceLock::new();
        LOG.get_or_init(|| {
            let log = Self::default();
            let writer = log.clone();
            tracing_subscriber::fmt()
                .json()
                .with_env_filter(EnvFilter::new("tenure=trace"))
                .with_writer(move || writer.clone())
                .init();
            log
        })
        .clone()
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }
}

/// Every kind of secret, good ones and well-formed ones that nobody made.
async fn all(tenure: &Tenure, key: &Key, authority: &Authority) -> Vec<String> {
    let link = async || {
        let link = commands::sign_in_link(&tenure.app, "Ana Ruiz").await;
        secret(&link.unwrap())
    };
    let unused = link().await;
    let used = link().await;
    let cookie = sign_in(tenure, json!({"token": used})).await.unwrap();
    let session = cookie.split_once('=').unwrap().1.to_owned();
    let personal = json!({"name": "mine", "kind": "personal", "expires_in_days": 1});
    let request = in_session(tenure, &cookie, Method::POST, "/tokens").json(&personal);
    let personal = tenure.admin.send(request).await.ok();
    let machine = json!({"name": "ci", "kind": "machine", "role": "viewer", "expires_in_days": 1});
    let machine = tenure.admin.post("/tokens", machine).await.ok();
    let invited = json!({"name": "Kim", "role": "viewer"});
    let invited = tenure.admin.post("/invitations", invited).await.ok();
    let mut all = vec![
        unused,
        used,
        session,
        personal["secret"].as_str().unwrap().to_owned(),
        machine["secret"].as_str().unwrap().to_owned(),
        secret(invited["link"].as_str().unwrap()),
        key.sign(&authority.claims("kim")),
        key.sign(&authority.claims("ci")),
        Key::new("one").sign(&authority.claims("kim")),
    ];
    let kinds = [
        SecretKind::Personal,
        SecretKind::Machine,
        SecretKind::Link,
        SecretKind::Session,
    ];
    all.extend(kinds.map(|kind| Secret::new(kind).reveal().to_owned()));
    all
}

/// Does everything with a secret that people do by mistake; gives every answer with its headers.
async fn misuse(tenure: &Tenure, secret: &str) -> Vec<String> {
    let admin = &tenure.admin;
    let anonymous = admin.anonymous();
    let cookie = format!("tenure_session={secret}");
    let get = |path: String| admin.request(Method::GET, &path);
    let post = |path: &str, body: Value| admin.request(Method::POST, path).json(&body);
    let requests = vec![
        Client::new(&tenure.base, Some(secret)).request(Method::GET, "/session"),
        Client::new(&tenure.base, Some(secret)).request(Method::GET, "/resolve/production/bot"),
        anonymous
            .request(Method::GET, "/session")
            .header("authorization", secret),
        anonymous
            .request(Method::GET, "/session")
            .header("cookie", cookie),
        get(format!("/models/{secret}")),
        get(format!("/models/{}", secret.replace('_', "%5F"))),
        get(format!("/resolve/{secret}/{secret}")),
        get(format!("/{secret}")),
        get(format!("/models?page_token={secret}")),
        get(format!("/models?{secret}=1")),
        get(format!("/models?limit={secret}")),
        get(format!("/search?q={secret}")),
        get(format!("/serving?known={secret}")),
        get(format!("/models?access_token={secret}")),
        get("/models".into()).header("x-request-id", secret),
        get("/models".into()).header("referer", secret),
        post("/session/link", json!({"token": secret})),
        post("/session/link", json!({"token": "x", secret: 1})),
        post("/models", json!({secret: "x"})),
        post("/models", json!({"name": 1, "description": secret})),
        post("/tokens", json!({"kind": secret})),
        post("/models", json!(secret)),
        post("/models", json!({"name": "a/b", "tags": [{"key": secret}]})),
        post("/models", json!({"name": ""})).header("idempotency-key", secret),
        admin
            .request(Method::PATCH, &format!("/models/{}", uuid::Uuid::nil()))
            .header("if-match", secret)
            .json(&json!({})),
        admin
            .request(Method::POST, "/models")
            .header("content-type", "application/json")
            .body(secret.to_owned()),
    ];
    let mut answers = Vec::new();
    for request in requests {
        let answered = request.send().await.unwrap();
        let headers = format!("{:?}", answered.headers());
        answers.push(headers + &answered.text().await.unwrap());
    }
    answers
}

/// The parts of a secret that nobody may read: all but the first characters, by which people recognise it.
fn parts(secret: &str) -> Vec<&str> {
    match secret.strip_prefix("tnr_") {
        Some(_) => vec![&secret[12..], &secret[12..28]],
        // A JSON Web Token: its claims and its signature.
        None => secret.split('.').skip(1).collect(),
    }
}

#[actix_web::test]
async fn no_secret_is_logged_told_or_answered() {
    let log = Log::start();
    let key = Key::new("one");
    let authority = Authority::start(&[&key]);
    let tenure = trusting(&authority).await;
    let rule = json!({
        "name": "ci", "issuer": authority.url, "role": "viewer",
        "conditions": [{"claim": "sub", "pattern": "ci"}],
    });
    tenure.admin.post("/claim-rules", rule).await.ok();
    let secrets = all(&tenure, &key, &authority).await;
    let mut answers = Vec::new();
    for secret in &secrets {
        answers.extend(misuse(&tenure, secret).await);
    }
    tenure.admin.get("/log").await.ok();
    let events: Vec<String> = sqlx::query_scalar(
        "select body from audit_event union all select value from text union all select value::text from tag",
    )
    .fetch_all(&tenure.pool)
    .await
    .unwrap();
    let logged = log.text();
    assert!(logged.contains("\"route\""), "requests are logged");
    let mut found = Vec::new();
    for part in secrets.iter().flat_map(|secret| parts(secret)) {
        for (place, texts) in [
            ("the log", std::slice::from_ref(&logged)),
            ("an event", &events),
            ("an answer", &answers),
        ] {
            let text = texts.iter().find(|text| text.contains(part));
            found.extend(text.map(|text| {
                let at = text.find(part).unwrap();
                let from = text.floor_char_boundary(at.saturating_sub(120));
                format!("{place}: {}", &text[from..at])
            }));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
    authority.stop().await;
    tenure.done().await;
}
