//! Models, suites and applications that are there.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use sqlx::PgConnection;
use sqlx::types::Json;

use super::read::Asked;
use crate::domain::evaluations::{SuiteMetric, TrustClass};
use crate::domain::manifests::rules::Existing;
use crate::domain::manifests::{ApplicationDocument, Document, ModelDocument, SuiteDocument};
use crate::domain::routes::{Criticality, DataClass, RiskTier};
use crate::ground::kernel::{Failure, Revision, TeamId};

/// An empty text of the database's is none in a document.
fn said(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.is_empty())
}

pub(super) async fn models(
    conn: &mut PgConnection,
    asked: &Asked,
) -> Result<Vec<Existing>, Failure> {
    let rows = sqlx::query!(
        r#"
        with picked as (
            select id from model where $1 and hidden_at is null
             union
            select m.id from model m join team t on t.id = m.team_id
             where t.slug = any($2) and m.hidden_at is null
             union
            select m.id from unnest($3::text[], $4::text[]) as w (team, name)
              join team t on t.slug = w.team
              join model m on m.team_id = t.id and m.name = w.name)
        select m.id, m.revision as "revision: Revision", m.team_id as "team_id: TeamId", t.slug, m.name,
               d.value as "description?", m.hidden_at is not null as "hidden!",
               coalesce((select jsonb_object_agg(g.key, g.value) from tag g where g.owner_id = m.id), '{}')
                   as "tags!: Json<BTreeMap<String, String>>"
          from picked p
          join model m on m.id = p.id
          join team t on t.id = m.team_id
          left join text d on d.digest = m.description_digest
         order by m.id limit $5
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
            document: Document::Model(ModelDocument {
                kind: Default::default(),
                team: row.slug,
                name: row.name,
                formerly: None,
                description: said(row.description),
                tags: Some(row.tags.0).filter(|tags| !tags.is_empty()),
            }),
        })
        .collect())
}

pub(super) async fn suites(
    conn: &mut PgConnection,
    asked: &Asked,
) -> Result<Vec<Existing>, Failure> {
    let rows = sqlx::query!(
        r#"
        with picked as (
            select id from suite where $1 and hidden_at is null
             union
            select s.id from suite s join team t on t.id = s.team_id
             where t.slug = any($2) and s.hidden_at is null
             union
            select s.id from unnest($3::text[], $4::text[]) as w (team, name)
              join team t on t.slug = w.team
              join suite s on s.team_id = t.id and s.name = w.name)
        select s.id, s.revision as "revision: Revision", s.team_id as "team_id: TeamId", t.slug, s.name,
               s.trust_class as "trust_class: TrustClass", s.language, s.tasks as "tasks: Json<Vec<String>>",
               s.primary_metric, coalesce(s.metrics, '[]') as "metrics!: Json<Vec<SuiteMetric>>",
               d.value as "description?", s.hidden_at is not null as "hidden!"
          from picked p
          join suite s on s.id = p.id
          join team t on t.id = s.team_id
          left join text d on d.digest = s.description_digest
         order by s.id limit $5
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
            document: Document::Suite(SuiteDocument {
                kind: Default::default(),
                team: row.slug,
                name: row.name,
                formerly: None,
                trust_class: row.trust_class,
                language: said(row.language),
                tasks: Some(row.tasks.0).filter(|tasks| !tasks.is_empty()),
                description: said(row.description),
                primary_metric: said(row.primary_metric),
                metrics: Some(row.metrics.0).filter(|metrics| !metrics.is_empty()),
            }),
        })
        .collect())
}

pub(super) async fn applications(
    conn: &mut PgConnection,
    asked: &Asked,
) -> Result<Vec<Existing>, Failure> {
    let rows = sqlx::query!(
        r#"
        with picked as (
            select id from application where $1 and hidden_at is null
             union
            select a.id from application a join team t on t.id = a.team_id
             where t.slug = any($2) and a.hidden_at is null
             union
            select a.id from unnest($3::text[], $4::text[]) as w (team, name)
              join team t on t.slug = w.team
              join application a on a.team_id = t.id and a.name = w.name)
        select a.id, a.revision as "revision: Revision", a.team_id as "team_id: TeamId", t.slug, a.name,
               d.value as "purpose?", a.criticality as "criticality: Criticality",
               a.data_class as "data_class: DataClass", a.risk_tier as "risk_tier: RiskTier", a.regulatory_class,
               a.review_due as "review_due: NaiveDate", a.hidden_at is not null as "hidden!"
          from picked p
          join application a on a.id = p.id
          join team t on t.id = a.team_id
          left join text d on d.digest = a.purpose_digest
         order by a.id limit $5
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
            document: Document::Application(ApplicationDocument {
                kind: Default::default(),
                team: row.slug,
                name: row.name,
                formerly: None,
                purpose: row.purpose.unwrap_or_default(),
                criticality: row.criticality,
                data_class: row.data_class,
                risk_tier: row.risk_tier,
                regulatory_class: said(row.regulatory_class),
                review_due: row.review_due,
            }),
        })
        .collect())
}
