//! Items of a task (`samples_<task>_<time>.jsonl`): one line for each document and filter. They belong to a results
//! file that was imported before; its numbers stay as they are.
//!
//! - An item is named by `doc_hash`, which is the same for every model that was asked the same.
//! - Its score is that of the first metric with one number. A list belongs to a metric of the whole corpus (BLEU), and
//!   is no score of the item.
//! - The digest of the task is what the harness writes as `task_hashes`: SHA-256 of the hashes of document, prompt and
//!   target of every line, in order. Source: `evaluation_tracker.py`, `save_results_aggregated`.

use std::collections::BTreeMap;

use super::super::json::{self, Node, Object, pointer};
use super::super::reading::{
    Remarks, check_name, count, decimal, hash_of, item_key, lines, object_at,
};
use super::super::{ITEMS_MAX, Items, ParseProblem, ParsedEvaluation, ParsedFile, catalogue};
use super::{SAMPLES, TOOL};
use crate::domain::evaluations::Item;
use crate::ground::kernel::Sha256;

const PREFIX: &str = "samples_";

/// Items under one filter.
#[derive(Default)]
struct Filtered {
    metric: Option<String>,
    items: Vec<Item>,
    epochs: BTreeMap<String, i32>,
}

/// Reads a file of items.
///
/// # Errors
/// Its name does not say the task, a line is wrong, or there are too many.
pub fn parse(name: &str, bytes: &[u8]) -> Result<ParsedFile, ParseProblem> {
    let task = task_of(name)?;
    check_name(task, &["task"])?;
    let mut remarks = Remarks::default();
    let mut filters: BTreeMap<String, Filtered> = BTreeMap::new();
    let (mut rows, mut hashes, mut hashed) = (0_usize, String::new(), true);
    lines(json::utf8(bytes)?, |number, node| {
        let at = format!("line {number}");
        let row = object_at(Some(node), &at, "an item: {\"doc_id\": 0, ...}")?;
        rows += 1;
        if rows > ITEMS_MAX {
            let message = format!("the file has more than {ITEMS_MAX} items");
            let expected = format!("at most {ITEMS_MAX} items");
            return Err(ParseProblem::new("too_many_items", message, &at, expected));
        }
        for part in ["doc_hash", "prompt_hash", "target_hash"] {
            match row.text(part) {
                Some(hash) => hashes.push_str(hash),
                None => hashed = false,
            }
        }
        let filter = row.text("filter").unwrap_or("none");
        let of = filters.entry(filter.to_owned()).or_default();
        of.add(task, row, &at, &mut remarks);
        Ok(())
    })?;
    let digest = hashed.then(|| Sha256::of(hashes.as_bytes()).to_string());
    let mut evaluations = Vec::new();
    for (filter, of) in filters {
        check_name(&filter, &["filter"])?;
        evaluations.push(ParsedEvaluation {
            pointer: pointer(&[&filter]),
            task: task.to_owned(),
            n_total: i64::try_from(of.items.len()).ok(),
            filter,
            task_digest: digest.clone(),
            items: of.metric.map(|metric| Items {
                metric,
                list: of.items,
            }),
            ..ParsedEvaluation::default()
        });
    }
    if evaluations
        .iter()
        .all(|evaluation| evaluation.items.is_none())
    {
        let message = "no line holds a metric with one number";
        let expected = "lines with \"metrics\" and a number for one of them";
        return Err(ParseProblem::new("no_items", message, "", expected));
    }
    let (unmapped, notes) = remarks.into_parts();
    Ok(ParsedFile {
        format: SAMPLES.id,
        layout: "lm-eval samples",
        tool: Some(TOOL.to_owned()),
        items_only: true,
        evaluations,
        unmapped,
        notes,
        ..ParsedFile::default()
    })
}

/// The task that the file's name says: between `samples_` and the time.
fn task_of(name: &str) -> Result<&str, ParseProblem> {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let stem = file
        .strip_prefix(PREFIX)
        .and_then(|rest| rest.strip_suffix(".jsonl"));
    let task = stem
        .and_then(|stem| stem.rsplit_once('_'))
        .map(|(task, _)| task);
    task.filter(|task| !task.is_empty()).ok_or_else(|| {
        let message =
            "the items do not say of which task they are, and neither does the file's name";
        let expected = "the name that the harness gave: samples_<task>_<time>.jsonl";
        ParseProblem::new("task_missing", message, "", expected)
    })
}

impl Filtered {
    fn add(&mut self, task: &str, row: &Object<'_>, at: &str, remarks: &mut Remarks) {
        let Some(key) = row.get("doc_id").and_then(item_key) else {
            remarks.note("item_not_read", "the line has no doc_id", &[at]);
            return;
        };
        let scalar = |name: &&str| {
            let value = row.get(name);
            matches!(
                value,
                Some(Node::Number(_) | Node::Bool(_) | Node::NotANumber(_) | Node::Null)
            )
        };
        let raw = match row.get("metrics").and_then(Node::array) {
            Some(named) => named.iter().filter_map(Node::text).find(scalar),
            // Before 0.4.5 the lines do not say which of their fields are metrics, and members have no order.
            None => row
                .keys()
                .filter(scalar)
                .filter(|name| catalogue::known(task, name).is_some())
                .min(),
        };
        let Some(raw) = raw else {
            let message =
                "a list is a part of a metric of the whole corpus, not the score of an item";
            remarks.note_once("corpus_metric", "", message.into(), &[at]);
            return;
        };
        let known = catalogue::known(task, raw);
        let name = known.as_ref().map_or(raw, |known| known.name.as_str());
        if *self.metric.get_or_insert_with(|| name.to_owned()) != name {
            let message =
                "the line begins with another metric than the lines before: it is left out";
            remarks.note("item_not_read", message, &[at]);
            return;
        }
        let score = match row.get(raw) {
            Some(Node::Bool(value)) => Some(i64::from(*value).into()),
            node => decimal(node),
        };
        let epoch = self.epochs.entry(key.clone()).or_insert(0);
        *epoch += 1;
        let one = count(row.get(raw)).filter(|score| *score <= 1);
        self.items.push(Item {
            hash: Some(doc_hash(row)),
            key,
            epoch: *epoch,
            correct: one
                .filter(|_| known.is_some_and(|known| known.is_rate))
                .map(|score| score == 1),
            score,
            cluster: None,
            error_kind: None,
        });
    }
}

/// The hash of the document: stated, else of the document as it stands.
fn doc_hash(row: &Object<'_>) -> Vec<u8> {
    let stated = row.text("doc_hash").filter(|hash| hash.len() == 64);
    let bytes = stated.and_then(|hash| {
        let digits: Option<Vec<u8>> = hash
            .bytes()
            .map(|digit| {
                char::from(digit)
                    .to_digit(16)
                    .and_then(|digit| u8::try_from(digit).ok())
            })
            .collect();
        Some(
            digits?
                .chunks(2)
                .map(|pair| pair[0] * 16 + pair[1])
                .collect(),
        )
    });
    bytes.unwrap_or_else(|| hash_of(&[&row.get("doc").map(Node::raw).unwrap_or_default()]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::evaluations::import::parse;
    use crate::domain::evaluations::import::testing::{bytes, codes, corpus, survives};

    const NAME: &str = "samples_shop_free_2026-11-01T10-00-00.123456.jsonl";

    fn line(id: i64, filter: &str, metrics: &str) -> String {
        let hash = |n: i64| format!("{n:064x}");
        format!(
            "{{\"doc_id\": {id}, \"doc\": {{\"q\": \"secret\"}}, \"resps\": [], \"filter\": \"{filter}\", \
             \"doc_hash\": \"{}\", \"prompt_hash\": \"{}\", \"target_hash\": \"{}\", {metrics}}}\n",
            hash(id),
            hash(id + 100),
            hash(id + 200)
        )
    }

    fn read(text: &str) -> ParsedFile {
        parse(NAME, text.as_bytes()).unwrap()
    }

    #[test]
    fn items_are_parted_by_filter_and_lists_are_no_scores() {
        let good = "\"metrics\": [\"bleu\", \"exact_match\"], \"bleu\": [\"5\", \"4\"], \"exact_match\": 1.0";
        let text = line(0, "strict", good)
            + &line(0, "loose", &good.replace("1.0", "0.0"))
            + &line(1, "strict", &good.replace("1.0", "NaN"))
            + &line(
                2,
                "strict",
                "\"metrics\": [\"bleu\"], \"bleu\": [\"5\", \"4\"]",
            );
        let file = read(&text);
        assert!(file.items_only);
        let of = |place: usize| {
            let evaluation = &file.evaluations[place];
            let items = evaluation.items.as_ref().unwrap();
            (
                evaluation.filter.as_str(),
                items.metric.as_str(),
                items.list.clone(),
            )
        };
        let (filter, metric, strict) = of(1);
        assert_eq!(
            (file.evaluations[1].task.as_str(), filter, metric),
            ("shop_free", "strict", "exact_match")
        );
        assert_eq!(strict.len(), 2, "the line without a number is no item");
        assert!(codes(&file).contains("corpus_metric"));
        assert_eq!(
            (strict[0].correct, strict[1].score.clone()),
            (Some(true), None)
        );
        let (_, _, loose) = of(0);
        assert_eq!(
            (loose[0].correct, &loose[0].hash),
            (Some(false), &strict[0].hash)
        );
        assert_eq!(strict[0].hash.as_ref().unwrap().len(), 32);
    }

    #[test]
    fn a_repeated_document_is_a_further_epoch_and_the_task_digest_is_that_of_the_harness() {
        let good = "\"metrics\": [\"acc\"], \"acc\": 1.0";
        let text = line(0, "none", good) + &line(0, "none", good);
        let file = read(&text);
        let items = &file.evaluations[0].items.as_ref().unwrap().list;
        assert_eq!((items[0].epoch, items[1].epoch), (1, 2));
        let hashes = format!("{:064x}{:064x}{:064x}", 0, 100, 200).repeat(2);
        let digest = Sha256::of(hashes.as_bytes()).to_string();
        assert_eq!(file.evaluations[0].task_digest, Some(digest));
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line() {
        let good = line(0, "none", "\"metrics\": [\"acc\"], \"acc\": 1.0");
        let refused = |name: &str, text: &str| {
            let problem = parse(name, text.as_bytes()).unwrap_err();
            (problem.code, problem.pointer)
        };
        assert_eq!(refused("items.jsonl", &good).0, "task_missing");
        assert_eq!(
            refused(NAME, &(good.clone() + "{\"doc_id\": ")),
            ("json_truncated", "line 2, column 12".into())
        );
        assert_eq!(
            refused(NAME, &line(0, "none", "\"metrics\": []")).0,
            "no_items"
        );
        survives(NAME, good.repeat(3).as_bytes());
        survives(
            "samples_shop_free_x.jsonl",
            &bytes("lm_eval", "samples_shop_free.jsonl"),
        );
    }

    #[test]
    fn real_items_have_the_digest_that_the_results_beside_them_state() {
        let files = corpus("lm-eval");
        for (name, bytes) in files.iter().filter(|(name, _)| name.contains("samples_")) {
            let file = parse(name, bytes).unwrap();
            let (folder, sample) = name.rsplit_once('/').unwrap();
            let stamp = sample.rsplit_once('_').unwrap().1.replace("jsonl", "json");
            let results = format!("{folder}/results_{stamp}");
            let (_, results) = files.iter().find(|(name, _)| *name == results).unwrap();
            let results = parse("results.json", results).unwrap();
            let of = |e: &&ParsedEvaluation| e.task == file.evaluations[0].task;
            let stated = results.evaluations.iter().find(of).unwrap();
            let whole = !name.starts_with("v0.4-2026-01");
            assert_eq!(
                file.evaluations[0].task_digest == stated.task_digest,
                whole,
                "{name}"
            );
        }
    }
}
