//! One number of both versions, compared.

use super::estimate::{Estimated, Items, estimate, items_of, orientation};
use super::weak::weak;
use crate::domain::comparisons::inputs::{ItemSums, Margins, PairInputs};
use crate::domain::comparisons::result::{Planning, Recovery, Row};
use crate::domain::evaluations::statistics::{
    BOUND_DIGITS, ComparisonVerdict, Plan, detectable, items_needed, three_way,
};
use crate::domain::evaluations::{Direction, Unit};
use crate::ground::kernel::{Decimal, Reason};

/// What counts as no loss where nobody declared anything: two percentage points.
pub(super) const MARGIN_DEFAULT: &str = "0.02";

fn decimal(value: f64) -> Option<Decimal> {
    Decimal::from_f64_rounded(value, BOUND_DIGITS)
}

pub(super) fn row(pair: &PairInputs, margins: &Margins) -> Row {
    let (base, candidate) = pair.sides();
    let unit = candidate.unit;
    let orientation = orientation(pair).filter(|_| base.unit == unit);
    let estimated = orientation.and_then(|orientation| estimate(pair, orientation));
    let weak = weak(pair, orientation, estimated.as_ref());
    let margin = margin(margins, &pair.measurement.suite, unit);
    let verdict = verdict(estimated.as_ref(), margin.as_ref(), &weak);
    let delta = estimated.as_ref().map(|one| one.delta).or_else(|| {
        let (base, candidate) = (base.value.as_ref()?, candidate.value.as_ref()?);
        Some(orientation?.delta(base.to_f64(), candidate.to_f64()))
    });
    let slice = pair.measurement.slice_kind.as_deref();
    let paired = pair
        .items
        .as_ref()
        .filter(|_| estimated.as_ref().is_some_and(|one| one.is_paired));
    let counts = paired.filter(|items| items.binary);
    Row {
        key: pair.measurement.key(),
        measurement: pair.measurement.clone(),
        trust_class: pair.trust_class,
        category: pair.trust_class.category(),
        language: pair.language.clone(),
        tier: super::tier(
            pair.trust_class,
            pair.is_primary && !pair.is_aggregate,
            slice,
        ),
        unit,
        direction: candidate.direction,
        base_evaluation_id: base.evaluation_id,
        candidate_evaluation_id: candidate.evaluation_id,
        base_value: base.value.clone(),
        candidate_value: candidate.value.clone(),
        n: estimated
            .as_ref()
            .and_then(|one| one.n)
            .or_else(|| least_n(pair)),
        unmatched: paired.map(ItemSums::unmatched),
        base_only: counts.map(|items| items.base_only),
        candidate_only: counts.map(|items| items.candidate_only),
        groups: estimated.as_ref().and_then(|one| one.groups),
        method: estimated.as_ref().map(|one| one.method),
        delta: delta.and_then(decimal),
        ci_low: estimated.as_ref().and_then(|one| decimal(one.low)),
        ci_high: estimated.as_ref().and_then(|one| decimal(one.high)),
        p: estimated.as_ref().and_then(|one| one.p).and_then(decimal),
        p_adjusted: None,
        verdict,
        notes: notes(pair, margin.as_ref()),
        weak,
        recovery: recovery(pair, estimated.as_ref()),
        planning: estimated
            .as_ref()
            .and_then(|one| planning(one, margin.as_ref())),
        margin,
    }
}

fn least_n(pair: &PairInputs) -> Option<u64> {
    [&pair.base, &pair.candidate]
        .into_iter()
        .filter_map(|side| u64::try_from(side.n?).ok())
        .min()
}

/// How much worse it may be, in the metric's own unit: what was given, what is declared for the suite, what is declared
/// for all, else two points. A margin for all is a share and holds for shares only.
fn margin(margins: &Margins, suite: &str, unit: Option<Unit>) -> Option<Decimal> {
    let declared = margins.given.as_ref();
    let of_suite = margins.suites.get(suite);
    let share = |margin: Decimal| match unit {
        Some(Unit::Fraction) => Some(margin),
        Some(Unit::Percent) => decimal(margin.to_f64() * 100.0),
        Some(Unit::Seconds | Unit::Count | Unit::Currency | Unit::Score) | None => None,
    };
    if let (None, Some(of_suite)) = (declared, of_suite) {
        return share(of_suite.clone()).or_else(|| Some(of_suite.clone()));
    }
    let default = || MARGIN_DEFAULT.parse().expect("a decimal");
    share(
        declared
            .or(margins.default.as_ref())
            .cloned()
            .unwrap_or_else(default),
    )
}

/// A weak comparison never passes. Without a margin only better is good enough.
fn verdict(
    estimated: Option<&Estimated>,
    margin: Option<&Decimal>,
    weak: &[Reason],
) -> ComparisonVerdict {
    let Some(estimated) = estimated.filter(|_| weak.is_empty()) else {
        return ComparisonVerdict::Insufficient;
    };
    match margin {
        Some(margin) => three_way(estimated.low, estimated.high, margin.to_f64()),
        None if estimated.low > 0.0 => ComparisonVerdict::Superior,
        None => ComparisonVerdict::Inconclusive,
    }
}

fn notes(pair: &PairInputs, margin: Option<&Decimal>) -> Vec<Reason> {
    let mut notes = Vec::new();
    if items_of(pair) == Items::OfAnother {
        notes.push(Reason::new(
            "items_of_another_number",
            "The items do not average to this number, so they are not paired for it.",
        ));
    }
    for (side, which) in [(&pair.base, "base"), (&pair.candidate, "candidate")] {
        if side.attempts > 1 {
            let (attempt, attempts) = (side.attempt, side.attempts);
            notes.push(
                Reason::new(
                    "several_attempts",
                    format!(
                        "The {which} was measured {attempts} times; this is attempt {attempt}."
                    ),
                )
                .with("side", which)
                .with("attempt", attempt)
                .with("attempts", attempts),
            );
        }
    }
    if margin.is_none() {
        notes.push(Reason::new(
            "margin_unknown",
            "Nobody declared how much worse it may be, so only better is good enough.",
        ));
    }
    notes
}

/// What the candidate keeps, where higher is better and the base has something to keep.
fn recovery(pair: &PairInputs, estimated: Option<&Estimated>) -> Option<Recovery> {
    let (base, candidate) = pair.sides();
    if candidate.direction != Some(Direction::Higher) || base.unit != candidate.unit {
        return None;
    }
    let reference = base.value.as_ref()?.to_f64();
    if reference <= 0.0 {
        return None;
    }
    let keeps = |delta: f64| decimal(1.0 + delta / reference);
    Some(Recovery {
        value: decimal(candidate.value.as_ref()?.to_f64() / reference)?,
        ci_low: estimated.and_then(|one| keeps(one.low)),
        ci_high: estimated.and_then(|one| keeps(one.high)),
    })
}

fn planning(estimated: &Estimated, margin: Option<&Decimal>) -> Option<Planning> {
    let variance = estimated.variance?;
    #[expect(clippy::cast_precision_loss, reason = "items are far fewer than 2^53")]
    let n = estimated.n? as f64;
    Some(Planning {
        detectable: decimal(detectable(variance, n, Plan::default())?)?,
        n_needed: margin
            .and_then(|margin| items_needed(variance, margin.to_f64(), 0.0, Plan::default())),
    })
}
