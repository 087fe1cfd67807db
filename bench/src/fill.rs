//! Many versions, quickly: rows without their events, which the triggers that are switched off here would refuse. Good
//! for lists and search, which read these rows; the doctor would not be content.

use sqlx::{Connection, PgConnection};

/// Versions of each model.
const PER_MODEL: i32 = 50;

/// Writes so many versions, fifty of each model.
pub async fn versions(url: &str, count: i32) -> anyhow::Result<()> {
    let mut conn = PgConnection::connect(url).await?;
    let mut tx = conn.begin().await?;
    sqlx::raw_sql("set local session_replication_role = replica")
        .execute(&mut *tx)
        .await?;
    sqlx::query(
        "insert into model (id, team_id, name, tags, search_name, created_by, created_at, revision)
         select md5('model' || n)::uuid, t.id, 'bench ' || n, '[]', 'bench ' || n, p.id, '2026-01-01', 1
           from generate_series(1, $1) n,
                (select id from team order by id limit 1) t, (select id from principal order by id limit 1) p",
    )
    .bind(count / PER_MODEL)
    .execute(&mut *tx)
    .await?;
    sqlx::query(
        "insert into version (id, model_id, number, stage, basis, source, source_key, configuration, lineage, tags,
                              registered_by, created_at, revision)
         select md5(m.id::text || n)::uuid, m.id, n, 'registered', 'registered',
                jsonb_build_object('kind', 'hosted', 'platform', 'openai', 'native_id', s.key), s.key,
                '{\"parameters\": {}}', '[]', '[]', m.created_by, '2026-01-01', 1
           from model m, generate_series(1, $1) n,
                lateral (select 'gpt-' || n || '-' || substr(m.id::text, 1, 8) as key) s
          where m.name like 'bench %'",
    )
    .bind(PER_MODEL)
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    conn.close().await?;
    vacuum(url).await
}

/// What PostgreSQL does by itself within a minute of so many writes; in memory it is told not to, for rounds that are
/// alike.
pub async fn vacuum(url: &str) -> anyhow::Result<()> {
    let mut conn = PgConnection::connect(url).await?;
    sqlx::raw_sql("vacuum analyze").execute(&mut conn).await?;
    Ok(conn.close().await?)
}

/// The id of one of those models.
pub async fn model(url: &str, number: usize) -> anyhow::Result<String> {
    let mut conn = PgConnection::connect(url).await?;
    let id = sqlx::query_scalar("select id::text from model where name = $1")
        .bind(format!("bench {number}"))
        .fetch_one(&mut conn)
        .await?;
    conn.close().await?;
    Ok(id)
}

/// Two versions of one of those models.
pub async fn two_versions(url: &str) -> anyhow::Result<(String, String)> {
    let mut conn = PgConnection::connect(url).await?;
    let pair = sqlx::query_as(
        "select min(v.id::text) filter (where v.number = 1), min(v.id::text) filter (where v.number = 2)
           from version v join model m on m.id = v.model_id where m.name = 'bench 1'",
    )
    .fetch_one(&mut conn)
    .await?;
    conn.close().await?;
    Ok(pair)
}
