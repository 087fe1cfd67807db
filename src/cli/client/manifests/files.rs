//! Files of documents: what is read, and where each document came from.

use std::io::Read;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::yaml::{self, Placed};
use crate::cli::client::api::Trouble;

/// Bytes of all files together at most: what a request holds.
pub const BYTES_MAX: u64 = 1 << 20;
/// Folders in folders at most.
const DEPTH_MAX: usize = 16;
/// Endings of the files that are read in a folder.
const ENDINGS: [&str; 3] = ["yaml", "yml", "json"];

/// The documents of all files.
#[derive(Debug, Default)]
pub struct Documents {
    all: Vec<(String, Placed)>,
}

impl Documents {
    /// Reads files, folders with the files in them, and standard input for `-`.
    pub fn read(paths: &[PathBuf]) -> Result<Self, Trouble> {
        let mut documents = Self::default();
        let mut left = BYTES_MAX;
        for path in paths {
            if path.as_os_str() == "-" {
                let text = limited(std::io::stdin(), "standard input", &mut left)?;
                documents.add("standard input", &text)?;
                continue;
            }
            for file in files(path, 0)? {
                let name = file.display().to_string();
                let opened = std::fs::File::open(&file)
                    .map_err(|error| Trouble::Local(format!("{name}: {error}")))?;
                let text = limited(opened, &name, &mut left)?;
                documents.add(&name, &text)?;
            }
        }
        Ok(documents)
    }

    fn add(&mut self, name: &str, text: &str) -> Result<(), Trouble> {
        let read = yaml::read(text)
            .map_err(|(line, what)| Trouble::Local(format!("{name}:{line}: {what}")))?;
        self.all
            .extend(read.into_iter().map(|placed| (name.to_owned(), placed)));
        Ok(())
    }

    /// The documents as a request holds them.
    pub fn values(&self) -> Vec<&Value> {
        self.all.iter().map(|(_, placed)| &placed.value).collect()
    }

    /// The file and line of a pointer into the request; the pointer itself where it is none into a document.
    pub fn place(&self, pointer: &str) -> String {
        let Some((index, inside)) = pointer
            .strip_prefix("/documents/")
            .map(|rest| rest.split_once('/').unwrap_or((rest, "")))
        else {
            return pointer.to_owned();
        };
        let found = index
            .parse()
            .ok()
            .and_then(|index: usize| self.all.get(index));
        let Some((name, placed)) = found else {
            return pointer.to_owned();
        };
        let inside = if inside.is_empty() {
            String::new()
        } else {
            format!("/{inside}")
        };
        format!("{name}:{} {inside}", placed.line(&inside))
            .trim_end()
            .to_owned()
    }

    /// A problem of the service with the places of the files instead of those of the request.
    pub fn placed(&self, trouble: Trouble) -> Trouble {
        let Trouble::Problem(mut problem) = trouble else {
            return trouble;
        };
        if let Some(errors) = problem["errors"].as_array_mut() {
            for error in errors {
                let place = self.place(error["pointer"].as_str().unwrap_or_default());
                error["pointer"] = place.into();
            }
        }
        Trouble::Problem(problem)
    }
}

fn limited(reader: impl Read, name: &str, left: &mut u64) -> Result<String, Trouble> {
    let mut text = String::new();
    let read = reader
        .take(*left + 1)
        .read_to_string(&mut text)
        .map_err(|error| Trouble::Local(format!("{name}: {error}")))?;
    match left.checked_sub(u64::try_from(read).unwrap_or(u64::MAX)) {
        Some(rest) => {
            *left = rest;
            Ok(text)
        }
        None => Err(Trouble::Local(format!(
            "{name}: more than {BYTES_MAX} bytes in all; apply one team after the other"
        ))),
    }
}

/// The file itself, or the files in a folder, by name.
pub fn files(path: &Path, depth: usize) -> Result<Vec<PathBuf>, Trouble> {
    let unreadable = |error: std::io::Error| Trouble::Local(format!("{}: {error}", path.display()));
    if depth > DEPTH_MAX {
        return Err(Trouble::Local(format!(
            "{}: more than {DEPTH_MAX} folders deep",
            path.display()
        )));
    }
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut entries = Vec::new();
    for entry in std::fs::read_dir(path).map_err(unreadable)? {
        entries.push(entry.map_err(unreadable)?.path());
    }
    entries.sort();
    let mut found = Vec::new();
    for entry in entries {
        let ending = entry.extension().and_then(|ending| ending.to_str());
        if entry.is_dir() || ending.is_some_and(|ending| ENDINGS.contains(&ending)) {
            found.extend(files(&entry, depth + 1)?);
        }
    }
    Ok(found)
}
