//! Applications.

use chrono::NaiveDate;

use crate::domain::access::{self, DEFAULT_TEAM};
use crate::domain::models::rules::DESCRIPTION_BYTES_MAX;
use crate::domain::names::NamedKind;
use crate::domain::names::rules::hidden;
use crate::domain::routes::{Application, Criticality, DataClass, RiskTier, store};
use crate::ground::audit::{Changes, Decided, UnitOfWork};
use crate::ground::http::IfMatch;
use crate::ground::identity::{Caller, Permit, may};
use crate::ground::kernel::{
    App, ApplicationId, Failure, FieldProblem, Reason, Revision, TeamId, text_problem,
};

/// Describes a new application.
#[derive(Debug)]
pub struct DefineApplication {
    /// The team; `None`: the team `default`.
    pub team: Option<TeamId>,
    /// Its name.
    pub name: String,
    /// What it does.
    pub purpose: String,
    /// How much depends on it.
    pub criticality: Criticality,
    /// What data it handles.
    pub data_class: DataClass,
    /// What harm it can do.
    pub risk_tier: RiskTier,
    /// Free vocabulary.
    pub regulatory_class: Option<String>,
    /// When somebody looks at all this again.
    pub review_due: Option<NaiveDate>,
}

fn problems(name: &str, purpose: &str, class: Option<&str>) -> Vec<FieldProblem> {
    let name = if name.trim().is_empty() {
        Some(FieldProblem::new("/name", "a name that is not empty"))
    } else {
        text_problem(name, 255).map(|problem| FieldProblem::new("/name", problem.0))
    };
    let purpose = text_problem(purpose, DESCRIPTION_BYTES_MAX)
        .map(|problem| FieldProblem::new("/purpose", problem.0));
    let class = class
        .and_then(|class| text_problem(class, 255))
        .map(|problem| FieldProblem::new("/regulatory_class", problem.0));
    name.into_iter().chain(purpose).chain(class).collect()
}

/// Describes a new application.
///
/// # Errors
/// A field is wrong, or the name is taken.
pub async fn define_application(
    app: &App,
    caller: &Caller,
    command: DefineApplication,
) -> Result<Decided<ApplicationId>, Failure> {
    let mut uow = UnitOfWork::begin(app, caller).await?;
    let (changes, id) = define_application_in(&mut uow, caller, command).await?;
    Ok(uow.decided(changes, id))
}

/// The same within a command that does more.
///
/// # Errors
/// As [`define_application`].
pub async fn define_application_in(
    uow: &mut UnitOfWork,
    caller: &Caller,
    command: DefineApplication,
) -> Result<(Changes, ApplicationId), Failure> {
    let wrong = problems(
        &command.name,
        &command.purpose,
        command.regulatory_class.as_deref(),
    );
    if !wrong.is_empty() {
        return Err(Failure::Invalid(wrong));
    }
    let team = match command.team {
        Some(team) => Some(team),
        None => access::store::team_of_slug(uow.conn(), DEFAULT_TEAM).await?,
    };
    let team = team.ok_or_else(|| Failure::invalid("/team_id", "a team that exists"))?;
    if access::store::share_team(uow, team).await?.is_none() {
        return Err(Failure::invalid("/team_id", "a team that exists"));
    }
    caller.require(may::ManageApplications::PERMISSION, Some(team), None)?;
    let now = uow.decide_at(&[]).await?;
    let application = Application {
        id: uow.new_id(),
        team_id: team,
        name: command.name,
        purpose_digest: Some(uow.text("application.purpose", &command.purpose).await?),
        criticality: command.criticality,
        data_class: command.data_class,
        risk_tier: command.risk_tier,
        regulatory_class: command.regulatory_class,
        review_due: command.review_due,
        created_by: caller.principal,
        created_at: now,
        hidden_at: None,
        revision: Revision::FIRST,
    };
    if !store::insert_application(uow, &application).await? {
        return Err(Failure::refused(
            Reason::new(
                "name_taken",
                format!(
                    "The team already has an application named {}.",
                    application.name
                ),
            )
            .with("kind", "application")
            .with("name", application.name),
        ));
    }
    let id = application.id;
    Ok((Changes::of("application.created", &application), id))
}

/// Describes an application anew. `None` leaves a field as it is.
#[derive(Debug)]
pub struct RedescribeApplication {
    /// What it does.
    pub purpose: Option<String>,
    /// How much depends on it.
    pub criticality: Option<Criticality>,
    /// What data it handles.
    pub data_class: Option<DataClass>,
    /// What harm it can do.
    pub risk_tier: Option<RiskTier>,
    /// Free vocabulary.
    pub regulatory_class: Option<String>,
    /// When somebody looks at all this again.
    pub review_due: Option<NaiveDate>,
}

/// Describes an application anew.
///
/// # Errors
/// A field is wrong, or it changed since.
pub async fn redescribe_application(
    app: &App,
    caller: &Caller,
    id: ApplicationId,
    seen: IfMatch,
    command: RedescribeApplication,
) -> Result<Decided<ApplicationId>, Failure> {
    let mut uow = UnitOfWork::begin(app, caller).await?;
    let (changes, id) = redescribe_application_in(&mut uow, caller, id, seen, command).await?;
    Ok(uow.decided(changes, id))
}

/// The same within a command that does more.
///
/// # Errors
/// As [`redescribe_application`].
pub async fn redescribe_application_in(
    uow: &mut UnitOfWork,
    caller: &Caller,
    id: ApplicationId,
    seen: IfMatch,
    command: RedescribeApplication,
) -> Result<(Changes, ApplicationId), Failure> {
    let purpose = command.purpose.as_deref().unwrap_or_default();
    let wrong = problems("-", purpose, command.regulatory_class.as_deref());
    if !wrong.is_empty() {
        return Err(Failure::Invalid(wrong));
    }
    let mut application = store::lock_application(uow, id).await?;
    caller.require(
        may::ManageApplications::PERMISSION,
        Some(application.team_id),
        None,
    )?;
    if application.hidden_at.is_some() {
        let reason = hidden(NamedKind::Application, &application.name);
        return Err(Failure::refused(reason));
    }
    seen.check(application.revision)?;
    uow.decide_at(&[id.0]).await?;
    if let Some(purpose) = &command.purpose {
        application.purpose_digest = Some(uow.text("application.purpose", purpose).await?);
    }
    application.criticality = command.criticality.unwrap_or(application.criticality);
    application.data_class = command.data_class.unwrap_or(application.data_class);
    application.risk_tier = command.risk_tier.unwrap_or(application.risk_tier);
    application.regulatory_class = command.regulatory_class.or(application.regulatory_class);
    application.review_due = command.review_due.or(application.review_due);
    application.revision = application.revision.next();
    store::update_application(uow, &application).await?;
    Ok((Changes::of("application.relabelled", &application), id))
}
