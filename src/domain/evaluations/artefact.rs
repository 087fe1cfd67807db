//! Artefacts: result files as they came. Their bytes are in `ground::content`.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::ground::audit::Entity;
use crate::ground::kernel::{ArtefactId, Instant, PrincipalId, Revision, Sha256};

/// A result file that was imported; one for each digest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Artefact {
    /// Its id.
    pub id: ArtefactId,
    /// Names its bytes.
    pub sha256: Sha256,
    /// As it was called when it came first.
    pub file_name: String,
    /// Bytes.
    pub size: i64,
    /// Which reader understood it: `lm-eval` ...
    pub format: String,
    /// Which of the reader's layouts.
    pub layout: String,
    /// The model's name as the file says it.
    pub model_ref: Option<String>,
    /// Who brought it.
    pub imported_by: PrincipalId,
    /// When.
    pub created_at: Instant,
    /// How often it changed: always 1.
    pub revision: Revision,
}

impl Entity for Artefact {
    const KIND: &'static str = "artefact";
    fn id(&self) -> Uuid {
        self.id.0
    }
    fn revision(&self) -> Revision {
        self.revision
    }
}
