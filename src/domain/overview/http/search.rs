//! The search over everything that has a name, and which Tenure this is.

use actix_web::web::Data;
use actix_web::{HttpResponse, get};
use serde::{Deserialize, Serialize};

use crate::domain::overview::store::{self, Hit};
use crate::ground::http::{Query, page};
use crate::ground::identity::{Authorized, may};
use crate::ground::kernel::{App, Failure};

/// What to look for.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct SearchFor {
    /// 2 to 200 bytes: a part of a name, the beginning of a model string, `PR-0042`, `ticket-triage/4`.
    q: String,
}

/// What was found.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct SearchPage {
    /// At most 30 hits.
    pub items: Vec<Hit>,
    /// Always null.
    pub next_page_token: Option<String>,
}

/// Search
///
/// Models, versions, routes, promotions, suites and applications that a text names.
#[utoipa::path(
    tag = "overview",
    params(SearchFor),
    security(("token" = ["read"])),
    responses(
        (status = 200, description = "What was found.", body = SearchPage),
    )
)]
#[get("/search")]
pub async fn search(
    app: Data<App>,
    _caller: Authorized<may::Read>,
    Query(query): Query<SearchFor>,
) -> Result<HttpResponse, Failure> {
    let text = query.q.trim();
    if !(2..=200).contains(&text.len()) {
        return Err(Failure::malformed("q", "2 to 200 bytes"));
    }
    let items = store::search(&mut *app.read().await?, text).await?;
    Ok(page(&SearchPage {
        items,
        next_page_token: None,
    }))
}

/// Which Tenure this is.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct VersionInfo {
    /// Its release.
    #[schema(example = "0.1.0")]
    pub version: String,
    /// A throw-away instance.
    pub demo: bool,
}

/// Get which Tenure this is
#[utoipa::path(
    tag = "overview",
    security(("token" = ["read"])),
    responses(
        (status = 200, description = "Its release.", body = VersionInfo),
    )
)]
#[get("/version-info")]
pub async fn version_info(
    app: Data<App>,
    _caller: Authorized<may::Read>,
) -> Result<HttpResponse, Failure> {
    Ok(page(&VersionInfo {
        version: env!("CARGO_PKG_VERSION").into(),
        demo: app.config.demo,
    }))
}
