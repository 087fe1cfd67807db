//! Read models: the log as stories, as-of answers, exports.

use chrono::Duration;
use serde_json::{Value, json};

use crate::models::model;
use crate::promotions::Company;
use crate::support::{Client, Tenure};

#[actix_web::test]
async fn events_list_filter_and_tell_their_story() {
    let tenure = Tenure::start().await;
    let id = model(&tenure.admin, "story").await;
    tenure.later(Duration::seconds(1));
    let path = format!("/models/{id}");
    tenure
        .admin
        .patch_at(
            &path,
            "\"1\"",
            json!({"tags": [{"key": "a", "value": "b"}]}),
        )
        .await
        .ok();
    let page = tenure.admin.get(&format!("/events?entity={id}")).await.ok();
    let kinds: Vec<_> = page["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| e["kind"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["model.relabelled", "model.registered"]);
    assert_eq!(
        page["items"][1]["sentence"]["message"],
        "Ana Ruiz registered model story."
    );
    let position = &page["items"][0]["position"];
    let event = tenure.admin.get(&format!("/events/{position}")).await.ok();
    assert_eq!(event["changes"][0]["path"], "/tags");
    assert_eq!(event["before"]["revision"], 1);
    assert_eq!(event["previous_position"], page["items"][1]["position"]);
    let oldest = tenure
        .admin
        .get("/events?order=oldest&limit=1&kind=principal.")
        .await
        .ok();
    assert_eq!(oldest["items"][0]["position"], 0);
    let past = format!("/events/{}", i64::MAX);
    assert_eq!(
        tenure.admin.get(&past).await.problem(),
        (404, "not_found".into())
    );
    tenure.done().await;
}

#[actix_web::test]
async fn an_as_of_answer_once_given_never_changes() {
    let tenure = Tenure::start().await;
    let id = model(&tenure.admin, "as-of").await;
    let now = tenure.admin.get(&format!("/entities/model/{id}")).await;
    let position = now.json["known"]["position"].as_i64().unwrap();
    let then = tenure
        .app
        .clock
        .shown()
        .unwrap()
        .to_rfc3339_opts(chrono::SecondsFormat::Micros, true);
    tenure.later(Duration::hours(1));
    tenure
        .admin
        .patch_at(
            &format!("/models/{id}"),
            "\"1\"",
            json!({"description": "new"}),
        )
        .await
        .ok();
    let again = tenure
        .admin
        .get(&format!("/entities/model/{id}?known=@{position}"))
        .await;
    assert_eq!(again.text, now.text);
    let later = tenure
        .admin
        .get(&format!("/entities/model/{id}"))
        .await
        .ok();
    assert_eq!(later["revision"], 2);
    // An instant means the last position up to it: events of one batch stand a microsecond apart.
    let by_time = tenure
        .admin
        .get(&format!("/entities/model/{id}?known={then}"))
        .await;
    assert!(by_time.status == 200 || by_time.status == 404);
    for wrong in ["@-1", "@99999", "x", "2099-01-01T00:00:00Z"] {
        let answer = tenure
            .admin
            .get(&format!("/entities/model/{id}?known={wrong}"))
            .await;
        assert_eq!(answer.problem(), (400, "malformed".into()), "{wrong}");
    }
    tenure.done().await;
}

#[actix_web::test]
async fn an_export_carries_filter_instant_and_position_and_repeats() {
    let tenure = Tenure::start().await;
    for n in 0..3 {
        model(&tenure.admin, &format!("=m{n}")).await;
    }
    let known = tenure.admin.get("/log").await.ok()["position"]
        .as_i64()
        .unwrap();
    let path = format!("/events/export?format=csv&kind=model.registered&known=@{known}");
    let csv = tenure.admin.get(&path).await;
    let lines: Vec<_> = csv.text.lines().collect();
    assert!(
        lines[0].starts_with("# {") && lines[0].contains(&format!("\"position\":{known}")),
        "{}",
        lines[0]
    );
    assert!(lines[1].starts_with("position,at,"));
    assert_eq!(lines.len(), 5);
    assert!(lines[2].contains(",'=m0,"), "{}", lines[2]);
    model(&tenure.admin, "after").await;
    assert_eq!(tenure.admin.get(&path).await.text, csv.text);
    let jsonl = tenure
        .admin
        .get("/events/export?format=jsonl&kind=model.registered")
        .await
        .text;
    let lines: Vec<Value> = jsonl
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines[0]["filter"]["kind"], "model.registered");
    assert_eq!(lines.len(), 5);
    tenure.done().await;
}

#[actix_web::test]
async fn search_finds_a_version_by_its_model_and_number_and_by_the_beginning_of_its_model_string() {
    let tenure = Tenure::start().await;
    let admin = &tenure.admin;
    let model = json!({"name": "Ticket Triage"});
    let model = admin.post("/models", model).await.id();
    let mut versions = Vec::new();
    for native_id in ["gpt-5-mini", "gpt-5-large"] {
        let source =
            json!({"source": {"kind": "hosted", "platform": "openai", "native_id": native_id}});
        let path = format!("/models/{model}/versions");
        versions.push(admin.post(&path, source).await.id());
    }
    let found = async |text: &str| {
        let hits = admin.get(&format!("/search?q={text}")).await.ok();
        let hits = hits["items"].as_array().unwrap().clone();
        let mut ids: Vec<String> = hits
            .iter()
            .filter(|hit| hit["kind"] == "version")
            .map(|hit| hit["id"].as_str().unwrap().to_owned())
            .collect();
        ids.sort();
        ids
    };
    versions.sort();
    assert_eq!(found("ticket%20triage%202").await.len(), 1);
    assert_eq!(found("TICKET%20triage/1").await.len(), 1);
    assert_eq!(found("gpt-5").await, versions);
    assert_eq!(found("gpt-5-m").await.len(), 1);
    assert!(found("pt-5").await.is_empty(), "not in the middle");
    assert!(found("ticket%20triage%203").await.is_empty());
    tenure.done().await;
}

/// The row of a kind on the caller's Today, and how many rows there are.
async fn today(client: &Client, kind: &str) -> (Option<Value>, usize) {
    let page = client.get("/today").await.ok();
    let items = page["items"].as_array().unwrap();
    let found = items.iter().find(|item| item["kind"] == kind).cloned();
    let count = client.get("/today/count").await.ok();
    assert_eq!(count["count"], items.len());
    (found, items.len())
}

#[actix_web::test]
async fn today_counts_what_is_missing_and_asks_again_for_an_approval_that_became_void() {
    let company = Company::start(2).await;
    company.ask(false).await.ok();
    let (blocked, _) = today(&company.engineer, "complete").await;
    let blocked = blocked.unwrap();
    assert_eq!(blocked["message"], "PR-0001 is blocked: 1 item is missing.");
    assert_eq!(blocked["due"], blocked["too_late_from"]);
    assert_eq!(blocked["why"], "You opened it or registered the version.");
    assert_eq!(blocked["params"]["missing"], 1);
    let verdict = &blocked["params"]["verdict"];
    assert_eq!(verdict["code"], "requirements_unmet");
    assert_eq!(verdict["params"]["target"], "production");
    assert!(today(&company.reviewer, "review").await.0.is_none());

    company.measure("0.9", 2000).await;
    let promotion = company.ask(false).await.ok();
    assert!(today(&company.reviewer, "review").await.0.is_some());
    company.approve(&company.reviewer, &promotion).await.ok();
    assert_eq!(today(&company.reviewer, "review").await, (None, 0));

    company.measure("0.91", 2000).await;
    company.ask(false).await.ok();
    let (again, _) = today(&company.reviewer, "review_again").await;
    assert_eq!(
        again.unwrap()["message"],
        "PR-0001 changed after you approved it; your approval is void."
    );
    company.tenure.done().await;
}

#[actix_web::test]
async fn today_names_tokens_that_end_soon_and_members_without_a_role() {
    let tenure = Tenure::start().await;
    let token =
        json!({"name": "nightly", "kind": "machine", "role": "contributor", "expires_in_days": 10});
    tenure.admin.post("/tokens", token).await.ok();
    let outsider = tenure.member("Kim Vos", &[]).await;
    let (found, _) = today(&tenure.admin, "token").await;
    let found = found.unwrap();
    assert_eq!(found["message"], "Token nightly ends soon.");
    assert_eq!(found["params"], json!({"name": "nightly", "own": false}));
    let (found, _) = today(&tenure.admin, "members").await;
    assert_eq!(found.unwrap()["message"], "1 member has no role.");
    assert_eq!(today(&outsider, "members").await.0, None);
    tenure.done().await;
}
