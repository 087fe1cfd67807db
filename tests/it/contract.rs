//! What every operation owes its callers, whatever it does: who may, and which problem a wrong request is answered by.

use std::collections::BTreeMap;

use reqwest::Method;
use serde_json::{Value, json};
use tenure::ground::http::{BODY_BYTES_MAX, KEY_BYTES_MAX};
use tenure::ground::identity::may;

use crate::support::{Answered, Client, Tenure};

/// An id that nothing has.
const NOBODY: &str = "019ab4d2-0000-7000-8000-000000000000";
/// A command that any contributor may give.
const MODELS: &str = "/models";

/// One operation of the document, ready to be asked with its own examples.
struct Operation {
    id: String,
    method: Method,
    path: String,
    scope: Option<String>,
    parameters: Vec<Value>,
    body: Option<(String, Value)>,
}

fn operations() -> Vec<Operation> {
    let document = serde_json::to_value(tenure::server::document()).unwrap();
    let paths = document["paths"].as_object().unwrap();
    let mut all = Vec::new();
    for (path, item) in paths {
        for (method, operation) in item.as_object().unwrap() {
            let parameters = operation["parameters"].as_array();
            let parameters = parameters.into_iter().flatten();
            let body = operation["requestBody"]["content"].as_object();
            all.push(Operation {
                id: operation["operationId"].as_str().unwrap().into(),
                method: method.to_uppercase().parse().unwrap(),
                path: path.strip_prefix("/api/v1").unwrap().into(),
                scope: operation["security"][0]
                    .as_object()
                    .and_then(|one| one.values().next())
                    .map(|scopes| scopes[0].as_str().unwrap().to_owned()),
                parameters: parameters
                    .map(|one| match one["$ref"].as_str() {
                        Some(place) => document.pointer(&place[1..]).unwrap().clone(),
                        None => one.clone(),
                    })
                    .collect(),
                body: body
                    .and_then(|body| body.iter().next())
                    .map(|(media_type, content)| (media_type.clone(), content["example"].clone())),
            });
        }
    }
    all
}

impl Operation {
    fn placed(&self, place: &str) -> impl Iterator<Item = &Value> {
        let place = place.to_owned();
        self.parameters
            .iter()
            .filter(move |one| one["in"] == *place)
    }

    /// The request with what is required, and `more` in its query.
    fn request(&self, client: &Client, more: &[(&str, &str)]) -> reqwest::RequestBuilder {
        let mut path = self.path.clone();
        for parameter in self.placed("path") {
            let name = parameter["name"].as_str().unwrap();
            let value = match parameter["example"].as_str() {
                Some(example) => example.to_owned(),
                None if name == "position" => "0".into(),
                None if name == "sha256" => format!("sha256:{}", "0".repeat(64)),
                None => NOBODY.into(),
            };
            path = path.replace(&format!("{{{name}}}"), &value);
        }
        let mut request = client.request(self.method.clone(), &path);
        for parameter in self.placed("query").filter(|one| one["required"] == true) {
            let name = parameter["name"].as_str().unwrap();
            let value = parameter["example"].as_str().unwrap_or(match name {
                "format" => "csv",
                "unit" | "q" => "anything",
                _ => NOBODY,
            });
            request = request.query(&[(name, value)]);
        }
        request = request.query(more);
        for parameter in self.placed("header").filter(|one| one["required"] == true) {
            let example = parameter["example"].as_str().unwrap();
            request = request.header(parameter["name"].as_str().unwrap(), example);
        }
        match &self.body {
            Some((media_type, example)) if media_type == "application/json" => {
                request.json(example)
            }
            Some((media_type, _)) => request.header("content-type", media_type).body("{}"),
            None => request,
        }
    }
}

#[track_caller]
fn none(wrong: Vec<String>) {
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[actix_web::test]
async fn the_document_names_the_permission_that_each_operation_asks_for() {
    let tenure = Tenure::start().await;
    let nobody = tenure.member("Noa Lind", &[]).await;
    let mut wrong = Vec::new();
    for operation in operations() {
        let Operation { id, scope, .. } = &operation;
        let Some(scope) = scope else { continue };
        let anonymous = nobody.anonymous();
        let answered = anonymous.send(operation.request(&anonymous, &[])).await;
        if answered.status != 401 {
            wrong.push(format!("{id}: {} for nobody", answered.text));
        }
        let permission = may::ALL.iter().find(|one| one.name == scope).unwrap();
        let answered = nobody.send(operation.request(&nobody, &[])).await;
        let asked = answered.json["permission"].as_str();
        // Who is signed in at all holds these: nothing is asked for.
        let expected = (!permission.roles.is_empty()).then_some(scope.as_str());
        let expected = match id.as_str() {
            // Each document of a manifest asks for the permission of its own command.
            "apply_manifest" => Some("team.manage"),
            _ => expected,
        };
        let cookie_only = id == "sign_out";
        if asked != expected && !cookie_only {
            wrong.push(format!(
                "{id}: the document says {scope}, the answer is {}",
                answered.text
            ));
        }
    }
    none(wrong);
    tenure.done().await;
}

#[actix_web::test]
async fn every_operation_refuses_parameters_that_it_does_not_know() {
    let tenure = Tenure::start().await;
    let mut wrong = Vec::new();
    for operation in operations() {
        let request = operation.request(&tenure.admin, &[("unheard_of", "1")]);
        let answered = tenure.admin.send(request).await;
        if answered.status != 400 || answered.json["code"] != "malformed" {
            wrong.push(format!(
                "{}: {} {}",
                operation.id, answered.status, answered.text
            ));
        }
    }
    none(wrong);
    tenure.done().await;
}

#[actix_web::test]
async fn every_path_id_and_every_typed_parameter_is_checked() {
    let tenure = Tenure::start().await;
    let admin = &tenure.admin;
    let mut wrong = Vec::new();
    for operation in operations() {
        for bad in ["no-id", "%00", "%ff", "a%2Fb"] {
            let ids = operation
                .placed("path")
                .filter(|one| one["schema"]["$ref"].is_string());
            let Some(parameter) = ids.into_iter().next() else {
                continue;
            };
            let name = parameter["name"].as_str().unwrap();
            let mut broken = operation.request(admin, &[]).build().unwrap();
            let path = operation.path.replace(&format!("{{{name}}}"), bad);
            let path = path.replace("{id}", NOBODY);
            broken.url_mut().set_path(&format!("/api/v1{path}"));
            let answered = admin.execute(broken).await;
            if answered.status != 400 {
                wrong.push(format!(
                    "{} {bad}: {} {}",
                    operation.id, answered.status, answered.text
                ));
            }
        }
        for parameter in operation.placed("query") {
            let kind = &parameter["schema"];
            let typed = kind.to_string().contains("integer") || kind.to_string().contains("uuid");
            let name = parameter["name"].as_str().unwrap();
            if !typed || parameter["required"] == true {
                continue;
            }
            let answered = admin.send(operation.request(admin, &[(name, "x")])).await;
            if answered.status != 400 {
                wrong.push(format!(
                    "{} {name}: {} {}",
                    operation.id, answered.status, answered.text
                ));
            }
        }
    }
    none(wrong);
    tenure.done().await;
}

/// What is wrong with a text in a query, wherever it stands.
#[actix_web::test]
async fn a_query_with_duplicates_nul_or_no_utf_8_is_malformed() {
    let tenure = Tenure::start().await;
    for query in [
        "limit=1&limit=2",
        "q=a&q=b",
        "q=a%00b",
        "q=%ff",
        "%ff=1",
        "limit=one",
        "limit=0",
        "limit=201",
        "limit=99999999999999999999",
        "page_token=x",
        "team=x",
    ] {
        let answered = tenure.admin.get(&format!("{MODELS}?{query}")).await;
        assert_eq!(answered.problem(), (400, "malformed".into()), "{query}");
        assert!(
            answered.json["errors"][0]["expected"].is_string(),
            "{query}"
        );
    }
    tenure.admin.get("/models?limit=1").await.ok();
    tenure.admin.get("/models?limit=200&q=%C3%A9").await.ok();
    tenure.done().await;
}

#[actix_web::test]
async fn a_text_in_a_path_is_utf_8_without_nul() {
    let tenure = Tenure::start().await;
    for path in [
        "/routes/a%00/b",
        "/routes/a/%ff",
        "/resolve/a/%00",
        "/resolve/%ff/b",
    ] {
        let answered = tenure.admin.get(path).await;
        assert_eq!(answered.problem(), (400, "malformed".into()), "{path}");
    }
    tenure.done().await;
}

impl Tenure {
    /// A body of any media type, sent as it is.
    async fn raw(&self, media_type: Option<&str>, body: impl Into<Vec<u8>>) -> Answered {
        let request = self.admin.request(Method::POST, MODELS).body(body.into());
        let request = match media_type {
            Some(media_type) => request.header("content-type", media_type),
            None => request,
        };
        self.admin.send(request).await
    }
}

const JSON: Option<&str> = Some("application/json");

#[actix_web::test]
async fn a_body_that_is_no_json_is_malformed_and_one_of_other_shape_is_invalid_at_its_place() {
    let tenure = Tenure::start().await;
    let malformed: Vec<Vec<u8>> = vec![
        b"".to_vec(),
        b"{".to_vec(),
        b"{\"name\":\"a\"} x".to_vec(),
        b"{\"name\":\"a\",}".to_vec(),
        b"{\"name\":\"\xff\"}".to_vec(),
        b"{\"name\":\"\\ud800\"}".to_vec(),
        b"{\"name\":\"a\0\"}".to_vec(),
    ];
    for body in malformed {
        let shown = String::from_utf8_lossy(&body[..body.len().min(30)]).into_owned();
        let answered = tenure.raw(JSON, body).await;
        assert_eq!(answered.problem(), (400, "malformed".into()), "{shown}");
    }
    for (body, pointer) in [
        (json!({}), ""),
        (json!([]), ""),
        (json!(null), ""),
        (json!({"name": 1}), "/name"),
        (json!({"name": "a", "unheard_of": 1}), "/unheard_of"),
        (json!({"name": "a", "team_id": "x"}), "/team_id"),
        (json!({"name": "a\0b"}), ""),
    ] {
        let answered = tenure.raw(JSON, body.to_string()).await;
        assert_eq!(answered.problem(), (422, "invalid".into()), "{body}");
        assert_eq!(answered.json["errors"][0]["pointer"], pointer, "{body}");
    }
    // A list of the members in their order is no object, though serde takes it for one.
    let admin = &tenure.admin;
    let model = admin.post(MODELS, json!({"name": "listed"})).await.id();
    let path = format!("{MODELS}/{model}");
    let listed = admin.patch_at(&path, "\"1\"", json!([null, null])).await;
    assert_eq!(listed.problem(), (422, "invalid".into()));
    let message = &listed.json["errors"][0]["message"];
    assert_eq!(
        message,
        "invalid type: sequence, expected struct RelabelModel."
    );
    let twice = tenure.raw(JSON, "{\"name\":\"a\",\"name\":\"b\"}").await;
    assert_eq!(twice.problem(), (422, "invalid".into()));
    // Depth is refused before it is a problem of the stack.
    let deep = format!("{{\"tags\":{}", "[".repeat(100_000));
    assert!(tenure.raw(JSON, deep).await.status.is_client_error());
    tenure.done().await;
}

#[actix_web::test]
async fn a_body_is_taken_up_to_its_limit_and_not_one_byte_more() {
    let tenure = Tenure::start().await;
    let body = |bytes: usize| {
        let text = json!({"name": "at-the-limit"}).to_string();
        text.clone() + &" ".repeat(bytes - text.len())
    };
    let answered = tenure.raw(JSON, body(BODY_BYTES_MAX + 1)).await;
    assert_eq!(answered.problem(), (413, "too_large".into()));
    tenure.raw(JSON, body(BODY_BYTES_MAX)).await.ok();
    tenure.done().await;
}

#[actix_web::test]
async fn a_body_of_another_media_type_is_named() {
    let tenure = Tenure::start().await;
    let body = json!({"name": "typed"}).to_string();
    for media_type in [
        None,
        Some("text/plain"),
        Some("application/jsonx"),
        Some("\""),
    ] {
        let answered = tenure.raw(media_type, body.clone()).await;
        assert_eq!(answered.problem(), (415, "unsupported_media_type".into()));
    }
    let with_charset = Some("Application/JSON; charset=utf-8");
    tenure.raw(with_charset, body).await.ok();
    tenure.done().await;
}

#[actix_web::test]
async fn a_body_is_not_looked_at_before_its_sender_may_send_it() {
    let tenure = Tenure::start().await;
    let viewer = tenure.member("Vi Ewer", &[]).await;
    for _ in 0..20 {
        let request = viewer.request(Method::POST, MODELS).body("{");
        let answered = viewer.send(request).await;
        assert_eq!(answered.problem(), (403, "forbidden".into()));
    }
    tenure.done().await;
}

#[actix_web::test]
async fn an_entity_tag_is_one_revision_in_quotes() {
    let tenure = Tenure::start().await;
    let admin = &tenure.admin;
    let model = admin.post(MODELS, json!({"name": "tagged"})).await;
    let path = format!("{MODELS}/{}", model.id());
    let change = json!({"description": "new"});
    for tag in [
        "1",
        "\"\"",
        "\"0\"",
        "\"01\"",
        "\"+1\"",
        "\"x\"",
        "W/\"1\"",
        "*",
        "\"1\", \"2\"",
        "\"99999999999\"",
    ] {
        let answered = admin.patch_at(&path, tag, change.clone()).await;
        assert_eq!(answered.problem(), (400, "malformed".into()), "{tag}");
    }
    let request = admin.request(Method::PATCH, &path).json(&change);
    let twice = request
        .header("if-match", "\"1\"")
        .header("if-match", "\"1\"");
    assert_eq!(admin.send(twice).await.problem(), (400, "malformed".into()));
    let without = admin.request(Method::PATCH, &path).json(&change);
    let answered = admin.send(without).await;
    assert_eq!(answered.problem(), (428, "precondition_required".into()));
    let stale = admin.patch_at(&path, "\"2\"", change.clone()).await;
    assert_eq!(stale.problem(), (412, "stale".into()));
    assert_eq!(
        (stale.tag(), &stale.json["current_revision"]),
        ("\"1\"", &json!(1))
    );
    admin.patch_at(&path, "\"1\"", change).await.ok();
    tenure.done().await;
}

#[actix_web::test]
async fn an_idempotency_key_is_short_and_plain() {
    let tenure = Tenure::start().await;
    let admin = &tenure.admin;
    for key in ["", &"k".repeat(KEY_BYTES_MAX + 1), "k\u{e9}", "tab\there"] {
        let answered = admin.post_once(MODELS, key, json!({"name": "keyed"})).await;
        assert_eq!(answered.problem(), (400, "malformed".into()), "{key:?}");
        assert_eq!(answered.json["errors"][0]["pointer"], "Idempotency-Key");
    }
    let longest = "k".repeat(KEY_BYTES_MAX);
    let first = admin
        .post_once(MODELS, &longest, json!({"name": "keyed"}))
        .await;
    let again = admin
        .post_once(MODELS, &longest, json!({"name": "keyed"}))
        .await;
    assert_eq!((first.id(), again.replayed), (again.id(), true));
    let other = admin
        .post_once(MODELS, &longest, json!({"name": "other"}))
        .await;
    assert_eq!(other.problem(), (422, "idempotency_key_reused".into()));
    let twice = admin
        .request(Method::POST, MODELS)
        .json(&json!({"name": "x"}));
    let twice = twice
        .header("idempotency-key", "a")
        .header("idempotency-key", "b");
    assert_eq!(admin.send(twice).await.problem(), (400, "malformed".into()));
    tenure.done().await;
}

#[actix_web::test]
async fn an_unknown_path_is_404_and_a_wrong_method_is_405_with_those_that_are_right() {
    let tenure = Tenure::start().await;
    let admin = &tenure.admin;
    for path in ["", "/", "/nothing", "/models/", "/models/a/b/c", "//models"] {
        let answered = admin.get(path).await;
        assert_eq!(answered.problem(), (404, "not_found".into()), "{path}");
    }
    let one = format!("{MODELS}/{NOBODY}");
    for (method, path, allow) in [
        (Method::DELETE, MODELS, "GET, POST"),
        (Method::PUT, one.as_str(), "GET, PATCH"),
        (Method::OPTIONS, "/session", "DELETE, GET"),
        (Method::POST, "/resolve/production/bot", "GET"),
        (Method::POST, "/openapi.json", "GET, HEAD"),
    ] {
        let response = admin.request(method, path).send().await.unwrap();
        assert_eq!(
            (response.status().as_u16(), &response.headers()["allow"]),
            (405, &allow.parse().unwrap())
        );
        let problem: Value = serde_json::from_str(&response.text().await.unwrap()).unwrap();
        assert_eq!(problem["code"], "method_not_allowed");
    }
    tenure.done().await;
}

#[actix_web::test]
async fn every_problem_is_of_its_media_type_and_leads_to_a_page_that_explains_it() {
    let tenure = Tenure::start().await;
    let admin = &tenure.admin;
    for path in ["/nothing", "/models?limit=0", "/models/x"] {
        let response = admin.request(Method::GET, path).send().await.unwrap();
        let header = |name: &str| response.headers()[name].to_str().unwrap().to_owned();
        assert_eq!(header("content-type"), "application/problem+json");
        assert_eq!(header("cache-control"), "no-store");
        let problem: Value = serde_json::from_str(&response.text().await.unwrap()).unwrap();
        let page = tenure.page(problem["type"].as_str().unwrap(), &[]).await;
        assert!(
            page.2.contains(problem["code"].as_str().unwrap()),
            "{}",
            page.2
        );
    }
    assert_eq!(tenure.page("/problems/unheard_of", &[]).await.0, 404);
    let all = tenure.page("/problems", &[]).await.2;
    assert!(all.contains("stage_too_low") && all.contains("precondition_required"));
    tenure.done().await;
}

type Page = (u16, BTreeMap<String, String>, String);

impl Tenure {
    /// What stands outside the API.
    async fn page(&self, path: &str, headers: &[(&str, &str)]) -> Page {
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let mut request = client.get(format!("{}{path}", self.base));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = request.send().await.unwrap();
        let text = |value: &reqwest::header::HeaderValue| value.to_str().unwrap().to_owned();
        let headers = response.headers().iter();
        let headers = headers
            .map(|(name, value)| (name.to_string(), text(value)))
            .collect();
        let status = response.status().as_u16();
        let body = response.bytes().await.unwrap();
        (status, headers, String::from_utf8_lossy(&body).into_owned())
    }
}

#[actix_web::test]
async fn the_document_and_its_page_are_served_without_a_caller_and_kept_until_they_change() {
    let tenure = Tenure::start().await;
    let (status, headers, text) = tenure.page("/api/v1/openapi.json", &[]).await;
    assert_eq!(
        (status, headers["content-type"].as_str()),
        (200, "application/json")
    );
    let served: Value = serde_json::from_str(&text).unwrap();
    assert!(served == serde_json::to_value(tenure::server::document()).unwrap());
    let (status, headers, page) = tenure.page("/docs", &[]).await;
    assert_eq!(
        (status, headers["content-type"].as_str()),
        (200, "text/html; charset=utf-8")
    );
    assert!(!page.contains("<script") && page.contains("id=\"switch_route\""));
    assert!(headers["content-security-policy"].starts_with("default-src 'none'"));
    for path in ["/docs", "/api/v1/openapi.json"] {
        let (_, headers, _) = tenure.page(path, &[]).await;
        let tag = headers["etag"].clone();
        let (status, headers, body) = tenure.page(path, &[("if-none-match", &tag)]).await;
        assert_eq!((status, &headers["etag"], body.as_str()), (304, &tag, ""));
        let (status, headers, _) = tenure
            .page(
                path,
                &[("if-none-match", "\"x\""), ("accept-encoding", "gzip")],
            )
            .await;
        assert_eq!(
            (status, headers["content-encoding"].as_str()),
            (200, "gzip")
        );
    }
    tenure.done().await;
}
