//! Findings over HTTP.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpResponse, get, post};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sqlx::PgConnection;
use uuid::Uuid;

use super::rules::{Step, decide};
use super::store::{self, FindingFilter, FindingRow};
use super::{FindingState, commands};
use crate::domain::access::{ActorRef, TeamRef};
use crate::ground::audit::{Answer, Decided};
use crate::ground::http::{Actions, IfMatch, Json, Operations, Path, Query, action, answer, page};
use crate::ground::identity::{Authorized, Permit, may};
use crate::ground::kernel::{
    App, Failure, FindingId, Instant, Page, PrincipalId, Revision, TeamId,
};

/// Registers the operations.
pub fn configure(config: &mut impl Operations) {
    config
        .service(list_findings)
        .service(get_finding)
        .service(finding_actions)
        .service(assign_finding)
        .service(close_finding);
}

/// Something that the service noticed.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Finding)]
pub struct FindingView {
    /// Its id.
    pub id: FindingId,
    /// `runs_without_evidence`, `requirements_unmet`.
    #[schema(example = "requirements_unmet")]
    pub kind: String,
    /// The kind of entity that it is about.
    #[schema(example = "version")]
    pub entity_kind: String,
    /// Its id.
    pub entity_id: Uuid,
    /// What people call it.
    #[schema(example = "ticket-triage/4")]
    pub label: Option<String>,
    /// Its page in the console.
    pub href: Option<String>,
    /// The team that owns it.
    pub team: TeamRef,
    /// The dynamic parts of its sentence.
    #[schema(value_type = Object)]
    pub params: Map<String, Value>,
    /// Until when it should be cleared.
    pub due: Option<NaiveDate>,
    /// Who works on it.
    pub assignee: Option<ActorRef>,
    /// Where it stands.
    pub state: FindingState,
    /// Since when.
    pub created_at: Instant,
    /// Until when.
    pub closed_at: Option<Instant>,
    /// How often it changed.
    pub revision: Revision,
}

impl From<FindingRow> for FindingView {
    fn from(row: FindingRow) -> Self {
        Self {
            id: row.id,
            kind: row.kind,
            entity_kind: row.entity_kind,
            entity_id: row.entity_id,
            label: row.label,
            href: row.href,
            team: row.team.0,
            params: row.params.0,
            due: row.due,
            assignee: row.assignee.map(|who| who.0),
            state: row.state,
            created_at: row.created_at,
            closed_at: row.closed_at,
            revision: row.revision,
        }
    }
}

impl FindingView {
    async fn load(conn: &mut PgConnection, id: FindingId) -> Result<Self, Failure> {
        Ok(store::finding(conn, id).await?.into())
    }
}

/// A page of findings.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct FindingPage {
    /// The findings, the first due first.
    pub items: Vec<FindingView>,
    /// Give this as `page_token` to get the next page.
    pub next_page_token: Option<String>,
}

/// Which findings.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ListFindings {
    /// In this state; without it those that are not closed.
    state: Option<FindingState>,
    /// Of this team.
    team: Option<TeamId>,
    /// Of this kind.
    kind: Option<String>,
    /// About this entity.
    entity: Option<Uuid>,
    /// That this person works on.
    assignee: Option<PrincipalId>,
    /// Items of a page: 1 to 200, 50 unless told.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<i64>,
    /// `next_page_token` of the page before.
    page_token: Option<String>,
}

/// List findings
///
/// What the service noticed and nobody cleared yet, the first due first.
#[utoipa::path(
    tag = "findings",
    params(ListFindings),
    security(("token" = ["read"])),
    responses((status = 200, description = "A page of findings.", body = FindingPage))
)]
#[get("/findings")]
pub async fn list_findings(
    app: Data<App>,
    _caller: Authorized<may::Read>,
    Query(query): Query<ListFindings>,
) -> Result<HttpResponse, Failure> {
    let filter = FindingFilter {
        state: query.state,
        team: query.team,
        kind: query.kind,
        entity: query.entity,
        assignee: query.assignee,
    };
    let request = Page::read(query.limit, query.page_token.as_deref(), "due", &filter)?;
    let paged = store::findings(&mut *app.read().await?, &filter, &request).await?;
    let paged = paged.map(FindingView::from);
    Ok(page(&FindingPage {
        items: paged.items,
        next_page_token: paged.next_page_token,
    }))
}

/// Get a finding
#[utoipa::path(
    tag = "findings",
    params(("finding" = FindingId, Path, description = "The finding's id.")),
    security(("token" = ["read"])),
    responses((status = 200, description = "The finding.", body = FindingView))
)]
#[get("/findings/{finding}")]
pub async fn get_finding(
    app: Data<App>,
    _caller: Authorized<may::Read>,
    Path(id): Path<FindingId>,
) -> Result<HttpResponse, Failure> {
    let finding = FindingView::load(&mut *app.read().await?, id).await?;
    Ok(answer(&finding, finding.revision))
}

/// List what can be done with a finding
#[utoipa::path(
    tag = "findings",
    params(("finding" = FindingId, Path, description = "The finding's id.")),
    security(("token" = ["read"])),
    responses((status = 200, description = "The actions.", body = Actions))
)]
#[get("/findings/{finding}/actions")]
pub async fn finding_actions(
    app: Data<App>,
    caller: Authorized<may::Read>,
    Path(id): Path<FindingId>,
) -> Result<HttpResponse, Failure> {
    let row = store::finding(&mut *app.read().await?, id).await?;
    let lacking = caller.lacking(may::ManageFindings::PERMISSION, Some(row.team.id), None);
    let items = [("assign", Step::Assign), ("close", Step::Close)]
        .into_iter()
        .map(|(name, step)| {
            let mut reasons = lacking.clone();
            reasons.extend(decide(&row.kind, row.state, step).err().unwrap_or_default());
            action(name, "R0", reasons)
        });
    Ok(page(&Actions {
        items: items.collect(),
    }))
}

async fn answered(decided: Decided<FindingId>) -> Result<HttpResponse, Failure> {
    decided
        .answer(StatusCode::OK, async |conn, id| {
            let view = FindingView::load(conn, id).await?;
            let revision = view.revision;
            Ok(Answer::new(view).revision(revision))
        })
        .await
}

/// Who takes it.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AssignFinding {
    /// The person who works on it from now; null puts it back.
    #[serde(deserialize_with = "Option::deserialize")]
    #[schema(required)]
    assignee_id: Option<PrincipalId>,
}

/// Assign a finding
///
/// A finding that somebody works on is acknowledged; one that is put back is open.
#[utoipa::path(
    tag = "findings",
    params(
        ("finding" = FindingId, Path, description = "The finding's id."),
        ("If-Match" = String, Header, description = "The revision that was seen.", example = "\"1\""),
    ),
    security(("token" = ["finding.manage"])),
    request_body = AssignFinding,
    responses((status = 200, description = "The finding.", body = FindingView))
)]
#[post("/findings/{finding}/assign")]
pub async fn assign_finding(
    app: Data<App>,
    caller: Authorized<may::ManageFindings>,
    Path(id): Path<FindingId>,
    seen: IfMatch,
    Json(body): Json<AssignFinding>,
) -> Result<HttpResponse, Failure> {
    answered(commands::assign(&app, &caller, id, seen, body.assignee_id).await?).await
}

/// Why it does not matter.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CloseFinding {
    /// Why: at least 10 characters.
    #[schema(min_length = 10)]
    reason: String,
}

/// Close a finding
///
/// Only where the service does not watch the cause itself.
#[utoipa::path(
    tag = "findings",
    params(
        ("finding" = FindingId, Path, description = "The finding's id."),
        ("If-Match" = String, Header, description = "The revision that was seen.", example = "\"1\""),
    ),
    security(("token" = ["finding.manage"])),
    request_body = CloseFinding,
    responses((status = 200, description = "The finding.", body = FindingView))
)]
#[post("/findings/{finding}/close")]
pub async fn close_finding(
    app: Data<App>,
    caller: Authorized<may::ManageFindings>,
    Path(id): Path<FindingId>,
    seen: IfMatch,
    Json(body): Json<CloseFinding>,
) -> Result<HttpResponse, Failure> {
    answered(commands::close(&app, &caller, id, seen, &body.reason).await?).await
}
