//! Approvals over time: when they stop counting, who may give one, and what a promotion waits for.

use chrono::Duration;
use serde_json::{Value, json};
use tenure::ground::identity::Role;

use crate::promotions::{Company, WHY};
use crate::support::Client;

async fn principal(client: &Client) -> String {
    let session = client.get("/session").await.ok();
    session["principal"]["id"].as_str().unwrap().to_owned()
}

fn id(entity: &Value) -> &str {
    entity["id"].as_str().unwrap()
}

fn missing(promotion: &Value) -> i64 {
    promotion["verdict"]["approvals"]["missing"]
        .as_i64()
        .unwrap()
}

async fn listed(client: &Client, query: &str) -> Vec<String> {
    let page = client.get(&format!("/promotions?{query}")).await.ok();
    let items = page["items"].as_array().unwrap().iter();
    items.map(|item| id(item).to_owned()).collect()
}

#[actix_web::test]
async fn an_approval_that_expired_is_given_anew() {
    let company = Company::start(1).await;
    company.measure("0.9", 2000).await;
    let promotion = company.ask(false).await.ok();
    company.approve(&company.reviewer, &promotion).await.ok();
    company
        .tenure
        .later(Duration::days(14) + Duration::minutes(1));
    let late = company.promotion(id(&promotion)).await;
    assert_eq!(missing(&late.json), 1);
    assert_eq!(
        late.json["verdict"]["approvals"]["given"][0]["state"],
        "expired"
    );
    let path = format!("/promotions/{}/apply", id(&promotion));
    let apply = company.engineer.post_at(&path, late.tag(), json!({})).await;
    assert_eq!(apply.refusal().2, ["approvals_missing"]);
    let anew = company.approve(&company.reviewer, &late.json).await.ok();
    assert_eq!(
        (missing(&anew), anew["state"].as_str()),
        (0, Some("approved"))
    );
    let given = &anew["verdict"]["approvals"]["given"];
    assert_eq!(given[0]["void_reason"], "expired");
    assert_eq!(given[1]["state"], "valid");
    company.tenure.done().await;
}

#[actix_web::test]
async fn a_policy_may_want_a_role_among_those_who_agree() {
    let company = Company::start(1).await;
    let admin = &company.tenure.admin;
    let body = json!({"name": "stewarded", "content": {
        "applies": {"target": "production"}, "requirements": [],
        "approvals": {"quorum": 1, "roles": ["steward"]},
    }});
    admin.post("/policies", body).await.ok();
    let both = [Role::Reviewer, Role::Steward];
    let steward = company.tenure.member("Sam Roy", &both).await;
    company.measure("0.9", 2000).await;
    let promotion = company.ask(false).await.ok();
    let approvals = |promotion: &Value| promotion["verdict"]["approvals"].clone();
    let named = |people: &Value| -> Vec<String> {
        let people = people.as_array().unwrap().iter();
        let name = |one: &Value| one["name"].as_str().unwrap().to_owned();
        people.map(name).collect()
    };
    let role = &approvals(&promotion)["roles"][0];
    assert_eq!(
        (role["role"].as_str(), &role["given"]),
        (Some("steward"), &json!(false))
    );
    assert_eq!(named(&role["eligible"]), ["Ana Ruiz", "Sam Roy"]);
    let agreed = company.approve(&company.reviewer, &promotion).await.ok();
    assert_eq!(
        (missing(&agreed), agreed["state"].as_str()),
        (0, Some("awaiting_approval"))
    );
    let path = format!("/promotions/{}/apply", id(&promotion));
    let read = company.promotion(id(&promotion)).await;
    let apply = company.engineer.post_at(&path, read.tag(), json!({})).await;
    assert_eq!(apply.refusal().2, ["approval_role_missing"]);
    // It waits for those who can end the waiting, and for nobody else.
    let mine = vec![id(&promotion).to_owned()];
    let third = company
        .tenure
        .member("Third Reviewer", &[Role::Reviewer])
        .await;
    assert_eq!(listed(&third, "needs_me=true").await, Vec::<String>::new());
    assert_eq!(listed(&steward, "needs_me=true").await, mine);
    let agreed = company.approve(&steward, &agreed).await.ok();
    assert_eq!(approvals(&agreed)["roles"][0]["given"], true);
    assert_eq!(agreed["state"], "approved");
    let read = company.promotion(id(&promotion)).await;
    let apply = company.engineer.post_at(&path, read.tag(), json!({})).await;
    assert_eq!(apply.ok()["state"], "applied");
    company.tenure.done().await;
}

#[actix_web::test]
async fn who_approved_may_still_say_no() {
    let company = Company::start(2).await;
    company.measure("0.9", 2000).await;
    let promotion = company.ask(false).await.ok();
    let approved = company.approve(&company.reviewer, &promotion).await.ok();
    let hash = approved["verdict"]["proposal_hash"].clone();
    let path = format!("/promotions/{}/reject", id(&promotion));
    let body = json!({"proposal_hash": hash, "reason": "the numbers are of another prompt"});
    let refused = company.reviewer.post(&path, body).await.ok();
    assert_eq!(refused["state"], "refused");
    let given = &refused["verdict"]["approvals"]["given"];
    assert_eq!(
        (
            given[0]["void_reason"].as_str(),
            given[1]["decision"].as_str()
        ),
        (Some("withdrawn"), Some("rejected"))
    );
    company.tenure.done().await;
}

#[actix_web::test]
async fn who_reviews_for_this_team_no_more_does_not_count() {
    let company = Company::start(1).await;
    company.measure("0.9", 2000).await;
    let promotion = company.ask(false).await.ok();
    company.approve(&company.reviewer, &promotion).await.ok();
    let admin = &company.tenure.admin;
    let team = admin
        .post("/teams", json!({"slug": "search", "name": "Search"}))
        .await
        .id();
    let reviewer = principal(&company.reviewer).await;
    let grants = format!("/members/{reviewer}/grants");
    let elsewhere = json!({"role": "reviewer", "team_id": team});
    admin.post(&grants, elsewhere).await.ok();
    let member = admin.get(&format!("/members/{reviewer}")).await.ok();
    let here = member["grants"]
        .as_array()
        .unwrap()
        .iter()
        .find(|grant| grant["team"].is_null())
        .unwrap();
    let revoke = format!("/grants/{}/revoke", id(here));
    admin.post(&revoke, json!({})).await.ok();
    let now = company.promotion(id(&promotion)).await;
    assert_eq!(missing(&now.json), 1);
    assert_eq!(
        now.json["verdict"]["approvals"]["given"][0]["void_reason"],
        "role_lost"
    );
    let eligible = &now.json["verdict"]["approvals"]["eligible"];
    assert_eq!(eligible.as_array().unwrap().len(), 1, "{eligible}");
    let path = format!("/promotions/{}/apply", id(&promotion));
    let apply = company.engineer.post_at(&path, now.tag(), json!({})).await;
    assert_eq!(apply.refusal().2, ["approvals_missing"]);
    company.tenure.done().await;
}

#[actix_web::test]
async fn who_reported_the_evidence_is_refused_by_the_database_too() {
    let company = Company::start(1).await;
    let reporter = company
        .tenure
        .member("Rae Adams", &[Role::Contributor, Role::Reviewer])
        .await;
    let body = json!({
        "version_id": company.version, "suite_id": company.suite, "n": 900, "run_at": "2026-11-20T00:00:00Z",
        "metrics": [{"name": "acc", "value": "0.9", "n": 900, "direction": "higher", "unit": "fraction"}],
    });
    reporter.post("/evaluations", body).await.ok();
    let promotion = company.ask(false).await.ok();
    let own = company.approve(&reporter, &promotion).await;
    assert_eq!(own.refusal().2, ["approver_is_author"]);
    let error = sqlx::query(
        "insert into approval (id, promotion_id, approver, decision, proposal_hash, created_at, expires_at, revision)
         select gen_random_uuid(), p.id, e.reported_by, 'approved', p.proposal_hash, now(), now() + interval '1 day', 1
           from promotion p, evaluation e",
    )
    .execute(&company.tenure.pool)
    .await
    .unwrap_err();
    assert!(
        error.to_string().contains("the approver is the author"),
        "{error}"
    );
    company.tenure.done().await;
}

#[actix_web::test]
async fn evidence_that_arrives_brings_a_promotion_before_the_reviewers() {
    let company = Company::start(1).await;
    let promotion = company.ask(false).await.ok();
    let mine = vec![id(&promotion).to_owned()];
    assert_eq!(listed(&company.reviewer, "state=open").await, mine);
    assert_eq!(listed(&company.reviewer, "needs_me=true").await, [""; 0]);
    company.measure("0.9", 2000).await;
    let now = company.promotion(id(&promotion)).await.ok();
    assert_eq!(now["state"], "awaiting_approval");
    assert_eq!(
        listed(&company.reviewer, "state=awaiting_approval").await,
        mine
    );
    assert_eq!(listed(&company.reviewer, "state=open").await, [""; 0]);
    assert_eq!(listed(&company.reviewer, "needs_me=true").await, mine);
    assert_eq!(listed(&company.engineer, "needs_me=true").await, [""; 0]);
    company.approve(&company.reviewer, &now).await.ok();
    assert_eq!(listed(&company.reviewer, "needs_me=true").await, [""; 0]);
    assert_eq!(
        listed(&company.engineer, "needs_me=true").await,
        mine,
        "to apply it"
    );
    company.tenure.done().await;
}

#[actix_web::test]
async fn the_job_records_what_changed_once_and_moves_nothing() {
    let company = Company::start(0).await;
    let promotion = company.ask(false).await.ok();
    let refresh = || tenure::domain::promotions::jobs::refresh_open(&company.tenure.app);
    assert_eq!(refresh().await.unwrap(), 0);
    company.measure("0.95", 3000).await;
    assert_eq!(refresh().await.unwrap(), 1);
    assert_eq!(refresh().await.unwrap(), 0);
    let recorded: String = sqlx::query_scalar("select state from promotion")
        .fetch_one(&company.tenure.pool)
        .await
        .unwrap();
    assert_eq!(
        recorded, "approved",
        "nothing moves until somebody applies it"
    );
    let events = company
        .tenure
        .admin
        .get("/events?kind=promotion.approved")
        .await
        .ok();
    assert_eq!(events["items"][0]["entity"]["id"], promotion["id"]);
    assert_eq!(events["items"][0]["actor"]["kind"], "system");
    company.tenure.done().await;
}

#[actix_web::test]
async fn asking_again_moves_the_version_when_nothing_is_missing_any_more() {
    let company = Company::start(0).await;
    let promotion = company.ask(false).await.ok();
    assert_eq!(promotion["state"], "open");
    company.measure("0.95", 3000).await;
    let again = company.ask(false).await.ok();
    assert_eq!(
        (again["id"].as_str(), again["state"].as_str()),
        (promotion["id"].as_str(), Some("applied"))
    );
    let path = format!("/versions/{}", company.version);
    assert_eq!(
        company.engineer.get(&path).await.ok()["stage"],
        "production"
    );
    company.tenure.done().await;
}

#[actix_web::test]
async fn an_expired_promotion_makes_room_for_the_next_one() {
    let company = Company::start(1).await;
    let first = company.ask(false).await.ok();
    company
        .tenure
        .later(Duration::days(30) + Duration::minutes(1));
    let late = company.promotion(id(&first)).await;
    assert_eq!(late.json["state"], "expired");
    assert_eq!(listed(&company.engineer, "state=open").await, [""; 0]);
    let path = format!("/promotions/{}/withdraw", id(&first));
    let withdraw = company
        .engineer
        .post_at(&path, late.tag(), json!({"reason": WHY}))
        .await;
    assert_eq!(withdraw.refusal().2, ["promotion_expired"]);
    let second = company.ask(false).await.ok();
    assert_ne!(second["id"], first["id"]);
    assert_eq!(second["number_label"], "PR-0002");
    let expired = company.promotion(id(&first)).await.ok();
    assert_eq!(expired["state"], "expired");
    assert!(!expired["decided_at"].is_null(), "it is recorded");
    company.tenure.done().await;
}

#[actix_web::test]
async fn the_job_ends_what_ran_out_and_nothing_else() {
    let company = Company::start(1).await;
    let promotion = company.ask(false).await.ok();
    let expire = || tenure::domain::promotions::jobs::expire_due(&company.tenure.app);
    company
        .tenure
        .later(Duration::days(30) - Duration::minutes(1));
    assert_eq!(expire().await.unwrap(), 0);
    company.tenure.later(Duration::minutes(2));
    assert_eq!(expire().await.unwrap(), 1);
    assert_eq!(expire().await.unwrap(), 0);
    let events = company
        .tenure
        .admin
        .get("/events?kind=promotion.expired")
        .await
        .ok();
    assert_eq!(events["items"][0]["actor"]["kind"], "system");
    let expired = company.promotion(id(&promotion)).await.ok();
    assert_eq!(expired["state"], "expired");
    company.tenure.done().await;
}

#[actix_web::test]
async fn the_use_that_it_is_for_exists_and_is_part_of_the_proposal() {
    let company = Company::start(1).await;
    let path = format!("/versions/{}/promotions", company.version);
    let ask = |application: &str| json!({"target": "production", "reason": WHY, "application_id": application});
    let nobody = "00000000-0000-7000-8000-000000000009";
    let dry = format!("{path}?dry_run=true");
    for path in [&path, &dry] {
        let unknown = company.engineer.post(path, ask(nobody)).await;
        assert_eq!(unknown.problem(), (422, "invalid".into()));
        assert_eq!(unknown.json["errors"][0]["pointer"], "/application_id");
    }
    let application = crate::routes::application(&company.tenure.admin, "helpdesk").await;
    let with = company.engineer.post(&dry, ask(&application)).await.ok();
    let without = company.ask(true).await.ok();
    assert_ne!(with["proposal_hash"], without["proposal_hash"]);
    company.tenure.done().await;
}

#[actix_web::test]
async fn everybody_who_reads_sees_what_is_missing() {
    let company = Company::start(1).await;
    let viewer = company.tenure.member("Vi Nguyen", &[Role::Viewer]).await;
    let path = format!("/versions/{}/promotions", company.version);
    let body = json!({"target": "production", "reason": WHY});
    let dry = viewer
        .post(&format!("{path}?dry_run=true"), body.clone())
        .await
        .ok();
    assert_eq!(dry["headline"]["code"], "requirements_unmet");
    let asked = viewer.post(&path, body).await;
    assert_eq!(asked.problem(), (403, "forbidden".into()));
    company.tenure.done().await;
}
