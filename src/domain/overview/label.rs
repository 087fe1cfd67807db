//! What people call an entity: `ticket-triage version 4`, `production/support-bot`, `PR-0042`.

use std::collections::HashMap;

use uuid::Uuid;

/// Names of entities, by id.
#[derive(Debug, Default)]
pub struct Labels(pub HashMap<Uuid, String>);

impl Labels {
    /// The entity's name; its id when it has none.
    #[must_use]
    pub fn of(&self, id: Uuid) -> String {
        self.0.get(&id).cloned().unwrap_or_else(|| id.to_string())
    }
}
