//! Everything that is measured, on one PostgreSQL that ends with the run.

mod evidence;
mod lists;
mod promotes;
mod replay;
mod requests;
mod stage;
mod starts;
mod writes;

use std::path::Path;

use tenure::server::embedded_postgres::Durability;

use crate::table;

/// How much of everything.
#[derive(Clone, Copy)]
pub struct Amount {
    /// Rounds in which the rivals take turns.
    rounds: usize,
    /// Requests of one rival in a round, where one takes microseconds.
    many: usize,
    /// The same where one takes milliseconds.
    few: usize,
    /// Versions in the large database.
    versions: i32,
    /// Result files that are imported one after another.
    files: usize,
    /// Items of the largest file.
    items: usize,
}

/// What can be measured alone.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Part {
    Requests,
    Writes,
    Lists,
    Evidence,
    Starts,
}

/// Measures everything, or only some parts, and prints the table.
pub async fn everything(tenure: &Path, smoke: bool, only: &[Part]) -> anyhow::Result<()> {
    let amount = if smoke {
        Amount {
            rounds: 1,
            many: 64,
            few: 16,
            versions: 2_000,
            files: 20,
            items: 2_000,
        }
    } else {
        Amount {
            rounds: 5,
            many: 20_000,
            few: 1_600,
            versions: 100_000,
            files: 1_000,
            items: 200_000,
        }
    };
    let stage = stage::Stage::new(tenure, Durability::Ephemeral).await?;
    table::head();
    let wanted = |part| only.is_empty() || only.contains(&part);
    if wanted(Part::Requests) {
        requests::measure(&stage, amount).await?;
    }
    if wanted(Part::Writes) {
        let on_disk = stage::Stage::new(tenure, Durability::Durable).await?;
        writes::measure(&on_disk, amount, writes::ON_DISK).await?;
        drop(on_disk);
        writes::measure(&stage, amount, writes::IN_MEMORY).await?;
        promotes::measure(&stage, amount).await?;
    }
    if wanted(Part::Lists) {
        lists::measure(&stage, amount).await?;
    }
    if wanted(Part::Evidence) {
        evidence::measure(&stage, amount).await?;
    }
    if wanted(Part::Starts) {
        starts::measure(&stage, amount).await?;
    }
    Ok(())
}
