//! ZIP archives: every entry is read on its own, within limits, so that a small file cannot ask for much memory.

use std::collections::BTreeSet;
use std::io::{Cursor, Read as _};

use zip::ZipArchive;

use super::super::ParseProblem;

/// Entries of an archive at most.
pub const ENTRIES_MAX: usize = 100_000;
/// Bytes of one entry at most, after decompression.
pub const ENTRY_BYTES_MAX: u64 = 64 << 20;
/// Bytes that are read of one archive at most, after decompression.
pub const TOTAL_BYTES_MAX: u64 = 1 << 30;
/// How many times larger an entry of more than [`RATIO_FREE_BYTES`] may be than what is stored of it.
pub const RATIO_MAX: u64 = 200;
/// An entry up to this size may be compressed to nothing.
const RATIO_FREE_BYTES: u64 = 1 << 20;
/// How the directory of an archive names an entry.
const DIRECTORY_ENTRY: &[u8] = b"PK\x01\x02";

/// Whether a file begins like a ZIP archive.
pub fn is_archive(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// A ZIP archive.
pub struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    names: BTreeSet<String>,
    /// Bytes that were read of it.
    read: u64,
}

impl<'a> Archive<'a> {
    /// Reads the directory.
    ///
    /// # Errors
    /// It is no archive, is cut off, or has too many entries.
    pub fn open(bytes: &'a [u8]) -> Result<Self, ParseProblem> {
        // Counted before the directory is read, because reading it takes memory for each.
        let counted = bytes
            .windows(DIRECTORY_ENTRY.len())
            .filter(|at| *at == DIRECTORY_ENTRY);
        if counted.count() > ENTRIES_MAX {
            let message = "the archive has too many entries";
            let expected = format!("at most {ENTRIES_MAX} entries");
            return Err(ParseProblem::new("archive_entries", message, "", expected));
        }
        let invalid = |error: &dyn std::fmt::Display| {
            let message = format!("the archive cannot be read: {error}");
            ParseProblem::new("archive_invalid", message, "", "a whole ZIP archive")
        };
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| invalid(&error))?;
        let mut names = BTreeSet::new();
        for name in zip.file_names() {
            names.insert(name.map_err(|error| invalid(&error))?.into_owned());
        }
        Ok(Self {
            zip,
            names,
            read: 0,
        })
    }

    /// Names of its entries, sorted.
    pub const fn names(&self) -> &BTreeSet<String> {
        &self.names
    }

    /// The bytes of an entry.
    ///
    /// # Errors
    /// There is none, it is damaged, compressed in another way than with deflate or Zstandard, encrypted, or beyond
    /// a limit. The place is the entry.
    pub fn entry(&mut self, name: &str) -> Result<Vec<u8>, ParseProblem> {
        let problem = |code, message: String, expected: String| {
            ParseProblem::new(code, message, name, expected)
        };
        let invalid = |error: &dyn std::fmt::Display| {
            let message = format!("the entry cannot be read: {error}");
            let expected = "an entry that is stored, or compressed with deflate or Zstandard";
            problem("archive_entry_invalid", message, expected.into())
        };
        let file = self.zip.by_name(name).map_err(|error| invalid(&error))?;
        let stored = file.compressed_size();
        let by_ratio = stored.saturating_mul(RATIO_MAX).max(RATIO_FREE_BYTES);
        let left = TOTAL_BYTES_MAX - self.read;
        let most = by_ratio.min(ENTRY_BYTES_MAX).min(left);
        let mut bytes = Vec::new();
        let count = file
            .take(most + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| invalid(&error))?;
        if count as u64 <= most {
            self.read += count as u64;
            return Ok(bytes);
        }
        Err(if most == left {
            let message = "the entries are too large together".into();
            let expected = format!("at most {TOTAL_BYTES_MAX} bytes in all");
            problem("archive_too_large", message, expected)
        } else if most == ENTRY_BYTES_MAX {
            let message = "the entry is too large".into();
            problem(
                "archive_entry_too_large",
                message,
                format!("at most {ENTRY_BYTES_MAX} bytes"),
            )
        } else {
            let message = format!(
                "the entry is more than {RATIO_MAX} times larger than what is stored of it"
            );
            problem(
                "archive_ratio",
                message,
                "an archive as the tool writes it".into(),
            )
        })
    }

    /// A problem in an entry: its place stands behind the entry's name.
    pub fn inside(name: &str, problem: ParseProblem) -> ParseProblem {
        ParseProblem {
            pointer: if problem.pointer.is_empty() {
                name.to_owned()
            } else {
                format!("{name}#{}", problem.pointer)
            },
            ..problem
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use zip::CompressionMethod;
    use zip::write::{SimpleFileOptions, ZipWriter};

    use super::*;

    fn zip(entries: &[(&str, &[u8])], method: CompressionMethod) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default().compression_method(method);
        for (name, bytes) in entries {
            writer.start_file(*name, options).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn code<T>(outcome: Result<T, ParseProblem>) -> (&'static str, String) {
        let problem = outcome.err().unwrap();
        (problem.code, problem.pointer)
    }

    #[test]
    fn entries_of_both_methods_are_read() {
        for method in [
            CompressionMethod::Stored,
            CompressionMethod::Deflated,
            CompressionMethod::Zstd,
        ] {
            let bytes = zip(&[("a/b.json", b"{}"), ("c", b"")], method);
            assert!(is_archive(&bytes));
            let mut archive = Archive::open(&bytes).unwrap();
            assert_eq!(
                archive.names().iter().collect::<Vec<_>>(),
                ["a/b.json", "c"]
            );
            assert_eq!(archive.entry("a/b.json").unwrap(), b"{}");
            assert_eq!(
                code(archive.entry("d")),
                ("archive_entry_invalid", "d".into())
            );
        }
    }

    #[test]
    fn an_entry_that_unfolds_too_far_is_refused() {
        let zeros = vec![0; usize::try_from(RATIO_FREE_BYTES).unwrap() + 1];
        let bytes = zip(
            &[("bomb", &zeros), ("small", &zeros[1..])],
            CompressionMethod::Zstd,
        );
        let mut archive = Archive::open(&bytes).unwrap();
        assert_eq!(
            code(archive.entry("bomb")),
            ("archive_ratio", "bomb".into())
        );
        assert_eq!(
            archive.entry("small").unwrap().len() as u64,
            RATIO_FREE_BYTES
        );
    }

    #[test]
    fn an_entry_and_the_whole_are_limited() {
        let most = usize::try_from(ENTRY_BYTES_MAX).unwrap();
        let large = vec![7; most + 1];
        let bytes = zip(
            &[("large", &large), ("fits", &large[1..])],
            CompressionMethod::Stored,
        );
        let mut archive = Archive::open(&bytes).unwrap();
        assert_eq!(code(archive.entry("large")).0, "archive_entry_too_large");
        assert_eq!(archive.entry("fits").unwrap().len(), most);
        archive.read = TOTAL_BYTES_MAX - 3;
        assert_eq!(code(archive.entry("fits")).0, "archive_too_large");
    }

    #[test]
    fn the_number_of_entries_is_limited_before_the_directory_is_read() {
        let mut bytes = b"PK\x03\x04".to_vec();
        bytes.extend(DIRECTORY_ENTRY.repeat(ENTRIES_MAX));
        assert_eq!(code(Archive::open(&bytes)).0, "archive_invalid");
        bytes.extend(DIRECTORY_ENTRY);
        assert_eq!(code(Archive::open(&bytes)).0, "archive_entries");
    }

    #[test]
    fn a_damaged_archive_is_refused() {
        let text =
            br#"{"some": "text that is long enough to be compressed, compressed, compressed"}"#;
        let bytes = zip(&[("a", text)], CompressionMethod::Deflated);
        assert_eq!(
            code(Archive::open(&bytes[..bytes.len() - 8])).0,
            "archive_invalid"
        );
        let mut damaged = bytes.clone();
        damaged[40] ^= 0xff;
        let mut archive = Archive::open(&damaged).unwrap();
        assert_eq!(
            code(archive.entry("a")),
            ("archive_entry_invalid", "a".into())
        );
    }
}
