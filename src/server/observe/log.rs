//! The log: on standard error, for people or for machines.

use std::io::IsTerminal as _;

use tracing_subscriber::EnvFilter;

/// How a line of the log looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum LogFormat {
    /// For people on a terminal, JSON everywhere else
    Auto,
    /// One JSON object a line
    Json,
    /// Words
    Text,
}

/// Begins to write the log; `TENURE_LOG` chooses what is in it, as `RUST_LOG` does elsewhere, instead of `default`.
pub fn start_log(format: LogFormat, default: &str) {
    let filter = EnvFilter::try_from_env("TENURE_LOG").unwrap_or_else(|_| EnvFilter::new(default));
    let terminal = std::io::stderr().is_terminal();
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    let json = match format {
        LogFormat::Auto => !terminal,
        LogFormat::Json => true,
        LogFormat::Text => false,
    };
    if json {
        lines.json().flatten_event(true).init();
    } else {
        lines.with_ansi(terminal).with_target(false).init();
    }
}
