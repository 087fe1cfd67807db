//! The files of a pack.

use crate::ground::kernel::Sha256;

/// A file of a pack.
#[derive(Debug)]
pub struct Entry {
    /// Its path in the pack.
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// Names its bytes.
    pub sha256: Sha256,
    /// Where its bytes are.
    pub content: Content,
}

/// Where the bytes of a file are.
#[derive(Debug)]
pub enum Content {
    /// Here.
    Bytes(Vec<u8>),
    /// Kept under their digest: read while the pack is sent.
    Kept,
}

impl Entry {
    /// A file that was just written.
    #[must_use]
    pub fn written(name: impl Into<String>, bytes: Vec<u8>) -> Self {
        Self {
            name: name.into(),
            size: bytes.len() as u64,
            sha256: Sha256::of(&bytes),
            content: Content::Bytes(bytes),
        }
    }

    /// A result file as it came, under its digest and its own name.
    #[must_use]
    pub fn raw(sha256: Sha256, size: u64, file_name: &str) -> Self {
        Self {
            name: format!("raw/{}/{}", sha256.hex(), plain(file_name)),
            size,
            sha256,
            content: Content::Kept,
        }
    }
}

/// Characters of a file's name at most.
const NAME_CHARS_MAX: usize = 100;

/// The last part of a name as every file system takes it: it can name no other folder, device or option.
fn plain(file_name: &str) -> String {
    let last = file_name.rsplit(['/', '\\']).next().unwrap_or(file_name);
    let plain: String = last
        .chars()
        .map(|c| match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '.' | '-' | '_' => c,
            _ => '_',
        })
        .take(NAME_CHARS_MAX)
        .collect();
    let plain = plain.trim_start_matches(['.', '-']);
    if plain.is_empty() {
        "file".into()
    } else {
        plain.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_keeps_its_name_as_far_as_every_file_system_takes_it() {
        for (name, kept) in [
            ("a/b/results.json", "results.json"),
            ("..\\..\\evil.json", "evil.json"),
            ("..", "file"),
            ("-rf", "rf"),
            ("é \"x\".json", "___x_.json"),
            ("", "file"),
        ] {
            assert_eq!(plain(name), kept, "{name}");
        }
        assert_eq!(plain(&"x".repeat(300)).len(), NAME_CHARS_MAX);
    }
}
