//! `tenure suites`.

use clap::{Args, Subcommand};
use serde_json::{Map, Value, json};

use super::api::{Api, Connection, Trouble};
use super::label;
use super::output::{self, field};
use super::turns::{self, Rename, Turn};

/// Words of `--metric` that say which values are better.
const DIRECTIONS: &[&str] = &["higher", "lower", "none"];
/// Words of `--metric` that say how a value comes from its items.
const KINDS: &[&str] = &["rate", "mean"];

#[derive(Debug, Subcommand)]
pub enum Command {
    /// List suites
    List {
        /// Text in the name
        q: Option<String>,
        /// public, internal, safety, bias, performance or unclassified
        #[arg(long)]
        trust_class: Option<String>,
        /// true: what is hidden; any: that too
        #[arg(long)]
        hidden: Option<String>,
        #[command(flatten)]
        connection: Connection,
    },
    /// Show a suite with what its metrics mean
    Show {
        /// Its name, or its id
        name: String,
        #[command(flatten)]
        connection: Connection,
    },
    /// Define a suite: what its results can be trusted for
    Define {
        /// Its name
        name: String,
        /// public, internal, safety, bias or performance
        #[arg(long)]
        trust_class: String,
        /// The team that owns it: its slug
        #[arg(long)]
        team: Option<String>,
        #[command(flatten)]
        said: Said,
        #[command(flatten)]
        connection: Connection,
    },
    /// Change what is said about a suite: it holds for all its results, also those that are stored
    Change {
        /// Its name, or its id
        name: String,
        /// public, internal, safety, bias or performance
        #[arg(long)]
        trust_class: Option<String>,
        /// A metric about which nothing is said any more
        #[arg(long, value_name = "NAME")]
        without_metric: Vec<String>,
        #[command(flatten)]
        said: Said,
        #[command(flatten)]
        connection: Connection,
    },
    /// Hide a suite that nothing uses: its name may be given again
    Hide(Turn),
    /// Show a hidden suite again
    Unhide(Turn),
    /// Give a suite another name
    Rename(Rename),
}

/// What is said about a suite.
#[derive(Debug, Args)]
pub struct Said {
    /// Its language (BCP 47): fr, en, de ...; empty: none
    #[arg(long)]
    language: Option<String>,
    /// Names or globs of its tasks, all of them
    #[arg(long = "task")]
    tasks: Vec<String>,
    /// What it is; empty: nothing is said
    #[arg(long)]
    description: Option<String>,
    /// The metric to show first; empty: none
    #[arg(long)]
    primary_metric: Option<String>,
    /// What a metric means: NAME=higher, lower, none or target:VALUE, then its unit: fraction, percent, seconds,
    /// count, currency or score, then its kind: rate (each item passes or fails) or mean. Each may be left out
    #[arg(long = "metric", value_name = "NAME=DIRECTION,UNIT,KIND", value_parser = metric)]
    metrics: Vec<Value>,
}

/// `helpfulness=higher,fraction` as the API has it. Which units there are is for the service to say.
fn metric(text: &str) -> Result<Value, String> {
    let (name, words) = text
        .rsplit_once('=')
        .ok_or("NAME=DIRECTION,UNIT, such as helpfulness=higher,fraction")?;
    let mut said = Map::from_iter([("name".to_owned(), json!(name))]);
    for word in words.split(',') {
        match word.split_once(':') {
            Some(("target", target)) => {
                said.insert("direction".into(), json!("target"));
                said.insert("target".into(), json!(target));
            }
            None if DIRECTIONS.contains(&word) => {
                said.insert("direction".into(), json!(word));
            }
            None if KINDS.contains(&word) => {
                said.insert("kind".into(), json!(word));
            }
            Some(_) | None => {
                said.insert("unit".into(), json!(word));
            }
        }
    }
    Ok(Value::Object(said))
}

/// The metrics with the new ones in the place of those of the same name, and without some.
fn merged(known: &Value, new: Vec<Value>, without: &[String]) -> Vec<Value> {
    let said_again = |metric: &&Value| !new.iter().any(|one| one["name"] == metric["name"]);
    let known = known.as_array().into_iter().flatten();
    let mut all: Vec<Value> = known.filter(said_again).cloned().collect();
    all.extend(new);
    all.retain(|metric| !without.iter().any(|name| metric["name"] == name.as_str()));
    all
}

pub async fn run(command: Command) -> Result<(), Trouble> {
    match command {
        Command::List {
            q,
            trust_class,
            hidden,
            connection,
        } => {
            let pairs = [("q", q), ("trust_class", trust_class), ("hidden", hidden)];
            list(&Api::new(&connection), &pairs).await
        }
        Command::Show { name, connection } => show(&Api::new(&connection), &name).await,
        Command::Define {
            name,
            trust_class,
            team,
            said,
            connection,
        } => define(&Api::new(&connection), &name, &trust_class, team, said).await,
        Command::Change {
            name,
            trust_class,
            without_metric,
            said,
            connection,
        } => {
            let api = Api::new(&connection);
            change(&api, &name, trust_class, &without_metric, said).await
        }
        Command::Hide(command) => turns::turn("/suites", "hide", command).await,
        Command::Unhide(command) => turns::turn("/suites", "unhide", command).await,
        Command::Rename(command) => turns::rename("/suites", command).await,
    }
}

async fn list(api: &Api, pairs: &[(&str, Option<String>)]) -> Result<(), Trouble> {
    let answer = api.query("/suites", pairs).await?;
    if !output::json(api, &answer) {
        let rows = output::rows(&answer, |suite| {
            vec![
                field(suite, "/name"),
                field(suite, "/team/slug"),
                field(suite, "/trust_class"),
                field(suite, "/language"),
                field(suite, "/hidden_at"),
                field(suite, "/id"),
            ]
        });
        let header = ["name", "team", "trust class", "language", "hidden", "id"];
        output::table(&header, rows);
    }
    Ok(())
}

async fn show(api: &Api, name: &str) -> Result<(), Trouble> {
    let found = label::any(api, "/suites", name, false).await?;
    let answer = api.get(&format!("/suites/{}", label::id(&found)?)).await?;
    if output::json(api, &answer) {
        return Ok(());
    }
    let suite = &answer.body;
    let tasks: Vec<&str> = suite["tasks"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    println!(
        "{}, {}",
        field(suite, "/name"),
        field(suite, "/trust_class")
    );
    for (label, value) in [
        ("language", field(suite, "/language")),
        ("tasks", tasks.join(", ")),
        ("shown first", field(suite, "/primary_metric")),
        ("what it is", field(suite, "/description")),
    ] {
        if !value.is_empty() {
            println!("  {label}: {value}");
        }
    }
    let metrics = suite["metrics"].as_array().into_iter().flatten();
    let rows: Vec<Vec<String>> = metrics
        .map(|metric| {
            vec![
                field(metric, "/name"),
                field(metric, "/direction"),
                field(metric, "/target"),
                field(metric, "/unit"),
                field(metric, "/kind"),
            ]
        })
        .collect();
    if !rows.is_empty() {
        output::table(&["metric", "better", "target", "unit", "kind"], rows);
    }
    Ok(())
}

async fn define(
    api: &Api,
    name: &str,
    trust_class: &str,
    team: Option<String>,
    said: Said,
) -> Result<(), Trouble> {
    let team = match team {
        Some(team) => Some(label::team(api, &team).await?),
        None => None,
    };
    let body = json!({
        "team_id": team, "name": name, "trust_class": trust_class, "language": said.language,
        "tasks": said.tasks, "description": said.description, "primary_metric": said.primary_metric,
        "metrics": said.metrics,
    });
    let answer = api.post("/suites", &body).await?;
    if !output::json(api, &answer) {
        println!("Defined suite {name}, {trust_class}.");
    }
    Ok(())
}

async fn change(
    api: &Api,
    name: &str,
    trust_class: Option<String>,
    without: &[String],
    said: Said,
) -> Result<(), Trouble> {
    let suite = label::any(api, "/suites", name, false).await?;
    let metrics = (!said.metrics.is_empty() || !without.is_empty())
        .then(|| merged(&suite["metrics"], said.metrics, without));
    let tasks = (!said.tasks.is_empty()).then_some(said.tasks);
    let body = json!({
        "trust_class": trust_class, "language": said.language, "tasks": tasks,
        "description": said.description, "primary_metric": said.primary_metric, "metrics": metrics,
    });
    let path = format!("/suites/{}", label::id(&suite)?);
    let tag = format!("\"{}\"", field(&suite, "/revision"));
    let answer = api.patch_at(&path, &tag, &body).await?;
    if !output::json(api, &answer) {
        println!("Changed suite {}.", field(&answer.body, "/name"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_metric_is_said_in_few_words() {
        let said = |text: &str| metric(text).unwrap();
        assert_eq!(
            said("a=b=higher,fraction"),
            json!({"name": "a=b", "direction": "higher", "unit": "fraction"})
        );
        assert_eq!(
            said("bias=target:0.5"),
            json!({"name": "bias", "direction": "target", "target": "0.5"})
        );
        assert_eq!(
            said("cost=currency"),
            json!({"name": "cost", "unit": "currency"})
        );
        assert_eq!(
            said("resolved=higher,fraction,rate"),
            json!({"name": "resolved", "direction": "higher", "unit": "fraction", "kind": "rate"})
        );
        assert!(metric("helpfulness").is_err());
    }

    #[test]
    fn a_change_keeps_the_metrics_that_it_does_not_name() {
        let known = json!([{"name": "a", "unit": "score"}, {"name": "b", "unit": "score"}, {"name": "c", "unit": "score"}]);
        let new = vec![json!({"name": "b", "unit": "count"})];
        let units: Vec<_> = merged(&known, new, &["c".into()])
            .iter()
            .map(|metric| (field(metric, "/name"), field(metric, "/unit")))
            .collect();
        let expected = [("a", "score"), ("b", "count")];
        assert_eq!(
            units,
            expected.map(|(name, unit)| (name.to_owned(), unit.to_owned()))
        );
    }
}
