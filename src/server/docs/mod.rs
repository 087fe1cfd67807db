//! The API's documentation, from the binary alone: the document for machines, a page for people, and a page for each
//! code of a problem. The pages are plain HTML without scripts.

mod api;
mod codes;
mod page;
mod schema;

use std::sync::LazyLock;

use actix_web::http::Method;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, ETAG, IF_NONE_MATCH};
use actix_web::middleware::Compress;
use actix_web::web::{self, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};

use super::console::POLICY;
use super::openapi::{BASE, SERVED};
use crate::ground::http::PROBLEMS_PATH;
use crate::ground::kernel::{Failure, Sha256};

const HTML: &str = "text/html; charset=utf-8";
const JSON: &str = "application/json";

/// What never changes while the process lives.
struct Kept {
    media_type: &'static str,
    body: String,
    etag: String,
}

static DOCUMENT: LazyLock<Kept> = LazyLock::new(|| Kept::new(JSON, SERVED.text.clone()));
static API: LazyLock<Kept> = LazyLock::new(|| Kept::new(HTML, api::page_of(&SERVED.value)));
static CODES: LazyLock<Kept> = LazyLock::new(|| Kept::new(HTML, codes::all()));

/// Registers the pages. Before the API's scope, which takes all that begins like it.
pub(super) fn configure(config: &mut ServiceConfig) {
    let resource = |path: &str| web::resource(path.to_owned()).wrap(Compress::default());
    config
        .service(resource(&format!("{BASE}/openapi.json")).to(document))
        .service(resource("/docs").to(api_page))
        .service(resource(PROBLEMS_PATH).to(codes_page))
        .service(resource(&format!("{PROBLEMS_PATH}/{{code}}")).to(code_page));
}

async fn document(request: HttpRequest) -> Result<HttpResponse, Failure> {
    DOCUMENT.answer(&request)
}

async fn api_page(request: HttpRequest) -> Result<HttpResponse, Failure> {
    API.answer(&request)
}

async fn codes_page(request: HttpRequest) -> Result<HttpResponse, Failure> {
    CODES.answer(&request)
}

async fn code_page(request: HttpRequest) -> Result<HttpResponse, Failure> {
    let code = request.match_info().query("code");
    let body = codes::one(code).ok_or(Failure::NotFound { kind: "code" })?;
    Kept::new(HTML, body).answer(&request)
}

impl Kept {
    fn new(media_type: &'static str, body: String) -> Self {
        // Weak: what is compressed has other bytes and says the same.
        let etag = format!("W/\"{}\"", &Sha256::of(body.as_bytes()).hex()[..16]);
        Self {
            media_type,
            body,
            etag,
        }
    }

    fn answer(&self, request: &HttpRequest) -> Result<HttpResponse, Failure> {
        if ![Method::GET, Method::HEAD].contains(request.method()) {
            let allow = "GET, HEAD".into();
            return Err(Failure::MethodNotAllowed { allow });
        }
        let mut response = if self.is_known(request) {
            HttpResponse::NotModified()
        } else {
            HttpResponse::Ok()
        };
        response
            .insert_header((ETAG, self.etag.as_str()))
            .insert_header((CACHE_CONTROL, "no-cache"))
            .insert_header((CONTENT_SECURITY_POLICY, POLICY));
        if self.is_known(request) {
            return Ok(response.finish());
        }
        Ok(response
            .content_type(self.media_type)
            .body(self.body.clone()))
    }

    /// Whether the caller has it already.
    fn is_known(&self, request: &HttpRequest) -> bool {
        let tags = request.headers().get(IF_NONE_MATCH);
        let tags = tags.and_then(|tags| tags.to_str().ok()).unwrap_or_default();
        tags.split(',')
            .any(|tag| tag.trim() == "*" || tag.trim() == self.etag)
    }
}
