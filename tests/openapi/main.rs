//! The API's contract, as far as it can be held without a running service: the committed document is the one that the
//! handlers make, says everything that a caller needs, and breaks no client of a release.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod breaking;
mod compared;
mod reasons;

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;
use tenure::ground::http::{REASONS, codes};

const DOCUMENT: &str = "openapi/tenure.v1.json";
const PROBLEMS: &str = "openapi/problems.md";
const DOCUMENTS: &str = "openapi/documents.schema.json";
/// What a text is when nobody gave it an example.
const NOBODY_SAID: &str = "string";
/// Operations that nobody has to be signed in for.
const OPEN: &[&str] = &["sign_in"];

fn made() -> Value {
    serde_json::to_value(tenure::server::document()).unwrap()
}

/// Method and path, and the operation.
fn operations(document: &Value) -> Vec<(String, Value)> {
    let paths = document["paths"].as_object().unwrap();
    paths
        .iter()
        .flat_map(|(path, item)| {
            let operations = item.as_object().unwrap().iter();
            operations.map(move |(method, operation)| {
                (
                    format!("{} {path}", method.to_uppercase()),
                    operation.clone(),
                )
            })
        })
        .collect()
}

fn resolved<'a>(document: &'a Value, part: &'a Value) -> &'a Value {
    match part["$ref"].as_str() {
        Some(place) => document.pointer(place.strip_prefix('#').unwrap()).unwrap(),
        None => part,
    }
}

#[track_caller]
fn none(wrong: Vec<String>) {
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn the_committed_document_is_the_one_that_the_handlers_make() {
    let committed = fs::read_to_string(DOCUMENT).unwrap();
    let made = tenure::server::document().to_pretty_json().unwrap();
    assert!(
        committed.trim_end() == made,
        "run `tenure openapi > {DOCUMENT}` and commit what it writes"
    );
}

#[test]
fn the_committed_table_of_codes_is_the_one_that_the_source_holds() {
    assert!(
        fs::read_to_string(PROBLEMS).unwrap() == tenure::server::problems_document(),
        "run `tenure openapi --problems > {PROBLEMS}` and commit what it writes"
    );
}

#[test]
fn the_committed_schema_of_documents_is_the_one_of_the_types_and_whole() {
    let committed: Value = serde_json::from_str(&fs::read_to_string(DOCUMENTS).unwrap()).unwrap();
    assert!(
        committed == tenure::server::documents_schema(),
        "run `tenure openapi --documents > {DOCUMENTS}` and commit what it writes"
    );
    let text = committed.to_string();
    let references = text.split("\"$ref\":\"").skip(1);
    let named = references.map(|rest| rest.split('"').next().unwrap());
    for reference in named {
        let pointer = reference.strip_prefix('#').unwrap();
        assert!(committed.pointer(pointer).is_some(), "{reference}");
    }
}

#[test]
fn codes_are_words_that_stand_once_and_each_has_a_meaning() {
    let problems = codes::PROBLEMS.iter().map(|code| (code.code, code.meaning));
    let reasons = REASONS.iter().copied();
    let mut seen = BTreeSet::new();
    for (code, meaning) in problems.chain(reasons) {
        let plain = code.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
        assert!(plain, "{code} is not snake_case");
        assert!(seen.insert(code), "{code} stands twice");
        assert!(meaning.ends_with('.'), "{code}: {meaning}");
    }
}

#[test]
fn every_operation_says_what_it_is_and_who_may() {
    let document = made();
    let tags: BTreeSet<&str> = document["tags"]
        .as_array()
        .unwrap()
        .iter()
        .map(|tag| tag["name"].as_str().unwrap())
        .collect();
    let known = tenure::ground::identity::may::ALL;
    let mut ids = BTreeSet::new();
    let mut wrong = Vec::new();
    for (name, operation) in operations(&document) {
        let mut lacks = |what: &str| wrong.push(format!("{name}: {what}"));
        let text = |member: &str| operation[member].as_str().unwrap_or_default().to_owned();
        if text("summary").is_empty() {
            lacks("no summary");
        }
        if !ids.insert(text("operationId")) {
            lacks("an operation id that another one has");
        }
        if !operation["tags"][0]
            .as_str()
            .is_some_and(|tag| tags.contains(tag))
        {
            lacks("no tag of the document's");
        }
        let security = operation["security"].as_array().unwrap();
        let scopes = security
            .iter()
            .flat_map(|one| one.as_object().unwrap().values());
        let scopes: BTreeSet<&str> = scopes.map(|scopes| scopes[0].as_str().unwrap()).collect();
        let open = OPEN.contains(&text("operationId").as_str());
        match scopes.iter().next() {
            Some(scope) if scopes.len() == 1 && known.iter().any(|one| one.name == *scope) => {}
            None if open => {}
            _ => lacks("not one permission"),
        }
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            let parameter = resolved(&document, parameter);
            if parameter["description"].as_str().is_none_or(str::is_empty) {
                lacks(&format!("no description of {}", parameter["name"]));
            }
        }
    }
    none(wrong);
}

#[test]
fn every_body_has_an_example_and_every_text_in_it_was_given_one() {
    let document = made();
    let mut wrong = Vec::new();
    for (name, operation) in operations(&document) {
        let answers = operation["responses"].as_object().unwrap().iter();
        let bodies = answers
            .map(|(status, answer)| (status.as_str(), resolved(&document, answer)))
            .chain([("body", &operation["requestBody"])]);
        for (place, body) in bodies {
            for (media_type, content) in body["content"].as_object().into_iter().flatten() {
                let given = !content["example"].is_null() || content["examples"].is_object();
                if media_type.ends_with("json") && !given {
                    wrong.push(format!("{name} {place} {media_type}: no example"));
                }
                unsaid(&content["example"], &format!("{name} {place}"), &mut wrong);
            }
        }
    }
    none(wrong);
}

/// Texts without an example: give the property `#[schema(example = ...)]`, or the table of named examples a line.
fn unsaid(example: &Value, place: &str, wrong: &mut Vec<String>) {
    match example {
        Value::String(text) if text == NOBODY_SAID => wrong.push(place.to_owned()),
        Value::Array(items) => items.iter().for_each(|item| unsaid(item, place, wrong)),
        Value::Object(members) => {
            for (name, member) in members {
                unsaid(member, &format!("{place}/{name}"), wrong);
            }
        }
        _ => {}
    }
}

#[test]
fn every_problem_of_an_operation_has_the_right_status_and_an_example_that_names_it() {
    let document = made();
    let mut wrong = Vec::new();
    for (name, operation) in operations(&document) {
        for (status, answer) in operation["responses"].as_object().unwrap() {
            if status.starts_with('2') {
                continue;
            }
            let content = &resolved(&document, answer)["content"]["application/problem+json"];
            let examples = content["examples"].as_object();
            if examples.is_none_or(serde_json::Map::is_empty) {
                wrong.push(format!("{name} {status}: no example"));
            }
            for (code, example) in examples.into_iter().flatten() {
                let known = codes::problem(code).unwrap();
                let problem = &example["value"];
                if problem["code"] != **code
                    || problem["status"] != known.status
                    || known.status.to_string() != *status
                {
                    wrong.push(format!("{name} {status}: {problem}"));
                }
            }
        }
    }
    none(wrong);
}

#[test]
fn every_command_takes_an_idempotency_key_and_every_revision_comes_as_a_tag() {
    let document = made();
    let mut wrong = Vec::new();
    for (name, operation) in operations(&document) {
        let id = operation["operationId"].as_str().unwrap();
        let parameters = operation["parameters"].as_array().into_iter().flatten();
        let key = parameters
            .map(|parameter| resolved(&document, parameter))
            .any(|parameter| parameter["name"] == "Idempotency-Key");
        let command = name.starts_with("POST") && !OPEN.contains(&id);
        if key != command {
            wrong.push(format!("{name}: Idempotency-Key {key}"));
        }
        for (status, answer) in operation["responses"].as_object().unwrap() {
            let body = &answer["content"]["application/json"]["example"];
            if !body["revision"].is_null() && answer["headers"]["ETag"].is_null() {
                wrong.push(format!("{name} {status}: a revision without ETag"));
            }
        }
    }
    none(wrong);
}

#[test]
fn what_follows_a_route_in_a_path_is_no_key_of_a_route() {
    let document = made();
    let paths = document["paths"].as_object().unwrap();
    for (path, item) in paths {
        let word = path.strip_prefix("/api/v1/routes/{route}/");
        if let Some(word) = word.filter(|_| item["get"].is_object()) {
            let problem = tenure::domain::routes::key_problem(word);
            assert!(problem.is_some(), "reserve the key {word}");
        }
    }
}

#[test]
fn no_client_of_a_release_is_broken() {
    let now = made();
    let mut wrong = Vec::new();
    // There is no release yet; from the first one on its document stands here.
    for entry in fs::read_dir("openapi/released").into_iter().flatten() {
        let path = entry.unwrap().path();
        let released = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let changes = breaking::breaking(&released, &now);
        wrong.extend(
            changes
                .into_iter()
                .map(|change| format!("{name}: {change}")),
        );
    }
    none(wrong);
}
