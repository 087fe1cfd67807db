//! The events of a promotion in one order, with the words that stand outside the log.

use sqlx::PgConnection;
use uuid::Uuid;

use super::as_of::texts;
use super::related::related;
use crate::domain::evidence_pack::StoryEvent;
use crate::domain::overview::http::views;
use crate::ground::audit::{LogEntry, Position};
use crate::ground::kernel::{Failure, Instant, PromotionId, Sha256};

/// Events that a pack tells at most.
pub const EVENTS_MAX: i64 = 2000;

/// The events of a promotion, of its approvals, comments and waivers, and of the commands that changed it (the
/// version that moved with it): after a position, up to `known`, oldest first.
///
/// # Errors
/// The database is away, or there is no such promotion.
pub async fn story(
    conn: &mut PgConnection,
    id: PromotionId,
    beyond: Option<i64>,
    known: i64,
    limit: i64,
) -> Result<Vec<StoryEvent>, Failure> {
    let mut ids: Vec<Uuid> = related(conn, id).await?.all().collect();
    ids.push(id.0);
    let entries = sqlx::query_as!(
        LogEntry,
        r#"
        select l.idx as "position: Position", l.integrated_at as "integrated_at: Instant", e.command_id, l.leaf_hash,
               e.body, t.value as "reason?", p.name as "actor_name?"
          from (select o.id from audit_event o where o.entity_id = any($1)
                union
                select o.id from audit_event c join audit_event o on o.command_id = c.command_id
                 where c.entity_id = $2) wanted
          join audit_event e on e.id = wanted.id
          join audit_leaf l on l.event_id = e.id
          left join text t on t.digest = (e.body::jsonb) ->> 'reason_sd'
          left join person p on p.principal_id = e.actor_id
         where l.idx <= $3 and ($4::bigint is null or l.idx > $4)
         order by l.idx
         limit $5
        "#,
        &ids,
        id.0,
        known,
        beyond,
        limit,
    )
    .fetch_all(&mut *conn)
    .await?;
    told(conn, entries).await
}

/// Events with their words.
pub(super) async fn told(
    conn: &mut PgConnection,
    entries: Vec<LogEntry>,
) -> Result<Vec<StoryEvent>, Failure> {
    let mut leaves = Vec::with_capacity(entries.len());
    let mut digests = Vec::with_capacity(entries.len());
    for entry in &entries {
        let leaf_hash = Sha256::from_slice(&entry.leaf_hash)
            .ok_or_else(|| Failure::inconsistent("a leaf hash has 32 bytes"))?;
        leaves.push((entry.body.clone(), leaf_hash));
        digests.push(digest(&entry.body).unwrap_or_default());
    }
    let texts = texts(conn, &digests).await?;
    let events = views(conn, entries).await?;
    let parts = events.into_iter().zip(leaves).zip(digests);
    Ok(parts
        .map(|((event, leaf), digest)| StoryEvent {
            event,
            words: texts.get(&digest).cloned(),
            leaf,
        })
        .collect())
}

/// Names the words of a comment or of an approval.
fn digest(body: &str) -> Option<String> {
    let body: serde_json::Value = serde_json::from_str(body).ok()?;
    let after = &body["after"];
    let digest = match body["entity"]["kind"].as_str()? {
        "comment" => &after["text_digest"],
        "approval" => &after["comment_digest"],
        _ => return None,
    };
    digest.as_str().map(str::to_owned)
}
