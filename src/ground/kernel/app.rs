//! What every handler and job needs. Invariant: writing goes through `audit::UnitOfWork`, never through this.

use sqlx::pool::PoolConnection;
use sqlx::{PgConnection, PgPool, Postgres, Transaction};

use super::{Clock, Failure, Ids, Instant};
use crate::ground::config::Config;

/// Commands ask the same few things over and over: the database keeps their plans. Lists, which are planned for the
/// filters at hand, are read outside transactions.
const BEGIN: &str = "begin; set local plan_cache_mode = auto";

/// The service: its database, its clock, its source of ids, its settings.
#[derive(Debug, Clone)]
pub struct App {
    pool: PgPool,
    /// The time.
    pub clock: Clock,
    /// New ids.
    pub ids: Ids,
    /// Settings.
    pub config: std::sync::Arc<Config>,
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

/// How many connections to the database there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Connections {
    /// That somebody works with.
    pub in_use: usize,
    /// That wait for work.
    pub idle: usize,
}

impl App {
    /// Puts the parts together.
    #[must_use]
    pub fn new(pool: PgPool, clock: Clock, ids: Ids, config: Config) -> Self {
        Self {
            pool,
            clock,
            ids,
            config: std::sync::Arc::new(config),
        }
    }

    /// A connection to read with.
    ///
    /// # Errors
    /// The database is away, or all connections are busy.
    pub async fn read(&self) -> Result<Reading, Failure> {
        Ok(Reading(self.pool.acquire().await?))
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
    pub(in crate::ground) async fn begin(&self) -> Result<Transaction<'static, Postgres>, Failure> {
        Ok(self.pool.begin_with(BEGIN).await?)
    }

    /// Runs the migrations that are missing.
    ///
    /// # Errors
    /// A migration failed; the database is as before that migration.
    pub async fn migrate(&self) -> Result<(), sqlx::migrate::MigrateError> {
        super::MIGRATOR.run(&self.pool).await
    }

    /// The connections to the database at this moment.
    #[must_use]
    pub fn connections(&self) -> Connections {
        let idle = self.pool.num_idle();
        let all = usize::try_from(self.pool.size()).unwrap_or(usize::MAX);
        Connections {
            in_use: all.saturating_sub(idle),
            idle,
        }
    }

    /// Waits for all connections to come back and closes them.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}
