//! `tenure claim-rules`.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::api::{Answer, Api, Connection, Trouble};
use super::label;
use super::output::{self, field};
use crate::ground::identity::Role;

#[derive(Debug, Subcommand)]
pub enum Command {
    /// List claim rules
    List {
        #[command(flatten)]
        connection: Connection,
    },
    /// Make a rule: machines whose tokens fit come in without a stored secret
    Make(Make),
    /// Turn a rule on
    TurnOn(Turn),
    /// Turn a rule off: it lets nobody in until it is turned on again
    TurnOff(Turn),
    /// Hide a rule for good
    Hide(Turn),
    /// Say what a token with these claims would be: a JSON file with its payload
    Check {
        /// The file; `-` reads standard input
        file: PathBuf,
        #[command(flatten)]
        connection: Connection,
    },
}

#[derive(Debug, Args)]
pub struct Make {
    /// Its name
    name: String,
    /// The exact `iss`
    #[arg(long)]
    issuer: String,
    /// A claim and what it looks like, as claim=pattern; `*` stands for any characters. All of them hold
    #[arg(long = "when", required = true, value_parser = condition)]
    when: Vec<Value>,
    /// What it may do
    #[arg(long)]
    role: Role,
    /// On which team, by slug; without it everywhere
    #[arg(long)]
    team: Option<String>,
    /// In which environment; without it everywhere
    #[arg(long)]
    environment: Option<String>,
    #[command(flatten)]
    connection: Connection,
}

#[derive(Debug, Args)]
pub struct Turn {
    /// Its name
    rule: String,
    /// Why
    #[arg(long)]
    reason: String,
    #[command(flatten)]
    connection: Connection,
}

fn condition(text: &str) -> Result<Value, String> {
    let (claim, pattern) = text
        .split_once('=')
        .ok_or("claim=pattern, such as repository=acme/app")?;
    Ok(json!({"claim": claim, "pattern": pattern}))
}

pub async fn run(command: Command) -> Result<(), Trouble> {
    match command {
        Command::List { connection } => list(&connection).await,
        Command::Make(make) => made(make).await,
        Command::TurnOn(turn) => turned(turn, "turn-on", "Turned on").await,
        Command::TurnOff(turn) => turned(turn, "turn-off", "Turned off").await,
        Command::Hide(turn) => turned(turn, "hide", "Hid").await,
        Command::Check { file, connection } => check(&file, &connection).await,
    }
}

fn conditions(rule: &Value, name: &str) -> String {
    let all = rule[name].as_array().into_iter().flatten();
    let all: Vec<String> = all
        .map(|one| format!("{}={}", field(one, "/claim"), field(one, "/pattern")))
        .collect();
    all.join(" ")
}

async fn list(connection: &Connection) -> Result<(), Trouble> {
    let api = Api::new(connection);
    let answer = api.get("/claim-rules?limit=200").await?;
    if output::json(&api, &answer) {
        return Ok(());
    }
    let rows = output::rows(&answer, |rule| {
        vec![
            field(rule, "/name"),
            field(rule, "/state"),
            field(rule, "/issuer"),
            conditions(rule, "conditions"),
            field(rule, "/role"),
            field(rule, "/team/slug"),
            field(rule, "/environment"),
            field(rule, "/machines"),
        ]
    });
    let header = [
        "name",
        "state",
        "issuer",
        "when",
        "role",
        "team",
        "environment",
        "machines",
    ];
    output::table(&header, rows);
    Ok(())
}

async fn made(make: Make) -> Result<(), Trouble> {
    let api = Api::new(&make.connection);
    let team = match &make.team {
        Some(slug) => Some(label::team(&api, slug).await?),
        None => None,
    };
    let body = json!({
        "name": make.name, "issuer": make.issuer, "conditions": make.when, "role": make.role,
        "team_id": team, "environment": make.environment,
    });
    let answer = api.post("/claim-rules", &body).await?;
    print(&api, &answer, "Made");
    Ok(())
}

async fn turned(turn: Turn, verb: &str, said: &str) -> Result<(), Trouble> {
    let api = Api::new(&turn.connection);
    let id = label::claim_rule(&api, &turn.rule).await?;
    let seen = api.get(&format!("/claim-rules/{id}")).await?;
    let path = format!("/claim-rules/{id}/{verb}");
    let body = json!({"reason": turn.reason});
    let answer = api.post_at(&path, seen.etag.as_deref(), &body).await?;
    print(&api, &answer, said);
    Ok(())
}

fn print(api: &Api, answer: &Answer, said: &str) {
    if !output::json(api, answer) {
        println!("{said} claim rule {}.", field(&answer.body, "/name"));
    }
}

async fn check(file: &Path, connection: &Connection) -> Result<(), Trouble> {
    let api = Api::new(connection);
    let body = json!({"claims": read(file).await?});
    let answer = api.post("/claim-rules/check", &body).await?;
    if output::json(&api, &answer) {
        return Ok(());
    }
    for rule in answer.body["rules"].as_array().into_iter().flatten() {
        let (name, role) = (field(rule, "/name"), field(rule, "/role"));
        if rule["fits"] == true {
            println!("✓ {name}: gives {role}");
        } else {
            println!("✕ {name}: does not fit {}", conditions(rule, "unmet"));
        }
    }
    println!("outcome: {}", field(&answer.body, "/outcome"));
    Ok(())
}

async fn read(file: &Path) -> Result<Value, Trouble> {
    let unreadable = |error: String| Trouble::Local(format!("{}: {error}", file.display()));
    let text = if file == Path::new("-") {
        std::io::read_to_string(std::io::stdin())
    } else {
        tokio::fs::read_to_string(file).await
    };
    let text = text.map_err(|error| unreadable(error.to_string()))?;
    serde_json::from_str(&text).map_err(|error| unreadable(error.to_string()))
}
