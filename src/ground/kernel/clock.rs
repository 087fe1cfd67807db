//! The clock. Invariant: a command's instant is read after its locks are held.

use std::sync::{Arc, Mutex};

use chrono::{DateTime, Duration, DurationRound, Utc};

/// Where the time comes from. No setting of a running service reaches the injected one.
#[derive(Debug, Clone)]
pub enum Clock {
    /// The database's own clock: one clock for all instances.
    Database,
    /// A hand that tests and the demo move.
    Injected(Arc<Mutex<DateTime<Utc>>>),
}

impl Clock {
    /// A clock that stands at `at` until it is moved.
    #[must_use]
    pub fn injected(at: DateTime<Utc>) -> Self {
        Self::Injected(Arc::new(Mutex::new(at)))
    }

    /// What an injected clock shows; `None` means: ask the database.
    #[must_use]
    pub fn shown(&self) -> Option<DateTime<Utc>> {
        match self {
            Self::Database => None,
            Self::Injected(at) => Some(*at.lock().expect("no holder of the clock panics")),
        }
    }

    /// Moves an injected clock forward. The database's clock cannot be moved.
    pub fn advance(&self, by: Duration) {
        if let Self::Injected(at) = self {
            *at.lock().expect("no holder of the clock panics") += by;
        }
    }

    /// This process's time, for what is not recorded: ages, expiry of caches.
    #[must_use]
    pub fn coarse(&self) -> DateTime<Utc> {
        #[expect(clippy::disallowed_methods, reason = "this is the clock")]
        self.shown().unwrap_or_else(Utc::now)
    }

    /// Cuts to microseconds, which is what the database keeps.
    #[must_use]
    pub fn truncated(at: DateTime<Utc>) -> DateTime<Utc> {
        at.duration_trunc(Duration::microseconds(1)).unwrap_or(at)
    }
}
