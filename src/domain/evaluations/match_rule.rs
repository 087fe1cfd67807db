//! Match rules: which version is meant by a model's name in a result file.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::ground::audit::Entity;
use crate::ground::kernel::{Instant, MatchRuleId, Revision, TeamId, VersionId};

/// A rule of a team. It holds for files that come after it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatchRule {
    /// Its id.
    pub id: MatchRuleId,
    /// Whose files.
    pub team_id: TeamId,
    /// Files of this format only; `None`: of any.
    pub format: Option<String>,
    /// A model's name as files say it, or a glob; unique with the format while the rule is visible.
    pub pattern: String,
    /// The version that is meant.
    pub version_id: VersionId,
    /// When it was saved.
    pub created_at: Instant,
    /// Since when it holds no longer.
    pub hidden_at: Option<Instant>,
    /// How often it changed.
    pub revision: Revision,
}

impl Entity for MatchRule {
    const KIND: &'static str = "match_rule";
    fn id(&self) -> Uuid {
        self.id.0
    }
    fn revision(&self) -> Revision {
        self.revision
    }
}
