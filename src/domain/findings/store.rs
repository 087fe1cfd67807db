//! SQL of findings.

use serde_json::Value;

use super::Finding;
use crate::ground::audit::UnitOfWork;
use crate::ground::kernel::Failure;

/// Writes a new finding.
///
/// # Errors
/// The database refused: for one cause, one open finding.
pub async fn insert(uow: &mut UnitOfWork, finding: &Finding) -> Result<(), Failure> {
    sqlx::query!(
        "insert into finding (id, kind, entity_kind, entity_id, team_id, params, due, state, created_at, closed_at, revision)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        finding.id.0,
        finding.kind,
        finding.entity_kind,
        finding.entity_id,
        finding.team_id.0,
        Value::Object(finding.params.clone()),
        finding.due,
        finding.state as _,
        finding.created_at.0,
        finding.closed_at.map(|at| at.0),
        finding.revision.0,
    )
    .execute(uow.conn())
    .await?;
    Ok(())
}
