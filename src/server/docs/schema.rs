//! Schemas as HTML: each named one has a place of its own, to which all others lead.

use serde_json::Value;

use super::page::{escaped, inline, prose};

const SCHEMAS: &str = "#/components/schemas/";
/// What a schema demands of a value, with the word that stands for it.
const LIMITS: [(&str, &str); 8] = [
    ("minimum", "at least"),
    ("maximum", "at most"),
    ("minLength", "characters at least"),
    ("maxLength", "characters at most"),
    ("minItems", "items at least"),
    ("maxItems", "items at most"),
    ("default", "default"),
    ("pattern", "pattern"),
];

/// A named schema with all its properties.
pub(super) fn section(name: &str, schema: &Value) -> String {
    format!(
        "<details><summary><code>{0}</code> <span class=\"dim\">{1}</span></summary>\
         <div class=\"body\" id=\"schema-{0}\">{2}{3}</div></details>",
        escaped(name),
        inline(text(schema, "description")),
        constraints(schema),
        shape(schema)
    )
}

/// What it consists of.
fn shape(schema: &Value) -> String {
    let mut html = String::new();
    for (word, label) in [
        ("allOf", "All of"),
        ("oneOf", "One of"),
        ("anyOf", "Any of"),
    ] {
        if let Some(parts) = schema[word].as_array() {
            let parts: String = parts
                .iter()
                .map(|part| {
                    format!(
                        "<li>{}{}{}</li>",
                        kind(part),
                        prose(text(part, "description")),
                        shape(part)
                    )
                })
                .collect();
            html.push_str(&format!("<h3>{label}</h3><ul>{parts}</ul>"));
        }
    }
    if let Some(values) = schema["enum"].as_array() {
        let values: Vec<String> = values.iter().map(literal).collect();
        html.push_str(&format!("<p>One of {}.</p>", values.join(", ")));
    }
    if let Some(properties) = schema["properties"].as_object() {
        let required = schema["required"].as_array();
        let rows: String = properties
            .iter()
            .map(|(name, inner)| {
                let needed =
                    required.is_some_and(|required| required.iter().any(|one| one == name));
                row(name, inner, if needed { "always" } else { "" })
            })
            .collect();
        html.push_str(&table(&rows));
    }
    html
}

/// A table of named values.
pub(super) fn table(rows: &str) -> String {
    format!(
        "<div class=\"table\" tabindex=\"0\"><table><thead><tr><th>Name</th><th>Type</th><th>Given</th><th>Meaning</th></tr></thead>\
         <tbody>{rows}</tbody></table></div>"
    )
}

/// One line of it.
pub(super) fn row(name: &str, schema: &Value, presence: &str) -> String {
    format!(
        "<tr><td><code>{}</code></td><td>{}</td><td class=\"dim\">{presence}</td><td>{}{}</td></tr>",
        escaped(name),
        kind(schema),
        prose(meaning(schema)),
        constraints(schema)
    )
}

/// What it means; one that may be absent says so where it says what it is.
fn meaning(schema: &Value) -> &str {
    let either = schema["oneOf"].as_array().into_iter().flatten();
    let mut said = std::iter::once(schema)
        .chain(either)
        .map(|one| text(one, "description"));
    said.find(|text| !text.is_empty()).unwrap_or_default()
}

/// Its type in a few words; a named one as a link.
pub(super) fn kind(schema: &Value) -> String {
    if let Some(name) = schema["$ref"]
        .as_str()
        .and_then(|name| name.strip_prefix(SCHEMAS))
    {
        let name = escaped(name);
        return format!("<a href=\"#schema-{name}\">{name}</a>");
    }
    if let Some(parts) = schema["oneOf"].as_array().or(schema["anyOf"].as_array()) {
        let parts: Vec<String> = parts.iter().map(kind).collect();
        return parts.join(" or ");
    }
    let types = match &schema["type"] {
        Value::String(one) => vec![one.as_str()],
        Value::Array(all) => all.iter().filter_map(Value::as_str).collect(),
        _ => vec!["any"],
    };
    let words: Vec<String> = types
        .into_iter()
        .map(|word| match word {
            "array" => format!("list of {}", kind(&schema["items"])),
            "string" => schema["format"].as_str().unwrap_or("string").to_owned(),
            other => other.to_owned(),
        })
        .collect();
    words.join(" or ")
}

fn constraints(schema: &Value) -> String {
    let words: Vec<String> = LIMITS
        .iter()
        .filter(|(name, _)| !schema[name].is_null())
        .map(|(name, word)| format!("{word} {}", literal(&schema[name])))
        .collect();
    if words.is_empty() {
        return String::new();
    }
    format!("<p class=\"dim\">{}</p>", words.join("; "))
}

fn literal(value: &Value) -> String {
    let text = value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned);
    format!("<code>{}</code>", escaped(&text))
}

/// A text member; empty when it is absent.
pub(super) fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_default()
}
