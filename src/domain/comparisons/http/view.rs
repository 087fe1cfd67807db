//! Comparisons as answers show them.

use serde::Serialize;
use serde_json::json;

use crate::domain::comparisons::{Beside, Compared, Counts, Headline, Inputs, Missing, Row, rules};
use crate::domain::models::{LineageKind, VersionRef};
use crate::ground::kernel::{Decimal, Failure, Sha256};

/// Two versions, compared on everything that was measured on both.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Compared)]
pub struct ComparisonView {
    /// The version that is compared with.
    pub base: VersionRef,
    /// The version that is judged.
    pub candidate: VersionRef,
    /// How the candidate was made from the base; null when it was not.
    pub lineage: Option<LineageKind>,
    /// The margin that was asked for, whatever was declared.
    pub margin: Option<Decimal>,
    /// Which engine computed it.
    pub engine: String,
    /// SHA-256 of everything that it was computed from.
    pub inputs_digest: Sha256,
    /// The answer in one sentence.
    pub headline: Headline,
    /// How many critical rows came out how: each must pass.
    pub critical: Counts,
    /// How many supporting rows came out how: they can block, they cannot promote.
    pub supporting: Counts,
    /// The rows: critical, supporting, exploring; in each tier the one nearest to failing first.
    pub rows: Vec<Row>,
    /// What one version lacks.
    pub missing: Vec<Missing>,
    /// Time under load, size and cost; null where it was kept before anybody looked at them.
    pub beside: Option<Beside>,
    /// Whether some numbers were left out because there are too many.
    pub truncated: bool,
}

impl ComparisonView {
    /// Of inputs and what was found in them.
    ///
    /// # Errors
    /// The inputs are not JSON: a programming error.
    pub fn of(names: [VersionRef; 2], inputs: &Inputs, found: Compared) -> Result<Self, Failure> {
        let (_, inputs_digest) = inputs.canonical()?;
        let [base, candidate] = names;
        Ok(Self {
            base,
            candidate,
            lineage: inputs.lineage,
            margin: inputs.margins.given.clone(),
            engine: found.engine,
            inputs_digest,
            headline: told(found.headline, &found.rows),
            critical: found.critical,
            supporting: found.supporting,
            rows: found.rows,
            missing: found.missing,
            beside: found.beside,
            truncated: inputs.truncated,
        })
    }

    /// Computed now.
    ///
    /// # Errors
    /// The inputs are not JSON: a programming error.
    pub fn computed(names: [VersionRef; 2], inputs: &Inputs) -> Result<Self, Failure> {
        Self::of(names, inputs, rules::compare(inputs))
    }
}

/// The headline with the rows that it names, one by one. What is kept of a comparison holds only its words.
fn told(mut headline: Headline, rows: &[Row]) -> Headline {
    let (names, more) = rules::worse_on(rows);
    if !names.is_empty() {
        let params = &mut headline.params;
        params.insert("worse_on".to_owned(), json!(names));
        if more > 0 {
            params.insert("more".to_owned(), json!(more));
        }
    }
    headline
}
