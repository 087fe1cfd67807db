//! Whatever people do in whatever order: nothing breaks, the log tells the tables, and what was said about the past
//! stays said. The sequences are random but the same in every run.

use chrono::Duration;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};
use tenure::domain::models::Stage;

use crate::routes::{Company, WHY};
use crate::support::{Answered, Client};

/// How many commands people give in one sequence.
const COMMANDS: usize = 60;
const SEQUENCES: usize = 3;

/// A command; numbers pick among what is there.
#[derive(Debug, Clone)]
enum Act {
    Register,
    Adopt,
    Relabel(usize),
    Alias(usize),
    Promote(usize, bool),
    Deprecate(usize),
    Archive(usize),
    Revoke(usize),
    CreateRoute(usize, usize),
    Switch(usize, usize, usize, i32),
    Pin(usize, usize, u8),
    Kill(usize, usize),
    KillEverywhere(usize),
    Revive(usize, usize),
    RollBack(usize),
    Recall,
}

fn act() -> impl Strategy<Value = Act> {
    let n = || 0_usize..64;
    prop_oneof![
        2 => Just(Act::Register),
        2 => Just(Act::Adopt),
        1 => n().prop_map(Act::Relabel),
        1 => n().prop_map(Act::Alias),
        4 => (n(), any::<bool>()).prop_map(|(v, up)| Act::Promote(v, up)),
        1 => n().prop_map(Act::Deprecate),
        1 => n().prop_map(Act::Archive),
        1 => n().prop_map(Act::Revoke),
        2 => (n(), n()).prop_map(|(e, v)| Act::CreateRoute(e, v)),
        5 => (n(), n(), n(), 1..10_000).prop_map(|(r, a, b, s)| Act::Switch(r, a, b, s)),
        2 => (n(), n(), any::<u8>()).prop_map(|(r, v, u)| Act::Pin(r, v, u)),
        2 => (n(), n()).prop_map(|(r, v)| Act::Kill(r, v)),
        1 => n().prop_map(Act::KillEverywhere),
        2 => (n(), n()).prop_map(|(r, v)| Act::Revive(r, v)),
        2 => n().prop_map(Act::RollBack),
        2 => Just(Act::Recall),
    ]
}

/// A company with what happened so far.
struct World {
    company: Company,
    versions: Vec<String>,
    routes: Vec<String>,
    /// A question about the past and its first answer.
    said: Vec<(String, String)>,
    applied: usize,
    refused: usize,
}

impl World {
    async fn start() -> Self {
        let company = Company::start().await;
        Self {
            versions: vec![company.one.clone(), company.two.clone()],
            routes: vec![company.route.clone()],
            said: Vec::new(),
            applied: 0,
            refused: 0,
            company,
        }
    }

    fn admin(&self) -> &Client {
        self.company.admin()
    }

    fn version(&self, n: usize) -> &str {
        &self.versions[n % self.versions.len()]
    }

    fn route(&self, n: usize) -> &str {
        &self.routes[n % self.routes.len()]
    }

    /// A command at the revision of now.
    async fn at(&self, entity: &str, verb: &str, body: Value) -> Answered {
        let tag = self.admin().get(entity).await.tag().to_owned();
        let path = format!("{entity}/{verb}");
        self.admin().post_at(&path, &tag, body).await
    }

    async fn on_version(&self, n: usize, verb: &str) -> Answered {
        let path = format!("/versions/{}", self.version(n));
        self.at(&path, verb, json!({"reason": WHY})).await
    }

    async fn on_route(&self, n: usize, verb: &str, mut body: Value) -> Answered {
        body["reason"] = json!(WHY);
        self.at(&format!("/routes/{}", self.route(n)), verb, body)
            .await
    }

    async fn register(&mut self, native_id: &str, adopted: Value) -> Answered {
        let body = json!({
            "source": {"kind": "hosted", "platform": "openai", "native_id": native_id},
            "adopted": adopted,
        });
        let path = format!("/models/{}/versions", self.company.model);
        let answered = self.admin().post(&path, body).await;
        if answered.status.is_success() {
            self.versions.push(answered.id());
        }
        answered
    }

    async fn create_route(&mut self, environment: usize, version: usize) -> Answered {
        let environment = ["development", "staging", "production"][environment % 3];
        let body = json!({
            "environment": environment, "key": format!("route-{}", self.routes.len()),
            "application_id": self.company.application, "reason": WHY,
            "allocation": [{"version_id": self.version(version), "slots": 10_000}],
        });
        let answered = self.admin().post("/routes", body).await;
        if answered.status.is_success() {
            self.routes.push(answered.id());
        }
        answered
    }

    async fn switch(&self, route: usize, a: usize, b: usize, slots: i32) -> Answered {
        let (a, b) = (self.version(a), self.version(b));
        let allocation = if a == b {
            json!([{"version_id": a, "slots": 10_000}])
        } else {
            json!([{"version_id": a, "slots": slots}, {"version_id": b, "slots": 10_000 - slots}])
        };
        self.on_route(route, "switch", json!({"allocation": allocation}))
            .await
    }

    /// Asks about what the log knows now, and keeps the answer.
    async fn recall(&mut self) -> Answered {
        let log = self.admin().get("/log").await.ok();
        let position = log["position"].as_i64().unwrap();
        let at = log["integrated_at"].as_str().unwrap();
        let version = self.version(self.said.len());
        let questions = [
            format!("/entities/version/{version}?known=@{position}"),
            format!("/serving?known=@{position}&at={at}"),
        ];
        let mut last = None;
        for question in questions {
            let answered = self.admin().get(&question).await;
            self.said.push((question, answered.text.clone()));
            last = Some(answered);
        }
        last.unwrap()
    }

    async fn act(&mut self, act: &Act) -> Answered {
        match *act {
            Act::Register => {
                let name = format!("fresh-{}", self.versions.len());
                self.register(&name, Value::Null).await
            }
            Act::Adopt => {
                let name = format!("running-{}", self.versions.len());
                let since =
                    json!({"since": "2026-02-01T00:00:00Z", "reason": WHY, "stage": "production"});
                self.register(&name, since).await
            }
            Act::Relabel(v) => {
                let path = format!("/versions/{}", self.version(v));
                let tag = self.admin().get(&path).await.tag().to_owned();
                let body = json!({"description": format!("looked at by act {v}")});
                self.admin().patch_at(&path, &tag, body).await
            }
            Act::Alias(v) => {
                let body = json!({"alias": "champion", "version_id": self.version(v)});
                let path = format!("/models/{}/aliases", self.company.model);
                self.admin().post(&path, body).await
            }
            Act::Promote(v, far) => {
                let target = if far { "production" } else { "staging" };
                let path = format!("/versions/{}/promotions", self.version(v));
                let body = json!({"target": target, "reason": WHY});
                self.admin().post(&path, body).await
            }
            Act::Deprecate(v) => self.on_version(v, "deprecate").await,
            Act::Archive(v) => self.on_version(v, "archive").await,
            Act::Revoke(v) => self.on_version(v, "revoke").await,
            Act::CreateRoute(e, v) => self.create_route(e, v).await,
            Act::Switch(r, a, b, slots) => self.switch(r, a, b, slots).await,
            Act::Pin(r, v, unit) => {
                let body = json!({"unit": format!("unit-{unit}"), "version_id": self.version(v)});
                self.on_route(r, "pin", body).await
            }
            Act::Kill(r, v) => {
                let body = json!({"version_id": self.version(v)});
                self.on_route(r, "kill", body).await
            }
            Act::KillEverywhere(v) => self.on_version(v, "kill").await,
            Act::Revive(r, v) => {
                let body = json!({"version_id": self.version(v)});
                self.on_route(r, "revive", body).await
            }
            Act::RollBack(r) => self.on_route(r, "rollback", json!({})).await,
            Act::Recall => self.recall().await,
        }
    }

    /// Every allocation is whole or empty, and no version moved as no version may.
    async fn holds(&self) {
        for route in &self.routes {
            let page = self
                .admin()
                .get(&format!("/routes/{route}/snapshots?limit=200"))
                .await
                .ok();
            for snapshot in page["items"].as_array().unwrap() {
                let shares = snapshot["shares"].as_array().unwrap();
                let slots: i64 = shares.iter().map(|s| s["slots"].as_i64().unwrap()).sum();
                assert!(slots == 10_000 || shares.is_empty(), "{snapshot}");
            }
        }
        for version in &self.versions {
            let path = format!("/events?entity={version}&limit=200");
            let page = self.admin().get(&path).await.ok();
            let mut before: Option<Stage> = None;
            for event in page["items"].as_array().unwrap().iter().rev() {
                let path = format!("/events/{}", event["position"]);
                let event = self.admin().get(&path).await.ok();
                let stage: Stage = serde_json::from_value(event["after"]["stage"].clone()).unwrap();
                if let Some(before) = before.filter(|before| *before != stage) {
                    assert!(before.may_become(stage), "{before:?} became {stage:?}");
                }
                before = Some(stage);
            }
        }
        for (question, answer) in &self.said {
            let again = self.admin().get(question).await.text;
            assert_eq!(again, *answer, "{question}");
        }
    }
}

#[actix_web::test]
async fn whatever_people_do_the_log_tells_the_tables_and_the_past_stays() {
    let mut random = TestRunner::deterministic();
    for _ in 0..SEQUENCES {
        let acts = proptest::collection::vec(act(), COMMANDS);
        let acts = acts.new_tree(&mut random).unwrap().current();
        let mut world = World::start().await;
        for act in &acts {
            world.company.tenure.later(Duration::seconds(1));
            let answered = world.act(act).await;
            let status = answered.status.as_u16();
            assert!(
                matches!(status, 200 | 201 | 409 | 422),
                "{act:?}: {status} {}",
                answered.text
            );
            if answered.status.is_success() {
                world.applied += 1;
            } else {
                world.refused += 1;
            }
        }
        world.holds().await;
        assert!(
            world.applied > 20,
            "{} commands had an effect",
            world.applied
        );
        assert!(world.refused > 3, "{} commands were refused", world.refused);
        // Ends with the doctor: fold(log) == tables.
        world.company.tenure.done().await;
    }
}
