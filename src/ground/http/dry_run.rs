//! `?dry_run=true`: what a command would do, with nothing changed.

use serde::Deserialize;

/// Whether to change anything.
#[derive(Debug, Clone, Copy, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct DryRun {
    /// `true` answers what would be, or every reason against it, and changes nothing.
    #[serde(default)]
    pub dry_run: bool,
}
