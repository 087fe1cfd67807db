//! What an expression may read: one tree, used to check expressions, to make values, and to write the documentation.

mod measured;
mod tree;

use std::fmt::Write;

pub(super) use tree::ROOT;

/// The type of a field.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Type {
    Bool,
    Int,
    /// Exact in the facts; the nearest double in CEL.
    Decimal,
    Text,
    /// One of these.
    Word(&'static [&'static str]),
    Timestamp,
    List(usize, &'static Type),
    Object(&'static [Field]),
    /// Text by any key.
    Map,
}

/// A field of an object.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Field {
    pub name: &'static str,
    pub of: Type,
    pub known: Known,
    pub doc: &'static str,
}

/// Whether a field is there. Reading one that is not makes the requirement unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Known {
    Always,
    Sometimes,
    /// Expressions may be written with it already; nothing in this release records it.
    NotYet,
}

const fn must(name: &'static str, of: Type, doc: &'static str) -> Field {
    Field {
        name,
        of,
        known: Known::Always,
        doc,
    }
}

const fn may(name: &'static str, of: Type, doc: &'static str) -> Field {
    Field {
        name,
        of,
        known: Known::Sometimes,
        doc,
    }
}

const fn not_yet(name: &'static str, of: Type, doc: &'static str) -> Field {
    Field {
        name,
        of,
        known: Known::NotYet,
        doc,
    }
}

const TEXT: &Type = &Type::Text;

/// The field of an object.
pub(super) fn field(of: &'static [Field], name: &str) -> Option<&'static Field> {
    of.iter().find(|field| field.name == name)
}

/// The context as a table for people who write policies.
#[must_use]
pub fn to_markdown() -> String {
    let mut out = String::from("| path | type | known | meaning |\n| --- | --- | --- | --- |\n");
    rows("", ROOT, &mut out);
    out
}

fn rows(prefix: &str, fields: &'static [Field], out: &mut String) {
    for field in fields {
        let path = format!("{prefix}{}", field.name);
        let known = match field.known {
            Known::Always => "always",
            Known::Sometimes => "when known",
            Known::NotYet => "not yet: nothing records it, so it is unknown",
        };
        let words = match field.of {
            Type::Word(words) => format!(": {}", one_of(words)),
            _ => String::new(),
        };
        // Writing to a string does not fail.
        let _ = writeln!(
            out,
            "| `{path}` | {} | {known} | {}{words} |",
            name(field.of),
            field.doc
        );
        let inside = match field.of {
            Type::List(..) => format!("{path}[]."),
            _ => format!("{path}."),
        };
        if let Some(fields) = inner(field.of) {
            rows(&inside, fields, out);
        }
    }
}

/// The fields of an object, or of the objects of a list.
const fn inner(of: Type) -> Option<&'static [Field]> {
    match of {
        Type::Object(fields) | Type::List(_, &Type::Object(fields)) => Some(fields),
        Type::List(..)
        | Type::Bool
        | Type::Int
        | Type::Decimal
        | Type::Text
        | Type::Word(_)
        | Type::Timestamp
        | Type::Map => None,
    }
}

/// `a, b or c`.
pub(super) fn one_of(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

/// Whether a name is only that of a fact that nothing records yet.
pub(super) fn is_not_yet(name: &str) -> bool {
    fn named(fields: &'static [Field], name: &str) -> Vec<Known> {
        let inside = fields
            .iter()
            .flat_map(|field| inner(field.of).map_or_else(Vec::new, |inner| named(inner, name)));
        let here = fields.iter().filter(|field| field.name == name);
        here.map(|field| field.known).chain(inside).collect()
    }
    let found = named(ROOT, name);
    !found.is_empty() && found.iter().all(|known| *known == Known::NotYet)
}

/// What people call a type.
pub(super) fn name(of: Type) -> String {
    match of {
        Type::Bool => "bool".into(),
        Type::Int => "int".into(),
        Type::Decimal => "double".into(),
        Type::Text | Type::Word(_) => "string".into(),
        Type::Timestamp => "timestamp".into(),
        Type::List(limit, item) => format!("list of {} (at most {limit})", name(*item)),
        Type::Object(_) => "object".into(),
        Type::Map => "map of string".into(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use utoipa::PartialSchema;

    use super::*;
    use crate::domain::comparisons::{Method, Tier};
    use crate::domain::evaluations::statistics::ComparisonVerdict;
    use crate::domain::evaluations::{
        Category, Contamination, Direction, SourceType, TrustClass, Unit,
    };
    use crate::domain::models::{LineageKind, Stage};
    use crate::domain::routes::{Criticality, DataClass, RiskTier};

    fn at(path: &str) -> Type {
        let mut fields = ROOT;
        let mut of = Type::Bool;
        for name in path.split('.') {
            of = field(fields, name).unwrap_or_else(|| panic!("{path}")).of;
            fields = inner(of).unwrap_or_default();
        }
        of
    }

    #[test]
    fn a_closed_word_has_the_words_of_its_type() {
        fn words<T: PartialSchema>(more: &[&str]) -> Vec<String> {
            let schema = json!(T::schema());
            // With descriptions of each, a schema is a list of constants.
            let told = match (&schema["enum"], &schema["oneOf"]) {
                (serde_json::Value::Array(words), _) => words.clone(),
                (_, serde_json::Value::Array(each)) => each
                    .iter()
                    .map(|one| one.get("const").unwrap_or(&one["enum"][0]).clone())
                    .collect(),
                _ => panic!("{schema}"),
            };
            let told = told.iter().map(|word| word.as_str().unwrap().to_owned());
            let mut told: Vec<String> = told.chain(more.iter().map(|w| (*w).into())).collect();
            told.sort();
            told
        }
        for (path, expected) in [
            ("candidate.stage", words::<Stage>(&[])),
            ("incumbent.stage", words::<Stage>(&[])),
            ("candidate.lineage.kind", words::<LineageKind>(&[])),
            ("target.risk", words::<RiskTier>(&[])),
            ("target.criticality", words::<Criticality>(&[])),
            ("target.data_class", words::<DataClass>(&[])),
            ("evals.origin", words::<TrustClass>(&[])),
            ("evals.trust_class", words::<TrustClass>(&[])),
            ("evals.category", words::<Category>(&["unclassified"])),
            ("evals.contamination", words::<Contamination>(&[])),
            ("evals.source_type", words::<SourceType>(&[])),
            ("evals.direction", words::<Direction>(&[])),
            ("evals.unit", words::<Unit>(&[])),
            ("cmp.trust_class", words::<TrustClass>(&[])),
            ("cmp.tier", words::<Tier>(&[])),
            ("cmp.unit", words::<Unit>(&[])),
            ("cmp.method", words::<Method>(&[])),
            ("cmp.verdict", words::<ComparisonVerdict>(&[])),
        ] {
            let Type::Word(known) = at(path) else {
                panic!("{path} is no closed word");
            };
            let mut known = known.to_vec();
            known.sort_unstable();
            assert_eq!(known, expected, "{path}");
        }
    }
}
