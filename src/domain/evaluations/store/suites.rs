//! What screens and answers read of suites.

use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use crate::domain::access::TeamRef;
use crate::domain::evaluations::{SuiteMetric, TrustClass};
use crate::domain::names::HiddenFilter;
use crate::ground::kernel::{
    Failure, Instant, PageRequest, Paged, Revision, SuiteId, TeamId, fold,
};

/// Evaluations reported within so many days count as recent.
pub const RECENT_DAYS: i64 = 90;

/// Which suites.
#[derive(Debug, Clone, Default, serde::Serialize)]
pub struct SuiteFilter {
    /// Whose name holds this text, in any case.
    pub q: Option<String>,
    /// Of this team.
    pub team: Option<TeamId>,
    /// Of this class.
    pub trust_class: Option<TrustClass>,
    /// Of exactly this name.
    pub name: Option<String>,
    /// Visible or hidden.
    pub hidden: HiddenFilter,
}

/// A suite with what its page shows.
#[derive(Debug)]
pub struct SuiteRow {
    pub id: SuiteId,
    pub team: Json<TeamRef>,
    pub name: String,
    pub search_name: String,
    pub trust_class: TrustClass,
    pub language: Option<String>,
    pub tasks: Json<Vec<String>>,
    pub primary_metric: Option<String>,
    pub metrics: Json<Vec<SuiteMetric>>,
    pub description: Option<String>,
    pub created_at: Instant,
    pub hidden_at: Option<Instant>,
    pub revision: Revision,
    pub recent: i64,
}

/// A page of suites, by name.
///
/// # Errors
/// The database is away.
pub async fn suites(
    conn: &mut PgConnection,
    filter: &SuiteFilter,
    now: Instant,
    page: &PageRequest,
) -> Result<Paged<SuiteRow>, Failure> {
    let after = (page.after_key.as_deref(), page.after_id);
    let rows = select(conn, None, filter, now, after, page.rows()).await?;
    Ok(page.page(rows, |row| (row.search_name.clone(), row.id.0)))
}

/// One suite.
///
/// # Errors
/// It does not exist.
pub async fn suite(
    conn: &mut PgConnection,
    id: SuiteId,
    now: Instant,
) -> Result<SuiteRow, Failure> {
    let filter = SuiteFilter::default();
    select(conn, Some(id), &filter, now, (None, None), 1)
        .await?
        .pop()
        .ok_or(Failure::NotFound { kind: "suite" })
}

async fn select(
    conn: &mut PgConnection,
    id: Option<SuiteId>,
    filter: &SuiteFilter,
    now: Instant,
    after: (Option<&str>, Option<Uuid>),
    rows: i64,
) -> Result<Vec<SuiteRow>, Failure> {
    let since = now.0 - chrono::Duration::days(RECENT_DAYS);
    let rows = sqlx::query_as!(
        SuiteRow,
        r#"
        select s.id as "id: SuiteId", s.name, s.search_name, s.trust_class as "trust_class: TrustClass",
               jsonb_build_object('id', t.id, 'slug', t.slug, 'name', t.name) as "team!: Json<TeamRef>",
               s.language, s.tasks as "tasks: Json<Vec<String>>", s.primary_metric,
               coalesce(s.metrics, '[]') as "metrics!: Json<Vec<SuiteMetric>>",
               d.value as "description?", s.created_at as "created_at: Instant",
               s.hidden_at as "hidden_at: Instant", s.revision as "revision: Revision",
               (select count(*) from suite_version v join evaluation e on e.suite_version_id = v.id
                 where v.suite_id = s.id and e.created_at >= $8) as "recent!"
          from suite s
          join team t on t.id = s.team_id
          left join text d on d.digest = s.description_digest
         where ($1::uuid is null or s.id = $1)
           and ($1::uuid is not null or $10::bool is null or (s.hidden_at is not null) = $10)
           and ($2::text is null or position($2 in s.search_name) > 0)
           and ($3::uuid is null or s.team_id = $3)
           and ($4::text is null or s.trust_class = $4)
           and ($5::text is null or s.name = $5)
           and ($6::text is null or (s.search_name, s.id) > ($6, $7))
         order by s.search_name, s.id
         limit $9
        "#,
        id.map(|id| id.0),
        filter.q.as_deref().map(fold),
        filter.team.map(|id| id.0),
        filter.trust_class.map(TrustClass::as_str),
        filter.name,
        after.0,
        after.1,
        since,
        rows,
        filter.hidden.wanted(),
    )
    .fetch_all(conn)
    .await?;
    Ok(rows)
}
