//! What a command changed: one event for each entity.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use super::event::{EntityPart, Evidence};
use crate::ground::kernel::{Revision, StoreError, TextDigest};

/// An audited entity: its serialised form is the `after` of its events.
pub trait Entity: Serialize {
    /// `model`, `version` ...: the name in the log and in `tenure_audit(table, kind)`.
    const KIND: &'static str;
    /// Its id.
    fn id(&self) -> Uuid;
    /// Its revision after the change.
    fn revision(&self) -> Revision;
}

pub(super) struct Change {
    pub(super) kind: &'static str,
    pub(super) entity: EntityPart,
    pub(super) after: Value,
    pub(super) evidence: Vec<Evidence>,
    /// Texts of this change alone; see [`super::UnitOfWork::part`].
    pub(super) texts: BTreeSet<TextDigest>,
}

/// The changed entities of one command: at least one, each once.
#[must_use]
pub struct Changes {
    pub(super) all: Vec<Change>,
    pub(super) reason: Option<String>,
    pub(super) error: Option<StoreError>,
}

impl Changes {
    /// The first changed entity, in its state after the change.
    pub fn of<E: Entity>(kind: &'static str, entity: &E) -> Self {
        Self {
            all: Vec::new(),
            reason: None,
            error: None,
        }
        .and(kind, entity)
    }

    /// One more changed entity.
    pub fn and<E: Entity>(mut self, kind: &'static str, entity: &E) -> Self {
        match serde_json::to_value(entity) {
            Ok(after) => self.all.push(Change {
                kind,
                entity: EntityPart {
                    kind: E::KIND.into(),
                    id: entity.id(),
                    seq: entity.revision().0,
                },
                after,
                evidence: Vec::new(),
                texts: BTreeSet::new(),
            }),
            Err(error) => self.error = Some(StoreError::Inconsistent(error.to_string())),
        }
        self
    }

    /// What another part of the same command changed. Its reason is left: a command has one.
    pub fn join(mut self, other: Self) -> Self {
        self.all.extend(other.all);
        self.error = self.error.or(other.error);
        self
    }

    /// Why: the same words for every event of the command. Kept outside the log.
    pub fn because(mut self, reason: Option<&str>) -> Self {
        self.reason = reason.map(str::to_owned);
        self
    }

    /// What the last added change stood on.
    pub fn on(mut self, evidence: Vec<Evidence>) -> Self {
        if let Some(change) = self.all.last_mut() {
            change.evidence = evidence;
        }
        self
    }
}
