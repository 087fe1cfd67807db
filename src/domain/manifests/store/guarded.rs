//! Policies and routes that are there.

use sqlx::PgConnection;
use sqlx::types::Json;

use super::read::Asked;
use crate::domain::manifests::rules::Existing;
use crate::domain::manifests::{Document, PolicyDocument, RouteDocument};
use crate::domain::promotions::{PolicyContent, PolicyState};
use crate::ground::kernel::{Failure, Revision, TeamId};

pub(super) async fn policies(
    conn: &mut PgConnection,
    asked: &Asked,
) -> Result<Vec<Existing>, Failure> {
    let rows = sqlx::query!(
        r#"
        with picked as (
            select id from policy where $1 and hidden_at is null
             union
            select p.id from unnest($2::text[]) as w (team)
              left join team t on t.slug = w.team
              join policy p on p.team_id is not distinct from t.id and (t.id is not null or w.team = '')
             where p.hidden_at is null
             union
            select p.id from unnest($3::text[], $4::text[]) as w (team, name)
              left join team t on t.slug = w.team
              join policy p on p.name = w.name and p.team_id is not distinct from t.id
                           and (t.id is not null or w.team = ''))
        select p.id, p.revision as "revision: Revision", p.team_id as "team_id: TeamId", t.slug as "slug?", p.name,
               p.state as "state: PolicyState", v.content as "content: Json<PolicyContent>",
               p.hidden_at is not null as "hidden!"
          from picked
          join policy p on p.id = picked.id
          join policy_version v on v.policy_id = p.id and v.number = p.number
          left join team t on t.id = p.team_id
         order by p.id limit $5
        "#,
        asked.all,
        &asked.teams,
        &asked.within,
        &asked.names,
        asked.rows,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Existing {
            id: row.id,
            revision: row.revision,
            team: row.team_id,
            hidden: row.hidden,
            document: Document::Policy(PolicyDocument {
                kind: Default::default(),
                team: row.slug,
                name: row.name,
                formerly: None,
                state: Some(row.state),
                content: row.content.0,
            }),
        })
        .collect())
}

pub(super) async fn routes(
    conn: &mut PgConnection,
    asked: &Asked,
) -> Result<Vec<Existing>, Failure> {
    let rows = sqlx::query!(
        r#"
        with picked as (
            select id from route where $1 and hidden_at is null
             union
            select r.id from route r join team t on t.id = r.team_id
             where t.slug = any($2) and r.hidden_at is null
             union
            select r.id from unnest($3::text[], $4::text[]) as w (environment, key)
              join environment e on e.slug = w.environment
              join route r on r.environment_id = e.id and r.key = w.key)
        select r.id, r.revision as "revision: Revision", r.team_id as "team_id: TeamId", t.slug, r.key,
               e.slug as environment, a.name as application, r.hidden_at is not null as "hidden!"
          from picked p
          join route r on r.id = p.id
          join environment e on e.id = r.environment_id
          join application a on a.id = r.application_id
          join team t on t.id = r.team_id
         order by r.id limit $5
        "#,
        asked.all,
        &asked.teams,
        &asked.within,
        &asked.names,
        asked.rows,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Existing {
            id: row.id,
            revision: row.revision,
            team: Some(row.team_id),
            hidden: row.hidden,
            document: Document::Route(RouteDocument {
                kind: Default::default(),
                environment: row.environment,
                key: row.key,
                team: row.slug,
                application: row.application,
            }),
        })
        .collect())
}
