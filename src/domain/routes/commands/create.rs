//! New routes.

use super::change::guarded;
use super::{Effect, about, effect, served, snapshot};
use crate::domain::names::NamedKind;
use crate::domain::names::rules::hidden;
use crate::domain::routes::route::key_problem;
use crate::domain::routes::rules::{self, Facts, Request};
use crate::domain::routes::{Guard, NewUse, Route, store};
use crate::ground::audit::{Changes, Decided, UnitOfWork};
use crate::ground::identity::{Caller, Permit, may};
use crate::ground::kernel::{
    App, ApplicationId, Failure, FieldProblem, Reason, Revision, RouteId, VersionId, reason_problem,
};

/// Creates a route.
#[derive(Debug)]
pub struct CreateRoute {
    /// The environment's slug.
    pub environment: String,
    /// Its key.
    pub key: String,
    /// Who calls it.
    pub application: ApplicationId,
    /// Mixed into slots; `None`: `environment.key`, cut to 64 characters.
    pub salt: Option<String>,
    /// The first allocation; `None`: nothing serves until it is switched.
    pub request: Option<Request>,
    /// See [`crate::domain::routes::Snapshot::max_stale_seconds`].
    pub max_stale_seconds: Option<i32>,
    /// Why.
    pub reason: String,
}

fn problems(command: &CreateRoute) -> Vec<FieldProblem> {
    let salt_wrong = command
        .salt
        .as_deref()
        .is_some_and(|salt| !plain_salt(salt));
    let salt = salt_wrong
        .then(|| FieldProblem::new("/salt", "1 to 64 of a-z, 0-9, dot, underscore, hyphen"));
    let stale = command
        .max_stale_seconds
        .filter(|seconds| *seconds < 1)
        .map(|_| FieldProblem::new("/max_stale_seconds", "at least 1"));
    key_problem(&command.key)
        .into_iter()
        .chain(salt)
        .chain(stale)
        .chain(command.request.iter().flat_map(rules::request_problems))
        .chain(reason_problem(&command.reason))
        .collect()
}

fn plain_salt(salt: &str) -> bool {
    (1..=64).contains(&salt.len())
        && salt
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"._-".contains(&b))
}

/// Creates a route with its first snapshot, which is complete.
///
/// # Errors
/// A field is wrong, the key is taken, or a version may not run there.
pub async fn create_route(
    app: &App,
    caller: &Caller,
    guard: Guard,
    command: CreateRoute,
) -> Result<Decided<(RouteId, Effect)>, Failure> {
    let mut uow = UnitOfWork::begin(app, caller).await?;
    let (changes, id) = create_route_in(&mut uow, caller, guard, command).await?;
    Ok(uow.decided(changes, id))
}

/// The same within a command that does more.
///
/// # Errors
/// As [`create_route`].
pub async fn create_route_in(
    uow: &mut UnitOfWork,
    caller: &Caller,
    guard: Guard,
    command: CreateRoute,
) -> Result<(Changes, (RouteId, Effect)), Failure> {
    let wrong = problems(&command);
    if !wrong.is_empty() {
        return Err(Failure::Invalid(wrong));
    }
    let application = store::share_application(uow, command.application)
        .await
        .map_err(|_| Failure::invalid("/application_id", "an application that exists"))?;
    if application.hidden_at.is_some() {
        let reason = hidden(NamedKind::Application, &application.name);
        return Err(Failure::refused(reason));
    }
    let environment = store::environment_of_slug(uow.conn(), &command.environment)
        .await?
        .ok_or_else(|| Failure::invalid("/environment", "an environment that exists"))?;
    let team = application.team_id;
    caller.require(
        may::SwitchRoutes::PERMISSION,
        Some(team),
        Some(&environment.slug),
    )?;
    let request = command.request.unwrap_or_else(nothing);
    let named = named(&request);
    store::lock_versions(uow, &named, false).await?;
    let versions = store::version_facts(uow.conn(), &named, None).await?;
    let label = format!("{}/{}", environment.slug, command.key);
    let facts = Facts {
        environment: &environment.slug,
        requires: environment.requires_stage,
        route: &label,
        current: None,
        versions: &versions,
    };
    let salt = command.salt;
    let salt = salt.unwrap_or_else(|| default_salt(&environment.slug, &command.key));
    let new = NewUse {
        versions: &named,
        stage: environment.requires_stage,
        application: application.id,
        entities: &[],
    };
    let against = guarded(uow, guard, new, &versions).await?;
    let decided = rules::create(&facts, &salt, &request, command.max_stale_seconds);
    let next = rules::with(decided, against).map_err(Failure::Refused)?;
    let now = uow.decide_at(&[]).await?;
    let route = Route {
        id: uow.new_id(),
        environment_id: environment.id,
        key: command.key,
        team_id: team,
        application_id: application.id,
        snapshot_seq: 1,
        created_by: caller.principal,
        created_at: now,
        hidden_at: None,
        revision: Revision::FIRST,
        snapshot: snapshot(uow, next, 1, now),
    };
    if !store::insert_route(uow, &route).await? {
        return Err(Failure::refused(key_taken(&label)));
    }
    store::insert_snapshot(uow, &route).await?;
    let outcome = (route.id, effect(None, &route, &environment.slug));
    let changes = Changes::of("route.created", &route)
        .on(about(served(&route.snapshot), &versions))
        .because(Some(&command.reason));
    Ok((changes, outcome))
}

fn key_taken(label: &str) -> Reason {
    Reason::new("key_taken", format!("{label} exists already.")).with("route", label)
}

/// A route that serves nothing yet.
const fn nothing() -> Request {
    Request {
        allocation: Vec::new(),
        fallbacks: None,
    }
}

fn default_salt(environment: &str, key: &str) -> String {
    let mut salt = format!("{environment}.{key}");
    salt.truncate(64);
    salt
}

pub(super) fn named(request: &Request) -> Vec<VersionId> {
    let fallbacks = request.fallbacks.iter().flatten().copied();
    let mut named: Vec<VersionId> = request
        .allocation
        .iter()
        .map(|(version, _)| *version)
        .chain(fallbacks)
        .collect();
    named.sort();
    named.dedup();
    named
}
