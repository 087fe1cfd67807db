//! Registering a version, against pgbench with the same statements in the same round trips.
//!
//! The statements are the product's own, as `.sqlx` holds them; only their parameters are filled in here.

use std::path::Path;
use std::process::Command;

use anyhow::Context;
use serde_json::{Value, json};
use sqlx::{Connection as _, PgConnection};
use url::Url;

use super::Amount;
use super::stage::{Database, Stage};
use crate::fill;
use crate::load::{Request, run};
use crate::table::{Spread, Target, row};

/// Connections of either, each with a model of its own.
const CONNECTIONS: usize = 4;
/// So many times more than what `Amount::few` says: a round of half a second says nothing on two cores.
const MORE: usize = 4;

/// As the product runs: no answer before the commit is on disk.
pub const ON_DISK: &str = "Register a version, on disk";
/// The work alone.
pub const IN_MEMORY: &str = "Register a version, in memory";

pub async fn measure(stage: &Stage, amount: Amount, what: &str) -> anyhow::Result<()> {
    let database = stage.database("writes").await?;
    fill::versions(&database.url, 400).await?;
    let tenure = stage.serve(&database)?;
    let body =
        json!({"source": {"kind": "hosted", "platform": "openai", "native_id": "gpt-5-mini"}});
    let mut lists = Vec::new();
    for number in 1..=CONNECTIONS {
        let model = fill::model(&database.url, number).await?;
        let path = format!("/api/v1/models/{model}/versions");
        lists.push(vec![Request::post(
            &path,
            &database.token,
            &body.to_string(),
        )]);
    }
    // The first ones, so that there is an event to write again.
    run(&tenure.address, &lists, amount.few)?;
    let script = stage.home.path().join("register.sql");
    std::fs::write(&script, script_of(&database).await?)?;

    let (mut ratios, mut costs) = (Vec::new(), Vec::new());
    for _ in 0..amount.rounds {
        // Plans are kept until the tables have grown by a tenth.
        fill::vacuum(&database.url).await?;
        let before = tenure.cpu()?;
        let took = run(&tenure.address, &lists, amount.few * MORE)?;
        #[expect(clippy::cast_precision_loss, reason = "some thousands")]
        let count = (amount.few * MORE) as f64;
        costs.push((tenure.cpu()? - before).as_secs_f64() * 1e6 / count);
        let bare = pgbench(
            &database.url,
            &script,
            CONNECTIONS,
            amount.few * MORE / CONNECTIONS,
        )?;
        ratios.push(count / took.as_secs_f64() / bare);
    }
    row(
        what,
        "rate / pgbench's",
        Spread::of(ratios),
        Target::AtLeast(0.7),
    );
    row(what, "µs CPU a request", Spread::of(costs), Target::None);
    Ok(())
}

/// Transactions a second of pgbench, with so many connections that each run the script so often.
pub fn pgbench(url: &str, script: &Path, connections: usize, each: usize) -> anyhow::Result<f64> {
    let url = Url::parse(url)?;
    let parameter = |name: &str| {
        let found = url.query_pairs().find(|(key, _)| key == name);
        found.map(|(_, value)| value.into_owned())
    };
    let host = parameter("host").context("the socket's directory")?;
    let done = Command::new("pgbench")
        .args([
            "--no-vacuum",
            "--protocol=prepared",
            &format!("--jobs={}", connections.min(2)),
            "--username",
            url.username(),
        ])
        .args([
            "--host",
            &host,
            "--port",
            &url.port().unwrap_or(5432).to_string(),
        ])
        .args([
            "--client",
            &connections.to_string(),
            "--transactions",
            &each.to_string(),
        ])
        .arg("--file")
        .arg(script)
        .arg(url.path().trim_start_matches('/'))
        .output()
        .context("pgbench: apt-get install postgresql-contrib (Debian)")?;
    let said = String::from_utf8_lossy(&done.stdout).into_owned();
    let rate = said.lines().find_map(|line| line.strip_prefix("tps = "));
    let rate = rate.and_then(|line| line.split(' ').next());
    rate.with_context(|| format!("{said}{}", String::from_utf8_lossy(&done.stderr)))?
        .parse()
        .context("a rate")
}

/// One registration as pgbench runs it.
async fn script_of(database: &Database) -> anyhow::Result<String> {
    let mut conn = PgConnection::connect(&database.url).await?;
    // The event is written again with other ids. It stands in a table: pgbench would find variables in its text.
    let (entity, body): (String, String) = sqlx::query_as(
        "select entity_id::text, body from audit_event where kind = 'version.registered' limit 1",
    )
    .fetch_one(&mut conn)
    .await?;
    sqlx::raw_sql("create table bench_event (entity text, body text)")
        .execute(&mut conn)
        .await?;
    sqlx::query("insert into bench_event values ($1, $2)")
        .bind(entity)
        .bind(body)
        .execute(&mut conn)
        .await?;
    let (token, principal): (String, String) = sqlx::query_as(
        "select encode(secret_sha256, 'hex'), principal_id::text from access_token limit 1",
    )
    .fetch_one(&mut conn)
    .await?;

    let model = "md5('model' || (:client_id + 5))::uuid";
    let (principal, id) = (format!("'{principal}'::uuid"), "(:id)::uuid");
    let body = "(select replace(body, entity, (:id)::text) from bench_event)";
    let source = r#"'{"kind":"hosted","platform":"openai","native_id":"gpt-5-mini"}'"#;
    let parts = [
        one(
            "where t.secret_sha256 = $1",
            &[&format!(r"'\x{token}'::bytea")],
        )? + ";",
        "begin;".into(),
        one("from model where id = $1 for no key update", &[model])? + ";",
        one("from version where model_id between $1 and $1", &[model])? + r" \gset",
        // With an id, which pgbench cannot make.
        one("select clock_timestamp()", &[])? + r", gen_random_uuid() as id \gset",
        one(
            "insert into version (id, model_id",
            &[
                id,
                model,
                "(:next)::int",
                "'registered'",
                "'registered'",
                "null",
                "null",
                source,
                "'gpt-5-mini'",
                r#"'{"parameters":{}}'"#,
                "'[]'",
                "null",
                "null",
                "'[]'",
                &principal,
                "(:now)::timestamptz",
                "null",
                "null",
                "1",
                "array['gpt', '5', 'mini']",
            ],
        )? + ";",
        one(
            "insert into audit_event",
            &[
                id,
                "array['version']",
                &format!("array[{id}]"),
                "array[1]",
                &format!("array[{body}]"),
            ],
        )? + ";",
        one("v.description_digest where v.id = $1", &[id])? + ";",
        "commit;".into(),
    ];
    Ok(parts.join("\n"))
}

/// The statement of the product that holds this text, on one line, with its parameters.
fn one(text: &str, parameters: &[&str]) -> anyhow::Result<String> {
    for entry in std::fs::read_dir(".sqlx")? {
        let query: Value = serde_json::from_slice(&std::fs::read(entry?.path())?)?;
        let query = query["query"].as_str().context("a query")?;
        if !query.contains(text) {
            continue;
        }
        let mut statement = query.split_whitespace().collect::<Vec<_>>().join(" ");
        for (at, parameter) in parameters.iter().enumerate().rev() {
            statement = statement.replace(&format!("${}", at + 1), parameter);
        }
        // Names of columns as psql takes them for variables.
        return Ok(statement
            .replace("\"next!\"", "next")
            .replace("\"now!: Instant\"", "now"));
    }
    anyhow::bail!("no statement of the product holds {text:?}")
}
