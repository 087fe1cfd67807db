//! What ran when: snapshots read on two axes, the instant and the log position.

use std::collections::BTreeMap;

use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use crate::domain::access::ActorRef;
use crate::domain::models::{Stage, VersionRef};
use crate::domain::routes::Run;
use crate::ground::kernel::{ApplicationId, Failure, Instant, ModelId, RouteId, VersionId};

/// Which part of the record.
#[derive(Debug, Clone, Default, serde::Serialize)]
pub struct RecordFilter {
    /// Of this route.
    pub route: Option<RouteId>,
    /// Where this version served.
    pub version: Option<VersionId>,
    /// Of this application.
    pub application: Option<ApplicationId>,
    /// Of the environment of this slug.
    pub environment: Option<String>,
}

/// An allocation and how long it was in force.
#[derive(Debug)]
pub struct RecordRow {
    pub route_id: RouteId,
    pub environment: String,
    pub key: String,
    pub application_id: ApplicationId,
    pub application_name: String,
    pub seq: i32,
    pub effective_from: Instant,
    pub effective_to: Option<Instant>,
    pub runs: Json<Vec<Run>>,
    pub killed: Vec<VersionId>,
    pub fallbacks: Vec<VersionId>,
    pub position: i64,
    pub event_kind: String,
    pub event_at: String,
    pub evidence: serde_json::Value,
    pub reason: Option<String>,
    pub decided_by: Json<ActorRef>,
}

/// Allocations that were in force at some instant of `[from, to]`, as the log knew them at `known`;
/// by route and number, after `after`.
///
/// # Errors
/// The database is away.
pub async fn record(
    conn: &mut PgConnection,
    filter: &RecordFilter,
    from: Instant,
    to: Instant,
    known: i64,
    after: Option<(String, Uuid, i32)>,
    limit: i64,
) -> Result<Vec<RecordRow>, Failure> {
    let (after_label, after_route, after_seq) = match after {
        Some((label, route, seq)) => (Some(label), Some(route), Some(seq)),
        None => (None, None, None),
    };
    let rows = sqlx::query_as!(
        RecordRow,
        r#"
        select k.route_id as "route_id!: RouteId", e.slug as environment, r.key,
               r.application_id as "application_id: ApplicationId", a.name as application_name,
               k.seq as "seq!", k.effective_from as "effective_from!: Instant",
               k.effective_to as "effective_to: Instant", k.runs as "runs!: Json<Vec<Run>>",
               k.killed as "killed!: Vec<VersionId>", k.fallbacks as "fallbacks!: Vec<VersionId>",
               k.idx as "position!", ev.kind as "event_kind!", ev.at as "event_at!",
               (ev.body::jsonb) -> 'evidence' as "evidence!", x.value as "reason?",
               jsonb_build_object('id', p.id, 'kind', p.kind, 'name', n.name) as "decided_by!: Json<ActorRef>"
          from (select s.*, l.idx, l.event_id,
                       lead(s.effective_from) over (partition by s.route_id order by s.seq) as effective_to
                  from snapshot s
                  join audit_event ev on ev.entity_id = s.route_id and ev.entity_seq = s.route_revision
                  join audit_leaf l on l.event_id = ev.id and l.idx <= $1
                 where ($2::uuid is null or s.route_id = $2)) k
          join route r on r.id = k.route_id
          join environment e on e.id = r.environment_id
          join application a on a.id = r.application_id
          join audit_event ev on ev.id = k.event_id
          join principal p on p.id = ev.actor_id
          left join person n on n.principal_id = p.id
          left join text x on x.digest = (ev.body::jsonb) ->> 'reason_sd'
         where k.effective_from <= $4
           and (k.effective_to is null or k.effective_to > $3)
           and ($5::uuid is null or k.runs @> jsonb_build_array(jsonb_build_object('version_id', $5::uuid)))
           and ($6::uuid is null or r.application_id = $6)
           and ($7::text is null or e.slug = $7)
           and ($8::text is null or (e.slug || '/' || r.key, k.route_id, k.seq) > ($8, $9, $10))
         order by e.slug || '/' || r.key, k.route_id, k.seq
         limit $11
        "#,
        known,
        filter.route.map(|id| id.0),
        from.0,
        to.0,
        filter.version.map(|id| id.0),
        filter.application.map(|id| id.0),
        filter.environment,
        after_label,
        after_route,
        after_seq,
        limit,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows)
}

/// References of versions, by id, with the stages that the log knew at `known`.
///
/// # Errors
/// The database is away.
pub async fn version_labels_at(
    conn: &mut PgConnection,
    ids: &[VersionId],
    known: i64,
) -> Result<BTreeMap<VersionId, VersionRef>, Failure> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let refs = sqlx::query_as!(
        VersionRef,
        r#"select v.id as "id: VersionId", v.model_id as "model_id: ModelId", m.name as model_name,
                  v.number, s.stage as "stage!: Stage"
             from version v
             join model m on m.id = v.model_id
             cross join lateral (select (ev.body::jsonb) -> 'after' ->> 'stage' as stage
                                   from audit_event ev
                                   join audit_leaf l on l.event_id = ev.id and l.idx <= $2
                                  where ev.entity_id = v.id
                                  order by ev.entity_seq desc limit 1) s
            where v.id = any($1)"#,
        &ids,
        known,
    )
    .fetch_all(conn)
    .await?;
    Ok(refs
        .into_iter()
        .map(|version| (version.id, version))
        .collect())
}

/// What allowed a version to run.
#[derive(Debug)]
pub struct GroundsRow {
    pub version_id: VersionId,
    /// The position that it was asked for.
    pub asked: i64,
    pub position: i64,
    pub kind: String,
    pub at: String,
    pub evidence: serde_json::Value,
    pub by: Json<ActorRef>,
}

/// For each version and position: the last event up to there that said how far the version may go.
///
/// # Errors
/// The database is away.
pub async fn grounds(
    conn: &mut PgConnection,
    asked: &[(VersionId, i64)],
) -> Result<Vec<GroundsRow>, Failure> {
    let ids: Vec<Uuid> = asked.iter().map(|(id, _)| id.0).collect();
    let positions: Vec<i64> = asked.iter().map(|(_, position)| *position).collect();
    let rows = sqlx::query_as!(
        GroundsRow,
        r#"select n.id as "version_id!: VersionId", n.position as "asked!", g.idx as "position!", g.kind as "kind!",
                  g.at as "at!", g.evidence as "evidence!",
                  jsonb_build_object('id', p.id, 'kind', p.kind, 'name', u.name) as "by!: Json<ActorRef>"
             from unnest($1::uuid[], $2::bigint[]) as n (id, position)
             cross join lateral (select l.idx, ev.kind, ev.at, ev.actor_id, (ev.body::jsonb) -> 'evidence' as evidence
                                   from audit_event ev
                                   join audit_leaf l on l.event_id = ev.id and l.idx <= n.position
                                  where ev.entity_id = n.id
                                    and ev.kind in ('version.registered', 'version.adopted', 'version.promoted')
                                  order by ev.entity_seq desc limit 1) g
             join principal p on p.id = g.actor_id
             left join person u on u.principal_id = p.id"#,
        &ids,
        &positions,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows)
}
