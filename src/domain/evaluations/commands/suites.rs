//! Defining suites and saying what they are.

use super::team;
use crate::domain::evaluations::rules::{SuiteFields, check_suite};
use crate::domain::evaluations::{Suite, SuiteMetric, TrustClass, store};
use crate::domain::names::NamedKind;
use crate::domain::names::rules::hidden;
use crate::ground::audit::{Changes, Decided, UnitOfWork};
use crate::ground::http::IfMatch;
use crate::ground::identity::{Caller, Permit, may};
use crate::ground::kernel::{App, Failure, Reason, Remedy, Revision, SuiteId, TeamId, TextDigest};

/// Defines a suite.
#[derive(Debug)]
pub struct DefineSuite {
    /// The team; `None`: the team `default`.
    pub team: Option<TeamId>,
    /// Its name.
    pub name: String,
    /// What its numbers may be used for.
    pub trust_class: TrustClass,
    /// Its language.
    pub language: Option<String>,
    /// Names or globs of the tasks that belong to it.
    pub tasks: Vec<String>,
    /// What it is.
    pub description: Option<String>,
    /// The metric to show first.
    pub primary_metric: Option<String>,
    /// What its metrics mean.
    pub metrics: Vec<SuiteMetric>,
}

/// Defines a suite.
///
/// # Errors
/// A field is wrong, the team does not exist, or the name is taken.
pub async fn define_suite(
    app: &App,
    caller: &Caller,
    command: DefineSuite,
) -> Result<Decided<SuiteId>, Failure> {
    let mut uow = UnitOfWork::begin(app, caller).await?;
    let (changes, id) = define_suite_in(&mut uow, caller, command).await?;
    Ok(uow.decided(changes, id))
}

/// The same within a command that does more.
///
/// # Errors
/// As [`define_suite`].
pub async fn define_suite_in(
    uow: &mut UnitOfWork,
    caller: &Caller,
    command: DefineSuite,
) -> Result<(Changes, SuiteId), Failure> {
    let checked = check_suite(&SuiteFields {
        name: Some(&command.name),
        tasks: Some(&command.tasks),
        language: command.language.as_deref(),
        description: command.description.as_deref(),
        primary_metric: command.primary_metric.as_deref(),
        metrics: Some(&command.metrics),
    })
    .map_err(Failure::Invalid)?;
    let team = team(uow, command.team).await?;
    caller.require(may::ManageSuites::PERMISSION, Some(team), None)?;
    store::lock_suites(uow, team).await?;
    let now = uow.decide_at(&[]).await?;
    let suite = Suite {
        id: uow.new_id(),
        team_id: team,
        name: command.name,
        trust_class: command.trust_class,
        language: checked.language.flatten(),
        tasks: checked.tasks.unwrap_or_default(),
        primary_metric: command.primary_metric.filter(|name| !name.is_empty()),
        metrics: checked.metrics.unwrap_or_default(),
        description_digest: match &command.description {
            Some(text) => described(uow, text).await?,
            None => None,
        },
        created_at: now,
        hidden_at: None,
        revision: Revision::FIRST,
    };
    if !store::insert_suite(uow, &suite).await? {
        return Err(Failure::refused(
            Reason::new(
                "name_taken",
                format!("The team already has a suite named {}.", suite.name),
            )
            .with("kind", "suite")
            .with("name", suite.name)
            .remedy(Remedy::text("Change that suite, or choose another name.")),
        ));
    }
    let id = suite.id;
    Ok((Changes::of("suite.created", &suite), id))
}

/// Changes what is said about a suite. `None` leaves a field as it is; an empty text takes it away.
#[derive(Debug)]
pub struct Relabel {
    /// What its numbers may be used for.
    pub trust_class: Option<TrustClass>,
    /// Its language.
    pub language: Option<String>,
    /// Its tasks, all of them.
    pub tasks: Option<Vec<String>>,
    /// What it is.
    pub description: Option<String>,
    /// The metric to show first.
    pub primary_metric: Option<String>,
    /// What its metrics mean, all of them.
    pub metrics: Option<Vec<SuiteMetric>>,
}

/// Changes what is said about a suite. Evaluations that it has already keep belonging to it.
///
/// # Errors
/// A field is wrong, or the suite changed since.
pub async fn relabel_suite(
    app: &App,
    caller: &Caller,
    id: SuiteId,
    seen: IfMatch,
    command: Relabel,
) -> Result<Decided<SuiteId>, Failure> {
    let mut uow = UnitOfWork::begin(app, caller).await?;
    let (changes, id) = relabel_suite_in(&mut uow, caller, id, seen, command).await?;
    Ok(uow.decided(changes, id))
}

/// The same within a command that does more.
///
/// # Errors
/// As [`relabel_suite`].
pub async fn relabel_suite_in(
    uow: &mut UnitOfWork,
    caller: &Caller,
    id: SuiteId,
    seen: IfMatch,
    command: Relabel,
) -> Result<(Changes, SuiteId), Failure> {
    let checked = check_suite(&SuiteFields {
        name: None,
        tasks: command.tasks.as_deref(),
        language: command.language.as_deref(),
        description: command.description.as_deref(),
        primary_metric: command.primary_metric.as_deref(),
        metrics: command.metrics.as_deref(),
    })
    .map_err(Failure::Invalid)?;
    let team = store::team_of_suite(uow, id).await?;
    store::lock_suites(uow, team).await?;
    let mut suite = store::lock_suite(uow, id).await?;
    caller.require(may::ManageSuites::PERMISSION, Some(suite.team_id), None)?;
    if suite.hidden_at.is_some() {
        return Err(Failure::refused(hidden(NamedKind::Suite, &suite.name)));
    }
    seen.check(suite.revision)?;
    uow.decide_at(&[id.0]).await?;
    if let Some(trust_class) = command.trust_class {
        suite.trust_class = trust_class;
    }
    if let Some(language) = checked.language {
        suite.language = language;
    }
    if let Some(tasks) = checked.tasks {
        suite.tasks = tasks;
    }
    if let Some(name) = command.primary_metric {
        suite.primary_metric = Some(name).filter(|name| !name.is_empty());
    }
    if let Some(metrics) = checked.metrics {
        suite.metrics = metrics;
    }
    if let Some(text) = &command.description {
        suite.description_digest = described(uow, text).await?;
    }
    suite.revision = suite.revision.next();
    store::update_suite(uow, &suite).await?;
    Ok((Changes::of("suite.relabelled", &suite), id))
}

async fn described(uow: &mut UnitOfWork, text: &str) -> Result<Option<TextDigest>, Failure> {
    if text.is_empty() {
        Ok(None)
    } else {
        Ok(Some(uow.text("suite.description", text).await?))
    }
}
