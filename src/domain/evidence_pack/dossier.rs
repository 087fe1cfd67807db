//! What a page tells, before it is written: everything as of one position of the log.

use serde::Serialize;

use crate::domain::evaluations::{Artefact, Evaluation};
use crate::domain::models::Version;
use crate::domain::overview::Labels;
use crate::domain::overview::http::EventView;
use crate::domain::promotions::{
    Approval, Comment, PolicyInForce, Promotion, PromotionFacts, PromotionState, Verdict,
    VoidReason, Waiver,
};
use crate::domain::routes::http::ServingRow;
use crate::ground::audit::LogHead;
use crate::ground::kernel::{Instant, Sha256};

/// A promotion with all that its decision stands on.
#[derive(Debug)]
pub struct Dossier {
    /// The end of the log that was read.
    pub known: LogHead,
    /// The promotion as it was recorded then.
    pub promotion: Promotion,
    /// Where it stood then: what was recorded, or, while nothing was decided, what the judge said.
    pub state: PromotionState,
    /// Why it was opened; `None` when the text was erased.
    pub reason: Option<String>,
    /// The version then.
    pub version: Version,
    /// What everything is called.
    pub labels: Labels,
    /// What the judge said: with the decision, or, while there is none, at the instant of the position.
    pub verdict: Verdict,
    /// Its canonical bytes.
    pub verdict_json: String,
    /// What it was judged by.
    pub facts: PromotionFacts,
    /// Its canonical bytes.
    pub facts_json: String,
    /// The contents of the policies that it was judged under.
    pub policies: Vec<PolicyInForce>,
    /// The same judge on the same facts again; `None` while nothing is decided.
    pub replayed: Option<Replayed>,
    /// What reviewers said, oldest first.
    pub approvals: Vec<Given>,
    /// What people said, oldest first.
    pub comments: Vec<Said>,
    /// Every waiver of the move that was given until then.
    pub waivers: Vec<Waiver>,
    /// What was measured, of the version and of the one that served.
    pub evaluations: Vec<Evaluation>,
    /// The files that it came in.
    pub artefacts: Vec<Artefact>,
    /// Every event, oldest first.
    pub events: Vec<StoryEvent>,
    /// Where the version served from the decision on.
    pub serving: Vec<ServingRow>,
    /// What a limit kept out, in words.
    pub cut: Vec<String>,
}

/// A route over an interval, with the promotions that let its versions run.
#[derive(Debug)]
pub struct RouteDossier {
    /// The end of the log that was read.
    pub known: LogHead,
    /// `production/support-bot`.
    pub label: String,
    /// From when.
    pub from: Instant,
    /// Until when it is told.
    pub to: Instant,
    /// Until when it was asked for; later than `to` when a limit kept the end out.
    pub asked_to: Instant,
    /// The allocations that were in force.
    pub serving: Vec<ServingRow>,
    /// What let the versions run, in the order of their numbers.
    pub promotions: Vec<Dossier>,
    /// What a limit kept out, in words.
    pub cut: Vec<String>,
}

/// An approval with what was said.
#[derive(Debug, Serialize)]
pub struct Given {
    /// The approval then.
    pub approval: Approval,
    /// Why it does not count; `None` when it does.
    pub void: Option<VoidReason>,
    /// The roles that its giver held.
    pub roles: Vec<String>,
    /// What was said; `None` when nothing was or the text was erased.
    pub comment: Option<String>,
}

/// A comment with its words.
#[derive(Debug, Serialize)]
pub struct Said {
    /// The comment.
    pub comment: Comment,
    /// Its words; `None` when they were erased.
    pub text: Option<String>,
}

/// The judge on the facts of then, once more.
#[derive(Debug, Serialize)]
pub struct Replayed {
    /// Whether it says the same.
    pub same: bool,
    /// Where it differs first.
    pub first_difference: Option<String>,
    /// Which judge decided.
    pub decided_by: String,
    /// Which judge was asked again.
    pub replayed_by: String,
}

/// An event with the words that stand outside the log.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct StoryEvent {
    /// The event.
    #[serde(flatten)]
    pub event: EventView,
    /// The words of a comment or of an approval; null where there are none or they were erased.
    #[schema(example = "The two failing items are known bad labels.")]
    pub words: Option<String>,
    /// Its exact bytes, and their leaf hash: for the pack alone.
    #[serde(skip)]
    pub leaf: (String, Sha256),
}
