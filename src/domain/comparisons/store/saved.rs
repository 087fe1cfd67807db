//! Comparisons that were kept.

use sqlx::PgConnection;
use sqlx::types::Json;

use crate::domain::comparisons::Comparison;
use crate::domain::models::VersionRef;
use crate::ground::audit::UnitOfWork;
use crate::ground::identity::PrincipalKind;
use crate::ground::kernel::{
    ComparisonId, Failure, Instant, PageRequest, Paged, PrincipalId, Sha256, VersionId,
};

/// Writes a comparison.
///
/// # Errors
/// The database refused.
pub async fn insert_comparison(
    uow: &mut UnitOfWork,
    comparison: &Comparison,
) -> Result<(), Failure> {
    sqlx::query!(
        "insert into comparison (id, base_id, candidate_id, engine, inputs_sha256, result_sha256, saved_by, created_at,
                                 revision)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        comparison.id.0,
        comparison.base_id.0,
        comparison.candidate_id.0,
        comparison.engine,
        &comparison.inputs_sha256.0[..],
        &comparison.result_sha256.0[..],
        comparison.saved_by.0,
        comparison.created_at.0,
        comparison.revision.0,
    )
    .execute(uow.conn())
    .await?;
    Ok(())
}

/// The comparison of the same evidence that was kept already.
///
/// # Errors
/// The database is away.
pub async fn find(
    conn: &mut PgConnection,
    base: VersionId,
    candidate: VersionId,
    inputs: &Sha256,
    engine: &str,
) -> Result<Option<ComparisonId>, Failure> {
    let id = sqlx::query_scalar!(
        r#"select id as "id: ComparisonId" from comparison
            where base_id = $1 and candidate_id = $2 and inputs_sha256 = $3 and engine = $4"#,
        base.0,
        candidate.0,
        &inputs.0[..],
        engine,
    )
    .fetch_optional(conn)
    .await?;
    Ok(id)
}

/// A kept comparison with everything that its answer names.
#[derive(Debug, Clone)]
pub struct ComparisonRecord {
    pub id: ComparisonId,
    pub base: Json<VersionRef>,
    pub candidate: Json<VersionRef>,
    pub engine: String,
    pub inputs_sha256: Vec<u8>,
    pub result_sha256: Vec<u8>,
    pub saved_by: PrincipalId,
    pub saved_by_kind: PrincipalKind,
    pub saved_by_name: Option<String>,
    pub created_at: Instant,
}

/// Which kept comparisons.
#[derive(Debug, Clone, Default, serde::Serialize)]
pub struct ComparisonFilter {
    /// With this version on either side.
    pub version: Option<VersionId>,
}

/// A page of kept comparisons, the last kept first.
///
/// # Errors
/// The database is away.
pub async fn comparisons(
    conn: &mut PgConnection,
    filter: &ComparisonFilter,
    page: &PageRequest,
) -> Result<Paged<ComparisonRecord>, Failure> {
    let rows = select(conn, None, filter, page.after_id, page.rows()).await?;
    Ok(page.page(rows, |row| (String::new(), row.id.0)))
}

/// A kept comparison.
///
/// # Errors
/// It does not exist.
pub async fn comparison(
    conn: &mut PgConnection,
    id: ComparisonId,
) -> Result<ComparisonRecord, Failure> {
    select(conn, Some(id), &ComparisonFilter::default(), None, 1)
        .await?
        .pop()
        .ok_or(Failure::NotFound { kind: "comparison" })
}

async fn select(
    conn: &mut PgConnection,
    id: Option<ComparisonId>,
    filter: &ComparisonFilter,
    before: Option<uuid::Uuid>,
    rows: i64,
) -> Result<Vec<ComparisonRecord>, Failure> {
    let rows = sqlx::query_as!(
        ComparisonRecord,
        r#"
        select c.id as "id: ComparisonId",
               jsonb_build_object('id', b.id, 'model_id', b.model_id, 'model_name', l.name, 'number', b.number,
                                  'stage', b.stage) as "base!: Json<VersionRef>",
               jsonb_build_object('id', v.id, 'model_id', v.model_id, 'model_name', m.name, 'number', v.number,
                                  'stage', v.stage) as "candidate!: Json<VersionRef>",
               c.engine, c.inputs_sha256, c.result_sha256,
               c.saved_by as "saved_by: PrincipalId", p.kind as "saved_by_kind: PrincipalKind",
               n.name as "saved_by_name?", c.created_at as "created_at: Instant"
          from comparison c
          join version b on b.id = c.base_id
          join model l on l.id = b.model_id
          join version v on v.id = c.candidate_id
          join model m on m.id = v.model_id
          join principal p on p.id = c.saved_by
          left join person n on n.principal_id = c.saved_by
         where ($1::uuid is null or c.id = $1)
           and ($2::uuid is null or $2 in (c.base_id, c.candidate_id))
           and ($3::uuid is null or c.id < $3)
         order by c.id desc
         limit $4
        "#,
        id.map(|id| id.0),
        filter.version.map(|id| id.0),
        before,
        rows,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows)
}
