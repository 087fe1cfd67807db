//! API tokens.

use chrono::Duration;

use super::{existing_environment, existing_team};
use crate::domain::access::rules::TokenScope;
use crate::domain::access::{Grant, Principal, PrincipalState, Token, TokenKind, rules, store};
use crate::ground::audit::{Changes, Decided, UnitOfWork};
use crate::ground::identity::{
    Caller, Means, Permit, PrincipalKind, Role, Secret, SecretKind, may,
};
use crate::ground::kernel::{
    App, ApplicationId, Failure, Instant, PrincipalId, Reason, Remedy, Revision, TeamId, TokenId,
};

/// Makes a token.
#[derive(Debug)]
pub struct CreateToken {
    /// For whom it acts.
    pub kind: TokenKind,
    /// What it is for.
    pub name: String,
    /// The machine's role; a personal token has its owner's.
    pub role: Option<Role>,
    /// On which team.
    pub team: Option<TeamId>,
    /// In which environment.
    pub environment: Option<String>,
    /// For which application: its token resolves and does nothing else.
    pub application: Option<ApplicationId>,
    /// Whether a personal token may approve.
    pub may_approve: bool,
    /// Until when it is good.
    pub days: u16,
}

/// A new token with its secret.
#[derive(Debug)]
pub struct CreatedToken {
    /// Its id.
    pub id: TokenId,
    /// Shown once.
    pub secret: Secret,
}

/// Makes an API token. The secret is in the outcome and nowhere else.
///
/// # Errors
/// A field is wrong, or the caller would give more than it holds.
pub async fn create_token(
    app: &App,
    caller: &Caller,
    command: CreateToken,
) -> Result<Decided<CreatedToken>, Failure> {
    let mut problems = rules::token_problems(&command.name, command.days);
    problems.extend(rules::token_scope_problems(&TokenScope {
        kind: command.kind,
        role: command.role,
        may_approve: command.may_approve,
        of_application: command.application.is_some(),
        in_environment: command.environment.is_some(),
    }));
    if !problems.is_empty() {
        return Err(Failure::Invalid(problems));
    }
    match command.kind {
        TokenKind::Machine => {
            caller.require(may::ManageTokens::PERMISSION, command.team, None)?;
            if let Some(role) = command.role {
                rules::may_give(caller, role, command.team).map_err(Failure::refused)?;
            }
        }
        TokenKind::Personal => own(caller)?,
    }
    let mut uow = UnitOfWork::begin(app, caller).await?;
    existing_team(&mut uow, command.team).await?;
    existing_environment(&mut uow, command.environment.as_deref()).await?;
    if let Some(application) = command.application {
        let team = store::application_team(&mut uow, application).await?;
        let team = team.ok_or_else(|| {
            Failure::invalid("/application_id", "an application that is not hidden")
        })?;
        caller.require(may::ManageTokens::PERMISSION, Some(team), None)?;
    }
    write(uow, caller.principal, caller.responsible, command).await
}

/// A token of oneself is made in a session: a token that leaked cannot make another.
fn own(caller: &Caller) -> Result<(), Failure> {
    if caller.kind == PrincipalKind::User && caller.means == Means::Session {
        return Ok(());
    }
    Err(Failure::refused(
        Reason::new(
            "session_needed",
            "A personal token is made in a session of the console.",
        )
        .remedy(
            Remedy::text("Sign in and make it under Settings, Tokens.").href("/settings/tokens"),
        ),
    ))
}

async fn write(
    mut uow: UnitOfWork,
    creator: PrincipalId,
    responsible: PrincipalId,
    command: CreateToken,
) -> Result<Decided<CreatedToken>, Failure> {
    let now = uow.decide_at(&[]).await?;
    let secret = Secret::new(match command.kind {
        TokenKind::Personal => SecretKind::Personal,
        TokenKind::Machine => SecretKind::Machine,
    });
    let mut owner = creator;
    let mut changes = None;
    if command.kind == TokenKind::Machine {
        let machine = Principal {
            id: uow.new_id(),
            kind: PrincipalKind::Machine,
            responsible_user: Some(responsible),
            state: PrincipalState::Active,
            created_at: now,
            revision: Revision::FIRST,
        };
        owner = machine.id;
        store::insert_principal(&mut uow, &machine, &command.name, None).await?;
        let made = Changes::of("principal.created", &machine);
        changes = Some(match command.role {
            Some(role) => give(&mut uow, owner, role, &command, now, made).await?,
            None => made,
        });
    }
    let token = Token {
        id: uow.new_id(),
        kind: command.kind,
        principal_id: owner,
        name: command.name,
        prefix: secret.prefix().to_owned(),
        may_approve: command.may_approve,
        application_id: command.application,
        environment: command.environment,
        expires_at: Instant(now.0 + Duration::days(i64::from(command.days))),
        created_at: now,
        revoked_at: None,
        revision: Revision::FIRST,
    };
    store::insert_token(&mut uow, &token, secret.sha256()).await?;
    let changes = match changes {
        Some(changes) => changes.and("token.created", &token),
        None => Changes::of("token.created", &token),
    };
    let id = token.id;
    Ok(uow.decided(changes, CreatedToken { id, secret }))
}

/// Gives a new machine its role.
async fn give(
    uow: &mut UnitOfWork,
    machine: PrincipalId,
    role: Role,
    command: &CreateToken,
    now: Instant,
    changes: Changes,
) -> Result<Changes, Failure> {
    let grant = Grant {
        id: uow.new_id(),
        principal_id: machine,
        role,
        team_id: command.team,
        environment: command.environment.clone(),
        created_at: now,
        revoked_at: None,
        revision: Revision::FIRST,
    };
    store::insert_grant(uow, &grant).await?;
    Ok(changes.and("grant.added", &grant))
}

/// A machine's token, made on the server without a running service.
///
/// # Errors
/// A field is wrong.
pub async fn machine_token(
    app: &App,
    name: &str,
    role: Role,
    days: u16,
) -> Result<Secret, Failure> {
    let problems = rules::token_problems(name, days);
    if !problems.is_empty() {
        return Err(Failure::Invalid(problems));
    }
    let caller = Caller::system();
    let uow = UnitOfWork::begin(app, &caller).await?;
    let command = CreateToken {
        kind: TokenKind::Machine,
        name: name.into(),
        role: Some(role),
        team: None,
        environment: None,
        application: None,
        may_approve: false,
        days,
    };
    let decided = write(uow, caller.principal, caller.responsible, command).await?;
    Ok(decided.commit().await?.secret)
}

/// Revokes a token: it stops working at once. One's own, that of a machine that one answers for, or any for who
/// manages tokens.
///
/// # Errors
/// It does not exist for this caller, or was revoked before.
pub async fn revoke_token(
    app: &App,
    caller: &Caller,
    id: TokenId,
) -> Result<Decided<TokenId>, Failure> {
    let mut uow = UnitOfWork::begin(app, caller).await?;
    let mut token = store::lock_token(&mut uow, id).await?;
    let owner = store::lock_principal(&mut uow, token.principal_id).await?;
    if !rules::sees_token(caller, owner.id, owner.responsible_user) {
        return Err(Failure::NotFound { kind: "token" });
    }
    rules::revoke_token(token.revoked_at.is_some()).map_err(Failure::refused)?;
    let now = uow.decide_at(&[id.0]).await?;
    token.revoked_at = Some(now);
    token.revision = token.revision.next();
    store::update_token_revoked(&mut uow, &token).await?;
    Ok(uow.decided(Changes::of("token.revoked", &token), id))
}
