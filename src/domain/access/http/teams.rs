//! Teams over HTTP.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpResponse, get, post};
use serde::{Deserialize, Serialize};

use crate::domain::access::{Team, commands, store};
use crate::ground::audit::Answer;
use crate::ground::http::{Json, Query, page};
use crate::ground::identity::{Authorized, may};
use crate::ground::kernel::{App, Failure, Page};

/// A page of teams.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct TeamPage {
    /// The teams, by slug.
    pub items: Vec<Team>,
    /// Give this as `page_token` to get the next page.
    pub next_page_token: Option<String>,
}

/// A page of a list without filters.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ListPage {
    /// Items of a page: 1 to 200, 50 unless told.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub(super) limit: Option<i64>,
    /// `next_page_token` of the page before.
    pub(super) page_token: Option<String>,
}

/// List teams
#[utoipa::path(
    tag = "people",
    params(ListPage),
    security(("token" = ["read"])),
    responses(
        (status = 200, description = "A page of teams.", body = TeamPage),
    )
)]
#[get("/teams")]
pub async fn list_teams(
    app: Data<App>,
    _caller: Authorized<may::Read>,
    Query(query): Query<ListPage>,
) -> Result<HttpResponse, Failure> {
    let request = Page::read(query.limit, query.page_token.as_deref(), "slug", &())?;
    let mut conn = app.read().await?;
    let teams = store::teams(&mut conn, &request).await?;
    Ok(page(&TeamPage {
        items: teams.items,
        next_page_token: teams.next_page_token,
    }))
}

/// A new team.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateTeam {
    /// `[a-z0-9][a-z0-9-]{0,62}`, never given twice.
    #[schema(example = "support")]
    slug: String,
    /// Its name.
    #[schema(example = "Support")]
    name: String,
}

/// Create a team
#[utoipa::path(
    tag = "people",
    security(("token" = ["team.manage"])),
    request_body = CreateTeam,
    responses(
        (status = 201, description = "The team.", body = Team),
    )
)]
#[post("/teams")]
pub async fn create_team(
    app: Data<App>,
    caller: Authorized<may::ManageTeams>,
    Json(body): Json<CreateTeam>,
) -> Result<HttpResponse, Failure> {
    let decided = commands::create_team(&app, &caller, body.slug, body.name).await?;
    decided
        .answer(StatusCode::CREATED, async |_, team| {
            let revision = team.revision;
            Ok(Answer::new(team).revision(revision))
        })
        .await
}
