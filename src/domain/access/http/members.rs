//! Members, invitations and roles over HTTP.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpResponse, get, post};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;

use super::teams::ListPage;
use crate::domain::access::commands::{self, AddGrant, Invite};
use crate::domain::access::store::{self, GrantRow, MemberRow};
use crate::domain::access::{PrincipalState, TeamRef};
use crate::ground::audit::{Answer, Decided, Planned, planned};
use crate::ground::http::{DryRun, Json, Path, Query, answer, page};
use crate::ground::identity::{Authorized, PrincipalKind, Role, may};
use crate::ground::kernel::{App, Failure, GrantId, Instant, Page, PrincipalId, Revision, TeamId};

/// A role of a member.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Grant)]
pub struct GrantView {
    /// Its id.
    pub id: GrantId,
    /// Which role.
    pub role: Role,
    /// On which team; null: everywhere.
    pub team: Option<TeamRef>,
    /// In which environment; null: everywhere.
    pub environment: Option<String>,
    /// How often it changed.
    pub revision: Revision,
    /// Since when.
    pub created_at: Instant,
    /// Until when.
    pub revoked_at: Option<Instant>,
}

impl From<GrantRow> for GrantView {
    fn from(row: GrantRow) -> Self {
        let GrantRow {
            id,
            role,
            team,
            environment,
            revision,
            created_at,
            revoked_at,
        } = row;
        Self {
            id,
            role,
            team,
            environment,
            revision,
            created_at,
            revoked_at,
        }
    }
}

/// A member with its roles.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Member)]
pub struct MemberView {
    /// Its id.
    pub id: PrincipalId,
    /// Person, machine or the service itself.
    pub kind: PrincipalKind,
    /// Its name; null when it was erased.
    pub name: Option<String>,
    /// Its address.
    pub email: Option<String>,
    /// Where it stands.
    pub state: PrincipalState,
    /// Its roles in force.
    pub grants: Vec<GrantView>,
    /// When it was last seen.
    pub last_seen_at: Option<Instant>,
    /// How often it changed.
    pub revision: Revision,
    /// When it was created.
    pub created_at: Instant,
}

impl From<MemberRow> for MemberView {
    fn from(row: MemberRow) -> Self {
        let MemberRow {
            id,
            kind,
            name,
            email,
            state,
            grants,
            last_seen_at,
            revision,
            created_at,
        } = row;
        let grants = grants.0.into_iter().map(GrantView::from).collect();
        Self {
            id,
            kind,
            name,
            email,
            state,
            grants,
            last_seen_at,
            revision,
            created_at,
        }
    }
}

async fn answered(conn: &mut PgConnection, id: PrincipalId) -> Result<Answer<MemberView>, Failure> {
    let member = MemberView::from(store::member(conn, id).await?);
    let revision = member.revision;
    Ok(Answer::new(member).revision(revision))
}

/// Answers the plan of a dry run, or commits and answers the member.
async fn done(
    decided: Result<Decided<PrincipalId>, Failure>,
    query: DryRun,
    status: StatusCode,
) -> Result<HttpResponse, Failure> {
    if query.dry_run {
        return planned(decided).await;
    }
    decided?
        .answer(status, async |conn, id| answered(conn, id).await)
        .await
}

/// A page of members.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct MemberPage {
    /// The members, oldest first.
    pub items: Vec<MemberView>,
    /// Give this as `page_token` to get the next page.
    pub next_page_token: Option<String>,
}

/// List members
///
/// People, machines and the service itself, oldest first.
#[utoipa::path(
    tag = "people",
    params(ListPage),
    security(("token" = ["read"])),
    responses(
        (status = 200, description = "A page of members.", body = MemberPage),
    )
)]
#[get("/members")]
pub async fn list_members(
    app: Data<App>,
    _caller: Authorized<may::Read>,
    Query(query): Query<ListPage>,
) -> Result<HttpResponse, Failure> {
    let request = Page::read(query.limit, query.page_token.as_deref(), "id", &())?;
    let mut conn = app.read().await?;
    let members = store::members(&mut conn, &request)
        .await?
        .map(MemberView::from);
    Ok(page(&MemberPage {
        items: members.items,
        next_page_token: members.next_page_token,
    }))
}

/// Get a member
#[utoipa::path(
    tag = "people",
    params(("member" = PrincipalId, Path, description = "The member's id.")),
    security(("token" = ["read"])),
    responses(
        (status = 200, description = "The member.", body = MemberView),
    )
)]
#[get("/members/{member}")]
pub async fn get_member(
    app: Data<App>,
    _caller: Authorized<may::Read>,
    Path(id): Path<PrincipalId>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.read().await?;
    let member = MemberView::from(store::member(&mut conn, id).await?);
    Ok(answer(&member, member.revision))
}

/// A person to invite.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InviteMember {
    /// The person's name; it can be changed when the link is used.
    #[schema(example = "Lee Park")]
    name: String,
    /// The person's address, to recognise the person by.
    email: Option<String>,
    /// The first role.
    role: Role,
    /// On which team; without it everywhere.
    team_id: Option<TeamId>,
}

/// An invitation.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Invitation {
    /// The member, not active yet.
    pub member: MemberView,
    /// The link to hand over; shown once.
    pub link: String,
    /// Until when the link is good.
    pub expires_at: Instant,
}

/// Invite a person
///
/// The link in the answer is shown once. Whoever opens it becomes the member.
#[utoipa::path(
    tag = "people",
    security(("token" = ["member.manage"])),
    request_body = InviteMember,
    responses(
        (status = 201, description = "The invitation.", body = Invitation),
    )
)]
#[post("/invitations")]
pub async fn invite_member(
    app: Data<App>,
    caller: Authorized<may::ManageMembers>,
    Json(body): Json<InviteMember>,
) -> Result<HttpResponse, Failure> {
    let InviteMember {
        name,
        email,
        role,
        team_id,
    } = body;
    let decided = commands::invite(
        &app,
        &caller,
        Invite {
            name,
            email,
            role,
            team: team_id,
        },
    )
    .await?;
    decided
        .answer(StatusCode::CREATED, async |conn, invited| {
            let member = store::member(conn, invited.principal).await?.into();
            let invitation = Invitation {
                member,
                link: invited.link,
                expires_at: invited.expires_at,
            };
            Ok(Answer::new(invitation).secret())
        })
        .await
}

/// A role to give.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GiveRole {
    /// Which role.
    role: Role,
    /// On which team; without it everywhere.
    team_id: Option<TeamId>,
    /// In which environment; without it everywhere.
    environment: Option<String>,
}

/// Give a member a role
#[utoipa::path(
    tag = "people",
    params(("member" = PrincipalId, Path, description = "The member's id."), DryRun),
    security(("token" = ["member.manage"])),
    request_body = GiveRole,
    responses(
        (status = 201, description = "The member.", body = MemberView),
        (status = 200, description = "With `dry_run`: what would change.", content(
            (Planned = "application/vnd.tenure.preview+json"),
        )),
    )
)]
#[post("/members/{member}/grants")]
pub async fn add_grant(
    app: Data<App>,
    caller: Authorized<may::ManageMembers>,
    Path(principal): Path<PrincipalId>,
    Query(query): Query<DryRun>,
    Json(body): Json<GiveRole>,
) -> Result<HttpResponse, Failure> {
    let GiveRole {
        role,
        team_id,
        environment,
    } = body;
    let command = AddGrant {
        principal,
        role,
        team: team_id,
        environment,
    };
    let decided = commands::add_grant(&app, &caller, command).await;
    done(decided, query, StatusCode::CREATED).await
}

/// Take a role away
#[utoipa::path(
    tag = "people",
    params(("grant" = GrantId, Path, description = "The grant's id."), DryRun),
    security(("token" = ["member.manage"])),
    responses(
        (status = 200, description = "The member; with `dry_run` what would change.", content(
            (MemberView = "application/json"),
            (Planned = "application/vnd.tenure.preview+json"),
        )),
    )
)]
#[post("/grants/{grant}/revoke")]
pub async fn revoke_grant(
    app: Data<App>,
    caller: Authorized<may::ManageMembers>,
    Path(id): Path<GrantId>,
    Query(query): Query<DryRun>,
) -> Result<HttpResponse, Failure> {
    let decided = commands::revoke_grant(&app, &caller, id).await;
    done(decided, query, StatusCode::OK).await
}

/// Why.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WithReason {
    /// Why; kept in the log.
    pub(super) reason: String,
}

/// Suspend a member
///
/// Sessions end at once, and no token of the member works any more.
#[utoipa::path(
    tag = "people",
    params(("member" = PrincipalId, Path, description = "The member's id."), DryRun),
    security(("token" = ["member.manage"])),
    request_body = WithReason,
    responses(
        (status = 200, description = "The member; with `dry_run` what would change.", content(
            (MemberView = "application/json"),
            (Planned = "application/vnd.tenure.preview+json"),
        )),
    )
)]
#[post("/members/{member}/suspend")]
pub async fn suspend_member(
    app: Data<App>,
    caller: Authorized<may::ManageMembers>,
    Path(id): Path<PrincipalId>,
    Query(query): Query<DryRun>,
    Json(body): Json<WithReason>,
) -> Result<HttpResponse, Failure> {
    let decided = commands::suspend(&app, &caller, id, &body.reason).await;
    done(decided, query, StatusCode::OK).await
}

/// Let a suspended member in again
#[utoipa::path(
    tag = "people",
    params(("member" = PrincipalId, Path, description = "The member's id."), DryRun),
    security(("token" = ["member.manage"])),
    request_body = WithReason,
    responses(
        (status = 200, description = "The member; with `dry_run` what would change.", content(
            (MemberView = "application/json"),
            (Planned = "application/vnd.tenure.preview+json"),
        )),
    )
)]
#[post("/members/{member}/resume")]
pub async fn resume_member(
    app: Data<App>,
    caller: Authorized<may::ManageMembers>,
    Path(id): Path<PrincipalId>,
    Query(query): Query<DryRun>,
    Json(body): Json<WithReason>,
) -> Result<HttpResponse, Failure> {
    let decided = commands::resume(&app, &caller, id, &body.reason).await;
    done(decided, query, StatusCode::OK).await
}

/// A subject of a trusted issuer.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct KnowIdentity {
    /// The exact `iss` of its tokens.
    issuer: String,
    /// The exact `sub` of its tokens.
    subject: String,
}

/// Say who a token's subject is
///
/// From then on a JSON Web Token of that issuer and subject acts as the member.
#[utoipa::path(
    tag = "people",
    params(("member" = PrincipalId, Path, description = "The member's id.")),
    security(("token" = ["member.manage"])),
    request_body = KnowIdentity,
    responses(
        (status = 204, description = "Known."),
    )
)]
#[post("/members/{member}/identities")]
pub async fn know_identity(
    app: Data<App>,
    caller: Authorized<may::ManageMembers>,
    Path(id): Path<PrincipalId>,
    Json(body): Json<KnowIdentity>,
) -> Result<HttpResponse, Failure> {
    commands::know_identity(&app, &caller, id, &body.issuer, &body.subject).await?;
    Ok(HttpResponse::NoContent().finish())
}
