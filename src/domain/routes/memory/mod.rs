//! The hot path: which version now, from memory.
//!
//! Invariants: resolving asks no database; it keeps answering from the last snapshot when the database is away, says
//! how old that is, and survives its own restart in that state by a file that only its owner reads.

mod cache;
mod image;
mod poll;
mod worker;

use std::path::PathBuf;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant as Monotonic};

use arc_swap::{ArcSwap, Guard};

pub use image::{Answered, Identity, Image, Loaded, Route, resolve};
pub use worker::{BOUNDS, OUTCOMES, Tally, Worker};

use crate::ground::kernel::{App, Failure};
use poll::Change;
use worker::held;

/// How often a process looks for changes that others made. What it commits itself it looks at without waiting ...
pub const POLL: Duration = Duration::from_millis(150);
/// ... but no sooner than this after it looked last, however much it commits.
const REST: Duration = Duration::from_millis(20);
/// How often the file is said to be current while nothing changes.
const TOUCH: Duration = Duration::from_secs(5);

/// What this process knows of routes and of who may ask.
pub struct Memory {
    image: ArcSwap<Image>,
    /// Rises with each image: who was checked against an older one is checked again.
    generation: AtomicU64,
    /// Up to where the log was looked at; what came since the image does not matter to it.
    seen: AtomicI64,
    began: Monotonic,
    /// When the image was last known to be current: microseconds after `began`, negative when it came from a file.
    confirmed: AtomicI64,
    tallies: Mutex<Vec<Arc<Mutex<Tally>>>>,
    /// When the file was last said to be current.
    touched: Mutex<Monotonic>,
    cache: Option<PathBuf>,
}

impl Memory {
    /// Nothing known yet; `cache` is the file that survives a restart.
    #[must_use]
    pub fn empty(cache: Option<PathBuf>) -> Arc<Self> {
        Arc::new(Self {
            image: ArcSwap::from_pointee(Image::default()),
            generation: AtomicU64::new(0),
            seen: AtomicI64::new(-1),
            began: Monotonic::now(),
            confirmed: AtomicI64::new(0),
            tallies: Mutex::default(),
            touched: Mutex::new(Monotonic::now()),
            cache,
        })
    }

    /// Loads everything from the database, or from the file when the database is away.
    ///
    /// # Errors
    /// Neither can be read.
    pub async fn start(&self, app: &App) -> Result<(), Failure> {
        match poll::load(app).await {
            Ok(loaded) => {
                self.take(loaded);
                Ok(())
            }
            Err(failure) => match self.cache.as_deref().and_then(cache::read) {
                Some((loaded, age)) => {
                    tracing::warn!(
                        age_seconds = age.as_secs(),
                        "the database is away: resolving from the file"
                    );
                    self.show(loaded, age);
                    Ok(())
                }
                None => Err(failure),
            },
        }
    }

    /// Looks for changes once.
    ///
    /// # Errors
    /// The database is away; the memory stays as it is and grows older.
    pub async fn refresh(&self, app: &App) -> Result<(), Failure> {
        let known = self.position();
        match poll::changed(app, known).await? {
            Change::Loaded(loaded) => self.take(loaded),
            Change::NoneUpTo(position) => {
                self.seen.store(position, Ordering::Relaxed);
                self.confirm(Duration::ZERO);
                self.touch();
            }
        }
        Ok(())
    }

    /// Looks for changes until the process ends.
    pub async fn follow(self: Arc<Self>, app: App) {
        loop {
            tokio::time::sleep(REST).await;
            // It does not matter which of the two ends first.
            let _ = tokio::time::timeout(POLL, app.committed()).await;
            if let Err(failure) = self.refresh(&app).await {
                tracing::warn!(%failure, "cannot look for changes; resolving from memory");
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        }
    }

    fn take(&self, loaded: Loaded) {
        if let Some(path) = &self.cache
            && let Err(error) = cache::write(path, &loaded)
        {
            tracing::warn!(%error, path = %path.display(), "the file for restarts cannot be written");
        }
        self.show(loaded, Duration::ZERO);
    }

    fn show(&self, loaded: Loaded, age: Duration) {
        self.seen.store(loaded.position, Ordering::Relaxed);
        self.image.store(Arc::new(Image::of(loaded)));
        // After the image: who reads the new generation is checked against what came with it.
        self.generation.fetch_add(1, Ordering::Release);
        self.confirm(age);
    }

    /// Says in the file that what it holds is still current, now and then.
    fn touch(&self) {
        let Some(path) = &self.cache else { return };
        let mut touched = self.touched.lock().expect("no holder panics");
        if touched.elapsed() >= TOUCH {
            *touched = Monotonic::now();
            if let Err(error) = cache::touch(path) {
                tracing::warn!(%error, path = %path.display(), "the file for restarts cannot be touched");
            }
        }
    }

    fn confirm(&self, age: Duration) {
        let now = micros(self.began.elapsed());
        self.confirmed.store(now - micros(age), Ordering::Relaxed);
    }

    /// What is known now. Held for one answer, not longer.
    #[must_use]
    pub fn image(&self) -> Guard<Arc<Image>> {
        self.image.load()
    }

    /// How long ago the image was known to be current.
    #[must_use]
    pub fn age(&self) -> Duration {
        let age = micros(self.began.elapsed()) - self.confirmed.load(Ordering::Relaxed);
        Duration::from_micros(u64::try_from(age).unwrap_or(0))
    }

    /// What a checked token rests on: another number means, check again.
    #[must_use]
    pub fn generation(&self) -> u64 {
        self.generation.load(Ordering::Acquire)
    }

    /// Up to where the log is known; -1 when nothing is.
    #[must_use]
    pub fn position(&self) -> i64 {
        self.seen.load(Ordering::Relaxed)
    }

    /// What a new worker has for itself; its counts go into the sum.
    #[must_use]
    pub fn worker(&self) -> Worker {
        let worker = Worker::default();
        held(&self.tallies).push(worker.tally());
        worker
    }

    /// The counts of all workers.
    #[must_use]
    pub fn tally(&self) -> Tally {
        let mut sum = Tally::default();
        for tally in held(&self.tallies).iter() {
            sum.add(&held(tally));
        }
        sum
    }
}

fn micros(duration: Duration) -> i64 {
    i64::try_from(duration.as_micros()).unwrap_or(i64::MAX)
}
