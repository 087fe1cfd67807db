//! `tenure apply`.

use std::io::{IsTerminal as _, Write as _};
use std::path::PathBuf;

use clap::Args;
use serde_json::{Value, json};

use super::files::Documents;
use crate::cli::client::api::{Answer, Api, Connection, Trouble};
use crate::cli::client::output::{self, field};

/// Make things as files say.
#[derive(Debug, Args)]
pub struct Apply {
    /// A file of YAML or JSON documents, a folder of such files, or - for standard input
    #[arg(short, long = "file", required = true)]
    files: Vec<PathBuf>,
    /// Show every difference and everything against it, and change nothing; exit code 7 when there is a difference
    #[arg(long, visible_alias = "diff")]
    dry_run: bool,
    /// Hide what is there and no document names, of each kind and team that some document is of
    #[arg(long)]
    prune: bool,
    /// Hide without being asked again
    #[arg(long)]
    yes: bool,
    /// Why: at least 10 characters; the names of the files unless told
    #[arg(long)]
    reason: Option<String>,
    #[command(flatten)]
    connection: Connection,
}

/// Makes things as files say.
pub async fn apply(command: Apply) -> Result<(), Trouble> {
    let documents = Documents::read(&command.files)?;
    let api = Api::new(&command.connection);
    let mut body = json!({
        "documents": documents.values(),
        "prune": command.prune,
        "reason": command.reason.clone().unwrap_or_else(|| reason(&command.files)),
    });
    let planned = send(&api, &documents, &body, true).await?;
    let pruned = planned.body["counts"]["pruned"].as_u64().unwrap_or(0);
    let something = differs(&planned.body);
    let asks = pruned > 0 && !command.dry_run && !command.yes;
    if !api.json {
        print(&documents, &planned.body);
        if command.prune {
            print_left_alone(&planned.body);
        }
    } else if command.dry_run || !something {
        println!("{}", planned.raw);
    }
    if planned.body["allowed"] == false {
        if api.json && !command.dry_run {
            println!("{}", planned.raw);
        }
        return Err(Trouble::NotAllowed);
    }
    match (something, command.dry_run) {
        (false, _) => return Ok(()),
        (true, true) => return Err(Trouble::Differs),
        (true, false) => {}
    }
    if asks && !agreed(pruned)? {
        return Err(Trouble::Local("nothing was done".into()));
    }
    body["plan"] = planned.body["plan"].clone();
    let done = send(&api, &documents, &body, false).await?;
    if !output::json(&api, &done) {
        println!("Done.");
    }
    Ok(())
}

async fn send(
    api: &Api,
    documents: &Documents,
    body: &Value,
    dry_run: bool,
) -> Result<Answer, Trouble> {
    api.post(&format!("/manifests/apply?dry_run={dry_run}"), body)
        .await
        .map_err(|trouble| documents.placed(trouble))
}

/// Files shown in a reason that nobody gave.
const NAMES_MAX: usize = 3;

fn reason(files: &[PathBuf]) -> String {
    let mut names: Vec<String> = files
        .iter()
        .take(NAMES_MAX)
        .map(|file| match file.file_name() {
            Some(name) => name.to_string_lossy().into_owned(),
            None => file.display().to_string(),
        })
        .collect();
    if files.len() > NAMES_MAX {
        names.push("…".into());
    }
    format!("Applied from files: {}", names.join(", "))
}

fn differs(manifest: &Value) -> bool {
    ["created", "changed", "renamed", "pruned"]
        .iter()
        .any(|count| manifest["counts"][*count] != 0)
}

/// Asks whether to hide; without a terminal nobody can say so.
fn agreed(pruned: u64) -> Result<bool, Trouble> {
    let input = std::io::stdin();
    if !input.is_terminal() {
        return Err(Trouble::Local(format!(
            "{pruned} would be hidden: look at the list, then say --yes"
        )));
    }
    eprint!("Hide {pruned}? [y/N] ");
    let _shown = std::io::stderr().flush();
    let mut word = String::new();
    input
        .read_line(&mut word)
        .map_err(|error| Trouble::Local(error.to_string()))?;
    Ok(matches!(word.trim(), "y" | "Y" | "yes"))
}

fn print(documents: &Documents, manifest: &Value) {
    let all = manifest["documents"].as_array();
    for one in all.into_iter().flatten() {
        let refused = ["refusals", "problems"]
            .iter()
            .any(|name| one[*name].as_array().is_some_and(|all| !all.is_empty()));
        let mark = match one["action"].as_str() {
            Some("create") => "+",
            Some("prune") => "-",
            Some("nothing") if !refused => continue,
            Some(_) | None => "~",
        };
        println!("{mark} {} {}", field(one, "/kind"), field(one, "/label"));
        print_one(documents, one);
    }
    let count = |name: &str| manifest["counts"][name].to_string();
    println!(
        "{} to create, {} to change, {} to rename, {} to hide, {} as they are.",
        count("created"),
        count("changed"),
        count("renamed"),
        count("pruned"),
        count("unchanged"),
    );
}

/// Where pruning did not look, so that nobody takes the list for all that no document names.
fn print_left_alone(manifest: &Value) {
    let all = manifest["left_alone"].as_array();
    let (teams, others): (Vec<&Value>, Vec<&Value>) = all
        .into_iter()
        .flatten()
        .partition(|one| one["kind"] == "team");
    if !others.is_empty() {
        let others: Vec<String> = others.into_iter().map(counted).collect();
        println!(
            "Left alone, since no document is of that kind and team: {}.",
            others.join(", ")
        );
    }
    for one in teams {
        let count = field(one, "/count");
        println!("Teams are never hidden; no document names {count} of them.");
    }
}

/// `3 suites of support`.
fn counted(one: &Value) -> String {
    let kind = field(one, "/kind").replace('_', " ");
    let things = match (one["count"] == 1, kind.strip_suffix('y')) {
        (true, _) => kind,
        (false, Some(stem)) => format!("{stem}ies"),
        (false, None) => format!("{kind}s"),
    };
    let owner = one["team"].as_str().unwrap_or("the installation");
    format!("{} {things} of {owner}", field(one, "/count"))
}

fn print_one(documents: &Documents, one: &Value) {
    let list = |name: &str| one[name].as_array().cloned().unwrap_or_default();
    for change in list("changes") {
        let (from, to) = (&change["from"], &change["to"]);
        println!("    {}: {from} -> {to}", field(&change, "/field"));
    }
    for problem in list("problems") {
        let place = documents.place(&field(&problem, "/pointer"));
        println!("  ✕ {place}: {}", field(&problem, "/message"));
    }
    for refusal in list("refusals") {
        println!(
            "  ✕ {} [{}]",
            field(&refusal, "/message"),
            field(&refusal, "/code")
        );
        for remedy in refusal["remedies"].as_array().into_iter().flatten() {
            println!("      {}", field(remedy, "/text"));
            let command = field(remedy, "/command");
            if !command.is_empty() {
                println!("      $ {command}");
            }
        }
    }
}
