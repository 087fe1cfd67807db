//! Results of LightEval (`results_<time>.json`).
//!
//! - Tasks are `name|shots` or `suite|name|shots|...`; `all` is an unweighted mean of them, an aggregate.
//! - `start_time` is a counter of the process and no time; the time in the file's name has no zone. When it ran stays
//!   unknown. `versions` may be empty and the number of documents -1: the tasks' own version counts, and n is unknown.
//!
//! Source: `src/lighteval/logging/info_loggers.py` of the tool, release 0.13.

use super::detect::{Candidate, Confidence, Format, Sniffed};
use super::json::{self, Node, Object, Root, pointer};
use super::reading::{
    Named, Remarks, arguments, check_name, flagged, metric, object_at, settle_units, stderr_of,
    text,
};
use super::{
    Dataset, Direction, ParseProblem, ParsedEvaluation, ParsedFile, ParsedMetric, StatedBy,
    TASKS_MAX,
};

/// The format.
pub(super) const FORMAT: Format = Format {
    id: "lighteval",
    name: "LightEval results (.json)",
    sniff,
    parse,
};

/// The mean over all tasks.
const ALL: &str = "all";
const READ_AT_TOP: &[&str] = &[
    "config_general",
    "results",
    "versions",
    "config_tasks",
    "summary_tasks",
    "summary_general",
];

fn sniff(file: &Candidate<'_>) -> Sniffed {
    (file.shape.root == Root::Object
        && file.shape.has("config_general")
        && file.shape.has("results"))
    .then_some((Confidence::Certain, "config_general with results"))
}

fn parse(_name: &str, bytes: &[u8]) -> Result<ParsedFile, ParseProblem> {
    let document = json::read(json::utf8(bytes)?)?;
    let root = object_at(Some(&document), "", "LightEval results")?;
    let results = object_at(
        root.get("results"),
        "/results",
        "an object: task -> metrics",
    )?;
    if results.len() > TASKS_MAX {
        let expected = format!("at most {TASKS_MAX} tasks");
        return Err(ParseProblem::new(
            "too_many_tasks",
            "the file has too many tasks",
            "/results",
            expected,
        ));
    }
    let mut remarks = Remarks::default();
    let mut evaluations = Vec::new();
    for (key, node) in results.iter() {
        check_name(key, &["results", key])?;
        let row = object_at(
            Some(node),
            &pointer(&["results", key]),
            "an object: metric -> number",
        )?;
        evaluations.push(flagged(evaluation(root, key, row, &mut remarks)));
    }
    if evaluations
        .iter()
        .all(|evaluation| evaluation.metrics.is_empty())
    {
        let expected = "tasks with metrics, like {\"acc\": 0.5}";
        return Err(ParseProblem::new(
            "no_metrics",
            "no task in the file has a metric",
            "/results",
            expected,
        ));
    }
    settle_units(&mut evaluations, &mut remarks);
    remarks.unread(root, READ_AT_TOP, &[]);
    if root
        .object("config_general")
        .is_some_and(|general| general.some("start_time").is_some())
    {
        let message =
            "start_time is a counter of the process and no time: when it ran stays unknown";
        remarks.note("date_not_read", message, &["config_general", "start_time"]);
    }
    let head = header(root, &mut remarks);
    let (unmapped, notes) = remarks.into_parts();
    Ok(ParsedFile {
        evaluations,
        unmapped,
        notes,
        ..head
    })
}

fn header(root: &Object<'_>, remarks: &mut Remarks) -> ParsedFile {
    let general = root.object("config_general");
    let at = ["config_general"];
    let field = |name: &str| general.and_then(|general| general.some(name));
    let config = field("model_config").and_then(Node::object);
    let named = field("model_name").or_else(|| config.and_then(|config| config.some("model_name")));
    let commit = text(field("lighteval_sha"), &at, remarks).filter(|commit| commit != "?");
    ParsedFile {
        format: FORMAT.id,
        layout: "LightEval",
        tool: Some("lighteval".into()),
        tool_commit: commit,
        model_ref: text(named, &at, remarks),
        model_args: arguments(
            field("model_config"),
            &["config_general", "model_config"],
            remarks,
        ),
        gen_params: arguments(
            config.and_then(|config| config.some("generation_parameters")),
            &["config_general", "model_config", "generation_parameters"],
            remarks,
        ),
        ..ParsedFile::default()
    }
}

/// The task's name and its shots: `suite|name|shots|...` and `name|shots`.
fn name_of(key: &str) -> (&str, Option<i32>) {
    let parts: Vec<&str> = key.split('|').collect();
    match parts.as_slice() {
        [name, shots] => (name, shots.parse().ok()),
        [_, name, shots, ..] => (name, shots.parse().ok()),
        _ => (key, None),
    }
}

fn evaluation(
    root: &Object<'_>,
    key: &str,
    row: &Object<'_>,
    remarks: &mut Remarks,
) -> ParsedEvaluation {
    let (task, shots) = name_of(key);
    let config = root
        .object("config_tasks")
        .and_then(|tasks| tasks.object(key).or_else(|| tasks.object(task)));
    let of_config = |name: &str| config.and_then(|config| config.some(name));
    let versions = root.object("versions");
    let version = versions
        .and_then(|versions| versions.some(key).or_else(|| versions.some(task)))
        .or_else(|| of_config("version"));
    let n = of_config("effective_num_docs")
        .and_then(Node::integer)
        .filter(|n| *n > 0);
    let hashes = root
        .object("summary_tasks")
        .and_then(|tasks| tasks.object(key)?.object("hashes"));
    let digest = |name: &str| {
        hashes
            .and_then(|hashes| hashes.text(name))
            .filter(|hash| !hash.is_empty())
    };
    let at = ["config_tasks", key];
    let written = version.map(|version| Node::Text(version.raw().into()));
    ParsedEvaluation {
        pointer: pointer(&["results", key]),
        task: task.to_owned(),
        task_version: text(written.as_ref(), &at, remarks),
        // The same task with other shots stands beside it.
        filter: shots.map_or_else(|| "none".to_owned(), |shots| format!("{shots}-shot")),
        is_aggregate: key == ALL || task == "_average" || key.ends_with(":_average|0"),
        n_shot: shots.or_else(|| {
            of_config("num_fewshots")
                .and_then(Node::integer)
                .and_then(|n| i32::try_from(n).ok())
        }),
        n,
        n_total: of_config("original_num_docs")
            .and_then(Node::integer)
            .filter(|n| *n > 0),
        task_digest: digest("hash_full_prompts").map(|hash| format!("lighteval:{hash}")),
        dataset: text(of_config("hf_repo"), &at, remarks).map(|path| Dataset {
            path,
            name: text(of_config("hf_subset"), &at, remarks),
            revision: text(of_config("hf_revision"), &at, remarks),
            split: of_config("evaluation_splits")
                .and_then(Node::array)
                .and_then(|splits| text(splits.first(), &at, remarks)),
        }),
        metrics: metrics(task, key, row, config, n, remarks),
        ..ParsedEvaluation::default()
    }
}

fn metrics(
    task: &str,
    key: &str,
    row: &Object<'_>,
    config: Option<&Object<'_>>,
    n: Option<i64>,
    remarks: &mut Remarks,
) -> Vec<ParsedMetric> {
    let mut found = Vec::new();
    for (name, node) in row.iter() {
        let is_stderr = name
            .strip_suffix("_stderr")
            .is_some_and(|of| row.get(of).is_some());
        if is_stderr {
            continue;
        }
        let at = ["results", key, name];
        let named = Named {
            task,
            name,
            raw: name,
        };
        let Some(read) = metric(named, node, &at, remarks) else {
            continue;
        };
        let stderr = row
            .get(&format!("{name}_stderr"))
            .and_then(|node| stderr_of(node, &at, remarks));
        let is_target = matches!(read.direction, Some(Direction::Target(_)));
        let stated = direction(config, name).filter(|_| !is_target);
        found.push(ParsedMetric {
            direction_by: stated
                .as_ref()
                .map_or(read.direction_by, |_| StatedBy::File),
            direction: stated.or(read.direction),
            stderr,
            n,
            ..read
        });
    }
    found
}

fn direction(config: Option<&Object<'_>>, metric: &str) -> Option<Direction> {
    let listed = config?.get("metrics")?.array()?;
    let stated = listed
        .iter()
        .filter_map(Node::object)
        .find(|stated| stated.text("metric_name") == Some(metric))?;
    match stated.get("higher_is_better")? {
        Node::Bool(true) => Some(Direction::Higher),
        Node::Bool(false) => Some(Direction::Lower),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::evaluations::import::parse;
    use crate::domain::evaluations::import::testing::{
        bytes, codes, corpus, evaluation, fixture, flags, metric, survives, value,
    };

    #[test]
    fn tasks_are_read_with_what_stands_beside_them() {
        let file = fixture("lighteval", "results.json");
        assert_eq!(
            (file.format, file.model_ref.as_deref()),
            ("lighteval", Some("acme/large"))
        );
        assert_eq!((file.run_at, &file.tool_commit), (None, &None));
        assert!(codes(&file).contains("date_not_read"));
        let calc = evaluation(&file, "calc_fr", "5-shot");
        assert_eq!(
            (calc.n_shot, calc.n, calc.task_version.as_deref()),
            (Some(5), None, Some("1"))
        );
        assert_eq!(
            calc.task_digest.as_deref(),
            Some("lighteval:00112233aabbccdd")
        );
        let acc = metric(calc, "acc");
        assert_eq!(
            (value(acc), &acc.stderr),
            ("0.975".into(), &Some("0.0175".parse().unwrap()))
        );
        assert!(flags(calc).contains(&"n_missing"));
        let odd = metric(calc, "my_stderr");
        assert_eq!(value(odd), "3", "no metric of that name: it is one itself");
        let loss = metric(evaluation(&file, "gen_fr", "0-shot"), "loss");
        assert_eq!(loss.direction, Some(Direction::Lower));
        assert_eq!(evaluation(&file, "gen_fr", "0-shot").n, Some(40));
        assert!(evaluation(&file, "all", "none").is_aggregate);
        survives("results.json", &bytes("lighteval", "results.json"));
    }

    #[test]
    fn real_results_are_read_and_the_invalid_example_is_refused_with_its_line() {
        for (name, bytes) in corpus("lighteval") {
            if name.ends_with(".parquet") {
                assert_eq!(
                    parse(&name, &bytes).unwrap_err().code,
                    "encoding_unsupported"
                );
                continue;
            }
            if name.starts_with("docs_example") {
                let problem = parse(&name, &bytes).unwrap_err();
                assert_eq!(problem.code, "json_invalid");
                assert!(problem.pointer.starts_with("line 8"), "{}", problem.pointer);
                continue;
            }
            let file = parse(&name, &bytes).unwrap();
            assert_eq!(
                value(metric(evaluation(&file, "acme_calc_fr", "0-shot"), "acc")),
                "0.975"
            );
        }
    }
}
