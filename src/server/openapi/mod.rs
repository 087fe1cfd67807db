//! The OpenAPI document: made from the handlers, committed as `openapi/tenure.v1.json`.

mod answers;
mod documents;
mod examples;
mod named;
mod problems;
mod schemas;

use std::sync::LazyLock;

use utoipa::Modify;
use utoipa::OpenApi;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, Http, HttpAuthScheme, SecurityScheme};
use utoipa_actix_web::AppExt;

use crate::domain::models::SourceKind;
use crate::domain::names::HiddenFilter;
use crate::ground::http::Problem;
use crate::ground::identity::SESSION_COOKIE;

pub use documents::documents_schema;
pub use problems::problems_document;

/// Where the API begins.
pub const BASE: &str = "/api/v1";

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Tenure",
        description = "The lifecycle and model registry for language models in production.\n\nEvery answer that is not a success is `application/problem+json` (RFC 9457) with a stable `code`. The scopes of an operation's security requirement are the permission that it needs.",
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
    ),
    modifiers(&Security),
    servers((url = "/", description = "This service.")),
    tags(
        (name = "session", description = "Signing in and out of the console."),
        (name = "people", description = "Members, teams, roles and tokens."),
        (name = "models", description = "Models and their aliases."),
        (name = "versions", description = "Versions of models and the stages they stand in."),
        (name = "evaluations", description = "Suites, result files and measured numbers."),
        (name = "comparisons", description = "Whether one version is worse than another, and on what."),
        (name = "policies", description = "What a version has to show before it moves up."),
        (name = "promotions", description = "Asking for, approving and applying moves up."),
        (name = "findings", description = "What the service noticed and somebody owns."),
        (name = "applications", description = "Who calls models."),
        (name = "routes", description = "Which version serves whom: switching, killing, pinning."),
        (name = "resolve", description = "The hot path: which version to call now."),
        (name = "record", description = "What served when."),
        (name = "manifests", description = "What a company has as files: exported, compared, applied."),
        (name = "audit", description = "The log of all changes."),
        (name = "overview", description = "Today, search, and which Tenure this is."),
    ),
    components(schemas(Problem, HiddenFilter, SourceKind)),
)]
struct Document;

struct Security;

impl Modify for Security {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let components = openapi.components.get_or_insert_with(Default::default);
        let mut bearer = Http::new(HttpAuthScheme::Bearer);
        bearer.description =
            Some("An API token (`tnr_...`) or a JSON Web Token of a configured issuer.".into());
        components.add_security_scheme("token", SecurityScheme::Http(bearer));
        let cookie = ApiKeyValue::with_description(SESSION_COOKIE, "The console's session.");
        components.add_security_scheme("session", SecurityScheme::ApiKey(ApiKey::Cookie(cookie)));
    }
}

/// The part of the document that no handler states.
#[must_use]
fn head() -> utoipa::openapi::OpenApi {
    Document::openapi()
}

/// The whole document.
#[must_use]
pub fn document() -> utoipa::openapi::OpenApi {
    let (_, mut document) = actix_web::App::new()
        .into_utoipa_app()
        .openapi(head())
        .configure(|hot| crate::server::configure_hot(hot))
        .service(utoipa_actix_web::scope(BASE).configure(|api| crate::server::configure(api)))
        .split_for_parts();
    answers::complete(&mut document);
    document
}

/// The document as it is served.
pub(super) struct Served {
    /// As JSON, for machines.
    pub(super) text: String,
    /// The same, to look things up in.
    pub(super) value: serde_json::Value,
}

/// Made once, by whoever asks first.
pub(super) static SERVED: LazyLock<Served> = LazyLock::new(|| {
    let value = serde_json::to_value(document()).expect("the document is plain JSON");
    let text = value.to_string();
    Served { text, value }
});

/// The methods that the operations of a path have, as in `Allow`; none for a path without operations.
pub(super) fn methods_of(path: &str) -> Option<String> {
    let paths = SERVED.value["paths"].as_object()?;
    // Of two templates the one with fewer parameters is meant: `/evaluations/import` is no evaluation.
    let (_, item) = paths
        .iter()
        .filter(|(template, _)| matches(template, path))
        .min_by_key(|(template, _)| template.matches('{').count())?;
    let mut methods: Vec<String> = item
        .as_object()?
        .keys()
        .map(|method| method.to_ascii_uppercase())
        .collect();
    methods.sort();
    Some(methods.join(", "))
}

fn matches(template: &str, path: &str) -> bool {
    let (mut wanted, mut given) = (template.split('/'), path.split('/'));
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return true,
            (Some(wanted), Some(given)) => {
                let parameter = wanted.starts_with('{') && !given.is_empty();
                if !parameter && wanted != given {
                    return false;
                }
            }
            (Some(_), None) | (None, Some(_)) => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_has_the_methods_of_the_template_that_it_matches_best() {
        assert_eq!(methods_of("/api/v1/models").as_deref(), Some("GET, POST"));
        assert_eq!(
            methods_of("/api/v1/models/x").as_deref(),
            Some("GET, PATCH")
        );
        assert_eq!(
            methods_of("/api/v1/evaluations/import").as_deref(),
            Some("POST")
        );
        assert_eq!(methods_of("/api/v1/models/"), None);
        assert_eq!(methods_of("/api/v1/nothing"), None);
    }
}
