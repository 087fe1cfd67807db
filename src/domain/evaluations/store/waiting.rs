//! What waits for a version.

use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use crate::domain::evaluations::{Artefact, ArtefactRef};
use crate::ground::audit::UnitOfWork;
use crate::ground::kernel::{
    ArtefactId, EvaluationId, Failure, Instant, PageRequest, Paged, Sha256, TeamId, VersionId,
};

/// A model of a file that waits for its version.
#[derive(Debug)]
pub struct WaitingRow {
    pub artefact_id: ArtefactId,
    pub artefact: Json<ArtefactRef>,
    pub team_id: TeamId,
    pub format: String,
    pub model_ref: Option<String>,
    pub evaluations: i64,
    pub tasks: Vec<String>,
    pub since: Instant,
}

/// A page of what waits for a version, the last brought first; with an artefact that one's only.
///
/// # Errors
/// The database is away.
pub async fn waiting(
    conn: &mut PgConnection,
    team: Option<TeamId>,
    artefact: Option<&Sha256>,
    page: &PageRequest,
) -> Result<Paged<WaitingRow>, Failure> {
    let rows = sqlx::query_as!(
        WaitingRow,
        r#"select a.id as "artefact_id: ArtefactId",
                  jsonb_build_object('sha256', 'sha256:' || encode(a.sha256, 'hex'), 'file_name', a.file_name,
                                     'size', a.size) as "artefact!: Json<ArtefactRef>",
                  s.team_id as "team_id: TeamId", a.format, coalesce(e.model_ref, a.model_ref) as model_ref,
                  count(*) as "evaluations!",
                  (array_agg(distinct e.task))[1:20] as "tasks!", min(e.created_at) as "since!: Instant"
             from evaluation e
             join artefact a on a.id = e.artefact_id
             join suite_version w on w.id = e.suite_version_id
             join suite s on s.id = w.suite_id
            where e.version_id is null
              and ($1::uuid is null or s.team_id = $1)
              and ($2::bytea is null or a.sha256 = $2)
              and ($3::uuid is null or (a.id, coalesce(e.model_ref, a.model_ref, '')) < ($3, $4))
            group by a.id, s.team_id, coalesce(e.model_ref, a.model_ref)
            order by a.id desc, coalesce(coalesce(e.model_ref, a.model_ref), '') desc limit $5"#,
        team.map(|id| id.0),
        artefact.map(|sha256| sha256.0.to_vec()),
        page.after_id,
        page.after_key.as_deref().unwrap_or_default(),
        page.rows(),
    )
    .fetch_all(conn)
    .await?;
    Ok(page.page(rows, |row| {
        (row.model_ref.clone().unwrap_or_default(), row.artefact_id.0)
    }))
}

/// What waits of a model in a file, with its evaluations.
#[derive(Debug)]
pub struct WaitingModel {
    /// What waits.
    pub row: WaitingRow,
    /// Its evaluations, the first brought first.
    pub ids: Vec<EvaluationId>,
}

/// What waits of the models whose names a glob matches, the first brought first; nothing of a file of which the
/// version has results already. `format`: only of this one.
///
/// # Errors
/// The database is away.
pub async fn waiting_like(
    uow: &mut UnitOfWork,
    team: TeamId,
    (format, glob): (Option<&str>, &str),
    version: VersionId,
    at_most: i64,
) -> Result<Vec<WaitingModel>, Failure> {
    let rows = sqlx::query!(
        r#"select a.id as "artefact_id: ArtefactId",
                  jsonb_build_object('sha256', 'sha256:' || encode(a.sha256, 'hex'), 'file_name', a.file_name,
                                     'size', a.size) as "artefact!: Json<ArtefactRef>",
                  a.format, coalesce(e.model_ref, a.model_ref) as model_ref,
                  array_agg(e.id order by e.id) as "ids!",
                  (array_agg(distinct e.task))[1:20] as "tasks!", min(e.created_at) as "since!: Instant"
             from evaluation e
             join artefact a on a.id = e.artefact_id
             join suite_version w on w.id = e.suite_version_id
             join suite s on s.id = w.suite_id
            where e.version_id is null and s.team_id = $1
              and ($2::text is null or a.format = $2)
              and coalesce(e.model_ref, a.model_ref) like $3
              and not exists (select from evaluation o where o.artefact_id = a.id and o.version_id = $4)
            group by a.id, coalesce(e.model_ref, a.model_ref)
            order by a.id, coalesce(e.model_ref, a.model_ref) limit $5"#,
        team.0,
        format,
        like_of(glob),
        version.0,
        at_most,
    )
    .fetch_all(uow.conn())
    .await?;
    let found = rows.into_iter().map(|row| WaitingModel {
        row: WaitingRow {
            artefact_id: row.artefact_id,
            artefact: row.artefact,
            team_id: team,
            format: row.format,
            model_ref: row.model_ref,
            evaluations: i64::try_from(row.ids.len()).unwrap_or(i64::MAX),
            tasks: row.tasks,
            since: row.since,
        },
        ids: row.ids.into_iter().map(EvaluationId).collect(),
    });
    Ok(found.collect())
}

/// A glob as `like` has it.
fn like_of(glob: &str) -> String {
    let mut like = String::with_capacity(glob.len());
    for character in glob.chars() {
        match character {
            '*' => like.push('%'),
            '?' => like.push('_'),
            '%' | '_' | '\\' => like.extend(['\\', character]),
            other => like.push(other),
        }
    }
    like
}

/// What waits in other files of the format for the same model, the first brought first; nothing of a file of which
/// the version has results already.
///
/// # Errors
/// The database is away.
pub async fn waiting_alike(
    uow: &mut UnitOfWork,
    like: &Artefact,
    model_ref: &str,
    version: VersionId,
    at_most: i64,
) -> Result<Vec<EvaluationId>, Failure> {
    let ids: Vec<Uuid> = sqlx::query_scalar!(
        "select e.id
           from evaluation e
           join artefact a on a.id = e.artefact_id
           join suite_version w on w.id = e.suite_version_id
           join suite s on s.id = w.suite_id
           join version v on v.id = $4
           join model m on m.id = v.model_id
          where e.version_id is null and s.team_id = m.team_id
            and a.id <> $1 and a.format = $2 and coalesce(e.model_ref, a.model_ref) = $3
            and not exists (select from evaluation o where o.artefact_id = a.id and o.version_id = v.id)
          order by e.id limit $5",
        like.id.0,
        like.format,
        model_ref,
        version.0,
        at_most,
    )
    .fetch_all(uow.conn())
    .await?;
    Ok(ids.into_iter().map(EvaluationId).collect())
}
