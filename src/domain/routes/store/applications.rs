//! Applications.

use chrono::NaiveDate;
use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use crate::domain::access::TeamRef;
use crate::domain::names::HiddenFilter;
use crate::domain::routes::{Application, Criticality, DataClass, RiskTier};
use crate::ground::audit::UnitOfWork;
use crate::ground::identity::PrincipalKind;
use crate::ground::kernel::{
    ApplicationId, Failure, Instant, PageRequest, Paged, PrincipalId, Revision, TeamId, TextDigest,
    fold,
};

/// Writes a new application; `false` when the team has a visible one of that name.
///
/// # Errors
/// The database refused.
pub async fn insert_application(
    uow: &mut UnitOfWork,
    application: &Application,
) -> Result<bool, Failure> {
    let result = sqlx::query!(
        "insert into application (id, team_id, name, search_name, purpose_digest, criticality, data_class, risk_tier,
                                  regulatory_class, review_due, created_by, created_at, hidden_at, revision)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
         on conflict do nothing",
        application.id.0,
        application.team_id.0,
        application.name,
        fold(&application.name),
        application.purpose_digest.as_ref().map(|digest| digest.0.as_str()),
        application.criticality as _,
        application.data_class as _,
        application.risk_tier as _,
        application.regulatory_class,
        application.review_due,
        application.created_by.0,
        application.created_at.0,
        application.hidden_at.map(|at| at.0),
        application.revision.0,
    )
    .execute(uow.conn())
    .await?;
    Ok(result.rows_affected() == 1)
}

/// Writes what an application says about itself.
///
/// # Errors
/// The database refused.
pub async fn update_application(
    uow: &mut UnitOfWork,
    application: &Application,
) -> Result<(), Failure> {
    let result = sqlx::query!(
        "update application
            set purpose_digest = $2, criticality = $3, data_class = $4, risk_tier = $5, regulatory_class = $6,
                review_due = $7, revision = $8
          where id = $1 and revision = $8 - 1",
        application.id.0,
        application.purpose_digest.as_ref().map(|digest| digest.0.as_str()),
        application.criticality as _,
        application.data_class as _,
        application.risk_tier as _,
        application.regulatory_class,
        application.review_due,
        application.revision.0,
    )
    .execute(uow.conn())
    .await?;
    if result.rows_affected() == 1 {
        Ok(())
    } else {
        Err(Failure::inconsistent("application changed under its lock"))
    }
}

macro_rules! select {
    ($lock:literal, $uow:expr, $id:expr) => {
        sqlx::query_as!(
            Application,
            r#"select id as "id: ApplicationId", team_id as "team_id: TeamId", name,
                      purpose_digest as "purpose_digest: TextDigest",
                      criticality as "criticality: Criticality", data_class as "data_class: DataClass",
                      risk_tier as "risk_tier: RiskTier", regulatory_class, review_due,
                      created_by as "created_by: PrincipalId", created_at as "created_at: Instant",
                      hidden_at as "hidden_at: Instant", revision as "revision: Revision"
                 from application where id = $1 "#
                + $lock,
            $id.0,
        )
        .fetch_optional($uow.conn())
        .await?
        .ok_or(Failure::NotFound { kind: "application" })
    };
}

/// Locks an application for writing.
///
/// # Errors
/// It does not exist.
pub async fn lock_application(
    uow: &mut UnitOfWork,
    id: ApplicationId,
) -> Result<Application, Failure> {
    select!("for no key update", uow, id)
}

/// Keeps an application as it is until the transaction ends.
///
/// # Errors
/// It does not exist.
pub async fn share_application(
    uow: &mut UnitOfWork,
    id: ApplicationId,
) -> Result<Application, Failure> {
    select!("for share", uow, id)
}

/// Which applications.
#[derive(Debug, Clone, Default, serde::Serialize)]
pub struct ApplicationFilter {
    /// Of this team.
    pub team: Option<TeamId>,
    /// Of exactly this name.
    pub name: Option<String>,
    /// Whose name holds this text, in any case.
    pub q: Option<String>,
    /// Visible or hidden.
    pub hidden: HiddenFilter,
}

/// An application with what its page shows.
#[derive(Debug)]
pub struct ApplicationRow {
    pub id: ApplicationId,
    pub team: Json<TeamRef>,
    pub name: String,
    pub search_name: String,
    pub purpose: Option<String>,
    pub criticality: Criticality,
    pub data_class: DataClass,
    pub risk_tier: RiskTier,
    pub regulatory_class: Option<String>,
    pub review_due: Option<NaiveDate>,
    pub created_by: PrincipalId,
    pub created_by_kind: PrincipalKind,
    pub created_by_name: Option<String>,
    pub created_at: Instant,
    pub hidden_at: Option<Instant>,
    pub revision: Revision,
}

/// A page of applications, by name.
///
/// # Errors
/// The database is away.
pub async fn applications(
    conn: &mut PgConnection,
    filter: &ApplicationFilter,
    page: &PageRequest,
) -> Result<Paged<ApplicationRow>, Failure> {
    let after = (page.after_key.as_deref(), page.after_id);
    let rows = select_applications(conn, None, filter, after, page.rows()).await?;
    Ok(page.page(rows, |row| (row.search_name.clone(), row.id.0)))
}

/// One application.
///
/// # Errors
/// It does not exist.
pub async fn application(
    conn: &mut PgConnection,
    id: ApplicationId,
) -> Result<ApplicationRow, Failure> {
    select_applications(
        conn,
        Some(id),
        &ApplicationFilter::default(),
        (None, None),
        1,
    )
    .await?
    .pop()
    .ok_or(Failure::NotFound {
        kind: "application",
    })
}

async fn select_applications(
    conn: &mut PgConnection,
    id: Option<ApplicationId>,
    filter: &ApplicationFilter,
    after: (Option<&str>, Option<Uuid>),
    rows: i64,
) -> Result<Vec<ApplicationRow>, Failure> {
    let rows = sqlx::query_as!(
        ApplicationRow,
        r#"
        select a.id as "id: ApplicationId",
               jsonb_build_object('id', t.id, 'slug', t.slug, 'name', t.name) as "team!: Json<TeamRef>",
               a.name, a.search_name, d.value as "purpose?",
               a.criticality as "criticality: Criticality", a.data_class as "data_class: DataClass",
               a.risk_tier as "risk_tier: RiskTier", a.regulatory_class, a.review_due,
               a.created_by as "created_by: PrincipalId", p.kind as "created_by_kind: PrincipalKind",
               n.name as "created_by_name?", a.created_at as "created_at: Instant",
               a.hidden_at as "hidden_at: Instant", a.revision as "revision: Revision"
          from application a
          join team t on t.id = a.team_id
          join principal p on p.id = a.created_by
          left join person n on n.principal_id = a.created_by
          left join text d on d.digest = a.purpose_digest
         where ($1::uuid is null or a.id = $1)
           and ($1::uuid is not null or $8::bool is null or (a.hidden_at is not null) = $8)
           and ($2::uuid is null or a.team_id = $2)
           and ($3::text is null or a.name = $3)
           and ($4::text is null or position($4 in a.search_name) > 0)
           and ($5::text is null or (a.search_name, a.id) > ($5, $6))
         order by a.search_name, a.id
         limit $7
        "#,
        id.map(|id| id.0),
        filter.team.map(|id| id.0),
        filter.name,
        filter.q.as_deref().map(fold),
        after.0,
        after.1,
        rows,
        filter.hidden.wanted(),
    )
    .fetch_all(conn)
    .await?;
    Ok(rows)
}
