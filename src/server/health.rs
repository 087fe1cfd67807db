//! Whether the process lives, and whether it can do its work.

use std::time::Duration;

use actix_web::web::{Data, Query};
use actix_web::{HttpResponse, get};
use serde::Deserialize;
use serde_json::json;

use crate::ground::http::Traffic;
use crate::ground::kernel::App;

/// How long the database may take to answer before it counts as away.
const PATIENCE: Duration = Duration::from_secs(1);

/// The process answers.
#[get("/healthz")]
pub async fn healthz() -> HttpResponse {
    HttpResponse::Ok().json(json!({"live": true, "version": env!("CARGO_PKG_VERSION")}))
}

/// What the caller wants to do.
#[derive(Debug, Deserialize)]
pub struct Ready {
    #[serde(rename = "for")]
    purpose: Option<String>,
}

/// Ready to resolve: always, from memory, until the process is told to end. Ready `?for=writes`: only with a database
/// that takes them.
#[get("/readyz")]
pub async fn readyz(app: Data<App>, traffic: Data<Traffic>, query: Query<Ready>) -> HttpResponse {
    if traffic.draining() {
        return HttpResponse::ServiceUnavailable().json(json!({"ready": false, "draining": true}));
    }
    // Who asks whether we are ready does not wait for a database that is away.
    let database = tokio::time::timeout(PATIENCE, writable(&app))
        .await
        .unwrap_or(false);
    let body = json!({"ready": true, "degraded": !database, "database": database});
    if query.purpose.as_deref() == Some("writes") && !database {
        return HttpResponse::ServiceUnavailable().json(json!({"ready": false, "database": false}));
    }
    HttpResponse::Ok().json(body)
}

async fn writable(app: &App) -> bool {
    let Ok(mut conn) = app.read().await else {
        return false;
    };
    sqlx::query_scalar!(r#"select not pg_is_in_recovery() as "writable!""#)
        .fetch_one(&mut *conn)
        .await
        .unwrap_or(false)
}
