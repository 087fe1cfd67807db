//! Permission is given for a version, risk comes with its use: what stands before putting a version on a route.

use serde_json::{Value, json};

use crate::promotions::{Company, WHY, gate};
use crate::routes::application;
use crate::support::client::Answered;

/// Asks for a promotion to production for an application.
async fn ask(company: &Company, application: &str) -> Answered {
    let path = format!("/versions/{}/promotions", company.version);
    let body = json!({"target": "production", "application_id": application, "reason": WHY});
    company.engineer.post(&path, body).await
}

/// Asks, and has it approved and applied.
async fn promote(company: &Company, application: &str) -> Value {
    let asked = ask(company, application).await.ok();
    assert_eq!(asked["state"], "awaiting_approval", "{asked}");
    company.approve(&company.reviewer, &asked).await.ok();
    ask(company, application).await.ok()
}

/// A new route of an application that serves the version.
async fn route(company: &Company, key: &str, application: &str) -> Answered {
    let body = json!({
        "environment": "production", "key": key, "application_id": application,
        "allocation": [{"version_id": company.version, "slots": 10_000}], "reason": WHY,
    });
    company.tenure.admin.post("/routes", body).await
}

#[actix_web::test]
async fn a_version_comes_to_a_use_only_when_that_use_was_decided() {
    let company = Company::start(1).await;
    let admin = &company.tenure.admin;
    let (helpdesk, claims) = (
        application(admin, "helpdesk").await,
        application(admin, "claims").await,
    );
    company.measure("0.95", 3000).await;
    assert_eq!(promote(&company, &helpdesk).await["state"], "applied");
    route(&company, "helpdesk", &helpdesk).await.ok();

    let refused = route(&company, "claims", &claims).await;
    assert_eq!(
        refused.refusal().2,
        ["use_not_decided", "approvals_missing"]
    );
    let remedy = &refused.json["refusals"][0]["remedies"][0];
    assert_eq!(
        remedy["command"],
        "tenure promote triage/1 --to production --application claims --reason …"
    );

    let before = admin.get(&format!("/versions/{}", company.version)).await;
    let decided = promote(&company, &claims).await;
    assert_eq!(decided["state"], "applied");
    let after = admin.get(&format!("/versions/{}", company.version)).await;
    assert_eq!(before.tag(), after.tag(), "the version did not move");
    route(&company, "claims", &claims).await.ok();
    let replay = format!("/promotions/{}/replay", decided["id"].as_str().unwrap());
    assert_eq!(admin.get(&replay).await.ok()["same"], true);

    let twice = ask(&company, &claims).await;
    assert_eq!(twice.refusal().2, ["already_there"]);
    company.tenure.done().await;
}

#[actix_web::test]
async fn a_switch_and_a_pin_ask_for_the_use_and_what_was_there_comes_back() {
    let company = Company::start(0).await;
    let admin = &company.tenure.admin;
    let (helpdesk, claims) = (
        application(admin, "helpdesk").await,
        application(admin, "claims").await,
    );
    company.measure("0.95", 3000).await;
    ask(&company, &claims).await.ok();
    // What already ran is recorded where it runs.
    let model = crate::models::model(admin, "support-chat").await;
    let running = crate::routes::running(admin, &model, "gpt-5.1-2025-11-13").await;
    let body = json!({
        "environment": "production", "key": "helpdesk", "application_id": helpdesk,
        "allocation": [{"version_id": running, "slots": 10_000}], "reason": WHY,
    });
    let id = admin.post("/routes", body).await.id();
    // What holds lets it in without a promotion of its own: nobody has to agree.
    route(&company, "open", &helpdesk).await.ok();
    company.measure("0.10", 3000).await;

    let at = |change: &str| format!("/routes/{id}/{change}");
    let half = json!({
        "allocation": [{"version_id": running, "slots": 5000}, {"version_id": company.version, "slots": 5000}],
        "reason": WHY,
    });
    let gate = json!({"name": "strict", "content": strict()});
    admin.post("/policies", gate).await.ok();
    let codes = ["use_not_decided", "requirement_failed"];
    let refused = admin.post_at(&at("switch"), "\"1\"", half.clone()).await;
    assert_eq!(refused.refusal().2, codes);
    let dry = at("switch?dry_run=true");
    let tried = admin.post_at(&dry, "\"1\"", half).await.ok();
    assert_eq!(tried["allowed"], false, "{tried}");
    let pin = json!({"unit": "user-1", "version_id": company.version, "reason": WHY});
    let refused = admin.post_at(&at("pin"), "\"1\"", pin).await;
    assert_eq!(refused.refusal().2, codes);
    let pin = json!({"unit": "user-1", "version_id": running, "reason": WHY});
    admin.post_at(&at("pin"), "\"1\"", pin).await.ok();
    // For claims it was decided, whatever came since; that is a finding's to say.
    route(&company, "claims", &claims).await.ok();

    let open = admin.get("/routes/production/open").await.ok();
    let at = |change: &str| format!("/routes/{}/{change}", open["id"].as_str().unwrap());
    let why = json!({"version_id": company.version, "reason": WHY});
    admin.post(&at("kill"), why.clone()).await.ok();
    admin.post_at(&at("revive"), "\"2\"", why).await.ok();
    let back = json!({"snapshot_seq": 1, "reason": WHY});
    admin.post_at(&at("rollback"), "\"3\"", back).await.ok();
    company.tenure.done().await;
}

/// A policy that no version with a low number meets.
fn strict() -> Value {
    let mut content = gate(0);
    let requirement = &mut content["requirements"][0];
    requirement["code"] = "never_low".into();
    requirement["expression"] =
        "evals.all(e, e.suite != 'support-fr' || !has(e.value) || e.value >= 0.5)".into();
    requirement["needed"]["value"] = "0.5".into();
    content
}
