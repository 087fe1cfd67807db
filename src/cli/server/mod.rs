//! Commands of the server: they open the database themselves.

mod admin;
mod database;
mod demo;
mod serve;

use std::net::SocketAddr;
use std::path::PathBuf;

use anyhow::Context;
use clap::{Args, Subcommand};

use crate::ground::config::{Config, Issuer};
use crate::server::LogFormat;

pub use database::Opened;

#[derive(Debug, Subcommand)]
pub enum ServerCommand {
    /// Start everything: a private PostgreSQL, the schema, the service and the console
    Up(Serving),
    /// Start the service on the database of TENURE_DATABASE_URL, whose schema is up to date
    Serve(Serving),
    /// Show a company with half a year of history: a second, throw-away instance with a database of its own
    Demo(demo::Demo),
    /// Bring the schema of the database up to date
    Migrate(Database),
    /// Read everything and name what does not fit together
    Doctor(Database),
    /// Print a one-time link that signs a member in: valid for ten minutes, once
    SignInLink {
        /// Name, e-mail or id of the member
        member: String,
        #[command(flatten)]
        database: Database,
    },
    /// Make an API token of a machine, without a running service
    Token {
        /// What the token is for
        name: String,
        /// What it may do
        #[arg(long, default_value = "contributor")]
        role: crate::ground::identity::Role,
        /// Days until it expires: 1 to 365
        #[arg(long, default_value_t = 30)]
        days: u16,
        #[command(flatten)]
        database: Database,
    },
    /// Print the OpenAPI document
    Openapi {
        /// Print the codes of problems and reasons instead, as Markdown
        #[arg(long)]
        problems: bool,
        /// Print the JSON Schema of the documents that apply takes instead
        #[arg(long, conflicts_with = "problems")]
        documents: bool,
    },
}

/// Where the data are.
#[derive(Debug, Clone, Args)]
pub struct Database {
    /// A PostgreSQL to use instead of a private one
    #[arg(long, env = "TENURE_DATABASE_URL", hide_env_values = true)]
    database_url: Option<String>,
    /// Directory of the private PostgreSQL
    #[arg(long, env = "TENURE_DATA_DIR")]
    data_dir: Option<PathBuf>,
}

/// How to serve.
#[derive(Debug, Clone, Args)]
pub struct Serving {
    #[command(flatten)]
    database: Database,
    /// Address to listen on
    #[arg(long, env = "TENURE_LISTEN", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// How the console is reached from outside, when a proxy stands before it
    #[arg(long, env = "TENURE_PUBLIC_URL")]
    public_url: Option<String>,
    /// Threads that answer
    #[arg(long, env = "TENURE_WORKERS", default_value_t = 2)]
    workers: usize,
    /// File that lets resolving survive a restart while the database is away
    #[arg(long, env = "TENURE_CACHE_FILE")]
    cache: Option<PathBuf>,
    /// Issuers of JSON Web Tokens: a JSON file [{"issuer", "audience", "jwks"}]
    #[arg(long, env = "TENURE_ISSUERS")]
    issuers: Option<PathBuf>,
    /// How the log on standard error looks; TENURE_LOG says what is in it
    #[arg(long, env = "TENURE_LOG_FORMAT", value_enum, default_value_t = LogFormat::Auto)]
    log_format: LogFormat,
}

impl Serving {
    fn config(&self) -> anyhow::Result<Config> {
        let issuers = match &self.issuers {
            Some(path) => {
                issuers(path).with_context(|| format!("issuers in {}", path.display()))?
            }
            None => Vec::new(),
        };
        let public_url = match &self.public_url {
            Some(url) => url.trim_end_matches('/').to_owned(),
            None => format!("http://{}", self.listen),
        };
        Ok(Config {
            public_url,
            issuers,
            demo: false,
        })
    }
}

fn issuers(path: &PathBuf) -> anyhow::Result<Vec<Issuer>> {
    Ok(serde_json::from_str(&std::fs::read_to_string(path)?)?)
}

/// Runs a command of the server.
pub async fn run(command: ServerCommand) -> anyhow::Result<()> {
    match command {
        ServerCommand::Up(serving) => serve::up(serving).await,
        ServerCommand::Serve(serving) => serve::serve(serving).await,
        ServerCommand::Demo(demo) => demo::run(demo).await,
        ServerCommand::Migrate(database) => admin::migrate(database).await,
        ServerCommand::Doctor(database) => admin::doctor(database).await,
        ServerCommand::SignInLink { member, database } => {
            admin::sign_in_link(&member, database).await
        }
        ServerCommand::Token {
            name,
            role,
            days,
            database,
        } => admin::token(&name, role, days, database).await,
        ServerCommand::Openapi { problems: true, .. } => {
            print!("{}", crate::server::problems_document());
            Ok(())
        }
        ServerCommand::Openapi {
            documents: true, ..
        } => {
            println!("{:#}", crate::server::documents_schema());
            Ok(())
        }
        ServerCommand::Openapi { .. } => {
            println!("{}", crate::server::document().to_pretty_json()?);
            Ok(())
        }
    }
}
