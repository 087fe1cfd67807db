//! Environments over HTTP.

use actix_web::web::Data;
use actix_web::{HttpResponse, get};
use serde::Serialize;

use crate::domain::routes::{Environment, store};
use crate::ground::http::page;
use crate::ground::identity::{Authorized, may};
use crate::ground::kernel::{App, Failure};

/// All environments.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct EnvironmentPage {
    /// The environments, in order of the way up.
    pub items: Vec<Environment>,
    /// Always null: there are few.
    pub next_page_token: Option<String>,
}

/// List environments
#[utoipa::path(
    tag = "routes",
    security(("token" = ["read"])),
    responses(
        (status = 200, description = "The environments.", body = EnvironmentPage),
    )
)]
#[get("/environments")]
pub async fn list_environments(
    app: Data<App>,
    _caller: Authorized<may::Read>,
) -> Result<HttpResponse, Failure> {
    let items = store::environments(&mut *app.read().await?).await?;
    Ok(page(&EnvironmentPage {
        items,
        next_page_token: None,
    }))
}
