//! The pool of connections, with limits on what one statement may take.

use std::time::Duration;

use sqlx::PgPool;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

/// Connections that all threads share, at most; each thread that answers has a few more of its own.
const SHARED_MAX: u32 = 8;
/// How long a request waits for a free connection.
const ACQUIRE: Duration = Duration::from_secs(5);
/// How long a connection may idle before it is closed.
const IDLE: Duration = Duration::from_secs(300);
/// What the database holds for us: limits, and how it plans.
const LIMITS: [(&str, &str); 4] = [
    ("statement_timeout", "20s"),
    ("lock_timeout", "10s"),
    ("idle_in_transaction_session_timeout", "30s"),
    // Lists have filters that may be absent: a plan for the values at hand uses the index that fits them.
    ("plan_cache_mode", "force_custom_plan"),
];

/// Connects to the database of a URL.
///
/// # Errors
/// The URL is wrong, or nobody answers there.
pub async fn connect(url: &str) -> Result<PgPool, sqlx::Error> {
    pool().connect_with(options(url)?).await
}

/// The same, but asks nobody: the first use connects.
///
/// # Errors
/// The URL is wrong.
pub fn connect_later(url: &str) -> Result<PgPool, sqlx::Error> {
    Ok(pool().connect_lazy_with(options(url)?))
}

fn options(url: &str) -> Result<PgConnectOptions, sqlx::Error> {
    let options: PgConnectOptions = url.parse()?;
    Ok(options.options(LIMITS).application_name("tenure"))
}

fn pool() -> PgPoolOptions {
    PgPoolOptions::new()
        .max_connections(SHARED_MAX)
        .acquire_timeout(ACQUIRE)
        .idle_timeout(IDLE)
        // Asking before each use costs a quarter of the reads; a broken connection fails one request.
        .test_before_acquire(false)
}
