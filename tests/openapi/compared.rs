//! The comparison itself, on small pairs of documents.

use serde_json::{Value, json};

use super::breaking::breaking;

/// A document with one operation that takes and answers a thing.
fn document() -> Value {
    json!({
        "paths": {"/things": {"post": {
            "parameters": [
                {"in": "query", "name": "limit", "required": false, "schema": {"type": "integer"}},
                {"$ref": "#/components/parameters/Key"},
            ],
            "requestBody": {"required": true, "content": {
                "application/json": {"schema": {"$ref": "#/components/schemas/NewThing"}},
            }},
            "responses": {
                "200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}},
                "201": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}},
                "404": {"$ref": "#/components/responses/NotFound"},
            },
        }}},
        "components": {
            "parameters": {"Key": {"in": "header", "name": "Key", "required": false, "schema": {"type": "string"}}},
            "schemas": {
                "NewThing": {
                    "type": "object",
                    "required": ["name"],
                    "properties": {
                        "name": {"type": "string"},
                        "colour": {"$ref": "#/components/schemas/Colour"},
                    },
                },
                "Thing": {
                    "type": "object",
                    "required": ["id", "parts", "colour"],
                    "properties": {
                        "id": {"type": "string", "format": "uuid"},
                        "colour": {"$ref": "#/components/schemas/Colour"},
                        "note": {"type": ["string", "null"]},
                        // Things are made of things.
                        "parts": {"type": "array", "items": {"$ref": "#/components/schemas/Thing"}},
                    },
                },
                "Colour": {"type": "string", "enum": ["red", "blue"]},
            },
        },
    })
}

fn operation(document: &mut Value) -> &mut Value {
    &mut document["paths"]["/things"]["post"]
}

fn schema<'a>(document: &'a mut Value, name: &str) -> &'a mut Value {
    &mut document["components"]["schemas"][name]
}

fn remove(object: &mut Value, name: &str) {
    object.as_object_mut().unwrap().remove(name).unwrap();
}

#[track_caller]
fn breaks(change: impl Fn(&mut Value), said: &[&str]) {
    let mut new = document();
    change(&mut new);
    assert_eq!(breaking(&document(), &new), said);
}

#[test]
fn what_only_adds_breaks_nobody() {
    breaks(|_| {}, &[]);
    breaks(
        |new| {
            new["paths"]["/others"] = json!({"get": {"responses": {}}});
            let operation = operation(new);
            let parameter = json!({"in": "query", "name": "q", "schema": {"type": "string"}});
            operation["parameters"]
                .as_array_mut()
                .unwrap()
                .push(parameter);
            operation["responses"]["409"] = json!({});
            remove(&mut operation["responses"], "404");
            schema(new, "NewThing")["properties"]["size"] = json!({"type": "integer"});
            schema(new, "Thing")["properties"]["size"] = json!({"type": "integer"});
            schema(new, "Thing")["required"] = json!(["id", "parts", "colour", "size"]);
        },
        &[],
    );
}

#[test]
fn an_operation_a_success_or_a_media_type_that_is_gone_is_named() {
    breaks(
        |new| remove(&mut new["paths"]["/things"], "post"),
        &["POST /things: the operation is gone"],
    );
    breaks(
        |new| remove(&mut operation(new)["responses"], "201"),
        &["POST /things: no longer answers 201"],
    );
    breaks(
        |new| {
            remove(
                &mut operation(new)["requestBody"]["content"],
                "application/json",
            )
        },
        &["POST /things: body: application/json is gone"],
    );
}

#[test]
fn parameters_that_are_gone_or_required_are_named() {
    breaks(
        |new| {
            operation(new)["parameters"]
                .as_array_mut()
                .unwrap()
                .remove(0);
        },
        &["POST /things: the query parameter limit is gone"],
    );
    breaks(
        |new| new["components"]["parameters"]["Key"]["required"] = true.into(),
        &["POST /things: the header parameter Key is required now"],
    );
    breaks(
        |new| {
            let parameter = json!({"in": "query", "name": "q", "required": true});
            operation(new)["parameters"]
                .as_array_mut()
                .unwrap()
                .push(parameter);
        },
        &["POST /things: the query parameter q is new and required"],
    );
}

#[test]
fn properties_that_are_gone_required_or_no_longer_there_are_named() {
    breaks(
        |new| remove(&mut schema(new, "NewThing")["properties"], "colour"),
        &["POST /things: body: colour is gone"],
    );
    breaks(
        |new| remove(&mut schema(new, "Thing")["properties"], "note"),
        &["POST /things: answer 200: note is gone"],
    );
    breaks(
        |new| schema(new, "NewThing")["required"] = json!(["name", "colour"]),
        &["POST /things: body: colour is required now"],
    );
    breaks(
        |new| {
            schema(new, "NewThing")["properties"]["size"] = json!({"type": "integer"});
            schema(new, "NewThing")["required"] = json!(["name", "size"]);
        },
        &["POST /things: body: size is new and required"],
    );
    breaks(
        |new| schema(new, "Thing")["required"] = json!(["id", "parts"]),
        &["POST /things: answer 200: colour is no longer always there"],
    );
}

#[test]
fn a_type_may_widen_in_requests_and_narrow_in_answers_only() {
    let request = |kind: Value| {
        move |new: &mut Value| schema(new, "NewThing")["properties"]["name"]["type"] = kind.clone()
    };
    breaks(request(json!(["string", "null"])), &[]);
    breaks(
        request(json!("integer")),
        &["POST /things: body: name: the type was {\"string\"} and is {\"integer\"}"],
    );
    let answer = |kind: Value| {
        move |new: &mut Value| schema(new, "Thing")["properties"]["note"]["type"] = kind.clone()
    };
    breaks(answer(json!("string")), &[]);
    breaks(
        answer(json!(["string", "null", "integer"])),
        &[
            "POST /things: answer 200: note: the type was {\"null\", \"string\"} and is {\"integer\", \"null\", \"string\"}",
        ],
    );
    breaks(
        |new| schema(new, "Thing")["properties"]["id"]["format"] = "date".into(),
        &["POST /things: answer 200: id: the format was \"uuid\" and is \"date\""],
    );
}

#[test]
fn words_may_be_added_to_requests_and_taken_from_answers_only() {
    breaks(
        |new| schema(new, "Colour")["enum"] = json!(["red", "blue", "green"]),
        &["POST /things: answer 200: colour: \"green\" is answered, which is new"],
    );
    breaks(
        |new| schema(new, "Colour")["enum"] = json!(["red"]),
        &["POST /things: body: colour: \"blue\" is no longer taken"],
    );
}
