//! What makes a comparison weak, each with its sentence. A weak one never passes.

use serde_json::Value;

use super::estimate::{Estimated, Orientation};
use crate::domain::comparisons::inputs::{PairInputs, Side};
use crate::ground::kernel::{Reason, Remedy};

/// Pairs below which nothing is concluded.
pub const PAIRS_MIN: u64 = 30;
/// Groups below which an interval that is robust against groups is too narrow.
pub const GROUPS_MIN: u64 = 10;
/// Items without a partner, of a hundred, above which the rest may not be a fair sample.
pub const UNMATCHED_PERCENT_MAX: u64 = 5;
/// Items that failed, of a hundred, above which what is left may not be a fair sample.
pub const ERRORS_PERCENT_MAX: i64 = 1;

/// Every reason why a comparison is weak.
pub(super) fn weak(
    pair: &PairInputs,
    orientation: Option<Orientation>,
    estimated: Option<&Estimated>,
) -> Vec<Reason> {
    let mut reasons = Vec::new();
    for (side, which) in [(&pair.base, "base"), (&pair.candidate, "candidate")] {
        reasons.extend(of_side(side, which));
    }
    reasons.extend(differences(pair));
    if orientation.is_none() {
        reasons.push(Reason::new(
            "not_comparable",
            "Its metric has no direction in which it is better, or the two sides name different ones.",
        ));
    }
    if pair.base.unit != pair.candidate.unit {
        reasons.push(Reason::new(
            "unit_differs",
            "The two sides count in different units.",
        ));
    }
    match estimated {
        Some(estimated) => reasons.extend(of_sample(pair, estimated)),
        None if orientation.is_some() => reasons.push(
            Reason::new(
                "uncertainty_unknown",
                "Neither paired items nor a standard error on both sides say how certain the difference is.",
            )
            .remedy(Remedy::text("Import result files with their samples.")),
        ),
        None => {}
    }
    reasons
}

/// What is wrong with one side alone.
fn of_side(side: &Side, which: &'static str) -> Vec<Reason> {
    let mut reasons: Vec<Reason> = side
        .ineligible
        .iter()
        .map(|reason| on_side(reason, which))
        .collect();
    if let (Some(errors), Some(n)) = (side.errors, side.n)
        && errors * 100 > (n + errors) * ERRORS_PERCENT_MAX
    {
        reasons.push(
            Reason::new(
                "errors_many",
                format!("On the {which} {errors} items failed and {n} were scored."),
            )
            .with("side", which)
            .with("errors", errors)
            .with("n", n)
            .remedy(Remedy::text("Run the items that failed again.")),
        );
    }
    reasons
}

/// A reason against one side.
pub(super) fn on_side(reason: &Reason, which: &'static str) -> Reason {
    let mut reason = reason.clone();
    reason.message = format!("On the {which}: {}", reason.message);
    reason.params.insert("side".into(), which.into());
    reason
}

/// The reason of a difference, what differs in words, and what it is on a side.
pub(super) type Particular<T> = (fn(String) -> Reason, &'static str, Option<T>);

/// How a side was measured.
fn particulars(side: &Side) -> [Particular<String>; 6] {
    let shots = side.n_shot.map(|shots| shots.to_string());
    let seeds = side.seeds.as_ref().map(Value::to_string);
    [
        (
            |said| Reason::new("dataset_differs", said),
            "The data",
            side.dataset_digest.clone(),
        ),
        (
            |said| Reason::new("prompt_differs", said),
            "The prompt template",
            side.prompt_template_digest.clone(),
        ),
        (
            |said| Reason::new("harness_differs", said),
            "The harness",
            side.harness.clone(),
        ),
        (
            |said| Reason::new("harness_version_differs", said),
            "The harness's release",
            side.harness_version.clone(),
        ),
        (
            |said| Reason::new("few_shot_differs", said),
            "The number of examples in the prompt",
            shots,
        ),
        (|said| Reason::new("seed_differs", said), "The seed", seeds),
    ]
}

/// That the two sides state different things; nothing when they state the same.
pub(super) fn differing(
    reason: fn(String) -> Reason,
    what: &str,
    base: &str,
    candidate: &str,
) -> Option<Reason> {
    let message = format!("{what} differs: {base} on the base, {candidate} on the candidate.");
    (base != candidate).then(|| {
        reason(message)
            .with("base", base)
            .with("candidate", candidate)
            .remedy(Remedy::text("Run both versions the same way."))
    })
}

/// What differs of what both sides say.
pub(super) fn differences_of<T: AsRef<str>, const N: usize>(
    base: [Particular<T>; N],
    candidate: [Particular<T>; N],
) -> impl Iterator<Item = Reason> {
    let both = base.into_iter().zip(candidate);
    both.filter_map(|((reason, what, a), (_, _, b))| {
        differing(reason, what, a?.as_ref(), b?.as_ref())
    })
}

/// What differs between how the two sides were measured, as far as both say it.
fn differences(pair: &PairInputs) -> Vec<Reason> {
    let (base, candidate) = pair.sides();
    let mut reasons: Vec<Reason> =
        differences_of(particulars(base), particulars(candidate)).collect();
    if base.suite_version_id != candidate.suite_version_id {
        reasons.push(
            Reason::new(
                "suite_version_differs",
                format!(
                    "The suite's state differs: {} on the base, {} on the candidate.",
                    base.suite_version, candidate.suite_version
                ),
            )
            .with("base", base.suite_version.as_str())
            .with("candidate", candidate.suite_version.as_str())
            .remedy(Remedy::text(
                "Run both versions on the same state of the suite.",
            )),
        );
    }
    reasons
}

/// What is wrong with the sample.
fn of_sample(pair: &PairInputs, estimated: &Estimated) -> Vec<Reason> {
    let mut reasons = Vec::new();
    let n = estimated.n.unwrap_or(0);
    if n < PAIRS_MIN {
        let what = if estimated.is_paired {
            "pairs of items"
        } else {
            "items"
        };
        reasons.push(
            Reason::new(
                "few_items",
                format!("{n} {what} are too few to conclude anything; {PAIRS_MIN} are needed."),
            )
            .with("n", n)
            .with("needed", PAIRS_MIN),
        );
    }
    if let Some(groups) = estimated.groups.filter(|groups| *groups < GROUPS_MIN) {
        reasons.push(
            Reason::new(
                "few_clusters",
                format!("The items come from {groups} groups; an interval needs {GROUPS_MIN}."),
            )
            .with("groups", groups)
            .with("needed", GROUPS_MIN),
        );
    }
    if let Some(items) = pair.items.as_ref().filter(|_| estimated.is_paired) {
        let (all, unmatched) = (items.base_n.max(items.candidate_n), items.unmatched());
        if unmatched * 100 > all * UNMATCHED_PERCENT_MAX {
            reasons.push(
                Reason::new(
                    "items_unmatched",
                    format!("{unmatched} items have no partner; {} have one.", items.n),
                )
                .with("unmatched", unmatched)
                .with("n", items.n)
                .remedy(Remedy::text("Run both versions on the same items.")),
            );
        }
    } else if !same_data_is_proven(pair) {
        reasons.push(
            Reason::new(
                "dataset_unproven",
                "Nothing shows that both sides were asked the same: neither items nor a digest of the data.",
            )
            .remedy(Remedy::text(
                "Import result files with their samples, or record the digest of the data on both.",
            )),
        );
    }
    let truncated = estimated.items_truncated
        || [&pair.base, &pair.candidate]
            .iter()
            .any(|side| side.flags.iter().any(|flag| flag == "samples_truncated"));
    if truncated {
        reasons.push(
            Reason::new(
                "samples_truncated",
                "Fewer items were stored than were scored, so they are not paired.",
            )
            .remedy(Remedy::text("Import the complete samples.")),
        );
    }
    reasons
}

/// Whether items or digests show that both sides were asked the same.
fn same_data_is_proven(pair: &PairInputs) -> bool {
    let by_digest = pair.base.dataset_digest.is_some()
        && pair.base.dataset_digest == pair.candidate.dataset_digest;
    let by_items = pair
        .items
        .as_ref()
        .is_some_and(|items| items.n > 0 && items.unmatched() == 0);
    by_digest || by_items
}
