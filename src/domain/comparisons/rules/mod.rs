//! What a comparison finds. Pure: the same for the page, the policy, the command line and the replay.

mod beside;
mod estimate;
mod headline;
mod pairing;
mod planned;
mod replay;
mod row;
mod weak;

pub use beside::{READINGS_MAX, SIZE_TAGS, readings, sizes};
pub use headline::worse_on;
pub use pairing::{PAIRS_MAX, Paired, pair};
pub use planned::{PlanFacts, Planned, plan};
pub use replay::first_difference;

use super::inputs::{Alone, Correction, Inputs};
use super::result::{Compared, Counts, Missing, Row, Tier};
use crate::domain::evaluations::TrustClass;
use crate::domain::evaluations::statistics::{
    BOUND_DIGITS, ComparisonVerdict, benjamini_hochberg, holm,
};
use crate::ground::kernel::Decimal;

/// Kept with every comparison: another engine may find otherwise.
pub const ENGINE: &str = "tenure-compare/2";
/// What computed before times, sizes and costs stood beside each other: all else it found the same.
const ENGINE_1: &str = "tenure-compare/1";

/// Compares.
#[must_use]
pub fn compare(inputs: &Inputs) -> Compared {
    let mut rows: Vec<Row> = inputs
        .pairs
        .iter()
        .map(|pair| row::row(pair, &inputs.margins))
        .collect();
    correct(&mut rows, inputs.correction);
    rows.sort_by(|a, b| {
        a.tier
            .cmp(&b.tier)
            .then_with(|| room(a).total_cmp(&room(b)))
            .then_with(|| a.key.cmp(&b.key))
    });
    let mut missing: Vec<Missing> = inputs.alone.iter().map(missing).collect();
    missing.sort_by(|a, b| {
        let key = |one: &Missing| (one.tier, !one.on_candidate, one.measurement.clone());
        key(a).cmp(&key(b))
    });
    let critical = count(&rows, &missing, Tier::Critical);
    let supporting = count(&rows, &missing, Tier::Supporting);
    Compared {
        engine: inputs.beside.as_ref().map_or(ENGINE_1, |_| ENGINE).into(),
        headline: headline::headline(inputs, &rows, &critical, &supporting),
        critical,
        supporting,
        rows,
        missing,
        beside: inputs.beside.as_ref().map(|of| beside::beside(of, inputs)),
    }
}

/// How far the lower bound is above what the margin allows: the smaller, the nearer to failing. What has no bound
/// stands first.
fn room(row: &Row) -> f64 {
    let low = row.ci_low.as_ref().map(Decimal::to_f64);
    let margin = row.margin.as_ref().map_or(0.0, Decimal::to_f64);
    low.map_or(f64::NEG_INFINITY, |low| low + margin)
}

/// What a number is for: from its suite's class, and whether it is the number that the suite is about.
fn tier(class: TrustClass, is_primary: bool, slice_kind: Option<&str>) -> Tier {
    let explores = !is_primary || slice_kind.is_some_and(|kind| kind != "language");
    match class {
        _ if explores => Tier::Exploring,
        TrustClass::Internal | TrustClass::Safety | TrustClass::Bias => Tier::Critical,
        TrustClass::Public | TrustClass::Performance => Tier::Supporting,
        TrustClass::Unclassified => Tier::Exploring,
    }
}

fn missing(alone: &Alone) -> Missing {
    let slice = alone.measurement.slice_kind.as_deref();
    Missing {
        measurement: alone.measurement.clone(),
        trust_class: alone.trust_class,
        language: alone.language.clone(),
        tier: tier(alone.trust_class, alone.is_primary, slice),
        on_candidate: !alone.on_candidate,
        evaluation_id: alone.evaluation_id,
    }
}

/// Corrects the p values of the rows that only explore.
fn correct(rows: &mut [Row], correction: Correction) {
    let (exploring, raw): (Vec<&mut Row>, Vec<f64>) = rows
        .iter_mut()
        .filter(|row| row.tier == Tier::Exploring)
        .filter_map(|row| {
            let p = row.p.as_ref()?.to_f64();
            Some((row, p))
        })
        .unzip();
    let adjusted = match correction {
        Correction::Bh => benjamini_hochberg(&raw),
        Correction::Holm => holm(&raw),
    };
    for (row, p) in exploring.into_iter().zip(adjusted) {
        row.p_adjusted = Decimal::from_f64_rounded(p, BOUND_DIGITS);
    }
}

fn count(rows: &[Row], missing: &[Missing], tier: Tier) -> Counts {
    let mut counts = Counts::default();
    for row in rows.iter().filter(|row| row.tier == tier) {
        *match row.verdict {
            ComparisonVerdict::Superior => &mut counts.superior,
            ComparisonVerdict::NonInferior => &mut counts.non_inferior,
            ComparisonVerdict::Inferior => &mut counts.inferior,
            ComparisonVerdict::Inconclusive => &mut counts.inconclusive,
            ComparisonVerdict::Insufficient => &mut counts.insufficient,
        } += 1;
    }
    counts.missing = missing
        .iter()
        .filter(|one| one.tier == tier && one.on_candidate)
        .count();
    counts
}

#[cfg(test)]
mod tests;
