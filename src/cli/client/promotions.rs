//! `tenure promote`, `approve`, `comment`.

use clap::Args;
use serde_json::{Value, json};

use super::api::{Api, Connection, Trouble};
use super::label;
use super::output::{self, field};

/// Ask whether a version may go up, and move it when nothing is missing.
///
/// Exits with 3 when something is missing, so that a pipeline stops there.
#[derive(Debug, Args)]
pub struct Promote {
    /// MODEL/NUMBER
    version: String,
    /// staging or production
    #[arg(long)]
    to: String,
    /// For which application, by its name; without it for any, and every policy guards it
    #[arg(long, value_name = "NAME")]
    application: Option<String>,
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

/// Say something about a promotion. It changes nothing of it.
#[derive(Debug, Args)]
pub struct Comment {
    /// PR-0042, or its id
    promotion: String,
    /// What to say
    text: String,
    #[command(flatten)]
    connection: Connection,
}

pub async fn promote(command: Promote) -> Result<(), Trouble> {
    let api = Api::new(&command.connection);
    let version = label::id(&label::version(&api, &command.version).await?.body)?;
    let path = format!("/versions/{version}/promotions");
    let application = match &command.application {
        Some(name) => Some(label::id(
            &label::named(&api, "/applications", name).await?,
        )?),
        None => None,
    };
    let reason = command.reason.as_deref();
    let body = json!({
        "target": command.to, "application_id": application,
        "reason": reason.unwrap_or("dry run of the command line"),
    });
    if command.dry_run {
        let answer = api.post(&format!("{path}?dry_run=true"), &body).await?;
        if !output::json(&api, &answer) {
            print_verdict(&answer.body);
        }
        return allowed(answer.body["outcome"] == "allowed");
    }
    let answer = api.post(&path, &body).await?;
    if !output::json(&api, &answer) {
        print_promotion(&answer.body);
    }
    allowed(answer.body["state"] == "applied")
}

fn allowed(yes: bool) -> Result<(), Trouble> {
    if yes {
        Ok(())
    } else {
        Err(Trouble::NotAllowed)
    }
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

pub async fn comment(command: Comment) -> Result<(), Trouble> {
    let api = Api::new(&command.connection);
    let promotion = label::promotion(&api, &command.promotion).await?.body;
    let path = format!("/promotions/{}/comments", label::id(&promotion)?);
    let answer = api.post(&path, &json!({"text": command.text})).await?;
    if !output::json(&api, &answer) {
        let number = field(&answer.body, "/number");
        println!("{}: comment {number}", field(&promotion, "/number_label"));
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
            Some(_) if requirement["waiver"].is_object() => "–",
            // It does not hold, and blocks nothing.
            Some("fail") if requirement["severity"] == "warn" => "△",
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
        for pointer in ["/reason", "/explanation", "/remedy/text"] {
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
    let roles = verdict["approvals"]["roles"].as_array().into_iter();
    for need in roles.flatten().filter(|need| need["given"] == false) {
        let people = need["eligible"].as_array().into_iter().flatten();
        let names: Vec<String> = people.map(|one| field(one, "/name")).collect();
        let names = if names.is_empty() {
            "nobody holds it".into()
        } else {
            names.join(", ")
        };
        println!(
            "  ? One who approves with the role {}: {names}",
            field(need, "/role")
        );
    }
}
