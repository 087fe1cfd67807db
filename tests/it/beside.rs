//! Heavy and light beside each other: load tests, sizes and costs of two versions, and what nobody knows of them.

use serde_json::{Value, json};
use tokio::process::Command;

use crate::evaluations::upload;
use crate::models::{hosted, model};
use crate::support::{Client, Tenure};

/// A load test as AIPerf writes it.
fn load_test(concurrency: u32, ttft: [&str; 2], tokens_per_second: u32) -> String {
    let [middle, slow] = ttft;
    format!(
        r#"{{"aiperf_version": "0.4.0",
             "input_config": {{"phases": [{{"concurrency": {concurrency}}}],
                              "datasets": [{{"prompts": {{"isl": {{"mean": 550}}, "osl": {{"mean": 150}}}}}}]}},
             "request_latency": {{"unit": "ms", "avg": 900}},
             "time_to_first_token": {{"unit": "ms", "p50": {middle}, "p95": {slow}}},
             "output_token_throughput": {{"unit": "tokens/sec", "avg": {tokens_per_second}}},
             "request_throughput": {{"unit": "requests/sec", "avg": 4}},
             "request_count": {{"unit": "requests", "avg": 500}},
             "error_request_count": {{"unit": "requests", "avg": 0}}}}"#
    )
}

async fn registered(admin: &Client, model: &str, tags: &[(&str, &str)]) -> String {
    let tags: Vec<Value> = tags
        .iter()
        .map(|(key, value)| json!({"key": key, "value": value}))
        .collect();
    let body = json!({"source": hosted("claude-sonnet-4-5-20250929"), "tags": tags});
    let path = format!("/models/{model}/versions");
    admin.post(&path, body).await.id()
}

async fn tested(admin: &Client, version: &str, file: String) {
    let path =
        format!("/evaluations/import?version_id={version}&file_name=profile_export_aiperf.json");
    upload(admin, &path, file).await.ok();
}

fn row<'a>(beside: &'a Value, metric: &str) -> &'a Value {
    let rows = beside["rows"].as_array().unwrap();
    let found = rows.iter().find(|row| row["metric"] == metric);
    found.unwrap_or_else(|| panic!("no {metric} in {beside:#}"))
}

fn missing(beside: &Value) -> Vec<(&str, &str)> {
    let missing = beside["missing"].as_array().unwrap();
    let named = missing.iter().map(|gap| {
        let code = gap["reason"]["code"].as_str().unwrap();
        (gap["aspect"].as_str().unwrap(), code)
    });
    named.collect()
}

#[actix_web::test]
async fn a_light_version_stands_beside_a_heavy_one_and_what_nobody_knows_is_said() {
    let tenure = Tenure::start().await;
    let admin = &tenure.admin;
    let triage = model(admin, "triage").await;
    let sizes = [("weights-bytes", "16000000000"), ("precision", "BF16")];
    let base = registered(admin, &triage, &sizes).await;
    let sizes = [("weights-bytes", "8000000000"), ("precision", "FP8")];
    let candidate = registered(admin, &triage, &sizes).await;
    let compared = async || {
        let path = format!("/comparisons?base={base}&with={candidate}");
        admin.get(&path).await.ok()["items"][0]["beside"].clone()
    };
    let unmeasured = compared().await;
    assert_eq!(
        missing(&unmeasured),
        [
            ("latency", "unknown_on"),
            ("throughput", "unknown_on"),
            ("cost", "unknown_on")
        ]
    );
    assert_eq!(row(&unmeasured, "weights-bytes")["ratio"], "0.5");
    assert_eq!(row(&unmeasured, "precision")["candidate"]["name"], "FP8");
    assert_eq!(row(&unmeasured, "parameters")["base"]["value"], Value::Null);

    // Under another load no ratio is claimed, whichever is faster.
    tested(admin, &base, load_test(8, ["60", "100"], 600)).await;
    tested(admin, &candidate, load_test(1, ["20", "25"], 150)).await;
    let other_load = compared().await;
    let ttft = row(&other_load, "ttft_p95");
    assert_eq!(
        (&ttft["base"]["value"], &ttft["candidate"]["value"]),
        (&json!("0.1"), &json!("0.025"))
    );
    assert_eq!(
        (&ttft["ratio"], &ttft["weak"][0]["code"]),
        (&Value::Null, &json!("load_differs"))
    );
    assert_eq!(missing(&other_load)[0], ("latency", "not_measured_alike"));

    tested(admin, &candidate, load_test(8, ["39", "62.5"], 900)).await;
    let money = json!([{"name": "cost_usd_mean", "value": "0.0002", "n": 900, "direction": "lower", "unit": "currency"}]);
    let suite = json!({"name": "bill", "trust_class": "performance", "tasks": []});
    let suite = admin.post("/suites", suite).await.id();
    let bill = json!({"version_id": candidate, "suite_id": suite, "metrics": money});
    admin.post("/evaluations", bill).await.ok();
    let alike = compared().await;
    let ttft = row(&alike, "ttft_p95");
    assert_eq!(
        (&ttft["ratio"], &ttft["change"], &ttft["unit"]),
        (&json!("0.625"), &json!("better"), &json!("seconds"))
    );
    assert_eq!(
        ttft["candidate"]["conditions"],
        "concurrency=8,input=550,output=150"
    );
    let tokens = row(&alike, "output_token_throughput_mean");
    assert_eq!(
        (&tokens["ratio"], &tokens["change"], &tokens["unit"]),
        (&json!("1.5"), &json!("better"), &json!("tokens_per_second"))
    );
    assert_eq!(missing(&alike), [("cost", "unknown_on")]);
    assert_eq!(
        alike["missing"][0]["reason"]["message"],
        "The cost of triage/1 is unknown."
    );

    let keep = json!({"base_id": base, "candidate_id": candidate});
    let kept = admin.post("/comparisons", keep).await.id();
    tested(admin, &candidate, load_test(8, ["90", "200"], 100)).await;
    let shown = admin.get(&format!("/comparisons/{kept}")).await.ok();
    assert_eq!(shown["found"]["beside"], alike);
    let replay = admin.get(&format!("/comparisons/{kept}/replay")).await.ok();
    assert_eq!(
        (&replay["same"], &replay["engine"]),
        (&json!(true), &json!("tenure-compare/2"))
    );
    tenure.done().await;
}

#[actix_web::test]
async fn the_command_line_shows_what_gets_lighter() {
    let tenure = Tenure::start().await;
    let admin = &tenure.admin;
    let triage = model(admin, "triage").await;
    let base = registered(admin, &triage, &[("weights-bytes", "16000000000")]).await;
    let candidate = registered(admin, &triage, &[("weights-bytes", "8000000000")]).await;
    tested(admin, &base, load_test(8, ["60", "100"], 600)).await;
    tested(admin, &candidate, load_test(8, ["39", "62.5"], 900)).await;
    let done = Command::new(env!("CARGO_BIN_EXE_tenure"))
        .args(["compare", "triage/1", "triage/2"])
        .env("TENURE_URL", &tenure.base)
        .env("TENURE_TOKEN", admin.token())
        .env("COLUMNS", "240")
        .output()
        .await
        .unwrap();
    let text = String::from_utf8(done.stdout).unwrap();
    assert_eq!(done.status.code(), Some(0), "{text}");
    let (_, beside) = text.split_once("BESIDE").unwrap();
    let line = |metric: &str| {
        let line = beside.lines().find(|line| line.contains(metric));
        line.unwrap_or_else(|| panic!("{text}"))
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(
        line("ttft_p95"),
        "latency load-test ttft_p95 seconds 0.1 0.0625 0.6250 better concurrency=8,input=550,output=150"
    );
    assert_eq!(
        line("weights-bytes"),
        "size weights-bytes bytes 16000000000 8000000000 0.5000 better"
    );
    assert_eq!(line("precision"), "size precision name unknown unknown");
    assert!(
        text.contains("The cost of triage/1 and triage/2 is unknown.\n  Import results"),
        "{text}"
    );
    tenure.done().await;
}
