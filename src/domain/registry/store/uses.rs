//! What uses something that has a name.

use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use crate::domain::names::{NamedKind, Used, UsedAs};
use crate::domain::promotions::PolicyContent;
use crate::domain::promotions::requirement::texts;
use crate::ground::kernel::Failure;

/// Uses that are named at most. There may be more; none of them goes unless these do.
pub const USES_MAX: i64 = 200;

/// What uses it: the highest environment first.
///
/// # Errors
/// The database is away.
pub async fn uses(
    conn: &mut PgConnection,
    kind: NamedKind,
    id: Uuid,
) -> Result<Vec<Used>, Failure> {
    match kind {
        NamedKind::Model => of_model(conn, id).await,
        NamedKind::Application => of_application(conn, id).await,
        NamedKind::Suite => of_suite(conn, id).await,
        NamedKind::Policy => of_policy(conn, id).await,
        NamedKind::Route => of_route(conn, id).await,
    }
}

async fn of_model(conn: &mut PgConnection, id: Uuid) -> Result<Vec<Used>, Failure> {
    let rows = sqlx::query_as!(
        Used,
        r#"
        with ours as (select v.id, m.name || '/' || v.number as label
                        from version v join model m on m.id = v.model_id where v.model_id = $1),
             named as (select r.id, e.position, e.slug || '/' || r.key as route, s.runs, s.pins, s.fallbacks
                         from route r
                         join snapshot s on s.route_id = r.id and s.seq = r.snapshot_seq
                         join environment e on e.id = r.environment_id
                        where r.hidden_at is null)
        select used_as as "used_as!: UsedAs", by as "by!", label as "label!", part, slots, href from (
            select 'serves' as used_as, n.id as by, n.route as label, o.label as part,
                   sum((run ->> 'slots')::int)::int as slots, '/routes/' || n.route as href, 1 as rank, -n.position as first
              from named n cross join jsonb_array_elements(n.runs) run join ours o on o.id = (run ->> 'version_id')::uuid
             group by n.id, n.route, n.position, o.label
            union all
            select 'falls_back', n.id, n.route, o.label, null, '/routes/' || n.route, 2, -n.position
              from named n cross join unnest(n.fallbacks) f (id) join ours o on o.id = f.id
            union all
            select distinct 'pins', n.id, n.route, o.label, null::int, '/routes/' || n.route, 3, -n.position
              from named n cross join jsonb_array_elements(n.pins) pin join ours o on o.id = (pin ->> 'version_id')::uuid
            union all
            select 'alias', a.id, a.alias, o.label, null, '/models/' || $1::uuid, 4, 0
              from alias a join ours o on o.id = a.version_id
             where a.model_id = $1
            union all
            select 'promotion', p.id, 'PR-' || lpad(p.number::text, greatest(4, length(p.number::text)), '0'), o.label,
                   null, '/promotions/' || p.id, 5, p.number
              from promotion p join ours o on o.id = p.version_id
             where p.state in ('open', 'awaiting_approval', 'approved')
        ) used
        order by rank, first, label, part
        limit $2
        "#,
        id,
        USES_MAX,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows)
}

async fn of_application(conn: &mut PgConnection, id: Uuid) -> Result<Vec<Used>, Failure> {
    let rows = sqlx::query_as!(
        Used,
        r#"
        select used_as as "used_as!: UsedAs", by as "by!", label as "label!", null as part, null::int as slots, href from (
            select 'route' as used_as, r.id as by, e.slug || '/' || r.key as label,
                   '/routes/' || e.slug || '/' || r.key as href, 1 as rank, -e.position as first
              from route r join environment e on e.id = r.environment_id
             where r.application_id = $1 and r.hidden_at is null
            union all
            select 'promotion', p.id, 'PR-' || lpad(p.number::text, greatest(4, length(p.number::text)), '0'),
                   '/promotions/' || p.id, 2, p.number
              from promotion p
             where p.application_id = $1 and p.state in ('open', 'awaiting_approval', 'approved')
            union all
            select 'token', t.id, t.name, '/settings/tokens', 3, 0
              from access_token t where t.application_id = $1 and t.revoked_at is null
        ) used
        order by rank, first, label, by
        limit $2
        "#,
        id,
        USES_MAX,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows)
}

/// Policies in force whose expressions name the suite. They say its name, not its id.
async fn of_suite(conn: &mut PgConnection, id: Uuid) -> Result<Vec<Used>, Failure> {
    let rows = sqlx::query!(
        r#"select p.id, p.name, s.name as suite, v.content as "content: Json<PolicyContent>"
             from suite s
             join policy p on p.state = 'active' and p.hidden_at is null
                          and (p.team_id is null or p.team_id = s.team_id)
             join policy_version v on v.policy_id = p.id and v.number = p.number
            where s.id = $1 and s.hidden_at is null
            order by p.name, p.id
            limit $2"#,
        id,
        USES_MAX,
    )
    .fetch_all(conn)
    .await?;
    let naming = rows.into_iter().filter(|row| {
        let requirements = &row.content.requirements;
        requirements
            .iter()
            .any(|requirement| texts(requirement).contains(&row.suite))
    });
    Ok(naming
        .map(|row| Used {
            used_as: UsedAs::Policy,
            by: row.id,
            label: row.name,
            part: None,
            slots: None,
            href: Some(format!("/evidence/policies/{}", row.id)),
        })
        .collect())
}

async fn of_policy(conn: &mut PgConnection, id: Uuid) -> Result<Vec<Used>, Failure> {
    let rows = sqlx::query_as!(
        Used,
        r#"select 'in_force' as "used_as!: UsedAs", p.id as by, p.name as label, null as part, null::int as slots,
                  '/evidence/policies/' || p.id as href
             from policy p where p.id = $1 and p.state = 'active' and p.hidden_at is null"#,
        id,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows)
}

async fn of_route(conn: &mut PgConnection, id: Uuid) -> Result<Vec<Used>, Failure> {
    let rows = sqlx::query_as!(
        Used,
        r#"
        with this as (select r.id, e.slug || '/' || r.key as route, s.runs, s.pins, s.fallbacks
                        from route r
                        join snapshot s on s.route_id = r.id and s.seq = r.snapshot_seq
                        join environment e on e.id = r.environment_id
                       where r.id = $1 and r.hidden_at is null)
        select used_as as "used_as!: UsedAs", t.id as "by!", t.route as "label!", m.name || '/' || v.number as part,
               u.slots, '/routes/' || t.route as href
          from this t
         cross join lateral (
            select 'serves' as used_as, (run ->> 'version_id')::uuid as version, sum((run ->> 'slots')::int)::int as slots,
                   1 as rank
              from jsonb_array_elements(t.runs) run group by 2
            union all
            select 'falls_back', f.id, null, 2 from unnest(t.fallbacks) f (id)
            union all
            select distinct 'pins', (pin ->> 'version_id')::uuid, null::int, 3 from jsonb_array_elements(t.pins) pin
         ) u
          join version v on v.id = u.version
          join model m on m.id = v.model_id
         order by u.rank, m.name, v.number
         limit $2
        "#,
        id,
        USES_MAX,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows)
}

/// Whether something visible beside it has a name: in its team, for a route in its environment.
///
/// # Errors
/// The database is away.
pub async fn taken(
    conn: &mut PgConnection,
    kind: NamedKind,
    id: Uuid,
    name: Option<&str>,
) -> Result<bool, Failure> {
    let taken = sqlx::query_scalar!(
        r#"
        select case $1
            when 'model' then exists (
                select from model o join model n on n.team_id = o.team_id and n.name = coalesce($3, o.name)
                 where o.id = $2 and n.id <> o.id and n.hidden_at is null)
            when 'application' then exists (
                select from application o join application n on n.team_id = o.team_id and n.name = coalesce($3, o.name)
                 where o.id = $2 and n.id <> o.id and n.hidden_at is null)
            when 'suite' then exists (
                select from suite o join suite n on n.team_id = o.team_id and n.name = coalesce($3, o.name)
                 where o.id = $2 and n.id <> o.id and n.hidden_at is null)
            when 'policy' then exists (
                select from policy o
                  join policy n on n.team_id is not distinct from o.team_id and n.name = coalesce($3, o.name)
                 where o.id = $2 and n.id <> o.id and n.hidden_at is null)
            else exists (
                select from route o join route n on n.environment_id = o.environment_id and n.key = o.key
                 where o.id = $2 and n.id <> o.id and n.hidden_at is null)
        end as "taken!"
        "#,
        kind.as_str(),
        id,
        name,
    )
    .fetch_one(conn)
    .await?;
    Ok(taken)
}
