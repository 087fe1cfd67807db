//! What a model card or a file beside it claims: `model-index` in the front matter of a card, and
//! `.eval_results/*.yaml`. Declared by somebody, never measured by us, so no gate opens with it.
//!
//! - `value` is anything: 0.9, 37.62 or "20.0 ± 1.2" (the second number is kept as written: nobody says what it is).
//! - Values of the Open LLM Leaderboard 2 are normalised against chance, in percent, under the names of raw metrics:
//!   their unit is not certain.
//!
//! Source: `modelcard.md` and `eval_results.yaml` of hub-docs.

use std::collections::BTreeSet;

use serde_json::json;

use super::detect::{Candidate, Confidence, Format, Sniffed};
use super::json::{self, Node, Object, Root, pointer};
use super::reading::{
    Named, Remarks, check_name, date_or_time, flagged, metric, object_at, read_yaml, settle_units,
    text,
};
use super::{
    Dataset, Flag, ParseProblem, ParsedEvaluation, ParsedFile, ParsedMetric, Source, TASKS_MAX,
};

/// A model card.
pub(super) const CARD: Format = Format {
    id: "model-index",
    name: "Hugging Face model card with a model-index (README.md)",
    sniff: sniff_card,
    parse: parse_card,
};
/// Results beside a model card.
pub(super) const RESULTS: Format = Format {
    id: "hf-eval-results",
    name: "Hugging Face results (.eval_results/*.yaml)",
    sniff: sniff_results,
    parse: parse_results,
};

const INDEX: &str = "model-index";

fn sniff_card(file: &Candidate<'_>) -> Sniffed {
    let matter = front_matter(file.text)?;
    matter
        .lines()
        .any(|line| line.starts_with("model-index:"))
        .then_some((Confidence::Certain, "a front matter with model-index"))
}

fn sniff_results(file: &Candidate<'_>) -> Sniffed {
    if file.shape.root != Root::Other {
        return None;
    }
    let has = |key: &str| {
        file.text
            .lines()
            .any(|line| line.trim_start_matches(['-', ' ']).starts_with(key))
    };
    (has("dataset:") && has("task_id:") && has("value:"))
        .then_some((Confidence::Certain, "dataset, task_id and value"))
}

/// What stands between the two lines of dashes at the beginning.
fn front_matter(text: &str) -> Option<&str> {
    let rest = text
        .strip_prefix("---")?
        .trim_start_matches('\r')
        .strip_prefix('\n')?;
    let end = rest.find("\n---")?;
    rest.get(..=end)
}

fn parse_card(_name: &str, bytes: &[u8]) -> Result<ParsedFile, ParseProblem> {
    let text_of_file = json::utf8(bytes)?;
    let matter = front_matter(text_of_file).ok_or_else(|| {
        let message = "the card has no front matter";
        ParseProblem::new(
            "front_matter_missing",
            message,
            "line 1",
            "YAML between two lines of ---",
        )
    })?;
    let card = read_yaml(matter).map_err(one_line_later)?;
    let root = object_at(Some(&card), "", "the front matter of a model card")?;
    let mut remarks = Remarks::default();
    let models = root.get(INDEX).and_then(Node::array).unwrap_or_default();
    let mut evaluations = Vec::new();
    let mut taken = BTreeSet::new();
    for (place, model) in models.iter().enumerate() {
        let place = place.to_string();
        let at = [INDEX, place.as_str()];
        let model = object_at(Some(model), &pointer(&at), "a model with its results")?;
        let name = text(
            model.get("name"),
            &[&at[..], &["name"]].concat(),
            &mut remarks,
        );
        let results = model
            .get("results")
            .and_then(Node::array)
            .unwrap_or_default();
        for (number, result) in results.iter().enumerate() {
            let number = number.to_string();
            let at = [&at[..], &["results", &number]].concat();
            let result = object_at(
                Some(result),
                &pointer(&at),
                "a result with its data set and metrics",
            )?;
            let read = of_card(result, &at, &mut taken, &mut remarks)?;
            evaluations.extend(read.map(|read| ParsedEvaluation {
                model_ref: name.clone(),
                ..read
            }));
        }
    }
    for key in ["base_model", "base_model_relation", "new_version"] {
        if let Some(value) = root.some(key) {
            let message = format!("the card says {key}: {}", super::reading::cut(&value.raw()));
            remarks.note("card_says", message, &[key]);
        }
    }
    remarks.unread(root, &[INDEX], &[]);
    finish((&CARD, "model card"), evaluations, remarks)
}

fn of_card(
    result: &Object<'_>,
    at: &[&str],
    taken: &mut BTreeSet<(String, String)>,
    remarks: &mut Remarks,
) -> Result<Option<ParsedEvaluation>, ParseProblem> {
    let nothing = Object::default();
    let data = result.object("dataset").unwrap_or(&nothing);
    let place = |name| [at, &["dataset", name]].concat();
    let task = data
        .text("name")
        .or_else(|| data.text("type"))
        .unwrap_or_default()
        .trim()
        .to_owned();
    check_name(&task, &place("name"))?;
    let split = text(data.get("split"), &place("split"), remarks);
    let config = text(data.get("config"), &place("config"), remarks);
    let filter = free(&task, &[config.as_deref(), split.as_deref()], taken);
    let source = result.object("source");
    let stated = source
        .and_then(|source| source.text("name"))
        .unwrap_or_default();
    let normalised = stated.contains("Open LLM Leaderboard");
    let mut metrics = metrics_of_card(&task, result, at, remarks)?;
    if metrics.is_empty() {
        remarks.note("result_without_metrics", "no metric stands here", at);
        return Ok(None);
    }
    if normalised {
        metrics.iter_mut().for_each(|metric| metric.unit = None);
    }
    let mut evaluation = flagged(ParsedEvaluation {
        pointer: pointer(at),
        filter,
        n_shot: data
            .object("args")
            .and_then(|args| args.get("num_few_shot")?.integer())
            .and_then(|shots| i32::try_from(shots).ok())
            .filter(|shots| *shots >= 0),
        dataset: text(data.get("type"), &place("type"), remarks).map(|path| Dataset {
            path,
            name: config,
            revision: text(data.get("revision"), &place("revision"), remarks),
            split,
        }),
        details: source
            .map(|source| ("source", Node::Object(source.clone()).to_value()))
            .into_iter()
            .collect(),
        metrics,
        task,
        ..ParsedEvaluation::default()
    });
    if normalised {
        let message =
            "values of this leaderboard are normalised against chance: they are not the raw metric";
        remarks.note_once("leaderboard_normalised", "", message.into(), at);
        evaluation.flags.insert(Flag::UnitSuspect);
    }
    Ok(Some(evaluation))
}

fn metrics_of_card(
    task: &str,
    result: &Object<'_>,
    at: &[&str],
    remarks: &mut Remarks,
) -> Result<Vec<ParsedMetric>, ParseProblem> {
    let listed = result.get("metrics").and_then(Node::array);
    let mut metrics = Vec::new();
    for (number, node) in listed.unwrap_or_default().iter().enumerate() {
        let number = number.to_string();
        let at = [at, &["metrics", &number]].concat();
        let expected = "a metric: {\"type\": ..., \"value\": ...}";
        let stated = object_at(Some(node), &pointer(&at), expected)?;
        metrics.extend(one_metric(task, stated, &at, remarks)?);
    }
    Ok(metrics)
}

fn one_metric(
    task: &str,
    stated: &Object<'_>,
    at: &[&str],
    remarks: &mut Remarks,
) -> Result<Option<ParsedMetric>, ParseProblem> {
    let place = |name| [at, &[name]].concat();
    let name = stated
        .text("type")
        .or_else(|| stated.text("name"))
        .unwrap_or_default()
        .trim();
    check_name(name, &place("type"))?;
    let named = Named {
        task,
        name,
        raw: name,
    };
    let node = stated.get("value").unwrap_or(&Node::Null);
    let written = node.text().and_then(|text| text.split_once('±'));
    let Some((value, _)) = written else {
        return Ok(metric(named, node, &place("value"), remarks));
    };
    let message =
        "what follows ± may be a standard error or an interval: it stays as it is written";
    remarks.note("spread_not_read", message, &place("value"));
    let value = Node::Number(value.trim().to_owned().into());
    let read = metric(named, &value, &place("value"), remarks);
    Ok(read.map(|read| ParsedMetric {
        value_raw: super::reading::cut(&node.raw()),
        ..read
    }))
}

/// A filter that no other result of the task has.
fn free(task: &str, parts: &[Option<&str>], taken: &mut BTreeSet<(String, String)>) -> String {
    let stated: Vec<&str> = parts.iter().flatten().copied().collect();
    let base = if stated.is_empty() {
        "none".to_owned()
    } else {
        stated.join("/")
    };
    let names = std::iter::once(base.clone()).chain((2..).map(|number| format!("{base}/{number}")));
    let mut keys = names.map(|filter| (task.to_owned(), filter));
    keys.find(|key| taken.insert(key.clone()))
        .map(|(_, filter)| filter)
        .unwrap_or(base)
}

fn parse_results(_name: &str, bytes: &[u8]) -> Result<ParsedFile, ParseProblem> {
    let document = read_yaml(json::utf8(bytes)?)?;
    let listed = document.array().ok_or_else(|| {
        let message = format!("a list is needed here, this is {}", document.kind());
        ParseProblem::new("results_missing", message, "", "a list of results")
    })?;
    let mut remarks = Remarks::default();
    let mut taken = BTreeSet::new();
    let mut evaluations = Vec::new();
    for (number, node) in listed.iter().enumerate() {
        let number = number.to_string();
        let at = [number.as_str()];
        let place = |name| [&at[..], &[name]].concat();
        let result = object_at(
            Some(node),
            &pointer(&at),
            "a result with its data set and value",
        )?;
        let data = object_at(
            result.get("dataset"),
            &pointer(&place("dataset")),
            "a data set: {\"id\": ...}",
        )?;
        let task = text(data.get("task_id"), &place("dataset"), &mut remarks).unwrap_or_default();
        check_name(&task, &[&at[..], &["dataset", "task_id"]].concat())?;
        let named = Named {
            task: &task,
            name: "score",
            raw: "value",
        };
        let value = result.get("value").unwrap_or(&Node::Null);
        let read = metric(named, value, &place("value"), &mut remarks);
        let filter = free(&task, &[], &mut taken);
        let kept = ["source", "notes"]
            .iter()
            .filter_map(|name| Some((*name, result.some(name)?.to_value())));
        evaluations.push(flagged(ParsedEvaluation {
            pointer: pointer(&at),
            filter,
            run_at: date_or_time(result.get("date"), &place("date"), &mut remarks),
            dataset: text(data.get("id"), &place("dataset"), &mut remarks).map(|path| Dataset {
                path,
                name: None,
                revision: text(data.get("revision"), &place("dataset"), &mut remarks),
                split: None,
            }),
            details: kept.collect(),
            metrics: read.into_iter().collect(),
            task,
            ..ParsedEvaluation::default()
        }));
    }
    let read = ["dataset", "value", "date", "source", "notes"];
    remarks.unread_of_all(listed.iter().filter_map(Node::object), &read, &[]);
    finish((&RESULTS, "eval_results"), evaluations, remarks)
}

fn finish(
    (format, layout): (&Format, &'static str),
    mut evaluations: Vec<ParsedEvaluation>,
    mut remarks: Remarks,
) -> Result<ParsedFile, ParseProblem> {
    if evaluations.is_empty() || evaluations.len() > TASKS_MAX {
        let message = format!("the file holds {} results", evaluations.len());
        let expected = format!("1 to {TASKS_MAX} results");
        return Err(ParseProblem::new("results_count", message, "", expected));
    }
    settle_units(&mut evaluations, &mut remarks);
    let models: BTreeSet<_> = evaluations
        .iter()
        .map(|evaluation| evaluation.model_ref.clone())
        .collect();
    let one = models.len() == 1;
    let (unmapped, notes) = remarks.into_parts();
    Ok(ParsedFile {
        format: format.id,
        layout,
        source: Source::Declared,
        model_ref: models.into_iter().next().flatten().filter(|_| one),
        details: vec![("declared_in", json!(layout))],
        evaluations,
        unmapped,
        notes,
        ..ParsedFile::default()
    })
}

/// A place in the front matter as a place in the card, whose first line are the dashes.
fn one_line_later(problem: ParseProblem) -> ParseProblem {
    let later = problem.pointer.strip_prefix("line ").and_then(|rest| {
        let (line, column) = rest.split_once(',')?;
        let line: usize = line.parse().ok()?;
        Some(format!("line {},{column}", line + 1))
    });
    ParseProblem {
        pointer: later.unwrap_or(problem.pointer),
        ..problem
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::evaluations::import::testing::{
        bytes, codes, corpus, evaluation, fixture, flags, survives, value,
    };
    use crate::domain::evaluations::import::{Unit, parse};

    #[test]
    fn a_card_is_declared_and_its_numbers_keep_their_characters() {
        let file = fixture("hugging_face", "README.md");
        assert_eq!(
            (file.format, file.source),
            ("model-index", Source::Declared)
        );
        assert_eq!(file.model_ref.as_deref(), Some("acme-small"));
        let glue = evaluation(&file, "glue", "sst2/validation");
        assert_eq!(
            (value(&glue.metrics[0]), glue.metrics[0].value_raw.as_str()),
            ("0.91".into(), "0.910")
        );
        assert_eq!(glue.metrics[0].unit, Some(Unit::Fraction));
        let spread = &evaluation(&file, "wiki", "none").metrics[0];
        assert_eq!(
            (value(spread), spread.value_raw.as_str(), &spread.stderr),
            ("20".into(), "20.0 ± 1.2", &None)
        );
        assert!(
            codes(&file)
                .is_superset(&["spread_not_read", "card_says", "leaderboard_normalised"].into())
        );
        let board = evaluation(&file, "BBH (3-Shot)", "none");
        assert_eq!((board.n_shot, board.metrics[0].unit), (Some(3), None));
        assert!(flags(board).contains(&"unit_suspect"));
        survives("README.md", &bytes("hugging_face", "README.md"));
    }

    #[test]
    fn what_is_wrong_in_a_card_is_named_with_its_line() {
        let good = String::from_utf8(bytes("hugging_face", "README.md")).unwrap();
        let text = good.replace("license: mit", "license: *mit");
        let problem = parse("README.md", text.as_bytes()).unwrap_err();
        assert_eq!(
            (problem.code, problem.pointer.as_str()),
            ("yaml_invalid", "line 3, column 10")
        );
        let empty = "---\nmodel-index:\n- name: a\n---\n";
        assert_eq!(
            parse("README.md", empty.as_bytes()).unwrap_err().code,
            "results_count"
        );
    }

    #[test]
    fn results_beside_a_card_are_declared_without_a_unit() {
        let file = fixture("hugging_face", "results.yaml");
        assert_eq!(
            (file.format, file.source, &file.model_ref),
            ("hf-eval-results", Source::Declared, &None)
        );
        let first = evaluation(&file, "gpqa_diamond", "none");
        assert_eq!(
            (
                value(&first.metrics[0]),
                first.metrics[0].value_raw.as_str()
            ),
            ("20.9".into(), "20.90")
        );
        assert_eq!(
            (first.metrics[0].unit, &first.metrics[0].direction),
            (None, &None)
        );
        assert_eq!(
            first.run_at.unwrap().to_rfc3339(),
            "2026-05-01T00:00:00+00:00"
        );
        assert_eq!(file.evaluations[1].filter, "none/2", "the same task again");
        survives("results.yaml", &bytes("hugging_face", "results.yaml"));
    }

    #[test]
    fn real_cards_are_read_and_a_specification_with_placeholders_is_refused() {
        for (name, bytes) in corpus("hf-model-index") {
            let read = parse(&name, &bytes);
            if name.starts_with("spec_") {
                assert!(read.is_err(), "{name}");
                continue;
            }
            let file = read.unwrap_or_else(|problem| panic!("{name}: {problem}"));
            assert_eq!(file.source, Source::Declared);
            let board = name.starts_with("falcon");
            assert_eq!(
                flags(&file.evaluations[0]).contains(&"unit_suspect"),
                board,
                "{name}"
            );
        }
        for (name, bytes) in corpus("hf-eval-results") {
            assert!(
                parse(&name, &bytes).is_err(),
                "{name}: its task_id is a placeholder"
            );
        }
    }
}
