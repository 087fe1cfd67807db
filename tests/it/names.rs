//! Names that change, end and come back; what uses them.

use serde_json::{Value, json};
use tenure::ground::identity::Role;

use crate::routes::{Company, WHY, application};
use crate::support::{Answered, Client};

/// A command on something as it is now.
async fn turn(client: &Client, path: &str, verb: &str) -> Answered {
    let tag = client.get(path).await.tag().to_owned();
    let path = format!("{path}/{verb}");
    client.post_at(&path, &tag, json!({"reason": WHY})).await
}

async fn rename(client: &Client, path: &str, name: &str) -> Answered {
    let tag = client.get(path).await.tag().to_owned();
    let path = format!("{path}/rename");
    let body = json!({"name": name, "reason": WHY});
    client.post_at(&path, &tag, body).await
}

fn used_as(uses: &Value) -> Vec<&str> {
    let items = uses["items"].as_array().unwrap();
    items
        .iter()
        .map(|one| one["used_as"].as_str().unwrap())
        .collect()
}

/// A company whose model is used in every way that there is.
async fn busy() -> Company {
    let company = Company::start().await;
    let admin = company.admin();
    let route = format!("/routes/{}", company.route);
    let tag = admin.get(&route).await.tag().to_owned();
    let body = json!({
        "allocation": [{"version_id": company.one, "slots": 10_000}],
        "fallbacks": [company.two], "reason": WHY,
    });
    admin
        .post_at(&format!("{route}/switch"), &tag, body)
        .await
        .ok();
    let tag = admin.get(&route).await.tag().to_owned();
    let body = json!({"unit": "user-1", "version_id": company.two, "reason": WHY});
    admin
        .post_at(&format!("{route}/pin"), &tag, body)
        .await
        .ok();
    let alias = json!({"alias": "champion", "version_id": company.one});
    let aliases = format!("/models/{}/aliases", company.model);
    admin.post(&aliases, alias).await.ok();
    admin
        .post(
            "/policies",
            json!({"name": "gate", "content": crate::promotions::gate(1)}),
        )
        .await
        .ok();
    let new = json!({"source": crate::models::hosted("gpt-5.2")});
    let three = admin
        .post(&format!("/models/{}/versions", company.model), new)
        .await
        .id();
    let ask = json!({"target": "production", "reason": WHY});
    admin
        .post(&format!("/versions/{three}/promotions"), ask)
        .await
        .ok();
    company
}

#[actix_web::test]
async fn a_model_is_hidden_only_when_nothing_uses_it_and_every_use_is_named() {
    let company = busy().await;
    let admin = company.admin();
    let model = format!("/models/{}", company.model);
    let uses = admin.get(&format!("{model}/uses")).await.ok();
    assert_eq!(
        used_as(&uses),
        ["serves", "falls_back", "pins", "alias", "promotion"]
    );
    assert_eq!(uses["items"][0]["label"], "production/support-bot");
    assert_eq!(uses["items"][0]["part"], "support-chat/1");
    let refused = turn(admin, &model, "hide").await;
    let (status, _, codes) = refused.refusal();
    assert_eq!(status, 409);
    assert_eq!(
        codes,
        [
            "still_serving",
            "still_serving",
            "still_serving",
            "has_alias",
            "promotion_open"
        ]
    );
    for reason in refused.json["refusals"].as_array().unwrap() {
        assert!(
            !reason["remedies"].as_array().unwrap().is_empty(),
            "{reason}"
        );
    }
    assert_eq!(admin.get(&model).await.ok()["hidden_at"], Value::Null);
    company.tenure.done().await;
}

#[actix_web::test]
async fn a_hidden_model_frees_its_name_and_comes_back_only_when_the_name_is_free() {
    let company = Company::start().await;
    let admin = company.admin();
    let spare = crate::models::model(admin, "spare").await;
    let path = format!("/models/{spare}");
    crate::models::version(admin, &spare).await;
    let hidden = turn(admin, &path, "hide").await.ok();
    assert_ne!(hidden["hidden_at"], Value::Null);
    assert_eq!(admin.get(&path).await.ok()["name"], "spare");

    let names = async |hidden: &str| -> Vec<String> {
        let found = admin.get(&format!("/models?hidden={hidden}")).await.ok();
        let items = found["items"].as_array().unwrap().clone();
        items
            .iter()
            .map(|one| one["name"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(names("false").await, ["support-chat"]);
    assert_eq!(names("true").await, ["spare"]);
    assert_eq!(names("any").await, ["spare", "support-chat"]);
    let versions = admin.get("/versions?model_name=spare").await.ok();
    assert_eq!(versions["items"], json!([]));
    let versions = admin
        .get("/versions?model_name=spare&hidden=any")
        .await
        .ok();
    assert_ne!(versions["items"][0]["hidden_at"], Value::Null);
    let found = admin.get("/search?q=spare").await.ok();
    assert_eq!(found["items"], json!([]));

    let other = crate::models::model(admin, "spare").await;
    assert_eq!(
        turn(admin, &path, "unhide").await.refusal().2,
        ["name_taken"]
    );
    assert_eq!(
        turn(admin, &path, "hide").await.refusal().2,
        ["already_hidden"]
    );
    // What is hidden may be renamed: that is the way back.
    rename(admin, &path, "spare-of-last-year").await.ok();
    let shown = turn(admin, &path, "unhide").await.ok();
    assert_eq!(shown["hidden_at"], Value::Null);
    assert_eq!(shown["former_names"][0]["name"], "spare");
    assert_eq!(
        turn(admin, &path, "unhide").await.refusal().2,
        ["not_hidden"]
    );
    assert_ne!(other, spare);
    company.tenure.done().await;
}

#[actix_web::test]
async fn nothing_is_done_with_a_hidden_model_or_its_versions() {
    let company = Company::start().await;
    let admin = company.admin();
    let spare = crate::models::model(admin, "spare").await;
    let version = crate::routes::running(admin, &spare, "gpt-5.3").await;
    let path = format!("/models/{spare}");
    turn(admin, &path, "hide").await.ok();
    let new = json!({"source": crate::models::hosted("x")});
    let alias = json!({"alias": "champion", "version_id": version});
    for (path, body) in [
        (format!("{path}/versions"), new),
        (format!("{path}/aliases"), alias),
        (
            format!("/versions/{version}/promotions"),
            json!({"target": "production", "reason": WHY}),
        ),
    ] {
        let codes = admin.post(&path, body).await.refusal().2;
        assert!(codes.contains(&"hidden".to_owned()), "{path}: {codes:?}");
    }
    let tag = admin.get(&path).await.tag().to_owned();
    let relabelled = admin.patch_at(&path, &tag, json!({"tags": []})).await;
    assert_eq!(relabelled.refusal().2, ["hidden"]);
    let route = format!("/routes/{}", company.route);
    let tag = admin.get(&route).await.tag().to_owned();
    let body = json!({"allocation": [{"version_id": version, "slots": 10_000}], "reason": WHY});
    let switched = admin.post_at(&format!("{route}/switch"), &tag, body).await;
    assert_eq!(switched.refusal().2, ["version_unknown"]);
    company.tenure.done().await;
}

#[actix_web::test]
async fn of_a_switch_to_a_version_and_the_hiding_of_its_model_exactly_one_wins() {
    let company = Company::start().await;
    let admin = company.admin();
    for round in 0..6 {
        let spare = crate::models::model(admin, &format!("spare-{round}")).await;
        let version = crate::routes::running(admin, &spare, "gpt-5.3").await;
        let path = format!("/models/{spare}");
        let body = json!({
            "environment": "production", "key": format!("bot-{round}"), "application_id": company.application,
            "allocation": [{"version_id": version, "slots": 10_000}], "reason": WHY,
        });
        let (created, hidden) =
            tokio::join!(admin.post("/routes", body), turn(admin, &path, "hide"));
        assert_ne!(
            created.status.is_success(),
            hidden.status.is_success(),
            "{} {}",
            created.text,
            hidden.text
        );
    }
    company.tenure.done().await;
}

#[actix_web::test]
async fn an_application_is_hidden_after_its_routes_and_a_route_after_what_it_serves() {
    let company = Company::start().await;
    let admin = company.admin();
    let application = format!("/applications/{}", company.application);
    let route = format!("/routes/{}", company.route);
    let token = json!({
        "name": "helpdesk-ci", "kind": "machine", "environment": "production", "expires_in_days": 30,
        "application_id": company.application,
    });
    let token = admin.post("/tokens", token).await.ok()["token"]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(
        turn(admin, &application, "hide").await.refusal().2,
        ["has_route", "has_token"]
    );
    assert_eq!(
        turn(admin, &route, "hide").await.refusal().2,
        ["still_serving"]
    );
    company.kill(&company.one).await;
    let hidden = turn(admin, &route, "hide").await.ok();
    assert_ne!(hidden["hidden_at"], Value::Null);
    company
        .tenure
        .memory
        .refresh(&company.tenure.app)
        .await
        .unwrap();
    let resolved = admin.get("/resolve/production/support-bot").await;
    assert_eq!(resolved.problem(), (404, "not_found".into()));
    let body = json!({"version_id": company.two, "reason": WHY});
    let killed = admin.post(&format!("{route}/kill"), body).await;
    assert_eq!(killed.refusal().2, ["hidden"]);
    admin
        .post(&format!("/tokens/{token}/revoke"), json!({}))
        .await
        .ok();
    turn(admin, &application, "hide").await.ok();
    assert_eq!(turn(admin, &route, "unhide").await.refusal().2, ["hidden"]);
    let body = json!({
        "environment": "production", "key": "other", "application_id": company.application,
        "allocation": [{"version_id": company.two, "slots": 10_000}], "reason": WHY,
    });
    assert_eq!(admin.post("/routes", body).await.refusal().2, ["hidden"]);
    let token = json!({
        "name": "late", "kind": "machine", "role": "viewer", "expires_in_days": 30,
        "application_id": company.application,
    });
    assert_eq!(
        admin.post("/tokens", token).await.problem(),
        (422, "invalid".into())
    );
    turn(admin, &application, "unhide").await.ok();
    turn(admin, &route, "unhide").await.ok();
    let ran = admin
        .get(&format!(
            "/serving?route={}&at=2026-11-24T12:00:00Z",
            company.route
        ))
        .await;
    assert!(ran.status.is_success(), "{}", ran.text);
    company.tenure.done().await;
}

#[actix_web::test]
async fn a_suite_keeps_its_name_and_its_place_while_a_policy_in_force_names_it() {
    let company = crate::promotions::Company::start(1).await;
    let admin = &company.tenure.admin;
    let suite = format!("/suites/{}", company.suite);
    let uses = admin.get(&format!("{suite}/uses")).await.ok();
    assert_eq!(used_as(&uses), ["policy"]);
    assert_eq!(
        turn(admin, &suite, "hide").await.refusal().2,
        ["policy_refers"]
    );
    assert_eq!(
        rename(admin, &suite, "support-fr-2").await.refusal().2,
        ["policy_refers"]
    );
    let policy = admin.get("/policies").await.ok()["items"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let policy = format!("/policies/{policy}");
    assert_eq!(
        turn(admin, &policy, "hide").await.refusal().2,
        ["policy_in_force"]
    );
    turn(admin, &policy, "turn-off").await.ok();
    rename(admin, &suite, "support-fr-2").await.ok();
    turn(admin, &suite, "hide").await.ok();
    turn(admin, &policy, "hide").await.ok();
    assert_eq!(
        turn(admin, &policy, "turn-on").await.refusal().2,
        ["hidden"]
    );
    assert_eq!(admin.get("/policies").await.ok()["items"], json!([]));
    turn(admin, &policy, "unhide").await.ok();
    company.tenure.done().await;
}

#[actix_web::test]
async fn an_old_name_leads_to_what_is_called_otherwise_now() {
    let company = Company::start().await;
    let admin = company.admin();
    for (list, id, new) in [
        ("models", &company.model, "support"),
        ("applications", &company.application, "help"),
    ] {
        let path = format!("/{list}/{id}");
        let old = admin.get(&path).await.ok()["name"]
            .as_str()
            .unwrap()
            .to_owned();
        assert_eq!(rename(admin, &path, &old).await.refusal().2, ["same_name"]);
        company.tenure.later(chrono::Duration::minutes(1));
        let renamed = rename(admin, &path, new).await.ok();
        assert_eq!(renamed["name"], new);
        assert_eq!(renamed["former_names"][0]["name"], old);
        let found = admin.get(&format!("/{list}?name={old}")).await.ok();
        assert_eq!(found["items"], json!([]));
        assert_eq!(found["renamed"][0]["id"], *id);
        assert_eq!(found["renamed"][0]["name"], new);
        assert_eq!(
            found["renamed"][0]["renamed_at"],
            renamed["former_names"][0]["until"]
        );
        let found = admin.get(&format!("/{list}?name={new}")).await.ok();
        assert_eq!(
            (&found["items"][0]["id"], &found["renamed"]),
            (&json!(id), &json!([]))
        );
    }
    // The name is free, and who has it now is found by it.
    let second = crate::models::model(admin, "support-chat").await;
    let found = admin.get("/models?name=support-chat").await.ok();
    assert_eq!(found["items"][0]["id"], second);
    assert_eq!(found["renamed"], json!([]));
    let model = format!("/models/{}", company.model);
    assert_eq!(
        rename(admin, &model, "support-chat").await.refusal().2,
        ["name_taken"]
    );
    assert_eq!(
        rename(admin, &model, "a/b").await.problem(),
        (422, "invalid".into())
    );
    let event = admin.get("/events?kind=model.renamed").await.ok();
    assert_eq!(event["items"].as_array().unwrap().len(), 1);
    company.tenure.done().await;
}

#[actix_web::test]
async fn of_two_that_want_one_name_exactly_one_gets_it() {
    let company = Company::start().await;
    let admin = company.admin();
    for round in 0..4 {
        let one = crate::models::model(admin, &format!("one-{round}")).await;
        let two = crate::models::model(admin, &format!("two-{round}")).await;
        let wanted = format!("wanted-{round}");
        let (one, two) = (format!("/models/{one}"), format!("/models/{two}"));
        let (one, two) = tokio::join!(rename(admin, &one, &wanted), rename(admin, &two, &wanted));
        assert_ne!(one.status.is_success(), two.status.is_success());
        let refused = if one.status.is_success() { two } else { one };
        assert_eq!(refused.refusal().2, ["name_taken"]);
    }
    company.tenure.done().await;
}

#[actix_web::test]
async fn who_may_not_change_a_name_is_refused_and_told_what_is_missing() {
    let company = Company::start().await;
    let viewer = company.tenure.member("Kim", &[Role::Viewer]).await;
    let model = format!("/models/{}", company.model);
    let refused = turn(&viewer, &model, "hide").await;
    assert_eq!(refused.problem(), (403, "forbidden".into()));
    assert_eq!(refused.json["permission"], "model.register");
    let other = application(company.admin(), "other").await;
    let stale = company
        .admin()
        .post_at(
            &format!("/applications/{other}/hide"),
            "\"7\"",
            json!({"reason": WHY}),
        )
        .await;
    assert_eq!(stale.problem(), (412, "stale".into()));
    let short = company
        .admin()
        .post_at(
            &format!("/applications/{other}/hide"),
            "\"1\"",
            json!({"reason": "x"}),
        )
        .await;
    assert_eq!(short.problem(), (422, "invalid".into()));
    company.tenure.done().await;
}
