//! What a reader wants people to know about a file.

use serde::{Deserialize, Serialize};

/// One remark about a place in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Note {
    /// Stable, `snake_case`.
    pub code: String,
    /// A sentence for people.
    pub message: String,
    /// The place, as a JSON pointer.
    pub pointer: String,
}
