//! Bucketing `tenure-bucket/1`: which slot a unit falls into. Any client can compute the same.
//!
//! `h` = MurmurHash3_x86_32(UTF-8 of salt, `:`, unit; seed 0); `slot` = (h x 10 000) >> 32. A multiply and a shift:
//! no modulo bias, no floating point. The unit is taken byte by byte as it was sent.

use crate::ground::kernel::Sha256;

/// Slots of a route: one is a basis point.
pub const SLOTS: i32 = 10_000;

/// The slot of a unit: 0 to 9 999.
#[must_use]
pub fn slot(salt: &str, unit: &str) -> u16 {
    let mut input = Vec::with_capacity(salt.len() + 1 + unit.len());
    input.extend_from_slice(salt.as_bytes());
    input.push(b':');
    input.extend_from_slice(unit.as_bytes());
    of_hash(hash(&input))
}

/// The slot of a hash, also of a random one.
#[must_use]
pub fn of_hash(hash: u32) -> u16 {
    let slot = (u64::from(hash) * 10_000) >> 32;
    u16::try_from(slot).expect("a 32-bit number times 10 000, shifted by 32, is below 10 000")
}

fn hash(input: &[u8]) -> u32 {
    murmur3::murmur3_32(&mut std::io::Cursor::new(input), 0)
        .expect("reading from memory does not fail")
}

/// Names a pinned unit without keeping it: SHA-256 of salt, `:`, unit, as 64 hex digits.
#[must_use]
pub fn pin_digest(salt: &str, unit: &str) -> String {
    Sha256::of_parts(&[salt.as_bytes(), b":", unit.as_bytes()]).hex()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_murmur3_x86_32() {
        for (input, expected) in [
            ("", 0),
            ("a", 1_009_084_850),
            ("ab", 2_613_040_991),
            ("abc", 3_017_643_002),
            ("abcd", 1_139_631_978),
            ("rollout-1:user-1", 874_054_746),
            ("日本語", 2_779_017_879),
        ] {
            assert_eq!(hash(input.as_bytes()), expected, "{input}");
        }
    }

    #[test]
    fn the_slots_are_those_of_the_standard() {
        for (salt, unit, expected) in [
            ("r1", "user-1", 7269),
            ("r1", "user-2", 8939),
            ("chat-default", "u_42", 9797),
            ("chat-default", "", 4849),
            ("chat-default", "日本語", 4486),
            ("chat-default", "a:b", 1916),
        ] {
            assert_eq!(slot(salt, unit), expected, "{salt} {unit}");
        }
    }

    #[test]
    fn every_hash_falls_into_a_slot() {
        assert_eq!(of_hash(0), 0);
        assert_eq!(of_hash(u32::MAX), 9_999);
    }
}
