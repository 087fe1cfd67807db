//! A version: an immutable, numbered entry of a model.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Basis, Configuration, Parent, Source, Stage, TagState};
use crate::ground::audit::Entity;
use crate::ground::kernel::{Instant, ModelId, PrincipalId, Revision, TextDigest, VersionId};

/// A version. Only its stage, its labels and its visibility change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// Its id.
    pub id: VersionId,
    /// Of which model.
    pub model_id: ModelId,
    /// 1, 2, 3 ... within the model.
    pub number: i32,
    /// How far it may go.
    pub stage: Stage,
    /// Why it stands there.
    pub basis: Basis,
    /// Since when it is known to run, when it was adopted.
    pub adopted_since: Option<Instant>,
    /// Until when evidence is due, when it was adopted.
    pub evidence_due: Option<NaiveDate>,
    /// Where its answers come from.
    pub source: Source,
    /// How it is called.
    pub configuration: Configuration,
    /// What it was made from.
    pub lineage: Vec<Parent>,
    /// When the source was made, as its vendor says.
    pub source_created_at: Option<Instant>,
    /// Names its description.
    pub description_digest: Option<TextDigest>,
    /// Its tags, sorted by key.
    pub tags: Vec<TagState>,
    /// Who registered it.
    pub registered_by: PrincipalId,
    /// When.
    pub created_at: Instant,
    /// When its stage changed last.
    pub stage_changed_at: Option<Instant>,
    /// Since when it is hidden.
    pub hidden_at: Option<Instant>,
    /// How often it changed.
    pub revision: Revision,
}

impl Entity for Version {
    const KIND: &'static str = "version";
    fn id(&self) -> Uuid {
        self.id.0
    }
    fn revision(&self) -> Revision {
        self.revision
    }
}
