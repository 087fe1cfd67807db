//! Writes of names and of what is hidden. Each guarded update names the revision it found.

use sqlx::postgres::PgQueryResult;

use crate::domain::names::NamedKind;
use crate::domain::registry::Subject;
use crate::ground::audit::UnitOfWork;
use crate::ground::kernel::{Failure, fold};

/// What became of a write that gives a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// It is written.
    Done,
    /// Somebody else was given the name a moment before.
    Taken,
}

fn written(
    result: Result<PgQueryResult, sqlx::Error>,
    kind: NamedKind,
) -> Result<Written, Failure> {
    match result {
        Ok(result) if result.rows_affected() == 1 => Ok(Written::Done),
        Ok(_) => Err(Failure::inconsistent(format!(
            "{} changed under its lock",
            kind.as_str()
        ))),
        Err(error)
            if error
                .as_database_error()
                .is_some_and(sqlx::error::DatabaseError::is_unique_violation) =>
        {
            Ok(Written::Taken)
        }
        Err(error) => Err(error.into()),
    }
}

/// Writes since when something is hidden.
///
/// # Errors
/// The database refused.
pub async fn update_hidden(uow: &mut UnitOfWork, subject: &Subject) -> Result<Written, Failure> {
    let (id, revision) = (subject.id(), subject.revision().0);
    let hidden = subject.hidden_at().map(|at| at.0);
    let result = match subject.kind() {
        NamedKind::Model => {
            sqlx::query!(
                "update model set hidden_at = $2, revision = $3 where id = $1 and revision = $3 - 1",
                id,
                hidden,
                revision,
            )
            .execute(uow.conn())
            .await
        }
        NamedKind::Application => {
            sqlx::query!(
                "update application set hidden_at = $2, revision = $3 where id = $1 and revision = $3 - 1",
                id,
                hidden,
                revision,
            )
            .execute(uow.conn())
            .await
        }
        NamedKind::Suite => {
            sqlx::query!(
                "update suite set hidden_at = $2, revision = $3 where id = $1 and revision = $3 - 1",
                id,
                hidden,
                revision,
            )
            .execute(uow.conn())
            .await
        }
        NamedKind::Policy => {
            sqlx::query!(
                "update policy set hidden_at = $2, revision = $3 where id = $1 and revision = $3 - 1",
                id,
                hidden,
                revision,
            )
            .execute(uow.conn())
            .await
        }
        NamedKind::Route => {
            sqlx::query!(
                "update route set hidden_at = $2, revision = $3 where id = $1 and revision = $3 - 1",
                id,
                hidden,
                revision,
            )
            .execute(uow.conn())
            .await
        }
    };
    written(result, subject.kind())
}

/// Writes what something is called.
///
/// # Errors
/// The database refused.
pub async fn update_name(uow: &mut UnitOfWork, subject: &Subject) -> Result<Written, Failure> {
    let (id, revision, name) = (subject.id(), subject.revision().0, subject.label());
    let result = match subject.kind() {
        NamedKind::Model => {
            sqlx::query!(
                "update model set name = $2, search_name = $3, revision = $4 where id = $1 and revision = $4 - 1",
                id,
                name,
                fold(&name),
                revision,
            )
            .execute(uow.conn())
            .await
        }
        NamedKind::Application => {
            sqlx::query!(
                "update application set name = $2, search_name = $3, revision = $4
                  where id = $1 and revision = $4 - 1",
                id,
                name,
                fold(&name),
                revision,
            )
            .execute(uow.conn())
            .await
        }
        NamedKind::Suite => {
            sqlx::query!(
                "update suite set name = $2, search_name = $3, revision = $4 where id = $1 and revision = $4 - 1",
                id,
                name,
                fold(&name),
                revision,
            )
            .execute(uow.conn())
            .await
        }
        NamedKind::Policy => {
            sqlx::query!(
                "update policy set name = $2, revision = $3 where id = $1 and revision = $3 - 1",
                id,
                name,
                revision,
            )
            .execute(uow.conn())
            .await
        }
        NamedKind::Route => return Err(Failure::inconsistent("a route keeps its key")),
    };
    written(result, subject.kind())
}
