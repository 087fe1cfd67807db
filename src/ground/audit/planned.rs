//! What a command would write: the answer to a dry run.

use actix_web::HttpResponse;
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use super::changes::Changes;
use super::unit_of_work::Decided;
use crate::ground::http::preview_answer;
use crate::ground::kernel::{Failure, Reason, Revision};

/// One entity that a command would change.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct PlannedChange {
    /// The kind of event that would be written.
    #[schema(example = "model.hidden")]
    pub kind: String,
    /// What kind of entity changes.
    #[schema(example = "model")]
    pub entity_kind: String,
    /// Which one. What would be created gets another id when it is done.
    pub entity_id: Uuid,
    /// Its revision after the change.
    pub revision: Revision,
    /// Its full state after the change.
    #[schema(value_type = Object)]
    pub after: Value,
}

/// What a command would do, and whether it may.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Planned {
    /// Whether it may.
    pub allowed: bool,
    /// Every reason against it.
    pub refusals: Vec<Reason>,
    /// What it would change; empty when it may not.
    pub changes: Vec<PlannedChange>,
}

impl Changes {
    pub(super) fn planned(self) -> Result<Vec<PlannedChange>, Failure> {
        if let Some(error) = self.error {
            return Err(error.into());
        }
        let planned = self.all.into_iter().map(|change| PlannedChange {
            kind: change.kind.into(),
            entity_kind: change.entity.kind,
            entity_id: change.entity.id,
            revision: Revision(change.entity.seq),
            after: change.after,
        });
        Ok(planned.collect())
    }
}

/// Undoes what was decided and answers what it would have changed; a rule that refused is an answer too.
///
/// # Errors
/// Anything but a rule said no.
pub async fn planned<T>(decided: Result<Decided<T>, Failure>) -> Result<HttpResponse, Failure> {
    let plan = match decided {
        Ok(decided) => Planned {
            allowed: true,
            refusals: Vec::new(),
            changes: decided.undo().await?,
        },
        Err(Failure::Refused(refusals)) => Planned {
            allowed: false,
            refusals,
            changes: Vec::new(),
        },
        Err(failure) => return Err(failure),
    };
    Ok(preview_answer(&plan))
}
