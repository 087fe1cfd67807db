//! Applications, routes, resolving, kill and rollback.

use chrono::Duration;
use serde_json::{Value, json};
use tenure::ground::config::Config;
use tenure::ground::identity::Role;

use crate::models::{hosted, model};
use crate::support::{Client, Tenure};

/// A version that may run anywhere: adopted as what already runs.
pub async fn running(client: &Client, model: &str, native_id: &str) -> String {
    let body = json!({
        "source": hosted(native_id),
        "configuration": {"parameters": {"temperature": 0.2}},
        "adopted": {"since": "2026-01-01T00:00:00Z", "reason": "runs since January", "stage": "production"},
    });
    client
        .post(&format!("/models/{model}/versions"), body)
        .await
        .id()
}

pub async fn application(client: &Client, name: &str) -> String {
    let body = json!({
        "name": name, "purpose": "Answers customers.", "criticality": "high",
        "data_class": "internal", "risk_tier": "limited",
    });
    client.post("/applications", body).await.id()
}

/// A company with two running versions and a route that serves the first.
pub struct Company {
    pub tenure: Tenure,
    pub model: String,
    pub one: String,
    pub two: String,
    pub application: String,
    pub route: String,
}

pub const WHY: &str = "because the test says so";

impl Company {
    pub async fn start() -> Self {
        Self::start_with(Config::default()).await
    }

    pub async fn start_with(config: Config) -> Self {
        let tenure = Tenure::start_with(config).await;
        let admin = &tenure.admin;
        let model = model(admin, "support-chat").await;
        let one = running(admin, &model, "claude-sonnet-4-5-20250929").await;
        let two = running(admin, &model, "gpt-5.1-2025-11-13").await;
        let application = application(admin, "helpdesk").await;
        let body = json!({
            "environment": "production", "key": "support-bot", "application_id": application,
            "allocation": [{"version_id": one, "slots": 10_000}], "reason": WHY,
        });
        let route = admin.post("/routes", body).await.id();
        Self {
            model,
            one,
            two,
            application,
            route,
            tenure,
        }
    }

    pub fn admin(&self) -> &Client {
        &self.tenure.admin
    }

    /// Switches at the revision in force.
    pub async fn switch(&self, shares: &[(&str, i32)]) -> Value {
        let path = format!("/routes/{}", self.route);
        let tag = self.admin().get(&path).await.tag().to_owned();
        self.admin()
            .post_at(&format!("{path}/switch"), &tag, allocation(shares))
            .await
            .ok()
    }

    pub async fn kill(&self, version: &str) -> Value {
        let path = format!("/routes/{}/kill", self.route);
        self.admin()
            .post(&path, json!({"version_id": version, "reason": WHY}))
            .await
            .ok()
    }

    pub async fn resolve(&self, query: &str) -> Value {
        self.tenure.memory.refresh(&self.tenure.app).await.unwrap();
        self.admin()
            .get(&format!("/resolve/production/support-bot{query}"))
            .await
            .ok()
    }
}

fn allocation(shares: &[(&str, i32)]) -> Value {
    let runs: Vec<Value> = shares
        .iter()
        .map(|(version, slots)| json!({"version_id": version, "slots": slots}))
        .collect();
    json!({"allocation": runs, "reason": WHY})
}

fn shares(route: &Value) -> Vec<(i64, i64)> {
    let shares = route["snapshot"]["shares"].as_array().unwrap();
    shares
        .iter()
        .map(|s| {
            (
                s["version"]["number"].as_i64().unwrap(),
                s["slots"].as_i64().unwrap(),
            )
        })
        .collect()
}

#[actix_web::test]
async fn a_route_tells_an_application_exactly_what_to_call() {
    let company = Company::start().await;
    let answer = company.resolve("?unit=user-1").await;
    assert_eq!(answer["version"]["model"], "support-chat");
    assert_eq!(answer["call"]["platform"], "anthropic");
    assert_eq!(answer["call"]["model"], "claude-sonnet-4-5-20250929");
    assert_eq!(answer["call"]["parameters"], json!({"temperature": 0.2}));
    assert_eq!(
        (answer["reason"].as_str(), answer["sticky"].as_bool()),
        (Some("static"), Some(true))
    );
    assert_eq!(company.resolve("").await["sticky"], false);
    let unknown = company.admin().get("/resolve/production/nope").await;
    assert_eq!(unknown.problem(), (404, "not_found".into()));
    let anonymous = company
        .admin()
        .anonymous()
        .get("/resolve/production/support-bot")
        .await;
    assert_eq!(anonymous.problem(), (401, "unauthenticated".into()));
    company.tenure.done().await;
}

#[actix_web::test]
async fn a_unit_keeps_its_version_through_a_ramp() {
    let company = Company::start().await;
    company
        .switch(&[(&company.one, 9_000), (&company.two, 1_000)])
        .await;
    let mut moved = Vec::new();
    for n in 0..40 {
        let unit = format!("?unit=user-{n}");
        if company.resolve(&unit).await["version"]["number"] == 2 {
            moved.push(unit);
        }
    }
    company
        .switch(&[(&company.one, 5_000), (&company.two, 5_000)])
        .await;
    for unit in moved {
        assert_eq!(
            company.resolve(&unit).await["version"]["number"],
            2,
            "{unit}"
        );
    }
    let slot = company
        .admin()
        .get(&format!("/routes/{}/slot?unit=user-1", company.route))
        .await
        .ok();
    let answer = company.resolve("?unit=user-1").await;
    assert_eq!(
        (&slot["slot"], &slot["version"]["number"]),
        (&answer["slot"], &answer["version"]["number"])
    );
    company.tenure.done().await;
}

#[actix_web::test]
async fn a_switch_names_every_reason_and_changes_nothing() {
    let company = Company::start().await;
    let admin = company.admin();
    let fresh = admin
        .post(
            &format!("/models/{}/versions", company.model),
            json!({"source": hosted("new")}),
        )
        .await
        .id();
    company
        .switch(&[(&company.one, 5_000), (&company.two, 5_000)])
        .await;
    company.kill(&company.two).await;
    let path = format!("/routes/{}", company.route);
    let before = admin.get(&path).await;
    let body = allocation(&[(&fresh, 5_000), (&company.two, 5_000)]);
    let refused = admin
        .post_at(&format!("{path}/switch"), before.tag(), body.clone())
        .await;
    let (status, _, mut codes) = refused.refusal();
    codes.sort();
    assert_eq!(
        (status, codes),
        (409, vec!["stage_too_low".into(), "version_killed".into()])
    );
    let tried = admin
        .post_at(&format!("{path}/switch?dry_run=true"), before.tag(), body)
        .await
        .ok();
    assert_eq!(
        (
            tried["allowed"].as_bool(),
            tried["refusals"].as_array().unwrap().len()
        ),
        (Some(false), 2)
    );
    assert_eq!(admin.get(&path).await.text, before.text);
    let wrong = admin
        .post_at(
            &format!("{path}/switch"),
            before.tag(),
            allocation(&[(&company.one, 9_999)]),
        )
        .await;
    assert_eq!(wrong.problem(), (422, "invalid".into()));
    company.tenure.done().await;
}

#[actix_web::test]
async fn a_kill_moves_everybody_at_once_and_a_rollback_comes_back() {
    let company = Company::start().await;
    company
        .switch(&[(&company.one, 9_500), (&company.two, 500)])
        .await;
    let path = format!("/routes/{}/kill?dry_run=true", company.route);
    let effect = company
        .admin()
        .post(&path, json!({"version_id": company.two, "reason": WHY}))
        .await
        .ok();
    assert_eq!(effect["routes"][0]["after"][0]["slots"], 10_000);
    let route = company.kill(&company.two).await;
    assert_eq!(shares(&route), [(1, 10_000)]);
    assert_eq!(route["snapshot"]["killed"][0]["number"], 2);
    assert_eq!(company.resolve("?unit=a").await["version"]["number"], 1);

    let path = format!("/routes/{}", company.route);
    let tag = company.admin().get(&path).await.tag().to_owned();
    let back = json!({"snapshot_seq": 2, "reason": WHY});
    let refused = company
        .admin()
        .post_at(&format!("{path}/rollback"), &tag, back.clone())
        .await;
    assert_eq!(refused.refusal().2, ["version_killed"]);
    let revive = json!({"version_id": company.two, "reason": WHY});
    let revived = company
        .admin()
        .post_at(&format!("{path}/revive"), &tag, revive)
        .await;
    let route = company
        .admin()
        .post_at(&format!("{path}/rollback"), revived.tag(), back)
        .await
        .ok();
    assert_eq!(shares(&route), [(1, 9_500), (2, 500)]);
    company.tenure.done().await;
}

#[actix_web::test]
async fn a_kill_everywhere_takes_the_version_off_every_route_in_one_command() {
    let company = Company::start().await;
    let admin = company.admin();
    for key in ["a", "b"] {
        let body = json!({
            "environment": "staging", "key": key, "application_id": company.application,
            "allocation": [{"version_id": company.one, "slots": 10_000}],
            "fallbacks": [company.two], "reason": WHY,
        });
        admin.post("/routes", body).await.ok();
    }
    let killed = admin
        .post(
            &format!("/versions/{}/kill", company.one),
            json!({"reason": WHY}),
        )
        .await
        .ok();
    let routes = killed["routes"].as_array().unwrap();
    assert_eq!(routes.len(), 3);
    let served: Vec<_> = routes
        .iter()
        .map(|route| (route["key"].as_str().unwrap(), shares(route)))
        .collect();
    assert!(
        served.contains(&("support-bot", vec![])),
        "no fallback: nothing serves"
    );
    assert!(served.contains(&("a", vec![(2, 10_000)])));
    assert_eq!(company.resolve("?unit=x").await["reason"], "off");
    let commands: i64 = sqlx::query_scalar(
        "select count(distinct command_id) from audit_event where kind = 'route.killed'",
    )
    .fetch_one(&company.tenure.pool)
    .await
    .unwrap();
    assert_eq!(commands, 1);
    let again = admin
        .post(
            &format!("/versions/{}/kill", company.one),
            json!({"reason": WHY}),
        )
        .await;
    assert_eq!(again.refusal().2, ["not_serving"]);
    company.tenure.done().await;
}

#[actix_web::test]
async fn a_pinned_unit_gets_its_version_and_is_kept_as_a_digest_only() {
    let company = Company::start().await;
    let path = format!("/routes/{}", company.route);
    let tag = company.admin().get(&path).await.tag().to_owned();
    let body = json!({"unit": "ana@example.com", "version_id": company.two, "reason": WHY});
    company
        .admin()
        .post_at(&format!("{path}/pin"), &tag, body)
        .await
        .ok();
    let answer = company.resolve("?unit=ana%40example.com").await;
    assert_eq!(
        (
            answer["version"]["number"].as_i64(),
            answer["reason"].as_str()
        ),
        (Some(2), Some("pin"))
    );
    assert_eq!(company.resolve("?unit=lee").await["version"]["number"], 1);
    let kept: i64 =
        sqlx::query_scalar("select count(*) from audit_event where body like '%ana@example%'")
            .fetch_one(&company.tenure.pool)
            .await
            .unwrap();
    assert_eq!(kept, 0);
    company.tenure.done().await;
}

#[actix_web::test]
async fn an_application_s_token_resolves_its_own_routes_and_a_revoked_one_none() {
    let company = Company::start().await;
    let admin = company.admin();
    let other = application(admin, "other").await;
    let token = async |application: &str| {
        let body = json!({
            "name": "app", "kind": "machine", "application_id": application, "environment": "production",
            "expires_in_days": 1,
        });
        let made = admin.post("/tokens", body).await.ok();
        (
            made["token"]["id"].as_str().unwrap().to_owned(),
            Client::new(&company.tenure.base, made["secret"].as_str()),
        )
    };
    let (id, own) = token(&company.application).await;
    let (_, foreign) = token(&other).await;
    company.resolve("").await;
    own.get("/resolve/production/support-bot").await.ok();
    let hidden = foreign.get("/resolve/production/support-bot").await;
    assert_eq!(hidden.problem(), (404, "not_found".into()));
    admin
        .post(&format!("/tokens/{id}/revoke"), json!({}))
        .await
        .ok();
    company.resolve("").await;
    assert_eq!(
        own.get("/resolve/production/support-bot").await.problem(),
        (401, "token_invalid".into())
    );
    company.tenure.done().await;
}

#[actix_web::test]
async fn an_application_s_token_is_bound_to_its_application_and_environment() {
    let company = Company::start().await;
    let admin = company.admin();
    let other = application(admin, "other").await;
    for (environment, key, application) in [
        ("staging", "support-bot", &company.application),
        ("production", "other-bot", &other),
    ] {
        let body = json!({
            "environment": environment, "key": key, "application_id": application, "reason": WHY,
            "allocation": [{"version_id": company.one, "slots": 10_000}],
        });
        admin.post("/routes", body).await.ok();
    }
    let body = json!({
        "name": "app", "kind": "machine", "application_id": company.application,
        "environment": "production", "expires_in_days": 1,
    });
    let made = admin.post("/tokens", body.clone()).await.ok();
    assert_eq!(made["token"]["role"], Value::Null);
    let token = Client::new(&company.tenure.base, made["secret"].as_str());
    company.resolve("").await;
    token.get("/resolve/production/support-bot").await.ok();
    // Another environment, another application, nothing at all: all look the same.
    for path in [
        "/resolve/staging/support-bot",
        "/resolve/production/other-bot",
        "/resolve/production/nothing",
    ] {
        let answered = token.get(path).await;
        assert_eq!(answered.problem(), (404, "not_found".into()), "{path}");
    }
    for (field, value, pointer) in [
        ("role", json!("operator"), "/role"),
        ("environment", Value::Null, "/environment"),
        ("environment", json!("moon"), "/environment"),
        (
            "application_id",
            json!(uuid::Uuid::nil()),
            "/application_id",
        ),
        ("kind", json!("personal"), "/application_id"),
    ] {
        let mut wrong = body.clone();
        wrong[field] = value;
        let answered = admin.post("/tokens", wrong).await;
        assert_eq!(answered.problem(), (422, "invalid".into()), "{field}");
        assert_eq!(answered.json["errors"][0]["pointer"], pointer);
    }
    company.tenure.done().await;
}

#[actix_web::test]
async fn an_operator_of_one_environment_switches_there_and_nowhere_else() {
    let company = Company::start().await;
    let viewer = company.tenure.member("Vi", &[Role::Viewer]).await;
    let path = format!("/routes/{}/kill", company.route);
    let body = json!({"version_id": company.one, "reason": WHY});
    assert_eq!(
        viewer.post(&path, body.clone()).await.json["permission"],
        "route.kill"
    );
    let lee = company.tenure.member("Lee", &[]).await;
    let id = lee.get("/session").await.ok()["principal"]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let grant = |environment: &str| json!({"role": "operator", "environment": environment});
    company
        .admin()
        .post(&format!("/members/{id}/grants"), grant("staging"))
        .await
        .ok();
    assert_eq!(
        lee.post(&path, body.clone()).await.problem(),
        (403, "forbidden".into())
    );
    company
        .admin()
        .post(&format!("/members/{id}/grants"), grant("production"))
        .await
        .ok();
    lee.post(&path, body).await.ok();
    company.tenure.done().await;
}

#[actix_web::test]
async fn of_two_switches_at_one_revision_exactly_one_wins() {
    let company = Company::start().await;
    let path = format!("/routes/{}/switch", company.route);
    let tag = company
        .admin()
        .get(&format!("/routes/{}", company.route))
        .await
        .tag()
        .to_owned();
    let ask = |slots: i32| {
        let body = allocation(&[(&company.one, 10_000 - slots), (&company.two, slots)]);
        let (admin, path, tag) = (company.admin().clone(), path.clone(), tag.clone());
        async move { admin.post_at(&path, &tag, body).await.status.as_u16() }
    };
    let statuses = futures_util::future::join_all((1..=6).map(ask)).await;
    assert_eq!(
        statuses.iter().filter(|status| **status == 200).count(),
        1,
        "{statuses:?}"
    );
    assert!(
        statuses.iter().all(|status| [200, 412].contains(status)),
        "{statuses:?}"
    );
    company.tenure.done().await;
}

#[actix_web::test]
async fn kills_and_switches_at_once_never_deadlock_and_the_last_decision_is_in_force() {
    let company = Company::start().await;
    company
        .switch(&[(&company.one, 5_000), (&company.two, 5_000)])
        .await;
    let three = running(company.admin(), &company.model, "three").await;
    let jobs = (0..12).map(|n| {
        let admin = company.admin().clone();
        let (route, one, two, three) = (
            company.route.clone(),
            company.one.clone(),
            company.two.clone(),
            three.clone(),
        );
        async move {
            if n % 4 == 0 {
                let version = if n % 8 == 0 { &two } else { &three };
                admin
                    .post(&format!("/versions/{version}/kill"), json!({"reason": WHY}))
                    .await
            } else {
                let tag = admin
                    .get(&format!("/routes/{route}"))
                    .await
                    .tag()
                    .to_owned();
                let body = allocation(&[(&one, 4_000), (&three, 6_000)]);
                admin
                    .post_at(&format!("/routes/{route}/switch"), &tag, body)
                    .await
            }
        }
    });
    for answer in futures_util::future::join_all(jobs).await {
        assert!(
            [200, 409, 412].contains(&answer.status.as_u16()),
            "{} {}",
            answer.status,
            answer.text
        );
    }
    // The hand of the test's clock stands; several decisions at one instant are a microsecond apart.
    company.tenure.later(chrono::Duration::seconds(1));
    let route = company
        .admin()
        .get(&format!("/routes/{}", company.route))
        .await
        .ok();
    let now = company
        .admin()
        .get(&format!("/serving?route={}", company.route))
        .await
        .ok();
    assert_eq!(now["items"][0]["snapshot_seq"], route["snapshot"]["seq"]);
    assert_eq!(now["items"][0]["shares"], route["snapshot"]["shares"]);
    company.tenure.done().await;
}

#[actix_web::test]
async fn what_ran_when_answers_an_instant_an_interval_and_stays_for_a_position() {
    let company = Company::start().await;
    let at = |tenure: &Tenure| {
        tenure
            .app
            .clock
            .shown()
            .unwrap()
            .to_rfc3339_opts(chrono::SecondsFormat::Micros, true)
    };
    company.tenure.later(Duration::hours(1));
    company
        .switch(&[(&company.one, 9_000), (&company.two, 1_000)])
        .await;
    company.tenure.later(Duration::hours(1));
    let before_kill = at(&company.tenure);
    company.tenure.later(Duration::hours(1));
    company.kill(&company.two).await;
    let path = format!("/serving?at={before_kill}");
    let then = company.admin().get(&path).await;
    let row = &then.json["items"][0];
    assert_eq!(row["shares"][1]["slots"], 1_000);
    assert_eq!(
        (row["reason"].as_str(), row["decided_by"]["name"].as_str()),
        (Some(WHY), Some("Ana Ruiz"))
    );
    assert_eq!(row["event"]["kind"], "route.switched");
    let position = then.json["known"]["position"].as_i64().unwrap();
    company.tenure.later(Duration::hours(1));
    company.switch(&[(&company.one, 10_000)]).await;
    let again = company
        .admin()
        .get(&format!("{path}&known=@{position}"))
        .await;
    assert_eq!(again.text, then.text);

    let earliest = company
        .admin()
        .get("/serving?at=2026-01-01T00:00:00Z")
        .await
        .ok();
    assert_eq!(
        earliest["items"],
        json!([]),
        "nothing is recorded before the route"
    );
    let known_early = company.admin().get("/serving?known=@0").await.ok();
    assert_eq!(
        known_early["items"],
        json!([]),
        "the log knew no route then"
    );
    let interval = format!(
        "/serving?from=2026-11-24T00:00:00Z&to=2026-11-25T00:00:00Z&version={}",
        company.two
    );
    let served = company.admin().get(&interval).await.ok();
    assert_eq!(
        served["items"].as_array().unwrap().len(),
        1,
        "version 2 served in one allocation"
    );
    let line = company
        .admin()
        .get("/serving/timeline?from=2026-11-24T00:00:00Z&to=2026-11-25T00:00:00Z")
        .await
        .ok();
    assert_eq!(line["lanes"][0]["intervals"].as_array().unwrap().len(), 4);
    let first = company
        .admin()
        .get("/serving?from=2026-11-24T00:00:00Z&to=2026-11-25T00:00:00Z&limit=3")
        .await
        .ok();
    let token = first["next_page_token"].as_str().unwrap();
    let rest = company
        .admin()
        .get(&format!(
            "/serving?from=2026-11-24T00:00:00Z&to=2026-11-25T00:00:00Z&limit=3&page_token={token}"
        ))
        .await
        .ok();
    assert_eq!(rest["items"][0]["snapshot_seq"], 4);
    for wrong in ["?at=x", "?from=2026-01-01T00:00:00Z", "?known=@99999"] {
        assert_eq!(
            company
                .admin()
                .get(&format!("/serving{wrong}"))
                .await
                .problem()
                .0,
            400,
            "{wrong}"
        );
    }
    company.tenure.done().await;
}

#[actix_web::test]
async fn what_ran_says_what_allowed_it_and_keeps_the_stages_of_then() {
    let company = Company::start().await;
    let admin = company.admin();
    let path = format!("/models/{}/versions", company.model);
    let three = admin
        .post(&path, json!({"source": hosted("three")}))
        .await
        .id();
    let path = format!("/versions/{three}/promotions");
    let ask = json!({"target": "production", "reason": WHY});
    let promotion = admin.post(&path, ask).await.ok();
    company
        .switch(&[(&company.one, 5_000), (&three, 5_000)])
        .await;
    company.tenure.later(Duration::minutes(1));
    let question = format!("/serving?version={three}");
    let now = admin.get(&question).await.ok();
    let at = (now["known"]["position"].as_i64().unwrap(), &now["from"]);
    let question = format!("{question}&known=@{}&at={}", at.0, at.1.as_str().unwrap());
    let before = admin.get(&question).await;
    let row = before.json["items"][0].clone();
    assert_eq!(row["allowed_by"][0]["kind"], "version.adopted");
    let promoted = &row["allowed_by"][1];
    assert_eq!(promoted["kind"], "version.promoted");
    assert_eq!(promoted["by"]["name"], "Ana Ruiz");
    assert_eq!(
        promoted["evidence"],
        json!([{"kind": "promotion", "id": promotion["id"], "label": "PR-0001"}])
    );
    company.tenure.later(Duration::minutes(1));
    let path = format!("/versions/{three}");
    let tag = admin.get(&path).await.tag().to_owned();
    admin
        .post_at(&format!("{path}/revoke"), &tag, json!({"reason": WHY}))
        .await
        .ok();
    assert_eq!(admin.get(&question).await.text, before.text);
    company.tenure.done().await;
}

#[actix_web::test]
async fn the_database_refuses_every_impossible_snapshot() {
    let company = Company::start().await;
    let fresh = company
        .admin()
        .post(
            &format!("/models/{}/versions", company.model),
            json!({"source": hosted("new")}),
        )
        .await
        .id();
    let try_runs = async |seq: i32, runs: Value, killed: &str| {
        let result = sqlx::query(
            "insert into snapshot (id, route_id, seq, effective_from, route_revision, salt, runs, pins, killed, fallbacks)
             select gen_random_uuid(), id, $1, clock_timestamp() + interval '1 year', 1, 's', $2, '[]', $3::uuid[], '{}'
               from route",
        )
        .bind(seq)
        .bind(runs)
        .bind(killed)
        .execute(&company.tenure.pool)
        .await;
        result
            .err()
            .map(|error| error.to_string())
            .unwrap_or_default()
    };
    let run = |version: &str, slots: i32| json!([{"version_id": version, "slots": slots}]);
    let one = company.one.as_str();
    assert!(
        try_runs(2, run(one, 9_999), "{}")
            .await
            .contains("snapshot_runs_fill")
    );
    assert!(
        try_runs(3, run(one, 10_000), "{}")
            .await
            .contains("does not follow")
    );
    assert!(
        try_runs(2, run(&fresh, 10_000), "{}")
            .await
            .contains("may not name version")
    );
    assert!(
        try_runs(2, run(one, 10_000), &format!("{{{one}}}"))
            .await
            .contains("names a killed version")
    );
    for sql in [
        "update snapshot set seq = 7",
        "delete from snapshot",
        "truncate snapshot",
    ] {
        let error = sqlx::query(sql)
            .execute(&company.tenure.pool)
            .await
            .unwrap_err()
            .to_string();
        assert!(error.contains("is not allowed"), "{sql}: {error}");
    }
    let ahead = sqlx::query("update route set snapshot_seq = 9, revision = revision + 1")
        .execute(&company.tenure.pool)
        .await;
    assert!(ahead.is_err());
    company.tenure.done().await;
}
