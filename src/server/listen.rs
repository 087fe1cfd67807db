//! The HTTP server: bound, running, stopped without cutting an answer off.

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use actix_web::dev::ServerHandle;
use actix_web::middleware::from_fn;
use actix_web::web::Data;
use actix_web::{App as ActixApp, HttpServer, web};

use super::observe::{Metrics, get_metrics, observe};
use super::openapi::BASE;
use super::{console, docs, health};
use crate::domain::access::http::note_refusals;
use crate::domain::access::memory::Refusals;
use crate::domain::promotions::commands::new_use;
use crate::domain::routes::Guard;
use crate::domain::routes::http::Hot;
use crate::domain::routes::memory::Memory;
use crate::ground::http::{Traffic, request_scope};
use crate::ground::identity::Gate;
use crate::ground::kernel::App;

/// Seconds that answers under way may take after a stop.
const SHUTDOWN_SECONDS: u64 = 20;
/// While the process drains, new connections are taken until nobody has asked for so long ...
const QUIET: Duration = Duration::from_secs(1);
/// ... but no longer than this. With the stop it is half a minute at most.
const DRAIN: Duration = Duration::from_secs(8);

/// A running server.
pub struct Listening {
    /// Where it listens.
    pub address: SocketAddr,
    traffic: Arc<Traffic>,
    handle: ServerHandle,
    running: tokio::task::JoinHandle<std::io::Result<()>>,
}

impl Listening {
    /// Lets the clients go: every answer ends its connection, until nobody asks any more.
    ///
    /// A stop alone would close connections on which a client has just sent its next request.
    pub async fn drain(&self) {
        self.traffic.drain();
        self.traffic.settled(QUIET, DRAIN).await;
        // Who still connects is not taken any more; who is connected gets one answer.
        self.handle.pause().await;
        self.traffic.settled(QUIET, QUIET).await;
    }

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

/// Binds and starts. `workers`: threads that answer; `gate`: what is kept to know who asks.
///
/// # Errors
/// The address cannot be bound.
pub fn listen(
    app: App,
    memory: Arc<Memory>,
    address: SocketAddr,
    workers: usize,
    gate: Arc<Gate>,
) -> std::io::Result<Listening> {
    let listener = TcpListener::bind(address)?;
    let address = listener.local_addr()?;
    let traffic = Arc::new(Traffic::default());
    let metrics = Metrics::new(app.clone(), memory.clone(), traffic.clone())
        .map(Data::new)
        .map_err(std::io::Error::other)?;
    let refusals = Data::new(Refusals::default());
    let connected = traffic.clone();
    let told = traffic.clone();
    let server = HttpServer::new(move || {
        let app = app.here();
        let hot = Hot {
            app: app.clone(),
            memory: memory.clone(),
            gate: gate.clone(),
            traffic: traffic.clone(),
            worker: memory.worker(),
        };
        // All but the hot path: around each request stand its id, its line in the log, the note of a refusal.
        let others = web::scope("")
            .wrap(from_fn(note_refusals))
            .wrap(from_fn(observe))
            .wrap(from_fn(request_scope))
            // Before the scope of the API, in which the document lies.
            .configure(docs::configure)
            .service(web::scope(BASE).configure(super::configure))
            .service(health::healthz)
            .service(health::readyz)
            .service(get_metrics)
            .default_service(web::to(console::serve));
        ActixApp::new()
            .app_data(refusals.clone())
            .app_data(Data::from(gate.clone()))
            .app_data(Data::from(traffic.clone()))
            .app_data(metrics.clone())
            .app_data(Data::new(app))
            .app_data(Data::new(new_use as Guard))
            .app_data(Data::new(hot))
            .configure(super::configure_hot)
            .service(others)
            // Scopes inside scopes ask the app for what they do not know.
            .default_service(web::to(console::serve))
    })
    .on_connect(move |_, connection| {
        connection.insert(connected.connect());
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
        traffic: told,
        handle,
        running,
    })
}
