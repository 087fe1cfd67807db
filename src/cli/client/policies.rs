//! `tenure policies`.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::api::{Answer, Api, Connection, Trouble};
use super::label;
use super::output::{self, field};
use super::turns;

#[derive(Debug, Subcommand)]
pub enum Command {
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
    /// Publish a new content from a JSON file: the content alone
    Publish {
        /// Its name
        policy: String,
        /// The file
        file: PathBuf,
        /// Show what would change, or every reason against it, and change nothing
        #[arg(long)]
        dry_run: bool,
        #[command(flatten)]
        connection: Connection,
    },
    /// Show what would not meet a content where it runs, and which past moves it would not have let happen
    Preview {
        /// A JSON file: the content alone, or {"name", "content"}
        file: PathBuf,
        #[command(flatten)]
        connection: Connection,
    },
    /// Hide a policy that is turned off: its name may be given again
    Hide(turns::Turn),
    /// Show a policy again; it stays turned off
    Unhide(turns::Turn),
    /// Give a policy another name
    Rename(turns::Rename),
    /// Turn a policy on
    TurnOn(Turn),
    /// Turn a policy off: it guards nothing until it is turned on again
    TurnOff(Turn),
}

#[derive(Debug, Args)]
pub struct Turn {
    /// Its name
    policy: String,
    /// Why: at least 10 characters
    #[arg(long)]
    reason: String,
    /// Show what would change, or every reason against it, and change nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    connection: Connection,
}

pub async fn run(command: Command) -> Result<(), Trouble> {
    match command {
        Command::List { connection } => list(&connection).await,
        Command::Create { file, connection } => {
            let api = Api::new(&connection);
            let answer = api.post("/policies", &read(&file).await?).await?;
            print(&api, &answer, "Created", false)
        }
        Command::Publish {
            policy,
            file,
            dry_run,
            connection,
        } => {
            let api = Api::new(&connection);
            let body = json!({"content": read(&file).await?});
            let answer = change(&api, &policy, "versions", &body, dry_run).await?;
            print(&api, &answer, "Published", dry_run)
        }
        Command::Preview { file, connection } => preview(&file, &connection).await,
        Command::Hide(command) => turns::turn("/policies", "hide", command).await,
        Command::Unhide(command) => turns::turn("/policies", "unhide", command).await,
        Command::Rename(command) => turns::rename("/policies", command).await,
        Command::TurnOn(turn) => turned(turn, "turn-on", "Turned on").await,
        Command::TurnOff(turn) => turned(turn, "turn-off", "Turned off").await,
    }
}

async fn list(connection: &Connection) -> Result<(), Trouble> {
    let api = Api::new(connection);
    let answer = api.get("/policies").await?;
    if output::json(&api, &answer) {
        return Ok(());
    }
    let rows = output::rows(&answer, |policy| {
        let requirements = policy["content"]["requirements"].as_array();
        vec![
            field(policy, "/name"),
            field(policy, "/number"),
            field(policy, "/state"),
            field(policy, "/content/applies/target"),
            requirements.map_or(0, Vec::len).to_string(),
            field(policy, "/content/approvals/quorum"),
        ]
    });
    let header = [
        "name",
        "number",
        "state",
        "guards",
        "requirements",
        "approvals",
    ];
    output::table(&header, rows);
    Ok(())
}

async fn preview(file: &Path, connection: &Connection) -> Result<(), Trouble> {
    let api = Api::new(connection);
    let read = read(file).await?;
    let content = read.get("content").unwrap_or(&read);
    let answer = api
        .post("/policies/preview", &json!({"content": content}))
        .await?;
    if output::json(&api, &answer) {
        return Ok(());
    }
    let list = |name: &str| answer.body[name].as_array().cloned().unwrap_or_default();
    for problem in list("problems") {
        println!(
            "{}: {} (expected: {})",
            field(&problem, "/pointer"),
            field(&problem, "/message"),
            field(&problem, "/expected")
        );
    }
    let (lacking, otherwise) = (list("lacking"), list("otherwise"));
    println!(
        "{} of {} running versions do not meet it; {} of the last {} moves would not have happened.",
        lacking.len(),
        field(&answer.body, "/running"),
        otherwise.len(),
        field(&answer.body, "/moves"),
    );
    for one in lacking.iter().chain(&otherwise) {
        let label = field(one, "/label");
        let version = format!(
            "{}/{}",
            field(one, "/version/model_name"),
            field(one, "/version/number")
        );
        println!(
            "{}",
            if label.is_empty() {
                version
            } else {
                format!("{label}, {version}")
            }
        );
        for unmet in one["unmet"].as_array().into_iter().flatten() {
            let mark = if unmet["outcome"] == "fail" {
                "✕"
            } else {
                "?"
            };
            println!("  {mark} {}", field(unmet, "/title"));
            let remedy = field(unmet, "/remedy/text");
            if !remedy.is_empty() {
                println!("      {remedy}");
            }
        }
    }
    Ok(())
}

async fn turned(turn: Turn, verb: &str, said: &str) -> Result<(), Trouble> {
    let api = Api::new(&turn.connection);
    let body = json!({"reason": turn.reason});
    let answer = change(&api, &turn.policy, verb, &body, turn.dry_run).await?;
    print(&api, &answer, said, turn.dry_run)
}

/// A command on the policy of this name, as it is now.
async fn change(
    api: &Api,
    name: &str,
    verb: &str,
    body: &Value,
    dry_run: bool,
) -> Result<Answer, Trouble> {
    let id = label::policy(api, name).await?;
    let seen = api.get(&format!("/policies/{id}")).await?;
    let path = format!("/policies/{id}/{verb}?dry_run={dry_run}");
    api.post_at(&path, seen.etag.as_deref(), body).await
}

fn print(api: &Api, answer: &Answer, said: &str, dry_run: bool) -> Result<(), Trouble> {
    let said_as_json = output::json(api, answer);
    if !said_as_json && dry_run {
        output::print_plan(&answer.body);
    } else if !said_as_json {
        println!(
            "{said} policy {}, version {}.",
            field(&answer.body, "/name"),
            field(&answer.body, "/number")
        );
    }
    output::allowed(dry_run, answer)
}

async fn read(file: &Path) -> Result<Value, Trouble> {
    let unreadable = |error: String| Trouble::Local(format!("{}: {error}", file.display()));
    let text = tokio::fs::read_to_string(file)
        .await
        .map_err(|error| unreadable(error.to_string()))?;
    serde_json::from_str(&text).map_err(|error| unreadable(error.to_string()))
}
