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
