//! The console: static files in the binary. Every path that is no file and no API is its one page.

use actix_web::http::Method;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY};
use actix_web::{HttpRequest, HttpResponse};
use rust_embed::RustEmbed;

use super::openapi::{BASE, methods_of};
use crate::ground::kernel::Failure;

#[derive(RustEmbed)]
#[folder = "web/dist"]
struct Files;

/// Nothing but our own files, no inline script. Styles may be inline: charts and virtual lists place things.
pub(super) const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
    img-src 'self' data:; font-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; \
    form-action 'self'";
const PAGE: &str = "index.html";
/// What the one page is when nobody has built the console.
const NOT_BUILT: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Tenure</title>\
    <p>This binary was built without the console. Start it with <code>./run</code>, which builds both. \
    The API is at <code>/api/v1</code>; <a href=\"/docs\">its documentation</a> needs no console.</p></html>";

/// Answers what no operation answers.
///
/// # Errors
/// The path is below the API, or the method is not GET.
pub async fn serve(request: HttpRequest) -> Result<HttpResponse, Failure> {
    let path = request.path();
    if path == BASE || path.starts_with("/api/") || path == "/api" {
        // The operation of this path and method would have answered.
        return Err(match methods_of(path) {
            Some(allow) => Failure::MethodNotAllowed { allow },
            None => Failure::NotFound { kind: "operation" },
        });
    }
    if request.method() != Method::GET && request.method() != Method::HEAD {
        let allow = "GET, HEAD".into();
        return Err(Failure::MethodNotAllowed { allow });
    }
    let name = path.trim_start_matches('/');
    if let Some(file) = Files::get(name).filter(|_| !name.is_empty()) {
        return Ok(file_answer(name, file.data));
    }
    if name.starts_with("assets/") {
        return Err(Failure::NotFound { kind: "file" });
    }
    Ok(match Files::get(PAGE) {
        Some(file) => file_answer(PAGE, file.data),
        None => page(NOT_BUILT.as_bytes().into()),
    })
}

/// Files below `assets/` carry a digest in their name and never change.
fn file_answer(name: &str, data: std::borrow::Cow<'static, [u8]>) -> HttpResponse {
    if name == PAGE {
        return page(data);
    }
    let media_type = mime_guess::from_path(name).first_or_octet_stream();
    let cache = if name.starts_with("assets/") {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    HttpResponse::Ok()
        .content_type(media_type.as_ref())
        .insert_header((CACHE_CONTROL, cache))
        .body(data.into_owned())
}

fn page(data: std::borrow::Cow<'static, [u8]>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((CONTENT_SECURITY_POLICY, POLICY))
        .insert_header((CACHE_CONTROL, "no-cache"))
        .body(data.into_owned())
}
