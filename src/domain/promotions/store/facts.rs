//! Collects the facts of a decision, in a few statements.

use std::collections::BTreeMap;

use sqlx::PgConnection;
use sqlx::types::Json;

use crate::domain::models::{Configuration, Parent, Source, Stage, Tag};
use crate::domain::promotions::facts::{EvalFact, FindingFact, ParentFacts, SCHEMA};
use crate::domain::promotions::{
    CandidateFacts, CmpFact, IncumbentFacts, PromotionFacts, TargetFacts, rules,
};
use crate::domain::{comparisons, evaluations};
use crate::ground::kernel::{ApplicationId, Failure, Instant, PrincipalId, TeamId, VersionId};

/// The facts, and what is known of the people behind them.
#[derive(Debug)]
pub struct Collected {
    /// The facts, without approvals and waivers.
    pub facts: PromotionFacts,
    /// The version that serves where it would go.
    pub incumbent: Option<VersionId>,
    /// The team that owns the model.
    pub team_id: TeamId,
    /// Its slug.
    pub team: String,
    /// The version's tags.
    pub tags: Vec<Tag>,
    /// The person answerable for the registration.
    pub registrar: PrincipalId,
    /// The people answerable for the evaluations.
    pub reporters: Vec<PrincipalId>,
}

/// The version that wants to move, with who stands behind it and the use that it is asked for.
struct Candidate {
    facts: CandidateFacts,
    team_id: TeamId,
    team: String,
    tags: Vec<Tag>,
    registrar: PrincipalId,
    target: TargetFacts,
}

/// Collects everything that a promotion of a version is judged by.
///
/// # Errors
/// The version does not exist, or the application does not.
pub async fn collect(
    conn: &mut PgConnection,
    version: VersionId,
    target: Stage,
    application: Option<ApplicationId>,
    now: Instant,
) -> Result<Collected, Failure> {
    let candidate = candidate(conn, version, target, application, now).await?;
    let measured = evaluations::store::facts(&mut *conn, version).await?;
    let reporters = responsible(conn, measured.iter().map(|fact| fact.reported_by)).await?;
    let mut evals: Vec<EvalFact> = measured.into_iter().map(EvalFact::from).collect();
    evals.sort_by(|a, b| a.key.cmp(&b.key));
    distinct(&mut evals);
    let serving = incumbent(conn, version, target).await?;
    let cmp = match &serving {
        Some((incumbent, _)) => compared(conn, *incumbent, version).await?,
        None => Vec::new(),
    };
    let incumbent = serving.as_ref().map(|(id, _)| *id);
    let facts = PromotionFacts {
        schema: SCHEMA,
        application_id: application,
        new_use: is_new_use(conn, version, candidate.facts.stage, target, application).await?,
        killed_on: killed_on(conn, version).await?,
        now,
        candidate: candidate.facts,
        incumbent: serving.map(|(_, facts)| facts),
        target: candidate.target,
        evals,
        cmp,
        approvals: Vec::new(),
        findings: findings(conn, version).await?,
        waivers: Vec::new(),
    };
    Ok(Collected {
        facts,
        incumbent,
        team_id: candidate.team_id,
        team: candidate.team,
        tags: candidate.tags,
        registrar: candidate.registrar,
        reporters,
    })
}

async fn candidate(
    conn: &mut PgConnection,
    version: VersionId,
    target: Stage,
    application: Option<ApplicationId>,
    now: Instant,
) -> Result<Candidate, Failure> {
    let row = sqlx::query!(
        r#"
        select m.name, v.number, v.stage as "stage: Stage", v.source as "source: Json<Source>",
               v.configuration as "configuration: Json<Configuration>", v.lineage as "lineage: Json<Vec<Parent>>",
               v.created_at as "created_at: Instant", v.adopted_since is not null as "adopted!",
               m.hidden_at is not null as "hidden!",
               t.id as "team_id: TeamId", t.slug,
               coalesce(p.responsible_user, p.id) as "registrar!: PrincipalId",
               coalesce((select jsonb_agg(jsonb_build_object('key', g.key, 'value', g.value) order by g.key)
                           from tag g where g.owner_id = v.id), '[]') as "tags!: Json<Vec<Tag>>",
               a.risk_tier as "risk?", a.criticality as "criticality?", a.data_class as "data_class?"
          from version v
          join model m on m.id = v.model_id
          join team t on t.id = m.team_id
          join principal p on p.id = v.registered_by
          left join application a on a.id = $2
         where v.id = $1 and v.hidden_at is null
        "#,
        version.0,
        application.map(|id| id.0),
    )
    .fetch_optional(&mut *conn)
    .await?
    .ok_or(Failure::NotFound { kind: "version" })?;
    if application.is_some() && row.risk.is_none() {
        return Err(Failure::invalid(
            "/application_id",
            "an application that exists",
        ));
    }
    let lineage = parents(conn, &row.lineage.0).await?;
    let (origin, platform, native_id, region, model_digest) = origin(row.source.0);
    let tags = row.tags.0;
    let facts = CandidateFacts {
        version: format!("{}/{}", row.name, row.number),
        model: row.name,
        number: row.number,
        stage: row.stage,
        origin: origin.into(),
        platform,
        native_id,
        region,
        model_digest,
        age_days: (now.0 - row.created_at.0).num_days(),
        adopted: row.adopted,
        hidden: row.hidden,
        prompt_template_digest: prompt_digest(&row.configuration.0),
        tags: tags
            .iter()
            .map(|tag| (tag.key.clone(), tag.value.clone()))
            .collect::<BTreeMap<_, _>>(),
        lineage,
    };
    Ok(Candidate {
        facts,
        team_id: row.team_id,
        team: row.slug,
        tags,
        registrar: row.registrar,
        target: TargetFacts {
            stage: target,
            languages: Vec::new(),
            risk: row.risk,
            criticality: row.criticality,
            data_class: row.data_class,
        },
    })
}

type Origin = (
    &'static str,
    Option<String>,
    Option<String>,
    Option<String>,
    Option<String>,
);

/// The kind of a source; platform, native id and region of a hosted one; the digest of weights.
fn origin(source: Source) -> Origin {
    match source {
        Source::Hosted {
            platform,
            native_id,
            region,
            ..
        } => ("hosted", Some(platform), Some(native_id), region, None),
        Source::Weights { digest, .. } => ("weights", None, None, None, Some(digest.to_string())),
        Source::Opaque { .. } => ("opaque", None, None, None, None),
    }
}

fn prompt_digest(configuration: &Configuration) -> Option<String> {
    configuration
        .prompt_template_digest
        .map(|digest| digest.to_string())
}

/// Gives every number a key of its own: none that was measured is left out.
fn distinct(evals: &mut [EvalFact]) {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for eval in evals {
        let times = seen.entry(eval.key.clone()).or_default();
        *times += 1;
        if *times > 1 {
            eval.key = format!("{}#{times}", eval.key);
        }
    }
}

/// Whether a version that stands in a stage already is asked for a use that nobody decided.
async fn is_new_use(
    conn: &mut PgConnection,
    version: VersionId,
    stands: Stage,
    target: Stage,
    application: Option<ApplicationId>,
) -> Result<bool, Failure> {
    match application {
        Some(application) if rules::stands(stands, target) => {
            Ok(!use_decided(conn, version, target, application).await?)
        }
        Some(_) | None => Ok(false),
    }
}

/// Whether a promotion to a stage, or to a higher one, was applied for an application, or for whatever use.
///
/// # Errors
/// The database is away.
pub async fn use_decided(
    conn: &mut PgConnection,
    version: VersionId,
    stage: Stage,
    application: ApplicationId,
) -> Result<bool, Failure> {
    let decided = sqlx::query_scalar!(
        r#"select exists (
               select from promotion p
                where p.version_id = $1 and p.state = 'applied' and (p.target = $2 or p.target = 'production')
                  and (p.application_id is null or p.application_id = $3)) as "decided!""#,
        version.0,
        stage.as_str(),
        application.0,
    )
    .fetch_one(conn)
    .await?;
    Ok(decided)
}

/// Whether a version stands where it does because it was recorded as already running.
///
/// # Errors
/// The database is away.
pub async fn stands_adopted(conn: &mut PgConnection, version: VersionId) -> Result<bool, Failure> {
    let adopted = sqlx::query_scalar!(
        r#"select exists (select from version where id = $1 and basis = 'adopted') as "adopted!""#,
        version.0,
    )
    .fetch_one(conn)
    .await?;
    Ok(adopted)
}

/// The visible routes where the version is killed, by name; at most 200.
async fn killed_on(conn: &mut PgConnection, version: VersionId) -> Result<Vec<String>, Failure> {
    let routes = sqlx::query_scalar!(
        r#"select e.slug || '/' || r.key as "route!"
             from route r
             join snapshot s on s.route_id = r.id and s.seq = r.snapshot_seq
             join environment e on e.id = r.environment_id
            where r.hidden_at is null and $1 = any(s.killed)
            order by 1 limit 200"#,
        version.0,
    )
    .fetch_all(conn)
    .await?;
    Ok(routes)
}

async fn responsible(
    conn: &mut PgConnection,
    principals: impl Iterator<Item = PrincipalId>,
) -> Result<Vec<PrincipalId>, Failure> {
    let ids: Vec<uuid::Uuid> = principals.map(|id| id.0).collect();
    let people = sqlx::query_scalar!(
        r#"select distinct coalesce(responsible_user, id) as "id!: PrincipalId" from principal where id = any($1)"#,
        &ids,
    )
    .fetch_all(conn)
    .await?;
    Ok(people)
}

async fn parents(conn: &mut PgConnection, lineage: &[Parent]) -> Result<Vec<ParentFacts>, Failure> {
    if lineage.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<VersionId> = lineage
        .iter()
        .map(|parent| parent.parent_version_id)
        .collect();
    let refs = crate::domain::models::store::version_refs(conn, &ids).await?;
    Ok(lineage
        .iter()
        .filter_map(|parent| {
            let named = refs
                .iter()
                .find(|version| version.id == parent.parent_version_id)?;
            Some(ParentFacts {
                kind: parent.kind.as_str().to_owned(),
                version: format!("{}/{}", named.model_name, named.number),
            })
        })
        .collect())
}

/// The version of the same model with the most slots where the target stage is required; else its newest version of
/// that stage.
async fn incumbent(
    conn: &mut PgConnection,
    candidate: VersionId,
    target: Stage,
) -> Result<Option<(VersionId, IncumbentFacts)>, Failure> {
    let row = sqlx::query!(
        r#"
        select v.id as "id: VersionId", m.name, v.number, v.stage as "stage: Stage", v.configuration as "configuration: Json<Configuration>"
          from version c
          join version v on v.model_id = c.model_id and v.id <> c.id and v.hidden_at is null
          join model m on m.id = v.model_id
          left join lateral (select sum(s.slots) as slots from serving_now s
                               join environment e on e.id = s.environment_id
                              where s.version_id = v.id and e.requires_stage = $2) s on true
         where c.id = $1 and (s.slots > 0 or v.stage = $2)
         order by s.slots desc nulls last, v.number desc
         limit 1
        "#,
        candidate.0,
        target.as_str(),
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| {
        let facts = IncumbentFacts {
            version: format!("{}/{}", row.name, row.number),
            stage: row.stage,
            prompt_template_digest: prompt_digest(&row.configuration.0),
        };
        (row.id, facts)
    }))
}

/// The candidate against the version that serves, by key: what was measured on both, and what the candidate lacks.
async fn compared(
    conn: &mut PgConnection,
    incumbent: VersionId,
    candidate: VersionId,
) -> Result<Vec<CmpFact>, Failure> {
    let correction = comparisons::Correction::default();
    let inputs = comparisons::store::collect(conn, incumbent, candidate, None, correction).await?;
    let found = comparisons::rules::compare(&inputs);
    let lacking = found.missing.into_iter().filter(|one| one.on_candidate);
    let mut cmp: Vec<CmpFact> = found
        .rows
        .into_iter()
        .map(CmpFact::from)
        .chain(lacking.map(CmpFact::from))
        .collect();
    cmp.sort_by(|a, b| a.key.cmp(&b.key));
    Ok(cmp)
}

async fn findings(
    conn: &mut PgConnection,
    version: VersionId,
) -> Result<Vec<FindingFact>, Failure> {
    let rows = sqlx::query!(
        "select kind, state from finding where entity_id = $1 and state <> 'closed' order by kind, id limit 100",
        version.0,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| FindingFact {
            kind: row.kind,
            state: row.state,
        })
        .collect())
}
