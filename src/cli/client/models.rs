//! `tenure models`.

use clap::Subcommand;
use serde_json::{Value, json};

use super::api::{Api, Connection, Trouble};
use super::label;
use super::output::{self, field};
use super::turns::{self, Rename, Turn};

#[derive(Debug, Subcommand)]
pub enum Command {
    /// List models
    List {
        /// Text in the name
        q: Option<String>,
        /// With this tag: KEY or KEY=VALUE
        #[arg(long)]
        tag: Option<String>,
        /// Of this team: its slug
        #[arg(long)]
        team: Option<String>,
        /// With a version in this stage
        #[arg(long)]
        stage: Option<String>,
        /// true: with a version that serves; false: without
        #[arg(long)]
        serving: Option<bool>,
        /// true: what is hidden; any: that too
        #[arg(long)]
        hidden: Option<String>,
        #[command(flatten)]
        connection: Connection,
    },
    /// Register a model
    Register {
        /// Its name
        name: String,
        /// What it is for
        #[arg(long)]
        description: Option<String>,
        /// The team that owns it: its slug
        #[arg(long)]
        team: Option<String>,
        /// A tag: KEY=VALUE
        #[arg(long = "tag", value_name = "KEY=VALUE")]
        tags: Vec<String>,
        #[command(flatten)]
        connection: Connection,
    },
    /// Hide a model that nothing uses: its name may be given again
    Hide(Turn),
    /// Show a model again
    Unhide(Turn),
    /// Give a model another name
    Rename(Rename),
}

/// `KEY=VALUE` as the API has it.
pub fn tags(tags: &[String]) -> Result<Vec<Value>, Trouble> {
    tags.iter()
        .map(|tag| match tag.split_once('=') {
            Some((key, value)) => Ok(json!({"key": key, "value": value})),
            None => Err(Trouble::Local(format!("{tag} is not KEY=VALUE"))),
        })
        .collect()
}

pub async fn run(command: Command) -> Result<(), Trouble> {
    match command {
        Command::Hide(command) => turns::turn("/models", "hide", command).await?,
        Command::Unhide(command) => turns::turn("/models", "unhide", command).await?,
        Command::Rename(command) => turns::rename("/models", command).await?,
        Command::List {
            q,
            tag,
            team,
            stage,
            serving,
            hidden,
            connection,
        } => {
            let api = Api::new(&connection);
            let team = match team {
                Some(team) => Some(label::team(&api, &team).await?),
                None => None,
            };
            let pairs = [
                ("q", q),
                ("tag", tag),
                ("team", team),
                ("stage", stage),
                ("serving", serving.map(|serving| serving.to_string())),
                ("hidden", hidden),
            ];
            let answer = api.query("/models", &pairs).await?;
            if !output::json(&api, &answer) {
                let rows = output::rows(&answer, |model| {
                    let newest = field(model, "/newest/number");
                    let serves = model["serves"].as_array().map_or(0, Vec::len).to_string();
                    vec![
                        field(model, "/name"),
                        field(model, "/team/slug"),
                        newest,
                        serves,
                        field(model, "/id"),
                    ]
                });
                output::table(&["name", "team", "newest", "serves", "id"], rows);
            }
        }
        Command::Register {
            name,
            description,
            team,
            tags: given,
            connection,
        } => {
            let api = Api::new(&connection);
            let team = match team {
                Some(team) => Some(label::team(&api, &team).await?),
                None => None,
            };
            let body = json!({
                "name": name, "description": description, "team_id": team, "tags": tags(&given)?,
            });
            let answer = api.post("/models", &body).await?;
            if !output::json(&api, &answer) {
                println!(
                    "Registered model {} ({}).",
                    field(&answer.body, "/name"),
                    field(&answer.body, "/id")
                );
            }
        }
    }
    Ok(())
}
