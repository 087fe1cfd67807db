//! A ZIP file written piece by piece: never more of it in memory than what was not yet taken.
//!
//! Invariant: the same files in the same order give the same bytes: no times, one compression.

use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;

use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, ZipWriter};

/// What was written and not yet taken.
#[derive(Clone, Default)]
struct Pending(Rc<RefCell<Vec<u8>>>);

impl Write for Pending {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A ZIP file that is being written.
pub(super) struct Archive {
    zip: ZipWriter<StreamWriter<Pending>>,
    pending: Pending,
}

impl Archive {
    pub(super) fn new() -> Self {
        let pending = Pending::default();
        Self {
            zip: ZipWriter::new_stream(pending.clone()),
            pending,
        }
    }

    /// Begins a file; what is written from now on is its content.
    pub(super) fn begin(&mut self, name: &str) -> io::Result<()> {
        let options = SimpleFileOptions::DEFAULT
            .compression_method(CompressionMethod::Deflated)
            .unix_permissions(0o644);
        self.zip.start_file(name, options).map_err(io::Error::from)
    }

    pub(super) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.zip.write_all(bytes)
    }

    /// Ends the ZIP file and gives the rest of it.
    pub(super) fn finish(self) -> io::Result<Vec<u8>> {
        self.zip.finish().map_err(io::Error::from)?;
        Ok(self.pending.0.take())
    }

    /// What was written since the last call.
    pub(super) fn take(&self) -> Vec<u8> {
        self.pending.0.take()
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read as _};

    use super::*;

    fn packed() -> io::Result<Vec<u8>> {
        let mut archive = Archive::new();
        let mut bytes = Vec::new();
        for (name, content) in [("a.txt", "one"), ("raw/b.bin", &"x".repeat(300_000))] {
            archive.begin(name)?;
            archive.write(content.as_bytes())?;
            bytes.extend(archive.take());
        }
        bytes.extend(archive.finish()?);
        Ok(bytes)
    }

    #[test]
    fn what_was_taken_in_pieces_is_one_zip_file_and_the_same_every_time() {
        let bytes = packed().expect("it is written");
        assert_eq!(bytes, packed().expect("it is written again"));
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("it is a ZIP file");
        let mut text = String::new();
        let mut file = archive.by_name("a.txt").expect("the file is there");
        assert_eq!(file.last_modified().map(|at| at.year()), Some(1980));
        file.read_to_string(&mut text).expect("it is read");
        assert_eq!(text, "one");
        drop(file);
        let file = archive.by_name("raw/b.bin").expect("the file is there");
        assert_eq!(file.size(), 300_000);
    }
}
