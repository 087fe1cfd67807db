//! Deprecate, archive, revoke.

use serde_json::{Value, json};

use crate::routes::{Company, WHY};

fn reason() -> Value {
    json!({"reason": WHY})
}

#[actix_web::test]
async fn what_serves_is_not_archived_and_the_refusal_names_the_route() {
    let company = Company::start().await;
    let path = format!("/versions/{}", company.one);
    let tag = company.admin().get(&path).await.tag().to_owned();
    let refused = company
        .admin()
        .post_at(&format!("{path}/archive"), &tag, reason())
        .await;
    assert_eq!(refused.refusal().2, ["still_serving"]);
    assert_eq!(
        refused.json["refusals"][0]["params"]["route"],
        "production/support-bot"
    );
    company.switch(&[(&company.two, 10_000)]).await;
    let archived = company
        .admin()
        .post_at(&format!("{path}/archive"), &tag, reason())
        .await
        .ok();
    assert_eq!(archived["stage"], "archived");
    company.tenure.done().await;
}

#[actix_web::test]
async fn a_deprecated_version_keeps_its_share_and_gets_no_more() {
    let company = Company::start().await;
    company
        .switch(&[(&company.one, 8_000), (&company.two, 2_000)])
        .await;
    let path = format!("/versions/{}", company.two);
    let tag = company.admin().get(&path).await.tag().to_owned();
    company.tenure.later(chrono::Duration::minutes(1));
    company
        .admin()
        .post_at(&format!("{path}/deprecate"), &tag, reason())
        .await
        .ok();
    company
        .switch(&[(&company.one, 9_000), (&company.two, 1_000)])
        .await;
    company
        .switch(&[(&company.one, 8_000), (&company.two, 2_000)])
        .await;
    let route = format!("/routes/{}", company.route);
    let tag = company.admin().get(&route).await.tag().to_owned();
    let more = json!({"allocation": [{"version_id": company.one, "slots": 7_999}, {"version_id": company.two, "slots": 2_001}], "reason": WHY});
    let refused = company
        .admin()
        .post_at(&format!("{route}/switch"), &tag, more)
        .await;
    assert_eq!(refused.refusal().2, ["deprecated_share"]);
    company.tenure.done().await;
}

#[actix_web::test]
async fn revoking_ends_a_version_on_every_route_in_one_command() {
    let company = Company::start().await;
    company
        .switch(&[(&company.one, 8_000), (&company.two, 2_000)])
        .await;
    let path = format!("/versions/{}/revoke", company.one);
    let effect = company
        .admin()
        .post(&format!("{path}?dry_run=true"), reason())
        .await
        .ok();
    assert_eq!(effect["routes"][0]["after"][0]["slots"], 10_000);
    let revoked = company.admin().post(&path, reason()).await.ok();
    assert_eq!(revoked["stage"], "revoked");
    let route = company
        .admin()
        .get(&format!("/routes/{}", company.route))
        .await
        .ok();
    assert_eq!(route["snapshot"]["shares"][0]["version"]["number"], 2);
    let events = company.admin().get("/events?kind=route.revoked").await.ok();
    let command = events["items"][0]["command_id"].as_str().unwrap();
    let together = company
        .admin()
        .get(&format!("/events?command={command}"))
        .await
        .ok();
    assert_eq!(together["items"].as_array().unwrap().len(), 2);
    assert_eq!(
        company.admin().post(&path, reason()).await.refusal().2,
        ["move_impossible"]
    );
    let error = sqlx::query(
        "update version set stage = 'production', revision = revision + 1 where stage = 'revoked'",
    )
    .execute(&company.tenure.pool)
    .await
    .unwrap_err();
    assert!(error.to_string().contains("never comes back"), "{error}");
    company.tenure.done().await;
}

#[actix_web::test]
async fn what_a_route_falls_back_to_or_pins_is_not_archived() {
    let company = Company::start().await;
    let route = format!("/routes/{}", company.route);
    let tag = company.admin().get(&route).await.tag().to_owned();
    let body = json!({
        "allocation": [{"version_id": company.one, "slots": 10_000}],
        "fallbacks": [company.two], "reason": WHY,
    });
    company
        .admin()
        .post_at(&format!("{route}/switch"), &tag, body)
        .await
        .ok();
    let path = format!("/versions/{}", company.two);
    let tag = company.admin().get(&path).await.tag().to_owned();
    let archive = format!("{path}/archive");
    let refused = company.admin().post_at(&archive, &tag, reason()).await;
    assert_eq!(refused.refusal().2, ["still_serving"]);
    let actions = company.admin().get(&format!("{path}/actions")).await.ok();
    let archive = actions["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|action| action["action"] == "archive")
        .unwrap();
    assert_eq!(archive["refusal"]["code"], "still_serving");
    company.tenure.done().await;
}

#[actix_web::test]
async fn a_killed_version_is_not_promoted_until_it_is_revived() {
    let company = Company::start().await;
    let path = format!("/versions/{}", company.two);
    company
        .switch(&[(&company.one, 9_000), (&company.two, 1_000)])
        .await;
    let tag = company.admin().get(&path).await.tag().to_owned();
    company
        .admin()
        .post_at(&format!("{path}/deprecate"), &tag, reason())
        .await
        .ok();
    company.kill(&company.two).await;
    let promote = format!("{path}/promotions");
    let body = json!({"target": "production", "reason": WHY});
    let refused = company.admin().post(&promote, body.clone()).await;
    assert_eq!(refused.refusal().2, ["version_killed"]);
    assert_eq!(
        refused.json["refusals"][0]["params"]["routes"],
        json!(["production/support-bot"])
    );
    let revive = format!("/routes/{}/revive", company.route);
    let version = json!({"version_id": company.two, "reason": WHY});
    let route = format!("/routes/{}", company.route);
    let tag = company.admin().get(&route).await.tag().to_owned();
    company.admin().post_at(&revive, &tag, version).await.ok();
    let promoted = company.admin().post(&promote, body).await.ok();
    assert_eq!(promoted["state"], "applied");
    company.tenure.done().await;
}
