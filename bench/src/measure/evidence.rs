//! Bringing evidence in, and comparing what was brought.

use std::fmt::Write as _;
use std::time::Instant;

use serde_json::json;

use super::Amount;
use super::stage::{Database, Stage};
use crate::fill;
use crate::load::{Connection, Request};
use crate::program::Server;
use crate::table::{Spread, Target, row};

/// Items of the first file of two that are compared.
const PAIRS: usize = 100_000;
/// Results in each of many small files.
const RESULTS: usize = 20;

pub async fn measure(stage: &Stage, amount: Amount) -> anyhow::Result<()> {
    let database = stage.database("evidence").await?;
    fill::versions(&database.url, 100).await?;
    let tenure = stage.serve(&database)?;
    let mut connection = Connection::open(&tenure.address)?;
    let (base, candidate) = fill::two_versions(&database.url).await?;
    many_files(&tenure, &mut connection, &database, &base, amount.files)?;
    compared(&mut connection, &database, [&base, &candidate], amount)?;
    one_large_file(&tenure, &mut connection, &database, &base, amount.items)
}

fn many_files(
    tenure: &Server,
    connection: &mut Connection,
    database: &Database,
    version: &str,
    files: usize,
) -> anyhow::Result<()> {
    let tenth = files / 10;
    let mut early = 0.0;
    let began = Instant::now();
    for number in 0..files {
        let results: Vec<_> = (0..RESULTS)
            .map(|task| result(&format!("task-{task}"), number, &[]))
            .collect();
        bring(
            connection,
            database,
            version,
            &format!("file-{number}"),
            &results,
        )?;
        if number + 1 == tenth {
            early = tenure.resident()?;
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "some thousands")]
    let rate = files as f64 / began.elapsed().as_secs_f64();
    let what = format!("Import {files} files of {RESULTS} results");
    row(
        &what,
        "files a second",
        Spread::of(vec![rate]),
        Target::None,
    );
    let growth = tenure.resident()? / early;
    let figure = format!("MiB after all / after {tenth}");
    row(
        &what,
        &figure,
        Spread::of(vec![growth]),
        Target::AtMost(1.2),
    );
    Ok(())
}

fn compared(
    connection: &mut Connection,
    database: &Database,
    versions: [&str; 2],
    amount: Amount,
) -> anyhow::Result<()> {
    let pairs = PAIRS.min(amount.items);
    for (side, version) in versions.into_iter().enumerate() {
        let items: Vec<bool> = (0..pairs).map(|n| n % 10 != side && n % 7 != 0).collect();
        let file = format!("side-{side}");
        bring(
            connection,
            database,
            version,
            &file,
            &[result("paired", 0, &items)],
        )?;
    }
    let [base, candidate] = versions;
    let path = format!("/api/v1/comparisons?base={base}&with={candidate}");
    let request = Request::get(&path, &database.token);
    let mut seconds = Vec::new();
    for _ in 0..amount.rounds {
        let began = Instant::now();
        connection.ask(&request)?;
        seconds.push(began.elapsed().as_secs_f64());
    }
    let what = format!("Compare {pairs} pairs of items");
    row(&what, "seconds", Spread::of(seconds), Target::AtMost(1.0));
    Ok(())
}

fn one_large_file(
    tenure: &Server,
    connection: &mut Connection,
    database: &Database,
    version: &str,
    items: usize,
) -> anyhow::Result<()> {
    let what = format!("Import one file of {items} items");
    let before = tenure.resident()?;
    let scores: Vec<bool> = (0..items).map(|n| n % 3 != 0).collect();
    let began = Instant::now();
    bring(
        connection,
        database,
        version,
        "large",
        &[result("large", 0, &scores)],
    )?;
    let seconds = began.elapsed().as_secs_f64();
    row(&what, "seconds", Spread::of(vec![seconds]), Target::None);
    let more = tenure.peak()? - before;
    row(
        &what,
        "MiB more at most",
        Spread::of(vec![more]),
        Target::None,
    );
    Ok(())
}

/// A result in the documented JSON format; with items it is their mean.
fn result(task: &str, number: usize, items: &[bool]) -> String {
    #[expect(clippy::cast_precision_loss, reason = "counts of items")]
    let value = match items.len() {
        0 => (number % 1000) as f64 / 1000.0,
        all => items.iter().filter(|right| **right).count() as f64 / all as f64,
    };
    let mut result = json!({
        "task": task, "dataset_digest": "bench", "n": items.len().max(1000),
        "metrics": [{"name": "acc", "value": value, "unit": "fraction", "direction": "higher"}],
    })
    .to_string();
    if items.is_empty() {
        return result;
    }
    result.pop();
    result.push_str(r#","items_metric":"acc","items":["#);
    for (n, right) in items.iter().enumerate() {
        let comma = if n == 0 { "" } else { "," };
        let score = u8::from(*right);
        let _ = write!(
            result,
            r#"{comma}{{"key":"q{n}","hash":"question {n}","score":{score},"correct":{right}}}"#
        );
    }
    result.push_str("]}");
    result
}

fn bring(
    connection: &mut Connection,
    database: &Database,
    version: &str,
    file: &str,
    results: &[String],
) -> anyhow::Result<()> {
    let body = format!(
        r#"{{"tenure_evaluation":1,"tool":{{"name":"bench","version":"1"}},"run_at":"2026-11-01T10:00:00Z","evaluations":[{}]}}"#,
        results.join(",")
    );
    let path = format!("/api/v1/evaluations/import?version_id={version}&file_name={file}.json");
    connection.ask(&Request::post(&path, &database.token, &body))?;
    Ok(())
}
