//! `tenure promote`, `approve`, `policies`.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::api::{Api, Connection, Trouble};
use super::label;
use super::output::{self, field};

/// Ask whether a version may go up, and move it when nothing is missing.
#[derive(Debug, Args)]
pub struct Promote {
    /// MODEL/NUMBER
    version: String,
    /// staging or production
    #[arg(long)]
    to: String,
    /// Why: at least 10 characters
    #[arg(long, required_unless_present = "dry_run")]
    reason: Option<String>,
    /// Show what is missing, change nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    connection: Connection,
}

/// Approve a promotion as it stands.
#[derive(Debug, Args)]
pub struct Approve {
    /// PR-0042, or its id
    promotion: String,
    /// What was checked
    #[arg(long)]
    comment: Option<String>,
    #[command(flatten)]
    connection: Connection,
}

#[derive(Debug, Subcommand)]
pub enum PolicyCommand {
    /// List policies
    List {
        #[command(flatten)]
        connection: Connection,
    },
    /// Create a policy from a JSON file {"name", "team_id", "content"}
    Create {
        /// The file
        file: PathBuf,
        #[command(flatten)]
        connection: Connection,
    },
}

pub async fn policies(command: PolicyCommand) -> Result<(), Trouble> {
    match command {
        PolicyCommand::List { connection } => {
            let api = Api::new(&connection);
            let answer = api.get("/policies").await?;
            if !output::json(&api, &answer) {
                let rows = output::rows(&answer, |policy| {
                    let count = policy["content"]["requirements"]
                        .as_array()
                        .map_or(0, Vec::len);
                    vec![
                        field(policy, "/name"),
                        field(policy, "/number"),
                        field(policy, "/state"),
                        field(policy, "/content/applies/target"),
                        count.to_string(),
                        field(policy, "/content/approvals/quorum"),
                    ]
                });
                output::table(
                    &[
                        "name",
                        "number",
                        "state",
                        "guards",
                        "requirements",
                        "approvals",
                    ],
                    rows,
                );
            }
        }
        PolicyCommand::Create { file, connection } => {
            let api = Api::new(&connection);
            let unreadable = |error: String| Trouble::Local(format!("{}: {error}", file.display()));
            let text = tokio::fs::read_to_string(&file)
                .await
                .map_err(|e| unreadable(e.to_string()))?;
            let body: Value = serde_json::from_str(&text).map_err(|e| unreadable(e.to_string()))?;
            let answer = api.post("/policies", &body).await?;
            if !output::json(&api, &answer) {
                println!(
                    "Created policy {}, version {}.",
                    field(&answer.body, "/name"),
                    field(&answer.body, "/number")
                );
            }
        }
    }
    Ok(())
}

pub async fn promote(command: Promote) -> Result<(), Trouble> {
    let api = Api::new(&command.connection);
    let version = label::id(&label::version(&api, &command.version).await?.body)?;
    let path = format!("/versions/{version}/promotions");
    let body = json!({"target": command.to, "reason": command.reason.as_deref().unwrap_or("dry run of the command line")});
    if command.dry_run {
        let answer = api.post(&format!("{path}?dry_run=true"), &body).await?;
        if !output::json(&api, &answer) {
            print_verdict(&answer.body);
        }
        return Ok(());
    }
    let answer = api.post(&path, &body).await?;
    if !output::json(&api, &answer) {
        print_promotion(&answer.body);
    }
    Ok(())
}

pub async fn approve(command: Approve) -> Result<(), Trouble> {
    let api = Api::new(&command.connection);
    let promotion = label::promotion(&api, &command.promotion).await?.body;
    let path = format!("/promotions/{}/approve", label::id(&promotion)?);
    let body =
        json!({"proposal_hash": promotion["verdict"]["proposal_hash"], "comment": command.comment});
    let answer = api.post(&path, &body).await?;
    if !output::json(&api, &answer) {
        print_promotion(&answer.body);
    }
    Ok(())
}

fn print_promotion(promotion: &Value) {
    println!(
        "{}: {}",
        field(promotion, "/number_label"),
        field(promotion, "/state").replace('_', " ")
    );
    print_verdict(&promotion["verdict"]);
}

fn print_verdict(verdict: &Value) {
    println!("{}", field(verdict, "/headline/message"));
    let requirements = verdict["requirements"]
        .as_array()
        .map_or(&[][..], Vec::as_slice);
    for requirement in requirements {
        let mark = match requirement["outcome"].as_str() {
            Some("pass") => "✓",
            Some("fail") => "✕",
            Some(_) | None => "?",
        };
        let measured = field(requirement, "/measured/text");
        let measured = if measured.is_empty() {
            String::new()
        } else {
            format!(": {measured}")
        };
        println!("  {mark} {}{measured}", field(requirement, "/title"));
        if mark == "✓" {
            continue;
        }
        for pointer in ["/reason", "/remedy/text"] {
            let text = field(requirement, pointer);
            if !text.is_empty() {
                println!("      {text}");
            }
        }
        if let Some(command) = requirement["remedy"]["command"].as_str() {
            println!("      $ {command}");
        }
    }
    for blocker in verdict["blockers"].as_array().into_iter().flatten() {
        println!("  ✕ {}", field(blocker, "/message"));
    }
}
