//! Gives events their positions: dense from 0, one batch at a time, in order of allocation.
//!
//! Why not the event's id: ids are allocated before commit, so a reader that follows them misses events
//! that commit late. A position exists only after the commit, and batches are strictly serial.

use crate::ground::kernel::{App, Failure, Instant};

/// Events that get a position in one transaction at most.
const BATCH: i64 = 4096;

/// The end of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub struct LogHead {
    /// The last position; -1 when the log is empty.
    pub position: i64,
    /// When it got its position.
    pub integrated_at: Instant,
}

/// Gives every committed event its position and answers the end of the log.
///
/// # Errors
/// The database is away.
pub async fn tick(app: &App) -> Result<LogHead, Failure> {
    loop {
        let (head, moved) = batch(app).await?;
        if moved < BATCH {
            return Ok(head);
        }
    }
}

async fn batch(app: &App) -> Result<(LogHead, i64), Failure> {
    if let Some(head) = idle(app).await? {
        return Ok((head, 0));
    }
    let mut tx = app.begin().await?;
    sqlx::query!("select size from audit_tree for update")
        .fetch_one(tx.conn())
        .await?;
    let row = sqlx::query!(
        r#"
        with tree as (
            select size, greatest(last_at + interval '1 microsecond', coalesce($2, clock_timestamp())) as at
              from audit_tree
        ), batch as (
            select event_id, row_number() over (order by event_id) - 1 as n
              from (select event_id from audit_pending order by event_id limit $1) p
        ), taken as (
            delete from audit_pending p using batch b where p.event_id = b.event_id returning p.event_id
        ), leaves as (
            insert into audit_leaf (idx, event_id, leaf_hash, integrated_at)
            select tree.size + b.n, b.event_id,
                   sha256('\x00'::bytea || convert_to(e.body, 'UTF8')),
                   tree.at + b.n * interval '1 microsecond'
              from batch b
              join taken t on t.event_id = b.event_id
             cross join lateral (select body from audit_event where id = b.event_id limit 1) e
             cross join tree
            returning idx, integrated_at
        )
        update audit_tree
           set size = size + (select count(*) from leaves),
               last_at = coalesce((select max(integrated_at) from leaves), last_at)
        returning size, last_at as "last_at: Instant", (select count(*) from leaves) as "moved!"
        "#,
        BATCH,
        app.clock.shown(),
    )
    .fetch_one(tx.conn())
    .await?;
    tx.commit().await?;
    Ok((
        LogHead {
            position: row.size - 1,
            integrated_at: row.last_at,
        },
        row.moved,
    ))
}

/// The end of the log when nothing waits: one read instead of a lock.
async fn idle(app: &App) -> Result<Option<LogHead>, Failure> {
    let mut conn = app.read().await?;
    let row = sqlx::query!(
        r#"select size, case when last_at = '-infinity' then to_timestamp(0) else last_at end as "last_at!: Instant",
                  exists (select from audit_pending) as "waiting!"
             from audit_tree"#
    )
    .fetch_one(&mut *conn)
    .await?;
    let head = LogHead {
        position: row.size - 1,
        integrated_at: row.last_at,
    };
    Ok((!row.waiting).then_some(head))
}
