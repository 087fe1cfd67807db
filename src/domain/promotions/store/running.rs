//! What runs now, and for whom: what policies are held against again.

use sqlx::PgConnection;

use crate::domain::models::Stage;
use crate::ground::kernel::{ApplicationId, Failure, PromotionId, Sha256, TeamId, VersionId};

/// A use of a version: it serves an application where a stage is required.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunningUse {
    /// The stage that the environment requires: staging or production.
    pub stage: Stage,
    /// Whom it serves.
    pub application: ApplicationId,
}

/// Versions that serve where a stage is required, or have an open finding about their requirements: by id, after one of
/// them; those only that an event after a position of the log may concern, when one is given.
///
/// # Errors
/// The database is away.
pub async fn running(
    conn: &mut PgConnection,
    after: Option<VersionId>,
    since: Option<i64>,
    limit: i64,
) -> Result<Vec<VersionId>, Failure> {
    let ids = sqlx::query_scalar!(
        r#"
        with running as (
            select s.version_id, s.route_id from serving_now s
              join environment e on e.id = s.environment_id and e.requires_stage <> 'registered'
             union all
            select f.entity_id, null from finding f where f.kind = 'requirements_unmet' and f.state <> 'closed'
        ), touched as (
            select e.entity_kind, e.entity_id
              from audit_leaf l
             cross join lateral (select entity_kind, entity_id from audit_event where id = l.event_id limit 1) e
             where l.idx > $2
               and e.entity_kind in ('evaluation', 'route', 'version', 'waiver')
        )
        select distinct r.version_id as "id!: VersionId"
          from running r
         where ($1::uuid is null or r.version_id > $1)
           and ($2::bigint is null
                or exists (select from touched t where t.entity_kind = 'version' and t.entity_id = r.version_id)
                or exists (select from touched t where t.entity_kind = 'route' and t.entity_id = r.route_id)
                or exists (select from touched t join evaluation e on e.id = t.entity_id
                            where t.entity_kind = 'evaluation' and e.version_id = r.version_id)
                -- What was found may be gone for any reason; there are few of these.
                or r.route_id is null
                or exists (select from touched t join waiver w on w.id = t.entity_id
                            where t.entity_kind = 'waiver' and w.version_id = r.version_id))
         order by 1
         limit $3
        "#,
        after.map(|id| id.0),
        since,
        limit,
    )
    .fetch_all(conn)
    .await?;
    Ok(ids)
}

/// Whether something happened after a position that concerns every version: policies, suites, applications.
///
/// # Errors
/// The database is away.
pub async fn concerns_all(conn: &mut PgConnection, since: i64) -> Result<bool, Failure> {
    let found = sqlx::query_scalar!(
        r#"select exists (select from audit_leaf l
                           cross join lateral (select entity_kind from audit_event where id = l.event_id limit 1) e
                           where l.idx > $1 and e.entity_kind in ('policy', 'suite', 'application')) as "found!""#,
        since
    )
    .fetch_one(conn)
    .await?;
    Ok(found)
}

/// The uses of a version now; at most 200.
///
/// # Errors
/// The database is away.
pub async fn uses(conn: &mut PgConnection, version: VersionId) -> Result<Vec<RunningUse>, Failure> {
    let uses = sqlx::query_as!(
        RunningUse,
        r#"select distinct e.requires_stage as "stage!: Stage", s.application_id as "application!: ApplicationId"
             from serving_now s join environment e on e.id = s.environment_id
            where s.version_id = $1 and e.requires_stage <> 'registered'
            order by 1, 2 limit 200"#,
        version.0,
    )
    .fetch_all(conn)
    .await?;
    Ok(uses)
}

/// A move that was applied, with the facts that it was decided on.
#[derive(Debug)]
pub struct PastMove {
    pub id: PromotionId,
    pub number: i32,
    pub version_id: VersionId,
    pub team_id: TeamId,
    pub team: String,
    pub facts_sha256: Vec<u8>,
}

impl PastMove {
    /// The digest of its facts.
    #[must_use]
    pub fn facts(&self) -> Option<Sha256> {
        Sha256::from_slice(&self.facts_sha256)
    }
}

/// The last moves to a stage, newest first.
///
/// # Errors
/// The database is away.
pub async fn past_moves(
    conn: &mut PgConnection,
    target: Stage,
    limit: i64,
) -> Result<Vec<PastMove>, Failure> {
    let moves = sqlx::query_as!(
        PastMove,
        r#"select p.id as "id: PromotionId", p.number, p.version_id as "version_id: VersionId",
                  t.id as "team_id: TeamId", t.slug as team,
                  p.facts_sha256 as "facts_sha256!"
             from promotion p
             join version v on v.id = p.version_id
             join model m on m.id = v.model_id
             join team t on t.id = m.team_id
            where p.state = 'applied' and p.target = $1
            order by p.number desc limit $2"#,
        target.as_str(),
        limit,
    )
    .fetch_all(conn)
    .await?;
    Ok(moves)
}
