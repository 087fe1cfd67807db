//! `tenure which` and `tenure ran`.

use clap::Args;
use serde_json::Value;

use super::api::{Api, Connection, Trouble};
use super::label;
use super::output::{self, field};

/// Ask which version an application must call right now.
#[derive(Debug, Args)]
pub struct Which {
    /// ENVIRONMENT/KEY
    route: String,
    /// Who calls: the same unit gets the same version
    #[arg(long)]
    unit: Option<String>,
    #[command(flatten)]
    connection: Connection,
}

/// Ask what ran at an instant or over an interval.
#[derive(Debug, Args)]
pub struct Ran {
    /// The instant (RFC 3339); now unless told
    #[arg(long, conflicts_with_all = ["from", "to"])]
    at: Option<String>,
    /// Start of the interval
    #[arg(long, requires = "to")]
    from: Option<String>,
    /// End of the interval
    #[arg(long, requires = "from")]
    to: Option<String>,
    /// As the log knew it: @POSITION or an instant
    #[arg(long)]
    known: Option<String>,
    /// Only this route: ENVIRONMENT/KEY
    #[arg(long)]
    route: Option<String>,
    #[command(flatten)]
    connection: Connection,
}

pub async fn which(command: Which) -> Result<(), Trouble> {
    let api = Api::new(&command.connection);
    let answer = api
        .query(
            &format!("/resolve/{}", command.route),
            &[("unit", command.unit)],
        )
        .await?;
    if output::json(&api, &answer) {
        return Ok(());
    }
    let body = &answer.body;
    if body["version"].is_null() {
        return Err(Trouble::Missing(format!(
            "nothing serves {}: call the declared fallback",
            command.route
        )));
    }
    println!(
        "{}/{}: call {} on {}",
        field(body, "/version/model"),
        field(body, "/version/number"),
        field(body, "/call/model"),
        field(body, "/call/platform")
    );
    println!("parameters {}", body["call"]["parameters"]);
    println!(
        "reason {}, slot {}, snapshot {}",
        field(body, "/reason"),
        field(body, "/slot"),
        field(body, "/snapshot/seq")
    );
    Ok(())
}

/// `PR-0042`, `adopted`: what allowed each version to run.
fn allowed_by(row: &Value) -> String {
    let grounds = row["allowed_by"].as_array().into_iter().flatten();
    let words: Vec<String> = grounds
        .map(|one| match one["evidence"][0]["label"].as_str() {
            Some(label) => label.to_owned(),
            None => field(one, "/kind")
                .trim_start_matches("version.")
                .to_owned(),
        })
        .collect();
    words.join(", ")
}

pub async fn ran(command: Ran) -> Result<(), Trouble> {
    let api = Api::new(&command.connection);
    let route = match &command.route {
        Some(route) => Some(label::id(&label::route(&api, route).await?.body)?),
        None => None,
    };
    let pairs = [
        ("at", command.at),
        ("from", command.from),
        ("to", command.to),
        ("known", command.known),
        ("route", route),
    ];
    let answer = api.query("/serving", &pairs).await?;
    if output::json(&api, &answer) {
        return Ok(());
    }
    let rows = output::rows(&answer, |row| {
        vec![
            output::route_label(&row["route"]),
            output::shares(&row["shares"]),
            field(row, "/in_force_from"),
            field(row, "/in_force_to"),
            field(row, "/decided_by/name"),
            field(row, "/reason"),
            allowed_by(row),
        ]
    });
    let header = [
        "route",
        "served",
        "from",
        "to",
        "decided by",
        "reason",
        "allowed by",
    ];
    output::table(&header, rows);
    println!(
        "As known at log position @{}: this answer never changes.",
        field(&answer.body, "/known/position")
    );
    Ok(())
}
