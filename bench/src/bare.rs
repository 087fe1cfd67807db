//! The bare server: an actix handler that does the same look-up and gives the same bytes without asking who asks, and
//! one that runs the same statements. No middleware, no log, no metrics.

use std::sync::Arc;

use actix_web::web::{Data, Path, Query};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, get};
use serde_json::Value;
use tenure::domain::models::http::VersionView;
use tenure::domain::routes::memory::{Memory, resolve};
use tenure::ground::config::Config;
use tenure::ground::http::RequestContext;
use tenure::ground::identity::{Secret, store};
use tenure::ground::kernel::{App as Parts, Clock, Ids, VersionId};

/// Serves until it is killed; says where.
pub async fn serve(url: &str) -> anyhow::Result<()> {
    let pool = tenure::server::connect(url).await?;
    let app = Parts::new(pool, Clock::Database, Ids::Random, Config::default());
    let memory = Memory::empty(None);
    memory.start(&app).await?;
    let memory = Data::new(memory);
    let server = HttpServer::new(move || {
        App::new()
            .app_data(Data::new(app.here()))
            .app_data(memory.clone())
            .service(bare_resolve)
            .service(bare_version)
    })
    .workers(2)
    .bind("127.0.0.1:0")?;
    println!("Bare listens on http://{}", server.addrs()[0]);
    Ok(server.run().await?)
}

#[get("/api/v1/resolve/{environment}/{key}")]
async fn bare_resolve(
    memory: Data<Arc<Memory>>,
    path: Path<(String, String)>,
    query: Query<Value>,
) -> HttpResponse {
    let (environment, key) = path.into_inner();
    let image = memory.image();
    let Some(route) = image.route(&format!("{environment}/{key}")) else {
        return HttpResponse::NotFound().finish();
    };
    let unit = query["unit"].as_str();
    let answered = resolve(route, unit, 0, memory.age().as_millis());
    HttpResponse::Ok()
        .content_type("application/json")
        .body(answered.json)
}

/// The statements of the product: whose token it is, and those of the version.
#[get("/api/v1/versions/{version}")]
async fn bare_version(
    app: Data<Parts>,
    request: HttpRequest,
    path: Path<VersionId>,
) -> actix_web::Result<HttpResponse> {
    let header = request.headers().get("authorization");
    let token = header.and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
    let (_, secret) = token
        .and_then(Secret::parse)
        .ok_or_else(|| actix_web::error::ErrorUnauthorized(""))?;
    let mut conn = app.read().await?;
    let now = app.clock.coarse();
    store::by_token(&mut conn, secret.sha256(), now, RequestContext::default()).await?;
    let version = VersionView::load(&mut conn, path.into_inner()).await?;
    Ok(HttpResponse::Ok().json(version))
}
