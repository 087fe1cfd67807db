//! The file that survives a restart without the database. Tokens are in it as SHA-256 only.

use std::fs;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::time::Duration;

use nix::sys::stat::futimens;
use nix::sys::time::TimeSpec;

use super::image::Loaded;

/// Writes the file under another name, then renames: a reader sees the old one or the new one.
pub(super) fn write(path: &Path, loaded: &Loaded) -> std::io::Result<()> {
    let next = path.with_extension("next");
    let mut file = fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&next)?;
    file.write_all(&serde_json::to_vec(loaded)?)?;
    file.sync_all()?;
    fs::rename(&next, path)
}

/// Says that what the file holds was current just now.
pub(super) fn touch(path: &Path) -> std::io::Result<()> {
    let file = fs::OpenOptions::new().write(true).open(path)?;
    futimens(&file, &TimeSpec::UTIME_NOW, &TimeSpec::UTIME_NOW)?;
    Ok(())
}

/// Reads the file, with its age. `None` when there is none or it cannot be understood.
pub(super) fn read(path: &Path) -> Option<(Loaded, Duration)> {
    let bytes = fs::read(path).ok()?;
    let written = fs::metadata(path).ok()?.modified().ok()?;
    let loaded = serde_json::from_slice(&bytes).ok()?;
    Some((loaded, written.elapsed().unwrap_or_default()))
}
