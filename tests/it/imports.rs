//! Result files of every format: what is stored, what waits for a version, and real files when a folder is at hand.

use std::path::{Path, PathBuf};

use reqwest::Method;
use serde_json::{Value, json};

use crate::models::{model, version};
use crate::support::client::Answered;
use crate::support::{Client, Tenure};

/// A file of our own.
fn fixture(format: &str, name: &str) -> Vec<u8> {
    std::fs::read(format!("tests/fixtures/{format}/{name}")).unwrap()
}

async fn import(client: &Client, name: &str, bytes: Vec<u8>, more: &[(&str, &str)]) -> Answered {
    let request = client
        .request(Method::POST, "/evaluations/import")
        .query(&[("file_name", name)])
        .query(more)
        .header("content-type", "application/octet-stream")
        .body(bytes);
    client.send(request).await
}

async fn count(tenure: &Tenure, table: &'static str) -> i64 {
    let sql = match table {
        "evaluation" => "select count(*) from evaluation",
        "evaluation_item" => "select count(*) from evaluation_item",
        "artefact" => "select count(*) from artefact",
        "audit_event" => "select count(*) from audit_event",
        _ => panic!("{table}"),
    };
    sqlx::query_scalar(sql)
        .fetch_one(&tenure.pool)
        .await
        .unwrap()
}

async fn waiting(client: &Client) -> Vec<Value> {
    let page = client.get("/evaluations/waiting").await.ok();
    page["items"].as_array().unwrap().clone()
}

#[actix_web::test]
async fn every_format_is_stored_once_and_its_preview_is_what_is_stored() {
    let tenure = Tenure::start().await;
    let admin = &tenure.admin;
    let model = model(admin, "imported").await;
    for (format, name) in [
        ("inspect", "log.json"),
        ("perf", "guidellm.json"),
        ("perf", "aiperf.json"),
        ("perf", "vllm.json"),
        ("every_eval_ever", "record.json"),
        ("native", "evaluation.json"),
        ("hugging_face", "README.md"),
        ("hugging_face", "results.yaml"),
        ("lighteval", "results.json"),
        ("junit", "report.xml"),
        ("promptfoo", "v1.json"),
    ] {
        let version = version(admin, &model).await;
        let of = [("version_id", version.as_str())];
        let dry = [of[0], ("dry_run", "true")];
        let events = count(&tenure, "audit_event").await;
        let preview = import(admin, name, fixture(format, name), &dry).await.ok();
        assert_eq!(count(&tenure, "audit_event").await, events, "{name}");
        let stored = import(admin, name, fixture(format, name), &of).await;
        assert_eq!(stored.status, 201, "{name}: {}", stored.text);
        let told = |result: &Value| -> Vec<Value> {
            let all = result["evaluations"].as_array().unwrap();
            all.iter()
                .map(|one| {
                    json!([
                        one["task"],
                        one["filter"],
                        one["metrics"],
                        one["flags"],
                        one["items"],
                        one["eligible"]
                    ])
                })
                .collect()
        };
        assert_eq!(told(&preview), told(&stored.json), "{name}");
        for one in stored.json["evaluations"].as_array().unwrap() {
            assert_eq!(one["version"]["id"], version, "{name}");
        }
        let again = import(admin, name, fixture(format, name), &of).await.ok();
        assert_eq!(again["already_stored"], true, "{name}");
    }
    tenure.done().await;
}

#[actix_web::test]
async fn declared_numbers_and_runs_that_did_not_end_well_never_open_a_gate() {
    let tenure = Tenure::start().await;
    let admin = &tenure.admin;
    let model = model(admin, "imported").await;
    let version = version(admin, &model).await;
    let of = [("version_id", version.as_str())];
    let card = import(
        admin,
        "README.md",
        fixture("hugging_face", "README.md"),
        &of,
    )
    .await
    .ok();
    let codes = |one: &Value| one["ineligible"].to_string();
    for one in card["evaluations"].as_array().unwrap() {
        assert_eq!(
            (&one["source_type"], &one["eligible"]),
            (&json!("declared"), &json!(false))
        );
        assert!(codes(one).contains("source_declared"));
    }
    let log = String::from_utf8(fixture("inspect", "log.json")).unwrap();
    let cancelled = log.replacen("\"success\"", "\"cancelled\"", 1).into_bytes();
    let log = import(admin, "log.json", cancelled, &of).await.ok();
    for one in log["evaluations"].as_array().unwrap() {
        assert_eq!(one["eligible"], false);
        assert!(codes(one).contains("cancelled"), "{one}");
    }
    tenure.done().await;
}

#[actix_web::test]
async fn a_file_about_several_models_wants_to_know_which_one_the_version_is() {
    let tenure = Tenure::start().await;
    let admin = &tenure.admin;
    let model = model(admin, "imported").await;
    let one = version(admin, &model).await;
    let file = || fixture("promptfoo", "v3.json");
    let refused = import(admin, "out.json", file(), &[("version_id", &one)]).await;
    assert_eq!(refused.problem(), (422, "invalid".into()));
    assert_eq!(refused.json["errors"][0]["pointer"], "/model_ref");
    assert!(
        refused.text.contains("acme:big, acme:small"),
        "{}",
        refused.text
    );
    let of = [("version_id", one.as_str()), ("model_ref", "acme:big")];
    let stored = import(admin, "out.json", file(), &of).await.ok();
    let versions: Vec<_> = stored["evaluations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| {
            (
                e["model_ref"].as_str().unwrap().to_owned(),
                e["version"]["id"].as_str().map(str::to_owned),
            )
        })
        .collect();
    assert_eq!(
        versions
            .iter()
            .filter(|(_, version)| version.as_ref() == Some(&one))
            .count(),
        2
    );
    assert!(
        versions
            .iter()
            .all(|(model, version)| version.is_some() == (model == "acme:big"))
    );
    let queue = waiting(admin).await;
    assert_eq!(queue.len(), 1);
    assert_eq!(
        (&queue[0]["model_ref"], &queue[0]["evaluations"]),
        (&json!("acme:small"), &json!(2))
    );
    let again = import(admin, "out.json", file(), &of).await.ok();
    assert_eq!(again["already_stored"], true);
    assert_eq!(count(&tenure, "evaluation").await, 4);
    assert_eq!(count(&tenure, "evaluation_item").await, 5);
    tenure.done().await;
}

#[actix_web::test]
async fn a_rule_that_is_saved_takes_what_waits_of_its_model_and_nothing_else() {
    let tenure = Tenure::start().await;
    let admin = &tenure.admin;
    let model = model(admin, "imported").await;
    let big = version(admin, &model).await;
    let file = |run: &str| {
        let text = String::from_utf8(fixture("promptfoo", "v3.json")).unwrap();
        text.replace("eval-1", run).into_bytes()
    };
    for run in ["run-a", "run-b", "run-c"] {
        import(admin, "out.json", file(run), &[]).await.ok();
    }
    let elsewhere = crate::evaluations::upload(
        admin,
        "/evaluations/import?file_name=results.json",
        crate::evaluations::elsewhere().replace("acme/small", "acme:big"),
    );
    elsewhere.await.ok();
    let queue = waiting(admin).await;
    let named =
        |queue: &[Value], name: &str| queue.iter().filter(|one| one["model_ref"] == name).count();
    assert_eq!(
        (named(&queue, "acme:big"), named(&queue, "acme:small")),
        (4, 3)
    );
    let first = queue
        .iter()
        .find(|one| one["model_ref"] == "acme:big" && one["format"] == "promptfoo")
        .unwrap();
    let path = format!(
        "/artefacts/{}/assign",
        first["artefact"]["sha256"].as_str().unwrap()
    );
    let body = json!({"model_ref": "acme:big", "version_id": big, "save_rule": true});
    let assigned = admin.post(&path, body).await.ok();
    let attempts: Vec<_> = assigned["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["attempt"].as_i64().unwrap())
        .collect();
    assert_eq!(attempts, [1, 1, 2, 2, 3, 3], "two tasks of three files");
    let queue = waiting(admin).await;
    assert_eq!(
        (named(&queue, "acme:big"), named(&queue, "acme:small")),
        (1, 3)
    );
    let other = queue
        .iter()
        .find(|one| one["model_ref"] == "acme:big")
        .unwrap();
    assert_eq!(
        other["format"], "lm-eval",
        "a name means something in its format"
    );
    tenure.done().await;
}

#[actix_web::test]
async fn what_no_rule_knows_waits_until_somebody_says_which_version_it_is() {
    let tenure = Tenure::start().await;
    let admin = &tenure.admin;
    let model = model(admin, "imported").await;
    let big = version(admin, &model).await;
    let file = || fixture("promptfoo", "v3.json");
    let stored = import(admin, "out.json", file(), &[]).await;
    assert_eq!(stored.status, 201, "{}", stored.text);
    let queue = waiting(admin).await;
    assert_eq!(queue.len(), 2);
    assert_eq!(queue[0]["format"], "promptfoo");
    let one = &stored.json["evaluations"][0];
    assert_eq!(
        (&one["version"], &one["eligible"]),
        (&Value::Null, &json!(false))
    );
    assert!(one["ineligible"].to_string().contains("version_unmatched"));
    assert_eq!(
        import(admin, "out.json", file(), &[]).await.ok()["already_stored"],
        true
    );
    let of = [("version_id", big.as_str()), ("model_ref", "acme:big")];
    let refused = import(admin, "out.json", file(), &of).await;
    assert_eq!(refused.refusal().2, ["file_waits"]);

    let path = format!(
        "/artefacts/{}/assign",
        queue[0]["artefact"]["sha256"].as_str().unwrap()
    );
    let body = json!({"model_ref": "acme:big", "version_id": big, "save_rule": true});
    let viewer = tenure
        .member("Vic", &[tenure::ground::identity::Role::Viewer])
        .await;
    assert_eq!(
        viewer.post(&path, body.clone()).await.problem(),
        (403, "forbidden".into())
    );
    let assigned = admin.post(&path, body.clone()).await.ok();
    let items = assigned["items"].as_array().unwrap();
    assert_eq!(items.len(), 2);
    for one in items {
        assert_eq!(
            (&one["version"]["id"], &one["attempt"], &one["revision"]),
            (&json!(big), &json!(1), &json!(2))
        );
    }
    assert_eq!(waiting(admin).await.len(), 1);
    assert_eq!(
        admin.post(&path, body).await.refusal().2,
        ["already_stored"]
    );
    let nobody = json!({"model_ref": "acme:huge", "version_id": big});
    assert_eq!(
        admin.post(&path, nobody).await.problem(),
        (404, "not_found".into())
    );

    // The rule that was saved knows the model in the next file.
    let next = String::from_utf8(file())
        .unwrap()
        .replace("eval-1", "eval-2")
        .into_bytes();
    let next = import(admin, "out.json", next, &[]).await.ok();
    let known = next["evaluations"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|e| e["version"]["id"] == json!(big));
    assert_eq!(
        known
            .map(|e| e["attempt"].as_i64().unwrap())
            .collect::<Vec<_>>(),
        [2, 2]
    );
    let rules = admin.get("/match-rules").await.ok();
    assert_eq!(
        (&rules["items"][0]["pattern"], &rules["items"][0]["format"]),
        (&json!("acme:big"), &json!("promptfoo"))
    );
    let rule = format!(
        "/match-rules/{}/retire",
        rules["items"][0]["id"].as_str().unwrap()
    );
    admin.post_at(&rule, "\"1\"", json!({})).await.ok();
    assert_eq!(admin.get("/match-rules").await.ok()["items"], json!([]));
    tenure.done().await;
}

#[actix_web::test]
async fn a_glob_says_first_what_waits_that_it_would_take_and_then_takes_exactly_that() {
    let tenure = Tenure::start().await;
    let admin = &tenure.admin;
    let model = model(admin, "imported").await;
    let (big, small) = (version(admin, &model).await, version(admin, &model).await);
    let file = |run: &str| {
        let text = String::from_utf8(fixture("promptfoo", "v3.json")).unwrap();
        text.replace("eval-1", run).into_bytes()
    };
    for run in ["run-a", "run-b"] {
        import(admin, "out.json", file(run), &[]).await.ok();
    }
    let exact = json!({"pattern": "acme:small", "version_id": small});
    let exact = admin.post("/match-rules", exact).await.ok();
    assert_eq!(exact["taken"], 0, "nothing waiting is taken unless told");
    let glob = json!({"pattern": "acme:?*", "version_id": big, "take_waiting": true});
    let events = count(&tenure, "audit_event").await;
    let plan = admin.post("/match-rules?dry_run=true", glob.clone()).await;
    assert_eq!(plan.status, 200, "{}", plan.text);
    assert_eq!(
        (&plan.json["allowed"], &plan.json["more"]),
        (&json!(true), &json!(false))
    );
    let takes = plan.json["takes"].as_array().unwrap();
    let named: Vec<_> = takes
        .iter()
        .map(|one| (&one["model_ref"], &one["evaluations"]))
        .collect();
    assert_eq!(
        named,
        [(&json!("acme:big"), &json!(2)); 2],
        "the exact rule keeps its model from the glob"
    );
    assert_eq!(count(&tenure, "audit_event").await, events);
    assert_eq!(waiting(admin).await.len(), 4);

    let viewer = tenure
        .member("Vic", &[tenure::ground::identity::Role::Viewer])
        .await;
    let refused = viewer.post("/match-rules?dry_run=true", glob.clone()).await;
    assert_eq!(refused.problem(), (403, "forbidden".into()));

    let saved = admin.post("/match-rules", glob.clone()).await;
    assert_eq!(
        (saved.status.as_u16(), &saved.json["taken"]),
        (201, &json!(4)),
        "{}",
        saved.text
    );
    assert_eq!(saved.json["version"]["id"], big);
    let left = waiting(admin).await;
    assert!(left.iter().all(|one| one["model_ref"] == "acme:small"));
    let page = admin.get(&format!("/evaluations?version={big}")).await.ok();
    let mut attempts: Vec<_> = page["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["attempt"].as_i64().unwrap())
        .collect();
    attempts.sort_unstable();
    assert_eq!(attempts, [1, 1, 2, 2], "two tasks of two files");

    let again = admin.post("/match-rules?dry_run=true", glob).await.ok();
    assert_eq!(
        (&again["allowed"], &again["takes"]),
        (&json!(false), &json!([]))
    );
    assert_eq!(again["refusals"][0]["code"], "rule_exists");
    // What `like` reads as a sign is a character of a name here.
    let odd = json!({"pattern": "acme_%*", "version_id": big, "take_waiting": true});
    let odd = admin.post("/match-rules?dry_run=true", odd).await.ok();
    assert_eq!((&odd["allowed"], &odd["takes"]), (&json!(true), &json!([])));
    tenure.done().await;
}

#[actix_web::test]
async fn a_rule_is_checked_and_stands_once() {
    let tenure = Tenure::start().await;
    let admin = &tenure.admin;
    let model = model(admin, "imported").await;
    let version = version(admin, &model).await;
    let rule = |pattern: &str| json!({"pattern": pattern, "version_id": version});
    assert_eq!(admin.post("/match-rules", rule("acme/*")).await.status, 201);
    assert_eq!(
        admin.post("/match-rules", rule("acme/*")).await.refusal().2,
        ["rule_exists"]
    );
    assert_eq!(
        admin.post("/match-rules", rule(" ")).await.problem(),
        (422, "invalid".into())
    );
    let nowhere = json!({"pattern": "x", "version_id": "00000000-0000-7000-8000-000000000009"});
    assert_eq!(
        admin.post("/match-rules", nowhere).await.problem(),
        (404, "not_found".into())
    );
    tenure.done().await;
}

#[actix_web::test]
async fn items_of_the_harness_are_given_to_the_results_that_came_before() {
    let tenure = Tenure::start().await;
    let admin = &tenure.admin;
    let model = model(admin, "imported").await;
    let version = version(admin, &model).await;
    let of = [("version_id", version.as_str())];
    let stamp = "2026-11-23T05-48-27.838980";
    let row = |id: i32| {
        let hash = |n: i32| format!("{n:064x}");
        json!({"doc_id": id, "doc": {"q": "a private question"}, "filter": "none", "resps": [], "metrics": ["acc"],
               "acc": id % 2, "doc_hash": hash(id), "prompt_hash": hash(id + 10), "target_hash": hash(id + 20)})
    };
    let samples: String = (0..4).map(|id| format!("{}\n", row(id))).collect();
    let samples_name = format!("samples_shop_{stamp}.jsonl");
    let early = import(admin, &samples_name, samples.clone().into_bytes(), &of).await;
    assert_eq!(early.problem(), (422, "invalid".into()));
    assert!(early.text.contains("results_*.json"), "{}", early.text);
    let results = json!({
        "results": {"shop": {"acc,none": 0.5, "acc_stderr,none": 0.28}}, "versions": {"shop": 1}, "n-shot": {"shop": 0},
        "n-samples": {"shop": {"original": 6, "effective": 6}}, "higher_is_better": {"shop": {"acc": true}},
        "config": {"model": "hf"}, "lm_eval_version": "0.4.13", "model_name": "acme/small",
    });
    let results_name = format!("results_{stamp}.json");
    import(admin, &results_name, results.to_string().into_bytes(), &of)
        .await
        .ok();
    let nobody = import(admin, &samples_name, samples.clone().into_bytes(), &[]).await;
    assert_eq!(
        nobody.json["errors"][0]["pointer"], "/version_id",
        "{}",
        nobody.text
    );
    let dry = [of[0], ("dry_run", "true")];
    let preview = import(admin, &samples_name, samples.clone().into_bytes(), &dry)
        .await
        .ok();
    assert_eq!(
        (
            &preview["evaluations"][0]["items"],
            count(&tenure, "evaluation_item").await
        ),
        (&json!(4), 0)
    );
    let stored = import(admin, &samples_name, samples.clone().into_bytes(), &of).await;
    assert_eq!(stored.status, 201, "{}", stored.text);
    let one = &stored.json["evaluations"][0];
    assert_eq!(
        (&one["items"], &one["items_metric"], &one["revision"]),
        (&json!(4), &json!("acc"), &json!(2))
    );
    assert!(
        one["flags"].to_string().contains("samples_truncated"),
        "four of six"
    );
    assert_eq!(
        one["metrics"][0]["value"], "0.5",
        "the results stay as they were"
    );
    assert_eq!(count(&tenure, "evaluation_item").await, 4);
    let again = import(admin, &samples_name, samples.into_bytes(), &of)
        .await
        .ok();
    assert_eq!(again["already_stored"], true);
    let texts: i64 =
        sqlx::query_scalar("select count(*) from evaluation_item i where i::text like '%private%'")
            .fetch_one(&tenure.pool)
            .await
            .unwrap();
    assert_eq!(texts, 0, "no question is stored");
    tenure.done().await;
}

/// Every object of an Every Eval Ever record has what the schema 0.3.0 requires.
fn is_a_record(record: &Value) {
    let has = |value: &Value, keys: &[&str]| {
        for key in keys {
            assert!(!value[*key].is_null(), "{key} is missing in {value}");
        }
    };
    has(
        record,
        &[
            "schema_version",
            "evaluation_id",
            "retrieved_timestamp",
            "source_metadata",
            "model_info",
            "eval_library",
        ],
    );
    has(
        &record["source_metadata"],
        &[
            "source_type",
            "source_organization_name",
            "evaluator_relationship",
        ],
    );
    has(&record["eval_library"], &["name", "version"]);
    has(&record["model_info"], &["name", "id", "additional_details"]);
    has(
        &record["model_info"]["additional_details"],
        &["deployment_type", "model_availability"],
    );
    for result in record["evaluation_results"].as_array().unwrap() {
        has(
            result,
            &[
                "evaluation_name",
                "source_data",
                "metric_config",
                "score_details",
            ],
        );
        has(&result["source_data"], &["dataset_name", "source_type"]);
        let config = &result["metric_config"];
        assert!(config["lower_is_better"].is_boolean());
        has(config, &["score_type", "min_score", "max_score"]);
        assert!(result["score_details"]["score"].is_number());
        let details = config["additional_details"].as_object().unwrap();
        assert!(
            details.values().all(Value::is_string),
            "all of them are strings"
        );
    }
}

#[actix_web::test]
async fn an_evaluation_is_exported_as_a_record_that_is_read_back() {
    let tenure = Tenure::start().await;
    let admin = &tenure.admin;
    let model = model(admin, "imported").await;
    let one = version(admin, &model).await;
    let stored = import(
        admin,
        "log.json",
        fixture("inspect", "log.json"),
        &[("version_id", &one)],
    )
    .await
    .ok();
    let id = stored["evaluations"][0]["id"].as_str().unwrap();
    let answer = admin
        .get(&format!("/evaluations/{id}/every-eval-ever"))
        .await;
    is_a_record(&answer.json);
    assert!(
        answer.text.contains("\"score\":0.8333333333333334"),
        "{}",
        answer.text
    );
    let other = version(admin, &model).await;
    let back = import(
        admin,
        "record.json",
        answer.text.clone().into_bytes(),
        &[("version_id", &other)],
    )
    .await;
    assert_eq!(back.status, 201, "{}", back.text);
    assert_eq!(back.json["format"], "every-eval-ever");
    let metric = &back.json["evaluations"][0]["metrics"][0];
    assert_eq!(
        (&metric["value"], &metric["unit"]),
        (&json!("0.8333333333333334"), &json!("fraction"))
    );
    assert_eq!(back.json["run_at"], stored["run_at"]);
    tenure.done().await;
}

#[actix_web::test]
async fn hostile_files_are_refused_with_their_place_and_nothing_is_stored() {
    let tenure = Tenure::start().await;
    let admin = &tenure.admin;
    let model = model(admin, "imported").await;
    let version = version(admin, &model).await;
    let of = [("version_id", version.as_str())];
    let deep = format!("{{\"evalId\": 1, \"results\": {}", "[".repeat(100_000));
    let huge = "{\"tenure_evaluation\": 1, \"evaluations\": [{\"task\": \"t\", \"metrics\": [{\"name\": \"m\", \"value\": 1e999999999}]}]}";
    for (name, bytes, status) in [
        ("deep.json", deep.into_bytes(), 422),
        ("utf16.json", b"\xff\xfe{\0}\0".to_vec(), 422),
        ("latin.json", b"{\"evalId\": \"caf\xe9\"}".to_vec(), 422),
        (
            "twice.json",
            b"{\"tenure_evaluation\": 1, \"tenure_evaluation\": 1}".to_vec(),
            422,
        ),
        ("zip.eval", b"PK\x03\x04 and nothing more".to_vec(), 422),
        ("empty.json", Vec::new(), 422),
        // A number beyond every limit is unknown, and the rest of the file is not.
        ("huge.json", huge.as_bytes().to_vec(), 201),
    ] {
        let before = count(&tenure, "artefact").await;
        let answer = import(admin, name, bytes, &of).await;
        assert_eq!(answer.status, status, "{name}: {}", answer.text);
        if status == 422 {
            let error = &answer.json["errors"][0];
            assert!(
                error["pointer"].is_string() && error["expected"].is_string(),
                "{name}"
            );
            assert_eq!(count(&tenure, "artefact").await, before, "{name}");
        } else {
            assert_eq!(
                answer.json["evaluations"][0]["metrics"][0]["state"],
                "unknown"
            );
        }
    }
    tenure.done().await;
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else {
            found.push(path);
        }
    }
}

/// Files as they are in the wild, when a folder of them is at hand.
#[actix_web::test]
async fn every_real_file_is_imported_once_and_again_or_refused_with_a_place() {
    let Ok(corpus) = std::env::var("TENURE_CORPUS") else {
        eprintln!("TENURE_CORPUS is not set: no real file was imported");
        return;
    };
    let tenure = Tenure::start().await;
    let admin = &tenure.admin;
    let root = PathBuf::from(corpus).join("evals");
    let mut paths = Vec::new();
    files(&root, &mut paths);
    paths.retain(|path| path.file_name().is_some_and(|name| name != "SOURCES.md"));
    paths.sort();
    assert!(!paths.is_empty(), "the corpus holds no file");
    let model = model(admin, "corpus").await;
    let (mut stored, mut refused) = (0, 0);
    for path in paths {
        let version = version(admin, &model).await;
        let name = path.file_name().unwrap().to_str().unwrap();
        let bytes = std::fs::read(&path).unwrap();
        let first = import(admin, name, bytes.clone(), &[("version_id", &version)]).await;
        let several = first.status == 422 && first.json["errors"][0]["pointer"] == "/model_ref";
        let of = [("version_id", version.as_str())];
        let of = if several { &of[..0] } else { &of[..] };
        let first = if several {
            import(admin, name, bytes.clone(), of).await
        } else {
            first
        };
        if first.status == 422 {
            let error = &first.json["errors"][0];
            assert!(error["pointer"].is_string(), "{name}: {}", first.text);
            refused += 1;
            continue;
        }
        let first = first.ok();
        assert!(
            !first["evaluations"].as_array().unwrap().is_empty(),
            "{name}"
        );
        let again = import(admin, name, bytes, of).await.ok();
        assert_eq!(again["already_stored"], true, "{name}");
        stored += 1;
    }
    assert!(
        stored >= 33 && refused > 0,
        "{stored} stored, {refused} refused"
    );
    tenure.done().await;
}
