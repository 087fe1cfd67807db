//! What screens and answers read of evaluations: one statement for each list.

use std::ops::Deref;

use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use crate::domain::access::ActorRef;
use crate::domain::evaluations::rules::settle;
use crate::domain::evaluations::{ArtefactRef, Evaluation, SuiteMetric, SuiteRef, TrustClass};
use crate::domain::models::VersionRef;
use crate::ground::identity::PrincipalKind;
use crate::ground::kernel::{
    EvaluationId, Failure, Instant, PageRequest, Paged, PrincipalId, Sha256, SuiteId, TeamId,
    VersionId,
};

/// Which evaluations.
#[derive(Debug, Clone, Default, serde::Serialize)]
pub struct EvaluationFilter {
    /// Of this version.
    pub version: Option<VersionId>,
    /// Of this suite.
    pub suite: Option<SuiteId>,
    /// Of this task.
    pub task: Option<String>,
    /// Of suites of this class.
    pub trust_class: Option<TrustClass>,
    /// In this language: of the file, else of the suite.
    pub language: Option<String>,
    /// Measured with this tool.
    pub harness: Option<String>,
    /// In this release of it.
    pub harness_version: Option<String>,
    /// With so many examples in the prompt.
    pub n_shot: Option<i32>,
    /// With this argument of the model: `name` or `name=value`.
    pub model_arg: Option<String>,
    /// With this seed: `name` or `name=value`.
    pub seed: Option<String>,
    /// On these data.
    pub dataset_digest: Option<String>,
    /// With this prompt template.
    pub prompt_template_digest: Option<String>,
    /// From this file.
    pub artefact: Option<Sha256>,
    /// That ran, or without that were reported, at this instant or later.
    pub from: Option<Instant>,
    /// Before this instant.
    pub to: Option<Instant>,
    /// That a gate may use, or may not. Read by the rule, not by the database: see [`evaluations`].
    pub eligible: Option<bool>,
}

/// The two parts of `name=value`; without a value whatever it is.
fn parted(term: Option<&str>) -> (Option<&str>, Option<&str>) {
    match term.map(|term| term.split_once('=')) {
        Some(Some((name, value))) => (Some(name), Some(value)),
        Some(None) => (term, None),
        None => (None, None),
    }
}

/// An evaluation with everything that its answer names, as it was reported.
#[derive(Debug, Clone)]
pub struct EvaluationRow {
    pub evaluation: Json<Evaluation>,
    pub version: Option<Json<VersionRef>>,
    pub suite: Json<SuiteRef>,
    pub suite_metrics: Json<Vec<SuiteMetric>>,
    pub artefact: Option<Json<ArtefactRef>>,
    pub model_ref: Option<String>,
    pub reported_by_kind: PrincipalKind,
    pub reported_by_name: Option<String>,
}

/// An evaluation whose metrics mean what its suite says: for gates and answers, never to be written back.
#[derive(Debug, Clone)]
pub struct SettledRow(EvaluationRow);

impl SettledRow {
    /// The row.
    #[must_use]
    pub fn into_row(self) -> EvaluationRow {
        self.0
    }
}

impl Deref for SettledRow {
    type Target = EvaluationRow;
    fn deref(&self) -> &EvaluationRow {
        &self.0
    }
}

impl EvaluationRow {
    /// With its metrics as its suite says what they mean.
    #[must_use]
    pub fn settled(mut self) -> SettledRow {
        let Evaluation { metrics, flags, .. } = &mut self.evaluation.0;
        settle(metrics, flags, &self.suite_metrics);
        SettledRow(self)
    }

    /// In which language it ran: what the file says, else what its suite is said to be in.
    #[must_use]
    pub fn language(&self) -> Option<&str> {
        let stated = self.evaluation.language.as_deref();
        stated.or(self.suite.language.as_deref())
    }
}

/// A page of evaluations, the last stored first. Whether a gate may use them is for a rule to say, so the caller drops
/// what does not fit, and a page may hold fewer items than asked for.
///
/// # Errors
/// The database is away.
pub async fn evaluations(
    conn: &mut PgConnection,
    filter: &EvaluationFilter,
    page: &PageRequest,
) -> Result<Paged<EvaluationRow>, Failure> {
    let rows = select(conn, None, filter, page.after_id, page.rows()).await?;
    Ok(page.page(rows, |row| (String::new(), row.evaluation.id.0)))
}

/// One evaluation.
///
/// # Errors
/// It does not exist.
pub async fn evaluation(
    conn: &mut PgConnection,
    id: EvaluationId,
) -> Result<EvaluationRow, Failure> {
    evaluations_by_id(conn, &[id])
        .await?
        .pop()
        .ok_or(Failure::NotFound { kind: "evaluation" })
}

/// Evaluations by id, in the order of the ids.
///
/// # Errors
/// The database is away.
pub async fn evaluations_by_id(
    conn: &mut PgConnection,
    ids: &[EvaluationId],
) -> Result<Vec<EvaluationRow>, Failure> {
    let wanted: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let filter = EvaluationFilter::default();
    let rows = i64::try_from(ids.len()).unwrap_or(i64::MAX);
    let mut found = select(conn, Some(&wanted), &filter, None, rows).await?;
    found.sort_by_key(|row| wanted.iter().position(|id| *id == row.evaluation.id.0));
    Ok(found)
}

#[expect(clippy::too_many_lines, reason = "one statement")]
pub(super) async fn select(
    conn: &mut PgConnection,
    ids: Option<&[Uuid]>,
    filter: &EvaluationFilter,
    before: Option<Uuid>,
    rows: i64,
) -> Result<Vec<EvaluationRow>, Failure> {
    let argument = parted(filter.model_arg.as_deref());
    let seed = parted(filter.seed.as_deref());
    let rows = sqlx::query_as!(
        EvaluationRow,
        r#"
        select to_jsonb(e) || jsonb_build_object('metrics', coalesce(
                   (select jsonb_agg(to_jsonb(m) || jsonb_build_object(
                               'value', m.value::text, 'target', m.target::text, 'stderr', m.stderr::text,
                               'ci_low', m.ci_low::text, 'ci_high', m.ci_high::text, 'ci_level', m.ci_level::text)
                           order by m.number)
                      from metric m where m.evaluation_id = e.id), '[]'))
                   as "evaluation!: Json<Evaluation>",
               case when v.id is not null then
                   jsonb_build_object('id', v.id, 'model_id', v.model_id, 'model_name', l.name,
                                      'number', v.number, 'stage', v.stage) end
                   as "version: Json<VersionRef>",
               jsonb_build_object('id', s.id, 'name', s.name, 'trust_class', s.trust_class,
                                  'language', s.language, 'version_label', w.label)
                   as "suite!: Json<SuiteRef>",
               coalesce(s.metrics, '[]') as "suite_metrics!: Json<Vec<SuiteMetric>>",
               case when a.id is not null then
                   jsonb_build_object('sha256', 'sha256:' || encode(a.sha256, 'hex'),
                                      'file_name', a.file_name, 'size', a.size) end
                   as "artefact: Json<ArtefactRef>",
               coalesce(e.model_ref, a.model_ref) as "model_ref?", p.kind as "reported_by_kind: PrincipalKind",
               n.name as "reported_by_name?"
          from evaluation e
          join suite_version w on w.id = e.suite_version_id
          join suite s on s.id = w.suite_id
          join principal p on p.id = e.reported_by
          left join person n on n.principal_id = e.reported_by
          left join version v on v.id = e.version_id
          left join model l on l.id = v.model_id
          left join artefact a on a.id = e.artefact_id
         where ($1::uuid[] is null or e.id = any($1))
           and ($2::uuid is null or e.version_id = $2)
           and ($3::uuid is null or e.suite_version_id = any(array(
                    select c.id from suite_version c where c.suite_id = $3)))
           and ($4::text is null or e.task = $4)
           and ($5::uuid is null or e.id < $5)
           and ($7::text is null or e.suite_version_id = any(array(
                    select c.id from suite_version c join suite t on t.id = c.suite_id where t.trust_class = $7)))
           and ($8::text is null or e.id = any(array(
                    select l.id from evaluation l where l.language = $8
                     union all
                    select l.id from suite t
                      join suite_version c on c.suite_id = t.id
                      join evaluation l on l.suite_version_id = c.id and l.language is null
                     where t.language = $8)))
           and ($9::text is null or e.tool = $9)
           and ($10::text is null or e.tool_version = $10)
           and ($11::int is null or e.n_shot = $11)
           and ($12::text is null or e.id = any(array(
                    select t.evaluation_id from evaluation_term t
                     where t.kind = 'model_arg' and t.name = $12 and ($13::text is null or t.value = $13))))
           and ($14::text is null or e.id = any(array(
                    select t.evaluation_id from evaluation_term t
                     where t.kind = 'seed' and t.name = $14 and ($15::text is null or t.value = $15))))
           and ($16::text is null or e.dataset_digest = $16)
           and ($17::text is null or e.prompt_template_digest = $17)
           and ($18::bytea is null or e.artefact_id = any(array(select f.id from artefact f where f.sha256 = $18)))
           and ($19::timestamptz is null or coalesce(e.run_at, e.created_at) >= $19)
           and ($20::timestamptz is null or coalesce(e.run_at, e.created_at) < $20)
         order by e.id desc
         limit $6
        "#,
        ids as _,
        filter.version.map(|id| id.0),
        filter.suite.map(|id| id.0),
        filter.task,
        before,
        rows,
        filter.trust_class.map(TrustClass::as_str),
        filter.language,
        filter.harness,
        filter.harness_version,
        filter.n_shot,
        argument.0,
        argument.1,
        seed.0,
        seed.1,
        filter.dataset_digest,
        filter.prompt_template_digest,
        filter.artefact.as_ref().map(|digest| &digest.0[..]),
        filter.from.map(|at| at.0),
        filter.to.map(|at| at.0),
    )
    .fetch_all(conn)
    .await?;
    Ok(rows)
}

/// Somebody, as answers name them.
///
/// # Errors
/// Nobody has this id.
pub async fn actor_ref(conn: &mut PgConnection, id: PrincipalId) -> Result<ActorRef, Failure> {
    let row = sqlx::query!(
        r#"select p.kind as "kind: PrincipalKind", n.name as "name?"
             from principal p left join person n on n.principal_id = p.id where p.id = $1"#,
        id.0,
    )
    .fetch_optional(conn)
    .await?
    .ok_or(Failure::NotFound { kind: "member" })?;
    Ok(ActorRef::new(id, row.kind, row.name))
}

/// The file's name and the teams on whose versions it was imported; `None` when no such file was.
///
/// # Errors
/// The database is away.
pub async fn artefact_teams(
    conn: &mut PgConnection,
    sha256: &Sha256,
) -> Result<Option<(String, Vec<TeamId>)>, Failure> {
    let row = sqlx::query!(
        r#"select a.file_name,
                  array(select distinct m.team_id
                          from evaluation e
                          join suite_version w on w.id = e.suite_version_id
                          join suite m on m.id = w.suite_id
                         where a.id in (e.artefact_id, e.items_artefact_id)) as "teams!"
             from artefact a where a.sha256 = $1"#,
        &sha256.0[..],
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| {
        let teams: Vec<Uuid> = row.teams;
        (row.file_name, teams.into_iter().map(TeamId).collect())
    }))
}
