//! What changes in a proposal.

use serde::Serialize;

/// A part of a proposal that may change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProposalPart {
    /// A policy content that guards the move.
    Policy,
    /// An evaluation of the version, or of the one that serves.
    Evaluation,
    /// A waiver that counts.
    Waiver,
    /// The stage of the version.
    Stage,
}

/// One thing that came to a proposal, or went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ProposalChange {
    /// What it is.
    pub part: ProposalPart,
    /// Whether it came; else it went.
    pub added: bool,
    /// What people call it.
    #[schema(example = "ticket-triage version 3, safety-core")]
    pub name: String,
}
