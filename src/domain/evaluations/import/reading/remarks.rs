//! What is worth knowing about a file and what stays in it unread. Invariant: bounded, and says when it was cut.

use std::collections::BTreeSet;

use super::super::json::{Object, pointer};
use super::super::problem::told;
use super::super::{Note, REMARKS_MAX};

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
        self.note_at(code, message, pointer(at));
    }

    /// Notes something at a place that is a pointer already.
    pub fn note_at(&mut self, code: &'static str, message: impl Into<String>, pointer: String) {
        if self.notes.len() < REMARKS_MAX {
            self.notes.push(Note {
                code,
                message: told(message.into()),
                pointer: told(pointer),
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
            self.unmapped.push(told(pointer(at)));
        } else {
            self.cut = true;
        }
    }

    /// Lists the fields of an object that nothing reads. Those without a value are not worth a line.
    pub fn unread(&mut self, object: &Object<'_>, read: &[&str], at: &[&str]) {
        for key in object.keys() {
            if !read.contains(&key) && object.some(key).is_some() {
                self.unmapped(&[at, &[key]].concat());
            }
        }
    }

    /// Lists the fields of many objects that nothing reads, each once: the pointer says `*` for the object.
    pub fn unread_of_all<'n>(
        &mut self,
        objects: impl Iterator<Item = &'n Object<'n>>,
        read: &[&str],
        at: &[&str],
    ) {
        let mut unread = BTreeSet::new();
        for object in objects {
            unread.extend(object.keys().filter(|key| !read.contains(key)));
        }
        for key in unread {
            self.unmapped(&[at, &["*", key]].concat());
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
