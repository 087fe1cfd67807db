//! Hide, unhide, rename: the same for everything that has a name.

use clap::Args;
use serde_json::{Value, json};

use super::api::{Answer, Api, Connection, Trouble};
use super::label;
use super::output::{self, field, print_plan};

/// What happens to something that has a name.
#[derive(Debug, Args)]
pub struct Turn {
    /// Its name; of a route ENVIRONMENT/KEY; or its id
    name: String,
    /// Why: at least 10 characters
    #[arg(long)]
    reason: String,
    /// Show what would change, or every reason against it, and change nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    connection: Connection,
}

/// Another name for something.
#[derive(Debug, Args)]
pub struct Rename {
    /// Its name, or its id
    name: String,
    /// Its name from now on
    new_name: String,
    /// Why: at least 10 characters
    #[arg(long)]
    reason: String,
    /// Show what would change, or every reason against it, and change nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    connection: Connection,
}

/// Hides or unhides something of a list.
pub async fn turn(list: &str, verb: &str, command: Turn) -> Result<(), Trouble> {
    let api = Api::new(&command.connection);
    let found = if list == "/routes" {
        label::any_route(&api, &command.name).await?
    } else {
        label::any(&api, list, &command.name, verb == "unhide").await?
    };
    let body = json!({"reason": command.reason});
    let answer = send(&api, list, &found, verb, &body, command.dry_run).await?;
    done(&api, &answer, command.dry_run, verb, &command.name)
}

/// Renames something of a list.
pub async fn rename(list: &str, command: Rename) -> Result<(), Trouble> {
    let api = Api::new(&command.connection);
    let found = label::any(&api, list, &command.name, false).await?;
    let body = json!({"name": command.new_name, "reason": command.reason});
    let answer = send(&api, list, &found, "rename", &body, command.dry_run).await?;
    done(&api, &answer, command.dry_run, "rename", &command.name)
}

async fn send(
    api: &Api,
    list: &str,
    found: &Value,
    verb: &str,
    body: &Value,
    dry_run: bool,
) -> Result<Answer, Trouble> {
    let path = format!("{list}/{}", label::id(found)?);
    let tag = format!("\"{}\"", field(found, "/revision"));
    let path = format!("{path}/{verb}?dry_run={dry_run}");
    api.post_at(&path, Some(&tag), body).await
}

fn done(api: &Api, answer: &Answer, dry_run: bool, verb: &str, name: &str) -> Result<(), Trouble> {
    if !output::json(api, answer) {
        match (dry_run, verb) {
            (true, _) => print_plan(&answer.body),
            (false, "hide") => println!("Hid {name}."),
            (false, "unhide") => println!("{name} is shown again."),
            (false, _) => println!("{name} is named {} now.", field(&answer.body, "/name")),
        }
    }
    output::allowed(dry_run, answer)
}
