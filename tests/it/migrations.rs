//! What a company wrote with an earlier schema comes through every later migration: rows, log and answers.

use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use tenure::ground::audit::{ActorPart, EntityPart, EventBody};
use tenure::ground::config::Config;
use tenure::ground::identity::Role;
use tenure::ground::kernel::MIGRATOR;
use uuid::Uuid;

use crate::support::Tenure;
use crate::support::database::{connect, empty};

/// The last migration of the first schema: log, access, models, findings, evaluations, routes, promotions.
const FIRST_SCHEMA: i64 = 20_261_124_000_700;
const AT: &str = "2026-11-24T09:00:00.000000Z";
const DIGEST: &str = "sha256:1111111111111111111111111111111111111111111111111111111111111111";

/// Ids of the old rows.
const fn id(number: u128) -> Uuid {
    Uuid::from_u128(0x0193_5a00_0000_7000_8000_0000_0000_0000 + number)
}

const PERSON: Uuid = id(1);
const TEAM: Uuid = id(2);
const MODEL: Uuid = id(3);
const VERSION: Uuid = id(4);
const EVALUATION: Uuid = id(7);

/// One row of an audited table with its event, as the first release wrote them.
async fn write(conn: &mut PgConnection, table: &str, row: Value) {
    let mut tx = conn.begin().await.unwrap();
    let insert = format!(
        "insert into {table} as t select (jsonb_populate_record(null::{table}, $1)).* returning to_jsonb(t)"
    );
    let after: Value = sqlx::query_scalar(AssertSqlSafe(insert))
        .bind(&row)
        .fetch_one(&mut *tx)
        .await
        .unwrap_or_else(|error| panic!("{table}: {error}"));
    let entity: Uuid = row["id"].as_str().unwrap().parse().unwrap();
    let body = EventBody {
        v: 1,
        event: Uuid::from_u128(entity.as_u128() + 0x1000),
        kind: format!("{table}.created"),
        at: AT.into(),
        entity: EntityPart {
            kind: table.into(),
            id: entity,
            seq: 1,
        },
        prev: None,
        actor: ActorPart {
            id: PERSON.into(),
            kind: "user".into(),
            roles: vec!["admin".into()],
        },
        request: None,
        reason_sd: None,
        evidence: Vec::new(),
        effective: None,
        after,
        sd: Vec::new(),
    };
    sqlx::query(
        "insert into audit_event (command_id, entity_kind, entity_id, entity_seq, body) values ($1, $2, $3, 1, $4)",
    )
    .bind(entity)
    .bind(table)
    .bind(entity)
    .bind(body.canonical().unwrap())
    .execute(&mut *tx)
    .await
    .unwrap();
    tx.commit().await.unwrap();
}

/// One thing of each kind that the first schema knew and a later migration touches, and what it stands on.
fn rows() -> Vec<(&'static str, Value)> {
    let suite = id(5);
    let suite_version = id(6);
    vec![
        (
            "principal",
            json!({"id": PERSON, "kind": "user", "state": "active", "created_at": AT, "revision": 1}),
        ),
        (
            "team",
            json!({"id": TEAM, "slug": "support", "name": "Support", "created_at": AT, "revision": 1}),
        ),
        (
            "model",
            json!({
                "id": MODEL, "team_id": TEAM, "name": "Chat", "search_name": "chat", "tags": [],
                "created_by": PERSON, "created_at": AT, "revision": 1,
            }),
        ),
        (
            "version",
            json!({
                "id": VERSION, "model_id": MODEL, "number": 1, "stage": "registered", "basis": "registered",
                "source": {"kind": "weights", "uri": "s3://acme/chat", "digest": DIGEST}, "source_key": DIGEST,
                "configuration": {}, "lineage": [], "tags": [], "registered_by": PERSON, "created_at": AT,
                "revision": 1,
            }),
        ),
        (
            "suite",
            json!({
                "id": suite, "team_id": TEAM, "name": "Letters", "search_name": "letters",
                "trust_class": "internal", "tasks": ["letters"], "created_at": AT, "revision": 1,
            }),
        ),
        (
            "suite_version",
            json!({"id": suite_version, "suite_id": suite, "label": "1", "created_at": AT, "revision": 1}),
        ),
        (
            "evaluation",
            json!({
                "id": EVALUATION, "version_id": VERSION, "suite_version_id": suite_version, "task": "letters",
                "filter": "none", "attempt": 1, "is_aggregate": false, "source_type": "recorded", "n": 200,
                "details": {}, "flags": [], "reported_by": PERSON, "created_at": AT, "revision": 1,
            }),
        ),
        (
            "finding",
            json!({
                "id": id(8), "kind": "runs_without_evidence", "entity_kind": "version", "entity_id": VERSION,
                "team_id": TEAM, "params": {}, "state": "open", "created_at": AT, "revision": 1,
            }),
        ),
    ]
}

#[actix_web::test]
async fn what_the_first_schema_held_comes_through_every_later_migration() {
    let database = empty().await;
    let mut old = connect(&database.url).await;
    MIGRATOR.run_to(FIRST_SCHEMA, &mut old).await.unwrap();
    for (table, row) in rows() {
        write(&mut old, table, row).await;
    }
    MIGRATOR.run(&mut old).await.unwrap();
    let applied: i64 = sqlx::query_scalar("select count(*) from _sqlx_migrations where success")
        .fetch_one(&mut old)
        .await
        .unwrap();
    assert_eq!(usize::try_from(applied).unwrap(), MIGRATOR.iter().count());
    old.close().await.unwrap();
    let tenure = Tenure::on(database, Config::default()).await;
    let admin = tenure.member("Ana Ruiz", &Role::ALL).await;
    let version = admin.get(&format!("/versions/{VERSION}")).await.ok();
    assert_eq!(
        (&version["number"], &version["model"]["name"]),
        (&json!(1), &json!("Chat"))
    );
    let evaluation = admin.get(&format!("/evaluations/{EVALUATION}")).await.ok();
    assert_eq!(
        (&evaluation["task"], &evaluation["n"]),
        (&json!("letters"), &json!(200))
    );
    let found = admin.get("/findings").await.ok();
    assert_eq!(found["items"][0]["kind"], "runs_without_evidence");
    let history = admin.get("/log").await;
    assert_eq!(history.status, 200, "{}", history.text);
    // What is old can be worked with, and the doctor finds the log and the tables alike.
    let path = format!("/models/{MODEL}");
    let better = json!({"description": "Writes letters."});
    admin.patch_at(&path, "\"1\"", better).await.ok();
    tenure.done().await;
}
