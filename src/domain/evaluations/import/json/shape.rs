//! The outline of a file: enough to say which tool wrote it, found without building a tree and also when the file
//! is cut off.

use std::collections::BTreeSet;

/// Keys of each level that are remembered at most, so that a large file costs no memory.
const KEYS_MAX: usize = 4096;
/// Bytes of a key that is remembered at most.
const KEY_BYTES_MAX: usize = 256;

/// What a file begins as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Root {
    /// One JSON object.
    Object,
    /// One JSON array.
    Array,
    /// JSON objects, one in each line.
    Lines,
    /// Something else.
    Other,
}

/// The outline of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    /// What it begins as.
    pub root: Root,
    /// Keys of the first object: `a`.
    outer: BTreeSet<String>,
    /// Keys of the objects in it: `a/b`.
    inner: BTreeSet<String>,
}

impl Shape {
    /// The outline of a text. Reads on behind what is no JSON: it only looks for keys.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let trimmed = text.trim_start();
        let root = match trimmed.as_bytes().first() {
            Some(b'{') => Root::Object,
            Some(b'[') => Root::Array,
            Some(_) | None => Root::Other,
        };
        // Of an array the first object counts.
        let trimmed = trimmed.strip_prefix('[').map_or(trimmed, str::trim_start);
        if !trimmed.starts_with('{') {
            return Self {
                root,
                outer: BTreeSet::new(),
                inner: BTreeSet::new(),
            };
        }
        let mut scan = Scan {
            text: trimmed,
            at: 0,
            outer: BTreeSet::new(),
            inner: BTreeSet::new(),
        };
        let end = scan.first_object();
        let more = end.is_some_and(|end| trimmed[end..].trim_start().starts_with('{'));
        let root = match root {
            Root::Object if more => Root::Lines,
            root => root,
        };
        Self {
            root,
            outer: scan.outer,
            inner: scan.inner,
        }
    }

    /// Whether it has the key: `a`, or `a/b` for a key of the object behind `a`.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.outer.contains(key) || self.inner.contains(key)
    }
}

struct Scan<'a> {
    text: &'a str,
    at: usize,
    outer: BTreeSet<String>,
    inner: BTreeSet<String>,
}

impl<'a> Scan<'a> {
    /// Collects the keys of the first object; where it ends, if it does.
    fn first_object(&mut self) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let mut depth = 0_usize;
        let mut outer = "";
        // The last string, if nothing but space followed: a colon makes it a key.
        let mut last: Option<&'a str> = None;
        while let Some(byte) = bytes.get(self.at) {
            match byte {
                b'"' => {
                    last = self.string();
                    continue;
                }
                b':' if let Some(key) = last.take() => {
                    if depth == 1 {
                        outer = key;
                        remember(&mut self.outer, key.to_owned());
                    } else if depth == 2 {
                        remember(&mut self.inner, format!("{outer}/{key}"));
                    }
                }
                b'{' | b'[' => depth += 1,
                b'}' | b']' => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        return Some(self.at + 1);
                    }
                }
                b' ' | b'\t' | b'\n' | b'\r' => {}
                _ => last = None,
            }
            self.at += 1;
        }
        None
    }

    /// The string that begins here, without its quotes and with its escapes as written.
    fn string(&mut self) -> Option<&'a str> {
        let bytes = self.text.as_bytes();
        let start = self.at + 1;
        self.at = start;
        while let Some(byte) = bytes.get(self.at) {
            match byte {
                b'"' => {
                    self.at += 1;
                    return self.text.get(start..self.at - 1);
                }
                b'\\' => self.at += 2,
                _ => self.at += 1,
            }
        }
        None
    }
}

fn remember(keys: &mut BTreeSet<String>, key: String) {
    if keys.len() < KEYS_MAX && key.len() <= KEY_BYTES_MAX {
        keys.insert(key);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn keys_of_two_levels_are_found_and_strings_are_skipped() {
        let shape =
            Shape::of(r#" {"a": {"b": {"c": 1}, "d\"": 2}, "e": "f: {\"g\": 1}", "h": NaN}"#);
        assert_eq!(shape.root, Root::Object);
        for key in ["a", "a/b", "a/d\\\"", "e", "h"] {
            assert!(shape.has(key), "{key}");
        }
        for key in ["b", "c", "g", "b/c", "a/c"] {
            assert!(!shape.has(key), "{key}");
        }
    }

    #[test]
    fn a_cut_off_file_has_a_shape_and_lines_are_told_from_one_document() {
        let cut = Shape::of(r#"{"results": {"acc": 0.1, "f1"#);
        assert!(cut.has("results") && cut.has("results/acc"));
        assert_eq!(
            Shape::of("{\"doc_id\": 1}\n{\"doc_id\": 2}").root,
            Root::Lines
        );
        assert_eq!(Shape::of("{\"doc_id\": 1}\n").root, Root::Object);
        assert_eq!(Shape::of(" [1]").root, Root::Array);
        let list = Shape::of("[ {\"a\": {\"b\": 1}}, {\"c\": 2}]");
        assert_eq!(list.root, Root::Array);
        assert!(list.has("a/b") && !list.has("c"));
        assert_eq!(Shape::of("a,b\n1,2").root, Root::Other);
        assert_eq!(Shape::of("").root, Root::Other);
    }

    proptest! {
        #[test]
        fn any_text_has_a_shape(text in "\\PC{0,80}|\\{[\\PC\"\\\\:{}]{0,40}") {
            let _shape = Shape::of(&text);
        }
    }
}
