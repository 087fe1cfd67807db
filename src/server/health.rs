//! Whether the process lives, and whether it can do its work.

use actix_web::web::{Data, Query};
use actix_web::{HttpResponse, get};
use serde::Deserialize;
use serde_json::json;

use crate::ground::kernel::App;

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

/// Ready to resolve: always, from memory. Ready `?for=writes`: only with a database that takes them.
#[get("/readyz")]
pub async fn readyz(app: Data<App>, query: Query<Ready>) -> HttpResponse {
    let database = writable(&app).await;
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
