//! Connections to the database. Each thread that answers keeps a few that it has opened itself: what comes back over
//! a connection wakes the thread that opened it, and that one would have to wake the one that waits, at every
//! statement.

use std::sync::{Arc, Mutex, MutexGuard};

use sqlx::pool::PoolConnection;
use sqlx::{PgPool, Postgres};

use super::kept::Kept;
use super::writing::Writing;

/// On a connection that keeps plans, and on one that plans for the values at hand, as lists are read.
const BEGIN: &str = "begin";
const BEGIN_SHARED: &str = "begin; set local plan_cache_mode = auto";
/// Connections of one thread to read with; who finds none left takes one of those that all threads share.
pub const NEAR_MAX: u32 = 2;

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
    near: Option<Near>,
    /// Those of all threads.
    nears: Arc<Mutex<Vec<Near>>>,
}

/// The connections of one thread.
#[derive(Debug, Clone)]
struct Near {
    reads: PgPool,
    kept: Arc<Kept>,
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
        let connect = (*self.shared.connect_options()).clone();
        let near = Near {
            kept: Arc::new(Kept::new(options.clone(), connect.clone())),
            reads: options.max_connections(NEAR_MAX).connect_lazy_with(connect),
        };
        self.nears().push(near.clone());
        Self {
            shared: self.shared.clone(),
            near: Some(near),
            nears: self.nears.clone(),
        }
    }

    fn nears(&self) -> MutexGuard<'_, Vec<Near>> {
        self.nears.lock().expect("no holder of the pools panics")
    }

    pub(super) const fn shared(&self) -> &PgPool {
        &self.shared
    }

    pub(super) async fn acquire(&self) -> sqlx::Result<PoolConnection<Postgres>> {
        let reads = self.near.as_ref().map(|near| &near.reads);
        reads
            .filter(|reads| reads.num_idle() > 0 || reads.size() < NEAR_MAX)
            .unwrap_or(&self.shared)
            .acquire()
            .await
    }

    /// A connection for the few statements that come with every request, and where to keep it.
    pub(super) async fn acquire_kept(&self) -> sqlx::Result<(PoolConnection<Postgres>, Home)> {
        match self.kept() {
            Some(kept) => Ok((kept.take().await?, Home(Some(kept.clone())))),
            None => Ok((self.shared.acquire().await?, Home(None))),
        }
    }

    pub(super) async fn begin(&self) -> sqlx::Result<Writing> {
        let (connection, home) = self.acquire_kept().await?;
        let statement = home.0.as_ref().map_or(BEGIN_SHARED, |_| BEGIN);
        Writing::begin(connection, home, statement).await
    }

    fn kept(&self) -> Option<&Arc<Kept>> {
        let kept = self.near.as_ref().map(|near| &near.kept);
        kept.filter(|kept| kept.has_one())
    }

    pub(super) fn count(&self) -> Connections {
        let nears = self.nears();
        let reads = nears.iter().map(|near| &near.reads).chain([&self.shared]);
        let counts = reads
            .map(|pool| (pool.size(), pool.num_idle()))
            .chain(nears.iter().map(|near| near.kept.count()));
        let (all, idle) = counts.fold((0, 0), |sum, (size, idle)| (sum.0 + size, sum.1 + idle));
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
            near.kept.close().await;
            near.reads.close().await;
        }
        self.shared.close().await;
    }
}

/// Where a connection came from: those that a thread keeps, or those that all threads share.
#[derive(Debug, Clone)]
pub(super) struct Home(Option<Arc<Kept>>);

impl Home {
    /// Gives back a connection that has just answered.
    pub(super) fn keep(&self, connection: PoolConnection<Postgres>) {
        if let Some(kept) = &self.0 {
            kept.put(connection);
        }
    }
}
