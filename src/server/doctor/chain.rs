//! The log itself: each entity's events form a chain, and positions are dense.

use std::collections::HashMap;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sqlx::PgConnection;
use uuid::Uuid;

use super::{AILMENTS_MAX, Ailment, ROWS};
use crate::ground::audit::{EventBody, leaf_hash};
use crate::ground::kernel::Failure;

pub(super) async fn examine(conn: &mut PgConnection) -> Result<Vec<Ailment>, Failure> {
    let mut ailments = events(conn).await?;
    ailments.extend(leaves(conn).await?);
    Ok(ailments)
}

/// Walks all events by entity: sequence numbers are dense, and each names the hash of the one before.
async fn events(conn: &mut PgConnection) -> Result<Vec<Ailment>, Failure> {
    let mut ailments = Vec::new();
    let mut heads: HashMap<Uuid, (i32, String)> = HashMap::new();
    let (mut after_id, mut after_seq) = (Uuid::nil(), 0);
    while ailments.len() < AILMENTS_MAX {
        let rows = sqlx::query!(
            "select entity_id, entity_seq, body from audit_event
              where (entity_id, entity_seq) > ($1, $2)
              order by entity_id, entity_seq
              limit $3",
            after_id,
            after_seq,
            i64::from(ROWS),
        )
        .fetch_all(&mut *conn)
        .await?;
        let Some(last) = rows.last() else { break };
        (after_id, after_seq) = (last.entity_id, last.entity_seq);
        for row in rows {
            let leaf = URL_SAFE_NO_PAD.encode(leaf_hash(&row.body).0);
            let head = heads.remove(&row.entity_id);
            if let Some(what) = broken(row.entity_id, row.entity_seq, &row.body, head) {
                ailments.push(Ailment {
                    check: "chain",
                    what,
                });
            }
            // Events come in order of entity: one head is enough.
            heads.clear();
            heads.insert(row.entity_id, (row.entity_seq, leaf));
        }
    }
    Ok(ailments)
}

fn broken(entity: Uuid, seq: i32, body: &str, head: Option<(i32, String)>) -> Option<String> {
    let event: EventBody = match serde_json::from_str(body) {
        Ok(event) => event,
        Err(error) => return Some(format!("event {seq} of {entity} cannot be read: {error}")),
    };
    let canonical = event.canonical().ok();
    if canonical.as_deref() != Some(body) {
        return Some(format!("event {seq} of {entity} is not canonical"));
    }
    let (expected_seq, expected_prev) = match head {
        Some((last, leaf)) => (last + 1, Some(leaf)),
        None => (1, None),
    };
    if seq != expected_seq {
        return Some(format!(
            "event {seq} of {entity} follows {}",
            expected_seq - 1
        ));
    }
    (event.prev != expected_prev)
        .then(|| format!("event {seq} of {entity} does not name the one before"))
}

/// Positions are dense from 0, rise in time, and carry the right hash.
async fn leaves(conn: &mut PgConnection) -> Result<Vec<Ailment>, Failure> {
    let row = sqlx::query!(
        r#"
        select (select size from audit_tree) as "size!",
               count(*) as "leaves!", coalesce(max(l.idx), -1) as "last!",
               count(*) filter (where l.leaf_hash <> sha256('\x00'::bytea || convert_to(e.body, 'UTF8'))) as "wrong!",
               (select count(*) from (select integrated_at <= lag(integrated_at) over (order by idx) as back
                                        from audit_leaf) t where back) as "back!",
               (select count(*) from audit_event e where not exists
                   (select from audit_leaf l where l.event_id = e.id)
                   and not exists (select from audit_pending p where p.event_id = e.id)) as "lost!"
          from audit_leaf l join audit_event e on e.id = l.event_id
        "#
    )
    .fetch_one(conn)
    .await?;
    let checks = [
        (
            row.leaves != row.size || row.last != row.size - 1,
            format!(
                "{} positions up to {}, but the log says {}",
                row.leaves, row.last, row.size
            ),
        ),
        (
            row.wrong > 0,
            format!("{} positions carry a wrong hash", row.wrong),
        ),
        (
            row.back > 0,
            format!("{} positions go back in time", row.back),
        ),
        (
            row.lost > 0,
            format!("{} events will never get a position", row.lost),
        ),
    ];
    Ok(checks
        .into_iter()
        .filter(|(ill, _)| *ill)
        .map(|(_, what)| Ailment {
            check: "leaves",
            what,
        })
        .collect())
}
