//! May this version go up, and if not, what exactly is missing?
//!
//! Invariants: one pure function judges for the dry run, the command, the replay and the button; unknown never passes;
//! the approver is not the author; an approval binds to the exact proposal; a decision keeps its facts and replays.

mod approval;
mod comment;
mod compared;
mod derived;
mod facts;
mod policy;
mod promotion;
mod proposal;
pub mod requirement;
mod verdict;
mod waiver;

pub mod rules;
pub mod store;

pub mod commands;

pub mod jobs;

pub mod http;

pub use approval::{Approval, Decision, VoidReason};
pub use comment::Comment;
pub use compared::CmpFact;
pub use facts::{
    ApprovalFact, CandidateFacts, IncumbentFacts, PromotionFacts, TargetFacts, WaiverFact,
};
pub use policy::{
    Applies, Approvals, DeclaredMargins, Policy, PolicyContent, PolicyInForce, PolicyState,
    PolicyVersion,
};
pub use promotion::{Promotion, PromotionState, label};
pub use proposal::{ProposalChange, ProposalPart};
pub use verdict::{Counts, Headline, JudgedRequirement, PolicyRef, Verdict, VerdictOutcome};
pub use waiver::Waiver;
