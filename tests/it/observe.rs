//! What the service tells of itself: its log and its metrics.

use std::collections::BTreeSet;

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tenure::ground::kernel::Ids;

use crate::support::database::fresh;
use crate::support::program::{Serving, said};
use crate::support::{Client, Tenure};

async fn scrape(tenure: &Tenure, token: Option<&str>) -> (StatusCode, String) {
    tenure.memory.refresh(&tenure.app).await.unwrap();
    let request = reqwest::Client::new().get(format!("{}/metrics", tenure.base));
    let request = match token {
        Some(token) => request.bearer_auth(token),
        None => request,
    };
    let answer = request.send().await.unwrap();
    (answer.status(), answer.text().await.unwrap())
}

/// Names and labels, without their values.
fn series(text: &str) -> BTreeSet<String> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| line.rsplit_once(' ').unwrap().0.to_owned())
        .collect()
}

/// Asks for all sorts of things under names that nobody has used before.
async fn roam(tenure: &Tenure, marks: &mut Vec<String>) {
    let mark = Ids::Random.next().to_string();
    let admin = &tenure.admin;
    let named = json!({"name": mark});
    let model = admin.post("/models", named.clone()).await.id();
    admin.get(&format!("/models/{model}")).await.ok();
    for path in [
        format!("/models/{mark}"),
        format!("/models?q={mark}"),
        format!("/versions/{mark}"),
        format!("/routes/{mark}/{mark}"),
        format!("/resolve/{mark}/{mark}?unit={mark}"),
        format!("/{mark}"),
    ] {
        admin.get(&path).await;
    }
    admin.post(&format!("/{mark}"), named).await;
    let odd = Method::from_bytes(&mark.as_bytes()[..8]).unwrap();
    admin.send(admin.request(odd, "/models")).await;
    for path in ["healthz", "readyz", &mark, &format!("assets/{mark}")] {
        reqwest::get(format!("{}/{path}", tenure.base))
            .await
            .unwrap();
    }
    marks.push(mark);
    marks.push(model);
}

#[actix_web::test]
async fn the_series_do_not_grow_with_ids_names_keys_paths_and_methods() {
    let tenure = Tenure::start().await;
    let mut marks = Vec::new();
    roam(&tenure, &mut marks).await;
    // The first time the metrics do not know yet that they were asked for.
    scrape(&tenure, Some(tenure.admin.token())).await;
    let (status, text) = scrape(&tenure, Some(tenure.admin.token())).await;
    assert_eq!(status, 200, "{text}");
    let before = series(&text);
    for _ in 0..5 {
        roam(&tenure, &mut marks).await;
    }
    let (_, text) = scrape(&tenure, Some(tenure.admin.token())).await;
    assert_eq!(series(&text), before);
    for mark in &marks {
        assert!(!text.contains(mark), "{mark} is in {text}");
    }
    for expected in [
        r#"tenure_requests_total{operation="get_model",status="2xx"} 6"#,
        r#"tenure_requests_total{operation="get_model",status="4xx"} 6"#,
        r#"tenure_request_duration_seconds_count{operation="register_model"} 6"#,
        r#"tenure_resolves_total{environment="none",outcome="4xx"} 6"#,
        "tenure_resolve_duration_seconds_count 6",
        r#"tenure_build_info{version=""#,
        "# TYPE tenure_resolve_duration_seconds histogram",
        "tenure_snapshot_age_seconds ",
        r#"tenure_database_connections{state="idle"} "#,
    ] {
        assert!(text.contains(expected), "{expected} is not in {text}");
    }
    tenure.done().await;
}

#[actix_web::test]
async fn the_metrics_are_for_those_who_may_read_everything() {
    let tenure = Tenure::start().await;
    assert_eq!(scrape(&tenure, None).await.0, 401);
    let application = crate::routes::application(&tenure.admin, "helpdesk").await;
    let machine = json!({
        "kind": "machine", "environment": "production", "name": "helpdesk", "application_id": application, "expires_in_days": 30,
    });
    let bound = tenure.admin.post("/tokens", machine).await.ok();
    let secret = bound["secret"].as_str().unwrap();
    assert_eq!(scrape(&tenure, Some(secret)).await.0, 403);
    tenure.done().await;
}

#[actix_web::test]
async fn a_request_is_one_line_with_its_template_and_its_principal_and_without_names_and_secrets() {
    let database = fresh().await;
    said(&["migrate"], &database.url);
    let token = said(&["token", "writer"], &database.url);
    let serving = Serving::start(&database.url, &[]);
    let client = Client::new(&serving.base, Some(&token));
    client
        .post("/models", json!({"name": "secret-project"}))
        .await
        .ok();
    let filtered = client
        .request(Method::GET, "/models?q=secret-project")
        .header("x-request-id", "job-7");
    let answered = filtered.send().await.unwrap();
    assert_eq!(answered.headers()["x-request-id"], "job-7");
    let hot = client
        .request(Method::GET, "/resolve/production/secret-project")
        .header("x-request-id", "job-8");
    let answered = hot.send().await.unwrap();
    assert_eq!(answered.headers()["x-request-id"], "job-8");
    let problem: Value = serde_json::from_str(&answered.text().await.unwrap()).unwrap();
    assert_eq!(problem["instance"], "job-8");

    serving.signal(nix::sys::signal::Signal::SIGTERM);
    let ended = serving.ended().await;
    for secret in ["secret-project", token.as_str(), "writer"] {
        assert!(!ended.log.contains(secret), "{secret} is in {}", ended.log);
    }
    let lines = ended
        .log
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap());
    let requests: Vec<Value> = lines.filter(|line| line["message"] == "request").collect();
    let told = |id: &str| {
        let mut lines = requests.iter().filter(|line| line["request"] == id);
        let line = lines
            .next()
            .unwrap_or_else(|| panic!("{id}: {}", ended.log));
        assert!(lines.next().is_none(), "one line a request: {}", ended.log);
        line.clone()
    };
    let line = told("job-7");
    assert_eq!(line["method"], "GET");
    assert_eq!(line["route"], "/api/v1/models");
    assert_eq!(line["status"], 200);
    assert!(line["ms"].as_f64().unwrap() > 0.0);
    assert!(
        line["principal"]
            .as_str()
            .unwrap()
            .parse::<uuid::Uuid>()
            .is_ok()
    );
    let line = told("job-8");
    assert_eq!(line["route"], "/api/v1/resolve/{environment}/{key}");
    assert_eq!(line["status"], 404);
    assert_eq!(requests.len(), 3, "{}", ended.log);
}
