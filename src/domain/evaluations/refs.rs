//! How answers name suites and result files.

use serde::{Deserialize, Serialize};

use super::TrustClass;
use crate::ground::kernel::{Sha256, SuiteId};

/// A suite and the state of it that ran, as answers name it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct SuiteRef {
    /// Its id; null in a preview, for a suite that the import would define.
    pub id: Option<SuiteId>,
    /// Its name.
    pub name: String,
    /// What its numbers may be used for.
    pub trust_class: TrustClass,
    /// Its language.
    pub language: Option<String>,
    /// The tool's version of the task; `unknown` when it says none.
    pub version_label: String,
}

/// A result file, as answers name it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ArtefactRef {
    /// Names its bytes.
    pub sha256: Sha256,
    /// As it was called when it came first.
    pub file_name: String,
    /// Bytes.
    pub size: i64,
}
