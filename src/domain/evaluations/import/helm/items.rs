//! What each instance of a run scored.

use std::collections::BTreeSet;

use super::super::json::{Node, Object};
use super::super::reading::{Remarks, count, decimal, item_key};
use super::super::{ITEMS_MAX, Items, ParseProblem, ParsedEvaluation, is_rate};
use crate::domain::evaluations::Item;
use crate::ground::kernel::Decimal;

/// Gives each split what its instances scored in its first metric. Changed questions are no instances of their own.
///
/// # Errors
/// There are too many.
pub fn read(
    stats: &Node<'_>,
    evaluations: &mut [ParsedEvaluation],
    remarks: &mut Remarks,
) -> Result<(), ParseProblem> {
    let listed = stats.array().unwrap_or_default();
    if listed.len() > ITEMS_MAX {
        let message = "the run has too many instances";
        let expected = format!("at most {ITEMS_MAX} instances");
        return Err(ParseProblem::new("too_many_items", message, "", expected));
    }
    for evaluation in evaluations {
        let Some(first) = evaluation.metrics.first() else {
            continue;
        };
        let (split, raw_name) = (&evaluation.filter, &first.raw_name);
        let rate = is_rate(&first.name) == Some(true);
        let mut seen = BTreeSet::new();
        let mut list = Vec::new();
        for instance in listed.iter().filter_map(Node::object) {
            let Some(score) = score_of(instance, raw_name, split) else {
                continue;
            };
            let Some(key) = instance.get("instance_id").and_then(item_key) else {
                let message = "an instance has no id";
                remarks.note_once("item_not_read", "", message.into(), &[super::ITEMS]);
                continue;
            };
            let trial = count(instance.get("train_trial_index")).unwrap_or(0);
            let epoch = i32::try_from(trial).unwrap_or(0).saturating_add(1);
            if seen.insert((key.clone(), epoch)) {
                list.push(item(key, epoch, decimal(Some(score)), rate));
            }
        }
        let metric = first.name.clone();
        evaluation.items = (!list.is_empty()).then_some(Items { metric, list });
    }
    Ok(())
}

fn item(key: String, epoch: i32, score: Option<Decimal>, rate: bool) -> Item {
    let whole = score.as_ref().and_then(Decimal::to_i64);
    let one = whole.filter(|one| rate && (0..=1).contains(one));
    Item {
        key,
        epoch,
        correct: one.map(|one| one == 1),
        score,
        ..Item::default()
    }
}

/// The score of an unchanged instance in a metric of a split.
fn score_of<'d, 'a>(instance: &'d Object<'a>, metric: &str, split: &str) -> Option<&'d Node<'a>> {
    if instance.some("perturbation").is_some() {
        return None;
    }
    instance.get("stats")?.array()?.iter().find_map(|stat| {
        let stat = stat.object()?;
        let name = stat.object("name")?;
        let own = name.text("name") == Some(metric) && name.text("split") == Some(split);
        own.then(|| stat.get("mean")).flatten()
    })
}
