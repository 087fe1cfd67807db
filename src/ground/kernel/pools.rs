//! Connections to the database. Each thread that answers keeps a few that it has opened itself: what comes back over
//! a connection wakes the thread that opened it, and that one would have to wake the one that waits, at every
//! statement.

use std::sync::{Arc, Mutex, MutexGuard};

use sqlx::pool::PoolConnection;
use sqlx::{PgPool, Postgres, Transaction};

/// Commands ask the same few things over and over: the database keeps their plans. Lists, which are planned for the
/// filters at hand, are read outside transactions.
const BEGIN: &str = "begin; set local plan_cache_mode = auto";
/// Connections of one thread; who finds none left takes one of those that all threads share.
pub const NEAR_MAX: u32 = 4;

/// How many connections to the database there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Connections {
    /// That somebody works with.
    pub in_use: usize,
    /// That wait for work.
    pub idle: usize,
}

/// The connections that this thread may use.
#[derive(Debug, Clone)]
pub(super) struct Pools {
    shared: PgPool,
    near: Option<PgPool>,
    /// Those of all threads.
    nears: Arc<Mutex<Vec<PgPool>>>,
}

impl Pools {
    pub(super) fn new(shared: PgPool) -> Self {
        Self {
            shared,
            near: None,
            nears: Arc::default(),
        }
    }

    /// For the thread that calls. It connects when it first has to.
    pub(super) fn here(&self) -> Self {
        let options = self.shared.options().clone().min_connections(0);
        let near = options
            .max_connections(NEAR_MAX)
            .connect_lazy_with((*self.shared.connect_options()).clone());
        self.nears().push(near.clone());
        Self {
            shared: self.shared.clone(),
            near: Some(near),
            nears: self.nears.clone(),
        }
    }

    fn nears(&self) -> MutexGuard<'_, Vec<PgPool>> {
        self.nears.lock().expect("no holder of the pools panics")
    }

    pub(super) const fn shared(&self) -> &PgPool {
        &self.shared
    }

    pub(super) async fn acquire(&self) -> sqlx::Result<PoolConnection<Postgres>> {
        self.free().acquire().await
    }

    pub(super) async fn begin(&self) -> sqlx::Result<Transaction<'static, Postgres>> {
        self.free().begin_with(BEGIN).await
    }

    /// The nearest pool that has a connection left.
    fn free(&self) -> &PgPool {
        let near = self.near.as_ref();
        near.filter(|near| near.num_idle() > 0 || near.size() < NEAR_MAX)
            .unwrap_or(&self.shared)
    }

    pub(super) fn count(&self) -> Connections {
        let nears = self.nears();
        let pools = || nears.iter().chain([&self.shared]);
        let idle = pools().map(PgPool::num_idle).sum();
        let all: u32 = pools().map(PgPool::size).sum();
        Connections {
            in_use: usize::try_from(all)
                .unwrap_or(usize::MAX)
                .saturating_sub(idle),
            idle,
        }
    }

    /// Waits for all connections to come back and closes them.
    pub(super) async fn close(&self) {
        let nears = std::mem::take(&mut *self.nears());
        for near in nears {
            near.close().await;
        }
        self.shared.close().await;
    }
}
