//! The command line. Commands of the server open the database; all others speak HTTP like any client.
//!
//! Exit codes: 0 done, 1 failed, 2 wrong arguments, 3 refused by a rule (every reason is printed),
//! 4 not found, 5 not signed in or not permitted, 6 changed since it was read.

mod client;
mod server;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The lifecycle and model registry for language models in production.
#[derive(Debug, Parser)]
#[command(name = "tenure", version, about, after_help = EXIT_CODES)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

const EXIT_CODES: &str = "Exit codes: 0 done, 1 failed, 2 wrong arguments, 3 refused by a rule, \
    4 not found, 5 not signed in or not permitted, 6 changed since it was read.\n\
    Client commands read TENURE_URL (http://127.0.0.1:8080 unless set) and TENURE_TOKEN.";

#[derive(Debug, Subcommand)]
enum Command {
    #[command(flatten)]
    Server(server::ServerCommand),
    #[command(flatten)]
    Client(client::ClientCommand),
}

/// Runs the command that the arguments name.
pub async fn run() -> ExitCode {
    match Arguments::parse().command {
        Command::Server(command) => match server::run(command).await {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("tenure: {error:#}");
                ExitCode::FAILURE
            }
        },
        Command::Client(command) => client::run(command).await,
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn every_command_and_option_is_defined_once() {
        super::Arguments::command().debug_assert();
    }
}
