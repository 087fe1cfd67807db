//! The answers that every operation can give: derived from what the operation is, so that no handler repeats them.

use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::path::{Operation, Parameter, ParameterIn, PathItem};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::security::SecurityRequirement;
use utoipa::openapi::{
    Components, ContentBuilder, Header, OpenApi, Ref, RefOr, Required, Response, ResponseBuilder,
};

use super::schemas::{Schemas, Whole};
use super::{problems, schemas};
use crate::ground::http::{KEY_BYTES_MAX, codes};
use crate::ground::identity::{Permit as _, may};

const JSON: &str = "application/json";
const PROBLEM_JSON: &str = "application/problem+json";
const IF_MATCH: &str = "If-Match";
/// Properties of an answer that is shown once.
const SECRETS: [&str; 2] = ["secret", "link"];
/// What names an entity outside the path and is answered 404 when it does not exist.
const NAMES_ENTITY: &str = "version_id";

/// An answer that is not a success: a component of the document, with an example for each of its codes.
struct Answer {
    name: &'static str,
    codes: &'static [&'static str],
    headers: &'static [&'static str],
}

const fn answer(name: &'static str, codes: &'static [&'static str]) -> Answer {
    let headers = &[];
    Answer {
        name,
        codes,
        headers,
    }
}

const ANSWERS: &[Answer] = &[
    answer("Malformed", &["malformed"]),
    answer(
        "Unauthenticated",
        &[
            "unauthenticated",
            "token_invalid",
            "token_expired",
            "token_revoked",
        ],
    ),
    answer("LinkInvalid", &["link_invalid"]),
    answer("Forbidden", &["forbidden", "unknown_principal"]),
    answer("NotFound", &["not_found"]),
    answer("Refused", &["refused"]),
    answer("RefusedOrInProgress", &["refused", "request_in_progress"]),
    answer(
        "RefusedOrShownOnce",
        &["refused", "request_in_progress", "secret_shown_once"],
    ),
    Answer {
        headers: &["ETag"],
        ..answer("Stale", &["stale"])
    },
    answer("TooLarge", &["too_large"]),
    answer("UnsupportedMediaType", &["unsupported_media_type"]),
    answer("Invalid", &["invalid"]),
    answer("InvalidOrKeyReused", &["invalid", "idempotency_key_reused"]),
    answer("KeyReused", &["idempotency_key_reused"]),
    answer("PreconditionRequired", &["precondition_required"]),
    Answer {
        headers: &["Retry-After"],
        ..answer("TooManyRequests", &["too_many_requests"])
    },
    Answer {
        headers: &["Retry-After"],
        ..answer("Unavailable", &["unavailable", "keys_unavailable"])
    },
    Answer {
        headers: &["Retry-After"],
        ..answer(
            "UnavailableOrTooOld",
            &["too_old", "unavailable", "keys_unavailable"],
        )
    },
];

impl Answer {
    fn status(&self) -> u16 {
        codes::problem(self.codes[0]).map_or(500, |code| code.status)
    }

    fn response(&self) -> Response {
        let meanings: Vec<&str> = self
            .codes
            .iter()
            .filter_map(|code| codes::problem(code))
            .map(|code| code.meaning)
            .collect();
        let examples = self
            .codes
            .iter()
            .map(|code| (*code, problems::example(code)));
        let content = ContentBuilder::new()
            .schema(Some(Ref::from_schema_name("Problem")))
            .examples_from_iter(examples)
            .build();
        let response = ResponseBuilder::new()
            .description(meanings.join("\n\n"))
            .content(PROBLEM_JSON, content);
        let headers = self.headers.iter();
        headers
            .fold(response, |response, name| {
                response.header_ref(*name, header_ref(name))
            })
            .build()
    }
}

/// Completes every operation of the document.
pub(super) fn complete(document: &mut OpenApi) {
    let schemas = Schemas::of(document);
    for item in document.paths.paths.values_mut() {
        for (method, operation) in operations(item) {
            complete_operation(&schemas, method, operation);
        }
    }
    add_components(document.components.get_or_insert_default());
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = (&'static str, &mut Operation)> {
    [
        ("get", &mut item.get),
        ("post", &mut item.post),
        ("put", &mut item.put),
        ("patch", &mut item.patch),
        ("delete", &mut item.delete),
    ]
    .into_iter()
    .filter_map(|(method, operation)| Some((method, operation.as_mut()?)))
}

fn complete_operation(schemas: &Schemas, method: &str, operation: &mut Operation) {
    let facts = Facts::of(schemas, method, operation);
    for response in operation.responses.responses.values_mut() {
        if let RefOr::T(response) = response {
            complete_success(schemas, &facts, response);
        }
    }
    if let Some(RefOr::T(body)) = &mut operation.request_body {
        for (media_type, content) in &mut body.content {
            schemas.exemplify(media_type, content, Whole::Needed);
        }
    }
    for name in facts.answers() {
        let Some(answer) = ANSWERS.iter().find(|answer| answer.name == name) else {
            unreachable!("{name} stands in the table");
        };
        operation.responses.responses.insert(
            answer.status().to_string(),
            Ref::from_response_name(name).into(),
        );
    }
    if facts.takes_key {
        let key = RefOr::Ref(Ref::new("#/components/parameters/IdempotencyKey"));
        operation.parameters.get_or_insert_default().push(key);
    }
    if facts.authenticated && !facts.from_memory {
        with_session(operation);
    }
}

/// The console's session is as good as a token, wherever the answer does not come from memory.
fn with_session(operation: &mut Operation) {
    let Some(security) = &mut operation.security else {
        return;
    };
    if security.len() == 1
        && let Some(scopes) = schemas::scopes(&security[0], "token")
    {
        security.push(SecurityRequirement::new("session", scopes));
    }
}

/// What an operation is.
struct Facts {
    authenticated: bool,
    from_memory: bool,
    names_entity: bool,
    /// Reads things that its query names, and says what does not fit together.
    compares: bool,
    changes: bool,
    takes_key: bool,
    shows_secret: bool,
    if_match: Option<Required>,
    body: Option<&'static str>,
}

impl Facts {
    fn of(schemas: &Schemas, method: &str, operation: &Operation) -> Self {
        let parameters: Vec<&Parameter> = operation
            .parameters
            .iter()
            .flatten()
            .filter_map(|parameter| match parameter {
                RefOr::T(parameter) => Some(parameter),
                RefOr::Ref(_) => None,
            })
            .collect();
        let scopes = schemas.all_scopes(operation);
        let body = schemas.body_properties(operation);
        let shown = schemas.answer_properties(operation);
        let authenticated = !scopes.is_empty();
        let reads = method == "get"
            && !parameters
                .iter()
                .any(|one| one.parameter_in == ParameterIn::Path);
        let comparing = operation
            .tags
            .iter()
            .flatten()
            .any(|tag| tag == "comparisons");
        Self {
            authenticated,
            from_memory: scopes == [may::Resolve::PERMISSION.name],
            compares: reads && comparing,
            names_entity: comparing
                || body.iter().any(|name| name == NAMES_ENTITY)
                || parameters
                    .iter()
                    .any(|one| one.parameter_in == ParameterIn::Path || one.name == NAMES_ENTITY),
            changes: method != "get",
            takes_key: method == "post" && authenticated,
            shows_secret: shown.iter().any(|name| SECRETS.contains(&name.as_str())),
            if_match: parameters
                .iter()
                .find(|one| one.name == IF_MATCH)
                .map(|one| one.required.clone()),
            body: match &operation.request_body {
                Some(RefOr::T(body)) if body.content.contains_key(JSON) => Some(JSON),
                Some(_) => Some("application/octet-stream"),
                None => None,
            },
        }
    }

    /// The names of all answers that are no success.
    fn answers(&self) -> Vec<&'static str> {
        let mut names = vec!["Malformed"];
        let mut when = |so: bool, name| {
            if so {
                names.push(name);
            }
        };
        when(self.authenticated, "Unauthenticated");
        when(!self.authenticated, "LinkInvalid");
        when(self.authenticated, "Forbidden");
        when(self.names_entity, "NotFound");
        let refuses = self.changes && (self.body.is_some() || self.takes_key);
        when(refuses && !self.takes_key, "Refused");
        when(self.takes_key && !self.shows_secret, "RefusedOrInProgress");
        when(self.takes_key && self.shows_secret, "RefusedOrShownOnce");
        when(self.if_match.is_some(), "Stale");
        when(self.body.is_some(), "TooLarge");
        when(self.body == Some(JSON), "UnsupportedMediaType");
        when(self.body.is_some() && !self.takes_key, "Invalid");
        when(self.body.is_some() && self.takes_key, "InvalidOrKeyReused");
        when(self.body.is_none() && self.takes_key, "KeyReused");
        when(
            self.if_match == Some(Required::True),
            "PreconditionRequired",
        );
        // Who shows wrong secrets too often is asked to come back later.
        when(!self.from_memory, "TooManyRequests");
        when(self.compares, "Invalid");
        when(!self.from_memory, "Unavailable");
        when(self.from_memory, "UnavailableOrTooOld");
        names
    }
}

/// An example of each body, the entity tag of what has a revision, and whether the answer is one of before.
fn complete_success(schemas: &Schemas, facts: &Facts, response: &mut Response) {
    let mut revised = false;
    for (media_type, content) in &mut response.content {
        schemas.exemplify(media_type, content, Whole::Everything);
        revised |= media_type == JSON && schemas.has_revision(content);
    }
    if revised {
        let header = RefOr::Ref(header_ref("ETag"));
        response.headers.insert("ETag".into(), header);
    }
    if facts.takes_key {
        let name = "Idempotency-Replayed";
        let header = RefOr::Ref(header_ref(name));
        response.headers.insert(name.into(), header);
    }
}

fn header_ref(name: &str) -> Ref {
    Ref::new(format!("#/components/headers/{name}"))
}

fn header(description: &str, example: &str) -> RefOr<Header> {
    let schema = ObjectBuilder::new().schema_type(Type::String).build();
    HeaderBuilder::new()
        .schema(Some(schema))
        .description(Some(description))
        .example(Some(example.into()))
        .build()
        .into()
}

fn add_components(components: &mut Components) {
    for answer in ANSWERS {
        let response = answer.response().into();
        components.responses.insert(answer.name.into(), response);
    }
    let headers = [
        (
            "ETag",
            "The entity's revision in quotes: send it as `If-Match` with the next change.",
            "\"3\"",
        ),
        (
            "Retry-After",
            "Seconds until it is worth trying again.",
            "2",
        ),
        (
            "Idempotency-Replayed",
            "`true` when this is the answer of an earlier request with the same key.",
            "true",
        ),
    ];
    for (name, description, example) in headers {
        let header = header(description, example);
        components.headers.insert(name.into(), header);
    }
    let schema = ObjectBuilder::new()
        .schema_type(Type::String)
        .min_length(Some(1))
        .max_length(Some(KEY_BYTES_MAX))
        .pattern(Some("^[ -~]+$"))
        .build();
    let key = utoipa::openapi::path::ParameterBuilder::new()
        .name("Idempotency-Key")
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some(
            "A key of the caller's choice. The same request with the same key is done once: within 24 hours it gets the \
             first answer again.",
        ))
        .schema(Some(schema))
        .example(Some("0b6f6f1e-register-support-fr".into()))
        .build();
    components
        .parameters
        .insert("IdempotencyKey".into(), key.into());
}
