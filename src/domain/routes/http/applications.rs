//! Applications over HTTP.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpResponse, get, patch, post};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;

use crate::domain::access::{ActorRef, TeamRef};
use crate::domain::names::{self, FormerName, HiddenFilter, NamedKind, Renamed};
use crate::domain::routes::commands::{self, DefineApplication, RedescribeApplication};
use crate::domain::routes::store::{self, ApplicationFilter, ApplicationRow};
use crate::domain::routes::{Criticality, DataClass, RiskTier};
use crate::ground::audit::Answer;
use crate::ground::http::{IfMatch, Json, Path, Query, answer, page};
use crate::ground::identity::{Authorized, may};
use crate::ground::kernel::{App, ApplicationId, Failure, Instant, Page, Revision, TeamId};

/// An application: the use case, where risk lives.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Application)]
pub struct ApplicationView {
    /// Its id.
    pub id: ApplicationId,
    /// Who owns it.
    pub team: TeamRef,
    /// Its name.
    #[schema(example = "helpdesk-web")]
    pub name: String,
    /// What it does.
    pub purpose: Option<String>,
    /// How much depends on it.
    pub criticality: Criticality,
    /// What data it handles.
    pub data_class: DataClass,
    /// What harm it can do.
    pub risk_tier: RiskTier,
    /// Free vocabulary.
    #[schema(example = "eu-ai-act:limited")]
    pub regulatory_class: Option<String>,
    /// When somebody looks at all this again.
    pub review_due: Option<NaiveDate>,
    /// Who described it.
    pub created_by: ActorRef,
    /// When.
    pub created_at: Instant,
    /// Since when it is hidden.
    pub hidden_at: Option<Instant>,
    /// Names that it had, the last one first.
    pub former_names: Vec<FormerName>,
    /// How often it changed.
    pub revision: Revision,
}

impl ApplicationView {
    /// Loads one application.
    ///
    /// # Errors
    /// It does not exist.
    pub async fn load(conn: &mut PgConnection, id: ApplicationId) -> Result<Self, Failure> {
        let row = store::application(conn, id).await?;
        let mut former = names::store::former_names(conn, &[id.0]).await?;
        Ok(Self::of(row, former.remove(&id.0).unwrap_or_default()))
    }

    /// The answer to a command.
    ///
    /// # Errors
    /// It does not exist.
    pub async fn answer(
        _: &App,
        conn: &mut PgConnection,
        id: ApplicationId,
    ) -> Result<Answer<Self>, Failure> {
        let view = Self::load(conn, id).await?;
        let revision = view.revision;
        Ok(Answer::new(view)
            .revision(revision)
            .location(format!("/api/v1/applications/{id}")))
    }

    fn of(row: ApplicationRow, former_names: Vec<FormerName>) -> Self {
        Self {
            id: row.id,
            team: row.team.0,
            name: row.name,
            purpose: row.purpose,
            criticality: row.criticality,
            data_class: row.data_class,
            risk_tier: row.risk_tier,
            regulatory_class: row.regulatory_class,
            review_due: row.review_due,
            created_by: ActorRef::new(row.created_by, row.created_by_kind, row.created_by_name),
            created_at: row.created_at,
            hidden_at: row.hidden_at,
            former_names,
            revision: row.revision,
        }
    }
}

/// A page of applications.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ApplicationPage {
    /// The applications, by name.
    pub items: Vec<ApplicationView>,
    /// Give this as `page_token` to get the next page.
    pub next_page_token: Option<String>,
    /// What had the `name` that was asked for and is called otherwise now, when nothing has it.
    pub renamed: Vec<Renamed>,
}

/// Which applications.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ListApplications {
    /// Of this team.
    team: Option<TeamId>,
    /// Of exactly this name.
    name: Option<String>,
    /// Text in the name, in any case.
    q: Option<String>,
    /// `false`: what is not hidden; `true`: what is; `any`: both.
    #[serde(default)]
    hidden: HiddenFilter,
    /// Items of a page: 1 to 200, 50 unless told.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<i64>,
    /// `next_page_token` of the page before.
    page_token: Option<String>,
}

/// List applications
#[utoipa::path(
    tag = "applications",
    params(ListApplications),
    security(("token" = ["read"])),
    responses(
        (status = 200, description = "A page of applications.", body = ApplicationPage),
    )
)]
#[get("/applications")]
pub async fn list_applications(
    app: Data<App>,
    _caller: Authorized<may::Read>,
    Query(query): Query<ListApplications>,
) -> Result<HttpResponse, Failure> {
    let filter = ApplicationFilter {
        team: query.team,
        name: query.name,
        q: query.q,
        hidden: query.hidden,
    };
    let request = Page::read(query.limit, query.page_token.as_deref(), "name", &filter)?;
    let mut conn = app.read().await?;
    let rows = store::applications(&mut conn, &filter, &request).await?;
    let ids: Vec<_> = rows.items.iter().map(|row| row.id.0).collect();
    let mut former = names::store::former_names(&mut conn, &ids).await?;
    let paged = rows.map(|row| {
        let names = former.remove(&row.id.0).unwrap_or_default();
        ApplicationView::of(row, names)
    });
    let renamed = match &filter.name {
        Some(name) if paged.items.is_empty() => {
            names::store::renamed(&mut conn, NamedKind::Application, name).await?
        }
        Some(_) | None => Vec::new(),
    };
    Ok(page(&ApplicationPage {
        items: paged.items,
        next_page_token: paged.next_page_token,
        renamed,
    }))
}

/// A new application.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewApplication {
    /// The team that owns it; without it the team `default`.
    team_id: Option<TeamId>,
    /// Its name, unique in the team.
    #[schema(example = "helpdesk-web")]
    name: String,
    /// What it does.
    #[schema(example = "Answers customers' first questions.")]
    purpose: String,
    /// How much depends on it.
    criticality: Criticality,
    /// What data it handles.
    data_class: DataClass,
    /// What harm it can do.
    risk_tier: RiskTier,
    /// Free vocabulary.
    regulatory_class: Option<String>,
    /// When somebody looks at all this again.
    review_due: Option<NaiveDate>,
}

/// Describe an application
#[utoipa::path(
    tag = "applications",
    security(("token" = ["application.manage"])),
    request_body = NewApplication,
    responses(
        (status = 201, description = "The application.", body = ApplicationView),
    )
)]
#[post("/applications")]
pub async fn define_application(
    app: Data<App>,
    caller: Authorized<may::ManageApplications>,
    Json(body): Json<NewApplication>,
) -> Result<HttpResponse, Failure> {
    let command = DefineApplication {
        team: body.team_id,
        name: body.name,
        purpose: body.purpose,
        criticality: body.criticality,
        data_class: body.data_class,
        risk_tier: body.risk_tier,
        regulatory_class: body.regulatory_class,
        review_due: body.review_due,
    };
    let decided = commands::define_application(&app, &caller, command).await?;
    decided
        .answer(StatusCode::CREATED, async |conn, id| {
            ApplicationView::answer(&app, conn, id).await
        })
        .await
}

/// Get an application
#[utoipa::path(
    tag = "applications",
    params(("application" = ApplicationId, Path, description = "The application's id.")),
    security(("token" = ["read"])),
    responses(
        (status = 200, description = "The application.", body = ApplicationView),
    )
)]
#[get("/applications/{application}")]
pub async fn get_application(
    app: Data<App>,
    _caller: Authorized<may::Read>,
    Path(id): Path<ApplicationId>,
) -> Result<HttpResponse, Failure> {
    let view = ApplicationView::load(&mut *app.read().await?, id).await?;
    Ok(answer(&view, view.revision))
}

/// What an application says about itself now. A field that is missing stays as it is.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Redescription {
    /// What it does.
    purpose: Option<String>,
    /// How much depends on it.
    criticality: Option<Criticality>,
    /// What data it handles.
    data_class: Option<DataClass>,
    /// What harm it can do.
    risk_tier: Option<RiskTier>,
    /// Free vocabulary.
    regulatory_class: Option<String>,
    /// When somebody looks at all this again.
    review_due: Option<NaiveDate>,
}

/// Describe an application anew
#[utoipa::path(
    tag = "applications",
    params(
        ("application" = ApplicationId, Path, description = "The application's id."),
        ("If-Match" = String, Header, description = "The revision that was seen.", example = "\"1\""),
    ),
    security(("token" = ["application.manage"])),
    request_body = Redescription,
    responses(
        (status = 200, description = "The application.", body = ApplicationView),
    )
)]
#[patch("/applications/{application}")]
pub async fn redescribe_application(
    app: Data<App>,
    caller: Authorized<may::ManageApplications>,
    Path(id): Path<ApplicationId>,
    seen: IfMatch,
    Json(body): Json<Redescription>,
) -> Result<HttpResponse, Failure> {
    let command = RedescribeApplication {
        purpose: body.purpose,
        criticality: body.criticality,
        data_class: body.data_class,
        risk_tier: body.risk_tier,
        regulatory_class: body.regulatory_class,
        review_due: body.review_due,
    };
    let decided = commands::redescribe_application(&app, &caller, id, seen, command).await?;
    decided
        .answer(StatusCode::OK, async |conn, id| {
            ApplicationView::answer(&app, conn, id).await
        })
        .await
}
