//! What runs is held to the policies again: findings, previews, and what people do about findings.

use serde_json::{Value, json};
use tenure::domain::promotions::jobs::Rechecked;

use crate::promotions::{Company, WHY, gate};

/// A version in production that serves an application, and the gate that let it in.
async fn running() -> (Company, Rechecked) {
    let company = Company::start(0).await;
    company.measure("0.95", 3000).await;
    company.ask(false).await.ok();
    let admin = &company.tenure.admin;
    let application = crate::routes::application(admin, "helpdesk").await;
    let route = json!({
        "environment": "production", "key": "bot", "application_id": application, "reason": WHY,
        "allocation": [{"version_id": company.version, "slots": 10_000}],
    });
    admin.post("/routes", route).await.ok();
    let mut rechecked = Rechecked::default();
    assert_eq!(rechecked.follow(&company.tenure.app).await.unwrap(), 0);
    (company, rechecked)
}

/// The gate with another expression.
fn asking(expression: &str) -> Value {
    let mut content = gate(0);
    content["requirements"][0]["expression"] = expression.into();
    content
}

const MORE: &str =
    "evals.exists(e, e.eligible && e.suite == 'support-fr' && has(e.ci_low) && e.ci_low >= 0.97)";

async fn publish(company: &Company, content: Value) {
    let admin = &company.tenure.admin;
    let policy = admin.get("/policies").await.ok()["items"][0].clone();
    let path = format!("/policies/{}/versions", policy["id"].as_str().unwrap());
    let tag = format!("\"{}\"", policy["revision"]);
    admin
        .post_at(&path, &tag, json!({"content": content}))
        .await
        .ok();
}

async fn findings(company: &Company) -> Vec<Value> {
    let list = company.engineer.get("/findings").await.ok();
    list["items"].as_array().unwrap().clone()
}

#[actix_web::test]
async fn a_requirement_that_holds_no_more_opens_one_finding_and_moves_nothing() {
    let (company, mut rechecked) = running().await;
    publish(&company, asking(MORE)).await;
    assert_eq!(rechecked.follow(&company.tenure.app).await.unwrap(), 1);
    assert_eq!(
        rechecked.follow(&company.tenure.app).await.unwrap(),
        0,
        "told once"
    );
    let open = findings(&company).await;
    assert_eq!(open.len(), 1);
    assert_eq!(open[0]["kind"], "requirements_unmet");
    assert_eq!(open[0]["label"], "triage/1");
    assert_eq!(open[0]["params"]["requirements"], json!(["french_quality"]));
    assert_eq!(open[0]["due"], "2026-12-08");
    let version = company
        .engineer
        .get(&format!("/versions/{}", company.version))
        .await
        .ok();
    assert_eq!(version["stage"], "production", "a finding moves nothing");
    company.measure("0.99", 3000).await;
    assert_eq!(rechecked.follow(&company.tenure.app).await.unwrap(), 1);
    assert_eq!(
        findings(&company).await,
        Vec::<Value>::new(),
        "its cause is gone"
    );
    company.tenure.done().await;
}

#[actix_web::test]
async fn a_waiver_or_no_route_closes_what_was_found() {
    let (company, mut rechecked) = running().await;
    publish(&company, asking(MORE)).await;
    rechecked.follow(&company.tenure.app).await.unwrap();
    company.waive(&company.reviewer, 14).await.ok();
    assert_eq!(rechecked.follow(&company.tenure.app).await.unwrap(), 1);
    assert_eq!(findings(&company).await.len(), 0);
    company.tenure.later(chrono::Duration::days(15));
    assert_eq!(
        rechecked.follow(&company.tenure.app).await.unwrap(),
        1,
        "the waiver ran out"
    );
    let admin = &company.tenure.admin;
    let kill = format!("/versions/{}/kill", company.version);
    admin.post(&kill, json!({"reason": WHY})).await.ok();
    assert_eq!(rechecked.follow(&company.tenure.app).await.unwrap(), 1);
    assert_eq!(findings(&company).await.len(), 0);
    company.tenure.done().await;
}

#[actix_web::test]
async fn what_only_the_move_has_to_meet_and_what_only_warns_is_not_found() {
    let (company, mut rechecked) = running().await;
    let mut once = asking(MORE);
    once["requirements"][0]["once"] = true.into();
    publish(&company, once).await;
    assert_eq!(rechecked.follow(&company.tenure.app).await.unwrap(), 0);
    let mut later = asking(MORE);
    later["enforced_from"] = "2026-12-01".into();
    publish(&company, later).await;
    assert_eq!(rechecked.follow(&company.tenure.app).await.unwrap(), 0);
    company.tenure.later(chrono::Duration::days(7));
    assert_eq!(
        rechecked.follow(&company.tenure.app).await.unwrap(),
        1,
        "its day has come"
    );
    company.tenure.done().await;
}

#[actix_web::test]
async fn a_preview_names_what_runs_and_what_was_decided_otherwise() {
    let (company, _) = running().await;
    let preview = |content: Value| {
        let engineer = company.engineer.clone();
        async move {
            engineer
                .post("/policies/preview", json!({"content": content}))
                .await
                .ok()
        }
    };
    let same = preview(gate(0)).await;
    assert_eq!((&same["running"], &same["moves"]), (&json!(1), &json!(1)));
    assert_eq!(
        (&same["lacking"], &same["otherwise"]),
        (&json!([]), &json!([]))
    );
    let mut stricter = asking(MORE);
    stricter["enforced_from"] = "2027-01-01".into();
    let would = preview(stricter).await;
    assert_eq!(would["lacking"][0]["version"]["id"], company.version);
    assert_eq!(would["lacking"][0]["unmet"][0]["code"], "french_quality");
    assert_eq!(would["otherwise"][0]["label"], "PR-0001");
    let wrong = preview(asking("evls.size() > 0")).await;
    assert_eq!(
        wrong["problems"][0]["pointer"],
        "/content/requirements/0/expression"
    );
    assert_eq!(
        findings(&company).await.len(),
        0,
        "a preview changes nothing"
    );
    company.tenure.done().await;
}

#[actix_web::test]
async fn a_finding_is_taken_by_a_person_and_closed_by_its_cause() {
    let (company, mut rechecked) = running().await;
    publish(&company, asking(MORE)).await;
    rechecked.follow(&company.tenure.app).await.unwrap();
    let finding = findings(&company).await[0].clone();
    let path = format!("/findings/{}", finding["id"].as_str().unwrap());
    let me = company.engineer.get("/session").await.ok()["principal"]["id"].clone();
    assert!(me.is_string());
    let may = async |who: &crate::support::Client| {
        let found = who.get(&format!("{path}/actions")).await.ok();
        let items = found["items"].as_array().unwrap().clone();
        items
            .iter()
            .map(|one| (one["action"].clone(), one["refusal"]["code"].clone()))
            .collect::<Vec<_>>()
    };
    let (assign, close) = (json!("assign"), json!("close"));
    assert_eq!(
        may(&company.engineer).await,
        [
            (assign.clone(), Value::Null),
            (close.clone(), json!("cause_remains"))
        ]
    );
    assert_eq!(
        may(&company.reviewer).await,
        [
            (assign, json!("not_permitted")),
            (close, json!("not_permitted"))
        ]
    );
    let take = json!({"assignee_id": me});
    let refused = company
        .reviewer
        .post_at(&format!("{path}/assign"), "\"1\"", take.clone())
        .await;
    assert_eq!(refused.status, 403);
    let taken = company
        .engineer
        .post_at(&format!("{path}/assign"), "\"1\"", take)
        .await
        .ok();
    assert_eq!(taken["state"], "acknowledged");
    assert_eq!(taken["assignee"]["name"], "Ines Costa");
    let missing = company
        .engineer
        .post_at(&format!("{path}/assign"), "\"2\"", json!({}))
        .await;
    assert_eq!(
        missing.status, 422,
        "a field that was forgotten takes nothing away"
    );
    let nobody = json!({"assignee_id": "00000000-0000-7000-8000-000000000009"});
    let wrong = company
        .engineer
        .post_at(&format!("{path}/assign"), "\"2\"", nobody)
        .await;
    assert_eq!(
        (wrong.status.as_u16(), &wrong.json["errors"][0]["pointer"]),
        (422, &json!("/assignee_id"))
    );
    let close = json!({"reason": WHY});
    let refused = company
        .engineer
        .post_at(&format!("{path}/close"), "\"2\"", close)
        .await;
    assert_eq!(refused.refusal().2, ["cause_remains"]);
    company.measure("0.99", 3000).await;
    rechecked.follow(&company.tenure.app).await.unwrap();
    let closed = company.engineer.get(&path).await.ok();
    assert_eq!(closed["state"], "closed");
    company.tenure.done().await;
}
