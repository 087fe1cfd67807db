//! States as the log knew them, and tables that show nothing else.

use std::collections::HashMap;

use serde::de::DeserializeOwned;
use sqlx::{Connection as _, PgConnection};
use uuid::Uuid;

use crate::ground::audit::{EventBody, LogHead, tick};
use crate::ground::kernel::{App, Failure, Instant};

/// How often the end of the log is asked for until no event lies beyond it.
const TRIES: usize = 8;

/// Reads the tables at one instant, when they are exactly what the log tells up to its end.
///
/// # Errors
/// The database is away; so much is written that no such instant was met (come back in a second); or as `read`.
pub async fn settled<T>(
    app: &App,
    read: impl AsyncFnOnce(&mut PgConnection, LogHead) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let mut conn = app.read().await?;
    for _ in 0..TRIES {
        tick(app).await?;
        let begin = "begin isolation level repeatable read, read only";
        let mut tx = conn.begin_with(begin).await?;
        if let Some(head) = head(&mut tx).await? {
            return read(&mut tx, head).await;
        }
    }
    Err(Failure::TooManyRequests {
        retry_after_seconds: 1,
    })
}

/// The end of the log, unless an event waits for its position.
async fn head(conn: &mut PgConnection) -> Result<Option<LogHead>, Failure> {
    let row = sqlx::query!(
        r#"select size, case when last_at = '-infinity' then to_timestamp(0) else last_at end as "last_at!: Instant",
                  exists (select from audit_pending) as "waiting!"
             from audit_tree"#
    )
    .fetch_one(conn)
    .await?;
    Ok((!row.waiting).then_some(LogHead {
        position: row.size - 1,
        integrated_at: row.last_at,
    }))
}

/// Entities as the log knew them at a position, by id; those that it did not know yet are not among them.
///
/// # Errors
/// The database is away, or a state is none of `T`.
pub(super) async fn states<T: DeserializeOwned>(
    conn: &mut PgConnection,
    ids: &[Uuid],
    known: i64,
) -> Result<Vec<T>, Failure> {
    let bodies = sqlx::query_scalar!(
        r#"select s.body as "body!"
             from unnest($1::uuid[]) as n (id)
            cross join lateral (select e.body
                                  from audit_event e join audit_leaf l on l.event_id = e.id and l.idx <= $2
                                 where e.entity_id = n.id
                                 order by e.entity_seq desc limit 1) s
            order by n.id"#,
        ids,
        known,
    )
    .fetch_all(conn)
    .await?;
    let read = |body: String| {
        let body: EventBody = serde_json::from_str(&body)?;
        serde_json::from_value(body.after)
    };
    bodies
        .into_iter()
        .map(|body| read(body).map_err(|error| Failure::inconsistent(format!("a state: {error}"))))
        .collect()
}

/// Texts that stand outside the log, by their digest; erased ones are not among them.
///
/// # Errors
/// The database is away.
pub(super) async fn texts(
    conn: &mut PgConnection,
    digests: &[String],
) -> Result<HashMap<String, String>, Failure> {
    let rows = sqlx::query!(
        "select digest, value from text where digest = any($1)",
        digests,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.digest, row.value))
        .collect())
}
