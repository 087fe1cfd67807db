//! Lists and search with few and with many versions.

use std::time::Instant;

use super::Amount;
use super::stage::Stage;
use crate::fill;
use crate::load::{Connection, Request};
use crate::table::{Spread, Target, row};

const FEW: i32 = 1_000;
/// Times that each list is asked for in a round.
const TIMES: usize = 20;
/// Pages of the same length in both, so that the same is read.
const LISTS: [(&str, &str); 6] = [
    ("Models", "/api/v1/models?limit=20"),
    ("Models by name", "/api/v1/models?q=bench%2019&limit=1"),
    ("Versions, newest first", "/api/v1/versions?limit=20"),
    (
        "Versions of a model string",
        "/api/v1/versions?native_id=gpt-7-fdb8cf0f",
    ),
    ("Search a version", "/api/v1/search?q=bench%2019/7"),
    ("Search a model string", "/api/v1/search?q=gpt-7-fdb8"),
];

pub async fn measure(stage: &Stage, amount: Amount) -> anyhow::Result<()> {
    let small = stage.database("small").await?;
    let large = stage.database("large").await?;
    fill::versions(&small.url, FEW).await?;
    fill::versions(&large.url, amount.versions).await?;
    let servers = (stage.serve(&small)?, stage.serve(&large)?);
    let mut small_connection = Connection::open(&servers.0.address)?;
    let mut large_connection = Connection::open(&servers.1.address)?;
    for (what, path) in LISTS {
        let small = Request::get(path, &small.token);
        let large = Request::get(path, &large.token);
        let mut ratios = Vec::new();
        for _ in 0..amount.rounds {
            let few = median(&mut small_connection, &small)?;
            ratios.push(median(&mut large_connection, &large)? / few);
        }
        let figure = format!("{} / {FEW} versions", amount.versions);
        row(what, &figure, Spread::of(ratios), Target::AtMost(1.5));
    }
    Ok(())
}

/// Seconds of the middle one of some requests.
fn median(connection: &mut Connection, request: &Request) -> anyhow::Result<f64> {
    let mut seconds = Vec::new();
    for _ in 0..TIMES {
        let began = Instant::now();
        connection.ask(request)?;
        seconds.push(began.elapsed().as_secs_f64());
    }
    Ok(Spread::of(seconds).median)
}
