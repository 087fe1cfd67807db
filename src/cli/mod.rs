//! The command line.

use clap::Parser;

#[derive(Parser)]
#[command(name = "tenure", version, about)]
enum Command {
    /// Print the OpenAPI document.
    Openapi,
}

/// Runs the command that the arguments name.
///
/// # Errors
/// What the command says.
pub async fn run() -> anyhow::Result<()> {
    match Command::parse() {
        Command::Openapi => {
            println!("{}", crate::server::document().to_pretty_json()?);
            Ok(())
        }
    }
}
