//! The tree: values with the characters they were written with.

use std::borrow::Cow;
use std::fmt::Write as _;

use serde_json::Value;

/// One JSON value.
#[derive(Debug, Clone, PartialEq)]
pub enum Node<'a> {
    /// `null`.
    Null,
    /// `true`, `false`.
    Bool(bool),
    /// A number, character by character.
    Number(Cow<'a, str>),
    /// `NaN`, `Infinity` or `-Infinity`: not JSON, but written by tools.
    NotANumber(&'a str),
    /// A string.
    Text(Cow<'a, str>),
    /// An array.
    Array(Vec<Node<'a>>),
    /// An object.
    Object(Object<'a>),
}

/// An object: entries in the order of the file, found by key in logarithmic time. No key stands twice.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Object<'a> {
    entries: Vec<(Cow<'a, str>, Node<'a>)>,
    /// Indices of `entries`, sorted by key.
    by_key: Vec<u32>,
}

impl<'a> Object<'a> {
    /// From its entries.
    ///
    /// # Errors
    /// A key that stands twice.
    pub fn new(entries: Vec<(Cow<'a, str>, Node<'a>)>) -> Result<Self, String> {
        let count = u32::try_from(entries.len()).map_err(|_| String::new())?;
        let mut by_key: Vec<u32> = (0..count).collect();
        by_key.sort_by(|a, b| entries[*a as usize].0.cmp(&entries[*b as usize].0));
        for pair in by_key.windows(2) {
            let key = &entries[pair[0] as usize].0;
            if *key == entries[pair[1] as usize].0 {
                return Err(key.clone().into_owned());
            }
        }
        Ok(Self { entries, by_key })
    }

    /// The value of a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Node<'a>> {
        let found = self
            .by_key
            .binary_search_by(|index| self.entries[*index as usize].0.as_ref().cmp(key))
            .ok()?;
        Some(&self.entries[self.by_key[found] as usize].1)
    }

    /// The value of a key, unless it is `null`.
    #[must_use]
    pub fn some(&self, key: &str) -> Option<&Node<'a>> {
        self.get(key).filter(|node| **node != Node::Null)
    }

    /// The object behind a key.
    #[must_use]
    pub fn object(&self, key: &str) -> Option<&Object<'a>> {
        self.get(key).and_then(Node::object)
    }

    /// The text behind a key.
    #[must_use]
    pub fn text(&self, key: &str) -> Option<&str> {
        self.get(key).and_then(Node::text)
    }

    /// Entries in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Node<'a>)> {
        self.entries.iter().map(|(key, node)| (key.as_ref(), node))
    }

    /// Keys in the order of the file.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|(key, _)| key.as_ref())
    }

    /// How many entries there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }
}

impl<'a> Node<'a> {
    /// The object that it is.
    #[must_use]
    pub fn object(&self) -> Option<&Object<'a>> {
        if let Self::Object(object) = self {
            Some(object)
        } else {
            None
        }
    }

    /// The elements of the array that it is.
    #[must_use]
    pub fn array(&self) -> Option<&[Node<'a>]> {
        if let Self::Array(items) = self {
            Some(items)
        } else {
            None
        }
    }

    /// The text that it is.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        if let Self::Text(text) = self {
            Some(text)
        } else {
            None
        }
    }

    /// The characters of the number that it is.
    #[must_use]
    pub fn number(&self) -> Option<&str> {
        if let Self::Number(number) = self {
            Some(number)
        } else {
            None
        }
    }

    /// The integer that it is: `5` and `5.0`.
    #[must_use]
    pub fn integer(&self) -> Option<i64> {
        let decimal: crate::ground::kernel::Decimal = self.number()?.parse().ok()?;
        decimal.to_i64()
    }

    /// What it is, in words.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::NotANumber(_) => "a token that is no number",
            Self::Text(_) => "a string",
            Self::Array(_) => "an array",
            Self::Object(_) => "an object",
        }
    }

    /// As a `serde_json` value without floats: integers within 2^53 stay numbers, every other number becomes the
    /// string of its characters, and NUL, which no database text holds, becomes U+FFFD.
    #[must_use]
    pub fn to_value(&self) -> Value {
        const EXACT_MAX: i64 = 1 << 53;
        let text = |text: &str| text.replace('\0', "\u{fffd}");
        match self {
            Self::Null => Value::Null,
            Self::Bool(value) => Value::Bool(*value),
            Self::Number(number) => match number.parse::<i64>() {
                Ok(value) if (-EXACT_MAX..=EXACT_MAX).contains(&value) => Value::from(value),
                Ok(_) | Err(_) => Value::from(number.as_ref()),
            },
            Self::NotANumber(token) => Value::from(*token),
            Self::Text(value) => Value::String(text(value)),
            Self::Array(items) => items.iter().map(Self::to_value).collect(),
            Self::Object(object) => Value::Object(
                object
                    .iter()
                    .map(|(key, node)| (text(key), node.to_value()))
                    .collect(),
            ),
        }
    }

    /// As the file has it, on one line: what a person would want to see of a value that is no number.
    #[must_use]
    pub fn raw(&self) -> String {
        match self {
            Self::Number(number) => number.clone().into_owned(),
            Self::NotANumber(token) => (*token).to_owned(),
            Self::Text(text) => text.clone().into_owned(),
            Self::Null | Self::Bool(_) | Self::Array(_) | Self::Object(_) => {
                self.to_value().to_string()
            }
        }
    }
}

/// A JSON pointer (RFC 6901) from its parts.
#[must_use]
pub fn pointer(parts: &[&str]) -> String {
    let mut out = String::new();
    for part in parts {
        let escaped = part.replace('~', "~0").replace('/', "~1");
        write!(out, "/{escaped}").expect("writing to a string cannot fail");
    }
    out
}
