//! A client of the API: one caller, JSON in and out.

use reqwest::{Method, StatusCode};
use serde_json::Value;

#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    base: String,
    token: Option<String>,
}

/// What the service answered.
#[derive(Debug, Clone)]
pub struct Answered {
    pub status: StatusCode,
    pub etag: Option<String>,
    pub replayed: bool,
    pub text: String,
    pub json: Value,
}

impl Client {
    pub fn new(base: &str, token: Option<&str>) -> Self {
        Self {
            // The service closes a connection that idles for five seconds: none is used that is about to be.
            http: reqwest::Client::builder()
                .no_proxy()
                .pool_idle_timeout(std::time::Duration::from_secs(3))
                .build()
                .unwrap(),
            base: format!("{base}/api/v1"),
            token: token.map(str::to_owned),
        }
    }

    pub fn token(&self) -> &str {
        self.token.as_deref().expect("somebody is signed in")
    }

    pub fn anonymous(&self) -> Self {
        Self {
            token: None,
            ..self.clone()
        }
    }

    pub fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        let request = self.http.request(method, format!("{}{path}", self.base));
        match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }

    pub async fn send(&self, request: reqwest::RequestBuilder) -> Answered {
        self.execute(request.build().expect("a request")).await
    }

    /// A request that was built, and changed since.
    pub async fn execute(&self, request: reqwest::Request) -> Answered {
        let response = self
            .http
            .execute(request)
            .await
            .expect("the service answers");
        let header = |name: &str| {
            response
                .headers()
                .get(name)
                .map(|value| value.to_str().unwrap().to_owned())
        };
        let (etag, replayed) = (header("etag"), header("idempotency-replayed").is_some());
        let status = response.status();
        let text = response.text().await.unwrap();
        let json = serde_json::from_str(&text).unwrap_or(Value::Null);
        Answered {
            status,
            etag,
            replayed,
            text,
            json,
        }
    }

    pub async fn get(&self, path: &str) -> Answered {
        self.send(self.request(Method::GET, path)).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answered {
        self.send(self.request(Method::POST, path).json(&body))
            .await
    }

    /// A transition of what was seen at `etag`.
    pub async fn post_at(&self, path: &str, etag: &str, body: Value) -> Answered {
        self.send(
            self.request(Method::POST, path)
                .header("if-match", etag)
                .json(&body),
        )
        .await
    }

    pub async fn patch_at(&self, path: &str, etag: &str, body: Value) -> Answered {
        self.send(
            self.request(Method::PATCH, path)
                .header("if-match", etag)
                .json(&body),
        )
        .await
    }

    /// A command under an idempotency key.
    pub async fn post_once(&self, path: &str, key: &str, body: Value) -> Answered {
        self.send(
            self.request(Method::POST, path)
                .header("idempotency-key", key)
                .json(&body),
        )
        .await
    }
}

impl Answered {
    /// The body of a success.
    #[track_caller]
    pub fn ok(self) -> Value {
        assert!(self.status.is_success(), "{} {}", self.status, self.text);
        self.json
    }

    /// The code of a problem, and of each of its reasons.
    #[track_caller]
    pub fn refusal(&self) -> (u16, String, Vec<String>) {
        assert!(!self.status.is_success(), "{} {}", self.status, self.text);
        let code = self.json["code"]
            .as_str()
            .expect("a problem has a code")
            .to_owned();
        let reasons = self.json["refusals"].as_array().into_iter().flatten();
        let codes = reasons
            .map(|reason| reason["code"].as_str().unwrap().to_owned())
            .collect();
        (self.status.as_u16(), code, codes)
    }

    /// The status and code of a problem.
    #[track_caller]
    pub fn problem(&self) -> (u16, String) {
        let (status, code, _) = self.refusal();
        (status, code)
    }

    /// The id of the entity in the body.
    #[track_caller]
    pub fn id(&self) -> String {
        assert!(self.status.is_success(), "{} {}", self.status, self.text);
        self.json["id"]
            .as_str()
            .expect("an entity has an id")
            .to_owned()
    }

    pub fn tag(&self) -> &str {
        self.etag.as_deref().expect("an entity has a tag")
    }
}
