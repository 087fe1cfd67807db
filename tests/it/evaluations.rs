//! Suites, recorded numbers, imported files.

use std::collections::BTreeSet;

use reqwest::Method;
use serde_json::{Value, json};
use tenure::domain::access::{self, Team};
use tenure::domain::evaluations::{Item, store};
use tenure::ground::audit::{Changes, UnitOfWork};
use tenure::ground::identity::{Caller, Role};
use tenure::ground::kernel::{EvaluationId, Revision, Sha256, TeamId};
use uuid::Uuid;

use crate::models::{model, version};
use crate::support::client::Answered;
use crate::support::{Client, Tenure};

/// A result file of lm-evaluation-harness with one task, whose numbers stand as they are given.
fn file(task: &str, acc: &str, stderr: &str, date: &str) -> String {
    format!(
        r#"{{
  "results": {{"{task}": {{"alias": "{task}", "acc,none": {acc}, "acc_stderr,none": {stderr}}}}},
  "group_subtasks": {{"{task}": []}},
  "configs": {{"{task}": {{"task": "{task}", "dataset_path": "acme/{task}", "metadata": {{"version": 1.0}}}}}},
  "versions": {{"{task}": 1.0}},
  "n-shot": {{"{task}": 5}},
  "higher_is_better": {{"{task}": {{"acc": true}}}},
  "n-samples": {{"{task}": {{"original": 200, "effective": 200}}}},
  "config": {{"model": "hf", "model_args": "pretrained=acme/small,dtype=bfloat16", "limit": null, "random_seed": 7}},
  "git_hash": "4caa0b6",
  "date": {date},
  "lm_eval_version": "0.4.9",
  "task_hashes": {{}},
  "model_source": "hf",
  "model_name": "acme/small"
}}"#
    )
}

const DATE: &str = "1764000000.25";

async fn import_as(
    client: &Client,
    version: &str,
    name: &str,
    bytes: impl Into<Vec<u8>>,
    more: &str,
) -> Answered {
    let path = format!("/evaluations/import?version_id={version}&file_name={name}{more}");
    upload(client, &path, bytes).await
}

/// Imports a file of one task.
pub async fn import_one(client: &Client, version: &str) -> EvaluationId {
    let imported = import(client, version, file("shop", "0.5", "0.03", DATE)).await;
    let id = &imported.ok()["evaluations"][0]["id"];
    id.as_str().unwrap().parse().unwrap()
}

/// Imports a file that waits, and saves a rule for a version.
pub async fn import_waiting(client: &Client, version: &str) {
    let path = "/evaluations/import?file_name=results.json";
    upload(client, path, elsewhere()).await.ok();
    let rule = json!({"pattern": "acme/other", "version_id": version});
    client.post("/match-rules", rule).await.ok();
}

pub async fn upload(client: &Client, path: &str, bytes: impl Into<Vec<u8>>) -> Answered {
    let request = client
        .request(Method::POST, path)
        .header("content-type", "application/octet-stream")
        .body(bytes.into());
    client.send(request).await
}

/// A result file of a model that nobody knows.
pub fn elsewhere() -> String {
    file("elsewhere", "0.5", "0.03", DATE)
}

/// A result file as the tool writes it.
pub fn shop() -> String {
    file("shop", "0.5", "0.03", DATE)
}

/// Writes items beside an evaluation, which the log does not carry.
pub async fn store_items(tenure: &Tenure, evaluation: EvaluationId, items: &[Item]) {
    let mut uow = UnitOfWork::begin(&tenure.app, &Caller::system())
        .await
        .unwrap();
    store::insert_items(&mut uow, evaluation, items)
        .await
        .unwrap();
    commit_with_a_team(uow, "items").await;
}

async fn import(client: &Client, version: &str, bytes: impl Into<Vec<u8>>) -> Answered {
    import_as(client, version, "results.json", bytes, "").await
}

async fn suite(client: &Client, name: &str, class: &str, tasks: &[&str]) -> String {
    let body = json!({"name": name, "trust_class": class, "tasks": tasks});
    client.post("/suites", body).await.id()
}

async fn a_version(client: &Client) -> String {
    let model = model(client, "evaluated").await;
    version(client, &model).await
}

fn codes(reasons: &Value) -> Vec<&str> {
    let reasons = reasons.as_array().unwrap();
    reasons
        .iter()
        .map(|reason| reason["code"].as_str().unwrap())
        .collect()
}

async fn count(tenure: &Tenure, table: &str) -> i64 {
    let sql = format!("select count(*) from {table}");
    sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
        .fetch_one(&tenure.pool)
        .await
        .unwrap()
}

/// The doctor compares rows of evaluations; metrics are rows of their own, so they are compared here.
async fn rows_say_what_the_log_says(tenure: &Tenure) {
    let events: Vec<(Uuid, Value)> = sqlx::query_as(
        "select entity_id, (body::jsonb) -> 'after' from audit_event where entity_kind = 'evaluation'",
    )
    .fetch_all(&tenure.pool)
    .await
    .unwrap();
    assert!(!events.is_empty());
    let ids: Vec<EvaluationId> = events.iter().map(|(id, _)| EvaluationId(*id)).collect();
    let mut conn = tenure.app.read().await.unwrap();
    let rows = store::evaluations_by_id(&mut conn, &ids).await.unwrap();
    assert_eq!(rows.len(), events.len());
    for (row, (_, after)) in rows.iter().zip(&events) {
        assert_eq!(&json!(row.evaluation.0), after);
    }
}

#[actix_web::test]
async fn a_suite_is_defined_found_and_classified() {
    let tenure = Tenure::start().await;
    let body = json!({
        "name": "French-Support", "trust_class": "unclassified", "tasks": ["support_fr*", "faq_fr"],
        "description": "Our own tickets.", "language": "FR-fr", "primary_metric": "acc",
    });
    let created = tenure.admin.post("/suites", body.clone()).await;
    let id = created.id();
    assert_eq!(created.tag(), "\"1\"");
    assert_eq!(created.json["language"], "fr-FR");
    assert_eq!(created.json["tasks"], json!(["faq_fr", "support_fr*"]));
    assert_eq!(created.json["category"], Value::Null);
    let again = tenure.admin.post("/suites", body).await;
    assert_eq!(
        again.refusal(),
        (409, "refused".into(), vec!["name_taken".into()])
    );
    for query in [
        "q=fRENCH",
        "trust_class=unclassified",
        "name=French-Support",
    ] {
        let found = tenure.admin.get(&format!("/suites?{query}")).await.ok();
        assert_eq!(found["items"][0]["id"], id, "{query}");
    }
    let none = tenure.admin.get("/suites?trust_class=safety").await.ok();
    assert_eq!(none["items"], json!([]));

    let path = format!("/suites/{id}");
    let change = json!({"trust_class": "internal", "language": ""});
    let changed = tenure.admin.patch_at(&path, "\"1\"", change.clone()).await;
    assert_eq!(changed.tag(), "\"2\"");
    assert_eq!(changed.json["trust_class"], "internal");
    assert_eq!(changed.json["category"], "quality");
    assert_eq!(changed.json["language"], Value::Null);
    assert_eq!(changed.json["description"], "Our own tickets.");
    let stale = tenure.admin.patch_at(&path, "\"1\"", change).await;
    assert_eq!(stale.problem(), (412, "stale".into()));
    let wrong = json!({"language": "french", "tasks": [""]});
    let invalid = tenure.admin.patch_at(&path, "\"2\"", wrong).await;
    assert_eq!(invalid.problem(), (422, "invalid".into()));
    let viewer = tenure.member("Vic", &[Role::Viewer]).await;
    let forbidden = viewer.patch_at(&path, "\"2\"", json!({})).await;
    assert_eq!(forbidden.problem(), (403, "forbidden".into()));
    tenure.done().await;
}

#[actix_web::test]
async fn recorded_numbers_stay_exact_and_every_attempt_stays_visible() {
    let tenure = Tenure::start().await;
    let version = a_version(&tenure.admin).await;
    let suite = suite(&tenure.admin, "support", "internal", &[]).await;
    let exact = "0.9300000000000000000000000000000001";
    let body = json!({
        "version_id": version, "suite_id": suite, "n": 200, "note": "From the pilot.",
        "run_at": "2026-11-20T08:00:00Z", "language": "fr",
        "metrics": [
            {"name": "resolved", "value": exact, "unit": "fraction", "direction": "higher"},
            {"name": "seconds", "value": "1.20", "unit": "seconds"},
            {"name": "acc", "value": "0.93", "unit": "fraction", "direction": "higher"},
        ],
    });
    let first = tenure.admin.post("/evaluations", body.clone()).await;
    let id = first.id();
    assert_eq!(first.json["metrics"][0]["value"], exact);
    assert_eq!(first.json["metrics"][1]["value"], "1.2");
    assert_eq!(first.json["source_type"], "recorded");
    assert_eq!(first.json["task"], "support", "the suite's name");
    assert_eq!(first.json["language"], "fr");
    assert_eq!(first.json["eligible"], true);
    let interval = &first.json["metrics"][2];
    assert_eq!(interval["ci_method"], "wilson");
    assert_eq!(interval["ci_low"], "0.8859451911");
    assert_eq!(interval["ci_high"], "0.9578478282");
    let again = tenure.admin.post("/evaluations", body.clone()).await.ok();
    assert_eq!(
        (first.json["attempt"].as_i64(), again["attempt"].as_i64()),
        (Some(1), Some(2))
    );

    let list = format!("/evaluations?version={version}&suite={suite}&task=support&limit=1");
    let page = tenure.admin.get(&list).await.ok();
    assert_eq!(page["items"][0]["id"], again["id"], "the last one first");
    let token = page["next_page_token"].as_str().unwrap();
    let next = tenure
        .admin
        .get(&format!("{list}&page_token={token}"))
        .await
        .ok();
    assert_eq!(next["items"][0]["id"], id);
    assert_eq!(next["next_page_token"], Value::Null);

    let one = tenure.admin.get(&format!("/evaluations/{id}")).await;
    assert_eq!(
        one.json, first.json,
        "the answer of the command is the entity"
    );
    let seen = tenure.admin.get(&format!("/suites/{suite}")).await.ok();
    assert_eq!(seen["evaluations_count_recent"], 2);

    let mut wrong = body;
    wrong["metrics"][0]["value"] = json!("1.5");
    wrong["run_at"] = json!("2027-01-01T00:00:00Z");
    let invalid = tenure.admin.post("/evaluations", wrong).await;
    let pointers: Vec<_> = invalid.json["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| error["pointer"].as_str().unwrap())
        .collect();
    assert_eq!(pointers, ["/run_at", "/metrics/0/value"]);
    rows_say_what_the_log_says(&tenure).await;
    tenure.done().await;
}

#[actix_web::test]
async fn numbers_are_recorded_only_for_a_suite_of_the_versions_team() {
    let tenure = Tenure::start().await;
    let version = a_version(&tenure.admin).await;
    let body = json!({
        "version_id": version, "suite_id": "00000000-0000-7000-8000-000000000009",
        "metrics": [{"name": "a", "value": "1"}],
    });
    let invalid = tenure.admin.post("/evaluations", body).await;
    assert_eq!(invalid.problem(), (422, "invalid".into()));
    assert_eq!(invalid.json["errors"][0]["pointer"], "/suite_id");
    tenure.done().await;
}

#[actix_web::test]
async fn a_file_becomes_evaluations_with_exact_numbers_and_can_be_downloaded() {
    let tenure = Tenure::start().await;
    let version = a_version(&tenure.admin).await;
    suite(&tenure.admin, "reasoning", "public", &["arc_*"]).await;
    let text = file("arc_easy", "0.81250000000000000001", "0.027500", DATE);
    let stored = import(&tenure.admin, &version, text.clone()).await;
    assert_eq!(stored.status, 201, "{}", stored.text);
    let result = stored.json;
    assert_eq!(result["already_stored"], false);
    assert_eq!(result["new_suites"], json!([]));
    assert_eq!(result["evaluations"].as_array().unwrap().len(), 1);
    let evaluation = &result["evaluations"][0];
    assert_eq!(evaluation["suite"]["name"], "reasoning");
    assert_eq!(evaluation["task"], "arc_easy");
    assert_eq!(evaluation["filter"], "none");
    assert_eq!(evaluation["source_type"], "run");
    assert_eq!(evaluation["n"], 200);
    assert_eq!(evaluation["n_shot"], 5);
    let metric = &evaluation["metrics"][0];
    assert_eq!(metric["name"], "acc");
    assert_eq!(metric["raw_name"], "acc,none");
    assert_eq!(metric["value"], "0.81250000000000000001");
    assert_eq!(metric["stderr"], "0.0275");
    assert_eq!(metric["direction"], "higher");
    assert_eq!(evaluation["eligible"], true, "{evaluation}");
    rows_say_what_the_log_says(&tenure).await;

    let digest = Sha256::of(text.as_bytes());
    assert_eq!(result["artefact"]["sha256"], digest.to_string());
    let path = format!("/artefacts/{}", digest.hex());
    let response = tenure
        .admin
        .request(Method::GET, &path)
        .send()
        .await
        .unwrap();
    let header = |name: &str| response.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(
        header("content-disposition"),
        "attachment; filename=\"results.json\""
    );
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert_eq!(header("content-type"), "application/json");
    assert_eq!(response.bytes().await.unwrap(), text.as_bytes());
    let viewer = tenure.member("Vic", &[Role::Viewer]).await;
    assert_eq!(viewer.get(&path).await.problem(), (403, "forbidden".into()));
    let unknown = format!("/artefacts/{}", "0".repeat(64));
    assert_eq!(
        tenure.admin.get(&unknown).await.problem(),
        (404, "not_found".into())
    );
    tenure.done().await;
}

#[actix_web::test]
async fn no_gate_reads_a_suite_that_nobody_classified() {
    let tenure = Tenure::start().await;
    let version = a_version(&tenure.admin).await;
    let text = file("house_style", "0.9", "0.02", DATE);
    let result = import(&tenure.admin, &version, text).await.ok();
    assert_eq!(result["new_suites"], json!(["house_style"]));
    let evaluation = &result["evaluations"][0];
    assert_eq!(evaluation["suite"]["trust_class"], "unclassified");
    assert_eq!(evaluation["eligible"], false);
    assert_eq!(codes(&evaluation["ineligible"]), ["suite_unclassified"]);
    let facts = || async {
        let id = version.parse().unwrap();
        store::facts(&mut tenure.app.read().await.unwrap(), id)
            .await
            .unwrap()
    };
    let before = facts().await;
    assert_eq!(before.len(), 1);
    assert!(!before[0].eligible);
    assert_eq!(before[0].category, None);

    let suite = evaluation["suite"]["id"].as_str().unwrap();
    let body = json!({"trust_class": "internal", "language": "fr"});
    tenure
        .admin
        .patch_at(&format!("/suites/{suite}"), "\"1\"", body)
        .await
        .ok();
    let id = evaluation["id"].as_str().unwrap();
    let now = tenure.admin.get(&format!("/evaluations/{id}")).await.ok();
    assert_eq!(now["eligible"], true);
    assert_eq!(
        now["language"], "fr",
        "the suite's, since the file says none"
    );
    let after = facts().await;
    assert!(after[0].eligible);
    assert_eq!(after[0].suite, "house_style");
    assert_eq!(after[0].metric, "acc");
    assert_eq!((after[0].attempt, after[0].attempts), (1, 1));
    tenure.done().await;
}

#[actix_web::test]
async fn the_same_file_again_changes_nothing_and_another_version_shares_its_bytes() {
    let tenure = Tenure::start().await;
    let model = model(&tenure.admin, "evaluated").await;
    let one = version(&tenure.admin, &model).await;
    let two = version(&tenure.admin, &model).await;
    let text = file("arc_easy", "0.5", "0.03", DATE);
    let first = import(&tenure.admin, &one, text.clone()).await.ok();
    let events = count(&tenure, "audit_event").await;
    let again = import_as(&tenure.admin, &one, "copy.json", text.clone(), "").await;
    assert_eq!(again.status, 200);
    assert_eq!(again.json["already_stored"], true);
    assert_eq!(again.json["evaluations"], first["evaluations"]);
    assert_eq!(again.json["artefact"]["file_name"], "results.json");
    assert_eq!(count(&tenure, "audit_event").await, events);
    let other = import(&tenure.admin, &two, text).await;
    assert_eq!(other.status, 201);
    assert_eq!(other.json["evaluations"][0]["attempt"], 1);
    assert_eq!(other.json["new_suites"], json!([]));
    assert_eq!(count(&tenure, "artefact").await, 1);
    assert_eq!(count(&tenure, "content").await, 1);
    assert_eq!(count(&tenure, "evaluation").await, 2);
    tenure.done().await;
}

/// What a preview cannot know.
fn without_ids(mut result: Value) -> Value {
    for evaluation in result["evaluations"].as_array_mut().unwrap() {
        evaluation["id"] = Value::Null;
        evaluation["suite"]["id"] = Value::Null;
        evaluation["created_at"] = Value::Null;
    }
    result
}

#[actix_web::test]
async fn a_dry_run_says_exactly_what_would_be_stored_and_stores_nothing() {
    let tenure = Tenure::start().await;
    let version = a_version(&tenure.admin).await;
    let text = file("arc_easy", "0.5", "0.03", DATE);
    let before = count(&tenure, "audit_event").await;
    let preview = import_as(
        &tenure.admin,
        &version,
        "results.json",
        text.clone(),
        "&dry_run=true",
    )
    .await;
    assert_eq!(preview.status, 200);
    assert_eq!(preview.json["evaluations"][0]["id"], Value::Null);
    assert_eq!(preview.json["new_suites"], json!(["arc_easy"]));
    assert_eq!(count(&tenure, "audit_event").await, before);
    for table in ["suite", "artefact", "content", "evaluation", "metric"] {
        assert_eq!(count(&tenure, table).await, 0, "{table}");
    }
    let stored = import(&tenure.admin, &version, text).await;
    assert_eq!(without_ids(preview.json), without_ids(stored.ok()));
    tenure.done().await;
}

#[actix_web::test]
async fn of_two_imports_of_the_same_file_at_once_exactly_one_stores_it() {
    let tenure = Tenure::start().await;
    let version = a_version(&tenure.admin).await;
    let text = file("arc_easy", "0.5", "0.03", DATE);
    let imports = (0..6).map(|_| import(&tenure.admin, &version, text.clone()));
    let answers = futures_util::future::join_all(imports).await;
    let stored = answers.iter().filter(|answer| answer.status == 201).count();
    assert_eq!(stored, 1);
    let ids: BTreeSet<String> = answers
        .into_iter()
        .map(|answer| answer.ok()["evaluations"][0]["id"].to_string())
        .collect();
    assert_eq!(ids.len(), 1, "all answer the stored evaluation");
    assert_eq!(count(&tenure, "evaluation").await, 1);
    tenure.done().await;
}

#[actix_web::test]
async fn attempts_are_dense_when_many_files_come_at_once() {
    let tenure = Tenure::start().await;
    let version = a_version(&tenure.admin).await;
    let imports = (0..6).map(|n| {
        let text = file("arc_easy", &format!("0.5{n}"), "0.03", DATE);
        import(&tenure.admin, &version, text)
    });
    let answers = futures_util::future::join_all(imports).await;
    let attempts: BTreeSet<i64> = answers
        .into_iter()
        .map(|answer| answer.ok()["evaluations"][0]["attempt"].as_i64().unwrap())
        .collect();
    assert_eq!(attempts, (1..=6).collect());
    assert_eq!(count(&tenure, "suite").await, 1, "no two defined the suite");
    tenure.done().await;
}

#[actix_web::test]
async fn a_file_that_no_reader_understands_is_refused_with_its_place() {
    let tenure = Tenure::start().await;
    let version = a_version(&tenure.admin).await;
    for text in ["", "{", "[1]", "{\"results\": 3}", "not json at all"] {
        let answer = import(&tenure.admin, &version, text).await;
        assert_eq!(answer.problem(), (422, "invalid".into()), "{text}");
        let error = &answer.json["errors"][0];
        assert!(error["pointer"].is_string() && error["expected"].is_string());
    }
    let nowhere = "00000000-0000-7000-8000-000000000009";
    let text = file("arc_easy", "0.5", "0.03", DATE);
    let missing = import(&tenure.admin, nowhere, text.clone()).await;
    assert_eq!(missing.problem(), (404, "not_found".into()));
    let viewer = tenure.member("Vic", &[Role::Viewer]).await;
    let forbidden = import(&viewer, &version, text).await;
    assert_eq!(forbidden.problem(), (403, "forbidden".into()));
    assert_eq!(count(&tenure, "content").await, 0);
    tenure.done().await;
}

#[actix_web::test]
async fn a_role_in_another_team_neither_reports_nor_downloads() {
    let tenure = Tenure::start().await;
    let version = a_version(&tenure.admin).await;
    let text = file("arc_easy", "0.5", "0.03", DATE);
    import(&tenure.admin, &version, text.clone()).await.ok();
    let other = another_team(&tenure).await;
    let stranger = tenure.member_of("Sol", &Role::ALL, Some(other)).await;
    let refused = (403, "forbidden".to_owned());
    let again = import(&stranger, &version, text.clone()).await;
    assert_eq!(again.problem(), refused);
    let path = format!("/artefacts/{}", Sha256::of(text.as_bytes()));
    assert_eq!(stranger.get(&path).await.problem(), refused);
    let list = tenure.admin.get("/suites").await.ok();
    let suite = format!("/suites/{}", list["items"][0]["id"].as_str().unwrap());
    let change = stranger.patch_at(&suite, "\"1\"", json!({})).await;
    assert_eq!(change.problem(), refused);
    tenure.done().await;
}

async fn another_team(tenure: &Tenure) -> TeamId {
    let uow = UnitOfWork::begin(&tenure.app, &Caller::system())
        .await
        .unwrap();
    commit_with_a_team(uow, "other").await
}

/// A transaction has at least one event.
async fn commit_with_a_team(mut uow: UnitOfWork, slug: &str) -> TeamId {
    let team = Team {
        id: uow.new_id(),
        slug: slug.into(),
        name: "Other".into(),
        created_at: uow.decide_at(&[]).await.unwrap(),
        hidden_at: None,
        revision: Revision::FIRST,
    };
    access::store::insert_team(&mut uow, &team).await.unwrap();
    let changes = Changes::of("team.created", &team);
    uow.decided(changes, team.id).commit().await.unwrap()
}

#[actix_web::test]
async fn bytes_larger_than_one_chunk_read_back_as_they_were() {
    let tenure = Tenure::start().await;
    let version = a_version(&tenure.admin).await;
    let padding = " ".repeat((2 << 20) + 17);
    let text = file("arc_easy", "0.5", "0.03", DATE) + &padding;
    import(&tenure.admin, &version, text.clone()).await.ok();
    assert_eq!(count(&tenure, "content_chunk").await, 3);
    let path = format!("/artefacts/{}", Sha256::of(text.as_bytes()));
    let back = tenure.admin.get(&path).await;
    assert_eq!(back.text, text);
    tenure.done().await;
}

#[actix_web::test]
async fn the_database_refuses_to_change_what_was_measured() {
    let tenure = Tenure::start().await;
    let version = a_version(&tenure.admin).await;
    let text = file("arc_easy", "0.5", "0.03", DATE);
    import(&tenure.admin, &version, text).await.ok();
    for sql in [
        "update evaluation set n = 1, revision = 2",
        "update evaluation set version_id = null, revision = 2",
        "update metric set value = 1",
        "delete from metric",
        "delete from evaluation",
        "update content set media_type = 'x'",
        "insert into metric (evaluation_id, number, name, raw_name, state, value_raw)
         select id, 9, 'a', 'a', 'known', '' from evaluation",
        "insert into metric (evaluation_id, number, name, raw_name, state, value, value_raw, ci_low)
         select id, 9, 'a', 'a', 'known', 1, '1', 0 from evaluation",
        "insert into metric (evaluation_id, number, name, raw_name, state, value, value_raw)
         select id, 9, 'a', 'a', 'known', 'NaN', 'NaN' from evaluation",
        "insert into metric (evaluation_id, number, name, raw_name, state, value, value_raw, direction)
         select id, 9, 'a', 'a', 'known', 1, '1', 'target' from evaluation",
        "update suite set trust_class = 'trusted', revision = 2",
    ] {
        let result = sqlx::query(sql).execute(&tenure.pool).await;
        let refused = result.expect_err(sql);
        let code = refused.as_database_error().and_then(|error| error.code());
        let class = code.as_deref().map(|code| &code[..2]);
        assert_eq!(class, Some("23"), "{sql}: {refused}");
    }
    tenure.done().await;
}

#[actix_web::test]
async fn items_of_any_number_are_stored_exactly_and_stay_as_they_are() {
    let tenure = Tenure::start().await;
    let version = a_version(&tenure.admin).await;
    let evaluation = import_one(&tenure.admin, &version).await;
    let items: Vec<Item> = (0..20_001)
        .map(|n| Item {
            hash: (n > 0).then(|| Sha256::of(&[n as u8]).0.to_vec()),
            key: format!("item {n}"),
            epoch: 1 + n % 3,
            score: (n != 2).then(|| "0.33333333333333333333".parse().unwrap()),
            correct: (n != 3).then_some(n % 2 == 0),
            cluster: (n > 4).then(|| "a \"\\ \t, {cluster}".into()),
            error_kind: (n == 5).then(|| "error".into()),
        })
        .collect();
    store_items(&tenure, evaluation, &items).await;
    assert_eq!(count(&tenure, "evaluation_item").await, 20_001);
    type Row = (Option<Vec<u8>>, String, i32, Option<String>, Option<bool>);
    let row = |key: &'static str| {
        let pool = tenure.pool.clone();
        async move {
            let sql = "select item_hash, coalesce(cluster, ''), epoch, score::text, correct
                         from evaluation_item where item_key = $1";
            let row: Row = sqlx::query_as(sql)
                .bind(key)
                .fetch_one(&pool)
                .await
                .unwrap();
            row
        }
    };
    let score = Some("0.33333333333333333333".to_owned());
    assert_eq!(
        row("item 0").await,
        (None, String::new(), 1, score.clone(), Some(true))
    );
    let hash = |n: u8| Some(Sha256::of(&[n]).0.to_vec());
    assert_eq!(
        row("item 2").await,
        (hash(2), String::new(), 3, None, Some(true))
    );
    assert_eq!(
        row("item 3").await,
        (hash(3), String::new(), 1, score.clone(), None)
    );
    let cluster = "a \"\\ \t, {cluster}".to_owned();
    assert_eq!(
        row("item 20000").await,
        (hash(32), cluster, 3, score, Some(true))
    );
    for sql in [
        "update evaluation_item set score = 1",
        "delete from evaluation_item",
        "insert into evaluation_item select * from evaluation_item",
    ] {
        let result = sqlx::query(sql).execute(&tenure.pool).await;
        let refused = result.expect_err(sql);
        let code = refused.as_database_error().and_then(|error| error.code());
        assert_eq!(code.as_deref().map(|code| &code[..2]), Some("23"), "{sql}");
    }
    tenure.done().await;
}
