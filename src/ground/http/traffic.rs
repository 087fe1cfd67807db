//! Who is connected, and whether they are asked to leave.
//!
//! Invariant: while the process drains, every request is answered and its answer says that the connection ends. A
//! connection is never closed under a request that its client has already sent.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// How often it is looked whether everybody left.
const LOOK: Duration = Duration::from_millis(20);

/// The connections of this process.
#[derive(Debug, Default)]
pub struct Traffic {
    draining: AtomicBool,
    open: AtomicUsize,
    /// Requests since draining began.
    asked: AtomicU64,
}

/// One open connection; dropped when it ends.
#[derive(Debug)]
pub struct Connected(Arc<Traffic>);

impl Drop for Connected {
    fn drop(&mut self) {
        self.0.open.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Traffic {
    /// A connection begins.
    #[must_use]
    pub fn connect(self: &Arc<Self>) -> Connected {
        self.open.fetch_add(1, Ordering::Relaxed);
        Connected(self.clone())
    }

    /// Connections that are open.
    #[must_use]
    pub fn open(&self) -> usize {
        self.open.load(Ordering::Relaxed)
    }

    /// Whether this process is about to end.
    #[must_use]
    pub fn draining(&self) -> bool {
        self.draining.load(Ordering::Relaxed)
    }

    /// Whether the answer to the request at hand is the last one of its connection. Asked once for each request.
    #[must_use]
    pub fn last_answer(&self) -> bool {
        let draining = self.draining();
        if draining {
            self.asked.fetch_add(1, Ordering::Relaxed);
        }
        draining
    }

    /// From now on every answer is the last one of its connection.
    pub fn drain(&self) {
        self.draining.store(true, Ordering::Relaxed);
    }

    /// Waits until nobody is connected, or nobody has asked for `quiet`, but no longer than `patience`.
    pub async fn settled(&self, quiet: Duration, patience: Duration) {
        let began = Instant::now();
        let (mut asked, mut since) = (self.asked.load(Ordering::Relaxed), began);
        while self.open() > 0 && since.elapsed() < quiet && began.elapsed() < patience {
            tokio::time::sleep(LOOK).await;
            let now = self.asked.load(Ordering::Relaxed);
            if now != asked {
                (asked, since) = (now, Instant::now());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: Duration = Duration::from_secs(3600);

    #[tokio::test(flavor = "current_thread")]
    async fn who_is_connected_is_waited_for_until_quiet_and_no_longer_than_patience() {
        let traffic = Arc::new(Traffic::default());
        assert!(!traffic.last_answer());
        traffic.drain();
        assert!(traffic.last_answer());
        traffic.settled(LONG, LONG).await;

        let connected = traffic.connect();
        traffic.settled(Duration::ZERO, LONG).await;
        traffic.settled(LONG, Duration::ZERO).await;
        let waiting = tokio::spawn({
            let traffic = traffic.clone();
            async move { traffic.settled(LONG, LONG).await }
        });
        drop(connected);
        waiting.await.unwrap();
        assert_eq!(traffic.open(), 0);
    }
}
