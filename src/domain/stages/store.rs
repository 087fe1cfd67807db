//! SQL of routes as the stages see them.

use sqlx::PgConnection;

use crate::domain::models::RouteRef;
use crate::ground::kernel::{Failure, RouteId, VersionId};

/// The visible routes whose snapshot in force names a version, with the slots it has there; 0: it is a fallback or
/// pinned only. The highest environment first.
///
/// # Errors
/// The database is away.
pub async fn routes_naming(
    conn: &mut PgConnection,
    version: VersionId,
) -> Result<Vec<(RouteRef, i32)>, Failure> {
    let rows = sqlx::query!(
        r#"select r.id as "id: RouteId", e.slug, r.key,
                  coalesce((select sum((run ->> 'slots')::int) from jsonb_array_elements(s.runs) run
                             where run ->> 'version_id' = $1::uuid::text), 0)::int as "slots!"
             from route r
             join snapshot s on s.route_id = r.id and s.seq = r.snapshot_seq
             join environment e on e.id = r.environment_id
            where r.hidden_at is null
              and ($1 = any(s.fallbacks)
                   or s.runs @> jsonb_build_array(jsonb_build_object('version_id', $1::uuid))
                   or s.pins @> jsonb_build_array(jsonb_build_object('version_id', $1::uuid)))
            order by e.position desc, r.key"#,
        version.0,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let route = RouteRef {
                id: row.id,
                environment: row.slug,
                key: row.key,
            };
            (route, row.slots)
        })
        .collect())
}
