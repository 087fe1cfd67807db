//! The HTTP server: bound, running, stopped without cutting an answer off.

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;

use actix_web::dev::ServerHandle;
use actix_web::middleware::from_fn;
use actix_web::web::Data;
use actix_web::{App as ActixApp, HttpServer, web};
use utoipa_actix_web::AppExt;

use super::openapi::{BASE, head};
use super::{console, docs, health};
use crate::domain::access::http::note_refusals;
use crate::domain::access::memory::Refusals;
use crate::domain::routes::memory::Memory;
use crate::ground::http::request_scope;
use crate::ground::identity::KeySets;
use crate::ground::kernel::App;

/// Seconds that answers under way may take after a stop.
const SHUTDOWN_SECONDS: u64 = 30;

/// A running server.
pub struct Listening {
    /// Where it listens.
    pub address: SocketAddr,
    handle: ServerHandle,
    running: tokio::task::JoinHandle<std::io::Result<()>>,
}

impl Listening {
    /// Stops taking requests, finishes those under way.
    pub async fn stop(self) {
        self.handle.stop(true).await;
        // The server task ends with the stop; its own result says nothing more.
        let _ = self.running.await;
    }

    /// Runs until it is stopped from elsewhere.
    ///
    /// # Errors
    /// The server failed.
    pub async fn wait(self) -> std::io::Result<()> {
        self.running.await.map_err(std::io::Error::other)?
    }
}

/// Binds and starts. `workers`: threads that answer; `keys`: of the issuers of JSON Web Tokens.
///
/// # Errors
/// The address cannot be bound.
pub fn listen(
    app: App,
    memory: Arc<Memory>,
    address: SocketAddr,
    workers: usize,
    keys: KeySets,
) -> std::io::Result<Listening> {
    let listener = TcpListener::bind(address)?;
    let address = listener.local_addr()?;
    let app = Data::new(app);
    let memory = Data::new(memory);
    let refusals = Data::new(Refusals::default());
    let keys = Data::new(keys);
    let server = HttpServer::new(move || {
        let (service, _) = ActixApp::new()
            .into_utoipa_app()
            .openapi(head())
            .map(|actix| {
                actix
                    .configure(docs::configure)
                    .wrap(from_fn(note_refusals))
                    .wrap(from_fn(request_scope))
                    .app_data(refusals.clone())
                    .app_data(keys.clone())
                    .app_data(app.clone())
                    .app_data(memory.clone())
            })
            .service(utoipa_actix_web::scope(BASE).configure(super::configure))
            .split_for_parts();
        service
            .service(health::healthz)
            .service(health::readyz)
            .default_service(web::to(console::serve))
    })
    .workers(workers)
    .shutdown_timeout(SHUTDOWN_SECONDS)
    .disable_signals()
    .listen(listener)?
    .run();
    let handle = server.handle();
    let running = tokio::spawn(server);
    Ok(Listening {
        address,
        handle,
        running,
    })
}
