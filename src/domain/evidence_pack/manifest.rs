//! What is in a pack and what is not: `manifest.json`.

use serde::Serialize;

use super::entry::Entry;
use crate::ground::audit::LogHead;
use crate::ground::kernel::Sha256;

/// The schema of the manifest. Other fields are another number.
const SCHEMA: u32 = 1;
/// Its name.
pub(super) const NAME: &str = "manifest.json";

/// A result file that is not in the pack.
#[derive(Debug, Clone, Serialize)]
pub struct LeftOut {
    /// Names its bytes.
    pub sha256: Sha256,
    /// As it was called.
    pub file_name: String,
    /// Bytes.
    pub size: i64,
    /// Why it is not there.
    pub why: String,
}

#[derive(Serialize)]
struct Manifest<'a> {
    schema: u32,
    about: &'a str,
    as_of: &'a LogHead,
    files: Vec<File<'a>>,
    left_out: &'a [LeftOut],
    cut: &'a [String],
}

#[derive(Serialize)]
struct File<'a> {
    name: &'a str,
    size: u64,
    sha256: Sha256,
}

/// Puts the files in order, with the manifest of all others among them.
pub(super) fn with_manifest(
    about: &str,
    known: &LogHead,
    mut entries: Vec<Entry>,
    left_out: &[LeftOut],
    cut: &[String],
) -> Result<Vec<Entry>, serde_json::Error> {
    entries.sort_by(|a, b| a.name.cmp(&b.name));
    // Two evaluations of one file name it once.
    entries.dedup_by(|a, b| a.name == b.name);
    let files = entries.iter().map(|entry| File {
        name: &entry.name,
        size: entry.size,
        sha256: entry.sha256,
    });
    let manifest = Manifest {
        schema: SCHEMA,
        about,
        as_of: known,
        files: files.collect(),
        left_out,
        cut,
    };
    let mut bytes = serde_json::to_vec_pretty(&manifest)?;
    bytes.push(b'\n');
    let at = entries.partition_point(|entry| entry.name.as_str() < NAME);
    entries.insert(at, Entry::written(NAME, bytes));
    Ok(entries)
}
