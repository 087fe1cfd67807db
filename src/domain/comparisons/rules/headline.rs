//! What a comparison says in one sentence.

use serde_json::{Map, json};

use crate::domain::comparisons::inputs::Inputs;
use crate::domain::comparisons::result::{Counts, Headline, Row, Tier};
use crate::domain::evaluations::statistics::ComparisonVerdict;

/// The answer: worse where one row shows it, unclear where a critical one does not pass, else not worse.
pub(super) fn headline(
    inputs: &Inputs,
    rows: &[Row],
    critical: &Counts,
    supporting: &Counts,
) -> Headline {
    let (base, candidate) = (inputs.base.label(), inputs.candidate.label());
    let passed = critical.superior + critical.non_inferior;
    let unclear = critical.inconclusive + critical.insufficient + critical.missing;
    let total = passed + unclear + critical.inferior;
    let worse = critical.inferior + supporting.inferior;
    let (code, message) = if rows.is_empty() {
        (
            "nothing",
            format!("Nothing was measured on both {candidate} and {base}."),
        )
    } else if worse > 0 {
        let names = worse_suites(rows);
        (
            "worse",
            format!("{candidate} is worse than {base} on {names}."),
        )
    } else if total == 0 {
        (
            "no_critical",
            format!(
                "No internal, safety or bias suite was measured on both {candidate} and {base}."
            ),
        )
    } else if unclear > 0 {
        (
            "unclear",
            format!(
                "{candidate} is not shown to be as good as {base}: {unclear} of {total} critical comparisons {} not \
                 show it.",
                if unclear == 1 { "does" } else { "do" }
            ),
        )
    } else {
        (
            "not_worse",
            format!("{candidate} is not worse than {base} on any of {total} critical comparisons."),
        )
    };
    let params = [
        ("base", json!(base)),
        ("candidate", json!(candidate)),
        ("passed", json!(passed)),
        ("unclear", json!(unclear)),
        ("worse", json!(worse)),
        ("total", json!(total)),
    ];
    Headline {
        code: code.into(),
        params: params
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect::<Map<_, _>>(),
        message,
    }
}

/// Suites that a sentence names at most.
const NAMED_MAX: usize = 3;

/// The first suites on which rows show the candidate to be worse, by name, and how many there are besides.
#[must_use]
pub fn worse_on(rows: &[Row]) -> (Vec<String>, usize) {
    let worse = rows
        .iter()
        .filter(|row| row.tier != Tier::Exploring && row.verdict == ComparisonVerdict::Inferior);
    // A suite with several metrics has several rows.
    let mut names: Vec<String> = Vec::new();
    for row in worse {
        let name = match &row.language {
            Some(language) => format!("{} {language}", row.measurement.suite),
            None => row.measurement.suite.clone(),
        };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let more = names.len().saturating_sub(NAMED_MAX);
    names.truncate(NAMED_MAX);
    (names, more)
}

fn worse_suites(rows: &[Row]) -> String {
    let (mut names, more) = worse_on(rows);
    if more > 0 {
        names.push(format!("{more} more"));
    }
    names.join(", ")
}
