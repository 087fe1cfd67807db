//! API tokens.

use chrono::Duration;

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
    /// For which application.
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
    if command.kind == TokenKind::Machine && command.role.is_none() {
        problems.push(crate::ground::kernel::FieldProblem::new(
            "/role",
            "the machine's role",
        ));
    }
    if command.kind == TokenKind::Machine && command.may_approve {
        problems.push(crate::ground::kernel::FieldProblem::new(
            "/may_approve",
            "false: machines never approve",
        ));
    }
    if !problems.is_empty() {
        return Err(Failure::Invalid(problems));
    }
    match (command.kind, command.role) {
        (TokenKind::Machine, Some(role)) => {
            caller.require(may::ManageTokens::PERMISSION, command.team, None)?;
            rules::may_give(caller, role, command.team).map_err(Failure::refused)?;
        }
        (TokenKind::Machine | TokenKind::Personal, _) => own(caller)?,
    }
    let mut uow = UnitOfWork::begin(app, caller).await?;
    if let Some(team) = command.team
        && store::share_team(&mut uow, team).await?.is_none()
    {
        return Err(Failure::invalid("/team_id", "a team that exists"));
    }
    if let Some(application) = command.application
        && !store::share_visible_application(&mut uow, application).await?
    {
        return Err(Failure::invalid(
            "/application_id",
            "an application that exists and is not hidden",
        ));
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
    if let (TokenKind::Machine, Some(role)) = (command.kind, command.role) {
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
        let grant = Grant {
            id: uow.new_id(),
            principal_id: machine.id,
            role,
            team_id: command.team,
            environment: command.environment.clone(),
            created_at: now,
            revoked_at: None,
            revision: Revision::FIRST,
        };
        store::insert_grant(&mut uow, &grant).await?;
        changes = Some(Changes::of("principal.created", &machine).and("grant.added", &grant));
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

/// Revokes a token: it stops working at once.
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
    if !rules::sees_token(caller, token.principal_id) {
        return Err(Failure::NotFound { kind: "token" });
    }
    rules::revoke_token(token.revoked_at.is_some()).map_err(Failure::refused)?;
    let now = uow.decide_at(&[id.0]).await?;
    token.revoked_at = Some(now);
    token.revision = token.revision.next();
    store::update_token_revoked(&mut uow, &token).await?;
    Ok(uow.decided(Changes::of("token.revoked", &token), id))
}
