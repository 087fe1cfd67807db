//! What no document names is hidden when that is asked for, in the kinds and teams of the documents.

use serde_json::json;

use super::{application, applied, body, company, dry, model, route, rule, told, trusting};
use crate::promotions::WHY;

#[actix_web::test]
async fn what_no_document_names_is_hidden_where_documents_are_and_nothing_else() {
    let tenure = trusting().await;
    let admin = &tenure.admin;
    applied(admin, &company()).await;
    applied(admin, &[model("spare")]).await;
    let elsewhere = json!({"name": "other-teams"});
    admin.post("/models", elsewhere).await.ok();
    let mut asked = body(&[model("triage")]);
    let without = dry(admin, asked.clone()).await;
    assert_eq!(
        (told(&without), &without["left_alone"]),
        (vec![], &json!([]))
    );
    asked["prune"] = json!(true);
    let shown = dry(admin, asked.clone()).await;
    assert_eq!(told(&shown), ["prune model support/spare"]);
    // What the documents are not about is named, so that the list is not taken for all there is.
    assert_eq!(
        shown["left_alone"],
        json!([
            {"kind": "team", "team": null, "count": 2},
            {"kind": "model", "team": "default", "count": 1},
            {"kind": "suite", "team": "support", "count": 1},
            {"kind": "application", "team": "support", "count": 1},
            {"kind": "policy", "team": "support", "count": 1},
            {"kind": "route", "team": "support", "count": 1},
            {"kind": "claim_rule", "team": "support", "count": 1},
        ])
    );
    admin.post("/manifests/apply", asked.clone()).await.ok();
    let left = admin.get("/models").await.ok();
    let names: Vec<_> = left["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["name"])
        .collect();
    assert_eq!(json!(names), json!(["other-teams", "triage"]));
    assert_eq!(told(&dry(admin, asked).await), [""; 0]);
    // Hiding is undone by people, not by the old file.
    let old = admin
        .post("/manifests/apply", body(&[model("spare")]))
        .await;
    assert_eq!(old.refusal().2, ["hidden"]);
    tenure.done().await;
}

#[actix_web::test]
async fn what_is_in_use_is_not_hidden_and_then_nothing_is() {
    let tenure = trusting().await;
    let admin = &tenure.admin;
    applied(admin, &company()).await;
    let mut second = application();
    second["name"] = json!("second");
    let mut asked = body(&[second, model("triage")]);
    asked["prune"] = json!(true);
    let shown = dry(admin, asked.clone()).await;
    assert_eq!(
        told(&shown),
        [
            "create application support/second",
            "prune application support/helpdesk has_route",
        ]
    );
    let refused = admin.post("/manifests/apply", asked).await;
    assert_eq!(refused.refusal().2, ["has_route"]);
    assert_eq!(
        refused.json["refusals"][0]["params"]["document"],
        "support/helpdesk"
    );
    let applications = admin.get("/applications").await.ok();
    assert_eq!(applications["items"].as_array().unwrap().len(), 1);
    tenure.done().await;
}

#[actix_web::test]
async fn what_goes_goes_in_the_order_in_which_it_is_used() {
    let tenure = trusting().await;
    let admin = &tenure.admin;
    applied(admin, &company()).await;
    let mut other = application();
    other["name"] = json!("other");
    let mut kept = route();
    kept["key"] = json!("kept");
    kept["application"] = json!("other");
    let mut another = rule();
    another["name"] = json!("another");
    let mut asked = body(&[other, kept, another]);
    asked["prune"] = json!(true);
    asked["reason"] = json!(WHY);
    let done = admin.post("/manifests/apply", asked).await.ok();
    assert_eq!(
        told(&done)[3..],
        [
            "prune claim_rule ci",
            "prune route production/bot",
            "prune application support/helpdesk",
        ]
    );
    tenure.done().await;
}
