//! What is fed to the readers: a target for each format, one for what says which format it is, one for archives as
//! bytes. Seeds are files of our own.

use std::io::{Cursor, Write as _};

use tenure::domain::evaluations::import::{detect, parse};
use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

use crate::checks::check;

/// Files of one kind under one name.
#[derive(Debug)]
pub struct Target {
    /// As the fuzz target is called.
    pub name: &'static str,
    /// The format of its seeds; empty: of several.
    pub format: &'static str,
    file_name: &'static str,
    form: Form,
    seeds: &'static [&'static [u8]],
}

/// How bytes become a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// They are the file.
    Plain,
    /// Each line `>>> NAME` begins an entry of an archive, so that what is changed is its text and not its checksum.
    Entries,
    /// They are the file; seeds are written as entries.
    Archive,
}

const ENTRY: &str = ">>> ";
/// Bytes of a seed at most.
const SEED_BYTES_MAX: usize = 64 << 10;
/// Entries of an archive that is made here at most.
const ENTRIES_MAX: usize = 32;

const HELM: &[u8] = include_bytes!("../fixtures/readers/helm.entries");
const INSPECT: &[u8] = include_bytes!("../fixtures/readers/inspect.entries");

macro_rules! target {
    ($name:literal, $format:literal, $file_name:literal, $($seed:literal),+) => {
        Target {
            name: $name,
            format: $format,
            file_name: $file_name,
            form: Form::Plain,
            seeds: &[$(include_bytes!(concat!("../fixtures/", $seed))),+],
        }
    };
}

/// Every target.
pub static TARGETS: &[Target] = &[
    target!(
        "aiperf",
        "aiperf",
        "profile_export_aiperf.json",
        "perf/aiperf.json"
    ),
    Target {
        name: "archive",
        format: "",
        file_name: "run.zip",
        form: Form::Archive,
        seeds: &[HELM, INSPECT],
    },
    target!(
        "detect",
        "",
        "file",
        "readers/code.json",
        "readers/numbers.csv",
        "helm/stats.json",
        "helm/run_spec.json",
        "hugging_face/README.md",
        "junit/report.xml",
        "lighteval/results.json",
        "lm_eval/samples_shop_free.jsonl",
        "native/evaluation.json",
        "promptfoo/v2.json"
    ),
    target!(
        "every_eval_ever",
        "every-eval-ever",
        "record.json",
        "every_eval_ever/record.json"
    ),
    target!(
        "guidellm",
        "guidellm",
        "benchmarks.json",
        "perf/guidellm.json",
        "perf/guidellm_v1.json"
    ),
    Target {
        name: "helm",
        format: "helm",
        file_name: "run.zip",
        form: Form::Entries,
        seeds: &[HELM],
    },
    target!(
        "hugging_face_card",
        "model-index",
        "README.md",
        "hugging_face/README.md"
    ),
    target!(
        "hugging_face_results",
        "hf-eval-results",
        "results.yaml",
        "hugging_face/results.yaml"
    ),
    target!("inspect", "inspect", "log.json", "inspect/log.json"),
    Target {
        name: "inspect_archive",
        format: "inspect",
        file_name: "log.eval",
        form: Form::Entries,
        seeds: &[INSPECT],
    },
    target!("junit", "junit", "report.xml", "junit/report.xml"),
    target!(
        "lighteval",
        "lighteval",
        "results.json",
        "lighteval/results.json"
    ),
    target!(
        "lm_eval",
        "lm-eval",
        "results.json",
        "lm_eval/group_0_4.json",
        "lm_eval/odd_values.json",
        "lm_eval/old_0_3.json",
        "lm_eval/fork_mixed_units.json"
    ),
    target!(
        "lm_eval_samples",
        "lm-eval-samples",
        "samples_shop_free_2026-11-01T10-00-00.123456.jsonl",
        "lm_eval/samples_shop_free.jsonl"
    ),
    target!(
        "promptfoo",
        "promptfoo",
        "output.json",
        "promptfoo/v1.json",
        "promptfoo/v2.json",
        "promptfoo/v3.json"
    ),
    target!(
        "tenure_csv",
        "tenure-csv",
        "numbers.csv",
        "readers/numbers.csv"
    ),
    target!(
        "tenure_json",
        "tenure",
        "evaluation.json",
        "native/evaluation.json"
    ),
    target!("vllm", "vllm-bench", "results.json", "perf/vllm.json"),
];

impl Target {
    /// The target of a name.
    pub fn named(name: &str) -> &'static Self {
        let mut targets = TARGETS.iter();
        let found = targets.find(|target| target.name == name);
        found.unwrap_or_else(|| panic!("there is no target {name}"))
    }

    /// Its seeds.
    pub fn seeds(&self) -> impl Iterator<Item = Vec<u8>> {
        let archived = self.form == Form::Archive;
        let seed = move |seed: &&[u8]| {
            if archived {
                archive_of(seed)
            } else {
                seed.to_vec()
            }
        };
        self.seeds.iter().map(seed)
    }

    /// Whether a file as it is found elsewhere is a seed: it is of the format, and small enough to be read often.
    pub fn takes(&self, bytes: &[u8]) -> bool {
        let as_bytes = self.form != Form::Entries && bytes.len() <= SEED_BYTES_MAX;
        let found = detect(self.file_name, bytes).id();
        as_bytes && (found == self.format || self.name == "detect")
    }

    /// Whether the reader takes the bytes; what is only to be recognised need not be read.
    pub fn reads(&self, bytes: &[u8]) -> bool {
        let file = match self.form {
            Form::Plain | Form::Archive => parse(self.file_name, bytes),
            Form::Entries => parse(self.file_name, &archive_of(bytes)),
        };
        file.is_ok() || self.name == "detect"
    }

    /// Panics when something does not hold of the bytes. Whether the file is of the format that the target is about.
    pub fn check(&self, bytes: &[u8]) -> bool {
        let found = match self.form {
            Form::Plain | Form::Archive => check(self.file_name, bytes),
            Form::Entries => check(self.file_name, &archive_of(bytes)),
        };
        self.format.is_empty() || found == self.format
    }
}

/// The archive whose entries are written one after the other. A name that stands twice ends it.
fn archive_of(written: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(written);
    let text = format!("\n{text}");
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for entry in text.split(&format!("\n{ENTRY}")).skip(1).take(ENTRIES_MAX) {
        let (name, content) = entry.split_once('\n').unwrap_or((entry, ""));
        if writer.start_file(name, options).is_err() {
            break;
        }
        writer
            .write_all(content.as_bytes())
            .expect("memory takes it");
    }
    writer.finish().expect("memory takes it").into_inner()
}
