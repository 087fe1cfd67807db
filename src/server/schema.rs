//! Whether this binary and the database's schema fit together.

use crate::ground::kernel::{App, MIGRATOR};

/// The number in `schema_compat` that this binary works with. It rises when an older binary could do harm.
const COMPATIBLE: i32 = 1;

/// Refuses a schema that is too old or too new, with what to do.
///
/// # Errors
/// The schema does not fit, or the database is away.
pub async fn schema_is_known(app: &App) -> anyhow::Result<()> {
    let mut conn = app.read().await?;
    let known: bool =
        sqlx::query_scalar!(r#"select to_regclass('schema_compat') is not null as "known!""#)
            .fetch_one(&mut *conn)
            .await?;
    anyhow::ensure!(
        known,
        "the database has no schema yet: run `tenure migrate`"
    );
    let number = sqlx::query_scalar!("select number from schema_compat")
        .fetch_one(&mut *conn)
        .await?;
    anyhow::ensure!(
        number <= COMPATIBLE,
        "the schema is of a newer Tenure ({number}, this one knows {COMPATIBLE}): use that one"
    );
    let applied = sqlx::query_scalar!(
        r#"select coalesce(array_agg(version), '{}') as "versions!" from _sqlx_migrations where success"#
    )
    .fetch_one(&mut *conn)
    .await?;
    let missing = MIGRATOR
        .iter()
        .filter(|migration| !applied.contains(&migration.version))
        .count();
    anyhow::ensure!(
        missing == 0,
        "{missing} migrations are missing: run `tenure migrate`"
    );
    Ok(())
}
