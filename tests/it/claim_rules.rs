//! Machines that come in by the claims of their tokens, without a stored secret.

use chrono::Duration;
use serde_json::{Value, json};
use tenure::domain::access::{ClaimRule, ClaimRuleState, commands, rules, store};
use tenure::ground::audit::{Changes, UnitOfWork};
use tenure::ground::config::{Config, Issuer};
use tenure::ground::identity::claims::Condition;
use tenure::ground::identity::{Caller, Newcomer, Role, SYSTEM};
use tenure::ground::kernel::Revision;

use crate::jwt::{Authority, Key, ask, trusting};
use crate::promotions::WHY;
use crate::support::client::Answered;
use crate::support::{Client, Tenure};

/// A rule of an issuer that nobody asks.
pub async fn any_rule(tenure: &Tenure) -> ClaimRule {
    let mut uow = UnitOfWork::begin(&tenure.app, &Caller::system())
        .await
        .unwrap();
    let now = uow.decide_at(&[]).await.unwrap();
    let rule = ClaimRule {
        id: uow.new_id(),
        name: "ci".into(),
        issuer: "https://id.example.org".into(),
        conditions: vec![Condition {
            claim: "repository".into(),
            pattern: "acme/*".into(),
        }],
        role: Role::Contributor,
        team_id: None,
        environment: None,
        responsible_user: SYSTEM,
        state: ClaimRuleState::On,
        created_at: now,
        hidden_at: None,
        revision: Revision::FIRST,
    };
    store::insert_claim_rule(&mut uow, &rule).await.unwrap();
    uow.decided(Changes::of("claim_rule.made", &rule), ())
        .commit()
        .await
        .unwrap();
    rule
}

/// A service that trusts an issuer of CI tokens.
struct Ci {
    tenure: Tenure,
    authority: Authority,
    key: Key,
}

impl Ci {
    async fn start() -> Self {
        let key = Key::new("one");
        let authority = Authority::start(&[&key]);
        let tenure = trusting(&authority).await;
        Self {
            tenure,
            authority,
            key,
        }
    }

    fn body(&self, name: &str, pattern: &str, role: &str) -> Value {
        json!({
            "name": name, "issuer": self.authority.url, "role": role,
            "conditions": [{"claim": "repository", "pattern": pattern}],
        })
    }

    async fn rule(&self, name: &str, pattern: &str, role: &str) -> String {
        let body = self.body(name, pattern, role);
        self.tenure.admin.post("/claim-rules", body).await.id()
    }

    fn claims(&self, subject: &str, repository: &str) -> Value {
        let mut claims = self.authority.claims(subject);
        claims["repository"] = json!(repository);
        claims
    }

    fn machine(&self, subject: &str, repository: &str) -> Client {
        let token = self.key.sign(&self.claims(subject, repository));
        Client::new(&self.tenure.base, Some(&token))
    }

    async fn check(&self, claims: Value) -> Value {
        let body = json!({"claims": claims});
        let answered = self.tenure.admin.post("/claim-rules/check", body).await;
        answered.ok()
    }

    async fn turn(&self, rule: &str, verb: &str) -> Answered {
        let path = format!("/claim-rules/{rule}");
        let tag = self.tenure.admin.get(&path).await.tag().to_owned();
        let path = format!("{path}/{verb}");
        let reason = json!({"reason": WHY});
        self.tenure.admin.post_at(&path, &tag, reason).await
    }

    async fn done(self) {
        self.authority.stop().await;
        self.tenure.done().await;
    }
}

#[actix_web::test]
async fn a_machine_comes_in_by_its_claims_and_somebody_answers_for_it() {
    let ci = Ci::start().await;
    let machine = ci.machine("repo:acme/app:main", "acme/app");
    let nobody = machine.get("/session").await;
    assert_eq!(nobody.problem(), (403, "unknown_principal".into()));
    let rule = ci.rule("evaluations", "acme/*", "contributor").await;
    let me = machine.get("/session").await.ok();
    assert_eq!(me["principal"]["kind"], "machine");
    assert_eq!(me["principal"]["name"], "repo:acme/app:main");
    let model = machine.post("/models", json!({"name": "m"})).await;
    assert_eq!(model.status, 201, "{}", model.text);
    let denied = machine
        .post("/teams", json!({"slug": "x", "name": "X"}))
        .await;
    assert_eq!(denied.problem(), (403, "forbidden".into()));
    let foreign = ci.machine("repo:evil/app:main", "evil/app");
    let nobody = foreign.get("/session").await;
    assert_eq!(nobody.problem(), (403, "unknown_principal".into()));

    // Twice the same: one machine, visible, with the maker of the rule answering for it.
    let again = machine.get("/session").await.ok();
    assert_eq!(again["principal"]["id"], me["principal"]["id"]);
    let id = me["principal"]["id"].as_str().unwrap();
    let listed = ci.tenure.admin.get(&format!("/members/{id}")).await.ok();
    assert_eq!(listed["name"], "repo:acme/app:main");
    let known = ci
        .tenure
        .admin
        .get(&format!("/entities/principal/{id}"))
        .await
        .ok();
    let admin = ci.tenure.admin.get("/session").await.ok();
    assert_eq!(known["state"]["responsible_user"], admin["principal"]["id"]);
    let listed = ci
        .tenure
        .admin
        .get(&format!("/claim-rules/{rule}"))
        .await
        .ok();
    assert_eq!(listed["machines"], 1);

    let suspend = format!("/members/{id}/suspend");
    ci.tenure
        .admin
        .post(&suspend, json!({"reason": WHY}))
        .await
        .ok();
    let out = machine.get("/session").await;
    assert_eq!(out.problem(), (401, "token_revoked".into()));
    ci.done().await;
}

#[actix_web::test]
async fn all_rules_that_fit_count_together_and_one_that_is_off_counts_for_nothing() {
    let ci = Ci::start().await;
    ci.rule("viewers", "acme/*", "viewer").await;
    let operators = ci.rule("operators", "acme/app", "operator").await;
    let machine = ci.machine("app", "acme/app");
    let kill = format!("/versions/{}/kill", uuid::Uuid::nil());
    let body = json!({"reason": WHY});
    let may = machine.post(&kill, body.clone()).await;
    assert_eq!(may.problem(), (404, "not_found".into()));
    ci.turn(&operators, "turn-off").await.ok();
    let may_not = machine.post(&kill, body.clone()).await;
    assert_eq!(may_not.problem(), (403, "forbidden".into()));
    machine.get("/session").await.ok();
    assert_eq!(
        ci.turn(&operators, "turn-off").await.refusal().2,
        ["claim_rule_state"]
    );
    ci.turn(&operators, "turn-on").await.ok();
    let may = machine.post(&kill, body.clone()).await;
    assert_eq!(may.problem(), (404, "not_found".into()));
    ci.turn(&operators, "hide").await.ok();
    let may_not = machine.post(&kill, body).await;
    assert_eq!(may_not.problem(), (403, "forbidden".into()));
    let gone = ci.turn_gone(&operators).await;
    assert_eq!(gone.problem(), (404, "not_found".into()));
    // The name is free again.
    ci.rule("operators", "acme/app", "operator").await;
    let path = format!("/events?kind=claim_rule&entity={operators}");
    let events = ci.tenure.admin.get(&path).await.ok();
    let told: Vec<&str> = events["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| event["sentence"]["message"].as_str().unwrap())
        .collect();
    assert_eq!(
        told,
        [
            "Ana Ruiz hid claim rule operators.",
            "Ana Ruiz turned claim rule operators on.",
            "Ana Ruiz turned claim rule operators off.",
            "Ana Ruiz made claim rule operators: role operator.",
        ]
    );
    ci.done().await;
}

impl Ci {
    async fn turn_gone(&self, rule: &str) -> Answered {
        let path = format!("/claim-rules/{rule}/turn-on");
        let reason = json!({"reason": WHY});
        self.tenure.admin.post_at(&path, "\"4\"", reason).await
    }
}

#[actix_web::test]
async fn a_member_keeps_what_it_holds_and_rules_add_nothing() {
    let ci = Ci::start().await;
    ci.rule("operators", "acme/*", "operator").await;
    // Kim is known as a person with the role contributor.
    let kim = ci.machine("kim", "acme/app");
    let me = kim.get("/session").await.ok();
    assert_eq!(me["principal"]["kind"], "user");
    let kill = format!("/versions/{}/kill", uuid::Uuid::nil());
    let denied = kim.post(&kill, json!({"reason": WHY})).await;
    assert_eq!(denied.problem(), (403, "forbidden".into()));
    let checked = ci.check(ci.claims("kim", "acme/app")).await;
    assert_eq!(checked["outcome"], "member");
    assert_eq!(checked["principal"]["name"], "Kim Reyes");
    ci.done().await;
}

#[actix_web::test]
async fn a_check_says_which_rules_fit_and_why_the_others_do_not() {
    let ci = Ci::start().await;
    ci.rule("app", "acme/app", "contributor").await;
    ci.rule("site", "acme/site", "viewer").await;
    let checked = ci.check(ci.claims("x", "acme/app")).await;
    assert_eq!(checked["outcome"], "machine");
    assert_eq!(checked["principal"], Value::Null);
    let rules = checked["rules"].as_array().unwrap();
    assert_eq!(rules[0]["fits"], true);
    assert_eq!(rules[0]["role"], "contributor");
    assert_eq!(rules[1]["fits"], false);
    assert_eq!(rules[1]["unmet"][0]["pattern"], "acme/site");
    let nobody = ci.check(ci.claims("x", "evil/app")).await;
    assert_eq!(nobody["outcome"], "unknown_principal");
    let untrusted = json!({"iss": "https://id.example.org", "sub": "x"});
    assert_eq!(ci.check(untrusted).await["outcome"], "untrusted_issuer");
    let body = json!({"claims": {"iss": 1, "sub": "x"}});
    let wrong = ci.tenure.admin.post("/claim-rules/check", body).await;
    assert_eq!(wrong.json["errors"][0]["pointer"], "/claims/iss");
    // A question makes nobody.
    let members: i64 = sqlx::query_scalar("select count(*) from principal where kind = 'machine'")
        .fetch_one(&ci.tenure.pool)
        .await
        .unwrap();
    assert_eq!(members, 0);
    ci.done().await;
}

#[actix_web::test]
async fn a_rule_gives_no_more_than_its_maker_holds_and_never_what_machines_may_not() {
    let ci = Ci::start().await;
    let admin = &ci.tenure.admin;
    for (field, value) in [
        ("role", json!("admin")),
        ("role", json!("reviewer")),
        ("issuer", json!("https://id.example.org")),
        ("environment", json!("moon")),
        ("team_id", json!(uuid::Uuid::nil())),
    ] {
        let mut body = ci.body("wrong", "acme/app", "viewer");
        body[field] = value;
        let answered = admin.post("/claim-rules", body).await;
        assert_eq!(answered.problem(), (422, "invalid".into()), "{field}");
        assert_eq!(answered.json["errors"][0]["pointer"], format!("/{field}"));
    }
    let rule = ci.rule("app", "acme/app", "viewer").await;
    let body = ci.body("app", "acme/app", "viewer");
    let again = admin.post("/claim-rules", body).await;
    assert_eq!(again.refusal().2, ["name_taken"]);
    let path = format!("/claim-rules/{rule}");
    let change = json!({"role": "admin"});
    let answered = admin.patch_at(&path, "\"1\"", change).await;
    assert_eq!(answered.problem(), (422, "invalid".into()));
    let stale = admin
        .patch_at(&path, "\"9\"", json!({"role": "operator"}))
        .await;
    assert_eq!(stale.problem(), (412, "stale".into()));
    let changed = admin
        .patch_at(&path, "\"1\"", json!({"role": "operator"}))
        .await;
    assert_eq!(changed.tag(), "\"2\"");
    let team = admin
        .post("/teams", json!({"slug": "support", "name": "Support"}))
        .await
        .id();
    let id: uuid::Uuid = team.parse().unwrap();
    let local = ci
        .tenure
        .member_of("Local", &[Role::Admin], Some(id.into()))
        .await;
    let body = ci.body("local", "acme/app", "viewer");
    let everywhere = local.post("/claim-rules", body.clone()).await;
    assert_eq!(everywhere.problem(), (403, "forbidden".into()));
    let mut here = body;
    here["team_id"] = json!(team);
    local.post("/claim-rules", here).await.ok();
    let foreign = local
        .patch_at(&path, "\"2\"", json!({"role": "viewer"}))
        .await;
    assert_eq!(foreign.problem(), (403, "forbidden".into()));
    ci.done().await;
}

#[actix_web::test]
async fn a_rule_of_one_environment_resolves_there_and_nowhere_else() {
    let key = Key::new("one");
    let authority = Authority::start(&[&key]);
    let config = Config {
        issuers: vec![Issuer {
            issuer: authority.url.clone(),
            audience: "tenure".into(),
            jwks: format!("{}/keys", authority.url),
        }],
        ..Config::default()
    };
    let company = crate::routes::Company::start_with(config).await;
    let admin = company.admin();
    let body = |environment: &str| {
        json!({
            "name": environment, "issuer": authority.url, "role": "viewer", "environment": environment,
            "conditions": [{"claim": "sub", "pattern": "system:serviceaccount:ci:*"}],
        })
    };
    let resolve = async || {
        company.resolve("").await;
        let token = key.sign(&authority.claims("system:serviceaccount:ci:runner"));
        let machine = Client::new(&company.tenure.base, Some(&token));
        machine.get("/resolve/production/support-bot").await
    };
    assert_eq!(resolve().await.problem(), (403, "unknown_principal".into()));
    admin.post("/claim-rules", body("staging")).await.ok();
    assert_eq!(resolve().await.problem(), (404, "not_found".into()));
    let rule = admin.post("/claim-rules", body("production")).await;
    // The token is remembered; a new rule makes the memory forget.
    resolve().await.ok();
    let off = format!("/claim-rules/{}/turn-off", rule.id());
    admin
        .post_at(&off, "\"1\"", json!({"reason": WHY}))
        .await
        .ok();
    assert_eq!(resolve().await.problem(), (404, "not_found".into()));
    authority.stop().await;
    company.tenure.done().await;
}

#[actix_web::test]
async fn when_the_maker_of_a_rule_is_gone_it_gives_nothing_until_somebody_else_makes_one() {
    let ci = Ci::start().await;
    let bo = ci.tenure.member("Bo Lind", &[Role::Admin]).await;
    let body = ci.body("bo's", "acme/app", "contributor");
    bo.post("/claim-rules", body).await.ok();
    let machine = ci.machine("app", "acme/app");
    let before = machine.get("/session").await.ok();
    let me = bo.get("/session").await.ok();
    let suspend = format!(
        "/members/{}/suspend",
        me["principal"]["id"].as_str().unwrap()
    );
    ci.tenure
        .admin
        .post(&suspend, json!({"reason": WHY}))
        .await
        .ok();
    let nobody = machine.get("/session").await;
    assert_eq!(nobody.problem(), (403, "unknown_principal".into()));
    ci.rule("ours", "acme/app", "viewer").await;
    let after = machine.get("/session").await.ok();
    assert_eq!(
        before["principal"]["id"], after["principal"]["id"],
        "the same machine"
    );
    let denied = machine.post("/models", json!({"name": "m"})).await;
    assert_eq!(denied.problem(), (403, "forbidden".into()));
    ci.done().await;
}

#[actix_web::test]
async fn of_two_first_requests_at_once_one_makes_the_machine() {
    let ci = Ci::start().await;
    ci.rule("app", "acme/app", "viewer").await;
    let token = ci.key.sign(&ci.claims("app", "acme/app"));
    let asked = (0..6).map(|_| ask(&ci.tenure, &token));
    let answered = futures_util::future::join_all(asked).await;
    for one in answered {
        one.ok();
    }
    let made: i64 = sqlx::query_scalar("select count(*) from principal where kind = 'machine'")
        .fetch_one(&ci.tenure.pool)
        .await
        .unwrap();
    assert_eq!(made, 1);
    ci.done().await;
}

#[actix_web::test]
async fn a_rule_that_is_too_wide_lets_in_so_many_and_no_more() {
    let tenure = Tenure::start().await;
    let rule = any_rule(&tenure).await;
    let full = rules::MACHINES_PER_RULE_MAX - 1;
    sqlx::query(
        "insert into external_identity (issuer, subject, principal_id, claim_rule_id, created_at)
         select 'i', n::text, $1, $2, $3 from generate_series(1, $4) n",
    )
    .bind(SYSTEM.0)
    .bind(rule.id.0)
    .bind(rule.created_at.0)
    .bind(full)
    .execute(&tenure.pool)
    .await
    .unwrap();
    let newcomer = |subject: &str| Newcomer {
        issuer: rule.issuer.clone(),
        subject: subject.into(),
        rule: rule.id,
        rule_name: rule.name.clone(),
        responsible: SYSTEM,
    };
    commands::admit(&tenure.app, &newcomer("last"))
        .await
        .unwrap();
    let refused = commands::admit(&tenure.app, &newcomer("one more")).await;
    assert!(refused.is_err());
    tenure.later(Duration::seconds(1));
    tenure.done().await;
}
