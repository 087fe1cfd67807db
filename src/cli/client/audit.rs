//! `tenure audit`.

use clap::{Args, ValueEnum};

use super::api::{Api, Connection, Trouble};
use super::output::{self, field};

/// List or export the audit log.
#[derive(Debug, Args)]
pub struct Audit {
    /// Of this entity (an id)
    #[arg(long)]
    entity: Option<String>,
    /// Of this kind: route.switched, or all that begin so: route.
    #[arg(long)]
    kind: Option<String>,
    /// Not before this instant
    #[arg(long)]
    from: Option<String>,
    /// Before this instant
    #[arg(long)]
    to: Option<String>,
    /// As it was: @POSITION or an instant
    #[arg(long)]
    known: Option<String>,
    /// How many: 1 to 200
    #[arg(long, conflicts_with = "export")]
    limit: Option<i64>,
    /// Print the whole log as a file
    #[arg(long)]
    export: Option<Format>,
    #[command(flatten)]
    connection: Connection,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Csv,
    Jsonl,
}

pub async fn run(command: Audit) -> Result<(), Trouble> {
    let api = Api::new(&command.connection);
    let mut pairs = vec![
        ("entity", command.entity),
        ("kind", command.kind),
        ("from", command.from),
        ("to", command.to),
        ("known", command.known),
    ];
    if let Some(format) = command.export {
        let format = match format {
            Format::Csv => "csv",
            Format::Jsonl => "jsonl",
        };
        pairs.push(("format", Some(format.into())));
        print!("{}", api.query("/events/export", &pairs).await?.raw);
        return Ok(());
    }
    pairs.push(("limit", command.limit.map(|limit| limit.to_string())));
    let answer = api.query("/events", &pairs).await?;
    if !output::json(&api, &answer) {
        let rows = output::rows(&answer, |event| {
            vec![
                format!("@{}", field(event, "/position")),
                field(event, "/at"),
                field(event, "/sentence/message"),
                field(event, "/reason"),
            ]
        });
        output::table(&["position", "at", "what", "why"], rows);
    }
    Ok(())
}
