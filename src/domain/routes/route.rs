//! A route: the name that an application calls in an environment.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Snapshot;
use crate::ground::audit::Entity;
use crate::ground::kernel::{
    ApplicationId, EnvironmentId, FieldProblem, Instant, PrincipalId, Revision, RouteId, TeamId,
};

/// Characters of a key at most.
const KEY_CHARS_MAX: usize = 128;
/// What follows a route's id in a path: a route of this key could not be read under its environment and key.
const KEYS_RESERVED: [&str; 5] = ["actions", "evidence", "slot", "snapshots", "uses"];

/// A route with the snapshot in force: each of its events carries the whole allocation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Route {
    /// Its id.
    pub id: RouteId,
    /// In which environment.
    pub environment_id: EnvironmentId,
    /// `[a-z0-9][a-z0-9._-]{0,127}`, not ending in `.model` or `.version`.
    pub key: String,
    /// Who owns it.
    pub team_id: TeamId,
    /// Who calls it.
    pub application_id: ApplicationId,
    /// The number of the snapshot in force.
    pub snapshot_seq: i32,
    /// Who created it.
    pub created_by: PrincipalId,
    /// When.
    pub created_at: Instant,
    /// Since when it is hidden.
    pub hidden_at: Option<Instant>,
    /// How often it changed.
    pub revision: Revision,
    /// The snapshot in force.
    pub snapshot: Snapshot,
}

impl Entity for Route {
    const KIND: &'static str = "route";
    fn id(&self) -> Uuid {
        self.id.0
    }
    fn revision(&self) -> Revision {
        self.revision
    }
}

/// What is wrong with a key.
#[must_use]
pub fn key_problem(key: &str) -> Option<FieldProblem> {
    let first = key
        .bytes()
        .next()
        .is_some_and(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    let rest = key
        .bytes()
        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"._-".contains(&b));
    let reserved =
        [".model", ".version"].iter().any(|end| key.ends_with(end)) || KEYS_RESERVED.contains(&key);
    (!first || !rest || reserved || key.len() > KEY_CHARS_MAX).then(|| {
        FieldProblem::new(
            "/key",
            "1 to 128 of a-z, 0-9, dot, underscore, hyphen, beginning with a letter or digit and not ending in .model or .version; nor one of actions, evidence, slot, snapshots, uses",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_plain_and_leave_the_reserved_words_free() {
        for right in ["a", "support-bot", "chat.v2_x", &"a".repeat(128)] {
            assert!(key_problem(right).is_none(), "{right}");
        }
        for wrong in [
            "",
            "-a",
            "A",
            "a/b",
            "a b",
            "chat.model",
            "chat.version",
            "slot",
            &"a".repeat(129),
        ] {
            assert!(key_problem(wrong).is_some(), "{wrong}");
        }
    }
}
