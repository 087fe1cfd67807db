//! Whether a list shows what is hidden.

use serde::{Deserialize, Serialize};

/// Which of the visible and the hidden a list shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub enum HiddenFilter {
    /// What is not hidden.
    #[default]
    #[serde(rename = "false")]
    Visible,
    /// What is hidden.
    #[serde(rename = "true")]
    Hidden,
    /// Both.
    #[serde(rename = "any")]
    Any,
}

impl HiddenFilter {
    /// Whether rows must be hidden; `None`: they may be either.
    #[must_use]
    pub const fn wanted(self) -> Option<bool> {
        match self {
            Self::Visible => Some(false),
            Self::Hidden => Some(true),
            Self::Any => None,
        }
    }
}
