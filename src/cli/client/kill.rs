//! `tenure kill`.

use clap::Args;
use serde_json::json;

use super::api::{Api, Connection, Trouble};
use super::label;
use super::output::{self, print_effect, print_route};

/// Take a version off its routes at once.
#[derive(Debug, Args)]
pub struct Kill {
    /// MODEL/NUMBER
    version: String,
    /// Only on this route: ENVIRONMENT/KEY
    #[arg(long)]
    route: Option<String>,
    /// Why: at least 10 characters
    #[arg(long)]
    reason: String,
    /// Show the effect, change nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    connection: Connection,
}

pub async fn run(command: Kill) -> Result<(), Trouble> {
    let api = Api::new(&command.connection);
    let version = label::id(&label::version(&api, &command.version).await?.body)?;
    let (path, body) = match &command.route {
        Some(route) => {
            let route = label::id(&label::route(&api, route).await?.body)?;
            (
                format!("/routes/{route}/kill"),
                json!({"version_id": version, "reason": command.reason}),
            )
        }
        None => (
            format!("/versions/{version}/kill"),
            json!({"reason": command.reason}),
        ),
    };
    let answer = api
        .post(&format!("{path}?dry_run={}", command.dry_run), &body)
        .await?;
    if output::json(&api, &answer) {
        return Ok(());
    }
    if command.dry_run {
        print_effect(&answer.body);
    } else if let Some(routes) = answer.body["routes"].as_array() {
        routes.iter().for_each(print_route);
    } else {
        print_route(&answer.body);
    }
    Ok(())
}
