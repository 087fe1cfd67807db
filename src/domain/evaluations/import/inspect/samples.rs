//! Samples of a log: what each scored. One is read at a time; of its texts only a hash stays.

use std::collections::{BTreeMap, BTreeSet};

use super::super::json::{Node, Object};
use super::super::reading::{Remarks, hash_of, item_key, object_at};
use super::super::{ITEMS_MAX, ParseProblem};
use super::header::Run;
use crate::domain::evaluations::Item;
use crate::ground::kernel::{Decimal, Sha256};

/// A score that was asked for: `results.scores[]`.
struct Wanted {
    name: String,
    scorer: String,
}

/// What all samples scored.
pub struct Samples {
    wanted: Vec<Wanted>,
    /// For each wanted score the items.
    items: Vec<Vec<Item>>,
    seen: BTreeSet<(String, i32)>,
    /// For each item its hash.
    hashes: BTreeMap<String, Vec<u8>>,
    /// Items by the part that their metadata say they belong to.
    parts: BTreeMap<(String, String), BTreeSet<String>>,
    /// Samples that ended with an error.
    pub errors: i64,
}

impl Samples {
    /// None yet.
    pub fn of(run: &Run<'_, '_>) -> Self {
        let wanted: Vec<Wanted> = run
            .scores()
            .iter()
            .filter_map(Node::object)
            .map(|score| {
                let name = score.text("name").unwrap_or_default().to_owned();
                let scorer = score.text("scorer").unwrap_or(&name).to_owned();
                Wanted { name, scorer }
            })
            .collect();
        Self {
            items: wanted.iter().map(|_| Vec::new()).collect(),
            wanted,
            seen: BTreeSet::new(),
            hashes: BTreeMap::new(),
            parts: BTreeMap::new(),
            errors: 0,
        }
    }

    /// One sample more.
    ///
    /// # Errors
    /// It is no sample, or there are too many.
    pub fn add(
        &mut self,
        node: &Node<'_>,
        at: &[&str],
        remarks: &mut Remarks,
    ) -> Result<(), ParseProblem> {
        let sample = object_at(Some(node), "", "a sample: {\"id\": ..., \"epoch\": ...}")?;
        let Some(key) = sample.get("id").and_then(item_key) else {
            remarks.note("sample_not_read", "the sample has no id", at);
            return Ok(());
        };
        let epoch = sample.get("epoch").and_then(Node::integer).unwrap_or(1);
        let epoch = i32::try_from(epoch).unwrap_or(0).max(1);
        if !self.seen.insert((key.clone(), epoch)) {
            let message = format!("sample {key} stands twice in epoch {epoch}; the first is read");
            remarks.note("sample_twice", message, at);
            return Ok(());
        }
        if self.seen.len() * self.wanted.len().max(1) > ITEMS_MAX {
            let message = format!("the log has more than {ITEMS_MAX} scores of samples");
            let expected = format!("at most {ITEMS_MAX} scores of samples");
            return Err(ParseProblem::new("too_many_items", message, "", expected));
        }
        let failed = sample.some("error").is_some();
        self.errors += i64::from(failed);
        let asked =
            ["input", "target"].map(|name| sample.get(name).map(Node::raw).unwrap_or_default());
        let hash = hash_of(&[&asked[0], &asked[1]]);
        self.hashes.insert(key.clone(), hash.clone());
        self.part_of(sample, &key);
        for (wanted, items) in self.wanted.iter().zip(&mut self.items) {
            let score = wanted
                .of(sample)
                .and_then(|value| value_of(value, at, remarks));
            items.push(Item {
                hash: Some(hash.clone()),
                key: key.clone(),
                epoch,
                correct: score.as_ref().and_then(right_or_wrong),
                score,
                cluster: None,
                error_kind: failed.then(|| "error".to_owned()),
            });
        }
        Ok(())
    }

    fn part_of(&mut self, sample: &Object<'_>, key: &str) {
        let metadata = sample.object("metadata").into_iter().flat_map(Object::iter);
        for (name, value) in metadata {
            if let Node::Text(_) | Node::Number(_) | Node::Bool(_) = value {
                let value = value.raw();
                // Only short ones name a part of the items; others are texts.
                if value.len() <= 64 && self.parts.len() <= ITEMS_MAX {
                    let part = self.parts.entry((name.to_owned(), value)).or_default();
                    part.insert(key.to_owned());
                }
            }
        }
    }

    /// How many samples there are, over all epochs.
    pub fn len(&self) -> usize {
        self.seen.len()
    }

    /// How many items belong to a part.
    pub fn in_part(&self, kind: &str, value: &str) -> Option<i64> {
        let part = self.parts.get(&(kind.to_owned(), value.to_owned()))?;
        i64::try_from(part.len()).ok()
    }

    /// The language that the metadata of all items say.
    pub fn language(&self) -> Option<&str> {
        let mut stated = self
            .parts
            .iter()
            .filter(|((name, _), _)| name == "language");
        let ((_, language), items) = stated.next()?;
        (stated.next().is_none() && items.len() == self.hashes.len()).then_some(language)
    }

    /// Names the items with their targets, in whatever order they ran.
    pub fn digest(&self) -> Option<String> {
        let parts: Vec<&[u8]> = self.hashes.values().map(Vec::as_slice).collect();
        (!parts.is_empty()).then(|| Sha256::of_parts(&parts).to_string())
    }

    /// The items of the score at a place of the results.
    pub fn take(&mut self, place: usize) -> Vec<Item> {
        self.items
            .get_mut(place)
            .map(std::mem::take)
            .unwrap_or_default()
    }
}

impl Wanted {
    /// The value of this score in a sample. A scorer that gives several values gives an object of them.
    fn of<'d, 'a>(&self, sample: &'d Object<'a>) -> Option<&'d Node<'a>> {
        let scores = sample.object("scores")?;
        let score = scores
            .object(&self.name)
            .or_else(|| scores.object(&self.scorer))?;
        match score.get("value")? {
            Node::Object(values) => values.get(&self.name),
            value => Some(value),
        }
    }
}

/// A score as a number, as the tool's `value_to_float` reads it; `None`: not scored.
fn value_of(node: &Node<'_>, at: &[&str], remarks: &mut Remarks) -> Option<Decimal> {
    let text = match node {
        Node::Number(text) => text,
        Node::Bool(value) => return Some(Decimal::from(i64::from(*value))),
        Node::Text(text) => match text.trim() {
            "C" => "1",
            "P" => "0.5",
            "I" | "N" => "0",
            text => text,
        },
        // NaN is how the tool writes that nothing was scored.
        Node::Null | Node::NotANumber(_) | Node::Array(_) | Node::Object(_) => return None,
    };
    let score = text.parse().ok();
    if score.is_none() {
        let message = "a score that is no number is kept as not scored";
        remarks.note_once("score_not_read", "", message.into(), at);
    }
    score
}

fn right_or_wrong(score: &Decimal) -> Option<bool> {
    if *score == Decimal::from(1) {
        Some(true)
    } else {
        score.is_zero().then_some(false)
    }
}
