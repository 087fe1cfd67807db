//! What a run can show, before it is run.

use serde::Serialize;

use crate::domain::evaluations::statistics::{
    BOUND_DIGITS, Plan, detectable, items_needed, per_arm_needed,
};
use crate::ground::kernel::{Decimal, FieldProblem};

/// Items that a plan may count with at most.
pub const ITEMS_MAX: u64 = 100_000_000;

/// What a run would be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanFacts {
    /// Items of the suite.
    pub items: Option<u64>,
    /// How much worse a candidate may be.
    pub margin: Option<Decimal>,
    /// The share of items on which two versions differ.
    pub discordance: Decimal,
    /// The share of items that are right: for separate samples, without pairs.
    pub rate: Option<Decimal>,
    /// The chance of showing what is so.
    pub power: Decimal,
}

/// What a run can show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = ComparisonPlan)]
pub struct Planned {
    /// The smallest difference that as many pairs of items show; null without a number of items.
    pub detectable: Option<Decimal>,
    /// Pairs of items that show the margin, when the candidate is as good; null without a margin.
    pub n_needed: Option<u64>,
    /// Items that each version needs when they are not the same ones; null without a rate and a margin.
    pub n_needed_unpaired: Option<u64>,
    /// Whether the items are enough for the margin; null without both.
    pub enough: Option<bool>,
    /// In English.
    pub message: String,
}

/// What a run can show.
///
/// # Errors
/// A number is out of bounds.
pub fn plan(facts: &PlanFacts) -> Result<Planned, Vec<FieldProblem>> {
    let problems = problems(facts);
    if !problems.is_empty() {
        return Err(problems);
    }
    let plan = Plan {
        power: facts.power.to_f64(),
        ..Plan::default()
    };
    let discordance = facts.discordance.to_f64();
    let margin = facts.margin.as_ref().map(Decimal::to_f64);
    #[expect(clippy::cast_precision_loss, reason = "at most a hundred million")]
    let shown = facts
        .items
        .and_then(|items| detectable(discordance, items as f64, plan));
    let n_needed = margin.and_then(|margin| items_needed(discordance, margin, 0.0, plan));
    let n_needed_unpaired = margin
        .zip(facts.rate.as_ref())
        .and_then(|(margin, rate)| per_arm_needed(rate.to_f64(), margin, plan));
    Ok(Planned {
        detectable: shown.and_then(|shown| Decimal::from_f64_rounded(shown, BOUND_DIGITS)),
        n_needed,
        n_needed_unpaired,
        enough: facts
            .items
            .zip(n_needed)
            .map(|(items, needed)| items >= needed),
        message: sentence(facts, shown, n_needed),
    })
}

fn problems(facts: &PlanFacts) -> Vec<FieldProblem> {
    let mut problems = Vec::new();
    let mut within = |name: &str, value: Option<&Decimal>, most_allowed: bool| {
        let Some(value) = value.map(Decimal::to_f64) else {
            return;
        };
        if value <= 0.0 || value > 1.0 || (!most_allowed && value >= 1.0) {
            problems.push(FieldProblem::new(
                name,
                "a share above 0 and below 1, such as 0.02",
            ));
        }
    };
    within("margin", facts.margin.as_ref(), false);
    within("discordance", Some(&facts.discordance), true);
    within("rate", facts.rate.as_ref(), false);
    within("power", Some(&facts.power), false);
    if facts
        .items
        .is_some_and(|items| !(1..=ITEMS_MAX).contains(&items))
    {
        problems.push(FieldProblem::new("items", format!("1 to {ITEMS_MAX}")));
    }
    problems
}

fn points(share: f64) -> String {
    let text = format!("{:.1}", share * 100.0);
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

fn sentence(facts: &PlanFacts, shown: Option<f64>, needed: Option<u64>) -> String {
    let terms = format!(
        "{} % discordant, {} % power",
        points(facts.discordance.to_f64()),
        points(facts.power.to_f64())
    );
    let margin = facts.margin.as_ref().map(|margin| points(margin.to_f64()));
    match (facts.items.zip(shown), margin.zip(needed)) {
        (Some((items, shown)), Some((margin, needed))) => format!(
            "{items} items can show {} pt at best ({terms}); {margin} pt needs {needed}.",
            points(shown)
        ),
        (Some((items, shown)), None) => {
            format!(
                "{items} items can show {} pt at best ({terms}).",
                points(shown)
            )
        }
        (None, Some((margin, needed))) => format!("{margin} pt needs {needed} items ({terms})."),
        (None, None) => "Say how many items, or which margin.".into(),
    }
}
