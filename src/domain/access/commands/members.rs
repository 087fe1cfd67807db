//! Members and their roles.

use chrono::Duration;

use super::links::{after, invitation};
use super::sessions::end_all;
use super::{existing_environment, existing_team};
use crate::domain::access::rules::{INVITATION_DAYS, MemberFacts};
use crate::domain::access::store::GrantRow;
use crate::domain::access::{Grant, Principal, PrincipalState, rules, store};
use crate::ground::audit::{Changes, Decided, Operational, UnitOfWork};
use crate::ground::identity::{Caller, Permit, PrincipalKind, Role, Secret, SecretKind, may};
use crate::ground::kernel::{
    App, Failure, GrantId, Instant, PrincipalId, Reason, Revision, TeamId,
};

/// Invites a person.
#[derive(Debug)]
pub struct Invite {
    /// The person's name.
    pub name: String,
    /// The person's address.
    pub email: Option<String>,
    /// The first role.
    pub role: Role,
    /// On which team; `None`: everywhere.
    pub team: Option<TeamId>,
}

/// An invitation, with the link to hand over.
#[derive(Debug)]
pub struct Invited {
    /// Who.
    pub principal: PrincipalId,
    /// The link, shown once.
    pub link: String,
    /// Until when it is good.
    pub expires_at: Instant,
}

/// Invites a person with a role.
///
/// # Errors
/// A field is wrong, or the caller would give more than it holds.
pub async fn invite(
    app: &App,
    caller: &Caller,
    command: Invite,
) -> Result<Decided<Invited>, Failure> {
    let problems = rules::invitation_problems(&command.name, command.email.as_deref());
    if !problems.is_empty() {
        return Err(Failure::Invalid(problems));
    }
    caller.require(may::ManageMembers::PERMISSION, command.team, None)?;
    rules::may_give(caller, command.role, command.team).map_err(Failure::refused)?;
    let mut uow = UnitOfWork::begin(app, caller).await?;
    existing_team(&mut uow, command.team).await?;
    let now = uow.decide_at(&[]).await?;
    let principal = Principal {
        id: uow.new_id(),
        kind: PrincipalKind::User,
        responsible_user: None,
        state: PrincipalState::Invited,
        created_at: now,
        revision: Revision::FIRST,
    };
    store::insert_principal(
        &mut uow,
        &principal,
        &command.name,
        command.email.as_deref(),
    )
    .await?;
    let grant = grant(&uow, principal.id, command.role, command.team, None, now);
    store::insert_grant(&mut uow, &grant).await?;
    let secret = Secret::new(SecretKind::Link);
    let expires_at = after(now, Duration::days(INVITATION_DAYS));
    store::insert_link(uow.conn(), secret.sha256(), principal.id, now, expires_at).await?;
    let invited = Invited {
        principal: principal.id,
        link: invitation(app, &secret),
        expires_at,
    };
    let changes = Changes::of("principal.invited", &principal).and("grant.added", &grant);
    Ok(uow.decided(changes, invited))
}

fn grant(
    uow: &UnitOfWork,
    principal_id: PrincipalId,
    role: Role,
    team_id: Option<TeamId>,
    environment: Option<String>,
    created_at: Instant,
) -> Grant {
    Grant {
        id: uow.new_id(),
        principal_id,
        role,
        team_id,
        environment,
        created_at,
        revoked_at: None,
        revision: Revision::FIRST,
    }
}

/// Gives a role.
#[derive(Debug)]
pub struct AddGrant {
    /// To whom.
    pub principal: PrincipalId,
    /// Which role.
    pub role: Role,
    /// On which team; `None`: everywhere.
    pub team: Option<TeamId>,
    /// In which environment; `None`: everywhere.
    pub environment: Option<String>,
}

/// Gives a member a role.
///
/// # Errors
/// The member holds it already, or the caller would give more than it holds.
pub async fn add_grant(
    app: &App,
    caller: &Caller,
    command: AddGrant,
) -> Result<Decided<PrincipalId>, Failure> {
    caller.require(may::ManageMembers::PERMISSION, command.team, None)?;
    rules::may_give(caller, command.role, command.team).map_err(Failure::refused)?;
    let mut uow = UnitOfWork::begin(app, caller).await?;
    existing_team(&mut uow, command.team).await?;
    existing_environment(&mut uow, command.environment.as_deref()).await?;
    let principal = store::lock_principal(&mut uow, command.principal).await?;
    let now = uow.decide_at(&[]).await?;
    let grant = grant(
        &uow,
        principal.id,
        command.role,
        command.team,
        command.environment,
        now,
    );
    if !store::insert_grant(&mut uow, &grant).await? {
        return Err(Failure::refused(
            Reason::new(
                "role_held",
                format!(
                    "The member already holds the role {} there.",
                    command.role.as_str()
                ),
            )
            .with("role", command.role.as_str()),
        ));
    }
    Ok(uow.decided(Changes::of("grant.added", &grant), principal.id))
}

/// Takes a role away.
///
/// # Errors
/// It is the last administrator's.
pub async fn revoke_grant(
    app: &App,
    caller: &Caller,
    id: GrantId,
) -> Result<Decided<PrincipalId>, Failure> {
    let mut uow = UnitOfWork::begin(app, caller).await?;
    let mut grant = store::lock_grant(&mut uow, id).await?;
    caller.require(may::ManageMembers::PERMISSION, grant.team_id, None)?;
    if grant.revoked_at.is_some() {
        return Err(Failure::refused(
            Reason::new("already_revoked", "The role was taken away before.").with("kind", "grant"),
        ));
    }
    let removes_admin = grant.role == Role::Admin && grant.team_id.is_none();
    let others = store::admins_besides(&mut uow, grant.principal_id).await?;
    rules::leave_an_admin(removes_admin, others).map_err(Failure::refused)?;
    let now = uow.decide_at(&[id.0]).await?;
    grant.revoked_at = Some(now);
    grant.revision = grant.revision.next();
    store::update_grant_revoked(&mut uow, &grant).await?;
    let principal = grant.principal_id;
    Ok(uow.decided(Changes::of("grant.revoked", &grant), principal))
}

/// Keeps a member out: sessions end, tokens stop working.
///
/// # Errors
/// It is the last administrator.
pub async fn suspend(
    app: &App,
    caller: &Caller,
    id: PrincipalId,
    reason: &str,
) -> Result<Decided<PrincipalId>, Failure> {
    caller.require(may::ManageMembers::PERMISSION, None, None)?;
    let mut uow = UnitOfWork::begin(app, caller).await?;
    let mut principal = store::lock_principal(&mut uow, id).await?;
    let facts = MemberFacts {
        kind: principal.kind,
        state: principal.state,
        is_admin: administers(&store::grants(uow.conn(), id).await?),
        other_admins: store::admins_besides(&mut uow, id).await?,
    };
    rules::suspend(&facts).map_err(Failure::Refused)?;
    uow.decide_at(&[id.0]).await?;
    principal.state = PrincipalState::Suspended;
    principal.revision = principal.revision.next();
    store::update_principal(&mut uow, &principal).await?;
    let changes = Changes::of("principal.suspended", &principal).because(Some(reason));
    let changes = end_all(&mut uow, id, changes).await?;
    Ok(uow.decided(changes, id))
}

/// Whether a member with these roles administers everything.
pub fn administers(grants: &[GrantRow]) -> bool {
    grants
        .iter()
        .any(|grant| grant.role == Role::Admin && grant.team.is_none())
}

/// Lets a suspended member in again.
///
/// # Errors
/// The member is not suspended.
pub async fn resume(
    app: &App,
    caller: &Caller,
    id: PrincipalId,
    reason: &str,
) -> Result<Decided<PrincipalId>, Failure> {
    caller.require(may::ManageMembers::PERMISSION, None, None)?;
    let mut uow = UnitOfWork::begin(app, caller).await?;
    let mut principal = store::lock_principal(&mut uow, id).await?;
    let facts = MemberFacts {
        kind: principal.kind,
        state: principal.state,
        is_admin: false,
        other_admins: 0,
    };
    rules::resume(&facts).map_err(Failure::Refused)?;
    uow.decide_at(&[id.0]).await?;
    principal.state = PrincipalState::Active;
    principal.revision = principal.revision.next();
    store::update_principal(&mut uow, &principal).await?;
    Ok(uow.decided(
        Changes::of("principal.resumed", &principal).because(Some(reason)),
        id,
    ))
}

/// Says who the subject of a trusted issuer is here.
///
/// # Errors
/// The issuer is not configured, or the subject is somebody already.
pub async fn know_identity(
    app: &App,
    caller: &Caller,
    id: PrincipalId,
    issuer: &str,
    subject: &str,
) -> Result<(), Failure> {
    caller.require(may::ManageMembers::PERMISSION, None, None)?;
    if !app
        .config
        .issuers
        .iter()
        .any(|known| known.issuer == issuer)
    {
        return Err(Failure::invalid(
            "/issuer",
            "an issuer that the service is configured to trust",
        ));
    }
    if subject.is_empty() || subject.len() > 255 || subject.contains('\0') {
        return Err(Failure::invalid("/subject", "1 to 255 bytes"));
    }
    let mut tx = Operational::begin(app).await?;
    store::member(tx.conn(), id).await?;
    let now = app.now(tx.conn()).await?;
    if !store::insert_identity(tx.conn(), issuer, subject, id, None, now).await? {
        return Err(Failure::refused(Reason::new(
            "subject_known",
            "That subject is somebody already.",
        )));
    }
    tx.commit().await
}
