//! `tenure routes`.

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::api::{Api, Connection, Trouble};
use super::label;
use super::output::{self, field, print_effect, print_route};
use super::turns::{self, Turn};

#[derive(Debug, Subcommand)]
pub enum Command {
    /// List routes
    List {
        /// Of this environment
        #[arg(long)]
        environment: Option<String>,
        #[command(flatten)]
        connection: Connection,
    },
    /// Describe an application: the use case, where risk lives
    DefineApplication {
        /// Its name
        name: String,
        /// What it does
        #[arg(long)]
        purpose: String,
        /// low, medium, high or critical
        #[arg(long, default_value = "medium")]
        criticality: String,
        /// public, internal, confidential or restricted
        #[arg(long, default_value = "internal")]
        data_class: String,
        /// minimal, limited or high
        #[arg(long, default_value = "limited")]
        risk_tier: String,
        #[command(flatten)]
        connection: Connection,
    },
    /// Create a route
    Create {
        /// ENVIRONMENT/KEY
        route: String,
        /// The application's name
        #[arg(long)]
        application: String,
        #[command(flatten)]
        change: Change,
    },
    /// Give a route another allocation
    Switch {
        /// ENVIRONMENT/KEY
        route: String,
        #[command(flatten)]
        change: Change,
        /// Show the effect, change nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// Hide a route that serves nothing: its key may be given again
    Hide(Turn),
    /// Show a route again; it serves nothing until it is switched
    Unhide(Turn),
    /// Give a route the allocation that it had before
    Rollback {
        /// ENVIRONMENT/KEY
        route: String,
        /// The number of the snapshot to go back to
        #[arg(long)]
        to: i32,
        /// Why: at least 10 characters
        #[arg(long)]
        reason: String,
        /// Show the effect, change nothing
        #[arg(long)]
        dry_run: bool,
        #[command(flatten)]
        connection: Connection,
    },
}

/// An allocation.
#[derive(Debug, Args)]
pub struct Change {
    /// MODEL/NUMBER=PERCENT, together 100
    #[arg(long = "version", required = true)]
    versions: Vec<String>,
    /// MODEL/NUMBER to call when the chosen one does not answer, in order
    #[arg(long = "fallback")]
    fallbacks: Vec<String>,
    /// Why: at least 10 characters
    #[arg(long)]
    reason: String,
    #[command(flatten)]
    connection: Connection,
}

/// `95.5` as slots of 10 000, without floating point.
fn slots(percent: &str) -> Result<i32, Trouble> {
    let wrong = || {
        Trouble::Local(format!(
            "{percent} is not a percentage with at most two decimals"
        ))
    };
    let (whole, rest) = percent
        .trim_end_matches('%')
        .split_once('.')
        .unwrap_or((percent.trim_end_matches('%'), ""));
    if rest.len() > 2 || !rest.bytes().all(|b| b.is_ascii_digit()) {
        return Err(wrong());
    }
    let whole: i32 = whole.parse().map_err(|_| wrong())?;
    let rest: i32 = format!("{rest:0<2}").parse().map_err(|_| wrong())?;
    if (0..=100).contains(&whole) {
        Ok(whole * 100 + rest)
    } else {
        Err(wrong())
    }
}

async fn allocation(api: &Api, change: &Change) -> Result<(Vec<Value>, Vec<String>), Trouble> {
    let mut runs = Vec::new();
    for run in &change.versions {
        let (version, percent) = run.split_once('=').unwrap_or((run, "100"));
        let id = label::id(&label::version(api, version).await?.body)?;
        runs.push(json!({"version_id": id, "slots": slots(percent)?}));
    }
    let mut fallbacks = Vec::new();
    for version in &change.fallbacks {
        fallbacks.push(label::id(&label::version(api, version).await?.body)?);
    }
    Ok((runs, fallbacks))
}

pub async fn run(command: Command) -> Result<(), Trouble> {
    match command {
        Command::Hide(command) => turns::turn("/routes", "hide", command).await,
        Command::Unhide(command) => turns::turn("/routes", "unhide", command).await,
        Command::List {
            environment,
            connection,
        } => {
            let api = Api::new(&connection);
            let answer = api
                .query("/routes", &[("environment", environment)])
                .await?;
            if !output::json(&api, &answer) {
                let rows = output::rows(&answer, |route| {
                    vec![
                        output::route_label(route),
                        output::shares(&route["snapshot"]["shares"]),
                        field(route, "/application/name"),
                        field(route, "/snapshot/decision/at"),
                    ]
                });
                output::table(&["route", "serves", "application", "since"], rows);
            }
            Ok(())
        }
        Command::DefineApplication {
            name,
            purpose,
            criticality,
            data_class,
            risk_tier,
            connection,
        } => {
            let api = Api::new(&connection);
            let body = json!({
                "name": name, "purpose": purpose, "criticality": criticality,
                "data_class": data_class, "risk_tier": risk_tier,
            });
            let answer = api.post("/applications", &body).await?;
            if !output::json(&api, &answer) {
                println!("Described application {name}.");
            }
            Ok(())
        }
        Command::Create {
            route,
            application,
            change,
        } => create(&route, &application, change).await,
        Command::Switch {
            route,
            change,
            dry_run,
        } => switch(&route, change, dry_run).await,
        Command::Rollback {
            route,
            to,
            reason,
            dry_run,
            connection,
        } => {
            let body = json!({"snapshot_seq": to, "reason": reason});
            roll_back(&Api::new(&connection), &route, &body, dry_run).await
        }
    }
}

async fn create(route: &str, application: &str, change: Change) -> Result<(), Trouble> {
    let api = Api::new(&change.connection);
    let (environment, key) = route
        .split_once('/')
        .ok_or_else(|| Trouble::Local(format!("{route} is not ENVIRONMENT/KEY")))?;
    let application = label::id(&label::named(&api, "/applications", application).await?)?;
    let (runs, fallbacks) = allocation(&api, &change).await?;
    let body = json!({
        "environment": environment, "key": key, "application_id": application,
        "allocation": runs, "fallbacks": fallbacks, "reason": change.reason,
    });
    let answer = api.post("/routes", &body).await?;
    if !output::json(&api, &answer) {
        print_route(&answer.body);
    }
    Ok(())
}

async fn roll_back(api: &Api, route: &str, body: &Value, dry_run: bool) -> Result<(), Trouble> {
    let found = label::route(api, route).await?;
    let id = label::id(&found.body)?;
    let path = format!("/routes/{id}/rollback?dry_run={dry_run}");
    let answer = api.post_at(&path, found.etag.as_deref(), body).await?;
    if !output::json(api, &answer) {
        if dry_run {
            print_effect(&answer.body);
        } else {
            print_route(&answer.body);
        }
    }
    output::allowed(dry_run, &answer)
}

async fn switch(route: &str, change: Change, dry_run: bool) -> Result<(), Trouble> {
    let api = Api::new(&change.connection);
    let found = label::route(&api, route).await?;
    let (runs, fallbacks) = allocation(&api, &change).await?;
    let mut body = json!({"allocation": runs, "reason": change.reason});
    if !fallbacks.is_empty() {
        body["fallbacks"] = json!(fallbacks);
    }
    let path = format!(
        "/routes/{}/switch?dry_run={dry_run}",
        label::id(&found.body)?
    );
    let answer = api.post_at(&path, found.etag.as_deref(), &body).await?;
    if !output::json(&api, &answer) {
        if dry_run {
            print_effect(&answer.body)
        } else {
            print_route(&answer.body)
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_become_slots_without_floating_point() {
        for (text, expected) in [("100", 10_000), ("0.01", 1), ("95.5", 9550), ("5%", 500)] {
            assert_eq!(slots(text).ok(), Some(expected), "{text}");
        }
        for wrong in ["", "x", "1.234", "101", "-1", "1.-5"] {
            assert!(slots(wrong).is_err(), "{wrong}");
        }
    }
}
