//! Findings: one open finding for one cause.

use crate::models::model;
use crate::routes::running;
use crate::support::Tenure;

#[actix_web::test]
async fn the_database_keeps_one_open_finding_for_one_cause() {
    let tenure = Tenure::start().await;
    let model = model(&tenure.admin, "m").await;
    running(&tenure.admin, &model, "x").await;
    let error = sqlx::query(
        "insert into finding (id, kind, entity_kind, entity_id, team_id, params, state, created_at, revision)
         select gen_random_uuid(), kind, entity_kind, entity_id, team_id, params, 'open', created_at, 1 from finding",
    )
    .execute(&tenure.pool)
    .await
    .unwrap_err();
    assert!(error.to_string().contains("finding_open_once"), "{error}");
    tenure.done().await;
}
