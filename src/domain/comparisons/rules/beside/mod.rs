//! Time under load, size and cost beside each other: both values, and a ratio only where both were measured alike.
//!
//! The ratio is the candidate's value by the base's. Of a time its inverse is the speedup: "X is n times as fast as Y"
//! means execution time of Y by that of X (Hennessy and Patterson, Computer Architecture, 6th edition, section 1.8).

mod readings;
mod sizes;

pub use readings::{READINGS_MAX, readings};
pub use sizes::{SIZE_TAGS, sizes};

use crate::domain::comparisons::beside::{Aspect, Beside, BesideInputs, BesideRow, Change, Gap};
use crate::domain::comparisons::inputs::Inputs;
use crate::domain::evaluations::Direction;
use crate::domain::evaluations::statistics::BOUND_DIGITS;
use crate::ground::kernel::{Decimal, Reason, Remedy};

/// What the two versions weigh beside each other.
pub(super) fn beside(of: &BesideInputs, inputs: &Inputs) -> Beside {
    let mut rows: Vec<BesideRow> = of.readings.iter().map(readings::row).collect();
    rows.extend(sizes::rows(&of.base, &of.candidate));
    rows.sort_by_key(|row| row.aspect);
    let gaps = Aspect::ALL.into_iter();
    Beside {
        missing: gaps
            .filter_map(|aspect| gap(aspect, &rows, inputs))
            .collect(),
        notes: notes(&rows),
        rows,
        truncated: of.truncated,
    }
}

/// The candidate's value by the base's, where the base has something to divide by.
fn ratio(base: Option<&Decimal>, candidate: Option<&Decimal>) -> Option<Decimal> {
    let (base, candidate) = (base?.to_f64(), candidate?.to_f64());
    (base > 0.0).then(|| Decimal::from_f64_rounded(candidate / base, BOUND_DIGITS))?
}

fn change(ratio: Option<&Decimal>, direction: Option<Direction>) -> Option<Change> {
    let ratio = ratio?.to_f64();
    let is_better = match direction? {
        Direction::Lower => ratio < 1.0,
        Direction::Higher => ratio > 1.0,
        Direction::Target | Direction::None => return None,
    };
    #[expect(clippy::float_cmp, reason = "equal values divide to exactly one")]
    let same = ratio == 1.0;
    Some(match (same, is_better) {
        (true, _) => Change::Same,
        (false, true) => Change::Better,
        (false, false) => Change::Worse,
    })
}

/// Of a size only the weights count: the rest is read beside them.
fn counts(row: &BesideRow) -> bool {
    row.aspect != Aspect::Size || row.metric == sizes::WEIGHTS_BYTES
}

/// What is missing when no row of an aspect has a ratio.
fn gap(aspect: Aspect, rows: &[BesideRow], inputs: &Inputs) -> Option<Gap> {
    let of = || {
        rows.iter()
            .filter(|row| row.aspect == aspect && counts(row))
    };
    if of().any(|row| row.ratio.is_some()) {
        return None;
    }
    let on_base = !of().any(|row| row.base.value.is_some());
    let on_candidate = !of().any(|row| row.candidate.value.is_some());
    let lacking: Vec<String> = [(on_base, &inputs.base), (on_candidate, &inputs.candidate)]
        .into_iter()
        .filter(|(lacks, _)| *lacks)
        .map(|(_, version)| version.label())
        .collect();
    let reason = if lacking.is_empty() {
        Reason::new(
            "not_measured_alike",
            format!(
                "{} was never measured on both versions under the same conditions.",
                title(aspect)
            ),
        )
        .remedy(Remedy::text(
            "Run both versions with the same tool under the same load, times on the same hardware.",
        ))
    } else {
        let of = lacking.join(" and ");
        Reason::new(
            "unknown_on",
            format!("{} of {of} is unknown.", title(aspect)),
        )
        .with("versions", lacking)
        .remedy(remedy(aspect))
    };
    Some(Gap {
        aspect,
        on_base,
        on_candidate,
        reason: reason.with("aspect", aspect.as_str()),
    })
}

const fn title(aspect: Aspect) -> &'static str {
    match aspect {
        Aspect::Latency => "The latency",
        Aspect::Throughput => "The throughput",
        Aspect::Size => "The size",
        Aspect::Cost => "The cost",
    }
}

fn remedy(aspect: Aspect) -> Remedy {
    match aspect {
        Aspect::Latency | Aspect::Throughput => Remedy::text(
            "Run a load test (GuideLLM, AIPerf, vllm bench serve) on both under the same load and import its files.",
        )
        .command("tenure evaluations import FILE --version MODEL/NUMBER"),
        Aspect::Size => Remedy::text(format!(
            "Give the version the tag {} with the size of its files in bytes.",
            sizes::WEIGHTS_BYTES
        )),
        Aspect::Cost => Remedy::text(
            "Import results that say what a request cost (promptfoo does), or record a metric that counts money.",
        ),
    }
}

/// Not every tool writes on which hardware the model ran, nor the lengths: the reader is told once.
fn notes(rows: &[BesideRow]) -> Vec<Reason> {
    let timed = |row: &BesideRow| {
        matches!(row.aspect, Aspect::Latency | Aspect::Throughput) && row.ratio.is_some()
    };
    let short = rows
        .iter()
        .filter(|row| timed(row))
        .filter_map(|row| row.candidate.conditions.as_deref())
        .filter(|load| load.contains("concurrency=") || load.contains("rate="))
        .any(|load| !(load.contains("input=") && load.contains("output=")));
    let lengths = short.then(|| {
        Reason::new(
            "lengths_unknown",
            "A load test does not say how long questions and answers were: its ratios hold for equal lengths only.",
        )
        .remedy(Remedy::text("Use the same lengths for both versions."))
    });
    let unknown =
        |row: &&BesideRow| row.base.hardware.is_none() || row.candidate.hardware.is_none();
    let silent = rows.iter().filter(|row| timed(row)).filter(unknown).count();
    let told = rows
        .iter()
        .any(|row| row.base.hardware.is_some() || row.candidate.hardware.is_some());
    let hardware = (silent > 0).then(|| {
        let message = if told {
            "Not every result says on which hardware it ran: ratios of times hold for the machines that were used."
        } else {
            "No result says on which hardware it ran: ratios of times hold for the two machines that were used."
        };
        Reason::new("hardware_unknown", message)
    });
    hardware.into_iter().chain(lengths).collect()
}
