//! Things become as their documents say, in one command, and then nothing is left to do.

use serde_json::{Value, json};
use tenure::ground::config::Config;
use tenure::server::demo;

use super::{
    application, applied, body, company, dry, events, exported, model, policy, told, trusting,
};
use crate::support::Tenure;
use tenure::ground::identity::Role;

#[actix_web::test]
async fn everything_is_made_in_any_order_and_the_second_time_nothing_is_left_to_do() {
    let tenure = trusting().await;
    let made = applied(&tenure.admin, &company()).await;
    assert_eq!(
        told(&made),
        [
            "create team support",
            "create model support/triage",
            "create suite support/support-fr",
            "create application support/helpdesk",
            "create policy support/gate",
            "create route production/bot",
            "create claim_rule ci",
        ]
    );
    let before = events(&tenure).await;
    let again = applied(&tenure.admin, &company()).await;
    assert_eq!(told(&again), [""; 0]);
    assert_eq!(again["counts"]["unchanged"], 7);
    assert_eq!(events(&tenure).await, before);
    let route = tenure.admin.get("/routes/production/bot").await.ok();
    assert_eq!(route["snapshot"]["shares"], json!([]));
    tenure.done().await;
}

#[actix_web::test]
async fn one_command_and_one_reason_stand_behind_all_its_events_each_with_its_own_texts() {
    let tenure = trusting().await;
    let mut documents = company();
    documents.extend((0..400).map(|n| model(&format!("m{n}"))));
    applied(&tenure.admin, &documents).await;
    let commands: i64 = sqlx::query_scalar(
        "select count(distinct command_id) from audit_event where body::json ->> 'reason_sd' is not null",
    )
    .fetch_one(&tenure.pool)
    .await
    .unwrap();
    assert_eq!(commands, 1);
    let texts: i32 = sqlx::query_scalar(
        "select max(json_array_length(body::json -> '_sd')) from audit_event
          where body::json ->> 'kind' = 'model.registered'",
    )
    .fetch_one(&tenure.pool)
    .await
    .unwrap();
    assert_eq!(texts, 3, "a description, a tag, the reason");
    let me = tenure.admin.get("/session").await.ok();
    let by: Vec<String> = sqlx::query_scalar(
        "select distinct body::json -> 'actor' ->> 'id' from audit_event where body::json ->> 'reason_sd' is not null",
    )
    .fetch_all(&tenure.pool)
    .await
    .unwrap();
    assert_eq!(json!(by), json!([me["principal"]["id"]]));
    tenure.done().await;
}

#[actix_web::test]
async fn drift_is_shown_and_put_right() {
    let tenure = trusting().await;
    let admin = &tenure.admin;
    applied(admin, &company()).await;
    let models = admin.get("/models?name=triage").await.ok();
    let path = format!("/models/{}", models["items"][0]["id"].as_str().unwrap());
    let by_hand = json!({"description": "Sorts mail.", "tags": []});
    admin.patch_at(&path, "\"1\"", by_hand).await.ok();
    let mut documents = company();
    documents[2] = policy(2);
    let shown = dry(admin, body(&documents)).await;
    assert_eq!(
        told(&shown),
        ["change model support/triage", "change policy support/gate"]
    );
    let changes = &shown["documents"][1]["changes"];
    assert_eq!(
        changes[0],
        json!({"field": "/description", "from": "Sorts mail.", "to": "Sorts tickets."})
    );
    assert_eq!(changes[1]["field"], "/tags");
    let done = applied(admin, &documents).await;
    assert_eq!(done["plan"], shown["plan"]);
    let triage = admin.get(&path).await.ok();
    assert_eq!(
        (&triage["description"], &triage["revision"]),
        (&json!("Sorts tickets."), &json!(3))
    );
    let policies = admin.get("/policies?name=gate").await.ok();
    assert_eq!(policies["items"][0]["number"], 2);
    assert_eq!(told(&dry(admin, body(&documents)).await), [""; 0]);
    tenure.done().await;
}

#[actix_web::test]
async fn what_is_exported_changes_nothing_and_makes_the_same_company_elsewhere() {
    let tenure = Tenure::bare().await;
    let end = "2026-11-26T22:30:00.000000Z".parse().unwrap();
    demo::tell(tenure.pool.clone(), Config::default(), end)
        .await
        .unwrap();
    let admin = tenure.member("Ana Ruiz", &Role::ALL).await;
    let first = admin.get("/manifests/export").await;
    let documents = exported(&admin).await;
    assert!(documents.len() > 20, "the demo has {}", documents.len());
    let mut pruning = body(&documents);
    pruning["prune"] = json!(true);
    let planned = dry(&admin, pruning).await;
    assert_eq!(
        (told(&planned), &planned["allowed"]),
        (vec![], &json!(true))
    );
    assert_eq!(admin.get("/manifests/export").await.text, first.text);
    let elsewhere = Tenure::start().await;
    // Rules need the issuers of the configuration, which is no part of the files.
    let documents: Vec<Value> = documents
        .into_iter()
        .filter(|one| one["kind"] != "claim_rule")
        .collect();
    applied(&elsewhere.admin, &documents).await;
    assert_eq!(exported(&elsewhere.admin).await, documents);
    elsewhere.done().await;
    tenure.done().await;
}

#[actix_web::test]
async fn one_team_is_exported_by_its_slug() {
    let tenure = trusting().await;
    applied(&tenure.admin, &company()).await;
    let one = tenure
        .admin
        .get("/manifests/export?team=support")
        .await
        .ok();
    let kinds: Vec<&Value> = one["documents"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["kind"])
        .collect();
    let all = [
        "team",
        "model",
        "suite",
        "application",
        "policy",
        "route",
        "claim_rule",
    ];
    assert_eq!(json!(kinds), json!(all));
    let none = tenure
        .admin
        .get("/manifests/export?team=default")
        .await
        .ok();
    assert_eq!(none["documents"].as_array().unwrap().len(), 1);
    let unknown = tenure.admin.get("/manifests/export?team=nobody").await;
    assert_eq!(unknown.problem(), (400, "malformed".into()));
    tenure.done().await;
}

#[actix_web::test]
async fn a_former_name_renames_what_is_there_and_changes_the_rest() {
    let tenure = trusting().await;
    applied(&tenure.admin, &company()).await;
    let mut renamed = model("ticket-triage");
    renamed["formerly"] = json!("triage");
    renamed["description"] = json!("Sorts all tickets.");
    let done = applied(&tenure.admin, &[renamed.clone()]).await;
    assert_eq!(told(&done), ["rename model support/ticket-triage"]);
    let found = tenure.admin.get("/models?name=ticket-triage").await.ok();
    let found = &found["items"][0];
    assert_eq!(found["description"], "Sorts all tickets.");
    assert_eq!(found["former_names"][0]["name"], "triage");
    assert_eq!(told(&applied(&tenure.admin, &[renamed]).await), [""; 0]);
    let old = tenure
        .admin
        .post("/manifests/apply", body(&[model("triage")]))
        .await;
    assert_eq!(old.refusal().2, ["renamed"]);
    tenure.done().await;
}

#[actix_web::test]
async fn what_is_off_in_a_file_is_made_off() {
    let tenure = trusting().await;
    let mut documents = company();
    documents[1]["state"] = json!("off");
    documents[2]["state"] = json!("off");
    applied(&tenure.admin, &documents).await;
    let policies = tenure.admin.get("/policies?name=gate").await.ok();
    let policy = &policies["items"][0];
    assert_eq!(
        (&policy["state"], &policy["revision"]),
        (&json!("off"), &json!(2))
    );
    let rules = tenure.admin.get("/claim-rules").await.ok();
    assert_eq!(rules["items"][0]["state"], "off");
    let exported = exported(&tenure.admin).await;
    let off = exported.iter().filter(|one| one["state"] == "off").count();
    assert_eq!(off, 2);
    assert_eq!(told(&applied(&tenure.admin, &exported).await), [""; 0]);
    tenure.done().await;
}

#[actix_web::test]
async fn an_application_is_changed_field_by_field() {
    let tenure = trusting().await;
    applied(&tenure.admin, &company()).await;
    let mut changed = application();
    changed["risk_tier"] = json!("high");
    changed["review_due"] = json!("2027-02-28");
    let done = applied(&tenure.admin, &[changed.clone()]).await;
    let fields: Vec<&Value> = done["documents"][0]["changes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["field"])
        .collect();
    assert_eq!(json!(fields), json!(["/review_due", "/risk_tier"]));
    let exported = exported(&tenure.admin).await;
    assert!(exported.contains(&changed), "{exported:#?}");
    tenure.done().await;
}

#[actix_web::test]
async fn a_request_holds_a_thousand_documents_and_what_is_more_is_exported_team_by_team() {
    let tenure = trusting().await;
    let mut documents = company();
    documents.extend(
        (0..993).map(|n| json!({"kind": "model", "team": "support", "name": format!("m{n}")})),
    );
    let made = applied(&tenure.admin, &documents).await;
    assert_eq!(made["counts"]["created"], 1000);
    let all = tenure.admin.get("/manifests/export").await;
    assert_eq!(all.refusal().2, ["too_many_documents"]);
    let one = tenure
        .admin
        .get("/manifests/export?team=support")
        .await
        .ok();
    assert_eq!(one["documents"].as_array().unwrap().len(), 1000);
    tenure.done().await;
}
