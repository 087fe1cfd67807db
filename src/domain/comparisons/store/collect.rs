//! Collects what a comparison is computed from.

use std::collections::BTreeMap;

use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use super::item_sums;
use crate::domain::comparisons::rules;
use crate::domain::comparisons::{
    BesideInputs, Correction, INPUTS_SCHEMA, Inputs, Margins, VersionName,
};
use crate::domain::evaluations::store::{EvaluationFacts, FACTS_MAX, facts};
use crate::domain::models::store::version_refs;
use crate::domain::models::{LineageKind, Parent, VersionRef};
use crate::ground::kernel::{Decimal, Failure, SuiteId, TeamId, VersionId};

/// Everything that comparing a candidate with a base is computed from.
///
/// # Errors
/// A version does not exist.
pub async fn collect(
    conn: &mut PgConnection,
    base: VersionId,
    candidate: VersionId,
    given: Option<Decimal>,
    correction: Correction,
) -> Result<Inputs, Failure> {
    let [base_ref, candidate_ref] = names(&mut *conn, base, candidate).await?;
    let team = team_of(&mut *conn, candidate).await?;
    let (of_base, of_candidate) = (facts(conn, base).await?, facts(conn, candidate).await?);
    let many = of_base.len() == FACTS_MAX || of_candidate.len() == FACTS_MAX;
    let primary = primary_metrics(&mut *conn, of_base.iter().chain(&of_candidate)).await?;
    let beside = beside(&mut *conn, [base, candidate], &of_base, &of_candidate).await?;
    let mut paired = rules::pair(of_base, of_candidate, &primary);
    let sides: Vec<_> = paired
        .pairs
        .iter()
        .map(|pair| (pair.base.evaluation_id, pair.candidate.evaluation_id))
        .collect();
    let sums = item_sums(&mut *conn, &sides).await?;
    for (pair, sums) in paired.pairs.iter_mut().zip(sums) {
        pair.items = sums;
    }
    Ok(Inputs {
        schema: INPUTS_SCHEMA,
        lineage: lineage(&mut *conn, base, candidate).await?,
        base: named(base_ref),
        candidate: named(candidate_ref),
        margins: Margins {
            given,
            ..declared_margins(conn, team).await?
        },
        correction,
        pairs: paired.pairs,
        alone: paired.alone,
        truncated: paired.truncated || many,
        beside: Some(beside),
    })
}

/// Times, costs and sizes of both.
async fn beside(
    conn: &mut PgConnection,
    [base, candidate]: [VersionId; 2],
    of_base: &[EvaluationFacts],
    of_candidate: &[EvaluationFacts],
) -> Result<BesideInputs, Failure> {
    let keys = rules::SIZE_TAGS.map(str::to_owned);
    let rows = sqlx::query!(
        r#"select owner_id as "owner_id: VersionId", key, value from tag
            where owner_id = any($1) and key = any($2) order by owner_id, key"#,
        &[base.0, candidate.0],
        &keys,
    )
    .fetch_all(conn)
    .await?;
    let sizes = |version: VersionId| {
        let of = rows.iter().filter(|row| row.owner_id == version);
        let tags: Vec<_> = of.map(|row| (row.key.clone(), row.value.clone())).collect();
        rules::sizes(&tags)
    };
    let (readings, truncated) = rules::readings(of_base, of_candidate);
    Ok(BesideInputs {
        readings,
        base: sizes(base),
        candidate: sizes(candidate),
        truncated,
    })
}

fn named(version: VersionRef) -> VersionName {
    VersionName {
        id: version.id,
        model: version.model_name,
        number: version.number,
    }
}

/// Two versions, as answers name them.
///
/// # Errors
/// One of them does not exist.
pub async fn names(
    conn: &mut PgConnection,
    base: VersionId,
    candidate: VersionId,
) -> Result<[VersionRef; 2], Failure> {
    let refs = version_refs(conn, &[base, candidate]).await?;
    let find = |id: VersionId| {
        refs.iter()
            .find(|version| version.id == id)
            .cloned()
            .ok_or(Failure::NotFound { kind: "version" })
    };
    Ok([find(base)?, find(candidate)?])
}

/// The team that owns a version's model.
///
/// # Errors
/// The version does not exist.
pub async fn team_of(conn: &mut PgConnection, version: VersionId) -> Result<TeamId, Failure> {
    sqlx::query_scalar!(
        r#"select m.team_id as "id: TeamId" from version v join model m on m.id = v.model_id where v.id = $1"#,
        version.0,
    )
    .fetch_optional(conn)
    .await?
    .ok_or(Failure::NotFound { kind: "version" })
}

/// How the candidate was made from the base; `None` when it was not.
async fn lineage(
    conn: &mut PgConnection,
    base: VersionId,
    candidate: VersionId,
) -> Result<Option<LineageKind>, Failure> {
    let parents = sqlx::query_scalar!(
        r#"select lineage as "lineage: Json<Vec<Parent>>" from version where id = $1"#,
        candidate.0,
    )
    .fetch_one(conn)
    .await?;
    let parent = parents
        .0
        .into_iter()
        .find(|parent| parent.parent_version_id == base);
    Ok(parent.map(|parent| parent.kind))
}

/// The metric that each suite is about, of the suites that name one.
async fn primary_metrics(
    conn: &mut PgConnection,
    facts: impl Iterator<Item = &EvaluationFacts>,
) -> Result<BTreeMap<SuiteId, String>, Failure> {
    let suites: Vec<Uuid> = facts.map(|fact| fact.suite_id.0).collect();
    let rows = sqlx::query!(
        r#"select id as "id: SuiteId", primary_metric as "metric!"
             from suite where id = any($1) and primary_metric is not null"#,
        &suites,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.metric)).collect())
}

/// The margins that the active policies of the installation and of a team declare: of several the strictest.
async fn declared_margins(conn: &mut PgConnection, team: TeamId) -> Result<Margins, Failure> {
    let rows = sqlx::query!(
        r#"select d.suite, min(d.margin::numeric) as "margin!: Decimal"
             from policy p
             join policy_version v on v.policy_id = p.id and v.number = p.number
            cross join lateral (
                  select null as suite, v.content #>> '{margins,default}' as margin
                  union all
                  select s.key, s.value from jsonb_each_text(v.content #> '{margins,suites}') as s) d
            where p.state = 'active' and p.hidden_at is null and (p.team_id is null or p.team_id = $1)
              and d.margin is not null
            group by d.suite"#,
        team.0,
    )
    .fetch_all(conn)
    .await?;
    let mut margins = Margins::default();
    for row in rows {
        match row.suite {
            Some(suite) => {
                margins.suites.insert(suite, row.margin);
            }
            None => margins.default = Some(row.margin),
        }
    }
    Ok(margins)
}
