//! The JSON document.

use std::collections::BTreeSet;

use super::super::json::{self, Node, Object, pointer};
use super::super::reading::{
    Named, Remarks, arguments, check_name, count, date_or_time, decimal, flagged, hash_of,
    item_key, language_of, metric, object_at, settle_units, stderr_of, text,
};
use super::super::{
    Dataset, ITEMS_MAX, Items, ParseProblem, ParsedEvaluation, ParsedFile, ParsedMetric, Slice,
    Source, StatedBy, TASKS_MAX,
};
use super::{
    CONTAMINATION, CONTAMINATIONS, DIRECTIONS, JSON, UNITS, contamination, direction, identity,
    twice, unit,
};
use crate::domain::evaluations::{ITEM_TEXT_BYTES_MAX, Item};

const READ_AT_TOP: &[&str] = &[
    "tenure_evaluation",
    "model",
    "model_args",
    "hardware",
    "tool",
    "run_at",
    "source",
    "evaluations",
];
const READ_OF_EVALUATION: &[&str] = &[
    "task",
    "task_version",
    "filter",
    "language",
    "model",
    "hardware",
    "contamination",
    "run_at",
    "n",
    "n_errors",
    "n_shot",
    "dataset",
    "dataset_digest",
    "prompt_digest",
    "gen_params",
    "metrics",
    "items",
    "items_metric",
];

/// Reads a document.
///
/// # Errors
/// A place in it is wrong.
pub fn parse(_name: &str, bytes: &[u8]) -> Result<ParsedFile, ParseProblem> {
    let document = json::read(json::utf8(bytes)?)?;
    let root = object_at(Some(&document), "", "a Tenure evaluation")?;
    let mut remarks = Remarks::default();
    if root.get("tenure_evaluation").and_then(Node::integer) != Some(1) {
        let message = "the version of the format is not known";
        return Err(ParseProblem::new(
            "version_unknown",
            message,
            "/tenure_evaluation",
            "1",
        ));
    }
    let source = source_of(root)?;
    let listed = root
        .get("evaluations")
        .and_then(Node::array)
        .unwrap_or_default();
    if listed.is_empty() || listed.len() > TASKS_MAX {
        let message = format!("the file holds {} evaluations", listed.len());
        let expected = format!("1 to {TASKS_MAX} evaluations");
        return Err(ParseProblem::new(
            "evaluations_count",
            message,
            "/evaluations",
            expected,
        ));
    }
    let (mut evaluations, mut left) = (Vec::new(), ITEMS_MAX);
    for (number, node) in listed.iter().enumerate() {
        let number = number.to_string();
        let at = ["evaluations", number.as_str()];
        let object = object_at(Some(node), &pointer(&at), "an evaluation")?;
        evaluations.push(flagged(evaluation(object, &at, &mut left, &mut remarks)?));
    }
    settle_units(&mut evaluations, &mut remarks);
    remarks.unread(root, READ_AT_TOP, &[]);
    remarks.unread_of_all(
        listed.iter().filter_map(Node::object),
        READ_OF_EVALUATION,
        &["evaluations"],
    );
    let tool = root.object("tool");
    let of_tool = |name: &str| tool.and_then(|tool| tool.get(name));
    let head = ParsedFile {
        format: JSON.id,
        layout: "tenure 1",
        source,
        tool: text(of_tool("name"), &["tool", "name"], &mut remarks),
        tool_version: text(of_tool("version"), &["tool", "version"], &mut remarks),
        model_ref: text(root.get("model"), &["model"], &mut remarks),
        model_args: arguments(root.some("model_args"), &["model_args"], &mut remarks),
        hardware: text(root.get("hardware"), &["hardware"], &mut remarks),
        run_at: date_or_time(root.get("run_at"), &["run_at"], &mut remarks),
        evaluations,
        ..ParsedFile::default()
    };
    let (unmapped, notes) = remarks.into_parts();
    Ok(ParsedFile {
        unmapped,
        notes,
        ..head
    })
}

fn source_of(root: &Object<'_>) -> Result<Source, ParseProblem> {
    let known = |name: &str| match name {
        "run" => Some(Source::Run),
        "declared" => Some(Source::Declared),
        _ => None,
    };
    let stated = word(
        root,
        &[],
        "source",
        ("source_unknown", "run or declared"),
        known,
    )?;
    Ok(stated.unwrap_or(Source::Run))
}

fn evaluation(
    object: &Object<'_>,
    at: &[&str],
    left: &mut usize,
    remarks: &mut Remarks,
) -> Result<ParsedEvaluation, ParseProblem> {
    let place = |name| [at, &[name]].concat();
    let task = object.text("task").unwrap_or_default();
    check_name(task, &place("task"))?;
    let filter = object.text("filter").unwrap_or("none");
    check_name(filter, &place("filter"))?;
    let n = count(object.get("n"));
    let metrics = metrics(object, task, n, at, remarks)?;
    let contaminated = word(
        object,
        at,
        CONTAMINATION,
        ("contamination_unknown", CONTAMINATIONS),
        contamination,
    )?;
    let mut field = |name| text(object.get(name), &place(name), remarks);
    let (task_version, prompt_digest, task_digest, model_ref, hardware) = (
        field("task_version"),
        field("prompt_digest"),
        field("dataset_digest"),
        field("model"),
        field("hardware"),
    );
    Ok(ParsedEvaluation {
        pointer: pointer(at),
        task: task.to_owned(),
        filter: filter.to_owned(),
        model_ref,
        hardware,
        run_at: date_or_time(object.get("run_at"), &place("run_at"), remarks),
        task_version,
        n_shot: object
            .get("n_shot")
            .and_then(Node::integer)
            .and_then(|n| i32::try_from(n).ok())
            .filter(|n| *n >= 0),
        n,
        n_errors: count(object.get("n_errors")),
        task_digest,
        prompt_digest,
        dataset: dataset(object, at, remarks),
        language: language_of(object.text("language"), &place("language"), remarks),
        gen_params: arguments(object.some("gen_params"), &place("gen_params"), remarks),
        items: items(object, &metrics, at, left, remarks)?,
        metrics,
        details: contaminated
            .map(|word| (CONTAMINATION, word))
            .into_iter()
            .collect(),
        ..ParsedEvaluation::default()
    })
}

fn metrics(
    object: &Object<'_>,
    task: &str,
    n: Option<i64>,
    at: &[&str],
    remarks: &mut Remarks,
) -> Result<Vec<ParsedMetric>, ParseProblem> {
    let listed = object
        .get("metrics")
        .and_then(Node::array)
        .unwrap_or_default();
    let mut metrics = Vec::new();
    let mut seen = BTreeSet::new();
    for (number, node) in listed.iter().enumerate() {
        let number = number.to_string();
        let at = [at, &["metrics", &number]].concat();
        let stated = object_at(
            Some(node),
            &pointer(&at),
            "a metric: {\"name\": ..., \"value\": ...}",
        )?;
        if let Some(read) = one_metric(task, stated, n, &at, remarks)? {
            if !seen.insert(identity(&read)) {
                return Err(twice(&read, pointer(&at)));
            }
            metrics.push(read);
        }
    }
    if metrics.is_empty() {
        let place = pointer(&[at, &["metrics"]].concat());
        return Err(ParseProblem::new(
            "no_metrics",
            "the evaluation has no metric",
            place,
            "at least one metric",
        ));
    }
    Ok(metrics)
}

/// A closed word that may be missing; whatever else stands there is wrong.
fn word<T>(
    object: &Object<'_>,
    at: &[&str],
    name: &str,
    (code, expected): (&'static str, &str),
    known: impl FnOnce(&str) -> Option<T>,
) -> Result<Option<T>, ParseProblem> {
    let Some(node) = object.some(name) else {
        return Ok(None);
    };
    let read = node.text().and_then(known);
    read.map(Some).ok_or_else(|| {
        ParseProblem::new(
            code,
            format!("{name} is not known"),
            pointer(&[at, &[name]].concat()),
            expected,
        )
    })
}

fn one_metric(
    task: &str,
    stated: &Object<'_>,
    n: Option<i64>,
    at: &[&str],
    remarks: &mut Remarks,
) -> Result<Option<ParsedMetric>, ParseProblem> {
    let place = |name| [at, &[name]].concat();
    let name = stated.text("name").unwrap_or_default();
    check_name(name, &place("name"))?;
    let named = Named {
        task,
        name,
        raw: name,
    };
    let value = stated.get("value").unwrap_or(&Node::Null);
    let Some(read) = metric(named, value, &place("value"), remarks) else {
        return Ok(None);
    };
    let (unit, unit_by) = match word(stated, at, "unit", ("unit_unknown", UNITS), unit)? {
        None => (read.unit, read.unit_by),
        known => (known, StatedBy::File),
    };
    let target = decimal(stated.get("target"));
    let towards = |name: &str| direction(name, target);
    let (direction, direction_by) = match word(
        stated,
        at,
        "direction",
        ("direction_unknown", DIRECTIONS),
        towards,
    )? {
        None => (read.direction, read.direction_by),
        known => (known, StatedBy::File),
    };
    let slice = stated.object("slice").and_then(|slice| {
        let part = |name: &str| text(slice.get(name), &place("slice"), remarks);
        let mut part = part;
        let (kind, value) = (part("kind")?, part("value")?);
        Some(Slice { kind, value })
    });
    Ok(Some(ParsedMetric {
        unit,
        unit_by,
        direction,
        direction_by,
        stderr: stated
            .get("stderr")
            .and_then(|node| stderr_of(node, &place("stderr"), remarks)),
        n: count(stated.get("n")).or(n.filter(|_| slice.is_none())),
        slice: slice.or(read.slice),
        ..read
    }))
}

fn dataset(object: &Object<'_>, at: &[&str], remarks: &mut Remarks) -> Option<Dataset> {
    let stated = object.object("dataset")?;
    let at = [at, &["dataset"]].concat();
    let mut field = |name: &str| text(stated.get(name), &at, remarks);
    Some(Dataset {
        path: field("path")?,
        name: field("name"),
        revision: field("revision"),
        split: field("split"),
    })
}

fn item_problem(at: &[&str], name: &str, expected: &str) -> ParseProblem {
    let message = format!("{name} is missing or wrong");
    let place = pointer(&[at, &[name]].concat());
    ParseProblem::new("item_invalid", message, place, expected)
}

fn one_item(node: &Node<'_>, at: &[&str], remarks: &mut Remarks) -> Result<Item, ParseProblem> {
    let expected = "an item: {\"key\": ..., \"score\": ...}";
    let stated = object_at(Some(node), &pointer(at), expected)?;
    let key = stated.get("key").and_then(item_key);
    let epoch = match stated.some("epoch") {
        None => Some(1),
        Some(node) => node.integer().and_then(|epoch| i32::try_from(epoch).ok()),
    };
    let epoch = epoch.filter(|epoch| *epoch > 0);
    let mut short = |name| {
        let text = text(stated.get(name), &[at, &[name]].concat(), remarks);
        text.filter(|text| text.len() <= ITEM_TEXT_BYTES_MAX)
    };
    Ok(Item {
        hash: short("hash").map(|hash| hash_of(&[&hash])),
        key: key.ok_or_else(|| item_problem(at, "key", "a name or a number"))?,
        epoch: epoch.ok_or_else(|| item_problem(at, "epoch", "1, 2, 3 ..."))?,
        score: decimal(stated.get("score")),
        correct: match stated.get("correct") {
            Some(Node::Bool(correct)) => Some(*correct),
            _ => None,
        },
        cluster: short("cluster"),
        error_kind: short("error"),
    })
}

fn items(
    object: &Object<'_>,
    metrics: &[ParsedMetric],
    at: &[&str],
    left: &mut usize,
    remarks: &mut Remarks,
) -> Result<Option<Items>, ParseProblem> {
    let listed = object
        .get("items")
        .and_then(Node::array)
        .unwrap_or_default();
    if listed.is_empty() {
        return Ok(None);
    }
    if listed.len() > *left {
        let message = format!("the file has more than {ITEMS_MAX} items");
        let expected = format!("at most {ITEMS_MAX} items");
        return Err(ParseProblem::new(
            "too_many_items",
            message,
            pointer(at),
            expected,
        ));
    }
    *left -= listed.len();
    let mut seen = BTreeSet::new();
    let mut list = Vec::new();
    for (number, node) in listed.iter().enumerate() {
        let number = number.to_string();
        let at = [at, &["items", &number]].concat();
        let item = one_item(node, &at, remarks)?;
        if !seen.insert((item.key.clone(), item.epoch)) {
            return Err(item_problem(&at, "key", "each item once in each epoch"));
        }
        list.push(item);
    }
    let first = metrics
        .first()
        .map_or("score", |metric| metric.name.as_str());
    let metric = object.text("items_metric").unwrap_or(first).to_owned();
    check_name(&metric, &[at, &["items_metric"]].concat())?;
    Ok(Some(Items { metric, list }))
}

#[cfg(test)]
mod tests {
    use crate::domain::evaluations::import::testing::{
        bytes, evaluation, fixture, metric, survives, value,
    };
    use crate::domain::evaluations::import::{Direction, Unit, parse};

    #[test]
    fn a_document_is_read_as_it_is_said() {
        let file = fixture("native", "evaluation.json");
        assert_eq!(
            (file.format, file.tool.as_deref()),
            ("tenure", Some("acme-bench"))
        );
        assert_eq!(file.hardware.as_deref(), Some("2 x NVIDIA L4"));
        let first = evaluation(&file, "support-fr", "none");
        assert_eq!(
            (first.language.as_deref(), first.n, first.n_errors),
            (Some("fr"), Some(3), Some(1))
        );
        let rate = metric(first, "resolved");
        assert_eq!(
            (value(rate), rate.unit),
            ("0.66666666666666666667".into(), Some(Unit::Fraction))
        );
        assert_eq!(
            metric(first, "tone").direction,
            Some(Direction::Target("0.5".parse().unwrap()))
        );
        let sliced = metric(first, "by_topic");
        assert_eq!(
            (sliced.n, sliced.slice.as_ref().unwrap().value.as_str()),
            (Some(2), "returns")
        );
        let items = first.items.as_ref().unwrap();
        assert_eq!((items.metric.as_str(), items.list.len()), ("resolved", 3));
        assert_eq!(items.list[0].cluster.as_deref(), Some("conversation 1"));
        assert_eq!(items.list[0].hash, items.list[1].hash);
        assert_eq!(items.list[2].error_kind.as_deref(), Some("timeout"));
        assert_eq!(file.unmapped, ["/evaluations/*/reviewer"]);
        survives("evaluation.json", &bytes("native", "evaluation.json"));
    }

    #[test]
    fn a_word_that_is_no_text_is_wrong_and_not_passed_over() {
        let good = String::from_utf8(bytes("native", "evaluation.json")).unwrap();
        for (word, code, place) in [
            ("\"source\": \"run\"", "source_unknown", "/source"),
            (
                "\"unit\": \"fraction\"",
                "unit_unknown",
                "/evaluations/0/metrics/0/unit",
            ),
        ] {
            let (name, _) = word.split_once(' ').unwrap();
            let text = good.replacen(word, &format!("{name} 1"), 1);
            assert_ne!(text, good, "{word}");
            let problem = parse("x.json", text.as_bytes()).unwrap_err();
            assert_eq!((problem.code, problem.pointer.as_str()), (code, place));
        }
    }

    #[test]
    fn what_is_wrong_is_named_with_its_place() {
        let good = String::from_utf8(bytes("native", "evaluation.json")).unwrap();
        for (from, to, code, place) in [
            (
                "\"tenure_evaluation\": 1",
                "\"tenure_evaluation\": 2",
                "version_unknown",
                "/tenure_evaluation",
            ),
            (
                "\"source\": \"run\"",
                "\"source\": \"rumour\"",
                "source_unknown",
                "/source",
            ),
            (
                "\"unit\": \"fraction\"",
                "\"unit\": \"foot\"",
                "unit_unknown",
                "/evaluations/0/metrics/0/unit",
            ),
            (
                "\"contamination\": \"low\"",
                "\"contamination\": \"some\"",
                "contamination_unknown",
                "/evaluations/0/contamination",
            ),
            (
                "\"direction\": \"higher\"",
                "\"direction\": \"up\"",
                "direction_unknown",
                "/evaluations/0/metrics/0/direction",
            ),
            (
                "\"target\": 0.5",
                "\"aim\": 0.5",
                "direction_unknown",
                "/evaluations/0/metrics/1/direction",
            ),
            (
                "\"key\": \"q2\"",
                "\"key\": \"q1\"",
                "item_invalid",
                "/evaluations/0/items/1/key",
            ),
            (
                "\"epoch\": 1",
                "\"epoch\": 0",
                "item_invalid",
                "/evaluations/0/items/0/epoch",
            ),
            (
                "\"task\": \"support-fr\"",
                "\"task\": \" \"",
                "name_invalid",
                "/evaluations/0/task",
            ),
        ] {
            let text = good.replacen(from, to, 1);
            assert_ne!(text, good, "{from}");
            let problem = parse("x.json", text.as_bytes()).unwrap_err();
            assert_eq!((problem.code, problem.pointer.as_str()), (code, place));
        }
    }
}
