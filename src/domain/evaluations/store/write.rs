//! Writes. Rows of evaluations and metrics are made from the state that the event carries, so they cannot differ.

use serde_json::json;

use crate::domain::evaluations::rules::terms;
use crate::domain::evaluations::{Artefact, Evaluation, Suite, SuiteVersion};
use crate::ground::audit::UnitOfWork;
use crate::ground::kernel::{Failure, fold};

/// Writes a new suite; `false` when the team has a visible one of that name.
///
/// # Errors
/// The database refused.
pub async fn insert_suite(uow: &mut UnitOfWork, suite: &Suite) -> Result<bool, Failure> {
    let result = sqlx::query!(
        "insert into suite (id, team_id, name, search_name, trust_class, language, tasks, primary_metric,
                            description_digest, created_at, hidden_at, revision, metrics)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
         on conflict do nothing",
        suite.id.0,
        suite.team_id.0,
        suite.name,
        fold(&suite.name),
        suite.trust_class as _,
        suite.language,
        json!(suite.tasks),
        suite.primary_metric,
        suite.description_digest.as_ref().map(|digest| digest.0.as_str()),
        suite.created_at.0,
        suite.hidden_at.map(|at| at.0),
        suite.revision.0,
        json!(suite.metrics),
    )
    .execute(uow.conn())
    .await?;
    Ok(result.rows_affected() == 1)
}

/// Writes what people say about a suite.
///
/// # Errors
/// The database refused.
pub async fn update_suite(uow: &mut UnitOfWork, suite: &Suite) -> Result<(), Failure> {
    let result = sqlx::query!(
        "update suite
            set trust_class = $2, language = $3, tasks = $4, primary_metric = $5, description_digest = $6,
                revision = $7, metrics = $8
          where id = $1 and revision = $7 - 1",
        suite.id.0,
        suite.trust_class as _,
        suite.language,
        json!(suite.tasks),
        suite.primary_metric,
        suite.description_digest.as_ref().map(|digest| digest.0.as_str()),
        suite.revision.0,
        json!(suite.metrics),
    )
    .execute(uow.conn())
    .await?;
    if result.rows_affected() == 1 {
        Ok(())
    } else {
        Err(Failure::inconsistent("suite changed under its lock"))
    }
}

/// Writes new states of suites.
///
/// # Errors
/// The database refused.
pub async fn insert_suite_versions(
    uow: &mut UnitOfWork,
    versions: &[SuiteVersion],
) -> Result<(), Failure> {
    sqlx::query!(
        "insert into suite_version (id, suite_id, label, digest, created_at, revision)
         select id, suite_id, label, digest, created_at, revision
           from jsonb_to_recordset($1) as v (id uuid, suite_id uuid, label text, digest text,
                                             created_at timestamptz, revision int)",
        json!(versions),
    )
    .execute(uow.conn())
    .await?;
    Ok(())
}

/// Writes a new result file. Its bytes are there already.
///
/// # Errors
/// The database refused.
pub async fn insert_artefact(uow: &mut UnitOfWork, artefact: &Artefact) -> Result<(), Failure> {
    sqlx::query!(
        "insert into artefact (id, sha256, file_name, size, format, layout, model_ref, imported_by, created_at, revision)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        artefact.id.0,
        &artefact.sha256.0[..],
        artefact.file_name,
        artefact.size,
        artefact.format,
        artefact.layout,
        artefact.model_ref,
        artefact.imported_by.0,
        artefact.created_at.0,
        artefact.revision.0,
    )
    .execute(uow.conn())
    .await?;
    Ok(())
}

/// Writes new evaluations with their metrics.
///
/// # Errors
/// The database refused.
pub async fn insert_evaluations(
    uow: &mut UnitOfWork,
    evaluations: &[Evaluation],
) -> Result<(), Failure> {
    let state = json!(evaluations);
    sqlx::query!(
        "insert into evaluation (id, version_id, artefact_id, suite_version_id, task, filter, attempt, is_aggregate,
                                 parent_task, source_type, tool, tool_version, tool_commit, n_shot, n, n_errors,
                                 language, run_at, prompt_template_digest, dataset_digest, details, flags,
                                 reported_by, created_at, revision, model_ref, items_artefact_id, items_metric,
                                 items_count)
         select id, version_id, artefact_id, suite_version_id, task, filter, attempt, is_aggregate,
                parent_task, source_type, tool, tool_version, tool_commit, n_shot, n, n_errors,
                language, run_at, prompt_template_digest, dataset_digest, details, flags,
                reported_by, created_at, revision, model_ref, items_artefact_id, items_metric, items_count
           from jsonb_populate_recordset(null::evaluation, $1)",
        state,
    )
    .execute(uow.conn())
    .await?;
    insert_terms(uow, evaluations).await?;
    sqlx::query!(
        "insert into metric (evaluation_id, number, name, raw_name, state, value, value_raw, unit, direction, target,
                             stderr, stderr_method, ci_low, ci_high, ci_level, ci_method, n, slice_kind, slice_value,
                             unit_by, direction_by)
         select (e ->> 'id')::uuid, m.ordinality::int, r.name, r.raw_name, r.state, r.value, r.value_raw, r.unit,
                r.direction, r.target, r.stderr, r.stderr_method, r.ci_low, r.ci_high, r.ci_level, r.ci_method,
                r.n, r.slice_kind, r.slice_value, r.unit_by, r.direction_by
           from jsonb_array_elements($1) as e
          cross join jsonb_array_elements(e -> 'metrics') with ordinality as m (metric, ordinality)
          cross join jsonb_populate_record(null::metric, m.metric) as r",
        state,
    )
    .execute(uow.conn())
    .await?;
    Ok(())
}

/// Writes the derived rows that lists are narrowed by.
async fn insert_terms(uow: &mut UnitOfWork, evaluations: &[Evaluation]) -> Result<(), Failure> {
    let (mut ids, mut kinds, mut names, mut values) = (vec![], vec![], vec![], vec![]);
    for evaluation in evaluations {
        for term in terms(&evaluation.details) {
            ids.push(evaluation.id.0);
            kinds.push(term.kind.to_owned());
            names.push(term.name);
            values.push(term.value);
        }
    }
    sqlx::query!(
        "insert into evaluation_term (evaluation_id, kind, name, value)
         select id, kind, name, value
           from unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) as t (id, kind, name, value)",
        &ids,
        &kinds,
        &names,
        &values,
    )
    .execute(uow.conn())
    .await?;
    Ok(())
}
