//! Resolving and reading by id, against the bare server.

use serde_json::json;

use super::Amount;
use super::stage::{Database, Stage, made};
use crate::load::{Connection, Request, run};
use crate::program::Server;
use crate::table::{Spread, Target, row};

/// Connections of the load.
const CONNECTIONS: usize = 8;
const RESOLVE: &str = "/api/v1/resolve/development/bot?unit=customer-17";
/// Resident memory after load at most, in MiB.
const RESIDENT_MAX: f64 = 64.0;

/// A rival in one round: requests each second, and microseconds of processor time for each.
#[derive(Clone, Copy)]
struct Cost {
    rate: f64,
    cpu: f64,
}

pub async fn measure(stage: &Stage, amount: Amount) -> anyhow::Result<()> {
    let database = stage.database("requests").await?;
    database.know_subject().await?;
    let tenure = stage.serve(&database)?;
    let version = fill(&tenure, &database, stage)?;
    let bare = stage.bare(&database)?;

    let token = [Request::get(RESOLVE, &database.token)];
    let warm = [Request::get(RESOLVE, &stage.jwt(usize::MAX)?)];
    let mut costs: [Vec<(Cost, Cost)>; 3] = Default::default();
    for round in 0..amount.rounds {
        let cold = (0..amount.few)
            .map(|number| {
                Ok(Request::get(
                    RESOLVE,
                    &stage.jwt(round * amount.few + number)?,
                ))
            })
            .collect::<anyhow::Result<Vec<_>>>()?;
        for (costs, requests) in costs.iter_mut().zip([&token[..], &warm, &cold]) {
            let count = if requests.len() > 1 {
                amount.few
            } else {
                amount.many
            };
            costs.push((
                round_of(&tenure, requests, count)?,
                round_of(&bare, &token, amount.many)?,
            ));
        }
    }
    let [token, warm, cold] = costs;
    rows("Resolve, API token", &token, Target::AtLeast(0.7));
    rows("Resolve, JWT that is known", &warm, Target::AtLeast(0.7));
    rows("Resolve, JWT for the first time", &cold, Target::None);

    let read = [Request::get(
        &format!("/api/v1/versions/{version}"),
        &database.token,
    )];
    let mut costs = Vec::new();
    for _ in 0..amount.rounds {
        costs.push((
            round_of(&tenure, &read, amount.few)?,
            round_of(&bare, &read, amount.few)?,
        ));
    }
    rows("Read a version", &costs, Target::AtLeast(0.7));
    let resident = Spread::of(vec![tenure.resident()?]);
    row(
        "Memory after that",
        "MiB resident",
        resident,
        Target::AtMost(RESIDENT_MAX),
    );
    Ok(())
}

/// A model, a version and a route that serves it; answers the version.
fn fill(tenure: &Server, database: &Database, stage: &Stage) -> anyhow::Result<String> {
    let connection = &mut Connection::open(&tenure.address)?;
    let token = &database.token;
    let model = json!({"name": "ticket-triage"}).to_string();
    let model = made(connection, &Request::post("/api/v1/models", token, &model))?;
    let body =
        json!({"source": {"kind": "hosted", "platform": "openai", "native_id": "gpt-5-mini"}});
    let path = format!("/api/v1/models/{model}/versions");
    let version = made(connection, &Request::post(&path, token, &body.to_string()))?;
    let operator = stage.said(&database.url, &["token", "operator", "--role", "operator"])?;
    let body = json!({"name": "support", "purpose": "Answers", "criticality": "low",
                      "risk_tier": "minimal", "data_class": "internal"});
    let request = Request::post("/api/v1/applications", token, &body.to_string());
    let application = made(connection, &request)?;
    let body = json!({"environment": "development", "key": "bot", "application_id": application,
                      "reason": "because the bench says so", "allocation": [{"version_id": version, "slots": 10_000}]});
    connection.ask(&Request::post(
        "/api/v1/routes",
        &operator,
        &body.to_string(),
    ))?;
    while connection_resolves(connection, token).is_err() {
        std::thread::yield_now();
    }
    Ok(version)
}

fn connection_resolves(connection: &mut Connection, token: &str) -> anyhow::Result<()> {
    connection.ask(&Request::get(RESOLVE, token)).map(drop)
}

/// Some requests over all connections; each sends its share of the list.
fn round_of(server: &Server, requests: &[Request], count: usize) -> anyhow::Result<Cost> {
    let share = requests.len().div_ceil(CONNECTIONS);
    let lists: Vec<Vec<Request>> = (0..CONNECTIONS)
        .map(|number| {
            let first = if requests.len() == 1 {
                0
            } else {
                number * share
            };
            requests[first..].iter().take(share).cloned().collect()
        })
        .collect();
    let before = server.cpu()?;
    let took = run(&server.address, &lists, count)?;
    let cpu = server.cpu()? - before;
    #[expect(clippy::cast_precision_loss, reason = "some thousands")]
    let count = count as f64;
    Ok(Cost {
        rate: count / took.as_secs_f64(),
        cpu: cpu.as_secs_f64() * 1e6 / count,
    })
}

fn rows(what: &str, costs: &[(Cost, Cost)], target: Target) {
    let each = |figure: fn(&(Cost, Cost)) -> f64| Spread::of(costs.iter().map(figure).collect());
    row(
        what,
        "bare CPU / CPU",
        each(|(ours, bare)| bare.cpu / ours.cpu),
        target,
    );
    row(
        what,
        "rate / bare rate",
        each(|(ours, bare)| ours.rate / bare.rate),
        Target::None,
    );
    row(
        what,
        "µs CPU a request",
        each(|(ours, _)| ours.cpu),
        Target::None,
    );
}
