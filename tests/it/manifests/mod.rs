//! What a company has as documents: exported, compared, applied.

mod applied;
mod files;
mod guarded;
mod pruned;

use serde_json::{Value, json};
use tenure::ground::config::{Config, Issuer};

use crate::promotions::gate;
use crate::support::{Client, Tenure};

const WHY: &str = "as the files say";
const ISSUER: &str = "https://id.example.org";
/// The issuer of the rule in the documentation.
const ISSUER_OF_DOCS: &str = "https://token.actions.githubusercontent.com";

/// A service that trusts issuers, so that claim rules can be made.
async fn trusting() -> Tenure {
    Tenure::start_with(Config {
        issuers: [ISSUER, ISSUER_OF_DOCS]
            .map(|issuer| Issuer {
                issuer: issuer.into(),
                audience: "tenure".into(),
                jwks: "/nowhere".into(),
            })
            .into(),
        ..Config::default()
    })
    .await
}

fn model(name: &str) -> Value {
    json!({"kind": "model", "team": "support", "name": name, "description": "Sorts tickets.", "tags": {"owner": "kim"}})
}

fn application() -> Value {
    json!({
        "kind": "application", "team": "support", "name": "helpdesk", "purpose": "Answers customers.",
        "criticality": "high", "data_class": "internal", "risk_tier": "limited", "review_due": "2027-01-31",
        "regulatory_class": "eu-ai-act:limited",
    })
}

fn policy(quorum: u8) -> Value {
    json!({"kind": "policy", "team": "support", "name": "gate", "content": gate(quorum)})
}

fn route() -> Value {
    json!({"kind": "route", "environment": "production", "key": "bot", "team": "support", "application": "helpdesk"})
}

fn rule() -> Value {
    json!({
        "kind": "claim_rule", "name": "ci", "issuer": ISSUER, "role": "contributor", "team": "support",
        "conditions": [{"claim": "repository", "pattern": "acme/app"}],
    })
}

/// One thing of each kind, in no order.
fn company() -> Vec<Value> {
    vec![
        route(),
        rule(),
        policy(1),
        application(),
        json!({
            "kind": "suite", "team": "support", "name": "support-fr", "trust_class": "internal", "language": "FR",
            "tasks": ["b", "a"], "description": "French.", "primary_metric": "acc",
            "metrics": [{"name": "tone", "unit": "score"}, {"name": "help", "direction": "higher"}],
        }),
        model("triage"),
        json!({"kind": "team", "slug": "support", "name": "Support"}),
    ]
}

fn body(documents: &[Value]) -> Value {
    json!({"documents": documents, "reason": WHY})
}

async fn dry(client: &Client, body: Value) -> Value {
    client
        .post("/manifests/apply?dry_run=true", body)
        .await
        .ok()
}

async fn applied(client: &Client, documents: &[Value]) -> Value {
    client.post("/manifests/apply", body(documents)).await.ok()
}

/// What is done to what, with the codes against it; what stays is left out.
fn told(manifest: &Value) -> Vec<String> {
    let documents = manifest["documents"].as_array().unwrap();
    documents
        .iter()
        .filter(|one| one["action"] != "nothing" || one["refusals"] != json!([]))
        .map(|one| {
            let text = |name: &str| one[name].as_str().unwrap().to_owned();
            let codes = one["refusals"].as_array().unwrap().iter();
            let codes: Vec<&str> = codes.map(|one| one["code"].as_str().unwrap()).collect();
            format!(
                "{} {} {} {}",
                text("action"),
                text("kind"),
                text("label"),
                codes.join(" ")
            )
            .trim_end()
            .to_owned()
        })
        .collect()
}

async fn exported(client: &Client) -> Vec<Value> {
    let answered = client.get("/manifests/export").await.ok();
    answered["documents"].as_array().unwrap().clone()
}

/// Events of changes: what was only tried has its own.
async fn events(tenure: &Tenure) -> i64 {
    sqlx::query_scalar("select count(*) from audit_event where entity_kind <> 'attempt'")
        .fetch_one(&tenure.pool)
        .await
        .unwrap()
}
