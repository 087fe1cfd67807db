//! After a dry run there is no row and no event.

use serde_json::{Value, json};
use sqlx::Row as _;

use crate::routes::{Company, WHY};

/// How many rows each table has that a command may write, and how far the log goes.
async fn rows(company: &Company) -> Vec<(String, i64)> {
    let tables = sqlx::query(
        "select table_name::text from information_schema.tables
          where table_schema = 'public' and table_type = 'BASE TABLE' order by 1",
    )
    .fetch_all(&company.tenure.pool)
    .await
    .unwrap();
    let mut counts = Vec::new();
    for table in tables {
        let table: String = table.get(0);
        // Whatever a revision or a state says is in the sum of the rows.
        let sql =
            format!("select count(*) + coalesce(sum(hashtext(t::text)::bigint), 0) from {table} t");
        let count: sqlx::types::BigDecimal = sqlx::query(sqlx::AssertSqlSafe(sql))
            .fetch_one(&company.tenure.pool)
            .await
            .unwrap()
            .get(0);
        counts.push((table, count.to_string().parse().unwrap()));
    }
    counts
}

#[actix_web::test]
async fn after_a_dry_run_no_row_and_no_event_is_there() {
    let company = Company::start().await;
    let admin = company.admin();
    let reason = || json!({"reason": WHY});
    let policy = json!({"name": "gate", "content": crate::promotions::gate(1)});
    let policy = format!("/policies/{}", admin.post("/policies", policy).await.id());
    let suite = json!({"name": "support-fr", "trust_class": "internal", "tasks": []});
    let suite = format!("/suites/{}", admin.post("/suites", suite).await.id());
    let spare = format!("/models/{}", crate::models::model(admin, "spare").await);
    let three = crate::models::version(admin, &company.model).await;
    let ask = json!({"target": "production", "reason": WHY});
    let asked = admin
        .post(&format!("/versions/{three}/promotions"), ask.clone())
        .await
        .ok();
    let promotion = format!("/promotions/{}", asked["id"].as_str().unwrap());
    let hash = asked["verdict"]["proposal_hash"].clone();
    let token = json!({"name": "ci", "kind": "machine", "role": "viewer", "expires_in_days": 3});
    let token = admin.post("/tokens", token).await.ok();
    let machine = token["token"]["principal"]["id"].as_str().unwrap();
    let member = format!("/members/{machine}");
    let grants = admin.get(&member).await.ok();
    let grant = format!("/grants/{}", grants["grants"][0]["id"].as_str().unwrap());
    let token = format!("/tokens/{}", token["token"]["id"].as_str().unwrap());
    let route = format!("/routes/{}", company.route);
    let one = format!("/versions/{}", company.one);
    let two = format!("/versions/{}", company.two);
    let share =
        json!({"allocation": [{"version_id": company.two, "slots": 10_000}], "reason": WHY});
    let on_two = json!({"version_id": company.two, "reason": WHY});
    let rename = json!({"name": "another", "reason": WHY});
    let model = format!("/models/{}", company.model);
    let content = json!({"content": crate::promotions::gate(2)});
    let commands: Vec<(&str, &str, Value, bool)> = vec![
        (&route, "switch", share, true),
        (&route, "kill", on_two.clone(), true),
        (
            &route,
            "rollback",
            json!({"snapshot_seq": 1, "reason": WHY}),
            true,
        ),
        (&route, "revive", on_two.clone(), false),
        (
            &route,
            "pin",
            json!({"unit": "u", "version_id": company.two, "reason": WHY}),
            true,
        ),
        (&route, "hide", reason(), false),
        (&two, "deprecate", reason(), true),
        (&two, "archive", reason(), true),
        (&one, "archive", reason(), false),
        (&one, "revoke", reason(), true),
        (&one, "kill", reason(), true),
        (&spare, "hide", reason(), true),
        (&spare, "unhide", reason(), false),
        (&spare, "rename", rename.clone(), true),
        (&model, "hide", reason(), false),
        (
            &model,
            "aliases",
            json!({"alias": "champion", "version_id": company.one}),
            true,
        ),
        (&suite, "hide", reason(), false),
        (&suite, "rename", rename.clone(), false),
        (&policy, "versions", content, true),
        (&policy, "turn-off", reason(), true),
        (&policy, "turn-on", reason(), false),
        (&policy, "rename", rename, true),
        (&promotion, "withdraw", reason(), true),
        (&promotion, "apply", json!({}), false),
        (
            &promotion,
            "reject",
            json!({"proposal_hash": hash, "reason": WHY}),
            true,
        ),
        (&promotion, "approve", json!({"proposal_hash": hash}), false),
        (&member, "suspend", reason(), true),
        (&member, "resume", reason(), false),
        (&member, "grants", json!({"role": "operator"}), true),
        (&grant, "revoke", json!({}), true),
        (&token, "revoke", json!({}), true),
    ];
    admin.get("/log").await.ok();
    let before = rows(&company).await;
    for (entity, verb, body, allowed) in &commands {
        let tag = admin
            .get(entity)
            .await
            .etag
            .unwrap_or_else(|| "\"1\"".into());
        let path = format!("{entity}/{verb}?dry_run=true");
        let plan = admin.post_at(&path, &tag, body.clone()).await.ok();
        assert_eq!(plan["allowed"], *allowed, "{path}: {plan}");
        let refusals = plan["refusals"].as_array().unwrap();
        assert_ne!(refusals.is_empty(), !*allowed, "{path}");
        if let Some(changes) = plan["changes"].as_array() {
            assert_eq!(changes.is_empty(), !*allowed, "{path}");
        }
    }
    let dry = format!("/versions/{three}/promotions?dry_run=true");
    admin.post(&dry, ask).await.ok();
    assert_eq!(rows(&company).await, before);
    company.tenure.done().await;
}

#[actix_web::test]
async fn a_dry_run_tells_what_the_command_then_does() {
    let company = Company::start().await;
    let admin = company.admin();
    let spare = format!("/models/{}", crate::models::model(admin, "spare").await);
    let body = json!({"reason": WHY});
    let plan = admin
        .post_at(&format!("{spare}/hide?dry_run=true"), "\"1\"", body.clone())
        .await
        .ok();
    let change = &plan["changes"][0];
    assert_eq!(
        (&change["kind"], &change["revision"]),
        (&json!("model.hidden"), &json!(2))
    );
    let done = admin.post_at(&format!("{spare}/hide"), "\"1\"", body).await;
    assert_eq!(done.tag(), "\"2\"");
    assert_eq!(done.json["hidden_at"], change["after"]["hidden_at"]);
    let stale = admin
        .post_at(
            &format!("{spare}/unhide?dry_run=true"),
            "\"1\"",
            json!({"reason": WHY}),
        )
        .await;
    assert_eq!(stale.problem(), (412, "stale".into()));
    company.tenure.done().await;
}
