//! What people call entities.

use std::collections::HashMap;

use sqlx::PgConnection;
use uuid::Uuid;

use crate::domain::overview::Labels;
use crate::ground::kernel::Failure;

/// What people call these entities.
///
/// # Errors
/// The database is away.
pub async fn labels(conn: &mut PgConnection, ids: &[Uuid]) -> Result<Labels, Failure> {
    let rows = sqlx::query!(
        r#"
        select m.id as "id!", m.name as "label!" from model m where m.id = any($1)
        union all
        select v.id, m.name || ' version ' || v.number from version v join model m on m.id = v.model_id where v.id = any($1)
        union all
        select a.id, m.name from alias a join model m on m.id = a.model_id where a.id = any($1)
        union all
        select r.id, e.slug || '/' || r.key from route r join environment e on e.id = r.environment_id where r.id = any($1)
        union all
        select p.id, 'PR-' || lpad(p.number::text, greatest(4, length(p.number::text)), '0') from promotion p where p.id = any($1)
        union all
        select a.id, 'PR-' || lpad(p.number::text, greatest(4, length(p.number::text)), '0')
          from approval a join promotion p on p.id = a.promotion_id where a.id = any($1)
        union all
        select c.id, 'PR-' || lpad(p.number::text, greatest(4, length(p.number::text)), '0')
          from promotion_comment c join promotion p on p.id = c.promotion_id where c.id = any($1)
        union all
        select e.id, m.name || ' version ' || v.number || ', ' || e.task
          from evaluation e join version v on v.id = e.version_id join model m on m.id = v.model_id where e.id = any($1)
        union all
        select s.id, s.name from suite s where s.id = any($1)
        union all
        select sv.id, s.name || ' ' || sv.label from suite_version sv join suite s on s.id = sv.suite_id where sv.id = any($1)
        union all
        select a.id, a.name from application a where a.id = any($1)
        union all
        select e.id, e.slug from environment e where e.id = any($1)
        union all
        select p.id, p.name from policy p where p.id = any($1)
        union all
        select pv.id, p.name from policy_version pv join policy p on p.id = pv.policy_id where pv.id = any($1)
        union all
        select a.id, a.file_name from artefact a where a.id = any($1)
        union all
        select f.id, coalesce(m.name || ' version ' || v.number, f.entity_kind)
          from finding f left join version v on v.id = f.entity_id left join model m on m.id = v.model_id
         where f.id = any($1)
        union all
        select w.id, m.name || ' version ' || v.number
          from waiver w join version v on v.id = w.version_id join model m on m.id = v.model_id where w.id = any($1)
        union all
        select a.id, e.slug || '/' || r.key from attempt a join route r on r.id = a.subject_id
          join environment e on e.id = r.environment_id where a.id = any($1)
        union all
        select a.id, m.name || ' version ' || v.number from attempt a join version v on v.id = a.subject_id
          join model m on m.id = v.model_id where a.id = any($1)
        union all
        select a.id, m.name from attempt a join model m on m.id = a.subject_id where a.id = any($1)
        union all
        select a.id, 'PR-' || lpad(p.number::text, greatest(4, length(p.number::text)), '0')
          from attempt a join promotion p on p.id = a.subject_id where a.id = any($1)
        union all
        select a.id, p.name from attempt a join policy p on p.id = a.subject_id where a.id = any($1)
        union all
        select a.id, p.name from attempt a join person p on p.principal_id = a.subject_id where a.id = any($1)
        union all
        select a.id, 'a new ' || a.subject_kind from attempt a
         where a.id = any($1) and a.subject_id = '00000000-0000-0000-0000-000000000000'
        "#,
        ids,
    )
    .fetch_all(&mut *conn)
    .await?;
    let mut labels = access_labels(conn, ids).await?;
    labels.extend(rows.into_iter().map(|row| (row.id, row.label)));
    Ok(Labels(labels))
}

/// What people call teams, people and how they come in.
async fn access_labels(
    conn: &mut PgConnection,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, String>, Failure> {
    let rows = sqlx::query!(
        r#"
        select t.id as "id!", t.name as "label!" from team t where t.id = any($1)
        union all
        select p.principal_id, p.name from person p where p.principal_id = any($1)
        union all
        select g.id, p.name from access_grant g join person p on p.principal_id = g.principal_id where g.id = any($1)
        union all
        select t.id, t.name from access_token t where t.id = any($1)
        union all
        select c.id, c.name from claim_rule c where c.id = any($1)
        union all
        select s.id, p.name from sign_in s join person p on p.principal_id = s.principal_id where s.id = any($1)
        union all
        select s.id, 'nobody' from sign_in s where s.principal_id is null and s.id = any($1)
        "#,
        ids,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.label)).collect())
}
