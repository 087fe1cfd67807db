//! Match rules, and evaluations that get their version or their items later.

use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use crate::domain::evaluations::{Evaluation, MatchRule};
use crate::domain::models::VersionRef;
use crate::ground::audit::UnitOfWork;
use crate::ground::kernel::{
    ArtefactId, EvaluationId, Failure, Instant, MatchRuleId, PageRequest, Paged, Revision, TeamId,
    VersionId,
};

/// An evaluation that came from a file, as far as a further import of it asks.
#[derive(Debug)]
pub struct FromFile {
    /// Its id.
    pub id: EvaluationId,
    /// Its version; `None`: it waits.
    pub version_id: Option<VersionId>,
    /// Which model it is about, when the file is about several.
    pub model_ref: Option<String>,
}

/// The evaluations of a team that came from a file, in the order in which they were stored.
///
/// # Errors
/// The database is away.
pub async fn from_file(
    uow: &mut UnitOfWork,
    team: TeamId,
    artefact: ArtefactId,
) -> Result<Vec<FromFile>, Failure> {
    let rows = sqlx::query_as!(
        FromFile,
        r#"select e.id as "id: EvaluationId", e.version_id as "version_id: VersionId", e.model_ref
             from evaluation e
             join suite_version w on w.id = e.suite_version_id
             join suite s on s.id = w.suite_id
            where e.artefact_id = $1 and s.team_id = $2
            order by e.id"#,
        artefact.0,
        team.0,
    )
    .fetch_all(uow.conn())
    .await?;
    Ok(rows)
}

/// The evaluations whose items came from a file.
///
/// # Errors
/// The database is away.
pub async fn with_items_of(
    uow: &mut UnitOfWork,
    version: VersionId,
    artefact: ArtefactId,
) -> Result<Vec<EvaluationId>, Failure> {
    let ids: Vec<Uuid> = sqlx::query_scalar!(
        "select id from evaluation where version_id = $1 and items_artefact_id = $2 order by id",
        version.0,
        artefact.0,
    )
    .fetch_all(uow.conn())
    .await?;
    Ok(ids.into_iter().map(EvaluationId).collect())
}

/// The evaluations of some tasks on a version.
///
/// # Errors
/// The database is away.
pub async fn of_tasks(
    uow: &mut UnitOfWork,
    version: VersionId,
    tasks: &[String],
) -> Result<Vec<EvaluationId>, Failure> {
    let ids: Vec<Uuid> = sqlx::query_scalar!(
        "select id from evaluation where version_id = $1 and task = any($2) and source_type = 'run' order by id desc limit 1000",
        version.0,
        tasks,
    )
    .fetch_all(uow.conn())
    .await?;
    Ok(ids.into_iter().map(EvaluationId).collect())
}

/// Fills in what an evaluation gets later: its version with its attempt, and its items with their flags.
///
/// # Errors
/// The database refused.
pub async fn complete(uow: &mut UnitOfWork, evaluation: &Evaluation) -> Result<(), Failure> {
    let result = sqlx::query!(
        "update evaluation
            set version_id = $2, attempt = $3, flags = $4, items_artefact_id = $5, items_metric = $6,
                items_count = $7, revision = $8
          where id = $1 and revision = $8 - 1",
        evaluation.id.0,
        evaluation.version_id.map(|id| id.0),
        evaluation.attempt,
        &evaluation.flags,
        evaluation.items_artefact_id.map(|id| id.0),
        evaluation.items_metric,
        evaluation.items_count,
        evaluation.revision.0,
    )
    .execute(uow.conn())
    .await?;
    if result.rows_affected() == 1 {
        Ok(())
    } else {
        Err(Failure::inconsistent("evaluation changed under its lock"))
    }
}

/// The visible rules of a team whose versions are visible; the versions stay as they are until the transaction ends.
///
/// # Errors
/// The database is away.
pub async fn live_rules(uow: &mut UnitOfWork, team: TeamId) -> Result<Vec<MatchRule>, Failure> {
    let rows = sqlx::query_as!(
        MatchRule,
        r#"select r.id as "id: MatchRuleId", r.team_id as "team_id: TeamId", r.format, r.pattern,
                  r.version_id as "version_id: VersionId", r.created_at as "created_at: Instant",
                  r.hidden_at as "hidden_at: Instant", r.revision as "revision: Revision"
             from match_rule r join version v on v.id = r.version_id
            where r.team_id = $1 and r.hidden_at is null and v.hidden_at is null
            order by v.id for share of v"#,
        team.0,
    )
    .fetch_all(uow.conn())
    .await?;
    Ok(rows)
}

/// Locks a rule for writing. Only under the lock of its team's suites.
///
/// # Errors
/// It does not exist or holds no longer.
pub async fn lock_rule(uow: &mut UnitOfWork, id: MatchRuleId) -> Result<MatchRule, Failure> {
    sqlx::query_as!(
        MatchRule,
        r#"select id as "id: MatchRuleId", team_id as "team_id: TeamId", format, pattern,
                  version_id as "version_id: VersionId", created_at as "created_at: Instant",
                  hidden_at as "hidden_at: Instant", revision as "revision: Revision"
             from match_rule where id = $1 and hidden_at is null for no key update"#,
        id.0,
    )
    .fetch_optional(uow.conn())
    .await?
    .ok_or(Failure::NotFound { kind: "match_rule" })
}

/// Writes a new rule; `false` when the team has a visible one for this format and pattern.
///
/// # Errors
/// The database refused.
pub async fn insert_rule(uow: &mut UnitOfWork, rule: &MatchRule) -> Result<bool, Failure> {
    let result = sqlx::query!(
        "insert into match_rule (id, team_id, format, pattern, version_id, created_at, hidden_at, revision)
         values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict do nothing",
        rule.id.0,
        rule.team_id.0,
        rule.format,
        rule.pattern,
        rule.version_id.0,
        rule.created_at.0,
        rule.hidden_at.map(|at| at.0),
        rule.revision.0,
    )
    .execute(uow.conn())
    .await?;
    Ok(result.rows_affected() == 1)
}

/// Writes that a rule holds no longer.
///
/// # Errors
/// The database refused.
pub async fn retire_rule(uow: &mut UnitOfWork, rule: &MatchRule) -> Result<(), Failure> {
    let result = sqlx::query!(
        "update match_rule set hidden_at = $2, revision = $3 where id = $1 and revision = $3 - 1",
        rule.id.0,
        rule.hidden_at.map(|at| at.0),
        rule.revision.0,
    )
    .execute(uow.conn())
    .await?;
    if result.rows_affected() == 1 {
        Ok(())
    } else {
        Err(Failure::inconsistent("match rule changed under its lock"))
    }
}

/// A rule with the version that it means.
#[derive(Debug)]
pub struct RuleRow {
    pub id: MatchRuleId,
    pub team_id: TeamId,
    pub format: Option<String>,
    pub pattern: String,
    pub version: Json<VersionRef>,
    pub created_at: Instant,
    pub revision: Revision,
}

/// A page of the visible rules, the last saved first; or one of them.
///
/// # Errors
/// The database is away.
pub async fn rules(
    conn: &mut PgConnection,
    team: Option<TeamId>,
    one: Option<MatchRuleId>,
    page: &PageRequest,
) -> Result<Paged<RuleRow>, Failure> {
    let rows = sqlx::query_as!(
        RuleRow,
        r#"select r.id as "id: MatchRuleId", r.team_id as "team_id: TeamId", r.format, r.pattern,
                  jsonb_build_object('id', v.id, 'model_id', v.model_id, 'model_name', m.name, 'number', v.number,
                                     'stage', v.stage) as "version!: Json<VersionRef>",
                  r.created_at as "created_at: Instant", r.revision as "revision: Revision"
             from match_rule r join version v on v.id = r.version_id join model m on m.id = v.model_id
            where r.hidden_at is null
              and ($1::uuid is null or r.team_id = $1)
              and ($2::uuid is null or r.id = $2)
              and ($3::uuid is null or r.id < $3)
            order by r.id desc limit $4"#,
        team.map(|id| id.0),
        one.map(|id| id.0),
        page.after_id,
        page.rows(),
    )
    .fetch_all(conn)
    .await?;
    Ok(page.page(rows, |row| (String::new(), row.id.0)))
}
