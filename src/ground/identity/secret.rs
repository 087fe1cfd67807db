//! Secrets that we hand out: `tnr_<kind>_<30 random base62><6 base62 of their CRC-32>`.
//!
//! 178 bits nobody can guess; the checksum lets a scanner tell a secret from noise without asking us.
//! Only the SHA-256 is kept.

use std::fmt;

use crate::ground::kernel::{Sha256, random_bytes};

const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const RANDOM_CHARS: usize = 30;
const CHECK_CHARS: usize = 6;

/// What a secret is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecretKind {
    /// An API token that acts as a person.
    Personal,
    /// An API token of a machine.
    Machine,
    /// A one-time link.
    Link,
    /// A session of the console.
    Session,
}

impl SecretKind {
    const ALL: [Self; 4] = [Self::Personal, Self::Machine, Self::Link, Self::Session];

    const fn prefix(self) -> &'static str {
        match self {
            Self::Personal => "tnr_pat_",
            Self::Machine => "tnr_mch_",
            Self::Link => "tnr_lnk_",
            Self::Session => "tnr_ses_",
        }
    }
}

/// A secret in the clear. Shown once, never logged.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl Secret {
    /// A new one.
    #[must_use]
    pub fn new(kind: SecretKind) -> Self {
        let mut text = String::from(kind.prefix());
        let mut count = 0;
        while count < RANDOM_CHARS {
            for byte in random_bytes::<32>() {
                // 248 is the largest multiple of 62 in a byte: no digit is more likely than another.
                if byte < 248 && count < RANDOM_CHARS {
                    text.push(char::from(DIGITS[usize::from(byte % 62)]));
                    count += 1;
                }
            }
        }
        let check = checksum(&text);
        text.push_str(&check);
        Self(text)
    }

    /// Reads a secret; `None` when it has another shape or a wrong checksum.
    #[must_use]
    pub fn parse(text: &str) -> Option<(SecretKind, Self)> {
        let kind = SecretKind::ALL
            .into_iter()
            .find(|kind| text.starts_with(kind.prefix()))?;
        let length = kind.prefix().len() + RANDOM_CHARS + CHECK_CHARS;
        if text.len() != length || !text.is_ascii() {
            return None;
        }
        let (body, check) = text.split_at(length - CHECK_CHARS);
        (checksum(body) == check).then(|| (kind, Self(text.to_owned())))
    }

    /// What is kept.
    #[must_use]
    pub fn sha256(&self) -> Sha256 {
        Sha256::of(self.0.as_bytes())
    }

    /// The secret itself, to show once.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// The first characters, to recognise it by: kind and four characters.
    #[must_use]
    pub fn prefix(&self) -> &str {
        &self.0[..12]
    }
}

fn checksum(text: &str) -> String {
    let mut rest = crc32fast::hash(text.as_bytes()) as usize;
    let mut out = [b'0'; CHECK_CHARS];
    for digit in out.iter_mut().rev() {
        *digit = DIGITS[rest % 62];
        rest /= 62;
    }
    out.iter().map(|byte| char::from(*byte)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_recognised_and_a_changed_one_is_not() {
        for kind in SecretKind::ALL {
            let secret = Secret::new(kind);
            assert_eq!(Secret::parse(secret.reveal()), Some((kind, secret.clone())));
            let mut wrong = secret.reveal().to_owned();
            let last = if wrong.ends_with('0') { "1" } else { "0" };
            wrong.replace_range(wrong.len() - 1.., last);
            assert_eq!(Secret::parse(&wrong), None);
        }
        assert_eq!(Secret::parse("tnr_pat_é"), None);
        assert_eq!(Secret::parse(""), None);
    }

    #[test]
    fn two_secrets_differ_and_neither_shows_in_debug_output() {
        let one = Secret::new(SecretKind::Machine);
        assert_ne!(one, Secret::new(SecretKind::Machine));
        assert_eq!(format!("{one:?}"), "Secret(…)");
    }
}
