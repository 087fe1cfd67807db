//! When tokens and sessions were last used: noted in memory, written once a minute by `domain::access`.

use std::collections::HashMap;
use std::sync::Mutex;

use chrono::{DateTime, Utc};

use crate::ground::kernel::Sha256;

/// Secrets that are noted between two writes at most; more are not noted.
const NOTED_MAX: usize = 100_000;

/// By the SHA-256 of the secret.
pub type Noted = HashMap<Sha256, DateTime<Utc>>;

/// What was used since the last write. Only secrets that proved good come here.
#[derive(Debug, Default)]
pub struct Uses(Mutex<Noted>);

impl Uses {
    /// Notes that a secret was used.
    pub fn note(&self, secret: Sha256, at: DateTime<Utc>) {
        let Ok(mut noted) = self.0.lock() else { return };
        if noted.len() < NOTED_MAX || noted.contains_key(&secret) {
            let last = noted.entry(secret).or_insert(at);
            *last = at.max(*last);
        }
    }

    /// Takes what was noted.
    #[must_use]
    pub fn take(&self) -> Noted {
        let noted = self.0.lock().map(|mut noted| std::mem::take(&mut *noted));
        noted.unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_latest_use_stays_and_what_was_taken_is_gone() {
        let uses = Uses::default();
        let at = |seconds| DateTime::from_timestamp(seconds, 0).unwrap();
        let secret = Sha256::of(b"a");
        uses.note(secret, at(9));
        uses.note(secret, at(5));
        assert_eq!(uses.take(), HashMap::from([(secret, at(9))]));
        assert!(uses.take().is_empty());
    }

    #[test]
    fn it_holds_so_much_and_no_more() {
        let uses = Uses::default();
        for number in 0..=NOTED_MAX {
            uses.note(Sha256::of(&number.to_be_bytes()), DateTime::UNIX_EPOCH);
        }
        assert_eq!(uses.take().len(), NOTED_MAX);
    }
}
