//! Claim rules over HTTP: which machines come in by their tokens' claims.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpResponse, get, patch, post};
use serde::{Deserialize, Serialize};

use super::members::WithReason;
use super::teams::ListPage;
use crate::domain::access::commands::{self, MakeClaimRule};
use crate::domain::access::store::{self, ClaimRuleRow};
use crate::domain::access::{ActorRef, ClaimRuleState, TeamRef};
use crate::ground::audit::{Answer, Decided};
use crate::ground::http::{IfMatch, Json, Path, Query, answer, page};
use crate::ground::identity::claims::Condition;
use crate::ground::identity::{Authorized, Role, may};
use crate::ground::kernel::{App, ClaimRuleId, Failure, Instant, Page, Revision, TeamId};

/// What the tokens of an issuer may do when their claims look like this.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = ClaimRule)]
pub struct ClaimRuleView {
    /// Its id.
    pub id: ClaimRuleId,
    /// What people call it.
    #[schema(example = "evaluations on main")]
    pub name: String,
    /// The exact `iss`.
    #[schema(example = "https://token.actions.githubusercontent.com")]
    pub issuer: String,
    /// All of them hold.
    pub conditions: Vec<Condition>,
    /// The role that it gives.
    pub role: Role,
    /// On which team; null: everywhere.
    pub team: Option<TeamRef>,
    /// In which environment; null: everywhere.
    pub environment: Option<String>,
    /// Who made it answers for the machines that it lets in.
    pub responsible: ActorRef,
    /// Whether it lets anybody in.
    pub state: ClaimRuleState,
    /// Machines that it let in.
    pub machines: i64,
    /// When it was made.
    pub created_at: Instant,
    /// How often it changed.
    pub revision: Revision,
}

impl From<ClaimRuleRow> for ClaimRuleView {
    fn from(row: ClaimRuleRow) -> Self {
        Self {
            id: row.id,
            name: row.name,
            issuer: row.issuer,
            conditions: row.conditions.0,
            role: row.role,
            team: row.team.map(|team| team.0),
            environment: row.environment,
            responsible: ActorRef::new(
                row.responsible_id,
                row.responsible_kind,
                row.responsible_name,
            ),
            state: row.state,
            machines: row.machines,
            created_at: row.created_at,
            revision: row.revision,
        }
    }
}

/// A page of claim rules.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ClaimRulePage {
    /// The rules, oldest first.
    pub items: Vec<ClaimRuleView>,
    /// The issuers that the service is configured to trust.
    pub issuers: Vec<String>,
    /// Give this as `page_token` to get the next page.
    pub next_page_token: Option<String>,
}

async fn answered(
    decided: Decided<ClaimRuleId>,
    status: StatusCode,
) -> Result<HttpResponse, Failure> {
    decided
        .answer(status, async |conn, id| {
            let rule = ClaimRuleView::from(store::claim_rule(conn, id).await?);
            let revision = rule.revision;
            Ok(Answer::new(rule).revision(revision))
        })
        .await
}

/// List claim rules
///
/// Those that are not hidden, oldest first.
#[utoipa::path(
    tag = "people",
    params(ListPage),
    security(("token" = ["read"])),
    responses(
        (status = 200, description = "A page of rules.", body = ClaimRulePage),
    )
)]
#[get("/claim-rules")]
pub async fn list_claim_rules(
    app: Data<App>,
    _caller: Authorized<may::Read>,
    Query(query): Query<ListPage>,
) -> Result<HttpResponse, Failure> {
    let request = Page::read(query.limit, query.page_token.as_deref(), "id", &())?;
    let rules = store::claim_rules(&mut *app.read().await?, &request)
        .await?
        .map(ClaimRuleView::from);
    let issuers = app.config.issuers.iter();
    Ok(page(&ClaimRulePage {
        items: rules.items,
        issuers: issuers.map(|known| known.issuer.clone()).collect(),
        next_page_token: rules.next_page_token,
    }))
}

/// Get a claim rule
#[utoipa::path(
    tag = "people",
    params(("claim_rule" = ClaimRuleId, Path, description = "The rule's id.")),
    security(("token" = ["read"])),
    responses(
        (status = 200, description = "The rule.", body = ClaimRuleView),
    )
)]
#[get("/claim-rules/{claim_rule}")]
pub async fn get_claim_rule(
    app: Data<App>,
    _caller: Authorized<may::Read>,
    Path(id): Path<ClaimRuleId>,
) -> Result<HttpResponse, Failure> {
    let rule = ClaimRuleView::from(store::claim_rule(&mut *app.read().await?, id).await?);
    Ok(answer(&rule, rule.revision))
}

/// A rule to make.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewClaimRule {
    /// What people call it.
    name: String,
    /// The exact `iss`: one of those that the service is configured to trust.
    issuer: String,
    /// 1 to 8, all of which hold.
    #[schema(min_items = 1, max_items = 8)]
    conditions: Vec<Condition>,
    /// Not `admin` and not `reviewer`: machines neither administer nor approve.
    role: Role,
    /// On which team; without it everywhere.
    team_id: Option<TeamId>,
    /// In which environment; without it everywhere.
    environment: Option<String>,
}

/// Make a claim rule
///
/// From then on a token of the issuer whose claims fit all conditions acts as a machine of its own, with what all
/// rules that fit give together. The machine is made the first time; the maker of the rule answers for it. A subject
/// that is known as a member keeps what that member holds, and no rule adds to it.
#[utoipa::path(
    tag = "people",
    security(("token" = ["claim_rule.manage"])),
    request_body = NewClaimRule,
    responses(
        (status = 201, description = "The rule.", body = ClaimRuleView),
    )
)]
#[post("/claim-rules")]
pub async fn make_claim_rule(
    app: Data<App>,
    caller: Authorized<may::ManageClaimRules>,
    Json(body): Json<NewClaimRule>,
) -> Result<HttpResponse, Failure> {
    let command = MakeClaimRule {
        name: body.name,
        issuer: body.issuer,
        conditions: body.conditions,
        role: body.role,
        team: body.team_id,
        environment: body.environment,
    };
    let decided = commands::make_claim_rule(&app, &caller, command).await?;
    answered(decided, StatusCode::CREATED).await
}

/// What changes; the rest stays. Name, issuer, team and environment never change: make another rule.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClaimRuleChange {
    /// 1 to 8, all of which hold.
    #[schema(min_items = 1, max_items = 8)]
    conditions: Option<Vec<Condition>>,
    /// Not `admin` and not `reviewer`.
    role: Option<Role>,
}

/// Change a claim rule
#[utoipa::path(
    tag = "people",
    params(
        ("claim_rule" = ClaimRuleId, Path, description = "The rule's id."),
        ("If-Match" = String, Header, description = "The revision that was seen.", example = "\"1\""),
    ),
    security(("token" = ["claim_rule.manage"])),
    request_body = ClaimRuleChange,
    responses(
        (status = 200, description = "The rule.", body = ClaimRuleView),
    )
)]
#[patch("/claim-rules/{claim_rule}")]
pub async fn change_claim_rule(
    app: Data<App>,
    caller: Authorized<may::ManageClaimRules>,
    Path(id): Path<ClaimRuleId>,
    seen: IfMatch,
    Json(body): Json<ClaimRuleChange>,
) -> Result<HttpResponse, Failure> {
    let ClaimRuleChange { conditions, role } = body;
    let decided = commands::change_claim_rule(&app, &caller, id, seen, conditions, role).await?;
    answered(decided, StatusCode::OK).await
}

/// Turn a claim rule on
///
/// It lets machines in again.
#[utoipa::path(
    tag = "people",
    params(
        ("claim_rule" = ClaimRuleId, Path, description = "The rule's id."),
        ("If-Match" = String, Header, description = "The revision that was seen.", example = "\"1\""),
    ),
    security(("token" = ["claim_rule.manage"])),
    request_body = WithReason,
    responses(
        (status = 200, description = "The rule.", body = ClaimRuleView),
    )
)]
#[post("/claim-rules/{claim_rule}/turn-on")]
pub async fn turn_claim_rule_on(
    app: Data<App>,
    caller: Authorized<may::ManageClaimRules>,
    Path(id): Path<ClaimRuleId>,
    seen: IfMatch,
    Json(body): Json<WithReason>,
) -> Result<HttpResponse, Failure> {
    let decided =
        commands::turn_claim_rule(&app, &caller, id, seen, ClaimRuleState::On, &body.reason)
            .await?;
    answered(decided, StatusCode::OK).await
}

/// Turn a claim rule off
///
/// At once it gives nothing any more. A machine that no other rule admits is nobody until it is turned on again.
#[utoipa::path(
    tag = "people",
    params(
        ("claim_rule" = ClaimRuleId, Path, description = "The rule's id."),
        ("If-Match" = String, Header, description = "The revision that was seen.", example = "\"1\""),
    ),
    security(("token" = ["claim_rule.manage"])),
    request_body = WithReason,
    responses(
        (status = 200, description = "The rule.", body = ClaimRuleView),
    )
)]
#[post("/claim-rules/{claim_rule}/turn-off")]
pub async fn turn_claim_rule_off(
    app: Data<App>,
    caller: Authorized<may::ManageClaimRules>,
    Path(id): Path<ClaimRuleId>,
    seen: IfMatch,
    Json(body): Json<WithReason>,
) -> Result<HttpResponse, Failure> {
    let decided =
        commands::turn_claim_rule(&app, &caller, id, seen, ClaimRuleState::Off, &body.reason)
            .await?;
    answered(decided, StatusCode::OK).await
}

/// Hide a claim rule
///
/// For good: it gives nothing, is listed nowhere, and its name is free.
#[utoipa::path(
    tag = "people",
    params(
        ("claim_rule" = ClaimRuleId, Path, description = "The rule's id."),
        ("If-Match" = String, Header, description = "The revision that was seen.", example = "\"1\""),
    ),
    security(("token" = ["claim_rule.manage"])),
    request_body = WithReason,
    responses(
        (status = 200, description = "The rule.", body = ClaimRuleView),
    )
)]
#[post("/claim-rules/{claim_rule}/hide")]
pub async fn hide_claim_rule(
    app: Data<App>,
    caller: Authorized<may::ManageClaimRules>,
    Path(id): Path<ClaimRuleId>,
    seen: IfMatch,
    Json(body): Json<WithReason>,
) -> Result<HttpResponse, Failure> {
    let decided = commands::hide_claim_rule(&app, &caller, id, seen, &body.reason).await?;
    answered(decided, StatusCode::OK).await
}
