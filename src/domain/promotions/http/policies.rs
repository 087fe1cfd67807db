//! Policies over HTTP.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpResponse, get, post};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;

use crate::domain::access::{ActorRef, TeamRef};
use crate::domain::names::{self, FormerName, HiddenFilter, NamedKind, Renamed};
use crate::domain::promotions::commands;
use crate::domain::promotions::store::{self, PolicyFilter, PolicyRow};
use crate::domain::promotions::{PolicyContent, PolicyState};
use crate::ground::audit::{Answer, Decided, Planned, planned};
use crate::ground::http::{DryRun, IfMatch, Json, Path, Query, answer, page};
use crate::ground::identity::{Authorized, may};
use crate::ground::kernel::{App, Failure, Instant, Page, Paged, PolicyId, Revision, TeamId};

/// A policy with a content.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Policy)]
pub struct PolicyView {
    /// Its id.
    pub id: PolicyId,
    /// Who owns it; null: the installation.
    pub team: Option<TeamRef>,
    /// Its name.
    #[schema(example = "production-gate")]
    pub name: String,
    /// Whether it is in force.
    pub state: PolicyState,
    /// How often it changed.
    pub revision: Revision,
    /// When it was created.
    pub created_at: Instant,
    /// The number of the content.
    pub number: i32,
    /// What it says.
    pub content: PolicyContent,
    /// Who published the content.
    pub published_by: ActorRef,
    /// When.
    pub published_at: Instant,
    /// Since when it is hidden.
    pub hidden_at: Option<Instant>,
    /// Names that it had, the last one first.
    pub former_names: Vec<FormerName>,
}

impl PolicyView {
    async fn load(conn: &mut PgConnection, id: PolicyId) -> Result<Self, Failure> {
        let row = store::policy(conn, id).await?;
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
        id: PolicyId,
    ) -> Result<Answer<Self>, Failure> {
        let view = Self::load(conn, id).await?;
        let revision = view.revision;
        Ok(Answer::new(view)
            .revision(revision)
            .location(format!("/api/v1/policies/{id}")))
    }

    fn of(row: PolicyRow, former_names: Vec<FormerName>) -> Self {
        Self {
            id: row.id,
            team: row.team.map(|team| team.0),
            name: row.name,
            state: row.state,
            revision: row.revision,
            created_at: row.created_at,
            number: row.number,
            content: row.content.0,
            published_by: row.published_by.0,
            published_at: row.published_at,
            hidden_at: row.hidden_at,
            former_names,
        }
    }
}

/// Answers the plan of a dry run, or commits and answers the policy.
async fn done(
    app: &App,
    decided: Result<Decided<PolicyId>, Failure>,
    query: DryRun,
    status: StatusCode,
) -> Result<HttpResponse, Failure> {
    if query.dry_run {
        return planned(decided).await;
    }
    decided?
        .answer(status, async |conn, id| {
            PolicyView::answer(app, conn, id).await
        })
        .await
}

/// A page of policies.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct PolicyPage {
    /// The policies, by name.
    pub items: Vec<PolicyView>,
    /// Give this as `page_token` to get the next page.
    pub next_page_token: Option<String>,
    /// What had the `name` that was asked for and is called otherwise now, when nothing has it.
    pub renamed: Vec<Renamed>,
}

impl PolicyPage {
    async fn of(conn: &mut PgConnection, paged: Paged<PolicyRow>) -> Result<Self, Failure> {
        let ids: Vec<_> = paged.items.iter().map(|row| row.id.0).collect();
        let former = names::store::former_names(conn, &ids).await?;
        // Contents of one policy share its names.
        let paged = paged.map(|row| {
            let names = former.get(&row.id.0).cloned().unwrap_or_default();
            PolicyView::of(row, names)
        });
        Ok(Self {
            items: paged.items,
            next_page_token: paged.next_page_token,
            renamed: Vec::new(),
        })
    }
}

/// A page of a list without filters.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ListContents {
    /// Items of a page: 1 to 200, 50 unless told.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<i64>,
    /// `next_page_token` of the page before.
    page_token: Option<String>,
}

/// Which policies.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ListPolicies {
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

/// List policies
///
/// Each with the content in force. Hidden policies are left out unless they are asked for.
#[utoipa::path(
    tag = "policies",
    params(ListPolicies),
    security(("token" = ["read"])),
    responses(
        (status = 200, description = "A page of policies.", body = PolicyPage),
    )
)]
#[get("/policies")]
pub async fn list_policies(
    app: Data<App>,
    _caller: Authorized<may::Read>,
    Query(query): Query<ListPolicies>,
) -> Result<HttpResponse, Failure> {
    let filter = PolicyFilter {
        name: query.name,
        hidden: query.hidden,
    };
    let request = Page::read(query.limit, query.page_token.as_deref(), "name", &filter)?;
    let mut conn = app.read().await?;
    let paged = store::policies(&mut conn, &filter, &request).await?;
    let mut policies = PolicyPage::of(&mut conn, paged).await?;
    if let Some(name) = filter.name.as_deref().filter(|_| policies.items.is_empty()) {
        policies.renamed = names::store::renamed(&mut conn, NamedKind::Policy, name).await?;
    }
    Ok(page(&policies))
}

/// A new policy.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPolicy {
    /// The team that owns it; without it the installation.
    team_id: Option<TeamId>,
    /// Its name.
    #[schema(example = "production-gate")]
    name: String,
    /// What it says.
    content: PolicyContent,
}

/// Create a policy
///
/// Its expressions are checked; it is in force at once.
#[utoipa::path(
    tag = "policies",
    params(DryRun),
    security(("token" = ["policy.manage"])),
    request_body = NewPolicy,
    responses(
        (status = 201, description = "The policy.", body = PolicyView),
        (status = 200, description = "With `dry_run`: what would change.", content(
            (Planned = "application/vnd.tenure.preview+json"),
        )),
    )
)]
#[post("/policies")]
pub async fn create_policy(
    app: Data<App>,
    caller: Authorized<may::ManagePolicies>,
    Query(query): Query<DryRun>,
    Json(body): Json<NewPolicy>,
) -> Result<HttpResponse, Failure> {
    let decided =
        commands::create_policy(&app, &caller, body.team_id, body.name, body.content).await;
    done(&app, decided, query, StatusCode::CREATED).await
}

/// Get a policy
#[utoipa::path(
    tag = "policies",
    params(("policy" = PolicyId, Path, description = "The policy's id.")),
    security(("token" = ["read"])),
    responses(
        (status = 200, description = "The policy with the content in force.", body = PolicyView),
    )
)]
#[get("/policies/{policy}")]
pub async fn get_policy(
    app: Data<App>,
    _caller: Authorized<may::Read>,
    Path(id): Path<PolicyId>,
) -> Result<HttpResponse, Failure> {
    let view = PolicyView::load(&mut *app.read().await?, id).await?;
    Ok(answer(&view, view.revision))
}

/// List the contents of a policy
///
/// Newest first; contents never change.
#[utoipa::path(
    tag = "policies",
    params(("policy" = PolicyId, Path, description = "The policy's id."), ListContents),
    security(("token" = ["read"])),
    responses(
        (status = 200, description = "The contents.", body = PolicyPage),
    )
)]
#[get("/policies/{policy}/versions")]
pub async fn list_policy_versions(
    app: Data<App>,
    _caller: Authorized<may::Read>,
    Path(id): Path<PolicyId>,
    Query(query): Query<ListContents>,
) -> Result<HttpResponse, Failure> {
    let request = Page::read(query.limit, query.page_token.as_deref(), "number", &id)?;
    let mut conn = app.read().await?;
    let paged = store::policy_versions(&mut conn, id, &request).await?;
    Ok(page(&PolicyPage::of(&mut conn, paged).await?))
}

/// A new content.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewContent {
    /// What it says from now on.
    content: PolicyContent,
}

/// Publish a policy
///
/// A new content under the next number. Approvals given under the old one become void.
#[utoipa::path(
    tag = "policies",
    params(
        ("policy" = PolicyId, Path, description = "The policy's id."),
        ("If-Match" = String, Header, description = "The revision that was seen.", example = "\"1\""),
        DryRun,
    ),
    security(("token" = ["policy.manage"])),
    request_body = NewContent,
    responses(
        (status = 201, description = "The policy.", body = PolicyView),
        (status = 200, description = "With `dry_run`: what would change.", content(
            (Planned = "application/vnd.tenure.preview+json"),
        )),
    )
)]
#[post("/policies/{policy}/versions")]
pub async fn publish_policy(
    app: Data<App>,
    caller: Authorized<may::ManagePolicies>,
    Path(id): Path<PolicyId>,
    seen: IfMatch,
    Query(query): Query<DryRun>,
    Json(body): Json<NewContent>,
) -> Result<HttpResponse, Failure> {
    let decided = commands::publish_policy(&app, &caller, id, seen, body.content).await;
    done(&app, decided, query, StatusCode::CREATED).await
}

/// Why.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TurnReason {
    /// Why: at least 10 characters.
    #[schema(min_length = 10)]
    reason: String,
}

/// Turn a policy on
#[utoipa::path(
    tag = "policies",
    params(
        ("policy" = PolicyId, Path, description = "The policy's id."),
        ("If-Match" = String, Header, description = "The revision that was seen.", example = "\"1\""),
        DryRun,
    ),
    security(("token" = ["policy.manage"])),
    request_body = TurnReason,
    responses(
        (status = 200, description = "The policy; with `dry_run` what would change.", content(
            (PolicyView = "application/json"),
            (Planned = "application/vnd.tenure.preview+json"),
        )),
    )
)]
#[post("/policies/{policy}/turn-on")]
pub async fn turn_policy_on(
    app: Data<App>,
    caller: Authorized<may::ManagePolicies>,
    Path(id): Path<PolicyId>,
    seen: IfMatch,
    Query(query): Query<DryRun>,
    Json(body): Json<TurnReason>,
) -> Result<HttpResponse, Failure> {
    let to = PolicyState::Active;
    let decided = commands::turn_policy(&app, &caller, id, seen, to, &body.reason).await;
    done(&app, decided, query, StatusCode::OK).await
}

/// Turn a policy off
#[utoipa::path(
    tag = "policies",
    params(
        ("policy" = PolicyId, Path, description = "The policy's id."),
        ("If-Match" = String, Header, description = "The revision that was seen.", example = "\"1\""),
        DryRun,
    ),
    security(("token" = ["policy.manage"])),
    request_body = TurnReason,
    responses(
        (status = 200, description = "The policy; with `dry_run` what would change.", content(
            (PolicyView = "application/json"),
            (Planned = "application/vnd.tenure.preview+json"),
        )),
    )
)]
#[post("/policies/{policy}/turn-off")]
pub async fn turn_policy_off(
    app: Data<App>,
    caller: Authorized<may::ManagePolicies>,
    Path(id): Path<PolicyId>,
    seen: IfMatch,
    Query(query): Query<DryRun>,
    Json(body): Json<TurnReason>,
) -> Result<HttpResponse, Failure> {
    let to = PolicyState::Off;
    let decided = commands::turn_policy(&app, &caller, id, seen, to, &body.reason).await;
    done(&app, decided, query, StatusCode::OK).await
}
