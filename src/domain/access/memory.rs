//! How many refusals of one caller are written down: a client in a loop must not fill the log.

use std::collections::HashMap;
use std::sync::Mutex;

use crate::domain::access::rules::{ATTEMPTS_PER_MINUTE, REFUSED_LINKS_PER_MINUTE};
use crate::ground::identity::SYSTEM;
use crate::ground::kernel::{Instant, PrincipalId};

/// Counts of the current minute. It holds as many entries as callers were refused in one minute.
#[derive(Debug, Default)]
pub struct Refusals(Mutex<(i64, HashMap<PrincipalId, u32>)>);

impl Refusals {
    /// Whether one more of this caller is written down.
    pub fn count(&self, who: PrincipalId, now: Instant) -> bool {
        self.more(who, now, ATTEMPTS_PER_MINUTE)
    }

    /// Whether one more refused link is written down: who showed it is nobody yet, so that all count as one.
    pub fn count_link(&self, now: Instant) -> bool {
        self.more(SYSTEM, now, REFUSED_LINKS_PER_MINUTE)
    }

    fn more(&self, who: PrincipalId, now: Instant, most: u32) -> bool {
        let Ok(mut counted) = self.0.lock() else {
            return false;
        };
        let minute = now.0.timestamp().div_euclid(60);
        if counted.0 != minute {
            *counted = (minute, HashMap::new());
        }
        let count = counted.1.entry(who).or_default();
        *count += 1;
        *count <= most
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_caller_is_written_down_so_often_in_a_minute_and_again_in_the_next() {
        let refusals = Refusals::default();
        let (one, two) = (
            PrincipalId(uuid::Uuid::from_u128(1)),
            PrincipalId(uuid::Uuid::from_u128(2)),
        );
        let at = |text: &str| text.parse::<Instant>().unwrap();
        let now = at("2026-11-24T12:00:59.000000Z");
        for _ in 0..ATTEMPTS_PER_MINUTE {
            assert!(refusals.count(one, now));
        }
        assert!(!refusals.count(one, now));
        assert!(refusals.count(two, now), "another caller has its own count");
        assert!(refusals.count(one, at("2026-11-24T12:01:00.000000Z")));
    }
}
