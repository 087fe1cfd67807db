//! Models, versions, aliases.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::support::{Client, Tenure};

pub fn hosted(native_id: &str) -> Value {
    json!({"kind": "hosted", "platform": "anthropic", "native_id": native_id})
}

pub async fn model(client: &Client, name: &str) -> String {
    client.post("/models", json!({"name": name})).await.id()
}

pub async fn version(client: &Client, model: &str) -> String {
    let body = json!({"source": hosted("claude-sonnet-4-5-20250929")});
    client
        .post(&format!("/models/{model}/versions"), body)
        .await
        .id()
}

#[actix_web::test]
async fn a_model_is_registered_found_and_relabelled() {
    let tenure = Tenure::start().await;
    let body = json!({
        "name": "Ticket-Triage",
        "description": "Routes tickets.",
        "tags": [{"key": "tier", "value": "2"}, {"key": "area", "value": "support"}],
    });
    let created = tenure.admin.post("/models", body).await;
    let id = created.id();
    assert_eq!(created.tag(), "\"1\"");
    assert_eq!(created.json["tags"][0]["key"], "area", "tags are sorted");
    let found = tenure.admin.get("/models?q=tRIAGE&tag=tier=2").await.ok();
    assert_eq!(found["items"][0]["id"], id);
    assert_eq!(
        tenure.admin.get("/models?tag=tier=3").await.ok()["items"],
        json!([])
    );

    let path = format!("/models/{id}");
    let changed = tenure
        .admin
        .patch_at(&path, "\"1\"", json!({"description": ""}))
        .await;
    assert_eq!(changed.tag(), "\"2\"");
    assert_eq!(changed.json["description"], Value::Null);
    assert_eq!(
        changed.json["tags"], created.json["tags"],
        "what is not named stays"
    );
    let stale = tenure
        .admin
        .patch_at(&path, "\"1\"", json!({"tags": []}))
        .await;
    assert_eq!(stale.problem(), (412, "stale".into()));
    assert_eq!(stale.json["current_revision"], 2);
    tenure.done().await;
}

#[actix_web::test]
async fn a_name_is_taken_once_even_when_two_ask_at_the_same_time() {
    let tenure = Tenure::start().await;
    let ask = || tenure.admin.post("/models", json!({"name": "twice"}));
    let (one, two) = tokio::join!(ask(), ask());
    let statuses = BTreeSet::from([one.status.as_u16(), two.status.as_u16()]);
    assert_eq!(statuses, BTreeSet::from([201, 409]));
    let refused = if one.status == 409 { one } else { two };
    assert_eq!(
        refused.refusal(),
        (409, "refused".into(), vec!["name_taken".into()])
    );
    tenure.done().await;
}

#[actix_web::test]
async fn version_numbers_are_dense_when_many_register_at_once() {
    let tenure = Tenure::start().await;
    let model = model(&tenure.admin, "dense").await;
    let path = format!("/models/{model}/versions");
    let asks = (0..16).map(|n| {
        tenure
            .admin
            .post(&path, json!({"source": hosted(&format!("m-{n}"))}))
    });
    let answers = futures_util::future::join_all(asks).await;
    let numbers: BTreeSet<i64> = answers
        .into_iter()
        .map(|answer| answer.ok()["number"].as_i64().unwrap())
        .collect();
    assert_eq!(numbers, (1..=16).collect());
    tenure.done().await;
}

#[actix_web::test]
async fn a_version_keeps_its_parameters_character_by_character() {
    let tenure = Tenure::start().await;
    let model = model(&tenure.admin, "exact").await;
    let body = r#"{"source": {"kind": "opaque", "text": "x"}, "configuration": {"parameters": {"temperature": 0.70}}}"#;
    let request = tenure
        .admin
        .request(reqwest::Method::POST, &format!("/models/{model}/versions"))
        .header("content-type", "application/json")
        .body(body);
    let answer = tenure.admin.send(request).await;
    assert!(
        answer
            .text
            .contains(r#""parameters":{"temperature": 0.70}"#),
        "{}",
        answer.text
    );
    tenure.done().await;
}

#[actix_web::test]
async fn a_derived_version_names_its_parent_and_the_parent_its_child() {
    let tenure = Tenure::start().await;
    let model = model(&tenure.admin, "lineage").await;
    let parent = version(&tenure.admin, &model).await;
    let body = json!({
        "source": {"kind": "weights", "uri": "s3://m/2", "digest": format!("sha256:{}", "a".repeat(64))},
        "lineage": [{"kind": "quantisation", "parent_version_id": parent, "technique": "W4A16"}],
    });
    let child = tenure
        .admin
        .post(&format!("/models/{model}/versions"), body)
        .await
        .ok();
    assert_eq!(child["lineage"][0]["version"]["number"], 1);
    let parent = tenure.admin.get(&format!("/versions/{parent}")).await.ok();
    assert_eq!(parent["children"][0]["version"]["id"], child["id"]);
    assert_eq!(parent["children"][0]["technique"], "W4A16");
    tenure.done().await;
}

#[actix_web::test]
async fn an_alias_moves_by_compare_and_swap_with_exactly_one_winner() {
    let tenure = Tenure::start().await;
    let model = model(&tenure.admin, "alias").await;
    let one = version(&tenure.admin, &model).await;
    let two = version(&tenure.admin, &model).await;
    let path = format!("/models/{model}/aliases");
    let set = json!({"alias": "champion", "version_id": one, "expected_version_id": null});
    tenure.admin.post(&path, set.clone()).await.ok();
    assert_eq!(
        tenure.admin.post(&path, set).await.refusal().2,
        ["alias_moved"]
    );

    let step = || {
        let body = json!({"alias": "champion", "version_id": two, "expected_version_id": one});
        tenure.admin.post(&path, body)
    };
    let (a, b) = tokio::join!(step(), step());
    assert_eq!(
        BTreeSet::from([a.status.as_u16(), b.status.as_u16()]),
        BTreeSet::from([200, 409])
    );
    let away = json!({"alias": "champion", "version_id": null});
    let aliases = tenure.admin.post(&path, away).await.ok();
    assert_eq!(aliases["items"][0]["version"], Value::Null);
    assert_eq!(aliases["items"][0]["revision"], 3);
    tenure.done().await;
}

#[actix_web::test]
async fn what_already_runs_is_adopted_with_a_finding_and_no_approval() {
    let tenure = Tenure::start().await;
    let model = model(&tenure.admin, "adopted").await;
    let body = json!({
        "source": hosted("gpt-4.1"),
        "adopted": {"since": "2026-01-01T00:00:00Z", "reason": "runs since January", "stage": "production"},
    });
    let version = tenure
        .admin
        .post(&format!("/models/{model}/versions"), body)
        .await
        .ok();
    assert_eq!(
        (version["stage"].as_str(), version["basis"].as_str()),
        (Some("production"), Some("adopted"))
    );
    assert_eq!(version["adopted"]["due"], "2027-02-22");
    let findings: i64 =
        sqlx::query_scalar("select count(*) from finding where kind = 'runs_without_evidence'")
            .fetch_one(&tenure.pool)
            .await
            .unwrap();
    assert_eq!(findings, 1);
    tenure.done().await;
}

#[actix_web::test]
async fn a_command_under_a_key_happens_once_and_answers_the_same() {
    let tenure = Tenure::start().await;
    let body = json!({"name": "once"});
    let first = tenure.admin.post_once("/models", "k1", body.clone()).await;
    let again = tenure.admin.post_once("/models", "k1", body.clone()).await;
    assert_eq!(
        (again.status, &again.text, again.replayed),
        (first.status, &first.text, true)
    );
    let other = tenure
        .admin
        .post_once("/models", "k1", json!({"name": "other"}))
        .await;
    assert_eq!(other.problem(), (422, "idempotency_key_reused".into()));
    let refused = tenure.admin.post_once("/models", "k2", body).await;
    assert_eq!(refused.problem(), (409, "refused".into()));
    let now_free = tenure
        .admin
        .post_once("/models", "k2", json!({"name": "free"}))
        .await;
    assert_eq!(now_free.status, 201, "a refusal is not kept");
    tenure.done().await;
}

#[actix_web::test]
async fn what_is_wrong_is_answered_with_its_place() {
    let tenure = Tenure::start().await;
    let raw = async |body: &'static str, media: &'static str| {
        let request = tenure
            .admin
            .request(reqwest::Method::POST, "/models")
            .header("content-type", media)
            .body(body);
        tenure.admin.send(request).await
    };
    let json = "application/json";
    assert_eq!(raw("{", json).await.problem(), (400, "malformed".into()));
    assert_eq!(
        raw("{}", "text/plain").await.problem(),
        (415, "unsupported_media_type".into())
    );
    let wrong = raw(r#"{"name": 7}"#, json).await;
    assert_eq!(wrong.problem(), (422, "invalid".into()));
    assert_eq!(wrong.json["errors"][0]["pointer"], "/name");
    assert_eq!(raw(r#"{"name": "a", "nme": 1}"#, json).await.status, 422);
    assert_eq!(raw(r#"{"name": "a\u0000b"}"#, json).await.status, 422);
    assert_eq!(raw(r#"{"name": "a\\u0000b"}"#, json).await.status, 201);
    assert_eq!(
        tenure.admin.get("/models/x").await.problem(),
        (400, "malformed".into())
    );
    assert_eq!(
        tenure.admin.get("/models?limit=0").await.problem(),
        (400, "malformed".into())
    );
    assert_eq!(
        tenure.admin.get("/models?nope=1").await.problem(),
        (400, "malformed".into())
    );
    let unknown = format!("/models/{}", uuid::Uuid::nil());
    assert_eq!(
        tenure.admin.get(&unknown).await.problem(),
        (404, "not_found".into())
    );
    assert_eq!(
        tenure.admin.anonymous().get("/models").await.problem(),
        (401, "unauthenticated".into())
    );
    let without = tenure
        .admin
        .request(reqwest::Method::PATCH, &unknown)
        .json(&serde_json::json!({}));
    assert_eq!(
        tenure.admin.send(without).await.problem(),
        (428, "precondition_required".into())
    );
    tenure.done().await;
}

#[actix_web::test]
async fn pages_lead_through_all_models_once() {
    let tenure = Tenure::start().await;
    for n in 0..7 {
        model(&tenure.admin, &format!("m{n}")).await;
    }
    let (mut seen, mut path) = (Vec::new(), "/models?limit=3".to_owned());
    loop {
        let page = tenure.admin.get(&path).await.ok();
        seen.extend(
            page["items"]
                .as_array()
                .unwrap()
                .iter()
                .map(|m| m["name"].to_string()),
        );
        let Some(token) = page["next_page_token"].as_str() else {
            break;
        };
        path = format!("/models?limit=3&page_token={token}");
    }
    assert_eq!(
        seen,
        (0..7).map(|n| format!("\"m{n}\"")).collect::<Vec<_>>()
    );
    tenure.done().await;
}
