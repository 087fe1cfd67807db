//! YAML and JSON read into documents that know their places, and documents written as YAML.
//!
//! Plain scalars are read by the JSON schema of YAML 1.2. Refused: aliases (they multiply), tags (they ask for types),
//! keys that are no texts, keys that stand twice, and what is nested too deeply.

use std::collections::BTreeMap;

use saphyr_parser::{Event, Parser, ScalarStyle, Span, StrInput};
use serde_json::{Map, Value};

/// Levels of one document at most.
pub const DEPTH_MAX: usize = 32;

/// One document and where its parts stand.
#[derive(Debug)]
pub struct Placed {
    /// The document.
    pub value: Value,
    /// The line of each part by its JSON pointer; the first line is 1.
    pub lines: BTreeMap<String, usize>,
}

impl Placed {
    /// The line of a part, or of what holds it.
    pub fn line(&self, pointer: &str) -> usize {
        let mut pointer = pointer;
        loop {
            if let Some(line) = self.lines.get(pointer) {
                return *line;
            }
            match pointer.rsplit_once('/') {
                Some((holder, _)) => pointer = holder,
                None => return 1,
            }
        }
    }
}

/// Reads the documents of a file; empty ones are left out. JSON is YAML.
///
/// # Errors
/// The line and what is wrong there.
pub fn read(text: &str) -> Result<Vec<Placed>, (usize, String)> {
    let mut reader = Reader {
        parser: Parser::new_from_str(text),
        depth: 0,
        lines: BTreeMap::new(),
    };
    let mut documents = Vec::new();
    loop {
        match reader.next()? {
            (Event::StreamEnd, _) => return Ok(documents),
            (
                Event::StreamStart | Event::DocumentStart(_) | Event::DocumentEnd | Event::Nothing,
                _,
            ) => {}
            event => {
                let value = reader.value(event, "")?;
                let lines = std::mem::take(&mut reader.lines);
                if !value.is_null() {
                    documents.push(Placed { value, lines });
                }
            }
        }
    }
}

type Spanned<'a> = (Event<'a>, Span);
type Read<T> = Result<T, (usize, String)>;

struct Reader<'a> {
    parser: Parser<'a, StrInput<'a>>,
    depth: usize,
    lines: BTreeMap<String, usize>,
}

impl<'a> Reader<'a> {
    fn next(&mut self) -> Read<Spanned<'a>> {
        match self.parser.next() {
            Some(Ok(event)) => Ok(event),
            Some(Err(error)) => Err((error.marker().line(), error.info().to_owned())),
            None => Ok((Event::StreamEnd, Span::default())),
        }
    }

    fn value(&mut self, (event, span): Spanned<'a>, pointer: &str) -> Read<Value> {
        let line = span.start.line();
        self.lines.entry(pointer.to_owned()).or_insert(line);
        match event {
            Event::Scalar(text, ScalarStyle::Plain, _, None) => Ok(plain(&text)),
            Event::Scalar(text, _, _, None) => Ok(Value::String(text.into_owned())),
            Event::SequenceStart(_, None) => {
                self.deeper(line)?;
                let list = self.sequence(pointer)?;
                self.depth -= 1;
                Ok(list)
            }
            Event::MappingStart(_, None) => {
                self.deeper(line)?;
                let map = self.mapping(pointer)?;
                self.depth -= 1;
                Ok(map)
            }
            Event::Alias(_) => wrong(line, "an alias; write the part itself"),
            Event::Scalar(..) | Event::SequenceStart(..) | Event::MappingStart(..) => {
                wrong(line, "a tag; write the value without it")
            }
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd
            | Event::SequenceEnd
            | Event::MappingEnd => wrong(line, "a value is missing"),
        }
    }

    fn deeper(&mut self, line: usize) -> Read<()> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return wrong(line, &format!("nested more than {DEPTH_MAX} levels deep"));
        }
        Ok(())
    }

    fn sequence(&mut self, pointer: &str) -> Read<Value> {
        let mut items = Vec::new();
        loop {
            match self.next()? {
                (Event::SequenceEnd, _) => return Ok(Value::Array(items)),
                event => {
                    let inside = format!("{pointer}/{}", items.len());
                    items.push(self.value(event, &inside)?);
                }
            }
        }
    }

    fn mapping(&mut self, pointer: &str) -> Read<Value> {
        let mut members = Map::new();
        loop {
            let (key, line) = match self.next()? {
                (Event::MappingEnd, _) => return Ok(Value::Object(members)),
                (Event::Scalar(key, _, _, None), span) => (key.into_owned(), span.start.line()),
                (_, span) => return wrong(span.start.line(), "a key that is no text"),
            };
            if members.contains_key(&key) {
                return wrong(line, &format!("the key {key:?} stands twice"));
            }
            let inside = format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"));
            self.lines.insert(inside.clone(), line);
            let event = self.next()?;
            let value = self.value(event, &inside)?;
            members.insert(key, value);
        }
    }
}

fn wrong<T>(line: usize, what: &str) -> Read<T> {
    Err((line, what.to_owned()))
}

/// A scalar without quotes. What is not written like a number of JSON stays a text.
fn plain(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        _ => match serde_json::from_str(text) {
            Ok(Value::Number(number)) => Value::Number(number),
            Ok(_) | Err(_) => Value::String(text.to_owned()),
        },
    }
}

/// What names a document, before all that it says.
const FIRST: [&str; 6] = ["kind", "environment", "team", "slug", "key", "name"];

/// Documents as one file of YAML, in which a text of several lines stands as it is read.
pub fn write(documents: &[Value]) -> String {
    let mut out = String::new();
    for document in documents {
        out.push_str("---\n");
        block(document, 0, &mut out);
    }
    out
}

/// The members of an object in the order in which people read them.
fn ordered(members: &Map<String, Value>) -> impl Iterator<Item = (&str, &Value)> {
    let rank = |name: &str| FIRST.iter().position(|first| *first == name);
    let mut ordered: Vec<(&str, &Value)> = members
        .iter()
        .map(|(name, value)| (name.as_str(), value))
        .collect();
    ordered.sort_by_key(|(name, _)| rank(name).unwrap_or(FIRST.len()));
    ordered.into_iter()
}

fn block(value: &Value, indent: usize, out: &mut String) {
    match value {
        Value::Object(members) if !members.is_empty() => {
            for (name, member) in ordered(members) {
                out.push_str(&" ".repeat(indent));
                scalar_text(name, out);
                out.push(':');
                inside(member, indent, out);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            for item in items {
                out.push_str(&" ".repeat(indent));
                out.push('-');
                inside(item, indent, out);
            }
        }
        other => {
            out.push_str(&" ".repeat(indent));
            scalar(other, indent, out);
            out.push('\n');
        }
    }
}

fn inside(value: &Value, indent: usize, out: &mut String) {
    let nested = match value {
        Value::Object(members) => !members.is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    };
    if nested {
        out.push('\n');
        block(value, indent + 2, out);
    } else {
        out.push(' ');
        scalar(value, indent + 2, out);
        out.push('\n');
    }
}

fn scalar(value: &Value, indent: usize, out: &mut String) {
    match value {
        Value::String(text) if is_literal(text) => {
            out.push_str(if text.ends_with('\n') { "|" } else { "|-" });
            for line in text.trim_end_matches('\n').split('\n') {
                out.push('\n');
                if !line.is_empty() {
                    out.push_str(&" ".repeat(indent));
                    out.push_str(line);
                }
            }
        }
        Value::String(text) => scalar_text(text, out),
        other => out.push_str(&other.to_string()),
    }
}

/// Whether a text is the same as a literal block: lines without surprises, and at most one newline at the end.
fn is_literal(text: &str) -> bool {
    text.trim_end_matches('\n').contains('\n')
        && !text.ends_with("\n\n")
        && !text.starts_with([' ', '\n'])
        && text.chars().all(|c| c == '\n' || is_printable(c))
        && text.split('\n').all(|line| !line.ends_with(' '))
}

fn is_printable(c: char) -> bool {
    !c.is_control()
        && !matches!(
            c,
            '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}'
        )
}

/// A text without quotes where that is the same, and as in JSON elsewhere.
fn scalar_text(text: &str, out: &mut String) {
    let first = text.chars().next().is_some_and(|c| c.is_ascii_alphabetic());
    let plain_characters = text
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || " _./-".contains(c));
    let is_plain = first && plain_characters && !text.ends_with(' ') && plain(text).is_string();
    if is_plain {
        out.push_str(text);
    } else {
        out.push_str(&quoted(text));
    }
}

/// As in JSON, with what YAML does not print escaped as well.
fn quoted(text: &str) -> String {
    let json = Value::String(text.to_owned()).to_string();
    json.chars()
        .map(|c| {
            if is_printable(c) {
                c.to_string()
            } else {
                format!("\\u{:04x}", u32::from(c))
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn refused(text: &str) -> (usize, String) {
        read(text).unwrap_err()
    }

    #[test]
    fn documents_know_the_lines_of_their_parts() {
        let read = read("kind: team\nslug: a\n---\n\nkind: model\ntags:\n  owner: b\n").unwrap();
        assert_eq!(read.len(), 2);
        assert_eq!(
            read[1].value,
            json!({"kind": "model", "tags": {"owner": "b"}})
        );
        assert_eq!(read[1].line("/tags/owner"), 7);
        assert_eq!(read[1].line("/tags/other/thing"), 6);
        assert_eq!(read[0].line("/slug"), 2);
        assert_eq!(read[1].line(""), 5);
    }

    #[test]
    fn what_could_surprise_is_refused_with_its_line() {
        for (text, line, words) in [
            ("a: &x [1]\nb: *x\n", 2, "alias"),
            ("a: !!python/object:os.system x\n", 1, "tag"),
            ("a: 1\nb: 2\na: 3\n", 3, "twice"),
            ("? [a]\n: 1\n", 1, "no text"),
        ] {
            let (at, said) = refused(text);
            assert_eq!(at, line, "{text:?}");
            assert!(said.contains(words), "{said}");
        }
        assert!(read("a: [1, 2\n").is_err());
    }

    #[test]
    fn depth_is_limited_exactly() {
        let nested = |levels: usize| "[".repeat(levels) + &"]".repeat(levels);
        assert!(read(&nested(DEPTH_MAX)).is_ok());
        assert!(refused(&nested(DEPTH_MAX + 1)).1.contains("levels"));
    }

    #[test]
    fn numbers_words_and_texts_stay_what_they_are() {
        let value = json!({"a": "1", "b": 1, "c": "true", "d": null, "e": [], "f": "x: y", "g": "two\nlines\n"});
        let text = write(std::slice::from_ref(&value));
        assert!(text.contains("g: |\n  two\n  lines\n"), "{text}");
        assert_eq!(read(&text).unwrap()[0].value, value);
    }

    fn any_json() -> impl Strategy<Value = Value> {
        let text = prop_oneof!["\\PC{0,12}", "[ -~\\n\\t]{0,20}", any::<String>()];
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::Bool),
            any::<i32>().prop_map(Value::from),
            text.clone().prop_map(Value::String),
        ];
        leaf.prop_recursive(3, 24, 4, move |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::Array),
                prop::collection::btree_map("\\PC{0,8}", inner, 0..4)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(members in prop::collection::btree_map("[a-z]{1,6}", any_json(), 1..5)) {
            let document = Value::Object(members.into_iter().collect());
            let text = write(&[document.clone(), document.clone()]);
            let read = read(&text).map_err(|wrong| TestCaseError::fail(format!("{wrong:?} in {text}")))?;
            prop_assert_eq!(read.len(), 2);
            prop_assert_eq!(&read[1].value, &document, "{}", text);
        }

        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,60}|[-a:\\[\\]{}&*!|> \\n'\"0-9.,#?]{0,60}") {
            let _outcome = read(&text);
        }
    }
}
