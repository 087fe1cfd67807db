//! Bytes that are kept once, under their SHA-256: result files, facts of decisions.
//!
//! Invariants: the same bytes are stored once; what a digest names never changes; a chunk holds 1 MiB,
//! the last one what is left.

use sqlx::PgConnection;

use crate::ground::audit::UnitOfWork;
use crate::ground::kernel::{Failure, Sha256};

/// Bytes of one content at most, as the table's check says.
pub const CONTENT_BYTES_MAX: usize = 256 << 20;
/// Bytes of one chunk.
const CHUNK_BYTES: usize = 1 << 20;

/// Keeps bytes and gives the digest that names them. Bytes that are there already are not written again,
/// and keep the media type they came with. Call it after the command's locks: it reads the clock.
///
/// # Errors
/// They are more than [`CONTENT_BYTES_MAX`], or the database refused.
pub async fn put(uow: &mut UnitOfWork, bytes: &[u8], media_type: &str) -> Result<Sha256, Failure> {
    if bytes.len() > CONTENT_BYTES_MAX {
        return Err(Failure::TooLarge {
            limit: CONTENT_BYTES_MAX,
        });
    }
    let sha256 = Sha256::of(bytes);
    let now = uow.decide_at(&[]).await?;
    // Two commands with the same bytes: the second waits here for the first, and finds them if it commits.
    let inserted = sqlx::query!(
        "insert into content (sha256, size, media_type, created_at) values ($1, $2, $3, $4)
         on conflict do nothing",
        &sha256.0[..],
        i64::try_from(bytes.len()).expect("a content is at most 256 MiB"),
        media_type,
        now.0,
    )
    .execute(uow.conn())
    .await?;
    if inserted.rows_affected() == 0 {
        return Ok(sha256);
    }
    for (number, chunk) in (0_i32..).zip(bytes.chunks(CHUNK_BYTES)) {
        sqlx::query!(
            "insert into content_chunk (sha256, number, bytes) values ($1, $2, $3)",
            &sha256.0[..],
            number,
            chunk,
        )
        .execute(uow.conn())
        .await?;
    }
    Ok(sha256)
}

/// The media type and the bytes of a digest; `None` when they were never stored, or their chunks were deleted.
///
/// # Errors
/// The database is away.
pub async fn read(
    conn: &mut PgConnection,
    sha256: &Sha256,
) -> Result<Option<(String, Vec<u8>)>, Failure> {
    let Some(head) = sqlx::query!(
        "select size, media_type from content where sha256 = $1",
        &sha256.0[..],
    )
    .fetch_optional(&mut *conn)
    .await?
    else {
        return Ok(None);
    };
    let chunks = sqlx::query_scalar!(
        "select bytes from content_chunk where sha256 = $1 order by number",
        &sha256.0[..],
    )
    .fetch_all(conn)
    .await?;
    let bytes = chunks.concat();
    let whole = i64::try_from(bytes.len()).is_ok_and(|size| size == head.size);
    Ok(whole.then_some((head.media_type, bytes)))
}

/// Which of these digests name bytes that are all there.
///
/// # Errors
/// The database is away.
pub async fn kept(conn: &mut PgConnection, digests: &[Sha256]) -> Result<Vec<Sha256>, Failure> {
    let wanted: Vec<Vec<u8>> = digests.iter().map(|digest| digest.0.to_vec()).collect();
    let found = sqlx::query_scalar!(
        "select c.sha256 from content c
          where c.sha256 = any($1)
            and c.size = (select coalesce(sum(octet_length(k.bytes)), 0) from content_chunk k
                           where k.sha256 = c.sha256)",
        &wanted,
    )
    .fetch_all(conn)
    .await?;
    Ok(found
        .iter()
        .filter_map(|digest| Sha256::from_slice(digest))
        .collect())
}

/// One chunk of a content, from 0; `None` beyond the last.
///
/// # Errors
/// The database is away.
pub async fn chunk(
    conn: &mut PgConnection,
    sha256: &Sha256,
    number: i32,
) -> Result<Option<Vec<u8>>, Failure> {
    let bytes = sqlx::query_scalar!(
        "select bytes from content_chunk where sha256 = $1 and number = $2",
        &sha256.0[..],
        number,
    )
    .fetch_optional(conn)
    .await?;
    Ok(bytes)
}
