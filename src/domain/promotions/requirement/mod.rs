//! Requirements of policies: CEL over typed facts. Pure.
//!
//! Invariants: unknown never passes; an error is unknown, never hidden by another operand; the verdict does not depend
//! on the order of facts; CEL reads numbers that the service computed, and reports them as the decimals they are.

mod context;
mod evaluate;
mod lint;
mod measure;
mod schema;
mod strict;
mod templates;
mod texts;
mod types;

pub use context::FactsProblem;
pub use evaluate::{EVALUATOR_VERSION, evaluate_all};
pub use lint::{LintProblem, lint};
pub use schema::to_markdown;
pub use templates::{Template, templates};
pub use texts::texts;
pub use types::{
    EvidenceRef, Measured, Needed, On, Outcome, Relation, Requirement, RequirementRemedy,
    RequirementResult, Severity,
};
