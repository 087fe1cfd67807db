//! Measures Tenure: everything as a ratio within one run, in rounds that take turns.
//!
//! The main figure is the processor time of the server for one request, of user and system together: client and
//! server share this machine's cores, so the time on the clock says as much about the client.

mod bare;
mod fill;
mod load;
mod measure;
mod program;
mod table;

use std::path::PathBuf;

use clap::{Parser, Subcommand};
use mimalloc::MiMalloc;

/// The product's allocator, so that the bare server has it too.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// The bare server: the same look-ups and statements, and nothing else
    Bare {
        /// The database
        url: String,
    },
    /// Measure everything and print the table
    Measure {
        /// The product's binary
        #[arg(long)]
        tenure: PathBuf,
        /// Hardly any requests: only whether it still works
        #[arg(long)]
        smoke: bool,
        /// Only these measurements
        #[arg(long)]
        only: Vec<measure::Part>,
    },
}

#[actix_web::main]
async fn main() -> anyhow::Result<()> {
    match Arguments::parse().command {
        Command::Bare { url } => bare::serve(&url).await,
        Command::Measure {
            tenure,
            smoke,
            only,
        } => measure::everything(&tenure, smoke, &only).await,
    }
}
