//! One-time links, and the sessions that begin with them.

use chrono::Duration;
use uuid::Uuid;

use crate::domain::access::rules::{INVITATION_DAYS, LINK_MINUTES, SESSION_DAYS, SESSIONS_MAX};
use crate::domain::access::{
    Agent, Grant, Principal, PrincipalState, SessionEnd, SignIn, SignInMeans, SignInState, rules,
    store,
};
use crate::ground::audit::{Changes, Operational, UnitOfWork};
use crate::ground::identity::{Caller, PrincipalKind, Role, Secret, SecretKind};
use crate::ground::kernel::{App, Failure, Instant, PrincipalId, Revision};

/// The page of the console that takes a link. The secret stands in the fragment: no server logs it.
fn link(app: &App, secret: &Secret) -> String {
    format!(
        "{}/sign-in#token={}",
        app.config.public_url,
        secret.reveal()
    )
}

pub(super) fn invitation(app: &App, secret: &Secret) -> String {
    link(app, secret)
}

pub(super) fn after(now: Instant, by: Duration) -> Instant {
    Instant(now.0 + by)
}

/// A link for the first administrator, while none has come yet. Makes one when there is none.
///
/// # Errors
/// The database is away.
pub async fn first_link(app: &App) -> Result<Option<String>, Failure> {
    let mut uow = UnitOfWork::begin(app, &Caller::system()).await?;
    store::lock_installation(&mut uow).await?;
    let Some(invited) = store::unused_admin(&mut uow).await? else {
        return Ok(None);
    };
    let now = uow.decide_at(&[]).await?;
    let secret = Secret::new(SecretKind::Link);
    let ends = after(now, Duration::days(INVITATION_DAYS));
    if let Some(id) = invited {
        drop(uow);
        let mut tx = Operational::begin(app).await?;
        store::insert_link(tx.conn(), secret.sha256(), id, now, ends).await?;
        tx.commit().await?;
        return Ok(Some(link(app, &secret)));
    }
    let admin = Principal {
        id: uow.new_id(),
        kind: PrincipalKind::User,
        responsible_user: None,
        state: PrincipalState::Invited,
        created_at: now,
        revision: Revision::FIRST,
    };
    let mut changes = Changes::of("principal.invited", &admin);
    store::insert_principal(&mut uow, &admin, "Administrator", None).await?;
    // The first one holds every role a person can hold, so that a new installation can be tried out.
    for role in Role::ALL.into_iter().filter(|role| *role != Role::Ingest) {
        let grant = Grant {
            id: uow.new_id(),
            principal_id: admin.id,
            role,
            team_id: None,
            environment: None,
            created_at: now,
            revoked_at: None,
            revision: Revision::FIRST,
        };
        store::insert_grant(&mut uow, &grant).await?;
        changes = changes.and("grant.added", &grant);
    }
    store::insert_link(uow.conn(), secret.sha256(), admin.id, now, ends).await?;
    uow.decided(changes, ()).commit().await?;
    Ok(Some(link(app, &secret)))
}

/// A link that signs a member in, made on the server: ten minutes, once.
///
/// # Errors
/// Nobody or more than one fits, or the member is suspended.
pub async fn sign_in_link(app: &App, who: &str) -> Result<String, Failure> {
    let mut tx = Operational::begin(app).await?;
    let id = store::find_member(tx.conn(), who).await?;
    let member = store::member(tx.conn(), id).await?;
    if member.state == PrincipalState::Suspended {
        return Err(Failure::invalid("/member", "a member who is not suspended"));
    }
    let now = app.now(tx.conn()).await?;
    let secret = Secret::new(SecretKind::Link);
    let ends = after(now, Duration::minutes(LINK_MINUTES));
    store::insert_link(tx.conn(), secret.sha256(), id, now, ends).await?;
    tx.commit().await?;
    Ok(link(app, &secret))
}

/// Somebody who came in by a link.
#[derive(Debug)]
pub struct Entered {
    /// Who.
    pub principal: PrincipalId,
    /// The session's secret, for the cookie.
    pub session: Secret,
    /// Until when the session lasts.
    pub expires_at: Instant,
}

/// Takes a one-time link: begins a session, and makes an invited member an active one.
///
/// # Errors
/// The link is unknown, used or expired.
pub async fn enter(
    app: &App,
    link: &str,
    name: Option<&str>,
    agent: Option<Agent>,
) -> Result<Entered, Failure> {
    let invalid = || Failure::Unauthenticated {
        code: "link_invalid",
    };
    let Some((SecretKind::Link, secret)) = Secret::parse(link) else {
        return Err(invalid());
    };
    if let Some(problem) = name.and_then(rules::name_problem) {
        return Err(Failure::Invalid(vec![problem]));
    }
    let mut uow = UnitOfWork::begin(app, &Caller::system()).await?;
    let now = app.now(uow.conn()).await?;
    let row = store::take_link(uow.conn(), secret.sha256(), now)
        .await?
        .ok_or_else(invalid)?;
    if row.expires_at <= now || row.state == PrincipalState::Suspended {
        return Err(invalid());
    }
    let (mut changes, entered) = begin_session(&mut uow, row.principal_id, agent).await?;
    if row.state == PrincipalState::Active {
        return uow.decided(changes, entered).commit().await;
    }
    let mut principal = store::lock_principal(&mut uow, row.principal_id).await?;
    principal.state = PrincipalState::Active;
    principal.revision = principal.revision.next();
    store::update_principal(&mut uow, &principal).await?;
    if let Some(name) = name {
        store::rename_person(&mut uow, principal.id, name).await?;
    }
    changes = changes.and("principal.activated", &principal);
    uow.decided(changes, entered).commit().await
}

/// Begins a session of a person; of too many the oldest end.
async fn begin_session(
    uow: &mut UnitOfWork,
    person: PrincipalId,
    agent: Option<Agent>,
) -> Result<(Changes, Entered), Failure> {
    let before = store::lock_sign_ins(uow, person).await?;
    let too_many = before.len().saturating_sub(SESSIONS_MAX - 1);
    let ending: Vec<SignIn> = before.into_iter().take(too_many).collect();
    let ids: Vec<Uuid> = ending.iter().map(|sign_in| sign_in.id.0).collect();
    let now = uow.decide_at(&ids).await?;
    let sign_in = SignIn {
        id: uow.new_id(),
        principal_id: Some(person),
        means: SignInMeans::Link,
        state: SignInState::Entered,
        created_at: now,
        ended_at: None,
        ended_by: None,
        revision: Revision::FIRST,
    };
    let entered = Entered {
        principal: person,
        session: Secret::new(SecretKind::Session),
        expires_at: after(now, Duration::days(SESSION_DAYS)),
    };
    let (secret, ends) = (entered.session.sha256(), entered.expires_at);
    store::insert_session(uow.conn(), sign_in.id, secret, person, agent, now, ends).await?;
    store::insert_sign_in(uow, &sign_in).await?;
    let mut changes = Changes::of("sign_in.entered", &sign_in);
    for sign_in in ending {
        let sign_in = sign_in.ended(now, SessionEnd::Replaced);
        store::end_session(uow, &sign_in).await?;
        changes = changes.and(SessionEnd::Replaced.event(), &sign_in);
    }
    Ok((changes, entered))
}

/// Writes down that a link was refused, and whose it was if somebody's.
///
/// # Errors
/// The database is away.
pub async fn link_refused(app: &App, link: &str) -> Result<(), Failure> {
    let mut uow = UnitOfWork::begin(app, &Caller::system()).await?;
    let principal_id = match Secret::parse(link) {
        Some((SecretKind::Link, secret)) => store::link_of(uow.conn(), secret.sha256()).await?,
        Some(_) | None => None,
    };
    let now = uow.decide_at(&[]).await?;
    let sign_in = SignIn {
        id: uow.new_id(),
        principal_id,
        means: SignInMeans::Link,
        state: SignInState::Refused,
        created_at: now,
        ended_at: None,
        ended_by: None,
        revision: Revision::FIRST,
    };
    store::insert_sign_in(&mut uow, &sign_in).await?;
    uow.decided(Changes::of("sign_in.refused", &sign_in), ())
        .commit()
        .await
}
