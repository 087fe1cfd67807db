//! `tenure findings`, `tenure waive`.

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::api::{Api, Connection, Trouble};
use super::label;
use super::output::{self, field};

#[derive(Debug, Subcommand)]
pub enum Command {
    /// List what the service noticed and nobody cleared yet
    List {
        /// Those that are closed instead
        #[arg(long)]
        closed: bool,
        #[command(flatten)]
        connection: Connection,
    },
    /// Close a finding whose cause the service does not watch itself
    Close {
        /// Its id
        finding: String,
        /// Why: at least 10 characters
        #[arg(long)]
        reason: String,
        #[command(flatten)]
        connection: Connection,
    },
}

pub async fn run(command: Command) -> Result<(), Trouble> {
    match command {
        Command::List { closed, connection } => list(closed, &connection).await,
        Command::Close {
            finding,
            reason,
            connection,
        } => {
            let api = Api::new(&connection);
            let path = format!("/findings/{finding}");
            let seen = api.get(&path).await?;
            let path = format!("{path}/close");
            let body = json!({"reason": reason});
            let answer = api.post_at(&path, seen.etag.as_deref(), &body).await?;
            if !output::json(&api, &answer) {
                println!("Closed: {}.", told(&answer.body));
            }
            Ok(())
        }
    }
}

async fn list(closed: bool, connection: &Connection) -> Result<(), Trouble> {
    let api = Api::new(connection);
    let state = if closed { "?state=closed" } else { "" };
    let answer = api.get(&format!("/findings{state}")).await?;
    if output::json(&api, &answer) {
        return Ok(());
    }
    let rows = output::rows(&answer, |finding| {
        vec![
            told(finding),
            field(finding, "/due"),
            field(finding, "/team/slug"),
            field(finding, "/assignee/name"),
            field(finding, "/id"),
        ]
    });
    output::table(&["what", "due", "team", "taken by", "id"], rows);
    Ok(())
}

/// A finding in one sentence without its stop.
fn told(finding: &Value) -> String {
    let label = field(finding, "/label");
    match finding["kind"].as_str() {
        Some("runs_without_evidence") => format!("{label} runs without evidence"),
        Some("requirements_unmet") => {
            let codes = finding["params"]["requirements"].as_array();
            let codes: Vec<&str> = codes
                .into_iter()
                .flatten()
                .filter_map(Value::as_str)
                .collect();
            format!("{label} does not meet {}", codes.join(", "))
        }
        Some(other) => format!("{label}: {}", other.replace('_', " ")),
        None => label,
    }
}

/// Let a version move without one requirement, for a while.
#[derive(Debug, Args)]
pub struct Waive {
    /// MODEL/NUMBER
    version: String,
    /// staging or production
    #[arg(long)]
    to: String,
    /// The policy's name
    #[arg(long)]
    policy: String,
    /// The code of the requirement
    #[arg(long)]
    requirement: String,
    /// Days that it counts: 1 to 90
    #[arg(long, default_value_t = 14)]
    days: u16,
    /// Why: at least 10 characters
    #[arg(long)]
    reason: String,
    #[command(flatten)]
    connection: Connection,
}

pub async fn waive(command: Waive) -> Result<(), Trouble> {
    let api = Api::new(&command.connection);
    let version = label::id(&label::version(&api, &command.version).await?.body)?;
    let policy = label::policy(&api, &command.policy).await?;
    let body = json!({
        "target": command.to, "policy_id": policy, "requirement": command.requirement,
        "expires_in_days": command.days, "reason": command.reason,
    });
    let answer = api
        .post(&format!("/versions/{version}/waivers"), &body)
        .await?;
    if !output::json(&api, &answer) {
        println!(
            "Waived {} of {} for {} until {}; {} answers for it.",
            command.requirement,
            command.policy,
            command.version,
            field(&answer.body, "/expires_at"),
            field(&answer.body, "/owner/name"),
        );
    }
    Ok(())
}
