//! Promoting a version, against pgbench with the same statements in the same round trips: those of one promotion, read
//! off the log of PostgreSQL and taken back each time. One connection on either side, since they are the same each time.

use std::time::Duration;

use serde_json::json;
use sqlx::{Connection as _, PgConnection};

use super::Amount;
use super::replay;
use super::stage::{Database, Stage, made};
use super::writes::pgbench;
use crate::fill;
use crate::load::{Connection, Request, run};
use crate::table::{Spread, Target, row};

/// Models that the versions belong to.
const MODELS: usize = 40;
/// Promotions that are not measured: the first ones prepare their statements.
const FIRST: usize = 8;
/// So many times fewer than what `Amount::few` says: one promotion asks much more than one registration.
const FEWER: usize = 8;

pub async fn measure(stage: &Stage, amount: Amount) -> anyhow::Result<()> {
    let database = stage.database("promotes").await?;
    let count = amount.few / FEWER;
    let requests = registered(stage, &database, FIRST + 1 + count * amount.rounds).await?;
    // As it was before the promotion that is written down; nobody may be connected while it is copied.
    let copy = stage.copy(&database, "replayed").await?;

    let tenure = stage.serve(&database)?;
    let (first, rest) = requests.split_at(FIRST);
    let (written_down, measured) = rest.split_at(1);
    run(&tenure.address, &[first.to_vec()], FIRST)?;
    let script = stage.home.path().join("promote.sql");
    let log = written(stage, &database, || {
        run(&tenure.address, &[written_down.to_vec()], 1).map(drop)
    });
    std::fs::write(&script, replay::script(&log.await?)?)?;

    let (mut ratios, mut costs) = (Vec::new(), Vec::new());
    for round in measured.chunks(count) {
        let before = tenure.cpu()?;
        let took = run(&tenure.address, &[round.to_vec()], count)?;
        #[expect(clippy::cast_precision_loss, reason = "some hundreds")]
        let count = count as f64;
        costs.push((tenure.cpu()? - before).as_secs_f64() * 1e6 / count);
        let bare = pgbench(&copy.url, &script, 1, round.len())?;
        ratios.push(count / took.as_secs_f64() / bare);
    }
    let what = "Promote a version, with its decision and events";
    row(what, "rate / pgbench's", Spread::of(ratios), Target::None);
    row(what, "µs CPU a request", Spread::of(costs), Target::None);
    Ok(())
}

/// Registers versions and gives what asks for the promotion of each.
async fn registered(
    stage: &Stage,
    database: &Database,
    count: usize,
) -> anyhow::Result<Vec<Request>> {
    fill::versions(&database.url, 2_000).await?;
    let tenure = stage.serve(database)?;
    let mut connection = Connection::open(&tenure.address)?;
    let mut models = Vec::new();
    for number in 1..=MODELS {
        models.push(fill::model(&database.url, number).await?);
    }
    let source = json!({"kind": "hosted", "platform": "openai", "native_id": "gpt-5-mini"});
    let version = json!({"source": source}).to_string();
    let promotion = json!({"target": "staging", "reason": "Measured by the bench."}).to_string();
    let mut requests = Vec::new();
    for model in models.iter().cycle().take(count) {
        let path = format!("/api/v1/models/{model}/versions");
        let request = Request::post(&path, &database.token, &version);
        let id = made(&mut connection, &request)?;
        let path = format!("/api/v1/versions/{id}/promotions");
        requests.push(Request::post(&path, &database.token, &promotion));
    }
    Ok(requests)
}

/// What PostgreSQL writes down of everything it is asked while `ask` runs.
async fn written(
    stage: &Stage,
    database: &Database,
    ask: impl FnOnce() -> anyhow::Result<()>,
) -> anyhow::Result<String> {
    let mut conn = PgConnection::connect(&database.url).await?;
    let told = async |conn: &mut PgConnection, minimum: &'static str| -> anyhow::Result<()> {
        sqlx::raw_sql(minimum).execute(&mut *conn).await?;
        sqlx::raw_sql("select pg_reload_conf()")
            .execute(conn)
            .await?;
        // Each of its processes takes the setting when it is next asked something.
        tokio::time::sleep(Duration::from_millis(500)).await;
        Ok(())
    };
    told(&mut conn, "alter system set log_min_duration_statement = 0").await?;
    let path = stage.log();
    let before = std::fs::read_to_string(&path)?.len();
    ask()?;
    told(&mut conn, "alter system reset log_min_duration_statement").await?;
    conn.close().await?;
    Ok(std::fs::read_to_string(&path)?.split_off(before))
}
