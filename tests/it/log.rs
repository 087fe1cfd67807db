//! The log: nothing changes without its event, also from psql; positions are dense.

use serde_json::{Value, json};
use sqlx::{Executor, PgPool};
use tenure::server::doctor;

use crate::models::{model, version};
use crate::support::Tenure;

/// What the database says to a statement.
async fn attempt(pool: &PgPool, sql: &'static str) -> String {
    match pool.execute(sql).await {
        Ok(done) => format!("done: {}", done.rows_affected()),
        Err(error) => error
            .as_database_error()
            .map_or_else(|| error.to_string(), |e| e.message().to_owned()),
    }
}

#[actix_web::test]
async fn no_row_changes_without_its_event_not_even_from_psql() {
    let tenure = Tenure::start().await;
    let model = model(&tenure.admin, "guarded").await;
    version(&tenure.admin, &model).await;
    tenure.admin.get("/log").await.ok();
    for (sql, refused) in [
        (
            "update model set name = 'x', revision = revision + 1",
            "without an event",
        ),
        ("update model set name = 'x'", "revision must rise by one"),
        (
            "update model set revision = revision + 2",
            "revision must rise by one",
        ),
        ("delete from model", "delete of model is not allowed"),
        ("truncate model cascade", "is not allowed"),
        (
            "update version set stage = 'production', revision = revision + 1",
            "without an event",
        ),
        (
            "update version set source = '{\"kind\": \"opaque\", \"text\": \"y\"}', revision = revision + 1",
            "is immutable",
        ),
        (
            "update audit_event set body = body",
            "update of audit_event is not allowed",
        ),
        (
            "delete from audit_event",
            "delete of audit_event is not allowed",
        ),
        ("truncate audit_event cascade", "is not allowed"),
        (
            "update audit_leaf set idx = idx + 1",
            "update of audit_leaf is not allowed",
        ),
        (
            "insert into team (id, slug, name, created_at, revision) values (gen_random_uuid(), 'x', 'x', now(), 1)",
            "without an event",
        ),
        (
            "insert into team (id, slug, name, created_at, revision) values (gen_random_uuid(), 'x', 'x', now(), 2)",
            "must start at revision 1",
        ),
    ] {
        let said = attempt(&tenure.pool, sql).await;
        assert!(said.contains(refused), "{sql}: {said}");
    }
    tenure.done().await;
}

#[actix_web::test]
async fn an_event_of_another_transaction_does_not_cover_a_change() {
    let tenure = Tenure::start().await;
    let model = model(&tenure.admin, "late").await;
    // An event for the next revision, committed first; then the change.
    let body: String =
        sqlx::query_scalar("select body from audit_event where entity_kind = 'model'")
            .fetch_one(&tenure.pool)
            .await
            .unwrap();
    let mut event: Value = serde_json::from_str(&body).unwrap();
    event["entity"]["seq"] = json!(2);
    let insert = sqlx::query(
        "insert into audit_event (command_id, entity_kind, entity_id, entity_seq, body)
         values (gen_random_uuid(), 'model', $1, 2, $2)",
    );
    let id: uuid::Uuid = model.parse().unwrap();
    insert
        .bind(id)
        .bind(event.to_string())
        .execute(&tenure.pool)
        .await
        .unwrap();
    let said = attempt(&tenure.pool, "update model set revision = revision + 1").await;
    assert!(said.contains("without an event"), "{said}");
    let ailments = doctor::examine(&tenure.app).await.unwrap();
    assert!(
        !ailments.is_empty(),
        "the doctor sees the event that nothing follows"
    );
}

#[actix_web::test]
async fn the_doctor_finds_a_row_that_was_changed_behind_the_triggers() {
    let tenure = Tenure::start().await;
    model(&tenure.admin, "tampered").await;
    let mut conn = tenure.pool.acquire().await.unwrap();
    conn.execute("set session_replication_role = replica")
        .await
        .unwrap();
    conn.execute("update model set name = 'other'")
        .await
        .unwrap();
    conn.execute("set session_replication_role = origin")
        .await
        .unwrap();
    drop(conn);
    let ailments = doctor::examine(&tenure.app).await.unwrap();
    assert_eq!(ailments.len(), 1);
    assert!(
        ailments[0].what.ends_with("differs from the log in name"),
        "{}",
        ailments[0].what
    );
}

#[actix_web::test]
async fn the_doctor_finds_an_event_whose_bytes_were_changed() {
    let tenure = Tenure::start().await;
    let model = model(&tenure.admin, "forged").await;
    tenure
        .admin
        .patch_at(&format!("/models/{model}"), "\"1\"", json!({"tags": []}))
        .await
        .ok();
    assert_eq!(doctor::examine(&tenure.app).await.unwrap(), []);
    let mut conn = tenure.pool.acquire().await.unwrap();
    conn.execute("set session_replication_role = replica")
        .await
        .unwrap();
    conn.execute("update audit_event set body = replace(body, 'forged', 'f0rged') where entity_kind = 'model' and entity_seq = 1")
        .await
        .unwrap();
    conn.execute("set session_replication_role = origin")
        .await
        .unwrap();
    drop(conn);
    let checks: Vec<_> = doctor::examine(&tenure.app)
        .await
        .unwrap()
        .into_iter()
        .map(|a| a.check)
        .collect();
    assert_eq!(checks, ["chain", "leaves"]);
}

#[actix_web::test]
async fn positions_are_dense_when_many_write_and_read_at_once() {
    let tenure = Tenure::start().await;
    let writes = (0..24).map(|n| {
        let client = tenure.admin.clone();
        async move {
            model(&client, &format!("w{n}")).await;
            client.get("/log").await.ok();
        }
    });
    futures_util::future::join_all(writes).await;
    let (count, last): (i64, i64) = sqlx::query_as("select count(*), max(idx) from audit_leaf")
        .fetch_one(&tenure.pool)
        .await
        .unwrap();
    assert_eq!(count, last + 1);
    let pending: i64 = sqlx::query_scalar("select count(*) from audit_pending")
        .fetch_one(&tenure.pool)
        .await
        .unwrap();
    assert_eq!(pending, 0);
    tenure.done().await;
}

#[actix_web::test]
async fn no_text_about_people_stands_in_the_log_and_erasing_it_breaks_no_proof() {
    let company = crate::promotions::Company::start(1).await;
    let tenure = &company.tenure;
    let invited = json!({"name": "Zoë Quill", "email": "zoe@example.org", "role": "viewer"});
    tenure.admin.post("/invitations", invited).await.ok();
    let described = json!({"name": "described", "description": "written by Zoë Quill herself"});
    tenure.admin.post("/models", described).await.ok();
    company.measure("0.9", 400).await;
    let promotion = company.ask(false).await.ok();
    company.approve(&company.reviewer, &promotion).await.ok();
    tenure.admin.get("/log").await.ok();
    for personal in [
        "Zoë Quill",
        "zoe@example.org",
        "Ines Costa",
        "Lee Park",
        crate::promotions::WHY,
        "looks right",
    ] {
        let leaves: i64 =
            sqlx::query_scalar("select count(*) from audit_event where strpos(body, $1) > 0")
                .bind(personal)
                .fetch_one(&tenure.pool)
                .await
                .unwrap();
        assert_eq!(leaves, 0, "{personal}");
        let kept: i64 = sqlx::query_scalar(
            "select (select count(*) from text where strpos(value, $1) > 0)
                  + (select count(*) from person where $1 in (name, email))",
        )
        .bind(personal)
        .fetch_one(&tenure.pool)
        .await
        .unwrap();
        assert!(kept > 0, "{personal} is kept outside the log");
    }
    // Erased: every proof holds, and the reason is shown as gone.
    tenure.pool.execute("delete from text").await.unwrap();
    let told = tenure.admin.get("/events?kind=promotion.opened").await.ok();
    assert_eq!(told["items"][0]["reason"], Value::Null);
    company.tenure.done().await;
}
