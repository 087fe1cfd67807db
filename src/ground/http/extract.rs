//! Body, path and query, read so that what is wrong is answered as a problem with its place.

use std::future::{Ready, ready};
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::{FromRequest, HttpRequest, web};
use futures_util::StreamExt;
use serde::de::DeserializeOwned;

use super::context::RequestContext;
use super::objects::Objects;
use super::words::without_long_words;
use crate::ground::kernel::{Failure, FieldProblem};

/// Bytes of a JSON body at most.
pub const BODY_BYTES_MAX: usize = 1 << 20;
const JSON: &str = "application/json";

type Reading<T> = Pin<Box<dyn Future<Output = Result<T, Failure>>>>;

/// A JSON body.
#[derive(Debug)]
pub struct Json<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for Json<T> {
    type Error = Failure;
    type Future = Reading<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let context = RequestContext::of(request);
        let media_type = media_type(request);
        let payload = payload.take();
        Box::pin(async move {
            context.permitted().await;
            if media_type.as_deref() != Some(JSON) {
                return Err(Failure::UnsupportedMediaType { expected: JSON });
            }
            let bytes = read(payload, BODY_BYTES_MAX).await?;
            context.saw_body(&bytes);
            parse(&bytes).map(Self)
        })
    }
}

/// The bytes of a body, up to `MAX`.
#[derive(Debug)]
pub struct Bytes<const MAX: usize>(pub Vec<u8>);

impl<const MAX: usize> FromRequest for Bytes<MAX> {
    type Error = Failure;
    type Future = Reading<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let context = RequestContext::of(request);
        let payload = payload.take();
        Box::pin(async move {
            context.permitted().await;
            let bytes = read(payload, MAX).await?;
            context.saw_body(&bytes);
            Ok(Self(bytes))
        })
    }
}

fn media_type(request: &HttpRequest) -> Option<String> {
    let value = request.headers().get(CONTENT_TYPE)?.to_str().ok()?;
    Some(value.split(';').next()?.trim().to_ascii_lowercase())
}

async fn read(mut payload: Payload, limit: usize) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|_| Failure::malformed("", "a complete body"))?;
        if bytes.len() + chunk.len() > limit {
            return Err(Failure::TooLarge { limit });
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Failure> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(Objects(&mut reader)).map_err(|error| {
        let pointer = without_long_words(&pointer(error.path()));
        let inner = error.inner();
        let field = FieldProblem {
            message: without_place(inner),
            expected: "the type that the API document states".into(),
            pointer,
        };
        match inner.classify() {
            serde_json::error::Category::Data => Failure::Invalid(vec![field]),
            _ => Failure::Malformed(FieldProblem {
                expected: "JSON (RFC 8259)".into(),
                ..field
            }),
        }
    })?;
    reader.end().map_err(|error| {
        Failure::Malformed(FieldProblem::new("", "one JSON value").because(format!("{error}.")))
    })?;
    if holds_nul(bytes) {
        return Err(Failure::invalid("", "text without NUL"));
    }
    Ok(value)
}

/// Reads one part of a body whose kind had to be known first.
///
/// # Errors
/// The part has another form; the pointer is into the part.
pub fn read_part<T: DeserializeOwned>(part: serde_json::Value) -> Result<T, FieldProblem> {
    serde_path_to_error::deserialize(Objects(part)).map_err(|error| FieldProblem {
        pointer: without_long_words(&pointer(error.path())),
        message: without_place(error.inner()),
        expected: "the type that the API document states".into(),
    })
}

/// What serde says. The place in the text is left out where the pointer says it.
fn without_place(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    let told = match error.classify() {
        serde_json::error::Category::Data => format!("{}.", text.trim_end_matches(&place)),
        _ => format!("{text}."),
    };
    without_long_words(&told)
}

/// An escaped NUL: `u0000` after an odd number of backslashes. The database cannot hold it.
fn holds_nul(json: &[u8]) -> bool {
    // Backslashes are counted only before a match, so that a body of nothing else costs one pass.
    json.windows(5).enumerate().any(|(at, five)| {
        five == b"u0000" && {
            let before = json[..at].iter().rev();
            before.take_while(|byte| **byte == b'\\').count() % 2 == 1
        }
    })
}

/// A path of serde as a JSON pointer.
fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    path.iter()
        .map(|segment| match segment {
            Segment::Seq { index } => format!("/{index}"),
            Segment::Map { key } => format!("/{}", key.replace('~', "~0").replace('/', "~1")),
            Segment::Enum { variant } => format!("/{variant}"),
            Segment::Unknown => "/?".into(),
        })
        .collect()
}

/// Whether percent-encoded text is not UTF-8, or holds a NUL. Decoding puts U+FFFD in the place of what is no UTF-8;
/// who sends that character itself sends the remains of such a text.
fn holds_no_text(encoded: &str) -> bool {
    encoded.contains('%')
        && url::form_urlencoded::parse(encoded.as_bytes()).any(|(name, value)| {
            [name, value]
                .iter()
                .any(|text| text.contains(['\0', '\u{fffd}']))
        })
}

/// Parts of the path.
#[derive(Debug)]
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for Path<T> {
    type Error = Failure;
    type Future = Ready<Result<Self, Failure>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        if holds_no_text(request.path()) {
            return ready(Err(Failure::malformed("path", "UTF-8 without NUL")));
        }
        let read = web::Path::<T>::from_request(request, payload).into_inner();
        ready(read.map(|path| Self(path.into_inner())).map_err(|error| {
            let field = FieldProblem::new("path", "an id as the API document states");
            Failure::Malformed(field.because(without_long_words(&format!("{error}."))))
        }))
    }
}

/// The query.
#[derive(Debug)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for Query<T> {
    type Error = Failure;
    type Future = Ready<Result<Self, Failure>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        RequestContext::of(request).reads_query();
        if holds_no_text(request.query_string()) {
            return ready(Err(Failure::malformed("query", "UTF-8 without NUL")));
        }
        let read = web::Query::<T>::from_request(request, payload).into_inner();
        ready(read.map(|query| Self(query.into_inner())).map_err(|error| {
            Failure::Malformed(query_problem(&without_long_words(&error.to_string())))
        }))
    }
}

/// What is wrong with a query. Of a parameter that is not one, the nearest that is.
fn query_problem(said: &str) -> FieldProblem {
    let unknown = said.split_once("unknown field `").map(|(_, rest)| rest);
    let Some((wrong, rest)) = unknown.and_then(|rest| rest.split_once('`')) else {
        let field = FieldProblem::new("query", "the parameters that the API document states");
        return field.because(format!("{said}."));
    };
    // serde names every field that it knows, in backquotes.
    let known: Vec<&str> = rest.split('`').skip(1).step_by(2).collect();
    let nearest = known
        .iter()
        // Of two that are equally near the one that begins alike.
        .min_by_key(|name| {
            let alike = name.starts_with(wrong.chars().next().unwrap_or_default());
            (strsim::damerau_levenshtein(name, wrong), !alike)
        })
        .filter(|name| strsim::damerau_levenshtein(name, wrong) <= 3);
    let message = match nearest {
        Some(nearest) => format!("There is no parameter {wrong}. Did you mean {nearest}?"),
        None => format!("There is no parameter {wrong}."),
    };
    let expected = match known.as_slice() {
        [] => "no parameters".to_owned(),
        names => format!("one of {}", names.join(", ")),
    };
    FieldProblem::new(wrong, expected).because(message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parameter_that_is_not_one_is_answered_with_the_nearest_that_is() {
        let said =
            "Query deserialize error: unknown field `stag`, expected one of `q`, `stage`, `tag`";
        let problem = query_problem(said);
        assert_eq!(problem.pointer, "stag");
        assert_eq!(
            problem.message,
            "There is no parameter stag. Did you mean stage?"
        );
        assert_eq!(problem.expected, "one of q, stage, tag");
        let far = query_problem("unknown field `colour`, expected `q` or `limit`");
        assert_eq!(far.message, "There is no parameter colour.");
        let none = query_problem("unknown field `x`, there are no fields");
        assert_eq!(none.expected, "no parameters");
        assert_eq!(query_problem("missing field `q`").pointer, "query");
    }
}
