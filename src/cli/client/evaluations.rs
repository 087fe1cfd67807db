//! `tenure evaluations`.

use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use clap::Subcommand;
use reqwest::{Body, Method};
use serde_json::{Value, json};

use super::api::{Answer, Api, Connection, Trouble};
use super::label;
use super::output::{self, field};

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Import result files of evaluation tools, as they are; the format is found out
    Import {
        /// The files
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// The version that was evaluated: MODEL/NUMBER. Without it the match rules say, and what they do not know waits
        #[arg(long)]
        version: Option<String>,
        /// Which of the file's models the version is, when the file is about several
        #[arg(long, requires = "version")]
        model_ref: Option<String>,
        /// Show what would be stored, store nothing
        #[arg(long)]
        dry_run: bool,
        #[command(flatten)]
        connection: Connection,
    },
    /// List what waits for a version
    Waiting {
        #[command(flatten)]
        connection: Connection,
    },
    /// Say which version the waiting results of a file are of
    Assign {
        /// The file's digest, as `waiting` shows it
        sha256: String,
        /// MODEL/NUMBER
        #[arg(long)]
        version: String,
        /// The model's name as the file says it
        #[arg(long)]
        model_ref: Option<String>,
        /// Let other files that name the model so mean this version too: those that wait, and later ones
        #[arg(long)]
        save_rule: bool,
        #[command(flatten)]
        connection: Connection,
    },
    /// Record numbers that have no file
    Record {
        /// The version that was evaluated: MODEL/NUMBER
        #[arg(long)]
        version: String,
        /// The suite's name
        #[arg(long)]
        suite: String,
        /// A metric: NAME=VALUE
        #[arg(long = "metric", required = true)]
        metrics: Vec<String>,
        /// Items that were scored
        #[arg(long)]
        n: Option<i64>,
        /// What is better: higher, lower or none; without it the suite says
        #[arg(long)]
        direction: Option<String>,
        /// What the values count: fraction, percent, seconds, count, currency or score; without it the suite says
        #[arg(long)]
        unit: Option<String>,
        /// When it ran
        #[arg(long)]
        run_at: Option<String>,
        #[command(flatten)]
        connection: Connection,
    },
    /// List the evaluations of a version
    List {
        /// MODEL/NUMBER
        version: String,
        #[command(flatten)]
        connection: Connection,
    },
}

#[expect(clippy::too_many_lines, reason = "one arm per command")]
pub async fn run(command: Command) -> Result<(), Trouble> {
    match command {
        Command::Import {
            files,
            version,
            model_ref,
            dry_run,
            connection,
        } => {
            let api = Api::new(&connection);
            let version = match version {
                Some(version) => Some(label::id(&label::version(&api, &version).await?.body)?),
                None => None,
            };
            let mut files = files;
            // Items are given to results, which must be there first.
            files.sort_by_key(|file| named(file).starts_with("samples_"));
            for (place, file) in files.iter().enumerate() {
                let (version, model_ref) = (version.as_deref(), model_ref.as_deref());
                let done = import(&api, file, version, model_ref, dry_run).await;
                if done.is_err() && files.len() > 1 {
                    let left = files.len() - place - 1;
                    eprintln!(
                        "{}: not imported; files after it that were not tried: {left}",
                        file.display()
                    );
                }
                done?;
            }
            Ok(())
        }
        Command::Waiting { connection } => waiting(&Api::new(&connection)).await,
        Command::Assign {
            sha256,
            version,
            model_ref,
            save_rule,
            connection,
        } => {
            let api = Api::new(&connection);
            let version = label::id(&label::version(&api, &version).await?.body)?;
            let body =
                json!({"version_id": version, "model_ref": model_ref, "save_rule": save_rule});
            let answer = api
                .post(&format!("/artefacts/{sha256}/assign"), &body)
                .await?;
            if !output::json(&api, &answer) {
                print_evaluations(answer.body["items"].as_array().map_or(&[], Vec::as_slice));
            }
            Ok(())
        }
        Command::Record {
            version,
            suite,
            metrics,
            n,
            direction,
            unit,
            run_at,
            connection,
        } => {
            let api = Api::new(&connection);
            let version = label::id(&label::version(&api, &version).await?.body)?;
            let suite = label::id(&label::named(&api, "/suites", &suite).await?)?;
            let metrics = metrics
                .iter()
                .map(|metric| match metric.split_once('=') {
                    Some((name, value)) => {
                        Ok(json!({"name": name, "value": value, "n": n, "direction": direction, "unit": unit}))
                    }
                    None => Err(Trouble::Local(format!("{metric} is not NAME=VALUE"))),
                })
                .collect::<Result<Vec<Value>, _>>()?;
            let body = json!({"version_id": version, "suite_id": suite, "metrics": metrics, "n": n, "run_at": run_at});
            let answer = api.post("/evaluations", &body).await?;
            if !output::json(&api, &answer) {
                print_evaluations(std::slice::from_ref(&answer.body));
            }
            Ok(())
        }
        Command::List {
            version,
            connection,
        } => {
            let api = Api::new(&connection);
            let version = label::id(&label::version(&api, &version).await?.body)?;
            let answer = api
                .query("/evaluations", &[("version", Some(version))])
                .await?;
            if !output::json(&api, &answer) {
                print_evaluations(answer.body["items"].as_array().map_or(&[], Vec::as_slice));
            }
            Ok(())
        }
    }
}

async fn waiting(api: &Api) -> Result<(), Trouble> {
    let answer = api.get("/evaluations/waiting").await?;
    if !output::json(api, &answer) {
        let rows = output::rows(&answer, |file| {
            vec![
                field(file, "/artefact/file_name"),
                field(file, "/model_ref"),
                field(file, "/format"),
                field(file, "/evaluations"),
                field(file, "/since"),
                field(file, "/artefact/sha256"),
            ]
        });
        output::table(
            &["file", "model", "format", "evaluations", "since", "digest"],
            rows,
        );
    }
    Ok(())
}

fn named(file: &Path) -> &str {
    let name = file.file_name().and_then(|name| name.to_str());
    name.unwrap_or("results.json")
}

async fn import(
    api: &Api,
    file: &Path,
    version: Option<&str>,
    model_ref: Option<&str>,
    dry_run: bool,
) -> Result<(), Trouble> {
    let unreadable = |error| Trouble::Local(format!("{}: {error}", file.display()));
    let bytes = tokio::fs::read(file).await.map_err(unreadable)?;
    let name = named(file);
    let (is_dry, dry_run) = (dry_run, dry_run.to_string());
    let stated = [("version_id", version), ("model_ref", model_ref)];
    let stated: Vec<_> = stated
        .iter()
        .filter_map(|(name, value)| Some((*name, (*value)?)))
        .collect();
    let request = api
        .request(Method::POST, "/evaluations/import")
        .query(&stated)
        .query(&[("file_name", name), ("dry_run", &dry_run)])
        .header("content-type", "application/octet-stream")
        .body(with_progress(name, bytes));
    let answer = api.send(request).await?;
    if !output::json(api, &answer) {
        print_import(&answer, is_dry);
    }
    Ok(())
}

/// A body that says on a terminal how much of it is sent, when it is large enough to wait for.
fn with_progress(name: &str, bytes: Vec<u8>) -> Body {
    const PART: usize = 1 << 20;
    if bytes.len() <= PART || !std::io::stderr().is_terminal() {
        return Body::from(bytes);
    }
    let (name, all) = (name.to_owned(), bytes.len());
    let bytes = Bytes::from(bytes);
    let parts = (0..all).step_by(PART).map(move |from| {
        let to = (from + PART).min(all);
        let end = if to == all { "\n" } else { "" };
        eprint!("\r{name}: {} % sent{end}", to * 100 / all);
        Ok::<_, std::io::Error>(bytes.slice(from..to))
    });
    Body::wrap_stream(futures_util::stream::iter(parts))
}

fn print_import(answer: &Answer, dry_run: bool) {
    let body = &answer.body;
    let evaluations = body["evaluations"]
        .as_array()
        .map_or(&[][..], Vec::as_slice);
    let what = format!(
        "{} ({}), model {}",
        field(body, "/artefact/file_name"),
        field(body, "/layout"),
        field(body, "/model_ref")
    );
    if body["already_stored"] == true {
        println!("{what}: already stored, nothing new.");
    } else {
        println!("{what}: {} evaluations.", evaluations.len());
    }
    print_evaluations(evaluations);
    let waiting = evaluations
        .iter()
        .filter(|evaluation| evaluation["version"].is_null())
        .count();
    if waiting > 0 {
        println!("{waiting} of them wait for a version: tenure evaluations waiting");
    }
    let suites: Vec<&str> = body["new_suites"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    if !suites.is_empty() {
        println!(
            "New suites, unclassified: {}. No gate reads them until you classify them.",
            suites.join(", ")
        );
    }
    for note in body["notes"].as_array().into_iter().flatten() {
        println!(
            "note: {} ({})",
            field(note, "/message"),
            field(note, "/pointer")
        );
    }
    // What was stored is known by then; a preview is there to be read in full.
    let unmapped = body["unmapped"].as_array().into_iter().flatten();
    for pointer in unmapped.filter_map(Value::as_str).filter(|_| dry_run) {
        println!("kept in the raw file only: {pointer}");
    }
}

/// A metric's name, and of a part of the items which one: `acc (language: fr)`.
fn named_of(metric: &Value) -> String {
    let name = field(metric, "/name");
    match (
        metric["slice_kind"].as_str(),
        metric["slice_value"].as_str(),
    ) {
        (Some(kind), Some(value)) => format!("{name} ({kind}: {value})"),
        _ => name,
    }
}

fn print_evaluations(evaluations: &[Value]) {
    let rows = evaluations.iter().flat_map(|evaluation| {
        let metrics = evaluation["metrics"].as_array().into_iter().flatten();
        metrics.map(move |metric| {
            let value = match metric["value"].as_str() {
                Some(value) => value.to_owned(),
                None => field(metric, "/state"),
            };
            let interval = match (metric["ci_low"].as_str(), metric["ci_high"].as_str()) {
                (Some(low), Some(high)) => format!("[{low}, {high}]"),
                _ => String::new(),
            };
            vec![
                field(evaluation, "/task"),
                field(evaluation, "/filter"),
                named_of(metric),
                value,
                interval,
                field(metric, "/n"),
                if evaluation["eligible"] == true {
                    "yes".into()
                } else {
                    "no".into()
                },
            ]
        })
    });
    output::table(
        &[
            "task",
            "filter",
            "metric",
            "value",
            "95 % interval",
            "n",
            "for gates",
        ],
        rows.collect(),
    );
}
