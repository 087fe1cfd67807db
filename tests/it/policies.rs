//! Which moves a policy covers, and what it may say.

use serde_json::{Value, json};

use crate::models::hosted;
use crate::promotions::{Company, WHY, gate};
use crate::support::Client;

async fn team_version(admin: &Client, slug: &str) -> String {
    let team = admin
        .post("/teams", json!({"slug": slug, "name": slug}))
        .await
        .id();
    let model = admin
        .post("/models", json!({"name": "ranker", "team_id": team}))
        .await
        .id();
    let body = json!({"source": hosted("claude-sonnet-4-5-20250929")});
    admin
        .post(&format!("/models/{model}/versions"), body)
        .await
        .id()
}

/// The position of the only event of a kind.
async fn position(client: &Client, kind: &str) -> i64 {
    let events = client.get(&format!("/events?kind={kind}")).await.ok();
    assert_eq!(events["items"].as_array().unwrap().len(), 1);
    events["items"][0]["position"].as_i64().unwrap()
}

async fn headline(client: &Client, version: &str) -> Value {
    let path = format!("/versions/{version}/promotions?dry_run=true");
    let body = json!({"target": "production", "reason": WHY});
    client.post(&path, body).await.ok()["headline"]["code"].clone()
}

#[actix_web::test]
async fn a_policy_of_a_team_covers_the_models_of_this_team_only() {
    let company = Company::start(1).await;
    let admin = &company.tenure.admin;
    let global = admin.get("/policies").await.ok()["items"][0]["id"].clone();
    let off = format!("/policies/{}/turn-off", global.as_str().unwrap());
    admin
        .post_at(&off, "\"1\"", json!({"reason": WHY}))
        .await
        .ok();
    let theirs = team_version(admin, "search").await;
    let teams = admin.get("/teams").await.ok();
    let search = teams["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|team| team["slug"] == "search")
        .unwrap();
    let body = json!({"team_id": search["id"], "name": "search gate", "content": gate(1)});
    admin.post("/policies", body).await.ok();
    assert_eq!(headline(admin, &theirs).await, "requirements_unmet");
    assert_eq!(headline(admin, &company.version).await, "no_policy");
    company.tenure.done().await;
}

#[actix_web::test]
async fn everything_that_is_wrong_with_a_policy_is_said_at_once() {
    let company = Company::start(1).await;
    let mut content = gate(1);
    content["requirements"][0]["needed"]["value"] = json!("0,85");
    content["requirements"][0]["remedy"]["text"] = json!("x".repeat(1001));
    content["requirements"][0]["known_when"] = json!("size(evals)");
    content["languages"] = json!(["fr", "not a language"]);
    content["applies"]["teams"] = json!(["Not A Slug"]);
    let body = json!({"name": "wrong", "content": content});
    let refused = company.tenure.admin.post("/policies", body).await;
    assert_eq!(refused.problem(), (422, "invalid".into()));
    let pointers: Vec<&str> = refused.json["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| error["pointer"].as_str().unwrap())
        .collect();
    assert_eq!(
        pointers,
        [
            "/content/applies/teams/0",
            "/content/languages/1",
            "/content/requirements/0/needed/value",
            "/content/requirements/0/remedy/text",
            "/content/requirements/0/known_when",
        ]
    );
    company.tenure.done().await;
}

#[actix_web::test]
async fn who_publishes_while_others_apply_is_before_or_after_them() {
    let company = Company::start(0).await;
    company.ask(false).await.ok();
    company.measure("0.95", 3000).await;
    let admin = &company.tenure.admin;
    let policy = admin.get("/policies").await.ok()["items"][0].clone();
    let publish = format!("/policies/{}/versions", policy["id"].as_str().unwrap());
    let (asked, published) = futures_util::future::join(
        company.ask(false),
        admin.post_at(&publish, "\"1\"", json!({"content": gate(1)})),
    )
    .await;
    let promotion = asked.ok();
    published.ok();
    // Applied: judged and written before the stricter policy was, and the log has them in this order.
    if promotion["state"] == "applied" {
        let applied = position(admin, "promotion.applied").await;
        assert!(applied < position(admin, "policy.published").await);
    } else {
        assert_eq!(promotion["verdict"]["approvals"]["quorum"], 1);
    }
    company.tenure.done().await;
}
