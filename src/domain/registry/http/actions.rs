//! What a caller may do with something that has a name, and if not, why: from the same rules as the commands.

use actix_web::web::Data;
use actix_web::{HttpResponse, get};

use crate::domain::names::NamedKind;
use crate::domain::names::rules::hidden;
use crate::domain::promotions::{PolicyState, rules as policies};
use crate::domain::registry::commands::{Offers, offers};
use crate::domain::registry::store::Brief;
use crate::domain::routes::rules as allocations;
use crate::domain::{promotions, routes};
use crate::ground::http::{Action, Actions, Path, action, page};
use crate::ground::identity::{Authorized, Caller, Permission, Permit, may};
use crate::ground::kernel::{
    App, ApplicationId, Failure, ModelId, PolicyId, Reason, RouteId, SuiteId,
};

/// Asks for a kind of thing who may change it, and whether it is hidden.
struct Asked<'a> {
    caller: &'a Caller,
    kind: NamedKind,
    brief: &'a Brief,
}

impl Asked<'_> {
    /// What a command refuses before its own rule is asked.
    fn first(&self, permission: Permission) -> Vec<Reason> {
        let environment = self.brief.environment.as_deref();
        let mut reasons = self
            .caller
            .lacking(permission, self.brief.team, environment);
        if self.brief.hidden_at.is_some() {
            reasons.push(hidden(self.kind, &self.brief.name));
        }
        reasons
    }

    /// The same, and what the command's own rule says of what is not hidden.
    fn then(&self, permission: Permission, rule: Option<Reason>) -> Vec<Reason> {
        let mut reasons = self.first(permission);
        if self.brief.hidden_at.is_none() {
            reasons.extend(rule);
        }
        reasons
    }

    fn action(&self, name: &str, tier: &str, permission: Permission) -> Action {
        action(name, tier, self.first(permission))
    }
}

/// Hide or unhide, whichever is left, and rename.
fn name_actions(offers: Offers, renames: bool) -> Vec<Action> {
    let mut actions = Vec::new();
    if renames {
        actions.push(action("rename", "R1", offers.rename));
    }
    actions.push(action("hide", "R1", offers.hide));
    actions.push(action("unhide", "R1", offers.unhide));
    actions
}

/// List what can be done with a model
#[utoipa::path(
    tag = "models",
    params(("model" = ModelId, Path, description = "The model's id.")),
    security(("token" = ["read"])),
    responses(
        (status = 200, description = "The actions.", body = Actions),
    )
)]
#[get("/models/{model}/actions")]
pub async fn model_actions(
    app: Data<App>,
    caller: Authorized<may::Read>,
    Path(id): Path<ModelId>,
) -> Result<HttpResponse, Failure> {
    let offers = offers(&app, &caller, NamedKind::Model, id.0).await?;
    let asked = Asked {
        caller: &caller,
        kind: NamedKind::Model,
        brief: &offers.brief,
    };
    let mut items = vec![
        asked.action("register_version", "R0", may::RegisterModels::PERMISSION),
        asked.action("relabel", "R0", may::RegisterModels::PERMISSION),
        asked.action("move_alias", "R1", may::RegisterModels::PERMISSION),
    ];
    items.extend(name_actions(offers, true));
    Ok(page(&Actions { items }))
}

/// List what can be done with an application
#[utoipa::path(
    tag = "applications",
    params(("application" = ApplicationId, Path, description = "The application's id.")),
    security(("token" = ["read"])),
    responses(
        (status = 200, description = "The actions.", body = Actions),
    )
)]
#[get("/applications/{application}/actions")]
pub async fn application_actions(
    app: Data<App>,
    caller: Authorized<may::Read>,
    Path(id): Path<ApplicationId>,
) -> Result<HttpResponse, Failure> {
    let offers = offers(&app, &caller, NamedKind::Application, id.0).await?;
    let asked = Asked {
        caller: &caller,
        kind: NamedKind::Application,
        brief: &offers.brief,
    };
    let mut items = vec![asked.action("relabel", "R0", may::ManageApplications::PERMISSION)];
    items.extend(name_actions(offers, true));
    Ok(page(&Actions { items }))
}

/// List what can be done with a suite
#[utoipa::path(
    tag = "evaluations",
    params(("suite" = SuiteId, Path, description = "The suite's id.")),
    security(("token" = ["read"])),
    responses(
        (status = 200, description = "The actions.", body = Actions),
    )
)]
#[get("/suites/{suite}/actions")]
pub async fn suite_actions(
    app: Data<App>,
    caller: Authorized<may::Read>,
    Path(id): Path<SuiteId>,
) -> Result<HttpResponse, Failure> {
    let offers = offers(&app, &caller, NamedKind::Suite, id.0).await?;
    let asked = Asked {
        caller: &caller,
        kind: NamedKind::Suite,
        brief: &offers.brief,
    };
    let mut items = vec![asked.action("relabel", "R0", may::ManageSuites::PERMISSION)];
    items.extend(name_actions(offers, true));
    Ok(page(&Actions { items }))
}

/// List what can be done with a policy
#[utoipa::path(
    tag = "policies",
    params(("policy" = PolicyId, Path, description = "The policy's id.")),
    security(("token" = ["read"])),
    responses(
        (status = 200, description = "The actions.", body = Actions),
    )
)]
#[get("/policies/{policy}/actions")]
pub async fn policy_actions(
    app: Data<App>,
    caller: Authorized<may::Read>,
    Path(id): Path<PolicyId>,
) -> Result<HttpResponse, Failure> {
    let state = promotions::store::policy(&mut *app.read().await?, id)
        .await?
        .state;
    let offers = offers(&app, &caller, NamedKind::Policy, id.0).await?;
    let asked = Asked {
        caller: &caller,
        kind: NamedKind::Policy,
        brief: &offers.brief,
    };
    let turn = |to| {
        let rule = policies::turn(state, to).err();
        asked.then(may::ManagePolicies::PERMISSION, rule)
    };
    let mut items = vec![
        asked.action("publish", "R1", may::ManagePolicies::PERMISSION),
        action("turn_on", "R1", turn(PolicyState::Active)),
        action("turn_off", "R1", turn(PolicyState::Off)),
    ];
    items.extend(name_actions(offers, true));
    Ok(page(&Actions { items }))
}

/// List what can be done with a route
#[utoipa::path(
    tag = "routes",
    params(("route" = RouteId, Path, description = "The route's id.")),
    security(("token" = ["read"])),
    responses(
        (status = 200, description = "The actions.", body = Actions),
    )
)]
#[get("/routes/{route}/actions")]
pub async fn route_actions(
    app: Data<App>,
    caller: Authorized<may::Read>,
    Path(id): Path<RouteId>,
) -> Result<HttpResponse, Failure> {
    let (_, snapshot) = routes::store::route(&mut *app.read().await?, id).await?;
    let offers = offers(&app, &caller, NamedKind::Route, id.0).await?;
    let asked = Asked {
        caller: &caller,
        kind: NamedKind::Route,
        brief: &offers.brief,
    };
    let name = &offers.brief.name;
    let switch = may::SwitchRoutes::PERMISSION;
    let no_earlier = (snapshot.seq == 1).then(|| allocations::snapshot_unknown(name, 0));
    let none_killed = snapshot
        .killed
        .is_empty()
        .then(|| allocations::not_killed(name));
    let mut items = vec![
        asked.action("switch", "R2", switch),
        asked.action("kill", "R2", may::KillVersions::PERMISSION),
        action("rollback", "R2", asked.then(switch, no_earlier)),
        action("revive", "R2", asked.then(switch, none_killed)),
        asked.action("pin", "R2", switch),
    ];
    items.extend(name_actions(offers, false));
    Ok(page(&Actions { items }))
}
