//! The page of the API: every operation by its tag, then every schema.

use serde_json::Value;

use super::page::{escaped, inline, page, prose};
use super::schema::{kind, row, section, table, text};
use crate::ground::http::PROBLEMS_PATH;
use crate::server::openapi::BASE;

/// The whole page, from the document.
pub(super) fn page_of(document: &Value) -> String {
    let tags = document["tags"].as_array().map_or(&[][..], Vec::as_slice);
    let links: String = tags
        .iter()
        .map(|tag| format!("<li><a href=\"#tag-{0}\">{0}</a></li>", text(tag, "name")))
        .collect();
    let sections: String = tags.iter().map(|tag| tag_section(document, tag)).collect();
    let schemas = document["components"]["schemas"].as_object();
    let schemas: String = schemas
        .into_iter()
        .flatten()
        .map(|(name, schema)| section(name, schema))
        .collect();
    let info = &document["info"];
    let body = format!(
        "<header><h1>Tenure API <span class=\"dim\">{version}</span></h1>{description}\
         <p><a href=\"{BASE}/openapi.json\">The OpenAPI document</a> · <a href=\"{PROBLEMS_PATH}\">Problems and \
         reasons</a> · <a href=\"/\">The console</a></p>\
         <nav aria-label=\"Sections\"><ul>{links}<li><a href=\"#schemas\">schemas</a></li></ul></nav></header>\
         <main>{sections}<h2 id=\"schemas\">Schemas</h2>{schemas}</main>",
        version = escaped(text(info, "version")),
        description = prose(text(info, "description")),
    );
    page("Tenure API", &body)
}

fn tag_section(document: &Value, tag: &Value) -> String {
    let name = text(tag, "name");
    let paths = document["paths"].as_object().into_iter().flatten();
    let operations: String = paths
        .flat_map(|(path, item)| {
            let operations = item.as_object().into_iter().flatten();
            operations.map(move |(method, operation)| (path, method, operation))
        })
        .filter(|(_, _, operation)| operation["tags"][0] == name)
        .map(|(path, method, operation)| operation_section(document, path, method, operation))
        .collect();
    format!(
        "<h2 id=\"tag-{name}\">{name}</h2><p class=\"dim\">{}</p>{operations}",
        inline(text(tag, "description"))
    )
}

fn operation_section(document: &Value, path: &str, method: &str, operation: &Value) -> String {
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    let rows: String = parameters
        .map(|parameter| parameter_row(resolved(document, parameter)))
        .collect();
    let parameters = if rows.is_empty() {
        String::new()
    } else {
        format!("<h3>Parameters</h3>{}", table(&rows))
    };
    let body = contents(&operation["requestBody"]);
    let body = if body.is_empty() {
        body
    } else {
        format!("<h3>Body</h3>{body}")
    };
    let answers = operation["responses"].as_object().into_iter().flatten();
    let answers: String = answers
        .map(|(status, answer)| answer_section(status, resolved(document, answer)))
        .collect();
    format!(
        "<details><summary><span class=\"method\">{method}</span> <code>{path}</code> \
         <span class=\"dim\">{summary}</span></summary>\
         <div class=\"body\" id=\"{id}\">{description}<p class=\"dim\">{permission}</p>{parameters}{body}\
         <h3>Answers</h3>{answers}</div></details>",
        method = method.to_ascii_uppercase(),
        path = escaped(path),
        summary = inline(text(operation, "summary")),
        id = escaped(text(operation, "operationId")),
        description = prose(text(operation, "description")),
        permission = permission(operation),
    )
}

fn permission(operation: &Value) -> String {
    let requirement = operation["security"][0].as_object();
    let scope = requirement.and_then(|one| one.values().next()?[0].as_str());
    match scope {
        Some(scope) => format!("Permission: <code>{}</code>", escaped(scope)),
        None => "Permission: none; nobody is signed in yet.".to_owned(),
    }
}

fn parameter_row(parameter: &Value) -> String {
    let place = text(parameter, "in");
    let presence = if parameter["required"] == true {
        format!("{place}, required")
    } else {
        place.to_owned()
    };
    let mut schema = parameter["schema"].clone();
    schema["description"] = parameter["description"].clone();
    row(text(parameter, "name"), &schema, &presence)
}

fn answer_section(status: &str, answer: &Value) -> String {
    let headers = answer["headers"].as_object().into_iter().flatten();
    let headers: Vec<String> = headers
        .map(|(name, _)| format!("<code>{}</code>", escaped(name)))
        .collect();
    let headers = if headers.is_empty() {
        String::new()
    } else {
        format!("<p class=\"dim\">Headers: {}</p>", headers.join(", "))
    };
    format!(
        "<details><summary><strong>{}</strong> {}</summary><div class=\"body\">{}{headers}{}</div></details>",
        escaped(status),
        inline(
            text(answer, "description")
                .lines()
                .next()
                .unwrap_or_default()
        ),
        prose(text(answer, "description")),
        contents(answer)
    )
}

/// Each media type with its schema and examples.
fn contents(of: &Value) -> String {
    let contents = of["content"].as_object().into_iter().flatten();
    contents
        .map(|(media_type, content)| {
            let mut examples = String::new();
            if !content["example"].is_null() {
                examples = example(&content["example"]);
            }
            for one in content["examples"].as_object().into_iter().flatten() {
                examples.push_str(&example(&one.1["value"]));
            }
            format!(
                "<p><code>{}</code>: {}</p>{examples}",
                escaped(media_type),
                kind(&content["schema"])
            )
        })
        .collect()
}

fn example(value: &Value) -> String {
    let text = serde_json::to_string_pretty(value).unwrap_or_default();
    format!("<pre tabindex=\"0\">{}</pre>", escaped(&text))
}

/// What a reference into the document means.
fn resolved<'a>(document: &'a Value, part: &'a Value) -> &'a Value {
    let target = part["$ref"]
        .as_str()
        .and_then(|place| place.strip_prefix('#'));
    target
        .and_then(|place| document.pointer(place))
        .unwrap_or(part)
}
