//! Makes what is not there.

use std::collections::BTreeMap;

use crate::domain::access::commands::{
    MakeClaimRule, create_team_in, make_claim_rule_in, turn_claim_rule_in,
};
use crate::domain::access::{self, ClaimRuleState};
use crate::domain::evaluations::commands::{DefineSuite, define_suite_in};
use crate::domain::manifests::{
    ApplicationDocument, ClaimRuleDocument, Document, DocumentKind, Label, ModelDocument,
    PolicyDocument, RouteDocument, SuiteDocument, store,
};
use crate::domain::models::Tag;
use crate::domain::models::commands::{RegisterModel, register_model_in};
use crate::domain::promotions::PolicyState;
use crate::domain::promotions::commands::{create_policy_in, new_use, turn_policy_in};
use crate::domain::routes::commands::{
    CreateRoute, DefineApplication, create_route_in, define_application_in,
};
use crate::ground::audit::{Changes, UnitOfWork};
use crate::ground::http::IfMatch;
use crate::ground::identity::Caller;
use crate::ground::kernel::{App, ApplicationId, Failure, Revision, TeamId};

/// Makes what a document is about.
pub(super) async fn make(
    app: &App,
    uow: &mut UnitOfWork,
    caller: &Caller,
    wanted: &Document,
    reason: &str,
) -> Result<Changes, Failure> {
    match wanted.clone() {
        Document::Team(team) => Ok(create_team_in(uow, caller, team.slug, team.name).await?.0),
        Document::Model(model) => make_model(uow, caller, model).await,
        Document::Suite(suite) => make_suite(uow, caller, suite).await,
        Document::Application(application) => make_application(uow, caller, application).await,
        Document::Policy(policy) => make_policy(uow, caller, policy, reason).await,
        Document::Route(route) => make_route(uow, caller, route, reason).await,
        Document::ClaimRule(rule) => make_rule(app, uow, caller, rule, reason).await,
    }
}

async fn make_model(
    uow: &mut UnitOfWork,
    caller: &Caller,
    model: ModelDocument,
) -> Result<Changes, Failure> {
    let command = RegisterModel {
        team: Some(team(uow, &model.team).await?),
        name: model.name,
        description: model.description,
        tags: tags(model.tags.unwrap_or_default()),
    };
    Ok(register_model_in(uow, caller, command).await?.0)
}

async fn make_suite(
    uow: &mut UnitOfWork,
    caller: &Caller,
    suite: SuiteDocument,
) -> Result<Changes, Failure> {
    let command = DefineSuite {
        team: Some(team(uow, &suite.team).await?),
        name: suite.name,
        trust_class: suite.trust_class,
        language: suite.language,
        tasks: suite.tasks.unwrap_or_default(),
        description: suite.description,
        primary_metric: suite.primary_metric,
        metrics: suite.metrics.unwrap_or_default(),
    };
    Ok(define_suite_in(uow, caller, command).await?.0)
}

async fn make_application(
    uow: &mut UnitOfWork,
    caller: &Caller,
    application: ApplicationDocument,
) -> Result<Changes, Failure> {
    let command = DefineApplication {
        team: Some(team(uow, &application.team).await?),
        name: application.name,
        purpose: application.purpose,
        criticality: application.criticality,
        data_class: application.data_class,
        risk_tier: application.risk_tier,
        regulatory_class: application.regulatory_class,
        review_due: application.review_due,
    };
    Ok(define_application_in(uow, caller, command).await?.0)
}

async fn make_policy(
    uow: &mut UnitOfWork,
    caller: &Caller,
    policy: PolicyDocument,
    reason: &str,
) -> Result<Changes, Failure> {
    let owner = some_team(uow, policy.team.as_deref()).await?;
    let (made, id) = create_policy_in(uow, caller, owner, policy.name, policy.content).await?;
    if policy.state != Some(PolicyState::Off) {
        return Ok(made);
    }
    let first = IfMatch(Revision::FIRST);
    let (off, _) = turn_policy_in(uow, caller, id, first, PolicyState::Off, reason).await?;
    Ok(made.join(off))
}

async fn make_route(
    uow: &mut UnitOfWork,
    caller: &Caller,
    route: RouteDocument,
    reason: &str,
) -> Result<Changes, Failure> {
    let command = CreateRoute {
        application: application(uow, &route.team, &route.application).await?,
        environment: route.environment,
        key: route.key,
        salt: None,
        request: None,
        max_stale_seconds: None,
        reason: reason.into(),
    };
    Ok(create_route_in(uow, caller, new_use, command).await?.0)
}

async fn make_rule(
    app: &App,
    uow: &mut UnitOfWork,
    caller: &Caller,
    rule: ClaimRuleDocument,
    reason: &str,
) -> Result<Changes, Failure> {
    let command = MakeClaimRule {
        team: some_team(uow, rule.team.as_deref()).await?,
        name: rule.name,
        issuer: rule.issuer,
        conditions: rule.conditions,
        role: rule.role,
        environment: rule.environment,
    };
    let (made, id) = make_claim_rule_in(app, uow, caller, command).await?;
    if rule.state != Some(ClaimRuleState::Off) {
        return Ok(made);
    }
    let first = IfMatch(Revision::FIRST);
    let (off, _) = turn_claim_rule_in(uow, caller, id, first, ClaimRuleState::Off, reason).await?;
    Ok(made.join(off))
}

/// Tags as commands take them.
pub(super) fn tags(tags: BTreeMap<String, String>) -> Vec<Tag> {
    tags.into_iter()
        .map(|(key, value)| Tag { key, value })
        .collect()
}

async fn some_team(uow: &mut UnitOfWork, slug: Option<&str>) -> Result<Option<TeamId>, Failure> {
    match slug {
        Some(slug) => Ok(Some(team(uow, slug).await?)),
        None => Ok(None),
    }
}

async fn team(uow: &mut UnitOfWork, slug: &str) -> Result<TeamId, Failure> {
    access::store::team_of_slug(uow.conn(), slug)
        .await?
        .ok_or_else(|| Failure::invalid("/team", "the slug of a team that exists"))
}

async fn application(
    uow: &mut UnitOfWork,
    team: &str,
    name: &str,
) -> Result<ApplicationId, Failure> {
    let label = Label {
        kind: DocumentKind::Application,
        within: team.to_owned(),
        name: name.to_owned(),
    };
    let pick = store::Pick {
        labels: vec![&label],
        ..store::Pick::default()
    };
    let found = store::things(uow.conn(), &pick).await?;
    let visible = found.into_iter().find(|one| !one.hidden);
    visible
        .map(|one| ApplicationId(one.id))
        .ok_or_else(|| Failure::invalid("/application", "the name of an application of the team"))
}
