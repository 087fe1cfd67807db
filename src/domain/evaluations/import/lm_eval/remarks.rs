//! What is worth knowing about a file and what stays in it unread. Invariant: bounded, and says when it was cut.

use std::collections::BTreeSet;

use super::super::json::{Object, pointer};
use super::super::{Note, REMARKS_MAX};

/// Fields of the document that are read.
const READ_AT_TOP: &[&str] = &[
    "results",
    "groups",
    "group_subtasks",
    "configs",
    "versions",
    "n-shot",
    "higher_is_better",
    "n-samples",
    "config",
    "git_hash",
    "date",
    "lm_eval_version",
    "chat_template_sha",
    "system_instruction_sha",
    "task_hashes",
    "model_name",
];
/// Fields of `config` that are read.
const READ_IN_CONFIG: &[&str] = &[
    "model_args",
    "gen_kwargs",
    "limit",
    "num_fewshot",
    "random_seed",
    "numpy_seed",
    "torch_seed",
    "fewshot_seed",
];
/// Fields of a task's configuration that are read.
const READ_IN_CONFIGS: &[&str] = &[
    "dataset_path",
    "dataset_name",
    "dataset_kwargs",
    "test_split",
    "validation_split",
    "metric_list",
    "generation_kwargs",
    "metadata",
    "task",
];

/// Notes and pointers of one file.
#[derive(Debug, Default)]
pub struct Remarks {
    notes: Vec<Note>,
    unmapped: Vec<String>,
    once: BTreeSet<(&'static str, String)>,
    cut: bool,
}

impl Remarks {
    /// Notes something at a place.
    pub fn note(&mut self, code: &'static str, message: impl Into<String>, at: &[&str]) {
        if self.notes.len() < REMARKS_MAX {
            self.notes.push(Note {
                code,
                message: message.into(),
                pointer: pointer(at),
            });
        } else {
            self.cut = true;
        }
    }

    /// Notes something about `what` the first time only.
    pub fn note_once(&mut self, code: &'static str, what: &str, message: String, at: &[&str]) {
        if self.once.len() < REMARKS_MAX && self.once.insert((code, what.to_owned())) {
            self.note(code, message, at);
        }
    }

    /// Says that a place is kept in the raw file only.
    pub fn unmapped(&mut self, at: &[&str]) {
        if self.unmapped.len() < REMARKS_MAX {
            self.unmapped.push(pointer(at));
        } else {
            self.cut = true;
        }
    }

    /// Lists the fields that nothing reads. Those without a value are not worth a line.
    pub fn unread(&mut self, root: &Object<'_>) {
        self.unread_of(root, READ_AT_TOP, &[]);
        if let Some(config) = root.object("config") {
            self.unread_of(config, READ_IN_CONFIG, &["config"]);
        }
        let mut in_configs = BTreeSet::new();
        for (_, config) in root.object("configs").into_iter().flat_map(Object::iter) {
            let keys = config.object().into_iter().flat_map(Object::keys);
            in_configs.extend(keys.filter(|key| !READ_IN_CONFIGS.contains(key)));
        }
        for key in in_configs {
            self.unmapped(&["configs", "*", key]);
        }
    }

    fn unread_of(&mut self, object: &Object<'_>, read: &[&str], at: &[&str]) {
        for key in object.keys() {
            if !read.contains(&key) && object.some(key).is_some() {
                self.unmapped(&[at, &[key]].concat());
            }
        }
    }

    /// Pointers and notes; a last note says when some were left out.
    pub fn into_parts(mut self) -> (Vec<String>, Vec<Note>) {
        if self.cut {
            let message = format!("only the first {REMARKS_MAX} notes and pointers are kept");
            self.notes.push(Note {
                code: "remarks_cut",
                message,
                pointer: String::new(),
            });
        }
        (self.unmapped, self.notes)
    }
}
