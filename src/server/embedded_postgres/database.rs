//! The service's own database in a cluster.

use sqlx::{Connection, PgConnection};

/// The name of the database that the service keeps everything in.
pub const DATABASE: &str = "tenure";

/// Creates the database [`DATABASE`] if it is missing: UTF-8, sorted by code point.
///
/// `url` names any existing database of the cluster, as a rule `postgres`. Two callers at once are
/// fine. The locale is `C.UTF-8`; on a machine without it, the cluster's own.
///
/// # Errors
/// Whatever the database answers, as a rule that it is away or that the user may not create.
pub async fn create_database(url: &str) -> Result<(), sqlx::Error> {
    let mut connection = PgConnection::connect(url).await?;
    let exists: bool =
        sqlx::query_scalar("select exists (select from pg_database where datname = $1)")
            .bind(DATABASE)
            .fetch_one(&mut connection)
            .await?;
    if !exists {
        let created = sqlx::raw_sql(
            "create database tenure template template0 encoding 'UTF8' \
             lc_collate 'C.UTF-8' lc_ctype 'C.UTF-8'",
        )
        .execute(&mut connection)
        .await;
        let created = match created {
            Err(error) if has_code(&error, WRONG_OBJECT_TYPE) => {
                sqlx::raw_sql("create database tenure template template0 encoding 'UTF8'")
                    .execute(&mut connection)
                    .await
            }
            other => other,
        };
        match created {
            Err(error) if ALREADY_THERE.iter().any(|code| has_code(&error, code)) => {}
            other => {
                other?;
            }
        }
    }
    connection.close().await
}

/// What PostgreSQL answers to a locale that the machine does not have.
const WRONG_OBJECT_TYPE: &str = "42809";
/// `duplicate_database`, and `unique_violation` when two create it at the same moment.
const ALREADY_THERE: [&str; 2] = ["42P04", "23505"];

fn has_code(error: &sqlx::Error, code: &str) -> bool {
    error
        .as_database_error()
        .and_then(|error| error.code())
        .is_some_and(|found| found == code)
}
