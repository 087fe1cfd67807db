//! Proposals that were kept, and what people call their parts.

use std::collections::HashMap;

use serde_json::Value;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::ground::content;
use crate::ground::kernel::{Failure, Sha256};

/// The proposal that a hash names; `None`: it was not kept.
///
/// # Errors
/// The database is away, or what was kept is not JSON.
pub async fn kept_proposal(
    conn: &mut PgConnection,
    hash: &Sha256,
) -> Result<Option<Value>, Failure> {
    let Some((_, bytes)) = content::read(conn, hash).await? else {
        return Ok(None);
    };
    serde_json::from_slice(&bytes)
        .map(Some)
        .map_err(|error| Failure::inconsistent(format!("proposal {hash}: {error}")))
}

/// What people call evaluations, policy contents and waivers.
///
/// # Errors
/// The database is away.
pub async fn proposal_names(
    conn: &mut PgConnection,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, String>, Failure> {
    let rows = sqlx::query!(
        r#"
        select e.id as "id!", m.name || ' version ' || v.number || ', ' || s.name as "name!"
          from evaluation e
          join version v on v.id = e.version_id
          join model m on m.id = v.model_id
          join suite_version w on w.id = e.suite_version_id
          join suite s on s.id = w.suite_id
         where e.id = any($1)
        union all
        select c.id, p.name || ' version ' || c.number
          from policy_version c join policy p on p.id = c.policy_id where c.id = any($1)
        union all
        select w.id, w.requirement from waiver w where w.id = any($1)
        "#,
        ids,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}
