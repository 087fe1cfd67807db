//! The memory's content, made once for each change: answers are put together from ready pieces of JSON.

use std::collections::HashMap;
use std::fmt::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::domain::models::Source;
use crate::domain::routes::bucket::{of_hash, pin_digest, slot};
use crate::domain::routes::store::{MemoryRoute, MemoryToken, MemoryVersion};
use crate::ground::kernel::{ApplicationId, Instant, Sha256, VersionId};

/// What was loaded; also what the file holds.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Loaded {
    /// The end of the log when it was loaded.
    pub position: i64,
    /// All visible routes.
    pub routes: Vec<MemoryRoute>,
    /// The versions that they name.
    pub versions: Vec<MemoryVersion>,
    /// The tokens that are good.
    pub tokens: Vec<MemoryToken>,
}

/// Who asks.
#[derive(Debug, Clone)]
pub struct Identity {
    /// Until when.
    pub expires_at: Instant,
    /// For which application; `None`: any.
    pub application_id: Option<ApplicationId>,
    /// In which environments; `None`: any.
    pub environments: Option<Vec<String>>,
    /// The minute in which its last use was noted.
    noted: Arc<AtomicI64>,
}

impl Identity {
    /// Not used yet.
    #[must_use]
    pub fn new(
        expires_at: Instant,
        application_id: Option<ApplicationId>,
        environments: Option<Vec<String>>,
    ) -> Self {
        Self {
            expires_at,
            application_id,
            environments,
            noted: Arc::new(AtomicI64::new(i64::MIN)),
        }
    }

    /// Whether this is its first use in a minute: only that one is noted.
    #[must_use]
    pub fn used_in_minute(&self, minute: i64) -> bool {
        self.noted.load(Ordering::Relaxed) != minute
            && self.noted.swap(minute, Ordering::Relaxed) != minute
    }

    /// Whether it may ask for a route.
    #[must_use]
    pub fn may_ask(&self, route: &Route) -> bool {
        self.application_id
            .is_none_or(|bound| bound == route.application_id)
            && self
                .environments
                .as_ref()
                .is_none_or(|bound| bound.iter().any(|one| **one == *route.environment))
    }
}

/// A version's part of an answer.
#[derive(Debug)]
struct Arm {
    version: VersionId,
    /// `"version":{...},"call":{...}`
    json: String,
}

/// A route, ready to answer.
#[derive(Debug)]
pub struct Route {
    /// The environment's slug.
    pub environment: Arc<str>,
    /// Who may ask with a token of its own.
    pub application_id: ApplicationId,
    /// After so many seconds without the database it is not answered any more.
    pub max_stale_seconds: Option<i32>,
    salt: String,
    /// Ends of runs with their arm: the first end above a slot is the run it falls into.
    ends: Vec<(u16, usize)>,
    arms: Vec<Arm>,
    pins: HashMap<String, usize>,
    /// `{"route":{...},` and what every answer of this snapshot begins with.
    head: String,
}

/// Everything that resolving needs.
#[derive(Debug, Default)]
pub struct Image {
    /// The end of the log when it was loaded; -1 when nothing is known.
    pub position: i64,
    routes: HashMap<String, Route>,
    tokens: HashMap<Sha256, Identity>,
}

impl Image {
    /// Makes the pieces.
    #[must_use]
    pub fn of(loaded: Loaded) -> Self {
        let versions: HashMap<VersionId, &MemoryVersion> = loaded
            .versions
            .iter()
            .map(|version| (version.id, version))
            .collect();
        let routes = loaded
            .routes
            .iter()
            .map(|route| {
                (
                    format!("{}/{}", route.environment, route.key),
                    ready(route, &versions),
                )
            })
            .collect();
        let tokens = loaded
            .tokens
            .into_iter()
            .filter_map(|token| {
                let MemoryToken {
                    secret_sha256,
                    expires_at,
                    application_id,
                    environment,
                } = token;
                let environments = environment.map(|bound| vec![bound]);
                let who = Identity::new(expires_at, application_id, environments);
                Some((Sha256::from_slice(&secret_sha256)?, who))
            })
            .collect();
        Self {
            position: loaded.position,
            routes,
            tokens,
        }
    }

    /// The route of `environment/key`.
    #[must_use]
    pub fn route(&self, label: &str) -> Option<&Route> {
        self.routes.get(label)
    }

    /// Who a token is.
    #[must_use]
    pub fn token(&self, secret_sha256: &Sha256) -> Option<&Identity> {
        self.tokens.get(secret_sha256)
    }
}

fn call(version: &MemoryVersion) -> String {
    let configuration = &version.configuration;
    let parameters = configuration.parameters.json();
    let (platform, model, region, deployment_type) =
        match (&version.source, &configuration.served_as) {
            (
                Source::Hosted {
                    platform,
                    native_id,
                    region,
                    deployment_type,
                },
                _,
            ) => (
                platform.as_str(),
                native_id.as_str(),
                region.as_deref(),
                deployment_type.as_deref(),
            ),
            (Source::Weights { .. } | Source::Opaque { .. }, Some(served)) => {
                (served.platform.as_str(), served.model.as_str(), None, None)
            }
            (Source::Weights { uri, .. }, None) => ("weights", uri.as_str(), None, None),
            (Source::Opaque { text }, None) => ("opaque", text.as_str(), None, None),
        };
    format!(
        r#"{{"platform":{},"model":{},"region":{},"deployment_type":{},"parameters":{parameters}}}"#,
        json!(platform),
        json!(model),
        json!(region),
        json!(deployment_type),
    )
}

fn about(version: &MemoryVersion) -> String {
    json!({"id": version.id, "model": version.model, "number": version.number}).to_string()
}

fn ready(route: &MemoryRoute, versions: &HashMap<VersionId, &MemoryVersion>) -> Route {
    let snapshot = &route.snapshot;
    let mut arms: Vec<Arm> = Vec::new();
    let mut arm = |id: VersionId| {
        if let Some(at) = arms.iter().position(|arm| arm.version == id) {
            return at;
        }
        let json = versions.get(&id).map_or_else(
            || r#""version":null,"call":null"#.to_owned(),
            |version| format!(r#""version":{},"call":{}"#, about(version), call(version)),
        );
        arms.push(Arm { version: id, json });
        arms.len() - 1
    };
    let mut end = 0_i32;
    let ends = snapshot
        .runs
        .iter()
        .map(|run| {
            end += run.slots;
            (u16::try_from(end).unwrap_or(u16::MAX), arm(run.version_id))
        })
        .collect();
    let pins = snapshot
        .pins
        .iter()
        .map(|pin| (pin.key_digest.clone(), arm(pin.version_id)))
        .collect();
    let fallbacks: Vec<String> = snapshot
        .fallbacks
        .iter()
        .filter_map(|id| versions.get(id))
        .map(|version| {
            format!(
                r#"{{"version":{},"call":{}}}"#,
                about(version),
                call(version)
            )
        })
        .collect();
    let head = format!(
        r#"{{"route":{},"fallbacks":[{}],"snapshot":{{"id":"{}","seq":{},"effective_from":"{}","age_ms":"#,
        json!({"environment": route.environment, "key": route.key}),
        fallbacks.join(","),
        snapshot.id,
        snapshot.seq,
        snapshot.effective_from,
    );
    Route {
        environment: route.environment.as_str().into(),
        application_id: route.application_id,
        max_stale_seconds: snapshot.max_stale_seconds,
        salt: snapshot.salt.clone(),
        ends,
        arms,
        pins,
        head,
    }
}

/// An answer, and why it is this one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// The whole body.
    pub json: String,
    /// `static`, `split`, `pin` or `off`.
    pub reason: &'static str,
}

/// Which version a unit gets. Without a unit a random slot is taken, and the answer says that it does not stick.
#[must_use]
pub fn resolve(route: &Route, unit: Option<&str>, random: u32, age_ms: u128) -> Answered {
    let unit = unit.filter(|unit| !unit.is_empty());
    let slot = unit.map_or_else(|| of_hash(random), |unit| slot(&route.salt, unit));
    let pinned = match unit {
        Some(unit) if !route.pins.is_empty() => route.pins.get(&pin_digest(&route.salt, unit)),
        Some(_) | None => None,
    };
    let run = route
        .ends
        .iter()
        .find(|(end, _)| slot < *end)
        .map(|(_, arm)| arm);
    let (arm, reason) = match (pinned, run) {
        (Some(arm), _) => (Some(arm), "pin"),
        (None, Some(arm)) if route.ends.len() == 1 => (Some(arm), "static"),
        (None, Some(arm)) => (Some(arm), "split"),
        (None, None) => (None, "off"),
    };
    let answer = arm.map_or(r#""version":null,"call":null"#, |arm| {
        &route.arms[*arm].json
    });
    let mut json = String::with_capacity(route.head.len() + answer.len() + 80);
    json.push_str(&route.head);
    // Writing to a string does not fail.
    let _ = write!(
        json,
        r#"{age_ms}}},{answer},"slot":{slot},"sticky":{},"reason":"{reason}"}}"#,
        unit.is_some()
    );
    Answered { json, reason }
}
