//! What one worker of the hot path has for itself: checked JSON Web Tokens, and counts that no other worker writes.
//!
//! Invariants: an entry of the cache is believed only while nothing that it rests on changed; labels of counts come
//! from the image, never from a request.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant as Monotonic};

use super::image::Identity;
use crate::ground::kernel::Sha256;

/// JSON Web Tokens remembered at most.
const JWT_MAX: usize = 10_000;
/// How long a checked JSON Web Token is believed.
const JWT_TTL: Duration = Duration::from_secs(300);
/// Upper bounds of how long answers take, in seconds.
pub const BOUNDS: [f64; 10] = [
    0.000_005, 0.000_01, 0.000_025, 0.000_05, 0.000_1, 0.000_25, 0.001, 0.01, 0.1, 1.0,
];
/// How a request of the hot path can end: by the reason of the answer, or as a problem.
pub const OUTCOMES: [&str; 6] = ["static", "split", "pin", "off", "4xx", "5xx"];

/// Counts of requests.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Tally {
    /// For each environment, how often each of [`OUTCOMES`]; the environment is `None` when no route was found.
    pub outcomes: Vec<(Option<Arc<str>>, [u64; OUTCOMES.len()])>,
    /// How many answers took up to each of [`BOUNDS`] and longer than the one before; the last: longer than all.
    pub durations: [u64; BOUNDS.len() + 1],
    /// Seconds of all together.
    pub seconds: f64,
    /// All together.
    pub count: u64,
}

impl Tally {
    fn outcomes_of(&mut self, environment: Option<&Arc<str>>) -> &mut [u64; OUTCOMES.len()] {
        let known = self
            .outcomes
            .iter()
            .position(|(known, _)| known.as_deref() == environment.map(|e| &**e));
        let at = known.unwrap_or_else(|| {
            self.outcomes
                .push((environment.cloned(), [0; OUTCOMES.len()]));
            self.outcomes.len() - 1
        });
        &mut self.outcomes[at].1
    }

    fn count(&mut self, environment: Option<&Arc<str>>, outcome: &str, took: Duration) -> u64 {
        if let Some(at) = OUTCOMES.iter().position(|known| *known == outcome) {
            self.outcomes_of(environment)[at] += 1;
        }
        let seconds = took.as_secs_f64();
        let bucket = BOUNDS.iter().position(|bound| seconds <= *bound);
        self.durations[bucket.unwrap_or(BOUNDS.len())] += 1;
        self.seconds += seconds;
        self.count += 1;
        self.count
    }

    /// Adds another worker's counts.
    pub fn add(&mut self, other: &Self) {
        for (environment, counts) in &other.outcomes {
            let ours = self.outcomes_of(environment.as_ref());
            for (ours, theirs) in ours.iter_mut().zip(counts) {
                *ours += theirs;
            }
        }
        for (ours, theirs) in self.durations.iter_mut().zip(other.durations) {
            *ours += theirs;
        }
        self.seconds += other.seconds;
        self.count += other.count;
    }
}

/// One worker's own.
#[derive(Debug, Default)]
pub struct Worker {
    jwt: RefCell<HashMap<Sha256, Checked>>,
    tally: Arc<Mutex<Tally>>,
}

#[derive(Debug)]
struct Checked {
    who: Identity,
    until: Monotonic,
    generation: u64,
}

impl Worker {
    /// Where its counts are read.
    pub(super) fn tally(&self) -> Arc<Mutex<Tally>> {
        self.tally.clone()
    }

    /// Counts one request; answers how many this worker has counted.
    pub fn count(&self, environment: Option<&Arc<str>>, outcome: &str, took: Duration) -> u64 {
        // Only a scrape ever waits for this lock, and shortly.
        held(&self.tally).count(environment, outcome, took)
    }

    /// A JSON Web Token that was checked before, unless something that it rests on changed since.
    #[must_use]
    pub fn known_jwt(&self, token: &Sha256, generation: u64) -> Option<Identity> {
        let known = self.jwt.borrow();
        known
            .get(token)
            .filter(|checked| checked.generation == generation && Monotonic::now() < checked.until)
            .map(|checked| checked.who.clone())
    }

    /// Remembers a checked token for a while. `generation` is the one from before the check.
    pub fn remember_jwt(&self, token: Sha256, who: Identity, left: Duration, generation: u64) {
        let mut known = self.jwt.borrow_mut();
        if known.len() >= JWT_MAX {
            known.clear();
        }
        let until = Monotonic::now() + left.min(JWT_TTL);
        let checked = Checked {
            who,
            until,
            generation,
        };
        known.insert(token, checked);
    }
}

/// Counts are whole whatever happened to who counted.
pub(super) fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: Duration = Duration::from_secs(60);

    fn anybody() -> Identity {
        Identity::new("2026-11-24T12:00:00.000000Z".parse().unwrap(), None, None)
    }

    #[test]
    fn a_checked_token_is_believed_until_its_time_or_a_change_and_so_many_are_kept() {
        let worker = Worker::default();
        let (one, other) = (Sha256::of(b"1"), Sha256::of(b"2"));
        worker.remember_jwt(one, anybody(), MINUTE, 7);
        worker.remember_jwt(other, anybody(), Duration::ZERO, 7);
        assert!(worker.known_jwt(&one, 7).is_some());
        assert!(worker.known_jwt(&one, 8).is_none(), "something changed");
        assert!(worker.known_jwt(&other, 7).is_none(), "its time is over");
        for number in 0..JWT_MAX {
            worker.remember_jwt(Sha256::of(&number.to_le_bytes()), anybody(), MINUTE, 7);
        }
        assert!(worker.jwt.borrow().len() <= JWT_MAX);
    }

    #[test]
    fn counts_of_workers_add_up_by_environment_and_by_time() {
        let environment: Arc<str> = "production".into();
        let (one, other) = (Worker::default(), Worker::default());
        one.count(Some(&environment), "split", Duration::from_micros(5));
        one.count(None, "4xx", Duration::from_micros(6));
        other.count(Some(&environment), "split", Duration::from_secs(2));
        let mut sum = held(&one.tally).clone();
        sum.add(&held(&other.tally));
        assert_eq!(sum.count, 3);
        assert_eq!(sum.outcomes.len(), 2);
        assert_eq!(sum.outcomes[0], (Some(environment), [0, 2, 0, 0, 0, 0]));
        assert_eq!(sum.durations, [1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    }
}
