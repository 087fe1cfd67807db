//! Connections of one thread for what is asked over and over: who asks, and commands.
//!
//! The database keeps the plans of their statements. A connection over which just now came an answer waits here, the last
//! one on top, and not in the pool, which would first ask the database whether the connection is in order: so who asks
//! is looked up, and the command begun, over the same connection, which is still warm.

use std::sync::{Mutex, MutexGuard};
use std::time::{Duration, Instant as Monotonic};

use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{PgPool, Postgres};

/// Connections of one thread for this; who finds none left takes one of those that all threads share.
pub const KEPT_MAX: u32 = 3;

/// The connections of one thread.
#[derive(Debug)]
pub(super) struct Kept {
    pool: PgPool,
    /// As long as one idles in the pool, it waits here; then the pool lets it go.
    waits: Duration,
    waiting: Mutex<Vec<(PoolConnection<Postgres>, Monotonic)>>,
}

impl Kept {
    pub(super) fn new(pool: PgPoolOptions, connect: PgConnectOptions) -> Self {
        let connect = connect.options([("plan_cache_mode", "auto")]);
        Self {
            waits: pool.get_idle_timeout().unwrap_or(Duration::MAX),
            pool: pool.max_connections(KEPT_MAX).connect_lazy_with(connect),
            waiting: Mutex::default(),
        }
    }

    fn waiting(&self) -> MutexGuard<'_, Vec<(PoolConnection<Postgres>, Monotonic)>> {
        self.waiting.lock().expect("no holder panics")
    }

    /// Whether nobody has to wait for one.
    pub(super) fn has_one(&self) -> bool {
        !self.waiting().is_empty() || self.pool.num_idle() > 0 || self.pool.size() < KEPT_MAX
    }

    pub(super) async fn take(&self) -> sqlx::Result<PoolConnection<Postgres>> {
        let top = self.waiting().pop();
        let fresh = top.filter(|(_, since)| since.elapsed() < self.waits);
        match fresh {
            Some((connection, _)) => Ok(connection),
            None => self.pool.acquire().await,
        }
    }

    /// Lets a connection wait that has just answered.
    pub(super) fn put(&self, connection: PoolConnection<Postgres>) {
        let mut waiting = self.waiting();
        // Closing empties the list after it has closed the pool: nothing comes into it afterwards.
        if !self.pool.is_closed() {
            waiting.push((connection, Monotonic::now()));
        }
    }

    /// How many connections there are, and how many of them wait for work.
    pub(super) fn count(&self) -> (u32, usize) {
        let idle = self.pool.num_idle() + self.waiting().len();
        (self.pool.size(), idle)
    }

    /// Waits for all connections to come back and closes them.
    pub(super) async fn close(&self) {
        let closed = self.pool.close();
        self.waiting().clear();
        closed.await;
    }
}
