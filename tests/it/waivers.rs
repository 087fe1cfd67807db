//! Waivers: a requirement that need not hold for one move, for a while, because somebody answers for it.

use chrono::Duration;
use serde_json::{Value, json};
use tenure::ground::identity::Role;

use crate::promotions::{Company, WHY};

/// What the dry run says of the French requirement.
async fn french(company: &Company) -> Value {
    let verdict = company.ask(true).await.ok();
    verdict["requirements"][0].clone()
}

#[actix_web::test]
async fn a_waiver_lets_a_version_move_and_says_who_answers_for_it() {
    let company = Company::start(1).await;
    company.measure("0.80", 412).await;
    let promotion = company.ask(false).await.ok();
    assert_eq!(promotion["state"], "open");
    let waiver = company.waive(&company.reviewer, 14).await.ok();
    assert_eq!(waiver["in_force"], true);
    assert_eq!(waiver["owner"]["name"], "Lee Park");
    assert_eq!(waiver["reason"], WHY);
    let shown = french(&company).await;
    assert_eq!(
        shown["outcome"], "fail",
        "what does not hold is not said to hold"
    );
    assert_eq!(shown["waiver"]["id"], waiver["id"]);
    let id = promotion["id"].as_str().unwrap();
    let now = company.promotion(id).await.ok();
    assert_eq!(now["state"], "awaiting_approval");
    assert_eq!(now["verdict"]["counts"]["waived"], 1);
    company.approve(&company.reviewer, &now).await.ok();
    let applied = company.ask(false).await.ok();
    assert_eq!(applied["state"], "applied");
    let replay = company
        .engineer
        .get(&format!("/promotions/{id}/replay"))
        .await
        .ok();
    assert_eq!(replay["same"], true, "{replay}");
    company.tenure.done().await;
}

#[actix_web::test]
async fn a_waiver_voids_what_was_approved_without_it_and_ends_with_its_time() {
    let company = Company::start(2).await;
    company.measure("0.95", 3000).await;
    let promotion = company.ask(false).await.ok();
    company.approve(&company.reviewer, &promotion).await.ok();
    let other = company.tenure.member("Kim Ito", &[Role::Reviewer]).await;
    let waiver = company.waive(&other, 7).await.ok();
    let id = promotion["id"].as_str().unwrap();
    let now = company.promotion(id).await.ok();
    assert_eq!(now["verdict"]["approvals"]["given"][0]["state"], "void");
    company.tenure.later(Duration::days(8));
    let path = format!("/versions/{}/waivers", company.version);
    let listed = company.engineer.get(&path).await.ok();
    assert_eq!(listed["items"][0]["in_force"], false);
    let again = company.waive(&other, 7).await.ok();
    assert_ne!(
        again["id"], waiver["id"],
        "its time ran out, so there is room for another"
    );
    company.tenure.done().await;
}

#[actix_web::test]
async fn a_waiver_is_taken_back_once_at_the_revision_that_was_seen() {
    let company = Company::start(1).await;
    company.measure("0.80", 412).await;
    let waiver = company.waive(&company.reviewer, 14).await.ok();
    let itself = format!("/waivers/{}", waiver["id"].as_str().unwrap());
    let shown = company.engineer.get(&itself).await;
    assert_eq!((shown.tag(), &shown.json), ("\"1\"", &waiver));
    let end = async |who: &crate::support::Client| {
        let found = who.get(&format!("{itself}/actions")).await.ok();
        let refusal = found["items"][0]["refusal"]["code"].clone();
        (found["items"][0]["allowed"].clone(), refusal)
    };
    assert_eq!(end(&company.reviewer).await, (json!(true), Value::Null));
    assert_eq!(
        end(&company.engineer).await,
        (json!(false), json!("not_permitted"))
    );
    let path = format!("{itself}/end");
    let stale = company
        .reviewer
        .post_at(&path, "\"7\"", json!({"reason": WHY}))
        .await;
    assert_eq!(stale.status, 412);
    let ended = company
        .reviewer
        .post_at(&path, "\"1\"", json!({"reason": WHY}))
        .await
        .ok();
    assert_eq!(ended["in_force"], false);
    let twice = company
        .reviewer
        .post_at(&path, "\"2\"", json!({"reason": WHY}))
        .await;
    assert_eq!(twice.refusal().2, ["waiver_over"]);
    assert_eq!(
        end(&company.reviewer).await,
        (json!(false), json!("waiver_over"))
    );
    assert_eq!(french(&company).await["waiver"], Value::Null);
    let told = company.engineer.get("/events?kind=waiver.ended").await.ok();
    assert!(
        told["items"][0]["sentence"]["message"]
            .as_str()
            .unwrap()
            .contains("french_quality"),
        "{told}"
    );
    company.tenure.done().await;
}

#[actix_web::test]
async fn who_made_the_version_or_has_no_right_waives_nothing() {
    let company = Company::start(1).await;
    company.measure("0.80", 412).await;
    assert_eq!(company.waive(&company.engineer, 14).await.status, 403);
    let both = company
        .tenure
        .member("Ida Both", &[Role::Contributor, Role::Reviewer])
        .await;
    let model = company.engineer.get("/models").await.ok()["items"][0]["id"].clone();
    let source = json!({"source": crate::models::hosted("another")});
    let own = both
        .post(
            &format!("/models/{}/versions", model.as_str().unwrap()),
            source,
        )
        .await;
    let policies = both.get("/policies").await.ok();
    let body = |requirement: &str, days: u16| {
        json!({
            "target": "production", "policy_id": policies["items"][0]["id"], "requirement": requirement,
            "reason": WHY, "expires_in_days": days,
        })
    };
    let path = format!("/versions/{}/waivers", own.id());
    let refused = both.post(&path, body("french_quality", 14)).await;
    assert_eq!(refused.refusal().2, ["approver_is_author"]);
    let refused = both.post(&path, body("nothing_like_it", 14)).await;
    assert_eq!(
        refused.refusal().2,
        ["approver_is_author", "requirement_unknown_here"]
    );
    let long = company
        .reviewer
        .post(&path, body("french_quality", 91))
        .await;
    assert_eq!(long.status, 422);
    assert_eq!(long.json["errors"][0]["pointer"], "/expires_in_days");
    company.tenure.done().await;
}
