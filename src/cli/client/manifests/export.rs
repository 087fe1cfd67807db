//! `tenure export`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::Value;

use super::files::files;
use super::yaml;
use crate::cli::client::api::{Api, Connection, Trouble};
use crate::cli::client::output::{self, field};

/// The folder of what the installation owns.
const INSTALLATION: &str = "installation";

/// Write what is there as files.
#[derive(Debug, Args)]
pub struct Export {
    /// A file, an existing folder, or - for standard output
    #[arg(short, long, default_value = "-")]
    file: PathBuf,
    /// Only this team and what it owns, by its slug
    #[arg(long)]
    team: Option<String>,
    #[command(flatten)]
    connection: Connection,
}

/// Writes what is there as files.
pub async fn export(command: Export) -> Result<(), Trouble> {
    let api = Api::new(&command.connection);
    let answer = api
        .query("/manifests/export", &[("team", command.team)])
        .await?;
    if output::json(&api, &answer) {
        return Ok(());
    }
    let documents = answer.body["documents"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    if command.file.as_os_str() == "-" {
        print!("{}", yaml::write(&documents));
        return Ok(());
    }
    if !command.file.is_dir() {
        return written(&command.file, &documents);
    }
    let parts = parts(documents);
    for (name, documents) in &parts {
        written(&command.file.join(name), documents)?;
    }
    for other in files(&command.file, 0)? {
        let inside = other.strip_prefix(&command.file).unwrap_or(&other);
        if !parts.contains_key(inside) {
            eprintln!("left as it is: {}", other.display());
        }
    }
    Ok(())
}

/// One file for each kind of thing of a team.
fn parts(documents: Vec<Value>) -> BTreeMap<PathBuf, Vec<Value>> {
    let mut parts: BTreeMap<PathBuf, Vec<Value>> = BTreeMap::new();
    for document in documents {
        let kind = field(&document, "/kind");
        let owner = match kind.as_str() {
            "team" => field(&document, "/slug"),
            _ => field(&document, "/team"),
        };
        let folder = if owner.is_empty() {
            INSTALLATION
        } else {
            owner.as_str()
        };
        let name = Path::new(folder).join(format!("{kind}.yaml"));
        parts.entry(name).or_default().push(document);
    }
    parts
}

fn written(path: &Path, documents: &[Value]) -> Result<(), Trouble> {
    let failed = |error: std::io::Error| Trouble::Local(format!("{}: {error}", path.display()));
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    std::fs::write(path, yaml::write(documents)).map_err(failed)
}
