//! What applying a manifest does, document by document.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::DocumentKind;
use crate::ground::kernel::{FieldProblem, Reason, Revision, Sha256};

/// What happens to something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ManifestAction)]
pub enum Action {
    /// It is not there and is made.
    Create,
    /// It is another than its document says, and is changed.
    Change,
    /// It gets the name that its document says, and whatever else that says.
    Rename,
    /// It is as its document says.
    Nothing,
    /// No document names it, and it is hidden.
    Prune,
}

/// One difference between what is there and what a document says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct FieldChange {
    /// JSON pointer into the document.
    #[schema(example = "/description")]
    pub field: String,
    /// As it is; null: nothing.
    pub from: Value,
    /// As the document says; null: nothing.
    pub to: Value,
}

/// One document, or something that no document names, with what happens to it.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct PlannedDocument {
    /// What kind of thing.
    pub kind: DocumentKind,
    /// What people call it.
    #[schema(example = "support/ticket-triage")]
    pub label: String,
    /// The number of its document in the request, from 0; null: no document names it.
    pub document: Option<usize>,
    /// Its id; null: it is not there yet.
    pub id: Option<Uuid>,
    /// Its revision now; null: it is not there yet.
    pub revision: Option<Revision>,
    /// What happens to it.
    pub action: Action,
    /// Every difference that goes.
    pub changes: Vec<FieldChange>,
    /// Every reason against it.
    pub refusals: Vec<Reason>,
    /// What is wrong with the document; pointers are into the request.
    pub problems: Vec<FieldProblem>,
}

/// How many of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = ManifestCounts)]
pub struct Counts {
    /// Made.
    pub created: usize,
    /// Changed.
    pub changed: usize,
    /// Renamed.
    pub renamed: usize,
    /// Hidden.
    pub pruned: usize,
    /// As their documents say.
    pub unchanged: usize,
    /// What stands against being applied; all of the above still counts them.
    pub refused: usize,
}

/// Things that pruning leaves alone, whatever the documents say: none of them is of that kind and team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = ManifestLeftAlone)]
pub struct LeftAlone {
    /// What kind of things. Teams are never hidden: of them those that no document names.
    pub kind: DocumentKind,
    /// The slug of the team that owns them; null: the installation.
    #[schema(example = "support")]
    pub team: Option<String>,
    /// How many.
    pub count: i64,
}

/// What applying does, or did.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = AppliedManifest)]
pub struct Manifest {
    /// Whether all of it may be done.
    pub allowed: bool,
    /// Names what is to be done and the revisions that it was decided on. Give it with the request that applies, and
    /// exactly this is done or nothing.
    pub plan: Sha256,
    /// How many of each.
    pub counts: Counts,
    /// In the order in which it is done.
    pub documents: Vec<PlannedDocument>,
    /// Where pruning did not look, by kind and team; without pruning it looks nowhere, and nothing stands here.
    pub left_alone: Vec<LeftAlone>,
}
