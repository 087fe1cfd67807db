//! The OpenAPI document: made from the handlers, committed as `openapi/tenure.v1.json`.

mod answers;

use utoipa::Modify;
use utoipa::OpenApi;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, Http, HttpAuthScheme, SecurityScheme};
use utoipa_actix_web::AppExt;

use crate::domain::models::SourceKind;
use crate::domain::names::HiddenFilter;
use crate::ground::http::Problem;
use crate::ground::identity::SESSION_COOKIE;

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
pub(super) fn head() -> utoipa::openapi::OpenApi {
    Document::openapi()
}

/// The whole document.
#[must_use]
pub fn document() -> utoipa::openapi::OpenApi {
    let (_, mut document) = actix_web::App::new()
        .into_utoipa_app()
        .openapi(head())
        .service(utoipa_actix_web::scope(BASE).configure(crate::server::operations::configure))
        .split_for_parts();
    answers::complete(&mut document);
    document
}
