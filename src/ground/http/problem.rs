//! RFC 9457 problems: the one place where a failure becomes an answer.

use actix_web::http::StatusCode;
use actix_web::http::header::{ALLOW, CONTENT_TYPE, ETAG, LOCATION, RETRY_AFTER};
use actix_web::{HttpResponse, HttpResponseBuilder, ResponseError};
use serde::Serialize;

use super::codes;
use super::middleware::request_id;
use crate::ground::kernel::{Failure, FieldProblem, Reason, Revision, StoreError, StoredAnswer};

/// Below it the service explains each code: the `type` of a problem.
pub const PROBLEMS_PATH: &str = "/problems";
/// The media type of a command's effect that was only tried.
const PREVIEW: &str = "application/vnd.tenure.preview+json";
/// When to come back to a service that lacks its database.
const RETRY_SECONDS: u32 = 2;

/// An answer that is not a success (RFC 9457, `application/problem+json`).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Problem {
    /// Where the code is explained.
    #[serde(rename = "type")]
    #[schema(example = "/problems/refused")]
    pub type_uri: String,
    /// The code in words.
    pub title: String,
    /// HTTP status.
    pub status: u16,
    /// Stable, `snake_case`; see `openapi/problems.md`.
    pub code: String,
    /// What happened, in one sentence.
    pub detail: String,
    /// The request's id, to find it in the service's log.
    pub instance: String,
    /// Fields that were wrong.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldProblem>,
    /// All reasons of the rule that refused.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub refusals: Vec<Reason>,
    /// What the entity's revision is now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub current_revision: Option<Revision>,
    /// The permission that is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub permission: Option<String>,
}

impl Problem {
    /// The problem of a code, with what the table says of it.
    #[must_use]
    pub fn explained(code: &'static str) -> Self {
        Self::new(code, meaning(code))
    }

    fn new(code: &'static str, detail: impl Into<String>) -> Self {
        let known = codes::problem(code);
        Self {
            type_uri: format!("{PROBLEMS_PATH}/{code}"),
            title: sentence(code),
            status: known.map_or(500, |known| known.status),
            code: code.into(),
            detail: detail.into(),
            instance: request_id(),
            errors: Vec::new(),
            refusals: Vec::new(),
            current_revision: None,
            permission: None,
        }
    }

    fn errors(mut self, errors: Vec<FieldProblem>) -> Self {
        self.errors = errors;
        self
    }
}

fn sentence(code: &str) -> String {
    let words = code.replace('_', " ");
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}

fn joined<T>(items: &[T], message: impl Fn(&T) -> &str) -> String {
    items.iter().map(message).collect::<Vec<_>>().join(" ")
}

impl From<&Failure> for Problem {
    fn from(failure: &Failure) -> Self {
        match failure {
            Failure::Malformed(field) => {
                Self::new("malformed", field.message.clone()).errors(vec![field.clone()])
            }
            Failure::Unauthenticated { code } => Self::explained(code),
            Failure::Forbidden {
                permission,
                message,
            } => {
                let mut problem = Self::new("forbidden", message.clone());
                problem.permission = Some((*permission).to_owned());
                problem
            }
            Failure::UnknownPrincipal => Self::explained("unknown_principal"),
            Failure::NotFound { kind } => {
                Self::new("not_found", format!("No such {}.", kind.replace('_', " ")))
            }
            Failure::MethodNotAllowed { allow } => {
                Self::new("method_not_allowed", format!("Here it is {allow}."))
            }
            Failure::Refused(reasons) => {
                let mut problem = Self::new("refused", joined(reasons, |reason| &reason.message));
                problem.refusals.clone_from(reasons);
                problem
            }
            Failure::Stale { current } => {
                let mut problem = Self::new(
                    "stale",
                    format!("It changed since; its revision is now {current}."),
                );
                problem.current_revision = Some(*current);
                problem
            }
            Failure::PreconditionRequired => Self::explained("precondition_required"),
            Failure::TooLarge { limit } => Self::new(
                "too_large",
                format!("At most {limit} bytes are taken here."),
            ),
            Failure::UnsupportedMediaType { expected } => {
                Self::new("unsupported_media_type", format!("Send {expected}."))
            }
            Failure::Invalid(errors) => {
                Self::new("invalid", joined(errors, |error| &error.message)).errors(errors.clone())
            }
            Failure::TooManyRequests { .. } => Self::explained("too_many_requests"),
            Failure::RequestInProgress => Self::explained("request_in_progress"),
            Failure::KeyReused => Self::explained("idempotency_key_reused"),
            Failure::SecretShownOnce => Self::explained("secret_shown_once"),
            Failure::Stalled => Self::explained("too_old"),
            Failure::KeysUnavailable => Self::explained("keys_unavailable"),
            Failure::Replayed(_) => Self::explained("internal"),
            Failure::Store(error) => store_problem(error),
        }
    }
}

fn meaning(code: &str) -> &'static str {
    codes::problem(code).map_or("", |known| known.meaning)
}

/// The outside learns whether it is worth trying again, and nothing else.
fn store_problem(error: &StoreError) -> Problem {
    tracing::error!(request = %request_id(), %error, "store");
    if error.is_away() {
        Problem::explained("unavailable")
    } else {
        Problem::explained("internal")
    }
}

impl ResponseError for Failure {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(Problem::from(self).status)
            .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse {
        if let Self::Replayed(answer) = self {
            return json_response(answer, true);
        }
        let problem = Problem::from(self);
        let status =
            StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut builder = HttpResponseBuilder::new(status);
        builder.insert_header((CONTENT_TYPE, "application/problem+json"));
        if let Self::TooManyRequests {
            retry_after_seconds,
        } = self
        {
            builder.insert_header((RETRY_AFTER, retry_after_seconds.to_string()));
        }
        if let Self::MethodNotAllowed { allow } = self {
            builder.insert_header((ALLOW, allow.as_str()));
        }
        if status == StatusCode::SERVICE_UNAVAILABLE {
            builder.insert_header((RETRY_AFTER, RETRY_SECONDS));
        }
        if let Some(current) = problem.current_revision {
            builder.insert_header((ETAG, current.etag()));
        }
        let body = serde_json::to_string(&problem).unwrap_or_else(|_| "{}".into());
        builder.body(body)
    }
}

/// A JSON answer with its headers; `replayed` marks the answer of an earlier request.
#[must_use]
pub fn json_response(answer: &StoredAnswer, replayed: bool) -> HttpResponse {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK);
    let mut builder = HttpResponseBuilder::new(status);
    builder.insert_header((CONTENT_TYPE, "application/json"));
    if let Some(etag) = &answer.etag {
        builder.insert_header((ETAG, etag.as_str()));
    }
    if let Some(location) = &answer.location {
        builder.insert_header((LOCATION, location.as_str()));
    }
    if replayed {
        builder.insert_header(("idempotency-replayed", "true"));
    }
    builder.body(answer.body.clone())
}

/// One entity as JSON with its revision as the entity tag.
#[must_use]
pub fn answer(body: &impl Serialize, revision: Revision) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((ETAG, revision.etag()))
        .json(body)
}

/// A page, or anything else without a revision, as JSON.
#[must_use]
pub fn page(body: &impl Serialize) -> HttpResponse {
    HttpResponse::Ok().json(body)
}

/// What a command would do, when it was only tried: a media type of its own, since it is not what the command answers.
#[must_use]
pub fn preview_answer(body: &impl Serialize) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, PREVIEW))
        .json(body)
}
