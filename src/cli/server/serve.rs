//! `tenure up` and `tenure serve`.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::task::JoinHandle;

use super::{Opened, Serving};
use crate::domain::access;
use crate::domain::promotions;
use crate::domain::routes::memory::Memory;
use crate::ground::identity::{Gate, KeySets};
use crate::ground::kernel::App;
use crate::server::{self, Listening, SchemaError, start_log};

/// What is logged unless `TENURE_LOG` says otherwise.
const LOG: &str = "info,sqlx=warn,actix_server=warn";

/// Starts everything. A second start on the same address says where the first one is.
pub async fn up(serving: Serving) -> anyhow::Result<()> {
    start_log(serving.log_format, LOG);
    let opened = Opened::open(&serving.database, serving.config()?).await?;
    opened.prepare().await?;
    run(serving, opened, true).await
}

/// Starts the service on a database whose schema is up to date. While the database is away it resolves from its file,
/// if it has one, and does everything else when the database is back.
pub async fn serve(serving: Serving) -> anyhow::Result<()> {
    start_log(serving.log_format, LOG);
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
    let begun = match begun {
        Ok(begun) => begun,
        Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => {
            return already(&opened, &format!("http://{address}")).await;
        }
        Err(error) => return Err(error).with_context(|| format!("cannot listen on {address}")),
    };
    println!("Tenure listens on http://{}", begun.listening.address);
    if link && let Some(secret) = access::commands::first_link(&opened.app).await? {
        println!("Sign in once, as the first administrator: {}", secret);
    }
    until_stopped(opened, begun).await
}

/// What listens, and what works beside it.
pub(super) struct Begun {
    pub listening: Listening,
    memory: Arc<Memory>,
    gate: Arc<Gate>,
    signals: Signals,
}

/// Loads what resolving needs, and listens. The inner error: the address cannot be listened on.
pub(super) async fn begin(
    app: &App,
    address: SocketAddr,
    workers: usize,
    cache: Option<PathBuf>,
) -> anyhow::Result<std::io::Result<Begun>> {
    let memory = Memory::empty(cache);
    memory.start(app).await?;
    let gate = Arc::new(Gate::new(KeySets::default(), access::commands::admission));
    let signals = Signals::listen()?;
    let listening = server::listen(app.clone(), memory.clone(), address, workers, gate.clone());
    Ok(listening.map(|listening| Begun {
        listening,
        memory,
        gate,
        signals,
    }))
}

/// Serves until somebody stops it, then finishes what is under way.
pub(super) async fn until_stopped(opened: Opened, begun: Begun) -> anyhow::Result<()> {
    let Begun {
        listening,
        memory,
        gate,
        mut signals,
    } = begun;
    let mut work = tokio::spawn(work(opened.app.clone(), memory, gate));
    let ended = tokio::select! {
        () = signals.next() => Ok(()),
        unfit = &mut work => Err(unfit?.into()),
    };
    println!("Stopping: finishing what is under way. Another ^C ends it at once.");
    tokio::select! {
        closed = close(listening, &work, opened) => closed.and(ended),
        () = signals.next() => anyhow::bail!("ended at once; what was under way may be cut off"),
    }
}

/// Lets the clients go, ends what is under way, gives everything back.
async fn close(
    listening: Listening,
    work: &JoinHandle<SchemaError>,
    opened: Opened,
) -> anyhow::Result<()> {
    listening.drain().await;
    listening.stop().await;
    work.abort();
    opened.close().await
}

/// What goes on beside the requests, from when the database is there. Ends only when the database does not fit.
async fn work(app: App, memory: Arc<Memory>, gate: Arc<Gate>) -> SchemaError {
    if let Err(unfit) = server::schema_comes(&app).await {
        return unfit;
    }
    tokio::join!(
        memory.follow(app.clone()),
        access::jobs::follow_uses(app.clone(), gate),
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

/// ^C, and the TERM of whoever runs services.
struct Signals {
    interrupt: Signal,
    terminate: Signal,
}

impl Signals {
    fn listen() -> std::io::Result<Self> {
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    /// Waits for the next one.
    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}
