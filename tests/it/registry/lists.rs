//! Lists find by every filter what is there, and answer what they do not know with what they do.

use serde_json::{Value, json};

use crate::models::{hosted, model};
use crate::routes::Company;
use crate::support::Client;

async fn numbers(client: &Client, query: &str) -> Vec<i64> {
    let found = client.get(&format!("/versions?{query}")).await.ok();
    let items = found["items"].as_array().unwrap();
    items
        .iter()
        .map(|one| one["number"].as_i64().unwrap())
        .collect()
}

async fn names(client: &Client, query: &str) -> Vec<String> {
    let found = client.get(&format!("/models?{query}")).await.ok();
    let items = found["items"].as_array().unwrap();
    items
        .iter()
        .map(|one| one["name"].as_str().unwrap().to_owned())
        .collect()
}

#[actix_web::test]
async fn versions_are_found_by_stage_source_platform_tag_alias_and_text() {
    let company = Company::start().await;
    let admin = company.admin();
    let path = format!("/models/{}/versions", company.model);
    let weights = json!({
        "source": {"kind": "weights", "uri": "s3://models/Équipe-Élan/7", "digest": format!("sha256:{}", "ab".repeat(32))},
        "tags": [{"key": "size", "value": "small"}],
    });
    let three = admin.post(&path, weights).await.id();
    let opaque = json!({"source": {"kind": "opaque", "text": "the old rules engine"}});
    admin.post(&path, opaque).await.ok();
    let alias = json!({"alias": "champion", "version_id": three});
    let aliases = format!("/models/{}/aliases", company.model);
    admin.post(&aliases, alias).await.ok();
    for (query, expected) in [
        ("stage=production", vec![2, 1]),
        ("stage=registered", vec![4, 3]),
        ("source=weights", vec![3]),
        ("source=opaque", vec![4]),
        ("platform=anthropic", vec![2, 1]),
        ("platform=openai", vec![]),
        ("native_id=gpt-5.1-2025-11-13", vec![2]),
        ("tag=size", vec![3]),
        ("tag=size=small", vec![3]),
        ("tag=size=large", vec![]),
        ("alias=champion", vec![3]),
        ("alias=challenger", vec![]),
        ("q=SONNET", vec![1]),
        ("q=sonn+4", vec![1]),
        ("q=onnet", vec![]),
        ("q=%C3%A9quipe", vec![3]),
        ("q=abab", vec![3]),
        ("q=rules+eng", vec![4]),
        ("q=support-ch", vec![4, 3, 2, 1]),
        (
            "stage=registered&source=weights&alias=champion&q=models",
            vec![3],
        ),
    ] {
        assert_eq!(numbers(admin, query).await, expected, "{query}");
    }
    let nothing = admin.get("/versions?q=--").await;
    assert_eq!(nothing.problem(), (400, "malformed".into()));
    let first = admin.get("/versions?stage=registered&limit=1").await.ok();
    let token = first["next_page_token"].as_str().unwrap();
    let second = admin
        .get(&format!(
            "/versions?stage=registered&limit=1&page_token={token}"
        ))
        .await
        .ok();
    assert_eq!(second["items"][0]["number"], 3);
    let other = admin
        .get(&format!("/versions?limit=1&page_token={token}"))
        .await;
    assert_eq!(other.problem(), (400, "malformed".into()));
    company.tenure.done().await;
}

#[actix_web::test]
async fn models_are_found_by_team_stage_tag_text_and_whether_they_serve() {
    let company = Company::start().await;
    let admin = company.admin();
    let idle = model(admin, "idle").await;
    let source = json!({"source": hosted("gpt-5.2")});
    admin
        .post(&format!("/models/{idle}/versions"), source)
        .await
        .ok();
    let tagged = json!({"name": "Tagged", "tags": [{"key": "tier", "value": "1"}]});
    admin.post("/models", tagged).await.ok();
    let team = admin
        .post("/teams", json!({"slug": "search", "name": "Search"}))
        .await
        .id();
    let theirs = json!({"name": "ranker", "team_id": team});
    admin.post("/models", theirs).await.ok();
    for (query, expected) in [
        ("stage=production", vec!["support-chat"]),
        ("stage=registered", vec!["idle"]),
        ("serving=true", vec!["support-chat"]),
        ("serving=false", vec!["idle", "ranker", "Tagged"]),
        ("tag=tier", vec!["Tagged"]),
        ("tag=tier=2", vec![]),
        ("q=DL", vec!["idle"]),
        (&format!("team={team}"), vec!["ranker"]),
    ] {
        assert_eq!(names(admin, query).await, expected, "{query}");
    }
    company.tenure.done().await;
}

#[actix_web::test]
async fn evaluations_are_found_by_what_they_measured_with_what_and_when() {
    let company = crate::promotions::Company::start(1).await;
    let client = &company.engineer;
    let record = async |value: &str, run_at: &str, more: Value| {
        let mut body = json!({
            "version_id": company.version, "suite_id": company.suite, "run_at": run_at,
            "metrics": [{"name": "acc", "value": value, "n": 100, "direction": "higher", "unit": "fraction"}],
        });
        for (name, value) in more.as_object().unwrap() {
            body[name] = value.clone();
        }
        client.post("/evaluations", body).await.id()
    };
    let first = record(
        "0.8",
        "2026-11-01T00:00:00Z",
        json!({"harness": "ours", "language": "de", "task": "a", "dataset_digest": "d-1"}),
    )
    .await;
    let second = record(
        "0.9",
        "2026-11-20T00:00:00Z",
        json!({"prompt_template_digest": "p-1", "task": "b"}),
    )
    .await;
    let file = crate::evaluations::import_one(client, &company.version)
        .await
        .to_string();
    let ids = async |query: String| -> Vec<String> {
        let found = client.get(&format!("/evaluations?{query}")).await.ok();
        let items = found["items"].as_array().unwrap().clone();
        items
            .iter()
            .map(|one| one["id"].as_str().unwrap().to_owned())
            .collect()
    };
    let both = || vec![second.clone(), first.clone()];
    for (query, expected) in [
        ("harness=ours".to_owned(), vec![first.clone()]),
        ("language=de".to_owned(), vec![first.clone()]),
        ("language=fr".to_owned(), vec![second.clone()]),
        ("trust_class=internal".to_owned(), both()),
        ("trust_class=safety".to_owned(), vec![]),
        ("dataset_digest=d-1".to_owned(), vec![first.clone()]),
        (
            "prompt_template_digest=p-1".to_owned(),
            vec![second.clone()],
        ),
        ("task=a".to_owned(), vec![first.clone()]),
        (format!("suite={}", company.suite), both()),
        (
            format!("suite={}&from=2026-11-20T00:00:00Z", company.suite),
            vec![second.clone()],
        ),
        (
            format!("suite={}&to=2026-11-20T00:00:00Z", company.suite),
            vec![first.clone()],
        ),
    ] {
        assert_eq!(ids(query.clone()).await, expected, "{query}");
    }
    let imported = client.get(&format!("/evaluations/{file}")).await.ok();
    let sha256 = imported["artefact"]["sha256"].as_str().unwrap();
    assert!(ids(format!("artefact={sha256}")).await.contains(&file));
    let version = imported["tool_version"].as_str().unwrap();
    let tool = imported["tool"].as_str().unwrap();
    let with_tool = format!("harness={tool}&harness_version={version}");
    for query in [
        with_tool,
        "n_shot=5".into(),
        "seed=random_seed".into(),
        "seed=random_seed=7".into(),
        "model_arg=dtype=bfloat16".into(),
        "model_arg=pretrained".into(),
    ] {
        assert_eq!(ids(query.clone()).await, [file.as_str()], "{query}");
    }
    assert_eq!(ids("model_arg=dtype=float32".into()).await, [""; 0]);
    assert_eq!(ids("seed=random_seed=8".into()).await, [""; 0]);
    let eligible = ids("eligible=true".into()).await;
    let ineligible = ids("eligible=false".into()).await;
    let all = ids(String::new()).await;
    assert_eq!(eligible.len() + ineligible.len(), all.len());
    assert!(!ineligible.is_empty());
    company.tenure.done().await;
}

#[actix_web::test]
async fn an_unknown_filter_is_answered_with_the_nearest_one_that_is_known() {
    let company = Company::start().await;
    for (query, pointer, words) in [
        ("/models?stag=production", "stag", "Did you mean stage?"),
        (
            "/versions?plattform=openai",
            "plattform",
            "Did you mean platform?",
        ),
        ("/evaluations?n_shots=5", "n_shots", "Did you mean n_shot?"),
        ("/suites?hiden=true", "hiden", "Did you mean hidden?"),
        (
            "/policies?colour=red",
            "colour",
            "There is no parameter colour.",
        ),
    ] {
        let answered = company.admin().get(query).await;
        assert_eq!(answered.problem(), (400, "malformed".into()), "{query}");
        let error = &answered.json["errors"][0];
        assert_eq!(error["pointer"], pointer);
        assert!(
            error["message"].as_str().unwrap().contains(words),
            "{error}"
        );
    }
    let wrong = company.admin().get("/models?hidden=perhaps").await;
    assert_eq!(wrong.problem(), (400, "malformed".into()));
    company.tenure.done().await;
}
