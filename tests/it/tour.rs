//! The README's tour is real: its commands run against the service, and their output is what stands there.
//!
//! `TENURE_WRITE_TOUR=1 cargo test --test it -- tour` writes the output of now into the README.

use std::fs;
use std::path::Path;
use std::process::Stdio;

use chrono::Duration;
use tenure::ground::identity::Role;
use tokio::process::Command;

use crate::support::Tenure;

const HEADING: &str = "## A five-minute tour";
/// Stands for text that differs from run to run: ids, slots.
const ANYTHING: &str = "[..]";

/// One command and what it printed.
struct Step {
    command: String,
    output: Vec<String>,
}

/// The lines of the README from the tour's heading to the next one of its level.
fn section(readme: &str) -> (usize, usize) {
    let start = readme.find(HEADING).unwrap() + HEADING.len();
    let end = readme[start..]
        .find("\n## ")
        .map_or(readme.len(), |at| start + at);
    (start, end)
}

fn is_command(line: &str) -> bool {
    line.starts_with("$ ")
}

/// The steps of one block of the kind `console`.
fn steps(block: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for line in block.lines() {
        if is_command(line) {
            let command = line[2..].to_owned();
            let output = Vec::new();
            steps.push(Step { command, output });
        } else if let Some(step) = steps.last_mut() {
            step.output.push(line.to_owned());
        }
    }
    steps
}

/// Whether a line is what stands there, where `[..]` stands for anything.
fn same(written: &str, actual: &str) -> bool {
    let mut parts = written.split(ANYTHING);
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = actual.strip_prefix(first) else {
        return false;
    };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else {
        return rest.is_empty();
    };
    for part in middle {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

/// Ids, slots and request ids as `[..]`.
fn masked(line: &str) -> String {
    let words = line.split_inclusive([' ', '(', ')', ',']).map(|word| {
        let bare = word.trim_end_matches([' ', '(', ')', ',', '.']);
        if bare.parse::<uuid::Uuid>().is_ok() {
            word.replacen(bare, ANYTHING, 1)
        } else {
            word.to_owned()
        }
    });
    let line: String = words.collect();
    for before in ["slot ", "request "] {
        if let Some(at) = line.find(before) {
            let value = at + before.len();
            let end = line[value..]
                .find(',')
                .map_or(line.len(), |end| value + end);
            return format!("{}{ANYTHING}{}", &line[..value], &line[end..]);
        }
    }
    line
}

async fn run(command: &str, tenure: &Tenure, people: &[(&str, &str)]) -> Vec<String> {
    let binary = Path::new(env!("CARGO_BIN_EXE_tenure"));
    let path = format!(
        "{}:{}",
        binary.parent().unwrap().display(),
        std::env::var("PATH").unwrap()
    );
    let done = Command::new("sh")
        .args(["-c", &format!("exec 2>&1; {command}")])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env("PATH", path)
        .env("TENURE_URL", &tenure.base)
        .env("COLUMNS", "110")
        .envs(people.iter().copied())
        .stdin(Stdio::null())
        .output()
        .await
        .unwrap();
    let text = String::from_utf8(done.stdout).unwrap();
    text.lines().map(str::to_owned).collect()
}

#[actix_web::test]
async fn the_readmes_tour_prints_what_it_says() {
    let mut tenure = Tenure::bare().await;
    tenure.admin = tenure.member("Ines Costa", &Role::ALL).await;
    let reviewer = tenure.member("Lee Park", &[Role::Reviewer]).await;
    let people = [
        ("TENURE_TOKEN", tenure.admin.token()),
        ("LEE", reviewer.token()),
    ];
    let people = people.map(|(name, token)| (name, token.to_owned()));
    let people: Vec<(&str, &str)> = people
        .iter()
        .map(|(name, token)| (*name, token.as_str()))
        .collect();

    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(&file).unwrap();
    let (start, end) = section(&readme);
    let mut written = readme[..start].to_owned();
    let mut wrong = Vec::new();
    let mut ran = 0;
    for (index, part) in readme[start..end].split("```").enumerate() {
        // Odd parts are inside the fences.
        let block = part.strip_prefix("console\n").filter(|_| index % 2 == 1);
        if index > 0 {
            written.push_str("```");
        }
        let Some(block) = block else {
            written.push_str(part);
            continue;
        };
        written.push_str("console\n");
        for step in steps(block) {
            tenure.later(Duration::seconds(60));
            let told = run(&step.command, &tenure, &people).await;
            tenure.memory.refresh(&tenure.app).await.unwrap();
            let as_written = told.len() == step.output.len()
                && step.output.iter().zip(&told).all(|(a, b)| same(a, b));
            ran += 1;
            if !as_written {
                wrong.push(format!("$ {}\n{}", step.command, told.join("\n")));
            }
            written.push_str(&format!("$ {}\n", step.command));
            for line in &told {
                written.push_str(&masked(line));
                written.push('\n');
            }
        }
    }
    written.push_str(&readme[end..]);
    if std::env::var_os("TENURE_WRITE_TOUR").is_some() {
        fs::write(&file, written).unwrap();
    } else {
        assert!(
            wrong.is_empty(),
            "the README says otherwise:\n{}",
            wrong.join("\n\n")
        );
    }
    assert!(ran > 10, "the tour has {ran} commands");
    tenure.done().await;
}
