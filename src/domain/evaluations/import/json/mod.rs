//! JSON as evaluation tools write it: read into a tree that keeps every number's characters.
//!
//! Tolerated: a UTF-8 byte order mark, the tokens `NaN`, `Infinity` and `-Infinity` outside strings (Python writes
//! them), and half of a surrogate pair in a string (read as U+FFFD). Refused with line and column: everything else
//! that RFC 8259 does not allow, and duplicate keys, because nobody can say which one was meant.

mod node;
mod read;
mod shape;

pub use node::{Node, Object, pointer};
pub use read::{read, utf8};
pub use shape::{Root, Shape};

/// Levels of arrays and objects inside each other at most.
pub const DEPTH_MAX: usize = 64;
/// Values in one document at most: bounds the memory that a small file can ask for.
pub const VALUES_MAX: usize = 2_000_000;
