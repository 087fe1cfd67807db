//! Attempts.

use crate::domain::access::Attempt;
use crate::ground::audit::UnitOfWork;
use crate::ground::kernel::Failure;

/// Writes an attempt.
///
/// # Errors
/// The database refused.
pub async fn insert_attempt(uow: &mut UnitOfWork, attempt: &Attempt) -> Result<(), Failure> {
    sqlx::query!(
        "insert into attempt (id, principal_id, command, subject_kind, subject_id, codes, created_at, revision)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        attempt.id.0,
        attempt.principal_id.0,
        attempt.command,
        attempt.subject_kind,
        attempt.subject_id,
        &attempt.codes,
        attempt.created_at.0,
        attempt.revision.0,
    )
    .execute(uow.conn())
    .await?;
    Ok(())
}
