//! `tenure applications`.

use clap::Subcommand;

use super::api::{Api, Connection, Trouble};
use super::label;
use super::output::{self, field};
use super::turns::{self, Rename, Turn};

#[derive(Debug, Subcommand)]
pub enum Command {
    /// List applications
    List {
        /// Text in the name
        q: Option<String>,
        /// true: what is hidden; any: that too
        #[arg(long)]
        hidden: Option<String>,
        #[command(flatten)]
        connection: Connection,
    },
    /// Show an application with its risk and its routes
    Show {
        /// Its name, or its id
        name: String,
        #[command(flatten)]
        connection: Connection,
    },
    /// Hide an application that nothing uses: its name may be given again
    Hide(Turn),
    /// Show a hidden application again
    Unhide(Turn),
    /// Give an application another name
    Rename(Rename),
}

pub async fn run(command: Command) -> Result<(), Trouble> {
    match command {
        Command::List {
            q,
            hidden,
            connection,
        } => list(&Api::new(&connection), q, hidden).await,
        Command::Show { name, connection } => show(&Api::new(&connection), &name).await,
        Command::Hide(command) => turns::turn("/applications", "hide", command).await,
        Command::Unhide(command) => turns::turn("/applications", "unhide", command).await,
        Command::Rename(command) => turns::rename("/applications", command).await,
    }
}

async fn list(api: &Api, q: Option<String>, hidden: Option<String>) -> Result<(), Trouble> {
    let pairs = [("q", q), ("hidden", hidden)];
    let answer = api.query("/applications", &pairs).await?;
    if !output::json(api, &answer) {
        let rows = output::rows(&answer, |one| {
            vec![
                field(one, "/name"),
                field(one, "/team/slug"),
                field(one, "/hidden_at"),
                field(one, "/id"),
            ]
        });
        output::table(&["name", "team", "hidden", "id"], rows);
    }
    Ok(())
}

async fn show(api: &Api, name: &str) -> Result<(), Trouble> {
    let found = label::any(api, "/applications", name, false).await?;
    let id = label::id(&found)?;
    let answer = api.get(&format!("/applications/{id}")).await?;
    if output::json(api, &answer) {
        return Ok(());
    }
    let one = &answer.body;
    println!("{}, of {}", field(one, "/name"), field(one, "/team/slug"));
    for (label, value) in [
        ("purpose", field(one, "/purpose")),
        ("criticality", field(one, "/criticality")),
        ("data class", field(one, "/data_class")),
        ("risk tier", field(one, "/risk_tier")),
        ("regulatory class", field(one, "/regulatory_class")),
        ("review due", field(one, "/review_due")),
        ("hidden since", field(one, "/hidden_at")),
    ] {
        if !value.is_empty() {
            println!("  {label}: {value}");
        }
    }
    let pairs = [("application", Some(id)), ("limit", Some("200".into()))];
    let routes = api.query("/routes", &pairs).await?;
    let rows = output::rows(&routes, |route| {
        vec![
            output::route_label(route),
            output::shares(&route["snapshot"]["shares"]),
        ]
    });
    if rows.is_empty() {
        println!("  no route");
    } else {
        output::table(&["route", "serves"], rows);
    }
    Ok(())
}
