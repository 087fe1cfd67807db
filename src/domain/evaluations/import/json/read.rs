//! The reader: one pass over the bytes, limits on depth and number of values, line and column in every refusal.

use std::borrow::Cow;

use super::super::ParseProblem;
use super::{DEPTH_MAX, Node, Object, VALUES_MAX};

/// With what files begin that people bring as they find them and that hold a result file, or none.
const PACKED: &[(&[u8], &str)] = &[
    (b"\x1f\x8b", "compressed with gzip"),
    (b"\x28\xb5\x2f\xfd", "compressed with Zstandard"),
    (b"BZh", "compressed with bzip2"),
    (b"\xfd7zXZ\0", "compressed with xz"),
    (b"PAR1", "in the format Parquet, which is not read"),
];

/// The text of a file: UTF-8, without its byte order mark.
///
/// # Errors
/// Another encoding, or bytes that are no UTF-8.
pub fn utf8(bytes: &[u8]) -> Result<&str, ParseProblem> {
    let expected = "a file in UTF-8";
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        let message = "the file is written in UTF-16".to_owned();
        return Err(ParseProblem::new(
            "encoding_unsupported",
            message,
            "line 1",
            expected,
        ));
    }
    if let Some((_, packed)) = PACKED.iter().find(|(mark, _)| bytes.starts_with(mark)) {
        let message = format!("the file is {packed}");
        let expected = "the result file itself, unpacked, as the tool wrote it";
        return Err(ParseProblem::new(
            "encoding_unsupported",
            message,
            "",
            expected,
        ));
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|error| {
        let good = &bytes[..error.valid_up_to()];
        let line = good.iter().filter(|byte| **byte == b'\n').count() + 1;
        let message = format!("byte {} of the file is not UTF-8", error.valid_up_to() + 1);
        ParseProblem::new(
            "encoding_unsupported",
            message,
            format!("line {line}"),
            expected,
        )
    })
}

/// Reads one document.
///
/// # Errors
/// It is not JSON, is cut off, nests too deeply, has too many values or a key twice.
pub fn read(text: &str) -> Result<Node<'_>, ParseProblem> {
    let mut reader = Reader {
        text,
        at: 0,
        depth: 0,
        values: 0,
    };
    let node = reader.value()?;
    reader.space();
    match reader.peek() {
        None => Ok(node),
        Some(_) => Err(reader.problem(
            "json_invalid",
            "something follows the document",
            "the end of the file",
        )),
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
    values: usize,
}

type Read<T> = Result<T, ParseProblem>;

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.at += 1;
        }
    }

    /// A problem at the current place.
    fn problem(&self, code: &'static str, message: &str, expected: &str) -> ParseProblem {
        let before = &self.text.as_bytes()[..self.at];
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        let column = before
            .iter()
            .rev()
            .take_while(|byte| **byte != b'\n')
            .count()
            + 1;
        let place = format!("line {line}, column {column}");
        ParseProblem::new(code, message.to_owned(), place, expected)
    }

    /// The problem of meeting something else than what JSON wants here.
    fn unexpected(&self, expected: &str) -> ParseProblem {
        match self.text[self.at..].chars().next() {
            None => self.problem(
                "json_truncated",
                "the file ends in the middle of a value",
                expected,
            ),
            Some(found) => {
                let message = format!("{found:?} cannot stand here");
                self.problem("json_invalid", &message, expected)
            }
        }
    }

    fn value(&mut self) -> Read<Node<'a>> {
        self.space();
        self.values += 1;
        if self.values > VALUES_MAX {
            let message = format!("the file holds more than {VALUES_MAX} values");
            let expected = "a result file, without the items themselves";
            return Err(self.problem("too_many_values", &message, expected));
        }
        match self.peek() {
            Some(b'{') => self.nested(Self::object),
            Some(b'[') => self.nested(Self::array),
            Some(b'"') => self.string().map(Node::Text),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(_) => self.word(),
            None => Err(self.unexpected("a JSON value")),
        }
    }

    fn nested(&mut self, read: impl Fn(&mut Self) -> Read<Node<'a>>) -> Read<Node<'a>> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            let message = format!("values are nested more than {DEPTH_MAX} levels deep");
            let expected = format!("at most {DEPTH_MAX} levels");
            return Err(self.problem("too_deep", &message, &expected));
        }
        self.at += 1;
        let node = read(self)?;
        self.depth -= 1;
        Ok(node)
    }

    fn array(&mut self) -> Read<Node<'a>> {
        let mut items = Vec::new();
        self.space();
        if self.peek() == Some(b']') {
            self.at += 1;
            return Ok(Node::Array(items));
        }
        loop {
            items.push(self.value()?);
            if self.closes(b']')? {
                return Ok(Node::Array(items));
            }
        }
    }

    fn object(&mut self) -> Read<Node<'a>> {
        let mut entries = Vec::new();
        self.space();
        if self.peek() == Some(b'}') {
            self.at += 1;
            return Ok(Node::Object(Object::default()));
        }
        loop {
            self.space();
            if self.peek() != Some(b'"') {
                return Err(self.unexpected("a key in double quotes"));
            }
            let key = self.string()?;
            self.space();
            if self.peek() != Some(b':') {
                return Err(self.unexpected("a colon"));
            }
            self.at += 1;
            entries.push((key, self.value()?));
            if self.closes(b'}')? {
                break;
            }
        }
        Object::new(entries).map(Node::Object).map_err(|key| {
            let shown: String = key.chars().take(80).collect();
            let message = format!("the object that ends here has the key {shown:?} twice");
            self.problem("duplicate_key", &message, "each key once")
        })
    }

    /// After an element: whether the container ends here.
    fn closes(&mut self, close: u8) -> Read<bool> {
        self.space();
        let found = self.peek();
        if found == Some(b',') || found == Some(close) {
            self.at += 1;
            return Ok(found == Some(close));
        }
        Err(self.unexpected(if close == b']' {
            "a comma or ]"
        } else {
            "a comma or }"
        }))
    }

    fn word(&mut self) -> Read<Node<'a>> {
        let rest = &self.text[self.at..];
        let words = [
            ("null", Node::Null),
            ("true", Node::Bool(true)),
            ("false", Node::Bool(false)),
            ("NaN", Node::NotANumber("NaN")),
            ("Infinity", Node::NotANumber("Infinity")),
        ];
        for (word, node) in words {
            if rest.starts_with(word) {
                self.at += word.len();
                return Ok(node);
            }
            if word.starts_with(rest) {
                self.at = self.text.len();
            }
        }
        Err(self.unexpected("a JSON value"))
    }

    fn number(&mut self) -> Read<Node<'a>> {
        let start = self.at;
        if self.text[start..].starts_with("-I") {
            self.at += 1;
            self.word()?;
            return Ok(Node::NotANumber("-Infinity"));
        }
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        if self.peek() == Some(b'0') {
            self.at += 1;
        } else {
            self.digits()?;
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if let Some(b'e' | b'E') = self.peek() {
            self.at += 1;
            if let Some(b'+' | b'-') = self.peek() {
                self.at += 1;
            }
            self.digits()?;
        }
        Ok(Node::Number(Cow::Borrowed(&self.text[start..self.at])))
    }

    fn digits(&mut self) -> Read<()> {
        let start = self.at;
        while let Some(b'0'..=b'9') = self.peek() {
            self.at += 1;
        }
        if self.at == start {
            Err(self.unexpected("a digit"))
        } else {
            Ok(())
        }
    }

    fn string(&mut self) -> Read<Cow<'a, str>> {
        self.at += 1;
        let mut out = String::new();
        let mut start = self.at;
        loop {
            match self.peek() {
                Some(b'"') => {
                    let rest = &self.text[start..self.at];
                    self.at += 1;
                    if out.is_empty() {
                        return Ok(Cow::Borrowed(rest));
                    }
                    out.push_str(rest);
                    return Ok(Cow::Owned(out));
                }
                Some(b'\\') => {
                    out.push_str(&self.text[start..self.at]);
                    self.at += 1;
                    out.push(self.escape()?);
                    start = self.at;
                }
                Some(0x00..=0x1f) | None => return Err(self.unexpected("the rest of a string")),
                Some(_) => self.at += 1,
            }
        }
    }

    fn escape(&mut self) -> Read<char> {
        let simple = match self.peek() {
            Some(quoted @ (b'"' | b'\\' | b'/')) => char::from(quoted),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                self.at += 1;
                return self.unicode();
            }
            Some(_) | None => return Err(self.unexpected("an escape of JSON, like \\n")),
        };
        self.at += 1;
        Ok(simple)
    }

    /// What follows `\u`: one unit, or two that form a pair. Half a pair is U+FFFD.
    fn unicode(&mut self) -> Read<char> {
        let first = self.hex4()?;
        if (0xd800..0xdc00).contains(&first) && self.text[self.at..].starts_with("\\u") {
            let back = self.at;
            self.at += 2;
            let second = self.hex4()?;
            if (0xdc00..0xe000).contains(&second) {
                let code = 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
                return Ok(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
            }
            self.at = back;
        }
        Ok(char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    fn hex4(&mut self) -> Read<u32> {
        let mut code = 0;
        for _ in 0..4 {
            let digit = self.peek().and_then(|byte| char::from(byte).to_digit(16));
            let Some(digit) = digit else {
                return Err(self.unexpected("four hex digits"));
            };
            code = code * 16 + digit;
            self.at += 1;
        }
        Ok(code)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn refused(text: &str) -> (&'static str, String) {
        let problem = read(text).unwrap_err();
        (problem.code, problem.pointer)
    }

    #[test]
    fn numbers_keep_their_characters() {
        let node = read(r#"{"a": 0.024999999999999998, "b": [1.0, -2E+5, 1e400]}"#).unwrap();
        let object = node.object().unwrap();
        assert_eq!(
            object.get("a").unwrap().number(),
            Some("0.024999999999999998")
        );
        let numbers: Vec<_> = object
            .get("b")
            .unwrap()
            .array()
            .unwrap()
            .iter()
            .filter_map(Node::number)
            .collect();
        assert_eq!(numbers, ["1.0", "-2E+5", "1e400"]);
    }

    #[test]
    fn tokens_that_are_no_numbers_are_read_outside_strings_only() {
        let node = read(r#"[NaN, Infinity, -Infinity, "NaN, Infinity"]"#).unwrap();
        let items = node.array().unwrap();
        assert_eq!(items[0], Node::NotANumber("NaN"));
        assert_eq!(items[1], Node::NotANumber("Infinity"));
        assert_eq!(items[2], Node::NotANumber("-Infinity"));
        assert_eq!(items[3].text(), Some("NaN, Infinity"));
    }

    #[test]
    fn escapes_are_read_and_half_a_pair_is_replaced() {
        let node = read(r#"["a\"\\\/\b\f\n\r\té", "😀", "\ud83dx", "\udc00", "\ud83dA", "é"]"#);
        let node = node.unwrap();
        let texts: Vec<_> = node
            .array()
            .unwrap()
            .iter()
            .filter_map(Node::text)
            .collect();
        let read = [
            "a\"\\/\u{8}\u{c}\n\r\té",
            "😀",
            "\u{fffd}x",
            "\u{fffd}",
            "\u{fffd}A",
            "é",
        ];
        assert_eq!(texts, read);
    }

    #[test]
    fn what_is_wrong_is_named_with_its_place() {
        for (text, code, place) in [
            ("", "json_truncated", "line 1, column 1"),
            ("{\n  \"a\": ", "json_truncated", "line 2, column 8"),
            ("{\"a\": 1,}", "json_invalid", "line 1, column 9"),
            ("{\"a\" 1}", "json_invalid", "line 1, column 6"),
            ("[1 2]", "json_invalid", "line 1, column 4"),
            ("[01]", "json_invalid", "line 1, column 3"),
            ("[1.]", "json_invalid", "line 1, column 4"),
            ("nul", "json_truncated", "line 1, column 4"),
            ("Na", "json_truncated", "line 1, column 3"),
            ("nope", "json_invalid", "line 1, column 1"),
            ("\"a\nb\"", "json_invalid", "line 1, column 3"),
            ("\"\\x\"", "json_invalid", "line 1, column 3"),
            ("\"\\u12", "json_truncated", "line 1, column 6"),
            ("1 2", "json_invalid", "line 1, column 3"),
            ("{\"a\":1,\n\"a\":2}", "duplicate_key", "line 2, column 7"),
        ] {
            assert_eq!(refused(text), (code, place.to_owned()), "{text:?}");
        }
    }

    #[test]
    fn depth_is_limited_exactly() {
        let nested = |levels: usize| "[".repeat(levels) + &"]".repeat(levels);
        assert!(read(&nested(DEPTH_MAX)).is_ok());
        assert_eq!(refused(&nested(DEPTH_MAX + 1)).0, "too_deep");
        assert_eq!(refused(&"[{\"a\":".repeat(100_000)).0, "too_deep");
    }

    #[test]
    fn the_number_of_values_is_limited() {
        let flat = |items: usize| format!("[{}0]", "0,".repeat(items - 1));
        assert!(read(&flat(VALUES_MAX - 1)).is_ok());
        assert_eq!(refused(&flat(VALUES_MAX)).0, "too_many_values");
    }

    #[test]
    fn encodings_are_told_apart() {
        assert_eq!(utf8(b"\xef\xbb\xbf{}").unwrap(), "{}");
        for bytes in [&b"\xff\xfe{\0"[..], b"\xfe\xff\0{", b"{\"caf\xe9\": 1}"] {
            assert_eq!(utf8(bytes).unwrap_err().code, "encoding_unsupported");
        }
        for (mark, packed) in PACKED {
            let problem = utf8(&[*mark, b"\xff\xff"].concat()).unwrap_err();
            assert_eq!(problem.message, format!("the file is {packed}"));
        }
        assert_eq!(utf8(b"{\n\"caf\xe9\": 1}").unwrap_err().pointer, "line 2");
    }

    #[test]
    fn a_value_has_no_floats() {
        let node = read(r#"{"a": 0.1, "b": 7, "c": 9007199254740993, "d": NaN, "e": "x\u0000y"}"#);
        let value = node.unwrap().to_value().to_string();
        let expected =
            "{\"a\":\"0.1\",\"b\":7,\"c\":\"9007199254740993\",\"d\":\"NaN\",\"e\":\"x\u{fffd}y\"}";
        assert_eq!(value, expected);
    }

    proptest! {
        #[test]
        fn what_serde_reads_is_read_alike(text in r#"[\[\]{}",:0-9a-f.eE+\-truls\\ ]{0,40}"#) {
            if let Ok(node) = read(&text)
                && !text.contains("NaN")
            {
                prop_assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok()
                    || text.contains("\\u") || text.contains(['e', 'E']), "{} {:?}", text, node);
            }
            if serde_json::from_str::<serde_json::Value>(&text).is_ok() {
                let read = read(&text).map_err(|problem| problem.code);
                prop_assert!(read.is_ok() || read == Err("duplicate_key"), "{} {:?}", text, read);
            }
        }

        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,60}") {
            let _outcome = read(&text);
        }
    }
}
