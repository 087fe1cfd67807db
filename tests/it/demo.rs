//! The demo's story: it is told by commands, comes out the same, and nobody but the story reaches the clock.

use std::fs;
use std::path::Path;

use reqwest::Method;
use serde_json::{Value, json};
use sqlx::PgPool;
use tenure::ground::config::Config;
use tenure::ground::kernel::Instant;
use tenure::server::demo;

use crate::support::Tenure;
use crate::support::database::{TestDatabase, fresh};

const END: &str = "2026-11-26T22:30:00.000000Z";

async fn told() -> (TestDatabase, PgPool) {
    let database = fresh().await;
    let pool = PgPool::connect(&database.url).await.unwrap();
    let end = END.parse::<Instant>().unwrap();
    demo::tell(pool.clone(), Config::default(), end)
        .await
        .unwrap();
    (database, pool)
}

async fn texts(pool: &PgPool, query: &'static str) -> Vec<String> {
    sqlx::query_scalar(query).fetch_all(pool).await.unwrap()
}

async fn count(pool: &PgPool, query: &'static str) -> i64 {
    sqlx::query_scalar(query).fetch_one(pool).await.unwrap()
}

/// Who did what to what and when, without ids and salts.
const LOG: &str = "select concat_ws(' ', body::json ->> 'at', body::json ->> 'kind', entity_seq,
                          body::json -> 'after' ->> 'name', body::json -> 'after' ->> 'number',
                          body::json -> 'after' ->> 'slug', body::json -> 'after' ->> 'state',
                          body::json -> 'after' ->> 'task', body::json -> 'after' ->> 'n')
                     from audit_event order by id";
/// What was measured.
const NUMBERS: &str = "select concat_ws(' ', m.name, v.number, e.task, x.name, x.value, x.n)
                         from metric x join evaluation e on e.id = x.evaluation_id
                         join version v on v.id = e.version_id join model m on m.id = v.model_id
                        order by 1";

/// Everything that the story promises to hold.
const KINDS: &[&str] = &[
    "alias.moved",
    "approval.given",
    "attempt.refused",
    "evaluation.imported",
    "evaluation.recorded",
    "policy.published",
    "promotion.expired",
    "promotion.refused",
    "promotion.withdrawn",
    "route.killed",
    "route.pinned",
    "route.rolled_back",
    "version.adopted",
    "version.archived",
    "version.deprecated",
];
/// The promotions that did not end in a move.
const PROMOTIONS: &str = "select m.name || '/' || v.number || ' ' || p.state from promotion p
                            join version v on v.id = p.version_id join model m on m.id = v.model_id
                           where p.state <> 'applied' order by 1";
/// Rollbacks that changed nothing.
const IDLE_ROLLBACKS: &str = "select count(*) from audit_event e
    join audit_event b on b.entity_id = e.entity_id and b.entity_seq = e.entity_seq - 1
   where e.body::json ->> 'kind' = 'route.rolled_back'
     and e.body::jsonb #> '{after,snapshot,runs}' = b.body::jsonb #> '{after,snapshot,runs}'";
/// Deprecated versions with slots on a route in force.
const DEPRECATED_SERVE: &str = "select count(*) from audit_event e
    join route r on r.id = e.entity_id and r.revision = e.entity_seq
    join version v on e.body::json #>> '{after,snapshot,runs}' like '%' || v.id || '%'
   where v.stage = 'deprecated'";
/// Weeks from the first event to the last.
const LENGTH: &str = "select extract(day from max((body::json ->> 'at')::timestamptz)
                             - min((body::json ->> 'at')::timestamptz))::bigint / 7 from audit_event";

#[actix_web::test]
async fn the_story_holds_what_it_promises_and_the_log_tells_the_tables() {
    let mut tenure = Tenure::bare().await;
    let end = END.parse::<Instant>().unwrap();
    demo::tell(tenure.pool.clone(), Config::default(), end)
        .await
        .unwrap();
    let pool = tenure.pool.clone();
    let expected = [
        "claims-intake/3 approved",
        "claims-summary/4 refused",
        "doc-translate/2 approved",
        "reply-drafts/3 expired",
        "reply-drafts/4 awaiting_approval",
        "support-chat/4 withdrawn",
        "ticket-triage/4 open",
    ];
    assert_eq!(texts(&pool, PROMOTIONS).await, expected);
    let kinds = texts(&pool, "select body::json ->> 'kind' from audit_event").await;
    for kind in KINDS {
        assert!(kinds.iter().any(|one| one == kind), "nobody did {kind}");
    }
    let kills = kinds.iter().filter(|kind| *kind == "route.killed");
    assert_eq!(kills.count(), 1);
    assert_eq!(count(&pool, IDLE_ROLLBACKS).await, 0);
    assert!(count(&pool, DEPRECATED_SERVE).await >= 1);
    assert!(count(&pool, LENGTH).await >= demo::WEEKS - 1);
    assert!(count(&pool, "select count(*) from version").await >= 35);
    assert!(count(&pool, "select count(*) from route").await >= 15);
    let late = "select count(*) from audit_leaf where integrated_at > '2026-11-26T22:31:00Z'";
    assert_eq!(count(&pool, late).await, 0);

    // The clock of who comes after the story stands at its end.
    tenure.later(end.0 - tenure.app.clock.shown().unwrap());
    tenure.admin = tenure.member("Eve Looks", &[]).await;
    let promotions = tenure.admin.get("/promotions?limit=100").await.ok();
    let blocked = promotions["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["state"] == "open")
        .unwrap();
    let path = format!("/promotions/{}", blocked["id"].as_str().unwrap());
    let shown = tenure.admin.get(&path).await.ok();
    let counts = &shown["verdict"]["counts"];
    assert_eq!(
        (&counts["fail"], &counts["unknown"]),
        (&json!(3), &json!(1))
    );
    // What the version's page asks is about the very proposal that waits.
    let version = blocked["version"]["id"].as_str().unwrap();
    let path = format!("/versions/{version}/promotions?dry_run=true");
    let body = json!({"target": "production", "reason": "only asking"});
    let asked = tenure.admin.post(&path, body).await.ok();
    assert_eq!(asked["proposal_hash"], shown["verdict"]["proposal_hash"]);
    assert_eq!(
        asked["approvals"]["given"].as_array().map(Vec::len),
        Some(1)
    );
    tenure.done().await;
}

#[actix_web::test]
async fn two_tellings_have_the_same_names_numbers_and_times() {
    let (one, other) = tokio::join!(told(), told());
    assert_eq!(texts(&one.1, LOG).await, texts(&other.1, LOG).await);
    let numbers = texts(&one.1, NUMBERS).await;
    assert_eq!(numbers, texts(&other.1, NUMBERS).await);
    assert!(numbers.len() > 150, "{} numbers", numbers.len());
}

/// Date-times that a caller may send: when a suite ran, a source was made, a version began to run. None is the event's.
const SENT: &[&str] = &[
    "post /api/v1/evaluations run_at",
    "post /api/v1/models/{model}/versions since",
    "post /api/v1/models/{model}/versions source_created_at",
];

#[test]
fn nobody_sends_the_time_of_an_event() {
    let document = serde_json::to_value(tenure::server::document()).unwrap();
    let mut sent = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            if method == "get" {
                continue;
            }
            let asked = [&operation["parameters"], &operation["requestBody"]];
            for part in asked {
                date_times(&document, part, &mut vec![], &mut |name| {
                    sent.push(format!("{method} {path} {name}"));
                });
            }
        }
    }
    sent.sort();
    assert_eq!(sent, SENT);
}

#[actix_web::test]
async fn whatever_times_are_sent_the_event_has_the_clocks() {
    let tenure = Tenure::start().await;
    let model = tenure
        .admin
        .post("/models", json!({"name": "m"}))
        .await
        .id();
    tenure.later(chrono::Duration::minutes(7));
    let past = "2020-01-01T00:00:00Z";
    let body = json!({
        "source": {"kind": "opaque", "text": "the old rules engine"},
        "source_created_at": past,
        "adopted": {"since": past, "reason": "runs since years", "stage": "production"},
    });
    let versions = format!("/models/{model}/versions");
    let path = format!("{versions}?at={past}&now={past}");
    let refused = tenure.admin.post(&path, body.clone()).await;
    assert_eq!(refused.status, 400, "there is no such parameter");
    let path = versions;
    let request = tenure.admin.request(Method::POST, &path);
    let request = request.header("date", "Wed, 01 Jan 2020 00:00:00 GMT");
    let request = request.header("x-timestamp", past).json(&body);
    tenure.admin.send(request).await.ok();
    let suite = json!({"name": "s", "trust_class": "internal"});
    let suite = tenure.admin.post("/suites", suite).await.id();
    let versions = tenure
        .admin
        .get(&format!("/models/{model}/versions"))
        .await
        .ok();
    let body = json!({
        "version_id": versions["items"][0]["id"], "suite_id": suite, "run_at": past,
        "metrics": [{"name": "acc", "value": "0.5", "n": 10}],
    });
    tenure.admin.post("/evaluations", body).await.ok();
    let clock = Instant(tenure.app.clock.shown().unwrap()).to_string();
    let written = "select body::json ->> 'at' from audit_event
                    where body::json ->> 'kind' in ('version.adopted', 'evaluation.recorded')";
    assert_eq!(texts(&tenure.pool, written).await, [clock.clone(), clock]);
    tenure.done().await;
}

/// Calls `found` with the place of each date-time below a schema.
fn date_times(
    document: &Value,
    schema: &Value,
    place: &mut Vec<String>,
    found: &mut impl FnMut(String),
) {
    if place.len() > 40 {
        return;
    }
    match schema {
        Value::Object(fields) => {
            if fields
                .get("format")
                .is_some_and(|format| format == "date-time")
            {
                let property = place.iter().rposition(|part| part == "properties");
                let name = property.and_then(|at| place.get(at + 1));
                found(name.or(place.last()).cloned().unwrap_or_default());
            }
            if let Some(Value::String(reference)) = fields.get("$ref") {
                let pointer = reference.trim_start_matches('#');
                place.push(pointer.to_owned());
                if let Some(target) = document.pointer(pointer) {
                    date_times(document, target, place, found);
                }
                place.pop();
            }
            for (name, value) in fields {
                place.push(name.clone());
                date_times(document, value, place, found);
                place.pop();
            }
        }
        Value::Array(items) => items
            .iter()
            .for_each(|item| date_times(document, item, place, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Whether a file of the source names the hand-moved clock, beside the kernel that defines it.
fn names_the_injected_clock(directory: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            names_the_injected_clock(&path, found);
        } else if fs::read_to_string(&path)
            .is_ok_and(|text| text.contains("Clock::injected") || text.contains("Clock::Injected"))
        {
            found.push(path.to_str().unwrap().to_owned());
        }
    }
}

#[test]
fn only_the_story_has_a_clock_that_can_be_moved() {
    let mut found = Vec::new();
    names_the_injected_clock(Path::new("src"), &mut found);
    assert_eq!(found, ["src/server/demo/mod.rs"]);
}
