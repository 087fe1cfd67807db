//! Readers of result files, fed with what nobody would write. `fuzz/` feeds the same targets for hours; here every
//! seed, what was found before and the same changes of each seed in every run go through the same checks.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod checks;
mod reorder;
mod targets;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use proptest::sample::Index;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use targets::{TARGETS, Target};

/// Changes of each seed.
const CHANGED_COUNT: u32 = 150;
/// Files that broke a check once, in a folder for each target.
const REGRESSIONS: &str = "tests/fixtures/readers/regressions";
/// What the formats are made of.
const WORDS: &str = include_str!("../../fuzz/words.dict");

#[test]
fn every_seed_is_of_its_format_and_passes_every_check() {
    for target in TARGETS {
        for seed in target.seeds() {
            assert!(target.check(&seed), "{}: another format", target.name);
            assert!(target.reads(&seed), "{}: it is refused", target.name);
        }
    }
}

#[test]
fn what_broke_a_check_once_passes_every_check() {
    for folder in files(Path::new(REGRESSIONS)) {
        let target = Target::named(folder.file_name().unwrap().to_str().unwrap());
        for file in files(&folder) {
            passes(target, &std::fs::read(&file).unwrap());
        }
    }
}

#[test]
fn whatever_is_changed_of_a_seed_every_check_passes() {
    let words = words();
    for target in TARGETS {
        let mut runner = TestRunner::new_with_rng(
            Config::default(),
            TestRng::deterministic_rng(RngAlgorithm::ChaCha),
        );
        let changes = prop::collection::vec(any::<(u8, Index, Index)>(), 1..4);
        for seed in target.seeds() {
            for _ in 0..CHANGED_COUNT {
                let changes = changes.new_tree(&mut runner).unwrap().current();
                let mut bytes = seed.clone();
                changes
                    .iter()
                    .for_each(|change| apply(change, &words, &mut bytes));
                passes(target, &bytes);
            }
        }
    }
}

/// Says which bytes broke a check.
fn passes(target: &Target, bytes: &[u8]) {
    let checked = catch_unwind(AssertUnwindSafe(|| target.check(bytes)));
    assert!(checked.is_ok(), "{}: {}", target.name, bytes.escape_ascii());
}

/// One change: cut off, a byte, a word, a part taken out or doubled.
fn apply((kind, one, other): &(u8, Index, Index), words: &[Vec<u8>], bytes: &mut Vec<u8>) {
    if bytes.is_empty() {
        return;
    }
    let (at, to) = (one.index(bytes.len()), other.index(bytes.len()));
    let (from, to) = (at.min(to), at.max(to));
    let near = from..to.min(from + 64);
    match kind % 8 {
        0 => bytes.truncate(at),
        1 => bytes[at] = *other.get(b"\"{}[],:0eN-.\n \\"),
        2 => bytes[at] ^= 1 << (kind / 8 % 8),
        3 => drop(bytes.drain(near)),
        4 => {
            let part = bytes[near].to_vec();
            bytes.splice(to..to, part);
        }
        // In the place of a value, so that it is read.
        5 | 6 => {
            let value = token(bytes, at);
            bytes.splice(value, other.get(words).iter().copied());
        }
        _ => drop(bytes.splice(at..at, other.get(words).iter().copied())),
    }
}

/// The number, the word or the string in which a place lies.
fn token(bytes: &[u8], at: usize) -> std::ops::Range<usize> {
    let ends = |byte: &u8| b"{}[],:\n<>=".contains(byte);
    let from = bytes[..at].iter().rposition(ends).map_or(0, |end| end + 1);
    let to = bytes[at..]
        .iter()
        .position(ends)
        .map_or(bytes.len(), |end| at + end);
    from..to.max(from)
}

/// The words of the dictionary, as libFuzzer reads it.
fn words() -> Vec<Vec<u8>> {
    let lines = WORDS.lines().filter(|line| line.starts_with('"'));
    lines
        .map(|line| {
            let word = &line[1..line.len() - 1];
            let word = word
                .replace("\\\"", "\"")
                .replace("\\x0a", "\n")
                .replace("\\\\", "\\");
            word.into_bytes()
        })
        .collect()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

/// With TENURE_WRITE_SEEDS: the seeds of every target into `fuzz/seeds`; with TENURE_CORPUS too, a folder of real
/// files, those of the target's format.
#[test]
fn seeds_are_written_when_they_are_asked_for() {
    if std::env::var_os("TENURE_WRITE_SEEDS").is_none() {
        return;
    }
    let corpus = std::env::var_os("TENURE_CORPUS").map(PathBuf::from);
    let mut real: Vec<Vec<u8>> = Vec::new();
    corpus
        .iter()
        .for_each(|corpus| all_files(corpus, &mut real));
    for target in TARGETS {
        let folder = Path::new("fuzz/seeds").join(target.name);
        std::fs::create_dir_all(&folder).unwrap();
        let real = real.iter().filter(|bytes| target.takes(bytes)).cloned();
        for (number, seed) in target.seeds().chain(real).enumerate() {
            std::fs::write(folder.join(number.to_string()), seed).unwrap();
        }
    }
}

fn all_files(folder: &Path, found: &mut Vec<Vec<u8>>) {
    for path in files(folder) {
        if path.is_dir() {
            all_files(&path, found);
        } else {
            found.push(std::fs::read(&path).unwrap());
        }
    }
}
