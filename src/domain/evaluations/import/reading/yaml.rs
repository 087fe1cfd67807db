//! YAML read into the same tree as JSON: numbers keep their characters, and what could surprise is refused by name.
//!
//! Plain scalars are read by the JSON schema of YAML 1.2: `null`, `true`, `false`, numbers; everything else is a text.
//! Refused: aliases (they multiply), tags (they ask for types), keys that are no scalars, keys that stand twice.

use std::borrow::Cow;

use saphyr_parser::{Event, Parser, ScalarStyle, Span};

use super::super::ParseProblem;
use super::super::json::{DEPTH_MAX, Node, Object, VALUES_MAX};

/// Reads one document.
///
/// # Errors
/// It is no YAML, or something in it is refused. The place is a line and a column.
pub fn read_yaml(text: &str) -> Result<Node<'_>, ParseProblem> {
    let mut reader = Reader {
        parser: Parser::new_from_str(text),
        depth: 0,
        values: 0,
    };
    let mut document = None;
    loop {
        match reader.next()? {
            (Event::StreamEnd, _) => return Ok(document.unwrap_or(Node::Null)),
            (Event::DocumentStart(_), span) if document.is_some() => {
                let expected = "one document";
                return Err(problem(
                    "yaml_documents",
                    "a second document begins here",
                    &span,
                    expected,
                ));
            }
            (
                Event::StreamStart | Event::DocumentStart(_) | Event::DocumentEnd | Event::Nothing,
                _,
            ) => {}
            event => document = Some(reader.value(event)?),
        }
    }
}

type Spanned<'a> = (Event<'a>, Span);

struct Reader<'a> {
    parser: Parser<'a, saphyr_parser::StrInput<'a>>,
    depth: usize,
    values: usize,
}

impl<'a> Reader<'a> {
    fn next(&mut self) -> Result<Spanned<'a>, ParseProblem> {
        match self.parser.next() {
            Some(Ok(event)) => Ok(event),
            Some(Err(error)) => {
                let place = error.marker();
                let place = format!("line {}, column {}", place.line(), place.col() + 1);
                Err(ParseProblem::new(
                    "yaml_invalid",
                    error.info(),
                    place,
                    "YAML 1.2",
                ))
            }
            None => Ok((Event::StreamEnd, Span::default())),
        }
    }

    fn value(&mut self, (event, span): Spanned<'a>) -> Result<Node<'a>, ParseProblem> {
        self.values += 1;
        if self.values > VALUES_MAX {
            let message = format!("the file holds more than {VALUES_MAX} values");
            return Err(problem("too_many_values", &message, &span, "fewer values"));
        }
        match event {
            Event::Scalar(text, ScalarStyle::Plain, _, None) => Ok(plain(text)),
            Event::Scalar(text, _, _, None) => Ok(Node::Text(text)),
            Event::SequenceStart(_, None) => self.nested(&span, Self::sequence),
            Event::MappingStart(_, None) => self.nested(&span, Self::mapping),
            Event::Alias(_) => {
                let message = "an alias stands for another part of the document";
                Err(problem("yaml_alias", message, &span, "the part itself"))
            }
            Event::Scalar(..) | Event::SequenceStart(..) | Event::MappingStart(..) => {
                let message = "a tag asks for a type";
                Err(problem("yaml_tag", message, &span, "a value without a tag"))
            }
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd
            | Event::SequenceEnd
            | Event::MappingEnd => Err(problem(
                "yaml_invalid",
                "a value is missing",
                &span,
                "YAML 1.2",
            )),
        }
    }

    fn nested(
        &mut self,
        span: &Span,
        read: impl Fn(&mut Self) -> Result<Node<'a>, ParseProblem>,
    ) -> Result<Node<'a>, ParseProblem> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            let message = format!("values are nested more than {DEPTH_MAX} levels deep");
            let expected = format!("at most {DEPTH_MAX} levels");
            return Err(problem("too_deep", &message, span, &expected));
        }
        let node = read(self)?;
        self.depth -= 1;
        Ok(node)
    }

    fn sequence(&mut self) -> Result<Node<'a>, ParseProblem> {
        let mut items = Vec::new();
        loop {
            match self.next()? {
                (Event::SequenceEnd, _) => return Ok(Node::Array(items)),
                event => items.push(self.value(event)?),
            }
        }
    }

    fn mapping(&mut self) -> Result<Node<'a>, ParseProblem> {
        let mut entries = Vec::new();
        loop {
            let span = match self.next()? {
                (Event::MappingEnd, span) => {
                    return Object::new(entries).map(Node::Object).map_err(|key| {
                        let message = format!("the key {key:?} stands twice");
                        problem("duplicate_key", &message, &span, "each key once")
                    });
                }
                (Event::Scalar(key, _, _, None), _) => {
                    let value = self.next()?;
                    entries.push((key, self.value(value)?));
                    continue;
                }
                (_, span) => span,
            };
            return Err(problem("yaml_key", "a key is no text", &span, "a text"));
        }
    }
}

/// A scalar without quotes. A number that is not written like one of JSON stays a text.
fn plain(text: Cow<'_, str>) -> Node<'_> {
    match text.as_ref() {
        "" | "~" | "null" | "Null" | "NULL" => return Node::Null,
        "true" | "True" | "TRUE" => return Node::Bool(true),
        "false" | "False" | "FALSE" => return Node::Bool(false),
        ".nan" | ".NaN" | ".NAN" => return Node::NotANumber("NaN"),
        ".inf" | ".Inf" | ".INF" | "+.inf" => return Node::NotANumber("Infinity"),
        "-.inf" | "-.Inf" | "-.INF" => return Node::NotANumber("-Infinity"),
        _ => {}
    }
    if is_number(&text) {
        Node::Number(text)
    } else {
        Node::Text(text)
    }
}

/// Whether a text is a number of JSON.
fn is_number(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let text = text.strip_prefix('-').unwrap_or(text);
    let (number, exponent) = match text.split_once(['e', 'E']) {
        Some((number, exponent)) => (number, Some(exponent)),
        None => (text, None),
    };
    let (whole, fraction) = match number.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (number, None),
    };
    digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(digits)
        && exponent.is_none_or(|text| digits(text.strip_prefix(['+', '-']).unwrap_or(text)))
}

fn problem(code: &'static str, message: &str, span: &Span, expected: &str) -> ParseProblem {
    let place = format!(
        "line {}, column {}",
        span.start.line(),
        span.start.col() + 1
    );
    ParseProblem::new(code, message, place, expected)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn refused(text: &str) -> (&'static str, String) {
        let problem = read_yaml(text).unwrap_err();
        (problem.code, problem.pointer)
    }

    #[test]
    fn numbers_keep_their_characters_and_quoted_ones_are_texts() {
        let node =
            read_yaml("value: 20.90\nquoted: '20.90'\nodd: [1e-3, .nan, 012, yes, ~, true, 1_0]\n")
                .unwrap();
        let object = node.object().unwrap();
        assert_eq!(object.get("value").unwrap().number(), Some("20.90"));
        assert_eq!(object.text("quoted"), Some("20.90"));
        let odd = object.get("odd").unwrap().array().unwrap();
        assert_eq!(odd[0].number(), Some("1e-3"));
        assert_eq!(odd[1], Node::NotANumber("NaN"));
        assert_eq!((odd[2].text(), odd[3].text()), (Some("012"), Some("yes")));
        assert_eq!((&odd[4], &odd[5]), (&Node::Null, &Node::Bool(true)));
        assert_eq!(odd[6].text(), Some("1_0"));
    }

    #[test]
    fn what_could_surprise_is_refused_with_its_place() {
        for (text, code, place) in [
            ("a: &x [1]\nb: *x\n", "yaml_alias", "line 2, column 4"),
            (
                "a: !!python/object:os.system x\n",
                "yaml_tag",
                "line 1, column 4",
            ),
            ("? [a]\n: 1\n", "yaml_key", "line 1, column 3"),
            ("a: 1\n---\nb: 2\n", "yaml_documents", "line 2, column 1"),
        ] {
            assert_eq!(refused(text), (code, place.to_owned()), "{text:?}");
        }
        assert_eq!(refused("a: 1\na: 2\n").0, "duplicate_key");
        assert_eq!(refused("a: [1, 2\n").0, "yaml_invalid");
    }

    #[test]
    fn depth_is_limited_exactly() {
        let nested = |levels: usize| "[".repeat(levels) + &"]".repeat(levels);
        assert!(read_yaml(&nested(DEPTH_MAX)).is_ok());
        assert_eq!(refused(&nested(DEPTH_MAX + 1)).0, "too_deep");
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,60}|[-a:\\[\\]{}&*!|> \\n'\"0-9.,#?]{0,60}") {
            let _outcome = read_yaml(&text);
        }
    }
}
