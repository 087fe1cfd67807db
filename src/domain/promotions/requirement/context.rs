//! Facts as CEL values, under the schema.

use std::collections::HashMap;
use std::sync::Arc;

use cel::objects::{Key, Map};
use cel::{Context, Value as Cel};
use chrono::{DateTime, FixedOffset};
use serde_json::Value;

use super::schema::{Field, Known, ROOT, Type, field};

/// Facts that are not what the schema says: a programming error, found before anything is judged.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("facts at {path}: {problem}")]
pub struct FactsProblem {
    /// Where.
    pub path: String,
    /// What.
    pub problem: String,
}

fn wrong(path: &str, problem: impl Into<String>) -> FactsProblem {
    FactsProblem {
        path: path.to_owned(),
        problem: problem.into(),
    }
}

/// Binds every fact that is known.
pub(super) fn context(facts: &Value) -> Result<Context<'static, 'static>, FactsProblem> {
    let facts = facts
        .as_object()
        .ok_or_else(|| wrong("", "not an object"))?;
    let mut context = Context::default();
    for known in ROOT {
        match facts.get(known.name).filter(|value| !value.is_null()) {
            Some(value) => {
                context.add_variable_from_value(known.name, convert(known.name, known.of, value)?)
            }
            None if known.known != Known::Always => {}
            None => return Err(wrong(known.name, "missing")),
        }
    }
    Ok(context)
}

fn convert(path: &str, of: Type, value: &Value) -> Result<Cel, FactsProblem> {
    let expected = || wrong(path, format!("not a {}", super::schema::name(of)));
    match of {
        Type::Bool => value.as_bool().map(Cel::Bool).ok_or_else(expected),
        Type::Int => value.as_i64().map(Cel::Int).ok_or_else(expected),
        Type::Text | Type::Word(_) => value
            .as_str()
            .map(|text| Cel::String(Arc::new(text.to_owned())))
            .ok_or_else(expected),
        Type::Decimal => {
            let text = value.as_str().ok_or_else(expected)?;
            let double: f64 = text.parse().map_err(|_| expected())?;
            if double.is_finite() {
                Ok(Cel::Float(double))
            } else {
                Err(expected())
            }
        }
        Type::Timestamp => {
            let text = value.as_str().ok_or_else(expected)?;
            let at: DateTime<FixedOffset> = text.parse().map_err(|_| expected())?;
            Ok(Cel::Timestamp(at))
        }
        Type::List(limit, item) => {
            let items = value.as_array().ok_or_else(expected)?;
            if items.len() > limit {
                return Err(wrong(
                    path,
                    format!("{} items, at most {limit}", items.len()),
                ));
            }
            let items = items
                .iter()
                .enumerate()
                .map(|(index, value)| convert(&format!("{path}[{index}]"), *item, value))
                .collect::<Result<Vec<Cel>, _>>()?;
            Ok(Cel::List(Arc::new(items)))
        }
        Type::Object(fields) => object(path, fields, value),
        Type::Map => {
            let entries = value.as_object().ok_or_else(expected)?;
            let entries = entries.iter().map(|(key, value)| {
                let text = value.as_str().ok_or_else(expected)?;
                Ok((
                    Key::String(Arc::new(key.clone())),
                    Cel::String(Arc::new(text.to_owned())),
                ))
            });
            Ok(Cel::Map(Map {
                map: Arc::new(entries.collect::<Result<HashMap<_, _>, _>>()?),
            }))
        }
    }
}

fn object(path: &str, fields: &'static [Field], value: &Value) -> Result<Cel, FactsProblem> {
    let entries = value
        .as_object()
        .ok_or_else(|| wrong(path, "not an object"))?;
    if let Some(stranger) = entries.keys().find(|name| field(fields, name).is_none()) {
        return Err(wrong(&format!("{path}.{stranger}"), "not in the schema"));
    }
    let mut map = HashMap::new();
    for known in fields {
        let path = format!("{path}.{}", known.name);
        match entries.get(known.name).filter(|value| !value.is_null()) {
            Some(value) => {
                map.insert(
                    Key::String(Arc::new(known.name.to_owned())),
                    convert(&path, known.of, value)?,
                );
            }
            None if known.known != Known::Always => {}
            None => return Err(wrong(&path, "missing")),
        }
    }
    Ok(Cel::Map(Map { map: Arc::new(map) }))
}
