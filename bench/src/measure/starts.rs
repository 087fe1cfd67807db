//! How long it takes until it listens.

use std::process::Command;

use super::Amount;
use super::stage::Stage;
use crate::program::Server;
use crate::table::{Spread, Target, row};

pub async fn measure(stage: &Stage, amount: Amount) -> anyhow::Result<()> {
    let database = stage.database("starts").await?;
    let mut seconds = Vec::new();
    for _ in 0..amount.rounds {
        seconds.push(stage.serve(&database)?.started_in.as_secs_f64());
    }
    let spread = Spread::of(seconds);
    row(
        "Start with a database",
        "seconds",
        spread,
        Target::AtMost(0.2),
    );

    let data = stage.home.path().join("own");
    let mut own = Command::new("./run");
    own.args(["--listen", "127.0.0.1:0"])
        .env("TENURE_DATA_DIR", &data)
        .env_remove("TENURE_DATABASE_URL");
    // The first start makes the cluster.
    drop(Server::start(&mut own)?);
    let mut seconds = Vec::new();
    for _ in 0..amount.rounds {
        seconds.push(Server::start(&mut own)?.started_in.as_secs_f64());
    }
    let spread = Spread::of(seconds);
    row(
        "Second start of ./run",
        "seconds",
        spread,
        Target::AtMost(0.3),
    );
    Ok(())
}
