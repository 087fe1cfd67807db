//! Every operation of the API, asked with a valid minimal request of one team's things.

use std::collections::BTreeMap;

use reqwest::Method;
use serde_json::{Value, json};
use tenure::domain::access::commands;
use tenure::ground::config::{Config, Issuer};
use tenure::ground::identity::Role;
use tenure::ground::kernel::Ids;

use super::client::{Answered, Client};
use super::tenure::Tenure;
use crate::access;
use crate::promotions::{WHY, gate};

const ISSUER: &str = "https://id.example.org";

/// An operation of the document.
#[derive(Debug, Clone)]
pub struct Operation {
    pub id: String,
    pub method: Method,
    pub path: String,
    /// `None`: anybody may ask.
    pub permission: Option<String>,
    pub parameters: Vec<String>,
    body: bool,
    if_match: bool,
    query: Vec<String>,
}

/// All operations that the service documents.
pub fn all() -> Vec<Operation> {
    let document = serde_json::to_value(tenure::server::document()).unwrap();
    let mut all = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            all.push(read(path, method, operation));
        }
    }
    all
}

fn read(path: &str, method: &str, operation: &Value) -> Operation {
    let parameters = operation["parameters"].as_array();
    let named = |place: &str| -> Vec<String> {
        let all = parameters.into_iter().flatten();
        all.filter(|one| one["in"] == place && (place != "query" || one["required"] == true))
            .map(|one| one["name"].as_str().unwrap().to_owned())
            .collect()
    };
    let requirement = operation["security"][0].as_object();
    let scopes = requirement.and_then(|schemes| schemes.values().next());
    Operation {
        id: operation["operationId"].as_str().unwrap().to_owned(),
        method: method.to_uppercase().parse().unwrap(),
        path: path.trim_start_matches("/api/v1").to_owned(),
        permission: scopes.map(|scopes| scopes[0].as_str().unwrap().to_owned()),
        parameters: named("path"),
        body: operation.get("requestBody").is_some(),
        if_match: named("header").contains(&"If-Match".to_owned()),
        query: named("query"),
    }
}

/// A company whose things all belong to one team, and another team.
pub struct World {
    pub tenure: Tenure,
    pub team: uuid::Uuid,
    pub other: uuid::Uuid,
    /// What a parameter of a path stands for.
    ids: BTreeMap<&'static str, String>,
    proposal_hash: Value,
}

impl World {
    pub async fn start() -> Self {
        let config = Config {
            issuers: vec![Issuer {
                issuer: ISSUER.into(),
                audience: "tenure".into(),
                jwks: "/nowhere".into(),
            }],
            ..Config::default()
        };
        let tenure = Tenure::start_with(config).await;
        let admin = tenure.admin.clone();
        let team = new_team(&admin, "support").await;
        let other = new_team(&admin, "search").await;
        let mut world = Self {
            tenure,
            team: team.parse().unwrap(),
            other: other.parse().unwrap(),
            ids: BTreeMap::new(),
            proposal_hash: Value::Null,
        };
        world.fill(&admin).await;
        world
    }

    /// Makes one thing of each kind.
    async fn fill(&mut self, admin: &Client) {
        let team = self.team;
        let make = async |path: &str, body: Value| admin.post(path, body).await.ok();
        let id = |made: &Value| made["id"].as_str().unwrap().to_owned();
        let policy = json!({"name": "gate", "team_id": team, "content": gate(1)});
        let policy = id(&make("/policies", policy).await);
        let model = id(&make("/models", json!({"name": "chat", "team_id": team})).await);
        let versions = format!("/models/{model}/versions");
        let version = id(&make(&versions, version_body("one")).await);
        let mut adopted = version_body("two");
        adopted["adopted"] =
            json!({"since": "2026-01-01T00:00:00Z", "reason": WHY, "stage": "production"});
        let running = id(&make(&versions, adopted).await);
        let suite =
            json!({"name": "support-fr", "trust_class": "internal", "team_id": team, "tasks": []});
        let suite = id(&make("/suites", suite).await);
        let numbers = json!({
            "version_id": version, "suite_id": suite, "n": 10,
            "metrics": [{"name": "acc", "value": "0.9", "direction": "higher", "unit": "fraction"}],
        });
        let evaluation = id(&make("/evaluations", numbers).await);
        crate::evaluations::import_one(admin, &version).await;
        let promotions = format!("/versions/{version}/promotions");
        let decided = json!({"target": "staging", "reason": WHY});
        let decided = id(&make(&promotions, decided).await);
        let promotion = json!({"target": "production", "reason": WHY});
        let promotion = make(&promotions, promotion).await;
        self.proposal_hash = promotion["verdict"]["proposal_hash"].clone();
        let application = id(&make("/applications", application(team, "web")).await);
        let route = json!({
            "environment": "production", "key": "bot", "application_id": application, "reason": WHY,
            "allocation": [{"version_id": running, "slots": 10_000}],
        });
        let route = id(&make("/routes", route).await);
        let sha256: String =
            sqlx::query_scalar("select encode(sha256, 'hex') from artefact limit 1")
                .fetch_one(&self.tenure.pool)
                .await
                .unwrap();
        self.ids = BTreeMap::from([
            ("application", application),
            ("environment", "production".into()),
            ("evaluation", evaluation),
            ("id", model.clone()),
            ("key", "bot".into()),
            ("kind", "model".into()),
            ("model", model),
            ("policy", policy),
            ("position", "3".into()),
            ("promotion", id(&promotion)),
            ("route", route),
            ("sha256", sha256),
            ("suite", suite),
            ("version", version),
            ("running", running),
            ("decided", decided),
        ]);
        self.fill_people(admin).await;
        self.fill_evidence(admin).await;
    }

    /// Makes what is found, waived, compared, and what waits for a version.
    async fn fill_evidence(&mut self, admin: &Client) {
        let team = self.team;
        let id = |made: &Value| made["id"].as_str().unwrap().to_owned();
        let findings = admin.get("/findings").await.ok();
        let reviewer = self.tenure.member("Reviewer", &[Role::Reviewer]).await;
        let waivers = format!("/versions/{}/waivers", self.ids["version"]);
        let waived = self.body("waive_requirement");
        let waiver = id(&reviewer.post(&waivers, waived).await.ok());
        let kept = admin.post("/comparisons", self.body("save_comparison"));
        let comparison = id(&kept.await.ok());
        let rule =
            json!({"pattern": "acme/other", "version_id": self.ids["version"], "team_id": team});
        let rule = id(&admin.post("/match-rules", rule).await.ok());
        let path = format!("/evaluations/import?file_name=waits.json&team_id={team}");
        crate::evaluations::upload(admin, &path, crate::evaluations::elsewhere())
            .await
            .ok();
        let waiting: String = sqlx::query_scalar(
            "select encode(a.sha256, 'hex') from artefact a join evaluation e on e.artefact_id = a.id
              where e.version_id is null limit 1",
        )
        .fetch_one(&self.tenure.pool)
        .await
        .unwrap();
        self.ids.extend([
            ("comparison", comparison),
            ("finding", id(&findings["items"][0])),
            ("rule", rule),
            ("waiting", waiting),
            ("waiver", waiver),
        ]);
    }

    /// Makes a person, and one of each thing that lets somebody in.
    async fn fill_people(&mut self, admin: &Client) {
        let team = self.team;
        let make = async |path: &str, body: Value| admin.post(path, body).await.ok();
        let id = |made: &Value| made["id"].as_str().unwrap().to_owned();
        let member = self.person("Target").await;
        let grant = json!({"role": "viewer", "team_id": team});
        let granted = make(&format!("/members/{member}/grants"), grant).await;
        let token = json!({
            "name": "ci", "kind": "machine", "role": "viewer", "team_id": team, "expires_in_days": 9,
        });
        let token = make("/tokens", token).await;
        let rule = id(&make("/claim-rules", self.rule("ci")).await);
        let link = commands::sign_in_link(&self.tenure.app, "Target")
            .await
            .unwrap();
        let link = json!({"token": access::secret(&link)});
        access::sign_in(&self.tenure, link).await.unwrap();
        let sessions = admin.get("/sessions").await.ok();
        self.ids.extend([
            ("claim_rule", rule),
            ("grant", granted["grants"][0]["id"].as_str().unwrap().into()),
            ("member", member),
            ("session", id(&sessions["items"][0])),
            ("token", id(&token["token"])),
        ]);
    }

    async fn person(&self, name: &str) -> String {
        let client = self.tenure.member(name, &[]).await;
        let me = client.get("/session").await.ok();
        me["principal"]["id"].as_str().unwrap().to_owned()
    }

    fn rule(&self, name: &str) -> Value {
        json!({
            "name": name, "issuer": ISSUER, "role": "viewer", "team_id": self.team,
            "conditions": [{"claim": "repository", "pattern": "acme/app"}],
        })
    }

    fn route(&self, key: &str) -> Value {
        json!({
            "environment": "staging", "key": key, "application_id": self.ids["application"], "reason": WHY,
            "allocation": [{"version_id": self.ids["running"], "slots": 10_000}],
        })
    }

    /// The path with the things of the team.
    pub fn path(&self, operation: &Operation) -> String {
        self.filled(operation, |name| {
            // These are about what is over, or what serves.
            let name = match operation.id.as_str() {
                "get_facts" | "replay_promotion" => "decided",
                "kill_version" => "running",
                "assign_evaluations" => "waiting",
                _ => name,
            };
            let known = self.ids.get(name);
            known
                .unwrap_or_else(|| panic!("{}: no {name} is known", operation.id))
                .clone()
        })
    }

    /// The path with ids that are nobody's.
    pub fn path_to_nothing(&self, operation: &Operation) -> String {
        self.filled(operation, |name| match name {
            "position" => "424242".into(),
            "kind" => "model".into(),
            "sha256" => "ab".repeat(32),
            "environment" | "key" => "nowhere".into(),
            _ => uuid::Uuid::from_u128(42).to_string(),
        })
    }

    fn filled(&self, operation: &Operation, value: impl Fn(&str) -> String) -> String {
        let mut path = operation.path.clone();
        for name in &operation.parameters {
            path = path.replace(&format!("{{{name}}}"), &value(name));
        }
        let mut query: Vec<String> = operation
            .query
            .iter()
            .map(|name| format!("{name}={}", self.query(operation, name)))
            .collect();
        if operation.id == "import_evaluations" {
            query.push(format!("version_id={}", self.ids["version"]));
        }
        if query.is_empty() {
            path
        } else {
            format!("{path}?{}", query.join("&"))
        }
    }

    /// A value of a query parameter that must be there.
    fn query(&self, operation: &Operation, name: &str) -> String {
        match name {
            "base" | "candidate" if operation.id == "list_changed_items" => {
                self.ids["evaluation"].clone()
            }
            "version_id" | "base" => self.ids["version"].clone(),
            "with" => self.ids["running"].clone(),
            "file_name" => "results.json".into(),
            "format" => "jsonl".into(),
            "from" => "2026-01-01T00:00:00Z".into(),
            "to" => "2026-12-31T00:00:00Z".into(),
            "unit" => "ana".into(),
            "q" => "chat".into(),
            _ => panic!("{}: no {name} is known", operation.id),
        }
    }

    /// A valid minimal body. An operation that is missing here fails with its name.
    fn body(&self, operation: &str) -> Value {
        let team = self.team;
        let (version, running) = (&self.ids["version"], &self.ids["running"]);
        let why = json!({"reason": WHY});
        match operation {
            "apply_manifest" => json!({"documents": [], "reason": WHY}),
            "add_grant" => json!({"role": "auditor", "team_id": team}),
            "approve_promotion" => json!({"proposal_hash": self.proposal_hash, "comment": WHY}),
            "assign_evaluations" => json!({"version_id": version, "model_ref": "acme/small"}),
            "assign_finding" => json!({"assignee_id": null}),
            "close_finding" | "end_waiver" => why,
            "hide_application" | "hide_model" | "hide_policy" | "hide_route" | "hide_suite" => why,
            "unhide_application" | "unhide_model" | "unhide_policy" | "unhide_route"
            | "unhide_suite" => why,
            "preview_policy" => json!({"content": gate(1)}),
            "rename_application" | "rename_model" | "rename_policy" | "rename_suite" => {
                json!({"name": "renamed", "reason": WHY})
            }
            "save_comparison" => json!({"base_id": version, "candidate_id": running}),
            "save_match_rule" => {
                json!({"pattern": "acme/*", "version_id": version, "team_id": team})
            }
            "waive_requirement" => json!({
                "target": "production", "policy_id": self.ids["policy"], "requirement": "french_quality",
                "reason": WHY,
            }),
            "archive_version" | "deprecate_version" | "revoke_version" | "kill_version" => why,
            "change_claim_rule" => json!({"role": "contributor"}),
            "check_claims" => json!({"claims": {"iss": ISSUER, "sub": "x"}}),
            "check_policy" => json!({"content": gate(1)}),
            "create_policy" => json!({"name": "another", "team_id": team, "content": gate(1)}),
            "create_route" => self.route("bot"),
            "create_team" => json!({"slug": "third", "name": "Third"}),
            "create_token" => json!({
                "name": "x", "kind": "machine", "role": "viewer", "team_id": team, "expires_in_days": 1,
            }),
            "define_application" => application(team, "another"),
            "define_suite" => json!({
                "name": "another", "trust_class": "internal", "team_id": team, "tasks": [],
                "metrics": [{"name": "tone", "direction": "target", "target": "0.5", "unit": "score"}],
            }),
            "hide_claim_rule" | "turn_claim_rule_off" | "turn_claim_rule_on" => why,
            "invite_member" => json!({"name": "Kim", "role": "viewer", "team_id": team}),
            "kill_on_route" | "revive_on_route" => json!({"version_id": running, "reason": WHY}),
            "know_identity" => json!({"issuer": ISSUER, "subject": "kim"}),
            "make_claim_rule" => self.rule("another"),
            "move_alias" => json!({"alias": "champion", "version_id": version}),
            "open_promotion" => json!({"target": "production", "reason": WHY}),
            "pin_on_route" => json!({"unit": "ana", "version_id": running, "reason": WHY}),
            "publish_policy" => json!({"content": gate(1)}),
            "record_evaluation" => json!({
                "version_id": version, "suite_id": self.ids["suite"],
                "metrics": [{"name": "acc", "value": "0.9"}],
            }),
            "redescribe_application" => json!({"purpose": "Answers."}),
            "register_model" => json!({"name": "another", "team_id": team}),
            "register_version" => version_body("three"),
            "reject_promotion" => json!({"proposal_hash": self.proposal_hash, "reason": WHY}),
            "relabel_model" | "relabel_version" => json!({"description": "Better."}),
            "relabel_suite" => {
                json!({"language": "fr", "metrics": [{"name": "tone", "unit": "score"}]})
            }
            "resume_member" | "suspend_member" => why,
            "roll_back_route" => json!({"snapshot_seq": 1, "reason": WHY}),
            "sign_in" => json!({"token": "unknown"}),
            "switch_route" => json!({
                "allocation": [{"version_id": running, "slots": 10_000}], "reason": WHY,
            }),
            "turn_policy_off" | "turn_policy_on" => why,
            "withdraw_promotion" => why,
            "write_comment" => json!({"text": "Looks right to me."}),
            other => panic!("{other}: no body is written for this operation"),
        }
    }

    /// Asks an operation for the team's things.
    pub async fn ask(&self, client: &Client, operation: &Operation) -> Answered {
        let new = || Ids::Random.next().to_string();
        let path = match operation.id.as_str() {
            // What is hidden is not found any more: each asker gets one of its own.
            "hide_claim_rule" => {
                let rule = self.rule(&new());
                let rule = self.tenure.admin.post("/claim-rules", rule).await.id();
                operation.path.replace("{claim_rule}", &rule)
            }
            "retire_match_rule" => {
                let rule = json!({
                    "pattern": new(), "version_id": self.ids["version"], "team_id": self.team,
                });
                let rule = self.tenure.admin.post("/match-rules", rule).await.id();
                operation.path.replace("{rule}", &rule)
            }
            // What was killed does not serve any more: it gets another route to be killed on.
            "kill_version" => {
                let route = self.route(&new());
                self.tenure.admin.post("/routes", route).await.ok();
                self.path(operation)
            }
            _ => self.path(operation),
        };
        self.ask_at(client, operation, &path).await
    }

    /// Asks an operation at a path.
    pub async fn ask_at(&self, client: &Client, operation: &Operation, path: &str) -> Answered {
        let mut request = client.request(operation.method.clone(), path);
        if operation.if_match {
            let tag = self.tag(path).await;
            request = request.header("if-match", tag);
        }
        if operation.id == "import_evaluations" {
            request = request
                .header("content-type", "application/octet-stream")
                .body(crate::evaluations::shop());
        } else if operation.body {
            request = request.json(&self.body(&operation.id));
        }
        client.send(request).await
    }

    /// The bodies of an operation in which one object is a list of its members instead, each with the place of it.
    pub fn bodies_with_a_list(&self, operation: &Operation) -> Vec<(String, Value)> {
        if !operation.body || operation.id == "import_evaluations" {
            return Vec::new();
        }
        let body = self.body(&operation.id);
        let mut places = Vec::new();
        objects(&body, String::new(), &mut places);
        let listed = |place: String| {
            let mut body = body.clone();
            let object = body.pointer_mut(&place).unwrap();
            *object = object.as_object().unwrap().values().cloned().collect();
            (place, body)
        };
        places.into_iter().map(listed).collect()
    }

    /// Asks an operation with a body that is not its own.
    pub async fn ask_with(&self, client: &Client, operation: &Operation, body: &Value) -> Answered {
        let path = self.path(operation);
        let request = client.request(operation.method.clone(), &path);
        let request = request.header("if-match", self.tag(&path).await);
        client.send(request.json(body)).await
    }

    /// The tag of what a path is about, as the log has it now.
    async fn tag(&self, path: &str) -> String {
        let id = path.split(['/', '?']).nth(2).unwrap_or_default();
        let id: uuid::Uuid = id.parse().unwrap_or_default();
        let sql = "select coalesce(max(entity_seq), 1) from audit_event where entity_id = $1";
        let revision: i32 = sqlx::query_scalar(sql)
            .bind(id)
            .fetch_one(&self.tenure.pool)
            .await
            .unwrap();
        format!("\"{revision}\"")
    }

    /// A member with roles on a team; `None`: everywhere.
    pub async fn member(&self, roles: &[Role], team: Option<uuid::Uuid>) -> Client {
        let team = team.map(Into::into);
        self.tenure.member_of("Somebody", roles, team).await
    }
}

/// The places of all objects in a value, as JSON pointers.
fn objects(value: &Value, place: String, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                objects(member, format!("{place}/{name}"), found);
            }
            found.push(place);
        }
        Value::Array(items) => {
            for (number, item) in items.iter().enumerate() {
                objects(item, format!("{place}/{number}"), found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

async fn new_team(admin: &Client, slug: &str) -> String {
    let body = json!({"slug": slug, "name": slug});
    admin.post("/teams", body).await.id()
}

fn version_body(native_id: &str) -> Value {
    json!({"source": crate::models::hosted(native_id)})
}

fn application(team: uuid::Uuid, name: &str) -> Value {
    json!({
        "name": name, "team_id": team, "purpose": "Answers customers.", "criticality": "high",
        "data_class": "internal", "risk_tier": "limited",
    })
}

impl World {
    /// What an application resolves with.
    pub async fn application_token(&self) -> Client {
        let body = json!({
            "name": "app", "kind": "machine", "application_id": self.ids["application"],
            "environment": "production", "expires_in_days": 1,
        });
        let made = self.tenure.admin.post("/tokens", body).await.ok();
        Client::new(&self.tenure.base, made["secret"].as_str())
    }

    /// Lets the memory that resolves know what was made.
    pub async fn refresh(&self) {
        let refreshed = self.tenure.memory.refresh(&self.tenure.app).await;
        refreshed.unwrap();
    }
}
