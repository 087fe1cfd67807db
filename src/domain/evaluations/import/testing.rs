//! What tests of readers share: our own small files, real files when a folder of them is at hand, and bytes that are
//! wrong in every way.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::{ParsedEvaluation, ParsedFile, ParsedMetric, parse};

/// The bytes of one of our own files.
pub fn bytes(format: &str, name: &str) -> Vec<u8> {
    let path = format!(
        "{}/tests/fixtures/{format}/{name}",
        env!("CARGO_MANIFEST_DIR")
    );
    std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// One of our own files, read.
pub fn fixture(format: &str, name: &str) -> ParsedFile {
    parse(name, &bytes(format, name)).unwrap()
}

/// The only evaluation of a task under a filter.
pub fn evaluation<'f>(file: &'f ParsedFile, task: &str, filter: &str) -> &'f ParsedEvaluation {
    let found: Vec<_> = file
        .evaluations
        .iter()
        .filter(|e| e.task == task && e.filter == filter)
        .collect();
    assert_eq!(found.len(), 1, "{task} under {filter}");
    found[0]
}

/// A metric by the key that the file has for it.
pub fn metric<'e>(evaluation: &'e ParsedEvaluation, raw_name: &str) -> &'e ParsedMetric {
    let mut metrics = evaluation.metrics.iter();
    let found = metrics.find(|metric| metric.raw_name == raw_name);
    found.unwrap_or_else(|| panic!("no {raw_name}"))
}

/// A metric's value as text.
pub fn value(metric: &ParsedMetric) -> String {
    metric.value.as_ref().unwrap().to_string()
}

/// Codes of the notes.
pub fn codes(file: &ParsedFile) -> BTreeSet<&str> {
    file.notes.iter().map(|note| note.code).collect()
}

/// Flags as texts.
pub fn flags(evaluation: &ParsedEvaluation) -> Vec<&'static str> {
    evaluation.flags.iter().map(|flag| flag.as_str()).collect()
}

/// Real files of a folder of evaluation results, with their names; nothing, and a line that says so, when there is
/// no such folder.
pub fn corpus(folder: &str) -> Vec<(String, Vec<u8>)> {
    let Ok(root) = std::env::var("TENURE_CORPUS") else {
        eprintln!("TENURE_CORPUS is not set: no real file of {folder} was read");
        return Vec::new();
    };
    let mut found = Vec::new();
    let root = PathBuf::from(root).join("evals").join(folder);
    files(&root, &root, &mut found);
    found.sort();
    assert!(!found.is_empty(), "{} holds no file", root.display());
    found
}

fn files(root: &Path, folder: &Path, found: &mut Vec<(String, Vec<u8>)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(root, &path, found);
        } else if path.file_name().is_some_and(|name| name != "SOURCES.md") {
            let name = path
                .strip_prefix(root)
                .unwrap()
                .to_str()
                .unwrap()
                .to_owned();
            found.push((name, std::fs::read(&path).unwrap()));
        }
    }
}

/// Feeds a good file to the reader cut off, with bytes changed, and with parts taken out and doubled: it is read or
/// refused with words, and never panics. The same changes in every run.
pub fn survives(name: &str, good: &[u8]) {
    parse(name, good).unwrap();
    let mut runner = TestRunner::new_with_rng(
        Config::with_cases(300),
        proptest::test_runner::TestRng::deterministic_rng(
            proptest::test_runner::RngAlgorithm::ChaCha,
        ),
    );
    let place = || any::<prop::sample::Index>();
    let change = prop_oneof![
        place().prop_map(|at| (0_u8, at, at, 0_u8)),
        (place(), any::<u8>()).prop_map(|(at, byte)| (1, at, at, byte)),
        (
            place(),
            prop::sample::select(b"\"{}[],:0eN-.\n \\".to_vec())
        )
            .prop_map(|(at, byte)| (1, at, at, byte)),
        (place(), place()).prop_map(|(from, to)| (2, from, to, 0)),
        (place(), place()).prop_map(|(from, to)| (3, from, to, 0)),
    ];
    let changes = prop::collection::vec(change, 1..4);
    runner
        .run(&changes, |changes| {
            let mut bytes = good.to_vec();
            for (kind, one, other, byte) in changes {
                if bytes.is_empty() {
                    break;
                }
                let (one, other) = (one.index(bytes.len()), other.index(bytes.len()));
                let (from, to) = (one.min(other), one.max(other));
                match kind {
                    0 => bytes.truncate(from),
                    1 => bytes[from] = byte,
                    2 => drop(bytes.drain(from..to)),
                    _ => {
                        let part = bytes[from..to].to_vec();
                        bytes.splice(to..to, part);
                    }
                }
            }
            if let Err(problem) = parse(name, &bytes) {
                prop_assert!(!problem.message.is_empty() && !problem.expected.is_empty());
            }
            Ok(())
        })
        .unwrap();
}
