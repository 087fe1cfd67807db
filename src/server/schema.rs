//! Whether this binary and the database's schema fit together.

use std::time::Duration;

use crate::ground::kernel::{App, Failure, MIGRATOR};

/// How often a database that is away is looked for.
const ASK_AGAIN: Duration = Duration::from_secs(1);

/// The number in `schema_compat` that this binary works with. It rises when an older binary could do harm.
const COMPATIBLE: i32 = 1;

/// Why this binary does not work with a database.
#[derive(Debug, thiserror::Error)]
pub enum SchemaError {
    /// Nobody answers; it may come back.
    #[error("cannot reach the database: {0}")]
    Away(Failure),
    /// It does not fit, with what to do.
    #[error("{0}")]
    Unfit(String),
}

impl<E: Into<Failure>> From<E> for SchemaError {
    fn from(error: E) -> Self {
        let failure = error.into();
        if failure.is_away() {
            Self::Away(failure)
        } else {
            Self::Unfit(failure.to_string())
        }
    }
}

/// Refuses a schema that is too old or too new.
///
/// # Errors
/// The schema does not fit, or the database is away.
pub async fn schema_is_known(app: &App) -> Result<(), SchemaError> {
    let unfit = |what: String| Err(SchemaError::Unfit(what));
    let mut conn = app.read().await?;
    let known: bool =
        sqlx::query_scalar!(r#"select to_regclass('schema_compat') is not null as "known!""#)
            .fetch_one(&mut *conn)
            .await?;
    if !known {
        return unfit("the database has no schema yet: run `tenure migrate`".into());
    }
    let number = sqlx::query_scalar!("select number from schema_compat")
        .fetch_one(&mut *conn)
        .await?;
    if number > COMPATIBLE {
        return unfit(format!(
            "the schema is of a newer Tenure ({number}, this one knows {COMPATIBLE}): use that one"
        ));
    }
    let applied = sqlx::query_scalar!(
        r#"select coalesce(array_agg(version), '{}') as "versions!" from _sqlx_migrations where success"#
    )
    .fetch_one(&mut *conn)
    .await?;
    let missing = MIGRATOR
        .iter()
        .filter(|migration| !applied.contains(&migration.version))
        .count();
    if missing > 0 {
        return unfit(format!(
            "{missing} migrations are missing: run `tenure migrate`"
        ));
    }
    Ok(())
}

/// Waits until the database is there.
///
/// # Errors
/// It came, and does not fit.
pub async fn schema_comes(app: &App) -> Result<(), SchemaError> {
    loop {
        match schema_is_known(app).await {
            Err(SchemaError::Away(_)) => tokio::time::sleep(ASK_AGAIN).await,
            known => return known,
        }
    }
}
