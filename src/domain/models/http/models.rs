//! Models over HTTP.

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpResponse, get, patch, post};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;

use super::aliases::AliasView;
use crate::domain::access::{ActorRef, TeamRef};
use crate::domain::models::commands::{self, Relabel};
use crate::domain::models::store::{self, ModelFilter, ModelRow};
use crate::domain::models::{Serve, Stage, Tag};
use crate::domain::names::{self, FormerName, HiddenFilter, NamedKind, Renamed};
use crate::ground::audit::Answer;
use crate::ground::http::{IfMatch, Json, Path, Query, answer, page};
use crate::ground::identity::{Authorized, may};
use crate::ground::kernel::{
    App, Failure, Instant, ModelId, Page, Paged, Revision, TeamId, VersionId,
};

/// The newest version of a model.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct NewestVersion {
    /// Its id.
    pub id: VersionId,
    /// Its number.
    pub number: i32,
    /// How far it may go.
    pub stage: Stage,
}

/// A model with what its page shows.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Model)]
pub struct ModelView {
    /// Its id.
    pub id: ModelId,
    /// Who owns it.
    pub team: TeamRef,
    /// Its name.
    #[schema(example = "ticket-triage")]
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
    /// Its tags, by key.
    pub tags: Vec<Tag>,
    /// How often it changed.
    pub revision: Revision,
    /// When it was registered.
    pub created_at: Instant,
    /// Who registered it.
    pub created_by: ActorRef,
    /// Since when it is hidden.
    pub hidden_at: Option<Instant>,
    /// Names that it had, the last one first.
    pub former_names: Vec<FormerName>,
    /// Its newest version.
    pub newest: Option<NewestVersion>,
    /// How many versions stand in which stage.
    pub stage_counts: BTreeMap<String, i64>,
    /// Where its versions serve now.
    pub serves: Vec<Serve>,
    /// Its aliases, by name.
    pub aliases: Vec<AliasView>,
}

impl ModelView {
    /// Loads one model.
    ///
    /// # Errors
    /// It does not exist.
    pub async fn load(conn: &mut PgConnection, id: ModelId) -> Result<Self, Failure> {
        let row = store::model(conn, id).await?;
        Self::complete(conn, vec![row])
            .await?
            .pop()
            .ok_or(Failure::NotFound { kind: "model" })
    }

    /// Adds what all rows of a page serve and are called, in two statements.
    async fn complete(conn: &mut PgConnection, rows: Vec<ModelRow>) -> Result<Vec<Self>, Failure> {
        let ids: Vec<ModelId> = rows.iter().map(|row| row.id).collect();
        let serves = store::serving_of_model(conn, &ids).await?;
        let entities: Vec<_> = ids.iter().map(|id| id.0).collect();
        let mut former = names::store::former_names(conn, &entities).await?;
        let mut aliases: BTreeMap<ModelId, Vec<AliasView>> = BTreeMap::new();
        for (model, alias) in store::aliases(conn, &ids).await? {
            aliases.entry(model).or_default().push(alias.into());
        }
        Ok(rows
            .into_iter()
            .map(|row| Self {
                serves: serves
                    .iter()
                    .filter(|serve| serve.version.model_id == row.id)
                    .cloned()
                    .collect(),
                aliases: aliases.remove(&row.id).unwrap_or_default(),
                former_names: former.remove(&row.id.0).unwrap_or_default(),
                id: row.id,
                team: row.team.0,
                name: row.name,
                description: row.description,
                tags: row.tags.0,
                revision: row.revision,
                created_at: row.created_at,
                created_by: ActorRef::new(row.created_by, row.created_by_kind, row.created_by_name),
                hidden_at: row.hidden_at,
                newest: row.newest.map(|newest| {
                    let (id, number, stage) = newest.0;
                    NewestVersion { id, number, stage }
                }),
                stage_counts: row.stage_counts.0,
            })
            .collect())
    }

    /// The answer to a command.
    ///
    /// # Errors
    /// It does not exist.
    pub async fn answer(
        _: &App,
        conn: &mut PgConnection,
        id: ModelId,
    ) -> Result<Answer<Self>, Failure> {
        Ok(Self::load(conn, id).await?.answered())
    }

    fn answered(self) -> Answer<Self> {
        let revision = self.revision;
        Answer::new(self).revision(revision)
    }
}

/// A page of models.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ModelPage {
    /// The models.
    pub items: Vec<ModelView>,
    /// Give this as `page_token` to get the next page.
    pub next_page_token: Option<String>,
    /// What had the `name` that was asked for and is called otherwise now, when nothing has it.
    pub renamed: Vec<Renamed>,
}

/// Which models.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ListModels {
    /// Text in the name, in any case.
    q: Option<String>,
    /// Of this team.
    team: Option<TeamId>,
    /// Of exactly this name.
    name: Option<String>,
    /// With this tag: `key` or `key=value`.
    tag: Option<String>,
    /// With a version in this stage.
    stage: Option<Stage>,
    /// `true`: with a version that serves somewhere; `false`: without.
    serving: Option<bool>,
    /// `false`: what is not hidden; `true`: what is; `any`: both.
    #[serde(default)]
    hidden: HiddenFilter,
    /// Items of a page: 1 to 200, 50 unless told.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<i64>,
    /// `next_page_token` of the page before.
    page_token: Option<String>,
}

/// List models
///
/// By name. Hidden models are left out unless they are asked for.
#[utoipa::path(
    tag = "models",
    params(ListModels),
    security(("token" = ["read"])),
    responses(
        (status = 200, description = "A page of models.", body = ModelPage),
    )
)]
#[get("/models")]
pub async fn list_models(
    app: Data<App>,
    _caller: Authorized<may::Read>,
    Query(query): Query<ListModels>,
) -> Result<HttpResponse, Failure> {
    let filter = ModelFilter {
        q: query.q,
        team: query.team,
        name: query.name,
        tag: query.tag,
        stage: query.stage,
        serving: query.serving,
        hidden: query.hidden,
    };
    let request = Page::read(query.limit, query.page_token.as_deref(), "name", &filter)?;
    let mut conn = app.read().await?;
    let Paged {
        items,
        next_page_token,
    } = store::models(&mut conn, &filter, &request).await?;
    let items = ModelView::complete(&mut conn, items).await?;
    let renamed = match &filter.name {
        Some(name) if items.is_empty() => {
            names::store::renamed(&mut conn, NamedKind::Model, name).await?
        }
        Some(_) | None => Vec::new(),
    };
    Ok(page(&ModelPage {
        items,
        next_page_token,
        renamed,
    }))
}

/// A new model.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RegisterModel {
    /// The team that owns it; without it the team `default`.
    team_id: Option<TeamId>,
    /// 1 to 255 characters without `/` and `:`; unique in the team.
    #[schema(example = "ticket-triage", min_length = 1, max_length = 255)]
    name: String,
    /// What it is for.
    #[schema(example = "Routes support tickets to teams.")]
    description: Option<String>,
    /// Its tags.
    #[serde(default)]
    tags: Vec<Tag>,
}

/// Register a model
///
/// A model is a named family of versions. Registering one gives it no version yet.
#[utoipa::path(
    tag = "models",
    security(("token" = ["model.register"])),
    request_body = RegisterModel,
    responses(
        (status = 201, description = "The model.", body = ModelView),
    )
)]
#[post("/models")]
pub async fn register_model(
    app: Data<App>,
    caller: Authorized<may::RegisterModels>,
    Json(body): Json<RegisterModel>,
) -> Result<HttpResponse, Failure> {
    let RegisterModel {
        team_id,
        name,
        description,
        tags,
    } = body;
    let command = commands::RegisterModel {
        team: team_id,
        name,
        description,
        tags,
    };
    let decided = commands::register_model(&app, &caller, command).await?;
    decided
        .answer(StatusCode::CREATED, async |conn, id| {
            Ok(ModelView::load(conn, id)
                .await?
                .answered()
                .location(format!("/api/v1/models/{id}")))
        })
        .await
}

/// Get a model
#[utoipa::path(
    tag = "models",
    params(("model" = ModelId, Path, description = "The model's id.")),
    security(("token" = ["read"])),
    responses(
        (status = 200, description = "The model.", body = ModelView),
    )
)]
#[get("/models/{model}")]
pub async fn get_model(
    app: Data<App>,
    _caller: Authorized<may::Read>,
    Path(id): Path<ModelId>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.read().await?;
    let model = ModelView::load(&mut conn, id).await?;
    Ok(answer(&model, model.revision))
}

/// New labels.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RelabelModel {
    /// The new description; an empty one takes it away; without it nothing changes.
    description: Option<String>,
    /// The new tags, all of them; without it nothing changes.
    tags: Option<Vec<Tag>>,
}

/// Relabel a model
///
/// Changes description and tags. The name is a label too, but moves with its own command.
#[utoipa::path(
    tag = "models",
    params(
        ("model" = ModelId, Path, description = "The model's id."),
        ("If-Match" = String, Header, description = "The revision that was seen.", example = "\"1\""),
    ),
    security(("token" = ["model.register"])),
    request_body = RelabelModel,
    responses(
        (status = 200, description = "The model.", body = ModelView),
    )
)]
#[patch("/models/{model}")]
pub async fn relabel_model(
    app: Data<App>,
    caller: Authorized<may::RegisterModels>,
    Path(id): Path<ModelId>,
    seen: IfMatch,
    Json(body): Json<RelabelModel>,
) -> Result<HttpResponse, Failure> {
    let labels = Relabel {
        description: body.description,
        tags: body.tags,
    };
    let decided = commands::relabel_model(&app, &caller, id, seen, labels).await?;
    decided
        .answer(StatusCode::OK, async |conn, id| {
            Ok(ModelView::load(conn, id).await?.answered())
        })
        .await
}
