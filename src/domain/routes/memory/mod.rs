//! The hot path: which version now, from memory.
//!
//! Invariants: resolving asks no database; it keeps answering from the last snapshot when the database is away, says
//! how old that is, and survives its own restart in that state by a file that only its owner reads.

mod cache;
mod image;
mod poll;

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant as Monotonic};

use arc_swap::ArcSwap;

pub use image::{Answered, Identity, Image, Loaded, resolve};

use crate::ground::kernel::{App, Failure, Sha256};

/// How often a process looks for changes.
pub const POLL: Duration = Duration::from_millis(150);
/// How often the file is said to be current while nothing changes.
const TOUCH: Duration = Duration::from_secs(5);
/// JSON Web Tokens remembered at most.
pub const JWT_MAX: usize = 10_000;
/// How long a checked JSON Web Token is believed.
pub const JWT_TTL: Duration = Duration::from_secs(300);

/// What this process knows of routes and of who may ask.
pub struct Memory {
    image: ArcSwap<Image>,
    /// When the image was last known to be current.
    confirmed: Mutex<Monotonic>,
    jwt: Mutex<HashMap<Sha256, (Identity, Monotonic)>>,
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
            confirmed: Mutex::new(Monotonic::now()),
            jwt: Mutex::new(HashMap::new()),
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
                self.take(loaded, Duration::ZERO);
                Ok(())
            }
            Err(failure) => match self.cache.as_deref().and_then(cache::read) {
                Some((loaded, age)) => {
                    tracing::warn!(
                        age_seconds = age.as_secs(),
                        "the database is away: resolving from the file"
                    );
                    self.image.store(Arc::new(Image::of(loaded)));
                    self.confirm(age);
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
        let known = self.image.load().position;
        match poll::changed(app, known).await? {
            Some(loaded) => self.take(loaded, Duration::ZERO),
            None => {
                self.confirm(Duration::ZERO);
                self.touch();
            }
        }
        Ok(())
    }

    /// Looks for changes until the process ends.
    pub async fn follow(self: Arc<Self>, app: App) {
        loop {
            tokio::time::sleep(POLL).await;
            if let Err(failure) = self.refresh(&app).await {
                tracing::warn!(%failure, "cannot look for changes; resolving from memory");
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        }
    }

    fn take(&self, loaded: Loaded, age: Duration) {
        if let Some(path) = &self.cache
            && let Err(error) = cache::write(path, &loaded)
        {
            tracing::warn!(%error, path = %path.display(), "the file for restarts cannot be written");
        }
        self.image.store(Arc::new(Image::of(loaded)));
        self.jwt.lock().expect("no holder panics").clear();
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
        let now = Monotonic::now();
        *self.confirmed.lock().expect("no holder panics") = now.checked_sub(age).unwrap_or(now);
    }

    /// What is known now.
    #[must_use]
    pub fn image(&self) -> Arc<Image> {
        self.image.load_full()
    }

    /// How long ago the image was known to be current.
    #[must_use]
    pub fn age(&self) -> Duration {
        self.confirmed.lock().expect("no holder panics").elapsed()
    }

    /// A JSON Web Token that was checked before.
    #[must_use]
    pub fn known_jwt(&self, token: &Sha256) -> Option<Identity> {
        let known = self.jwt.lock().expect("no holder panics");
        known
            .get(token)
            .filter(|(_, until)| Monotonic::now() < *until)
            .map(|(who, _)| who.clone())
    }

    /// Remembers a checked token for a while.
    pub fn remember_jwt(&self, token: Sha256, who: Identity, left: Duration) {
        let mut known = self.jwt.lock().expect("no holder panics");
        if known.len() >= JWT_MAX {
            known.clear();
        }
        known.insert(token, (who, Monotonic::now() + left.min(JWT_TTL)));
    }
}
