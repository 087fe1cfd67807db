//! SQL of names that were.

use std::collections::BTreeMap;

use sqlx::PgConnection;
use uuid::Uuid;

use super::{FormerName, NamedKind, Renamed};
use crate::ground::audit::UnitOfWork;
use crate::ground::kernel::{Failure, Instant, Revision};

/// Names of one entity that answers show at most; the log has them all.
const FORMER_MAX: i64 = 20;
/// Things of one former name that a look-up answers at most.
const RENAMED_MAX: i64 = 10;

/// Writes the name that an entity had until its revision `revision`.
///
/// # Errors
/// The database refused.
pub async fn insert_former(
    uow: &mut UnitOfWork,
    kind: NamedKind,
    entity: Uuid,
    revision: Revision,
    name: &str,
    until: Instant,
) -> Result<(), Failure> {
    sqlx::query!(
        "insert into former_name (entity_id, until_revision, kind, name, renamed_at) values ($1, $2, $3, $4, $5)",
        entity,
        revision.0,
        kind.as_str(),
        name,
        until.0,
    )
    .execute(uow.conn())
    .await?;
    Ok(())
}

/// The names that entities had, the last one first.
///
/// # Errors
/// The database is away.
pub async fn former_names(
    conn: &mut PgConnection,
    entities: &[Uuid],
) -> Result<BTreeMap<Uuid, Vec<FormerName>>, Failure> {
    let rows = sqlx::query!(
        r#"select f.entity_id as "entity_id!", f.name as "name!", f.renamed_at as "until!: Instant"
             from unnest($1::uuid[]) as wanted (id)
             cross join lateral (select entity_id, name, renamed_at, until_revision from former_name
                                  where entity_id = wanted.id
                                  order by until_revision desc limit $2) f
            order by f.until_revision desc"#,
        entities,
        FORMER_MAX,
    )
    .fetch_all(conn)
    .await?;
    let mut names: BTreeMap<Uuid, Vec<FormerName>> = BTreeMap::new();
    for row in rows {
        names.entry(row.entity_id).or_default().push(FormerName {
            name: row.name,
            until: row.until,
        });
    }
    Ok(names)
}

/// The visible entities that had exactly this name and have another now, the last renamed first.
///
/// # Errors
/// The database is away.
pub async fn renamed(
    conn: &mut PgConnection,
    kind: NamedKind,
    name: &str,
) -> Result<Vec<Renamed>, Failure> {
    let rows = sqlx::query_as!(
        Renamed,
        r#"select f.entity_id as "id!", f.name as "former!", n.name as "name!", f.renamed_at as "renamed_at!: Instant"
             from (select distinct on (entity_id) entity_id, name, renamed_at
                     from former_name where kind = $1 and name = $2
                    order by entity_id, until_revision desc) f
             join lateral (select name from model where $1 = 'model' and id = f.entity_id and hidden_at is null
                           union all
                           select name from application
                            where $1 = 'application' and id = f.entity_id and hidden_at is null
                           union all
                           select name from suite where $1 = 'suite' and id = f.entity_id and hidden_at is null
                           union all
                           select name from policy where $1 = 'policy' and id = f.entity_id and hidden_at is null) n
               on n.name <> f.name
            order by f.renamed_at desc, f.entity_id
            limit $3"#,
        kind.as_str(),
        name,
        RENAMED_MAX,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows)
}
