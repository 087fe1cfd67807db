//! What numbers mean: said by their file, their suite, or the catalogue; and what gates make of it.

use serde_json::{Value, json};

use crate::evaluations::upload;
use crate::models::{model, version};
use crate::support::{Client, Tenure};

/// A file whose numbers carry a metric that no catalogue knows, and `acc`, which it does.
fn file(run_at: &str, helpfulness: &Value) -> String {
    json!({
        "tenure_evaluation": 1,
        "run_at": run_at,
        "evaluations": [{
            "task": "desk",
            "n": 400,
            "dataset": {"path": "acme/desk", "revision": "r1"},
            "prompt_digest": "sha256:1",
            "metrics": [
                helpfulness,
                {"name": "acc", "value": "0.5", "stderr": "0.025", "n": 400},
            ],
        }],
    })
    .to_string()
}

fn silent() -> Value {
    json!({"name": "helpfulness", "value": "0.81", "stderr": "0.02", "n": 400})
}

async fn import(client: &Client, version: &str, text: String, more: &str) -> Value {
    let path = format!("/evaluations/import?version_id={version}&file_name=desk.json{more}");
    let imported = upload(client, &path, text).await.ok();
    imported["evaluations"][0].clone()
}

/// A metric of an evaluation.
fn metric<'a>(evaluation: &'a Value, name: &str) -> &'a Value {
    let metrics = evaluation["metrics"].as_array().unwrap();
    metrics
        .iter()
        .find(|metric| metric["name"] == name)
        .unwrap()
}

/// Every reason why no gate reads a metric, from the facts that policies read.
async fn against(tenure: &Tenure, version: &str, metric: &str) -> Vec<(String, Value)> {
    let id = version.parse().unwrap();
    let mut conn = tenure.app.read().await.unwrap();
    let facts = tenure::domain::evaluations::store::facts(&mut conn, id)
        .await
        .unwrap();
    let fact = facts.iter().find(|fact| fact.metric == metric).unwrap();
    assert_eq!(fact.eligible, fact.reasons.is_empty());
    let reasons = fact.reasons.iter();
    reasons
        .map(|reason| {
            let what = reason.params.get("what").cloned().unwrap_or_default();
            (reason.code.clone(), what)
        })
        .collect()
}

async fn desk(tenure: &Tenure) -> (String, String) {
    let model = model(&tenure.admin, "desk").await;
    let version = version(&tenure.admin, &model).await;
    let body = json!({"name": "desk", "trust_class": "internal", "tasks": ["desk"]});
    let suite = tenure.admin.post("/suites", body).await.id();
    (version, suite)
}

async fn say(tenure: &Tenure, suite: &str, revision: &str, metrics: Value) -> Value {
    let path = format!("/suites/{suite}");
    let body = json!({"metrics": metrics});
    tenure.admin.patch_at(&path, revision, body).await.ok()
}

#[actix_web::test]
async fn a_suite_says_what_no_file_says_also_for_what_was_stored_before() {
    let tenure = Tenure::start().await;
    let (version, suite) = desk(&tenure).await;
    let stored = import(
        &tenure.admin,
        &version,
        file("2026-11-01T10:00:00Z", &silent()),
        "",
    )
    .await;
    let helpfulness = metric(&stored, "helpfulness");
    assert_eq!(helpfulness["direction"], Value::Null);
    assert_eq!(helpfulness["direction_by"], Value::Null);
    assert_eq!(metric(&stored, "acc")["direction_by"], "catalogue");
    let unknown = |what: &str| (what.to_owned(), Value::Null);
    assert_eq!(
        against(&tenure, &version, "helpfulness").await,
        [unknown("direction_unknown"), unknown("unit_unknown")]
    );
    assert_eq!(against(&tenure, &version, "acc").await, []);

    let said = json!([
        {"name": "tone", "unit": "score"},
        {"name": "helpfulness", "direction": "higher", "unit": "fraction"},
    ]);
    let suite_now = say(&tenure, &suite, "\"1\"", said).await;
    assert_eq!(suite_now["metrics"][0]["name"], "helpfulness", "by name");
    let id = stored["id"].as_str().unwrap();
    let now = tenure.admin.get(&format!("/evaluations/{id}")).await.ok();
    let helpfulness = metric(&now, "helpfulness");
    assert_eq!(
        [&helpfulness["direction"], &helpfulness["direction_by"]],
        ["higher", "suite"]
    );
    assert_eq!(
        [&helpfulness["unit"], &helpfulness["unit_by"]],
        ["fraction", "suite"]
    );
    assert_eq!(
        helpfulness["ci_method"], "normal",
        "its unit allows an interval now"
    );
    assert_eq!(metric(&now, "acc"), metric(&stored, "acc"));
    assert_eq!(against(&tenure, &version, "helpfulness").await, []);

    let later = file("2026-11-02T10:00:00Z", &silent());
    let preview = import(&tenure.admin, &version, later.clone(), "&dry_run=true").await;
    let stored = import(&tenure.admin, &version, later, "").await;
    assert_eq!(preview["metrics"], stored["metrics"]);
    assert_eq!(metric(&stored, "helpfulness")["direction_by"], "suite");
    assert!(
        !stored["flags"]
            .as_array()
            .unwrap()
            .contains(&json!("direction_unknown"))
    );
    tenure.done().await;
}

#[actix_web::test]
async fn a_suite_overrules_the_catalogue_but_never_silently_what_was_reported() {
    let tenure = Tenure::start().await;
    let (version, suite) = desk(&tenure).await;
    let reported = json!({
        "name": "helpfulness", "value": "0.81", "stderr": "0.02", "n": 400,
        "direction": "higher", "unit": "fraction",
    });
    import(
        &tenure.admin,
        &version,
        file("2026-11-01T10:00:00Z", &reported),
        "",
    )
    .await;
    let said = json!([
        {"name": "acc", "direction": "target", "target": "0.5", "unit": "fraction"},
        {"name": "helpfulness", "direction": "lower", "unit": "percent"},
    ]);
    say(&tenure, &suite, "\"1\"", said).await;
    let found = tenure
        .admin
        .get(&format!("/evaluations?version={version}"))
        .await
        .ok();
    let evaluation = &found["items"][0];
    let acc = metric(evaluation, "acc");
    assert_eq!(
        [&acc["direction"], &acc["target"], &acc["direction_by"]],
        ["target", "0.5", "suite"]
    );
    assert_eq!(against(&tenure, &version, "acc").await, []);
    assert_eq!(metric(evaluation, "helpfulness")["direction"], "higher");
    let disagrees = |what: &str| ("suite_disagrees".to_owned(), json!(what));
    assert_eq!(
        against(&tenure, &version, "helpfulness").await,
        [disagrees("direction"), disagrees("unit")]
    );

    let said =
        json!([{"name": "acc", "unit": "seconds"}, {"name": "helpfulness", "unit": "fraction"}]);
    say(&tenure, &suite, "\"2\"", said).await;
    assert_eq!(against(&tenure, &version, "helpfulness").await, []);
    tenure.done().await;
}

#[actix_web::test]
async fn a_value_outside_the_unit_that_its_suite_says_opens_no_gate() {
    let tenure = Tenure::start().await;
    let (version, suite) = desk(&tenure).await;
    let percent = json!({"name": "helpfulness", "value": "81", "stderr": "2", "n": 400, "direction": "higher"});
    import(
        &tenure.admin,
        &version,
        file("2026-11-01T10:00:00Z", &percent),
        "",
    )
    .await;
    say(
        &tenure,
        &suite,
        "\"1\"",
        json!([{"name": "helpfulness", "unit": "fraction"}]),
    )
    .await;
    let outside = ("value_outside_unit".to_owned(), Value::Null);
    assert_eq!(against(&tenure, &version, "helpfulness").await, [outside]);
    say(
        &tenure,
        &suite,
        "\"2\"",
        json!([{"name": "helpfulness", "unit": "percent"}]),
    )
    .await;
    assert_eq!(against(&tenure, &version, "helpfulness").await, []);
    tenure.done().await;
}

#[actix_web::test]
async fn what_a_suite_may_say_of_its_metrics_is_checked_field_by_field() {
    let tenure = Tenure::start().await;
    let body = json!({"name": "desk", "trust_class": "internal", "metrics": [
        {"name": "tone", "direction": "target"},
        {"name": "tone", "unit": "score"},
        {"name": "style"},
    ]});
    let refused = tenure.admin.post("/suites", body).await;
    assert_eq!(refused.problem(), (422, "invalid".into()));
    let errors = refused.json["errors"].as_array().unwrap();
    let pointers: Vec<_> = errors.iter().map(|error| &error["pointer"]).collect();
    assert_eq!(
        pointers,
        ["/metrics/0/target", "/metrics/1/name", "/metrics/2"]
    );
    tenure.done().await;
}

#[actix_web::test]
async fn what_is_written_later_about_an_evaluation_is_still_what_was_reported() {
    let tenure = Tenure::start().await;
    let (version, suite) = desk(&tenure).await;
    let said = json!([{"name": "helpfulness", "direction": "higher", "unit": "fraction"}]);
    say(&tenure, &suite, "\"1\"", said).await;
    let text = file("2026-11-01T10:00:00Z", &silent());
    let path = "/evaluations/import?file_name=desk.json";
    let waits = upload(&tenure.admin, path, text).await.ok();
    let sha256 = waits["artefact"]["sha256"].as_str().unwrap();
    let body = json!({"model_ref": null, "version_id": version});
    let path = format!("/artefacts/{sha256}/assign");
    let assigned = tenure.admin.post(&path, body).await.ok();
    let shown = metric(&assigned["items"][0], "helpfulness");
    assert_eq!(shown["direction_by"], "suite", "an answer hears the suite");
    let (event,): (Value,) = sqlx::query_as(
        "select body::jsonb -> 'after' from audit_event where kind = 'evaluation.assigned'",
    )
    .fetch_one(&tenure.pool)
    .await
    .unwrap();
    assert_eq!(metric(&event, "helpfulness")["direction"], Value::Null);
    assert!(
        event["flags"]
            .as_array()
            .unwrap()
            .contains(&json!("unit_unknown"))
    );
    tenure.done().await;
}
