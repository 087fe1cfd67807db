//! The API over HTTP, and its problems in words.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;

use clap::Args;
use reqwest::{Method, RequestBuilder, StatusCode};
use serde_json::Value;

/// Where the service is, who is asking, how to print.
#[derive(Debug, Clone, Args)]
pub struct Connection {
    /// Where the service is
    #[arg(
        long,
        env = "TENURE_URL",
        default_value = "http://127.0.0.1:8080",
        global = true
    )]
    url: String,
    /// An API token
    #[arg(long, env = "TENURE_TOKEN", hide_env_values = true, global = true)]
    token: Option<String>,
    /// Print the service's JSON as it is
    #[arg(long, global = true)]
    json: bool,
}

/// Why a command did not do what was asked.
#[derive(Debug)]
pub enum Trouble {
    /// The service cannot be reached.
    Unreachable(String),
    /// The service answered with a problem.
    Problem(Box<Value>),
    /// Something on this side.
    Local(String),
    /// There is nothing of this name.
    Missing(String),
    /// It was asked and the answer is no; the reasons are printed already.
    NotAllowed,
    /// It was asked and something is not as it was said to be; what is printed already.
    Differs,
}

impl Trouble {
    /// The exit code; see the module of the command line.
    pub fn code(&self) -> u8 {
        match self {
            Self::Unreachable(_) => 1,
            Self::Local(_) => 2,
            Self::Missing(_) => 4,
            Self::NotAllowed => 3,
            Self::Differs => 7,
            Self::Problem(problem) => match problem["status"].as_u64() {
                Some(401 | 403) => 5,
                Some(404) => 4,
                Some(409) => 3,
                Some(412 | 428) => 6,
                Some(400 | 413 | 415 | 422) => 2,
                Some(_) | None => 1,
            },
        }
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreachable(what) | Self::Local(what) | Self::Missing(what) => {
                write!(f, "tenure: {what}")
            }
            Self::NotAllowed | Self::Differs => Ok(()),
            Self::Problem(problem) => write_problem(f, problem),
        }
    }
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_default()
}

fn list<'a>(value: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    value[name].as_array().into_iter().flatten()
}

fn write_problem(f: &mut fmt::Formatter<'_>, problem: &Value) -> fmt::Result {
    let refusals: Vec<&Value> = list(problem, "refusals").collect();
    if refusals.is_empty() {
        writeln!(f, "tenure: {}", text(problem, "detail"))?;
    } else {
        match refusals.len() {
            1 => writeln!(f, "tenure: refused:")?,
            more => writeln!(f, "tenure: refused, for {more} reasons:")?,
        }
    }
    for refusal in refusals {
        writeln!(
            f,
            "  - {} [{}]",
            text(refusal, "message"),
            text(refusal, "code")
        )?;
        for remedy in list(refusal, "remedies") {
            writeln!(f, "      {}", text(remedy, "text"))?;
            if let Some(command) = remedy["command"].as_str() {
                writeln!(f, "      $ {command}")?;
            }
        }
    }
    for error in list(problem, "errors") {
        let (message, expected) = (text(error, "message"), text(error, "expected"));
        match text(error, "pointer") {
            "" => writeln!(f, "  - {message}")?,
            pointer => writeln!(f, "  - {pointer}: {message}")?,
        }
        if !expected.is_empty() && !message.contains(expected) {
            writeln!(f, "      expected: {expected}")?;
        }
    }
    write!(
        f,
        "  code {}, request {}",
        text(problem, "code"),
        text(problem, "instance")
    )
}

/// An answer: the body, and the entity's tag.
#[derive(Debug)]
pub struct Answer {
    /// The body.
    pub body: Value,
    /// The body as it came.
    pub raw: String,
    /// The entity's tag.
    pub etag: Option<String>,
}

/// The pairs that have a value.
fn given<'a>(pairs: &'a [(&str, Option<String>)]) -> Vec<(&'a str, &'a String)> {
    pairs
        .iter()
        .filter_map(|(name, value)| Some((*name, value.as_ref()?)))
        .collect()
}

/// The API.
#[derive(Debug)]
pub struct Api {
    http: reqwest::Client,
    base: String,
    token: Option<String>,
    /// Print the service's JSON as it is.
    pub json: bool,
}

impl Api {
    /// Ready to ask.
    pub fn new(connection: &Connection) -> Self {
        Self {
            http: reqwest::Client::new(),
            base: format!("{}/api/v1", connection.url.trim_end_matches('/')),
            token: connection.token.clone(),
            json: connection.json,
        }
    }

    /// A request to a path below `/api/v1`.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.http.request(method, format!("{}{path}", self.base));
        match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }

    /// Sends a request; a problem is an error.
    pub async fn send(&self, request: RequestBuilder) -> Result<Answer, Trouble> {
        let unreachable = |error: reqwest::Error| {
            Trouble::Unreachable(format!("{} cannot be reached: {error}", self.base))
        };
        let response = request.send().await.map_err(unreachable)?;
        let status = response.status();
        let etag = response
            .headers()
            .get("etag")
            .and_then(|tag| tag.to_str().ok())
            .map(str::to_owned);
        let raw = response.text().await.map_err(unreachable)?;
        let body: Value = serde_json::from_str(&raw).unwrap_or(Value::Null);
        if status.is_success() {
            return Ok(Answer { body, raw, etag });
        }
        Err(self.refused(status, body))
    }

    /// Why an answer is no success.
    fn refused(&self, status: StatusCode, body: Value) -> Trouble {
        if status == StatusCode::UNAUTHORIZED && self.token.is_none() {
            return Trouble::Local(
                "nobody is signed in: set TENURE_TOKEN (the console makes tokens, or `tenure token` on the server)"
                    .into(),
            );
        }
        match body.get("code") {
            Some(_) => Trouble::Problem(Box::new(body)),
            None => Trouble::Unreachable(format!("{} answered {status}", self.base)),
        }
    }

    /// Writes what is read into a file, which is there when all of it is. Answers the log position that it is as of.
    pub async fn save(
        &self,
        path: &str,
        pairs: &[(&str, Option<String>)],
        out: &Path,
    ) -> Result<String, Trouble> {
        let unreachable = |error: reqwest::Error| {
            Trouble::Unreachable(format!("{} cannot be reached: {error}", self.base))
        };
        let unwritten = |error: io::Error| {
            Trouble::Local(format!("{} cannot be written: {error}", out.display()))
        };
        let request = self.request(Method::GET, path).query(&given(pairs));
        let mut response = request.send().await.map_err(unreachable)?;
        let status = response.status();
        if !status.is_success() {
            let raw = response.text().await.map_err(unreachable)?;
            let body = serde_json::from_str(&raw).unwrap_or(Value::Null);
            return Err(self.refused(status, body));
        }
        let position = response.headers().get("x-tenure-position");
        let position = position.and_then(|position| position.to_str().ok());
        let position = position.unwrap_or_default().to_owned();
        let mut part = out.as_os_str().to_owned();
        part.push(".part");
        let mut file = File::create(&part).map_err(unwritten)?;
        while let Some(bytes) = response.chunk().await.map_err(unreachable)? {
            file.write_all(&bytes).map_err(unwritten)?;
        }
        fs::rename(&part, out).map_err(unwritten)?;
        Ok(position)
    }

    /// Reads.
    pub async fn get(&self, path: &str) -> Result<Answer, Trouble> {
        self.send(self.request(Method::GET, path)).await
    }

    /// Reads with a query; pairs without a value are left out.
    pub async fn query(
        &self,
        path: &str,
        pairs: &[(&str, Option<String>)],
    ) -> Result<Answer, Trouble> {
        let request = self.request(Method::GET, path).query(&given(pairs));
        self.send(request).await
    }

    /// Commands.
    pub async fn post(&self, path: &str, body: &Value) -> Result<Answer, Trouble> {
        self.send(self.request(Method::POST, path).json(body)).await
    }

    /// Changes to what was just read.
    pub async fn patch_at(&self, path: &str, etag: &str, body: &Value) -> Result<Answer, Trouble> {
        let request = self.request(Method::PATCH, path).json(body);
        self.send(request.header("if-match", etag)).await
    }

    /// Commands on what was just read.
    pub async fn post_at(
        &self,
        path: &str,
        etag: Option<&str>,
        body: &Value,
    ) -> Result<Answer, Trouble> {
        let request = self.request(Method::POST, path).json(body);
        let request = match etag {
            Some(etag) => request.header("if-match", etag),
            None => request,
        };
        self.send(request).await
    }
}
