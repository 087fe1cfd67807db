//! Who shows wrong secrets too often is told to come back later.
//!
//! A right secret always gets in: nobody is locked out by somebody else behind the same address, and 178 bits are not
//! found by trying. The limit keeps a client in a loop from filling logs.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Mutex;

use actix_web::HttpRequest;
use chrono::{DateTime, Utc};

use crate::ground::kernel::Failure;

/// Wrong secrets of one source that are answered in a minute.
pub const WRONG_PER_MINUTE: u32 = 60;
/// Sources that are counted in a minute at most; more are not counted.
const SOURCES_MAX: usize = 10_000;

/// Counts of the current minute.
#[derive(Debug, Default)]
pub struct Throttle(Mutex<(i64, HashMap<IpAddr, u32>)>);

impl Throttle {
    /// What the answer to a request becomes that showed a wrong secret.
    pub fn judge(&self, request: &HttpRequest, now: DateTime<Utc>, failure: Failure) -> Failure {
        let Failure::Unauthenticated { code } = &failure else {
            return failure;
        };
        let source = request.peer_addr().map(|address| address.ip());
        match source {
            // Nothing was shown at all.
            _ if *code == "unauthenticated" => failure,
            Some(source) if !self.count(source, now) => Failure::TooManyRequests {
                retry_after_seconds: seconds_left(now),
            },
            Some(_) | None => failure,
        }
    }

    /// Whether one more wrong secret of this source is answered.
    fn count(&self, source: IpAddr, now: DateTime<Utc>) -> bool {
        let Ok(mut counted) = self.0.lock() else {
            return true;
        };
        let minute = now.timestamp().div_euclid(60);
        if counted.0 != minute {
            *counted = (minute, HashMap::new());
        }
        let source = network(source);
        if counted.1.len() >= SOURCES_MAX && !counted.1.contains_key(&source) {
            return true;
        }
        let count = counted.1.entry(source).or_default();
        *count = count.saturating_add(1);
        *count <= WRONG_PER_MINUTE
    }
}

/// Who has one IPv6 address has its whole /64.
fn network(source: IpAddr) -> IpAddr {
    match source {
        IpAddr::V4(_) => source,
        IpAddr::V6(address) => {
            let bits = address.to_bits() >> 64 << 64;
            IpAddr::V6(bits.into())
        }
    }
}

fn seconds_left(now: DateTime<Utc>) -> u32 {
    let into = now.timestamp().rem_euclid(60);
    u32::try_from(60 - into).unwrap_or(60)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).unwrap()
    }

    #[test]
    fn a_source_is_answered_so_often_in_a_minute_and_again_in_the_next() {
        let throttle = Throttle::default();
        let one: IpAddr = "2001:db8::1".parse().unwrap();
        let near: IpAddr = "2001:db8::2".parse().unwrap();
        let far: IpAddr = "192.0.2.1".parse().unwrap();
        for _ in 0..WRONG_PER_MINUTE {
            assert!(throttle.count(one, at(59)));
        }
        assert!(!throttle.count(near, at(59)), "the same network");
        assert!(throttle.count(far, at(59)));
        assert!(throttle.count(one, at(60)));
        assert_eq!((seconds_left(at(59)), seconds_left(at(60))), (1, 60));
    }

    #[test]
    fn it_counts_so_many_sources_and_no_more() {
        let throttle = Throttle::default();
        for number in 0..=u32::try_from(SOURCES_MAX).unwrap() {
            throttle.count(IpAddr::V4(number.into()), at(0));
        }
        assert_eq!(throttle.0.lock().unwrap().1.len(), SOURCES_MAX);
    }
}
