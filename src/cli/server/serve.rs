//! `tenure up` and `tenure serve`.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context;
use tokio::signal::unix::{SignalKind, signal};

use super::{Opened, Serving};
use crate::domain::access;
use crate::domain::promotions;
use crate::domain::routes::memory::Memory;
use crate::ground::identity::KeySets;
use crate::ground::kernel::App;
use crate::server::{self, Listening, SchemaError};

/// What is logged unless `TENURE_LOG` says otherwise.
const LOG: &str = "info,sqlx=warn,actix_server=warn";

/// Starts everything. A second start on the same address says where the first one is.
pub async fn up(serving: Serving) -> anyhow::Result<()> {
    log(LOG);
    let opened = Opened::open(&serving.database, serving.config()?).await?;
    opened.prepare().await?;
    run(serving, opened, true).await
}

/// Starts the service on a database whose schema is up to date. While the database is away it resolves from its file,
/// if it has one, and does everything else when the database is back.
pub async fn serve(serving: Serving) -> anyhow::Result<()> {
    log(LOG);
    let url = serving
        .database
        .database_url
        .as_deref()
        .context("serve needs TENURE_DATABASE_URL; `tenure up` brings its own PostgreSQL")?;
    let opened = Opened::later(url, serving.config()?)?;
    match server::schema_is_known(&opened.app).await {
        Err(SchemaError::Away(failure)) if serving.cache.is_some() => {
            tracing::warn!(%failure, "the database is away");
        }
        known => known?,
    }
    run(serving, opened, false).await
}

async fn run(serving: Serving, opened: Opened, link: bool) -> anyhow::Result<()> {
    let address = serving.listen;
    let begun = begin(&opened.app, address, serving.workers, serving.cache).await?;
    let (listening, memory) = match begun {
        Ok(begun) => begun,
        Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => {
            return already(&opened, &format!("http://{address}")).await;
        }
        Err(error) => return Err(error).with_context(|| format!("cannot listen on {address}")),
    };
    println!("Tenure listens on http://{}", listening.address);
    if link && let Some(secret) = access::commands::first_link(&opened.app).await? {
        println!("Sign in once, as the first administrator: {}", secret);
    }
    until_stopped(opened, listening, memory).await
}

/// Loads what resolving needs, and listens. The inner error: the address cannot be listened on.
pub(super) async fn begin(
    app: &App,
    address: SocketAddr,
    workers: usize,
    cache: Option<PathBuf>,
) -> anyhow::Result<std::io::Result<(Listening, Arc<Memory>)>> {
    let memory = Memory::empty(cache);
    memory.start(app).await?;
    let keys = KeySets::default();
    let listening = server::listen(app.clone(), memory.clone(), address, workers, keys);
    Ok(listening.map(|listening| (listening, memory)))
}

/// Serves until somebody stops it, then finishes what is under way.
pub(super) async fn until_stopped(
    opened: Opened,
    listening: Listening,
    memory: Arc<Memory>,
) -> anyhow::Result<()> {
    let ended = tokio::select! {
        stopped = stopped() => stopped.map_err(anyhow::Error::from),
        unfit = work(opened.app.clone(), memory) => Err(unfit.into()),
    };
    println!("Stopping: finishing what is under way.");
    listening.stop().await;
    opened.close().await?;
    ended
}

/// What goes on beside the requests, from when the database is there. Ends only when the database does not fit.
async fn work(app: App, memory: Arc<Memory>) -> SchemaError {
    if let Err(unfit) = server::schema_comes(&app).await {
        return unfit;
    }
    tokio::join!(
        memory.follow(app.clone()),
        promotions::jobs::follow_time(app)
    );
    SchemaError::Unfit("the work beside the requests ended".into())
}

/// The address is taken: by us, or by somebody else.
async fn already(opened: &Opened, url: &str) -> anyhow::Result<()> {
    let ours = match reqwest::get(format!("{url}/healthz")).await {
        Ok(answer) => answer
            .text()
            .await
            .is_ok_and(|text| text.contains("\"live\":true")),
        Err(_) => false,
    };
    anyhow::ensure!(
        ours,
        "{url} is taken by another program; choose an address with --listen"
    );
    println!("Tenure runs already on {url}");
    if let Some(secret) = access::commands::first_link(&opened.app).await? {
        println!("Sign in once, as the first administrator: {}", secret);
    }
    Ok(())
}

/// Waits for the end: ^C or a TERM.
async fn stopped() -> std::io::Result<()> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
    Ok(())
}

/// Structured lines on standard error; `TENURE_LOG` chooses what (as `RUST_LOG` does elsewhere).
pub(super) fn log(default: &str) {
    let filter = tracing_subscriber::EnvFilter::try_from_env("TENURE_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new(default));
    tracing_subscriber::fmt()
        .json()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
}
