//! One command per key: who comes second gets the answer of the first.

use std::time::Duration;

use sqlx::PgConnection;

use crate::ground::http::IdempotencyKey;
use crate::ground::kernel::{Failure, PrincipalId, StoredAnswer};

/// How often a key that somebody holds is tried again. The lock of a refused command is let go a moment after its
/// answer was sent; a client that tries again at once must not be told that the first is still at work.
const TRIES: u32 = 5;
const PAUSE: Duration = Duration::from_millis(40);

/// Takes the key's lock for this transaction, or says what became of the first request.
///
/// # Errors
/// The key is in use, was used for something else, or already has an answer ([`Failure::Replayed`]).
pub(super) async fn claim(
    conn: &mut PgConnection,
    principal: PrincipalId,
    key: &IdempotencyKey,
) -> Result<(), Failure> {
    for attempt in 1..=TRIES {
        let locked = sqlx::query_scalar!(
            r#"select pg_try_advisory_xact_lock(hashtextextended($1::uuid::text || ':' || $2, 0)) as "locked!""#,
            principal.0,
            key.key,
        )
        .fetch_one(&mut *conn)
        .await?;
        // A statement of its own, after the lock: it sees what the one who held it committed.
        answered(conn, principal, key).await?;
        if locked {
            return Ok(());
        }
        if attempt < TRIES {
            tokio::time::sleep(PAUSE).await;
        }
    }
    Err(Failure::RequestInProgress)
}

async fn answered(
    conn: &mut PgConnection,
    principal: PrincipalId,
    key: &IdempotencyKey,
) -> Result<(), Failure> {
    let row = sqlx::query!(
        "select request_hash, status, etag, location, body from idempotency where principal_id = $1 and key = $2",
        principal.0,
        key.key,
    )
    .fetch_optional(conn)
    .await?;
    let Some(row) = row else { return Ok(()) };
    if row.request_hash != key.request_hash.0 {
        return Err(Failure::KeyReused);
    }
    let Some(body) = row.body else {
        return Err(Failure::SecretShownOnce);
    };
    Err(Failure::Replayed(StoredAnswer {
        status: u16::try_from(row.status).unwrap_or(200),
        etag: row.etag,
        location: row.location,
        body,
    }))
}
