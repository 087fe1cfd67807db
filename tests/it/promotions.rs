//! Policies, promotions, approvals.

use serde_json::{Value, json};
use tenure::ground::identity::Role;

use crate::models::{hosted, model, version};
use crate::support::{Client, Tenure};

pub const WHY: &str = "because the test says so";

/// A policy that wants a French suite at 0.85 at the lower bound, and some reviewers.
pub fn gate(quorum: u8) -> Value {
    json!({
        "applies": {"target": "production"},
        "requirements": [{
            "code": "french_quality",
            "title": "French quality is at least 0.85",
            "severity": "block",
            "expression": "evals.exists(e, e.eligible && e.suite == 'support-fr' && has(e.ci_low) && e.ci_low >= 0.85)",
            "known_when": "evals.exists(e, e.suite == 'support-fr')",
            "measured": "evals.filter(e, e.suite == 'support-fr')",
            "needed": {"relation": "at_least", "value": "0.85", "on": "ci_low"},
            "waivable": true,
            "remedy": {"text": "Measure French.", "command": "tenure evaluations import fr.json"},
        }],
        "approvals": {"quorum": quorum, "expires_days": 14},
        "languages": ["fr"],
    })
}

/// A company with a gate in front of production, an engineer, a reviewer, and a version.
pub struct Company {
    pub tenure: Tenure,
    pub engineer: Client,
    pub reviewer: Client,
    pub version: String,
    pub suite: String,
}

impl Company {
    pub async fn start(quorum: u8) -> Self {
        let tenure = Tenure::start().await;
        let engineer = tenure.member("Ines Costa", &[Role::Contributor]).await;
        let reviewer = tenure.member("Lee Park", &[Role::Reviewer]).await;
        let body = json!({"name": "gate", "content": gate(quorum)});
        tenure.admin.post("/policies", body).await.ok();
        let model = model(&engineer, "triage").await;
        let version = version(&engineer, &model).await;
        let suite =
            json!({"name": "support-fr", "trust_class": "internal", "language": "fr", "tasks": []});
        let suite = engineer.post("/suites", suite).await.id();
        Self {
            tenure,
            engineer,
            reviewer,
            version,
            suite,
        }
    }

    pub async fn measure(&self, value: &str, n: i64) {
        let body = json!({
            "version_id": self.version, "suite_id": self.suite, "n": n, "run_at": "2026-11-20T00:00:00Z",
            "metrics": [{"name": "acc", "value": value, "n": n, "direction": "higher", "unit": "fraction"}],
        });
        self.engineer.post("/evaluations", body).await.ok();
    }

    /// Asks for a waiver of the French requirement.
    pub async fn waive(&self, client: &Client, days: u16) -> crate::support::client::Answered {
        let policies = client.get("/policies").await.ok();
        let body = json!({
            "target": "production", "policy_id": policies["items"][0]["id"], "requirement": "french_quality",
            "reason": WHY, "expires_in_days": days,
        });
        let path = format!("/versions/{}/waivers", self.version);
        client.post(&path, body).await
    }

    pub async fn ask(&self, dry: bool) -> crate::support::client::Answered {
        let path = format!("/versions/{}/promotions?dry_run={dry}", self.version);
        self.engineer
            .post(&path, json!({"target": "production", "reason": WHY}))
            .await
    }

    pub async fn approve(
        &self,
        client: &Client,
        promotion: &Value,
    ) -> crate::support::client::Answered {
        let path = format!("/promotions/{}/approve", promotion["id"].as_str().unwrap());
        let hash = promotion["verdict"]["proposal_hash"].clone();
        client
            .post(
                &path,
                json!({"proposal_hash": hash, "comment": "looks right"}),
            )
            .await
    }

    pub async fn promotion(&self, id: &str) -> crate::support::client::Answered {
        self.engineer.get(&format!("/promotions/{id}")).await
    }
}

#[actix_web::test]
async fn what_is_missing_is_said_exactly_and_unknown_never_passes() {
    let company = Company::start(1).await;
    let verdict = company.ask(true).await.ok();
    assert_eq!(
        verdict["headline"]["message"],
        "Version 1 may not go to production: 1 of 1 requirements is unknown."
    );
    assert_eq!(verdict["requirements"][0]["outcome"], "unknown");
    company.measure("0.874", 412).await;
    let verdict = company.ask(true).await.ok();
    let requirement = &verdict["requirements"][0];
    assert_eq!(requirement["outcome"], "fail");
    assert_eq!(requirement["measured"]["value"], "0.874");
    assert_eq!(requirement["measured"]["n"], 412);
    assert_eq!(requirement["needed"]["value"], "0.85");
    assert_eq!(
        requirement["remedy"]["command"],
        "tenure evaluations import fr.json"
    );
    assert_eq!(requirement["evidence"].as_array().unwrap().len(), 1);
    let promotion = company.ask(false).await.ok();
    assert_eq!(
        (
            promotion["state"].as_str(),
            promotion["number_label"].as_str()
        ),
        (Some("open"), Some("PR-0001"))
    );
    let again = company.ask(false).await.ok();
    assert_eq!(again["id"], promotion["id"], "asking again gives the same");
    let id = promotion["id"].as_str().unwrap();
    let apply = company
        .engineer
        .post_at(&format!("/promotions/{id}/apply"), "\"1\"", json!({}))
        .await;
    assert_eq!(
        apply.refusal().2,
        ["requirement_failed", "approvals_missing"]
    );
    let found = company.engineer.get("/promotions?label=PR-0001").await.ok();
    assert_eq!(found["items"][0]["id"], promotion["id"]);
    company.tenure.done().await;
}

#[actix_web::test]
async fn another_person_approves_the_exact_proposal_and_then_the_version_moves() {
    let company = Company::start(1).await;
    company.measure("0.9", 2000).await;
    let promotion = company.ask(false).await.ok();
    assert_eq!(promotion["state"], "awaiting_approval");
    let approvals = &promotion["verdict"]["approvals"];
    let names = |list: &Value, pointer: &str| -> Vec<String> {
        let items = list.as_array().unwrap().iter();
        items
            .map(|item| item.pointer(pointer).unwrap().as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(
        names(&approvals["eligible"], "/name"),
        ["Ana Ruiz", "Lee Park"]
    );
    let approved = company.approve(&company.reviewer, &promotion).await.ok();
    assert_eq!(approved["state"], "approved");
    let id = promotion["id"].as_str().unwrap();
    let before = company.promotion(id).await;
    let path = format!("/promotions/{id}/apply");
    let applied = company
        .engineer
        .post_at(&path, before.tag(), json!({}))
        .await
        .ok();
    assert_eq!(applied["state"], "applied");
    let version = company
        .engineer
        .get(&format!("/versions/{}", company.version))
        .await
        .ok();
    assert_eq!(
        (version["stage"].as_str(), version["basis"].as_str()),
        (Some("production"), Some("promoted"))
    );
    let replay = company
        .engineer
        .get(&format!("/promotions/{id}/replay"))
        .await
        .ok();
    assert_eq!(replay["same"], true, "{replay}");
    let facts = company
        .engineer
        .get(&format!("/promotions/{id}/facts"))
        .await
        .ok();
    assert_eq!(facts["evals"][0]["value"], "0.9");
    let again = company.promotion(id).await;
    let twice = company
        .engineer
        .post_at(&path, again.tag(), json!({}))
        .await;
    assert_eq!(twice.refusal().2, ["promotion_over"]);
    // Evidence that comes later does not change what was decided.
    company.measure("0.1", 100).await;
    assert_eq!(company.promotion(id).await.text, again.text);
    company.tenure.done().await;
}

#[actix_web::test]
async fn the_author_a_machine_and_a_stranger_to_the_proposal_do_not_approve() {
    let company = Company::start(1).await;
    company.measure("0.9", 2000).await;
    let promotion = company.ask(false).await.ok();
    assert_eq!(
        company
            .approve(&company.engineer, &promotion)
            .await
            .problem(),
        (403, "forbidden".into())
    );
    let me = company.engineer.get("/session").await.ok()["principal"]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    company
        .tenure
        .admin
        .post(
            &format!("/members/{me}/grants"),
            json!({"role": "reviewer"}),
        )
        .await
        .ok();
    let own = company.approve(&company.engineer, &promotion).await;
    assert_eq!(
        own.refusal().2,
        [
            "approver_is_author",
            "approver_is_author",
            "approver_is_author"
        ]
    );
    let excluded = company
        .promotion(promotion["id"].as_str().unwrap())
        .await
        .ok();
    assert_eq!(
        excluded["verdict"]["approvals"]["excluded"][0]["who"]["name"],
        "Ines Costa"
    );
    let body = json!({"name": "bot", "kind": "machine", "role": "reviewer", "expires_in_days": 1});
    let bot = company.tenure.admin.post("/tokens", body).await.ok();
    let bot = Client::new(&company.tenure.base, bot["secret"].as_str());
    assert_eq!(
        company.approve(&bot, &promotion).await.refusal().2,
        ["not_a_person"]
    );
    let mut other = promotion.clone();
    other["verdict"]["proposal_hash"] = json!(format!("sha256:{}", "0".repeat(64)));
    assert_eq!(
        company.approve(&company.reviewer, &other).await.refusal().2,
        ["proposal_changed"]
    );

    // The database says no as well, to anybody who writes rows by hand.
    let error = sqlx::query(
        "insert into approval (id, promotion_id, approver, decision, proposal_hash, created_at, expires_at, revision)
         select gen_random_uuid(), p.id, p.opened_by, 'approved', p.proposal_hash, now(), now() + interval '1 day', 1
           from promotion p",
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
async fn new_evidence_makes_an_approval_void() {
    let company = Company::start(2).await;
    company.measure("0.9", 2000).await;
    let promotion = company.ask(false).await.ok();
    let once = company.approve(&company.reviewer, &promotion).await.ok();
    assert_eq!(
        (
            once["state"].as_str(),
            once["verdict"]["approvals"]["missing"].as_i64()
        ),
        (Some("awaiting_approval"), Some(1))
    );
    assert_eq!(
        company.approve(&company.reviewer, &once).await.refusal().2,
        ["already_decided"]
    );
    company.measure("0.91", 2000).await;
    let id = promotion["id"].as_str().unwrap();
    let changed = company.promotion(id).await.ok();
    let given = &changed["verdict"]["approvals"]["given"][0];
    assert_eq!(
        (given["state"].as_str(), given["void_reason"].as_str()),
        (Some("void"), Some("proposal_changed"))
    );
    let new = json!({"part": "evaluation", "added": true, "name": "triage version 1, support-fr"});
    assert_eq!(given["changes"], json!([new]));
    assert_eq!(changed["verdict"]["approvals"]["missing"], 2);
    let anew = company.approve(&company.reviewer, &changed).await.ok();
    assert_eq!(anew["verdict"]["approvals"]["missing"], 1);
    // A reviewer's no ends it; what the first approval bound to is told beside what it ended on.
    let no = json!({"proposal_hash": anew["verdict"]["proposal_hash"], "reason": WHY});
    let ended = company
        .reviewer
        .post(&format!("/promotions/{id}/reject"), no)
        .await
        .ok();
    let given = &ended["verdict"]["approvals"]["given"][0];
    assert_eq!(given["changes"], json!([new]));
    let voided = company
        .tenure
        .admin
        .get("/events?kind=approval.voided")
        .await
        .ok();
    assert_eq!(voided["items"].as_array().unwrap().len(), 2);
    company.tenure.done().await;
}

#[actix_web::test]
async fn without_a_policy_a_version_moves_at_once_and_the_record_says_so() {
    let company = Company::start(1).await;
    let path = format!("/versions/{}/promotions", company.version);
    let staged = company
        .engineer
        .post(&path, json!({"target": "staging", "reason": WHY}))
        .await
        .ok();
    assert_eq!(
        (
            staged["state"].as_str(),
            staged["verdict"]["headline"]["code"].as_str()
        ),
        (Some("applied"), Some("no_policy"))
    );
    let again = company
        .engineer
        .post(&path, json!({"target": "staging", "reason": WHY}))
        .await;
    assert_eq!(again.refusal().2, ["already_there"]);
    company.tenure.done().await;
}

#[actix_web::test]
async fn of_two_who_apply_at_once_exactly_one_moves_the_version() {
    let company = Company::start(0).await;
    let promotion = company.ask(false).await.ok();
    company.measure("0.95", 3000).await;
    let id = promotion["id"].as_str().unwrap().to_owned();
    let tag = company.promotion(&id).await.tag().to_owned();
    let path = format!("/promotions/{id}/apply");
    let apply = || company.engineer.post_at(&path, &tag, json!({}));
    let answers = futures_util::future::join_all((0..4).map(|_| apply())).await;
    let statuses: Vec<u16> = answers
        .iter()
        .map(|answer| answer.status.as_u16())
        .collect();
    assert_eq!(
        statuses.iter().filter(|status| **status == 200).count(),
        1,
        "{statuses:?}"
    );
    assert!(
        statuses.iter().all(|status| [200, 412].contains(status)),
        "{statuses:?}"
    );
    let moved = company
        .tenure
        .admin
        .get("/events?kind=version.promoted")
        .await
        .ok();
    assert_eq!(moved["items"].as_array().unwrap().len(), 1);
    company.tenure.done().await;
}

#[actix_web::test]
async fn of_many_who_ask_at_once_all_get_the_same_promotion() {
    let company = Company::start(1).await;
    let answers = futures_util::future::join_all((0..8).map(|_| company.ask(false))).await;
    let ids: std::collections::BTreeSet<String> =
        answers.iter().map(|answer| answer.id()).collect();
    assert_eq!(ids.len(), 1);
    company.tenure.done().await;
}

#[actix_web::test]
async fn a_rejected_and_a_withdrawn_promotion_are_over_and_another_may_be_opened() {
    let company = Company::start(1).await;
    let promotion = company.ask(false).await.ok();
    let id = promotion["id"].as_str().unwrap();
    let hash = promotion["verdict"]["proposal_hash"].clone();
    let body = json!({"proposal_hash": hash, "reason": "French is missing entirely"});
    let refused = company
        .reviewer
        .post(&format!("/promotions/{id}/reject"), body)
        .await
        .ok();
    assert_eq!(refused["state"], "refused");
    let second = company.ask(false).await;
    assert_ne!(second.id(), id);
    let path = format!("/promotions/{}/withdraw", second.id());
    let withdrawn = company
        .engineer
        .post_at(&path, second.tag(), json!({"reason": WHY}))
        .await
        .ok();
    assert_eq!(withdrawn["state"], "withdrawn");
    let error = sqlx::query("update promotion set state = 'open', revision = revision + 1")
        .execute(&company.tenure.pool)
        .await
        .unwrap_err();
    assert!(error.to_string().contains("for good"), "{error}");
    company.tenure.done().await;
}

#[actix_web::test]
async fn a_policy_with_a_typo_is_refused_with_its_place_and_the_nearest_name() {
    let company = Company::start(1).await;
    let mut content = gate(1);
    content["requirements"][0]["expression"] = json!("evals.exists(e, e.ci_lov >= 0.85)");
    let refused = company
        .tenure
        .admin
        .post("/policies", json!({"name": "typo", "content": content}))
        .await;
    assert_eq!(refused.problem(), (422, "invalid".into()));
    assert_eq!(
        refused.json["errors"][0]["pointer"],
        "/content/requirements/0/expression"
    );
    assert_eq!(refused.json["errors"][0]["expected"], "ci_low?");
    let checked = company
        .engineer
        .post("/policies/check", json!({"content": content}))
        .await
        .ok();
    assert_eq!(checked["problems"].as_array().unwrap().len(), 1);
    let body = json!({"content": gate(0), "version_id": company.version});
    let checked = company.engineer.post("/policies/check", body).await.ok();
    assert_eq!(checked["verdict"]["requirements"][0]["outcome"], "unknown");
    company.tenure.done().await;
}

#[actix_web::test]
async fn a_policy_is_published_anew_and_turned_off() {
    let company = Company::start(1).await;
    let admin = &company.tenure.admin;
    let policy = admin.get("/policies").await.ok()["items"][0].clone();
    let id = policy["id"].as_str().unwrap();
    let next = admin
        .post_at(
            &format!("/policies/{id}/versions"),
            "\"1\"",
            json!({"content": gate(2)}),
        )
        .await
        .ok();
    assert_eq!(
        (
            next["number"].as_i64(),
            next["content"]["approvals"]["quorum"].as_i64()
        ),
        (Some(2), Some(2))
    );
    let versions = admin.get(&format!("/policies/{id}/versions")).await.ok();
    assert_eq!(versions["items"].as_array().unwrap().len(), 2);
    let page = admin
        .get(&format!("/policies/{id}/versions?limit=1"))
        .await
        .ok();
    assert_eq!(page["items"][0]["number"], 2);
    let token = page["next_page_token"].as_str().unwrap();
    let page = admin
        .get(&format!(
            "/policies/{id}/versions?limit=1&page_token={token}"
        ))
        .await
        .ok();
    assert_eq!(page["items"][0]["number"], 1);
    assert_eq!(page["next_page_token"], json!(null));
    let off = format!("/policies/{id}/turn-off");
    let unseen = admin.post(&off, json!({"reason": WHY})).await;
    assert_eq!(unseen.problem(), (428, "precondition_required".into()));
    let stale = admin.post_at(&off, "\"1\"", json!({"reason": WHY})).await;
    assert_eq!(stale.problem(), (412, "stale".into()));
    admin
        .post_at(&off, "\"2\"", json!({"reason": WHY}))
        .await
        .ok();
    assert_eq!(
        company.ask(true).await.ok()["headline"]["code"],
        "no_policy"
    );
    company.tenure.done().await;
}

#[actix_web::test]
async fn actions_say_what_is_allowed_and_why_not() {
    let company = Company::start(1).await;
    let actions = company
        .engineer
        .get(&format!("/versions/{}/actions", company.version))
        .await
        .ok();
    let find = |name: &str| {
        actions["items"]
            .as_array()
            .unwrap()
            .iter()
            .find(|action| action["action"] == name)
            .unwrap()
            .clone()
    };
    assert_eq!(find("request_promotion_production")["allowed"], true);
    assert_eq!(find("deprecate")["refusal"]["code"], "move_impossible");
    assert_eq!(find("kill")["refusal"]["code"], "not_permitted");
    let promotion = company.ask(false).await.ok();
    let path = format!("/promotions/{}/actions", promotion["id"].as_str().unwrap());
    let actions = company.reviewer.get(&path).await.ok();
    assert_eq!(actions["items"][0]["action"], "approve");
    assert_eq!(actions["items"][0]["allowed"], true);
    assert_eq!(actions["items"][3]["allowed"], false);
    company.tenure.done().await;
}

#[actix_web::test]
async fn an_unclassified_suite_is_never_read_by_a_gate() {
    let company = Company::start(0).await;
    let path = format!("/suites/{}", company.suite);
    company.measure("0.95", 3000).await;
    company
        .engineer
        .patch_at(&path, "\"1\"", json!({"trust_class": "unclassified"}))
        .await
        .ok();
    let verdict = company.ask(true).await.ok();
    assert_ne!(verdict["requirements"][0]["outcome"], "pass");
    let _ = hosted("x");
    company.tenure.done().await;
}
