//! What every handler and job needs. Invariant: writing goes through `audit::UnitOfWork`, never through this.

use std::sync::Arc;

use sqlx::pool::PoolConnection;
use sqlx::{PgConnection, PgPool, Postgres};
use tokio::sync::Notify;

use super::pools::{Home, Pools};
use super::writing::Writing;
use super::{Clock, Connections, Failure, Ids, Instant};
use crate::ground::config::Config;

/// The service: its database, its clock, its source of ids, its settings.
#[derive(Debug, Clone)]
pub struct App {
    pools: Pools,
    /// The time.
    pub clock: Clock,
    /// New ids.
    pub ids: Ids,
    /// Settings.
    pub config: Arc<Config>,
    /// Told of every commit of a command.
    committed: Arc<Notify>,
}

/// A connection to read with.
pub struct Reading(PoolConnection<Postgres>);

impl std::ops::Deref for Reading {
    type Target = PgConnection;
    fn deref(&self) -> &PgConnection {
        &self.0
    }
}

impl std::ops::DerefMut for Reading {
    fn deref_mut(&mut self) -> &mut PgConnection {
        &mut self.0
    }
}

/// A connection for the few statements that come with every request: the database keeps their plans.
pub struct Asking {
    connection: PoolConnection<Postgres>,
    home: Home,
}

impl Asking {
    /// The connection.
    pub fn conn(&mut self) -> &mut PgConnection {
        &mut self.connection
    }

    /// Gives the connection back at once for what the request does next. Only after an answer: otherwise it is let go.
    pub fn done(self) {
        self.home.keep(self.connection);
    }
}

impl App {
    /// Puts the parts together.
    #[must_use]
    pub fn new(pool: PgPool, clock: Clock, ids: Ids, config: Config) -> Self {
        Self {
            pools: Pools::new(pool),
            clock,
            ids,
            config: Arc::new(config),
            committed: Arc::default(),
        }
    }

    /// The same service for the thread that calls, with connections of its own.
    #[must_use]
    pub fn here(&self) -> Self {
        Self {
            pools: self.pools.here(),
            ..self.clone()
        }
    }

    /// A connection to read with.
    ///
    /// # Errors
    /// The database is away, or all connections are busy.
    pub async fn read(&self) -> Result<Reading, Failure> {
        Ok(Reading(self.pools.acquire().await?))
    }

    /// A connection to look up who asks.
    ///
    /// # Errors
    /// As [`App::read`].
    pub(in crate::ground) async fn ask(&self) -> Result<Asking, Failure> {
        let (connection, home) = self.pools.acquire_kept().await?;
        Ok(Asking { connection, home })
    }

    /// The instant, for reads that depend on it.
    ///
    /// # Errors
    /// The database is away.
    pub async fn now(&self, conn: &mut PgConnection) -> Result<Instant, Failure> {
        match self.clock.shown() {
            Some(shown) => Ok(shown.into()),
            None => Ok(
                sqlx::query_scalar!(r#"select clock_timestamp() as "now!: Instant""#)
                    .fetch_one(conn)
                    .await?,
            ),
        }
    }

    /// A transaction: only for `audit` and for operational tables (sessions, links, deliveries).
    ///
    /// # Errors
    /// As [`App::read`].
    pub(in crate::ground) async fn begin(&self) -> Result<Writing, Failure> {
        Ok(self.pools.begin().await?)
    }

    /// Who is told when a command of this process has committed.
    pub(in crate::ground) fn told(&self) -> Arc<Notify> {
        self.committed.clone()
    }

    /// Waits until a command of this process has committed; at once when one has since the last call. Commands of
    /// other processes are not noticed here.
    pub async fn committed(&self) {
        self.committed.notified().await;
    }

    /// Runs the migrations that are missing.
    ///
    /// # Errors
    /// A migration failed; the database is as before that migration.
    pub async fn migrate(&self) -> Result<(), sqlx::migrate::MigrateError> {
        super::MIGRATOR.run(self.pools.shared()).await
    }

    /// The connections to the database at this moment, of all threads.
    #[must_use]
    pub fn connections(&self) -> Connections {
        self.pools.count()
    }

    /// Waits for all connections to come back and closes them.
    pub async fn close(&self) {
        self.pools.close().await;
    }
}
