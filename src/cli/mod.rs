//! The command line. Commands of the server open the database; all others speak HTTP like any client.
//!
//! Exit codes: 0 done, 1 failed, 2 wrong arguments, 3 refused by a rule (every reason is printed),
//! 4 not found, 5 not signed in or not permitted, 6 changed since it was read, 7 not as the files say.

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
    4 not found, 5 not signed in or not permitted, 6 changed since it was read, 7 not as the files say.\n\
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
    use clap::{Command, CommandFactory as _};

    /// Arguments that hold a time of what was measured, adopted or asked for, or a condition; never the event's time.
    const TIMES: &[&str] = &[
        "versions register adopted_since",
        "evaluations record run_at",
        "claim-rules make when",
        "ran at",
    ];
    /// Parts of names under which a clock could be set.
    const WORDS: &[&str] = &[
        "clock", "time", "now", "date", "instant", "at", "since", "when",
    ];

    #[test]
    fn every_command_and_option_is_defined_once() {
        super::Arguments::command().debug_assert();
    }

    fn arguments(command: &Command, path: &str, found: &mut Vec<String>) {
        for argument in command.get_arguments() {
            let variable = argument
                .get_env()
                .map(|name| name.to_string_lossy().to_lowercase());
            let names = [Some(argument.get_id().as_str().to_lowercase()), variable];
            let clock = names
                .into_iter()
                .flatten()
                .flat_map(|name| {
                    name.split(['_', '-'])
                        .map(str::to_owned)
                        .collect::<Vec<_>>()
                })
                .any(|word| WORDS.contains(&word.as_str()));
            if clock {
                found.push(format!("{path} {}", argument.get_id()));
            }
        }
        for inner in command.get_subcommands() {
            arguments(inner, format!("{path} {}", inner.get_name()).trim(), found);
        }
    }

    /// The commands that stand in a text: what begins with `tenure` after a quotation mark, up to the next such mark.
    fn commands(text: &str) -> Vec<Vec<String>> {
        let mut found = Vec::new();
        for mark in ['"', '`', '\''] {
            for part in text.split(&format!("{mark}tenure ")).skip(1) {
                let line = part.split([mark, '\n']).next().unwrap_or_default();
                // A name that is filled in is one word.
                let mut words = String::new();
                for (number, piece) in line.split("${").enumerate() {
                    let rest = piece.split_once('}').filter(|_| number > 0);
                    words.push_str(&rest.map_or(piece.to_owned(), |(_, rest)| format!("x{rest}")));
                }
                // What stands in quotation marks is one word.
                let words = words.split('"').enumerate().flat_map(|(number, piece)| {
                    if number % 2 == 1 {
                        vec![piece.to_owned()]
                    } else {
                        piece.split_whitespace().map(str::to_owned).collect()
                    }
                });
                found.push(std::iter::once("tenure".to_owned()).chain(words).collect());
            }
        }
        found
    }

    #[test]
    fn every_command_that_the_console_shows_can_be_pasted() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/web/src/messages/en");
        let mut read = 0;
        for file in std::fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            for words in commands(&std::fs::read_to_string(&path).unwrap()) {
                read += 1;
                let parsed = super::Arguments::command().try_get_matches_from(&words);
                assert!(
                    parsed.is_ok(),
                    "{}: {words:?}: {}",
                    path.display(),
                    parsed.unwrap_err()
                );
            }
        }
        assert!(read > 15, "{read} commands were found");
    }

    #[test]
    fn no_argument_and_no_variable_sets_a_clock() {
        let mut found = Vec::new();
        arguments(&super::Arguments::command(), "", &mut found);
        assert_eq!(found, TIMES);
    }
}
