//! The actions of an entity and its commands say the same, reasons included.

use serde_json::{Value, json};
use tenure::ground::identity::Role;

use crate::routes::{Company, WHY};
use crate::support::{Answered, Client};

/// Something that can be asked for and done: the entity, the action's name, the command's path and body.
struct Try {
    entity: String,
    action: &'static str,
    path: String,
    body: Value,
}

fn tries(entity: &str, verbs: &[(&'static str, &str, Value)]) -> Vec<Try> {
    verbs
        .iter()
        .map(|(action, verb, body)| Try {
            entity: entity.to_owned(),
            action,
            path: format!("{entity}/{verb}?dry_run=true"),
            body: body.clone(),
        })
        .collect()
}

/// What the command says when it is tried without being done: the codes and words of all reasons.
fn said(answered: &Answered) -> Vec<(String, String)> {
    if answered.status == 403 {
        return vec![("not_permitted".into(), String::new())];
    }
    let refusals = match answered.status.as_u16() {
        409 | 200 => answered.json["refusals"].as_array().cloned(),
        _ => panic!("{} {}", answered.status, answered.text),
    };
    reasons(&Value::Array(refusals.unwrap_or_default()))
}

fn reasons(of: &Value) -> Vec<(String, String)> {
    let all = of.as_array().unwrap().iter();
    all.map(|reason| {
        let code = reason["code"].as_str().unwrap().to_owned();
        let words = reason["message"].as_str().unwrap().to_owned();
        (code, words)
    })
    .collect()
}

/// Asks for each action and tries its command; both must say the same.
async fn agree(client: &Client, who: &str, all: &[Try]) -> usize {
    let mut refused = 0;
    for one in all {
        let actions = client.get(&format!("{}/actions", one.entity)).await.ok();
        let action = actions["items"]
            .as_array()
            .unwrap()
            .iter()
            .find(|action| action["action"] == one.action)
            .unwrap_or_else(|| panic!("{} has no action {}", one.entity, one.action))
            .clone();
        let entity = client.get(&one.entity).await;
        let tag = entity.etag.unwrap_or_else(|| "\"1\"".into());
        let answered = client.post_at(&one.path, &tag, one.body.clone()).await;
        let (offered, mut tried) = (reasons(&action["refusals"]), said(&answered));
        assert_eq!(action["allowed"], offered.is_empty(), "{action}");
        assert_eq!(
            action["refusal"],
            action["refusals"].get(0).cloned().unwrap_or(Value::Null)
        );
        if let Some((code, words)) = tried.first_mut()
            && code == "not_permitted"
        {
            // Who may not is told so before any rule is asked; the offer names the rules' reasons as well.
            assert_eq!(offered[0].0, "not_permitted", "{who}: {}", one.path);
            words.clone_from(&offered[0].1);
            tried.extend(offered[1..].iter().cloned());
        }
        assert_eq!(offered, tried, "{who}: {} {}", one.action, one.path);
        refused += usize::from(!offered.is_empty());
    }
    refused
}

fn reason() -> Value {
    json!({"reason": WHY})
}

fn everything(company: &Company, policy: &str, suite: &str) -> Vec<Try> {
    let name = |action| {
        (
            action,
            "rename",
            json!({"name": "another-name", "reason": WHY}),
        )
    };
    let hides = || [("hide", "hide", reason()), ("unhide", "unhide", reason())];
    let mut all = Vec::new();
    for entity in [
        format!("/models/{}", company.model),
        format!("/applications/{}", company.application),
        suite.to_owned(),
        policy.to_owned(),
    ] {
        all.extend(tries(&entity, &hides()));
        all.extend(tries(&entity, &[name("rename")]));
    }
    let model = format!("/models/{}", company.model);
    let alias = json!({"alias": "champion", "version_id": company.two});
    all.extend(tries(&model, &[("move_alias", "aliases", alias)]));
    let turns = [
        ("turn_on", "turn-on", reason()),
        ("turn_off", "turn-off", reason()),
        (
            "publish",
            "versions",
            json!({"content": crate::promotions::gate(2)}),
        ),
    ];
    all.extend(tries(policy, &turns));
    for version in [&company.one, &company.two] {
        let verbs = [
            ("deprecate", "deprecate", reason()),
            ("archive", "archive", reason()),
            ("revoke", "revoke", reason()),
            ("kill", "kill", reason()),
        ];
        all.extend(tries(&format!("/versions/{version}"), &verbs));
    }
    let route = format!("/routes/{}", company.route);
    let whole =
        json!({"allocation": [{"version_id": company.two, "slots": 10_000}], "reason": WHY});
    let verbs = [
        ("switch", "switch", whole),
        (
            "kill",
            "kill",
            json!({"version_id": company.two, "reason": WHY}),
        ),
        (
            "pin",
            "pin",
            json!({"unit": "u", "version_id": company.two, "reason": WHY}),
        ),
    ];
    all.extend(tries(&route, &hides()));
    all.extend(tries(&route, &verbs));
    all
}

#[actix_web::test]
async fn what_is_offered_is_what_can_be_done_whatever_the_situation_and_whoever_asks() {
    let company = Company::start().await;
    let admin = company.admin();
    let policy = json!({"name": "gate", "content": crate::promotions::gate(1)});
    let policy = format!("/policies/{}", admin.post("/policies", policy).await.id());
    let suite = json!({"name": "support-fr", "trust_class": "internal", "tasks": []});
    let suite = format!("/suites/{}", admin.post("/suites", suite).await.id());
    let viewer = company.tenure.member("Kim", &[Role::Viewer]).await;
    let operator = company.tenure.member("Lee", &[Role::Operator]).await;
    let people = [
        (admin, "admin"),
        (&viewer, "viewer"),
        (&operator, "operator"),
    ];
    let all = everything(&company, &policy, &suite);
    let mut refused = 0;
    for (client, who) in people {
        refused += agree(client, who, &all).await;
    }
    // What needs something to go back to, while there is nothing.
    let back = [
        (
            "rollback",
            "rollback",
            json!({"snapshot_seq": 0, "reason": WHY}),
        ),
        (
            "revive",
            "revive",
            json!({"version_id": company.two, "reason": WHY}),
        ),
    ];
    let back = tries(&format!("/routes/{}", company.route), &back);
    for (client, who) in people {
        assert_eq!(agree(client, who, &back).await, 2);
    }
    // The route ends, then everything that it held.
    company.kill(&company.one).await;
    for (client, who) in people {
        refused += agree(client, who, &all).await;
    }
    for (path, verb) in [
        (format!("/routes/{}", company.route), "hide"),
        (format!("/models/{}", company.model), "hide"),
        (format!("/applications/{}", company.application), "hide"),
        (policy.clone(), "turn-off"),
        (policy.clone(), "hide"),
        (suite.clone(), "hide"),
    ] {
        let tag = admin.get(&path).await.tag().to_owned();
        admin
            .post_at(&format!("{path}/{verb}"), &tag, reason())
            .await
            .ok();
    }
    let visible = |one: &&Try| one.action != "switch" && one.action != "pin";
    let hidden: Vec<Try> = everything(&company, &policy, &suite)
        .into_iter()
        .filter(|one| visible(&one))
        .collect();
    for (client, who) in people {
        refused += agree(client, who, &hidden).await;
    }
    assert!(refused > 100, "only {refused} refusals were compared");
    company.tenure.done().await;
}

#[actix_web::test]
async fn what_is_offered_of_members_and_tokens_is_what_can_be_done() {
    let company = Company::start().await;
    let admin = company.admin();
    let members = admin.get("/members").await.ok();
    let path = |name: &str| {
        let all = members["items"].as_array().unwrap();
        let found = all.iter().find(|one| one["name"] == name).unwrap();
        format!("/members/{}", found["id"].as_str().unwrap())
    };
    let verbs = [
        ("suspend", "suspend", reason()),
        ("resume", "resume", reason()),
    ];
    let last = path("Ana Ruiz");
    let offered = admin.get(&format!("{last}/actions")).await.ok();
    assert_eq!(offered["items"][1]["refusal"]["code"], "last_admin");
    let viewer = company.tenure.member("Kim", &[Role::Viewer]).await;
    let members = admin.get("/members").await.ok();
    let mut all = Vec::new();
    for member in members["items"].as_array().unwrap() {
        let path = format!("/members/{}", member["id"].as_str().unwrap());
        all.extend(tries(&path, &verbs));
    }
    assert!(agree(admin, "admin", &all).await > 0);
    agree(&viewer, "viewer", &all).await;
    let token = json!({"name": "ci", "kind": "machine", "role": "viewer", "expires_in_days": 3});
    let token = admin.post("/tokens", token).await.ok()["token"]["id"].clone();
    let token = format!("/tokens/{}", token.as_str().unwrap());
    for _ in 0..2 {
        let offered = admin.get(&format!("{token}/actions")).await.ok();
        let revoke = &offered["items"][0];
        let tried = admin
            .post(&format!("{token}/revoke?dry_run=true"), json!({}))
            .await;
        assert_eq!(reasons(&revoke["refusals"]), said(&tried));
        admin.post(&format!("{token}/revoke"), json!({})).await;
    }
    let unseen = viewer.get(&format!("{token}/actions")).await;
    assert_eq!(unseen.problem(), (404, "not_found".into()));
    company.tenure.done().await;
}
