//! `tenure demo`: a second, throw-away instance with half a year of history in it.

use std::net::{SocketAddr, TcpListener};

use anyhow::Context;
use clap::Args;
use nix::unistd::mkdtemp;
use tokio::sync::mpsc;

use super::Opened;
use super::serve::{begin, until_stopped};
use crate::domain::access;
use crate::ground::config::Config;
use crate::ground::kernel::{App, Clock, Ids};
use crate::server::embedded_postgres::{Cluster, DATABASE, Durability, create_database};
use crate::server::{self, LogFormat, demo, start_log};

/// Requests are of no interest to who looks at the console.
const LOG: &str = "warn,actix_server=error";
/// How the directory begins that holds the database; it goes when the demo ends, however it ends.
const DIRECTORY: &str = "tenure-demo.XXXXXX";

/// Where the demo listens. Nothing else can be set.
#[derive(Debug, Args)]
pub struct Demo {
    /// Address to listen on
    #[arg(long, default_value = "127.0.0.1:8090")]
    listen: SocketAddr,
    /// Refused: the demo brings its own
    #[arg(long, env = "TENURE_DATABASE_URL", hide_env_values = true, hide = true)]
    database_url: Option<String>,
}

/// Starts a database, tells the story, listens, prints how to get in. Everything is removed at the end.
pub async fn run(arguments: Demo) -> anyhow::Result<()> {
    anyhow::ensure!(
        arguments.database_url.is_none(),
        "the demo brings a database of its own and touches no other: unset TENURE_DATABASE_URL"
    );
    start_log(LogFormat::Auto, LOG);
    let address = arguments.listen;
    // Better known before the story than after it.
    drop(TcpListener::bind(address).with_context(|| taken(address))?);
    let config = Config {
        public_url: format!("http://{address}"),
        demo: true,
        ..Config::default()
    };
    println!("Telling half a year of a company that does not exist ...");
    let opened = told(config).await?;
    let begun = begin(&opened.app, address, WORKERS, None).await?;
    let begun = begun.with_context(|| taken(address))?;
    println!("The demo listens on http://{}", begun.listening.address);
    println!("Nothing in it is kept: it ends with ^C.\n");
    links(&opened.app).await?;
    println!("\nEach link signs in once, within ten minutes. Press Enter for new ones.");
    let app = opened.app.clone();
    tokio::select! {
        ended = until_stopped(opened, begun) => ended,
        failed = new_links(app) => failed,
    }
}

/// Threads that answer.
const WORKERS: usize = 2;

fn taken(address: SocketAddr) -> String {
    format!("cannot listen on {address}; choose an address with --listen")
}

/// A new database with the story in it. From here on its clock is the real one.
async fn told(config: Config) -> anyhow::Result<Opened> {
    let directory = mkdtemp(&std::env::temp_dir().join(DIRECTORY))
        .context("make a directory for the database")?;
    let started =
        tokio::task::spawn_blocking(move || Cluster::start(&directory, Durability::Ephemeral));
    let cluster = started.await??;
    create_database(&cluster.url("postgres"))
        .await
        .context("create the database")?;
    let pool = server::connect(&cluster.url(DATABASE))
        .await
        .context("cannot reach the database")?;
    let app = App::new(pool.clone(), Clock::Database, Ids::Random, config.clone());
    app.migrate().await.context("migrate")?;
    let end = app.now(&mut *app.read().await?).await?;
    demo::tell(pool, config, end).await?;
    Ok(Opened::with(app, cluster))
}

/// Prints how to get in, and what to look at.
async fn links(app: &App) -> anyhow::Result<()> {
    for (name, look) in demo::LOOK_IN {
        let link = access::commands::sign_in_link(app, name).await?;
        println!("{name}, {look}\n  {link}");
    }
    Ok(())
}

/// New links for each line on standard input; waits for ever when there is none.
async fn new_links(app: App) -> anyhow::Result<()> {
    let (sender, mut lines) = mpsc::channel(1);
    std::thread::spawn(move || {
        for line in std::io::stdin().lines() {
            if line.is_err() || sender.blocking_send(()).is_err() {
                return;
            }
        }
    });
    while lines.recv().await.is_some() {
        links(&app).await?;
    }
    std::future::pending().await
}
