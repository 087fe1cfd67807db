//! `tenure match-rules`.

use clap::Subcommand;
use serde_json::{Value, json};

use super::api::{Api, Connection, Trouble};
use super::label;
use super::output::{self, field};

#[derive(Debug, Subcommand)]
pub enum Command {
    /// List the rules
    List {
        #[command(flatten)]
        connection: Connection,
    },
    /// Say which version a model's name in result files means
    Add {
        /// A model's name as files say it, or a glob: * is any characters, ? is one
        pattern: String,
        /// The version that is meant: MODEL/NUMBER
        #[arg(long)]
        version: String,
        /// In files of this format only, as an import names it
        #[arg(long)]
        format: Option<String>,
        /// Give it what waits already and no other rule holds for, too
        #[arg(long)]
        take_waiting: bool,
        /// Show what waits and would be taken, save nothing
        #[arg(long)]
        dry_run: bool,
        #[command(flatten)]
        connection: Connection,
    },
    /// End a rule: what it matched stays where it is
    Retire {
        /// The rule's id, as `list` shows it
        id: String,
        #[command(flatten)]
        connection: Connection,
    },
}

pub async fn run(command: Command) -> Result<(), Trouble> {
    match command {
        Command::List { connection } => list(&Api::new(&connection)).await,
        Command::Add {
            pattern,
            version,
            format,
            take_waiting,
            dry_run,
            connection,
        } => {
            let api = Api::new(&connection);
            let id = label::id(&label::version(&api, &version).await?.body)?;
            let body = json!({
                "pattern": pattern, "version_id": id, "format": format, "take_waiting": take_waiting || dry_run,
            });
            let answer = api
                .post(&format!("/match-rules?dry_run={dry_run}"), &body)
                .await?;
            let refused = dry_run && answer.body["allowed"] == false;
            if !output::json(&api, &answer) {
                if dry_run {
                    print_plan(&answer.body);
                } else {
                    let taken = field(&answer.body, "/taken");
                    println!(
                        "{pattern} means {version} from now on; {taken} evaluations that waited have it, too."
                    );
                }
            }
            if refused {
                Err(Trouble::NotAllowed)
            } else {
                Ok(())
            }
        }
        Command::Retire { id, connection } => {
            let api = Api::new(&connection);
            // A rule never changes while it holds.
            let path = format!("/match-rules/{id}/retire");
            let answer = api.post_at(&path, Some("\"1\""), &json!({})).await?;
            if !output::json(&api, &answer) {
                println!("The rule holds no longer.");
            }
            Ok(())
        }
    }
}

async fn list(api: &Api) -> Result<(), Trouble> {
    let answer = api.get("/match-rules").await?;
    if !output::json(api, &answer) {
        let rows = output::rows(&answer, |rule| {
            let version = rule
                .pointer("/version")
                .map_or_else(String::new, |version| {
                    format!(
                        "{}/{}",
                        field(version, "/model_name"),
                        field(version, "/number")
                    )
                });
            vec![
                field(rule, "/pattern"),
                field(rule, "/format"),
                version,
                field(rule, "/created_at"),
                field(rule, "/id"),
            ]
        });
        output::table(&["model", "format", "means", "since", "id"], rows);
    }
    Ok(())
}

fn print_plan(plan: &Value) {
    for reason in plan["refusals"].as_array().into_iter().flatten() {
        println!("It may not be saved: {}", field(reason, "/message"));
    }
    let takes = plan["takes"].as_array().map_or(&[][..], Vec::as_slice);
    if takes.is_empty() {
        println!("Nothing that waits would be taken.");
        return;
    }
    let rows = takes.iter().map(|file| {
        vec![
            field(file, "/artefact/file_name"),
            field(file, "/model_ref"),
            field(file, "/format"),
            field(file, "/evaluations"),
        ]
    });
    output::table(&["file", "model", "format", "evaluations"], rows.collect());
    if plan["more"] == true {
        println!("More waits than is taken at once: the rest goes on waiting.");
    }
}
