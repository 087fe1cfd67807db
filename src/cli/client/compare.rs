//! `tenure compare` and `tenure plan`.

use clap::Args;
use serde_json::{Value, json};

use super::api::{Api, Connection, Trouble};
use super::label;
use super::output::{self, field, version};

/// Ask whether a version is worse than another, on everything that was measured on both.
#[derive(Debug, Args)]
pub struct Compare {
    /// MODEL/NUMBER to compare with
    base: String,
    /// MODEL/NUMBER to judge; several may follow
    #[arg(required = true, num_args = 1..=10)]
    candidates: Vec<String>,
    /// How much worse it may be: 0.02 is two percentage points
    #[arg(long)]
    margin: Option<String>,
    /// Only rows of this tier: critical, supporting or exploring
    #[arg(long)]
    tier: Option<String>,
    /// Keep the comparison as evidence
    #[arg(long)]
    save: bool,
    /// Why it is kept
    #[arg(long, requires = "save")]
    note: Option<String>,
    #[command(flatten)]
    connection: Connection,
}

/// Ask what a run of so many items can show, before it is run.
#[derive(Debug, Args)]
pub struct Plan {
    /// Items of the suite
    #[arg(long)]
    items: Option<u64>,
    /// How much worse a candidate may be: 0.02 is two percentage points
    #[arg(long)]
    margin: Option<String>,
    /// The share of items on which the two versions differ; 0.08 unless told
    #[arg(long)]
    discordance: Option<String>,
    /// The chance of showing what is so; 0.9 unless told
    #[arg(long)]
    power: Option<String>,
    #[command(flatten)]
    connection: Connection,
}

pub async fn compare(command: Compare) -> Result<(), Trouble> {
    let api = Api::new(&command.connection);
    let base = label::id(&label::version(&api, &command.base).await?.body)?;
    let mut with = Vec::new();
    for candidate in &command.candidates {
        with.push(label::id(&label::version(&api, candidate).await?.body)?);
    }
    if command.save {
        return save(&api, &command, &base, &with).await;
    }
    let pairs = [
        ("base", Some(base)),
        ("with", Some(with.join(","))),
        ("margin", command.margin),
    ];
    let answer = api.query("/comparisons", &pairs).await?;
    if output::json(&api, &answer) {
        return Ok(());
    }
    for compared in answer.body["items"].as_array().into_iter().flatten() {
        print(compared, command.tier.as_deref());
    }
    Ok(())
}

async fn save(api: &Api, command: &Compare, base: &str, with: &[String]) -> Result<(), Trouble> {
    for candidate in with {
        let body = json!({
            "base_id": base, "candidate_id": candidate, "margin": command.margin, "note": command.note,
        });
        let answer = api.post("/comparisons", &body).await?;
        if !output::json(api, &answer) {
            let saved = &answer.body;
            println!(
                "kept {} against {} as {}",
                version(&saved["candidate"]),
                version(&saved["base"]),
                field(saved, "/id")
            );
        }
    }
    Ok(())
}

/// The answer, the rows, what is missing, and unless a tier is asked for what gets lighter.
fn print(compared: &Value, tier: Option<&str>) {
    println!("{}", field(compared, "/headline/message"));
    let shown = |one: &&Value| tier.is_none_or(|tier| one["tier"] == tier);
    let list = |name: &str| compared[name].as_array().into_iter().flatten();
    let rows = list("rows").filter(shown).map(row).collect();
    output::table(
        &[
            "tier",
            "suite",
            "language",
            "metric",
            "n",
            "lost/won",
            "difference",
            "margin",
            "verdict",
            "why",
        ],
        rows,
    );
    for missing in list("missing").filter(shown) {
        let side = if missing["on_candidate"] == true {
            "candidate"
        } else {
            "base"
        };
        println!(
            "not measured on {}: {}, {} ({})",
            version(&compared[side]),
            name(missing),
            metric(missing),
            field(missing, "/tier")
        );
    }
    if tier.is_none() {
        print_beside(compared);
    }
}

/// Time under load, size and cost of both, and what nobody knows of them.
fn print_beside(compared: &Value) {
    let list = |name: &str| compared["beside"][name].as_array().into_iter().flatten();
    output::table(
        &[
            "beside",
            "suite",
            "metric",
            "unit",
            "base",
            "candidate",
            "ratio",
            "is",
            "load and hardware",
            "why",
        ],
        list("rows").map(beside).collect(),
    );
    for reason in list("missing")
        .map(|gap| &gap["reason"])
        .chain(list("notes"))
    {
        println!("{}", field(reason, "/message"));
        for remedy in reason["remedies"].as_array().into_iter().flatten() {
            println!("  {}", field(remedy, "/text"));
        }
    }
}

fn beside(row: &Value) -> Vec<String> {
    let value = |side: &str| {
        let known = [
            field(row, &format!("/{side}/value")),
            field(row, &format!("/{side}/name")),
        ];
        let known = known.into_iter().find(|text| !text.is_empty());
        known.unwrap_or_else(|| "unknown".into())
    };
    let load = ["/base", "/candidate"].map(|side| {
        let said = ["/conditions", "/hardware"].map(|name| field(row, &format!("{side}{name}")));
        said.join(" ").trim().to_owned()
    });
    let load = if load[0] == load[1] {
        load[0].clone()
    } else {
        load.join(" / ")
    };
    vec![
        field(row, "/aspect"),
        field(row, "/suite"),
        field(row, "/metric"),
        field(row, "/unit"),
        value("base"),
        value("candidate"),
        short(&field(row, "/ratio")),
        field(row, "/change"),
        load,
        codes(&row["weak"]),
    ]
}

/// The codes of reasons, each once: both sides may have the same.
fn codes(reasons: &Value) -> String {
    let codes = reasons.as_array().into_iter().flatten();
    let mut codes: Vec<String> = codes.map(|reason| field(reason, "/code")).collect();
    codes.dedup();
    codes.join(", ")
}

/// The metric, and how answers were read where the tool has several ways.
fn metric(row: &Value) -> String {
    let (metric, filter) = (field(row, "/metric"), field(row, "/filter"));
    if filter.is_empty() || filter == "none" {
        metric
    } else {
        format!("{metric} ({filter})")
    }
}

/// The suite, and the task where it has another name.
fn name(row: &Value) -> String {
    let (suite, task) = (field(row, "/suite"), field(row, "/task"));
    let slice = field(row, "/slice_value");
    let of_task = if suite == task {
        suite
    } else {
        format!("{suite} {task}")
    };
    if slice.is_empty() {
        of_task
    } else {
        format!("{of_task} [{slice}]")
    }
}

fn row(row: &Value) -> Vec<String> {
    let counts = match (row["base_only"].as_u64(), row["candidate_only"].as_u64()) {
        (Some(lost), Some(won)) => format!("{lost}/{won}"),
        (Some(_) | None, _) => String::new(),
    };
    let difference = match (
        row["delta"].as_str(),
        row["ci_low"].as_str(),
        row["ci_high"].as_str(),
    ) {
        (Some(delta), Some(low), Some(high)) => {
            format!("{} [{}, {}]", short(delta), short(low), short(high))
        }
        (Some(delta), ..) => short(delta),
        (None, ..) => "unknown".into(),
    };
    vec![
        field(row, "/tier"),
        name(row),
        field(row, "/language"),
        metric(row),
        field(row, "/n"),
        counts,
        difference,
        short(&field(row, "/margin")),
        field(row, "/verdict"),
        codes(&row["weak"]),
    ]
}

/// Four decimals of a number; `--json` has them all.
fn short(number: &str) -> String {
    number
        .parse::<f64>()
        .map_or_else(|_| number.to_owned(), |number| format!("{number:.4}"))
}

pub async fn plan(command: Plan) -> Result<(), Trouble> {
    let api = Api::new(&command.connection);
    let pairs = [
        ("items", command.items.map(|items| items.to_string())),
        ("margin", command.margin),
        ("discordance", command.discordance),
        ("power", command.power),
    ];
    let answer = api.query("/comparisons/plan", &pairs).await?;
    if !output::json(&api, &answer) {
        println!("{}", field(&answer.body, "/message"));
    }
    Ok(())
}
