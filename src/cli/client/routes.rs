//! `tenure routes`, `which`, `kill`, `ran`.

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::api::{Api, Connection, Trouble};
use super::label;
use super::output::{self, field};

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

fn print_route(route: &Value) {
    let name = format!("{}/{}", field(route, "/environment"), field(route, "/key"));
    println!(
        "{name} serves {} (snapshot {})",
        output::shares(&route["snapshot"]["shares"]),
        field(route, "/snapshot/seq")
    );
}

fn print_effect(effect: &Value) {
    for route in effect["routes"].as_array().into_iter().flatten() {
        let name = format!(
            "{}/{}",
            field(&route["route"], "/environment"),
            field(&route["route"], "/key")
        );
        println!(
            "{name}: {} -> {}",
            output::shares(&route["before"]),
            output::shares(&route["after"])
        );
    }
    for refusal in effect["refusals"].as_array().into_iter().flatten() {
        println!("✕ {}", field(refusal, "/message"));
    }
}

pub async fn run(command: Command) -> Result<(), Trouble> {
    match command {
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
                        format!("{}/{}", field(route, "/environment"), field(route, "/key")),
                        output::shares(&route["snapshot"]["shares"]),
                        field(route, "/application/name"),
                        field(route, "/last_change/at"),
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
            connection,
        } => {
            let api = Api::new(&connection);
            let found = label::route(&api, &route).await?;
            let path = format!("/routes/{}/rollback", label::id(&found.body)?);
            let body = json!({"snapshot_seq": to, "reason": reason});
            let answer = api.post_at(&path, found.etag.as_deref(), &body).await?;
            if !output::json(&api, &answer) {
                print_route(&answer.body);
            }
            Ok(())
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
        println!(
            "Nothing serves {}: call the declared fallback.",
            command.route
        );
        return Ok(());
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

pub async fn kill(command: Kill) -> Result<(), Trouble> {
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
            format!(
                "{}/{}",
                field(&row["route"], "/environment"),
                field(&row["route"], "/key")
            ),
            output::shares(&row["shares"]),
            field(row, "/in_force_from"),
            field(row, "/in_force_to"),
            field(row, "/decided_by/name"),
            field(row, "/reason"),
        ]
    });
    output::table(
        &["route", "served", "from", "to", "decided by", "reason"],
        rows,
    );
    println!(
        "As known at log position @{}: this answer never changes.",
        field(&answer.body, "/known/position")
    );
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
