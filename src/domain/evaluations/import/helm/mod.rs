//! Runs of HELM: the folder of a run as one ZIP archive (`run_spec.json`, `stats.json`, `per_instance_stats.json`).
//!
//! A run is spread over files that say nothing without each other: what was run stands in one, the numbers in another.
//! So the folder is brought as an archive; a file of it alone is recognised and refused with these words.
//!
//! - `variance` and `stddev` of a statistic go over trials, of which there is mostly one: they are no standard errors.
//! - Rows with a perturbation are about changed questions (the worst of several): they stay in the raw file.
//! - Counts of tokens, reasons to finish and the like describe the run; they stay in the raw file too.
//! - The number of items is the statistic `num_instances` of the split. Directions stand in files of their own: the
//!   catalogue says them, or nobody.
//!
//! Source: `helm/benchmark/metrics/statistic.py`, `metric_name.py` and `runner.py`, release 0.5.

mod items;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use super::detect::{Candidate, Confidence, Format, Sniffed};
use super::json::{self, Node, Object, Root, pointer};
use super::reading::{
    Archive, Named, Remarks, arguments, check_name, count, flagged, is_archive, metric, object_at,
    settle_units, text,
};
use super::{
    Dataset, Direction, Flag, ParseProblem, ParsedEvaluation, ParsedFile, ParsedMetric, StatedBy,
    Unit,
};

/// The format.
pub(super) const FORMAT: Format = Format {
    id: "helm",
    name: "HELM run (its folder as a .zip)",
    sniff,
    parse,
};

const SPEC: &str = "run_spec.json";
const STATS: &str = "stats.json";
const ITEMS: &str = "per_instance_stats.json";
/// Beginnings of statistics that describe the run and not the answers.
const ABOUT_THE_RUN: &[&str] = &[
    "num_",
    "finish_reason_",
    "batch_size",
    "training_",
    "prompt_truncated",
    "max_prob",
    "logprob",
    "predicted_index",
];
/// The number of items of a split.
const N: &str = "num_instances";
const RUNTIME: &str = "inference_runtime";

fn sniff(file: &Candidate<'_>) -> Sniffed {
    let has = |name: &str| {
        file.entries
            .iter()
            .any(|entry| entry == name || entry.ends_with(&format!("/{name}")))
    };
    if has(SPEC) && has(STATS) {
        return Some((
            Confidence::Certain,
            "an archive with run_spec.json and stats.json",
        ));
    }
    let shape = file.shape;
    let stats = shape.root == Root::Array && shape.has("name/name");
    let items = shape.root == Root::Array && shape.has("instance_id") && shape.has("stats");
    let spec =
        shape.root == Root::Object && shape.has("adapter_spec") && shape.has("scenario_spec");
    (stats || items || spec).then_some((Confidence::Certain, "a file of a HELM run"))
}

fn parse(_name: &str, bytes: &[u8]) -> Result<ParsedFile, ParseProblem> {
    if !is_archive(bytes) {
        let message = "this is one file of a HELM run, and says nothing without the others";
        let expected = "the run's folder as a ZIP archive, with run_spec.json, stats.json and per_instance_stats.json";
        return Err(ParseProblem::new("folder_needed", message, "", expected));
    }
    let mut archive = Archive::open(bytes)?;
    let specs: Vec<&String> = archive
        .names()
        .iter()
        .filter(|name| *name == SPEC || name.ends_with(&format!("/{SPEC}")))
        .collect();
    if specs.len() != 1 {
        let message = format!("the archive holds {} runs", specs.len());
        return Err(ParseProblem::new(
            "runs_count",
            message,
            "",
            "the folder of one run",
        ));
    }
    let folder = specs[0].strip_suffix(SPEC).unwrap_or_default().to_owned();
    let spec_name = format!("{folder}{SPEC}");
    let spec_bytes = archive.entry(&spec_name)?;
    let inside = |problem| Archive::inside(&spec_name, problem);
    let spec = json::utf8(&spec_bytes)
        .and_then(json::read)
        .map_err(inside)?;
    let spec = object_at(Some(&spec), "", "a run specification").map_err(inside)?;
    let mut remarks = Remarks::default();
    let run = Run::of(spec, &mut remarks).map_err(inside)?;
    let stats_name = format!("{folder}{STATS}");
    let stats = archive.entry(&stats_name)?;
    let mut evaluations = json::utf8(&stats)
        .and_then(json::read)
        .and_then(|stats| run.evaluations(&stats, &mut remarks))
        .map_err(|problem| Archive::inside(&stats_name, problem))?;
    drop(stats);
    let items_name = format!("{folder}{ITEMS}");
    if archive.names().contains(&items_name) {
        let bytes = archive.entry(&items_name)?;
        json::utf8(&bytes)
            .and_then(json::read)
            .and_then(|stats| items::read(&stats, &mut evaluations, &mut remarks))
            .map_err(|problem| Archive::inside(&items_name, problem))?;
    }
    settle_units(&mut evaluations, &mut remarks);
    let (unmapped, notes) = remarks.into_parts();
    Ok(ParsedFile {
        format: FORMAT.id,
        layout: "HELM run",
        tool: Some("crfm-helm".into()),
        model_ref: run.model,
        model_args: run.adapter,
        evaluations: evaluations.into_iter().map(flagged).collect(),
        unmapped,
        notes,
        ..ParsedFile::default()
    })
}

/// What was run.
struct Run {
    task: String,
    model: Option<String>,
    adapter: Option<serde_json::Value>,
    n_shot: Option<i32>,
    limit: Option<i64>,
    dataset: Option<Dataset>,
}

impl Run {
    fn of(spec: &Object<'_>, remarks: &mut Remarks) -> Result<Self, ParseProblem> {
        let name = spec.text("name").unwrap_or_default();
        // The model is not a part of what is asked: runs of two models are of the same task.
        let parts: Vec<&str> = name
            .split(',')
            .filter(|part| !part.starts_with("model="))
            .collect();
        let task = parts.join(",");
        let task = task
            .split_once(":model=")
            .map_or(task.as_str(), |(task, _)| task)
            .to_owned();
        check_name(&task, &["name"])?;
        let adapter = spec.object("adapter_spec");
        let of_adapter = |name: &str| adapter.and_then(|adapter| adapter.some(name));
        let scenario = spec.object("scenario_spec");
        let arguments_of = |node, at: &[&str], remarks: &mut Remarks| arguments(node, at, remarks);
        remarks.unread(spec, &["name", "adapter_spec", "scenario_spec"], &[SPEC]);
        Ok(Self {
            task,
            model: text(
                of_adapter("model"),
                &[SPEC, "adapter_spec", "model"],
                remarks,
            ),
            adapter: arguments_of(spec.some("adapter_spec"), &[SPEC, "adapter_spec"], remarks),
            n_shot: count(of_adapter("max_train_instances")).and_then(|n| i32::try_from(n).ok()),
            limit: count(of_adapter("max_eval_instances")),
            dataset: scenario.and_then(|scenario| {
                let args = scenario
                    .some("args")
                    .map(|args| args.to_value().to_string());
                Some(Dataset {
                    path: text(
                        scenario.get("class_name"),
                        &[SPEC, "scenario_spec"],
                        remarks,
                    )?,
                    name: args.filter(|args| args.len() <= 255 && args != "{}"),
                    revision: None,
                    split: None,
                })
            }),
        })
    }

    /// An evaluation for each split that was asked.
    fn evaluations(
        &self,
        stats: &Node<'_>,
        remarks: &mut Remarks,
    ) -> Result<Vec<ParsedEvaluation>, ParseProblem> {
        let listed = stats.array().ok_or_else(|| {
            let message = format!("a list is needed here, this is {}", stats.kind());
            ParseProblem::new("results_missing", message, "", "a list of statistics")
        })?;
        let mut splits: BTreeMap<&str, Vec<(usize, &str, &Object<'_>)>> = BTreeMap::new();
        let (mut perturbed, mut about) = (0, 0);
        for (number, row) in listed.iter().enumerate() {
            let Some((row, name)) = row
                .object()
                .and_then(|row| Some((row, row.object("name")?)))
            else {
                remarks.note(
                    "statistic_not_read",
                    "a statistic has a name",
                    &[STATS, &number.to_string()],
                );
                continue;
            };
            let metric = name.text("name").unwrap_or_default();
            let split = name.text("split").unwrap_or_default();
            if name.some("perturbation").is_some() || name.some("sub_split").is_some() {
                perturbed += 1;
            } else if is_about_the_run(metric, split) {
                about += 1;
            } else {
                splits.entry(split).or_default().push((number, metric, row));
            }
        }
        for (kept, what) in [
            (perturbed, "about changed questions or parts of a split"),
            (about, "about the run itself"),
        ] {
            if kept > 0 {
                let message = format!("{kept} statistics {what} stay in the raw file");
                remarks.note("statistics_not_read", message, &[STATS]);
            }
        }
        let mut evaluations = Vec::new();
        for (split, rows) in splits {
            evaluations.extend(self.of_split(split, &rows, remarks)?);
        }
        if evaluations.is_empty() {
            let expected = "statistics of the split test or valid";
            return Err(ParseProblem::new(
                "no_metrics",
                "no statistic is about answers",
                "",
                expected,
            ));
        }
        Ok(evaluations)
    }

    fn of_split(
        &self,
        split: &str,
        rows: &[(usize, &str, &Object<'_>)],
        remarks: &mut Remarks,
    ) -> Result<Option<ParsedEvaluation>, ParseProblem> {
        let n = rows.iter().find(|(_, name, _)| *name == N);
        let n = n.and_then(|(_, _, row)| count(row.get("mean")));
        let mut metrics = Vec::new();
        let mut seen = BTreeSet::new();
        for (number, name, row) in rows {
            if *name == N || count(row.get("count")) == Some(0) {
                continue;
            }
            check_name(name, &[&number.to_string(), "name"])?;
            if !seen.insert(name) {
                let message = format!("{name} stands twice in split {split}; the first is read");
                remarks.note("statistic_twice", message, &[STATS, &number.to_string()]);
                continue;
            }
            let at = [STATS, &number.to_string(), "mean"].map(str::to_owned);
            let named = Named {
                task: &self.task,
                name,
                raw: name,
            };
            let at: Vec<&str> = at.iter().map(String::as_str).collect();
            let read = metric(named, row.get("mean").unwrap_or(&Node::Null), &at, remarks);
            metrics.extend(read.map(|read| ParsedMetric {
                n,
                ..about_time(read)
            }));
        }
        if metrics.is_empty() {
            return Ok(None);
        }
        // The limit holds for all splits together, so reaching it says that items may have been left out.
        let limited = self.limit.zip(n).is_some_and(|(limit, n)| n >= limit);
        Ok(Some(ParsedEvaluation {
            pointer: pointer(&[STATS, split]),
            task: self.task.clone(),
            filter: split.to_owned(),
            n_shot: self.n_shot,
            n,
            dataset: self.dataset.clone().map(|dataset| Dataset {
                split: Some(split.to_owned()),
                ..dataset
            }),
            details: self
                .limit
                .map(|limit| ("max_eval_instances", json!(limit)))
                .into_iter()
                .collect(),
            flags: limited.then_some(Flag::Limited).into_iter().collect(),
            metrics,
            ..ParsedEvaluation::default()
        }))
    }
}

/// The time of an answer has a unit and a direction; it is called like that of a load test.
fn about_time(read: ParsedMetric) -> ParsedMetric {
    if read.raw_name != RUNTIME {
        return read;
    }
    ParsedMetric {
        name: "request_latency_mean".into(),
        unit: Some(Unit::Seconds),
        unit_by: StatedBy::File,
        direction: Some(Direction::Lower),
        direction_by: StatedBy::File,
        ..read
    }
}

/// Whether a statistic describes the run and not the answers.
fn is_about_the_run(metric: &str, split: &str) -> bool {
    !matches!(split, "test" | "valid")
        || (metric != N && ABOUT_THE_RUN.iter().any(|begin| metric.starts_with(begin)))
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write as _};

    use zip::write::{SimpleFileOptions, ZipWriter};

    use super::*;
    use crate::domain::evaluations::import::parse;
    use crate::domain::evaluations::import::testing::{
        bytes, codes, corpus, evaluation, flags, survives, value,
    };

    fn folder(files: &[(&str, Vec<u8>)]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            writer
                .start_file(*name, SimpleFileOptions::default())
                .unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn run() -> Vec<u8> {
        let file = |name: &str| bytes("helm", name);
        folder(&[
            ("a run/run_spec.json", file(SPEC)),
            ("a run/stats.json", file(STATS)),
            ("a run/per_instance_stats.json", file(ITEMS)),
        ])
    }

    #[test]
    fn a_run_has_an_evaluation_for_each_split_without_its_model_in_the_name() {
        let file = parse("run.zip", &run()).unwrap();
        assert_eq!(
            (file.format, file.model_ref.as_deref()),
            ("helm", Some("acme/large"))
        );
        let test = evaluation(&file, "mmlu:subject=law,method=joint", "test");
        assert_eq!((test.n, test.n_shot), (Some(2), Some(5)));
        assert_eq!(
            test.metrics
                .iter()
                .map(|m| m.name.as_str())
                .collect::<Vec<_>>(),
            ["exact_match", "request_latency_mean"]
        );
        assert_eq!(
            (value(&test.metrics[0]), &test.metrics[0].stderr),
            ("0.5".into(), &None),
            "a deviation over trials is none"
        );
        assert!(codes(&file).contains("statistics_not_read"));
        assert!(
            flags(test).contains(&"limited"),
            "the run was told to ask two"
        );
        let items = &test.items.as_ref().unwrap().list;
        let scores: Vec<_> = items
            .iter()
            .map(|item| (item.key.as_str(), item.epoch, item.correct))
            .collect();
        assert_eq!(scores, [("id1", 1, Some(true)), ("id2", 1, Some(false))]);
    }

    #[test]
    fn one_file_of_a_run_is_refused_with_what_is_wanted() {
        for name in [SPEC, STATS, ITEMS] {
            let problem = parse(name, &bytes("helm", name)).unwrap_err();
            assert_eq!(problem.code, "folder_needed", "{name}");
            assert!(problem.expected.contains("run_spec.json"));
        }
        let two = folder(&[
            ("a/run_spec.json", bytes("helm", SPEC)),
            ("b/run_spec.json", bytes("helm", SPEC)),
            ("a/stats.json", bytes("helm", STATS)),
        ]);
        assert_eq!(parse("run.zip", &two).unwrap_err().code, "runs_count");
        let broken = folder(&[
            ("run_spec.json", bytes("helm", SPEC)),
            ("stats.json", b"[{]".to_vec()),
        ]);
        let problem = parse("run.zip", &broken).unwrap_err();
        assert_eq!(
            (problem.code, problem.pointer.as_str()),
            ("json_invalid", "stats.json#line 1, column 3")
        );
        survives("run.zip", &run());
    }

    #[test]
    fn real_runs_are_read() {
        let files = corpus("helm");
        for run in ["mmlu-subject_philosophy", "narrative_qa-model_openai_gpt2"] {
            let of: Vec<(&str, Vec<u8>)> = files
                .iter()
                .filter_map(|(name, bytes)| {
                    Some((
                        name.strip_prefix(run)?.trim_start_matches('/'),
                        bytes.clone(),
                    ))
                })
                .collect();
            if of.is_empty() {
                continue;
            }
            let file = parse("run.zip", &folder(&of)).unwrap();
            assert_eq!(file.model_ref.as_deref(), Some("openai/gpt2"));
            let test = file
                .evaluations
                .iter()
                .find(|e| e.filter == "test")
                .unwrap();
            let philosophy = run.starts_with("mmlu");
            assert_eq!(test.n, Some(if philosophy { 9 } else { 4 }));
            assert_eq!(
                test.items.as_ref().unwrap().list.len(),
                if philosophy { 9 } else { 4 }
            );
        }
    }
}
