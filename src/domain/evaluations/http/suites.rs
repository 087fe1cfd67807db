//! Suites over HTTP.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpResponse, get, patch, post};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;

use crate::domain::access::TeamRef;
use crate::domain::evaluations::commands::{self, Relabel};
use crate::domain::evaluations::store::{self, SuiteFilter, SuiteRow};
use crate::domain::evaluations::{Category, SuiteMetric, TrustClass};
use crate::domain::names::{self, FormerName, HiddenFilter, NamedKind, Renamed};
use crate::ground::audit::Answer;
use crate::ground::http::{IfMatch, Json, Path, Query, answer, page};
use crate::ground::identity::{Authorized, may};
use crate::ground::kernel::{App, Failure, Instant, Page, Revision, SuiteId, TeamId};

/// A test set.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Suite)]
pub struct SuiteView {
    /// Its id.
    pub id: SuiteId,
    /// Who owns it.
    pub team: TeamRef,
    /// Its name.
    #[schema(example = "support-fr")]
    pub name: String,
    /// What its numbers may be used for. No gate uses an unclassified suite.
    pub trust_class: TrustClass,
    /// What it measures; null while it is not classified.
    pub category: Option<Category>,
    /// BCP 47; null when it has none or several.
    #[schema(example = "fr")]
    pub language: Option<String>,
    /// Names or globs (`*`, `?`) of the tasks that belong to it.
    pub tasks: Vec<String>,
    /// What it is.
    pub description: Option<String>,
    /// The metric to show first.
    pub primary_metric: Option<String>,
    /// What its metrics mean where no report says it, by name.
    pub metrics: Vec<SuiteMetric>,
    /// How often it changed.
    pub revision: Revision,
    /// When it was defined.
    pub created_at: Instant,
    /// Since when it is hidden.
    pub hidden_at: Option<Instant>,
    /// Names that it had, the last one first.
    pub former_names: Vec<FormerName>,
    /// Evaluations of it that were reported in the last 90 days.
    pub evaluations_count_recent: i64,
}

impl SuiteView {
    fn of(row: SuiteRow, former_names: Vec<FormerName>) -> Self {
        Self {
            hidden_at: row.hidden_at,
            former_names,
            id: row.id,
            team: row.team.0,
            name: row.name,
            trust_class: row.trust_class,
            category: row.trust_class.category(),
            language: row.language,
            tasks: row.tasks.0,
            description: row.description,
            primary_metric: row.primary_metric,
            metrics: row.metrics.0,
            revision: row.revision,
            created_at: row.created_at,
            evaluations_count_recent: row.recent,
        }
    }

    async fn load(app: &App, conn: &mut PgConnection, id: SuiteId) -> Result<Self, Failure> {
        let now = app.now(conn).await?;
        let row = store::suite(conn, id, now).await?;
        let mut former = names::store::former_names(conn, &[id.0]).await?;
        Ok(Self::of(row, former.remove(&id.0).unwrap_or_default()))
    }

    /// The answer to a command.
    ///
    /// # Errors
    /// It does not exist.
    pub async fn answer(
        app: &App,
        conn: &mut PgConnection,
        id: SuiteId,
    ) -> Result<Answer<Self>, Failure> {
        Ok(Self::load(app, conn, id).await?.answered())
    }

    fn answered(self) -> Answer<Self> {
        let revision = self.revision;
        Answer::new(self).revision(revision)
    }
}

/// A page of suites.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct SuitePage {
    /// The suites.
    pub items: Vec<SuiteView>,
    /// Give this as `page_token` to get the next page.
    pub next_page_token: Option<String>,
    /// What had the `name` that was asked for and is called otherwise now, when nothing has it.
    pub renamed: Vec<Renamed>,
}

/// Which suites.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ListSuites {
    /// Text in the name, in any case.
    q: Option<String>,
    /// Of this team.
    team: Option<TeamId>,
    /// Of this class.
    trust_class: Option<TrustClass>,
    /// Of exactly this name.
    name: Option<String>,
    /// `false`: what is not hidden; `true`: what is; `any`: both.
    #[serde(default)]
    hidden: HiddenFilter,
    /// Items of a page: 1 to 200, 50 unless told.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<i64>,
    /// `next_page_token` of the page before.
    page_token: Option<String>,
}

/// List suites
///
/// By name. Hidden suites are left out unless they are asked for.
#[utoipa::path(
    tag = "evaluations",
    params(ListSuites),
    security(("token" = ["read"])),
    responses(
        (status = 200, description = "A page of suites.", body = SuitePage),
    )
)]
#[get("/suites")]
pub async fn list_suites(
    app: Data<App>,
    _caller: Authorized<may::Read>,
    Query(query): Query<ListSuites>,
) -> Result<HttpResponse, Failure> {
    let filter = SuiteFilter {
        q: query.q,
        team: query.team,
        trust_class: query.trust_class,
        name: query.name,
        hidden: query.hidden,
    };
    let request = Page::read(query.limit, query.page_token.as_deref(), "name", &filter)?;
    let mut conn = app.read().await?;
    let now = app.now(&mut conn).await?;
    let suites = store::suites(&mut conn, &filter, now, &request).await?;
    let ids: Vec<_> = suites.items.iter().map(|row| row.id.0).collect();
    let mut former = names::store::former_names(&mut conn, &ids).await?;
    let suites = suites.map(|row| {
        let names = former.remove(&row.id.0).unwrap_or_default();
        SuiteView::of(row, names)
    });
    let renamed = match &filter.name {
        Some(name) if suites.items.is_empty() => {
            names::store::renamed(&mut conn, NamedKind::Suite, name).await?
        }
        Some(_) | None => Vec::new(),
    };
    Ok(page(&SuitePage {
        items: suites.items,
        next_page_token: suites.next_page_token,
        renamed,
    }))
}

/// A new suite.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DefineSuite {
    /// The team that owns it; without it the team `default`.
    team_id: Option<TeamId>,
    /// 1 to 255 bytes; unique in the team.
    #[schema(example = "support-fr", min_length = 1, max_length = 255)]
    name: String,
    /// What its numbers may be used for.
    trust_class: TrustClass,
    /// BCP 47.
    #[schema(example = "fr")]
    language: Option<String>,
    /// Names or globs (`*`, `?`) of the tasks that belong to it: an exact name wins, then the longest glob.
    #[serde(default)]
    #[schema(max_items = 1000)]
    tasks: Vec<String>,
    /// What it is.
    description: Option<String>,
    /// The metric to show first.
    primary_metric: Option<String>,
    /// What its metrics mean: for numbers about which neither their file nor their format says it.
    #[serde(default)]
    #[schema(max_items = 100)]
    metrics: Vec<SuiteMetric>,
}

/// Define a suite
///
/// Imports put the tasks that belong to it here. A task that belongs to no suite gets an unclassified one of its name.
#[utoipa::path(
    tag = "evaluations",
    security(("token" = ["suite.manage"])),
    request_body = DefineSuite,
    responses(
        (status = 201, description = "The suite.", body = SuiteView),
    )
)]
#[post("/suites")]
pub async fn define_suite(
    app: Data<App>,
    caller: Authorized<may::ManageSuites>,
    Json(body): Json<DefineSuite>,
) -> Result<HttpResponse, Failure> {
    let command = commands::DefineSuite {
        team: body.team_id,
        name: body.name,
        trust_class: body.trust_class,
        language: body.language,
        tasks: body.tasks,
        description: body.description,
        primary_metric: body.primary_metric,
        metrics: body.metrics,
    };
    let decided = commands::define_suite(&app, &caller, command).await?;
    decided
        .answer(StatusCode::CREATED, async |conn, id| {
            let view = SuiteView::load(&app, conn, id).await?;
            Ok(view.answered().location(format!("/api/v1/suites/{id}")))
        })
        .await
}

/// Get a suite
#[utoipa::path(
    tag = "evaluations",
    params(("suite" = SuiteId, Path, description = "The suite's id.")),
    security(("token" = ["read"])),
    responses(
        (status = 200, description = "The suite.", body = SuiteView),
    )
)]
#[get("/suites/{suite}")]
pub async fn get_suite(
    app: Data<App>,
    _caller: Authorized<may::Read>,
    Path(id): Path<SuiteId>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.read().await?;
    let suite = SuiteView::load(&app, &mut conn, id).await?;
    Ok(answer(&suite, suite.revision))
}

/// What is said about a suite from now on. What is not named stays; an empty text takes it away.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RelabelSuite {
    /// What its numbers may be used for.
    trust_class: Option<TrustClass>,
    /// BCP 47.
    language: Option<String>,
    /// Names or globs of the tasks that belong to it, all of them.
    #[schema(max_items = 1000)]
    tasks: Option<Vec<String>>,
    /// What it is.
    description: Option<String>,
    /// The metric to show first.
    primary_metric: Option<String>,
    /// What its metrics mean, all of them.
    #[schema(max_items = 100)]
    metrics: Option<Vec<SuiteMetric>>,
}

/// Change a suite
///
/// Its trust class and the meaning of its metrics decide from now on what gates may do with all its evaluations.
/// Evaluations stay where they are.
#[utoipa::path(
    tag = "evaluations",
    params(
        ("suite" = SuiteId, Path, description = "The suite's id."),
        ("If-Match" = String, Header, description = "The revision that was seen.", example = "\"1\""),
    ),
    security(("token" = ["suite.manage"])),
    request_body = RelabelSuite,
    responses(
        (status = 200, description = "The suite.", body = SuiteView),
    )
)]
#[patch("/suites/{suite}")]
pub async fn relabel_suite(
    app: Data<App>,
    caller: Authorized<may::ManageSuites>,
    Path(id): Path<SuiteId>,
    seen: IfMatch,
    Json(body): Json<RelabelSuite>,
) -> Result<HttpResponse, Failure> {
    let command = Relabel {
        trust_class: body.trust_class,
        language: body.language,
        tasks: body.tasks,
        description: body.description,
        primary_metric: body.primary_metric,
        metrics: body.metrics,
    };
    let decided = commands::relabel_suite(&app, &caller, id, seen, command).await?;
    decided
        .answer(StatusCode::OK, async |conn, id| {
            Ok(SuiteView::load(&app, conn, id).await?.answered())
        })
        .await
}
