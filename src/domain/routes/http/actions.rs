//! What a caller may do with a route, and if not, why: from the same rules as the commands.

use actix_web::web::Data;
use actix_web::{HttpResponse, get};
use serde::Serialize;

use crate::domain::routes::store;
use crate::ground::http::{Path, page};
use crate::ground::identity::{Authorized, Caller, Permission, Permit, may};
use crate::ground::kernel::{App, Failure, Reason, Remedy, RouteId, TeamId};

/// Something that can be done.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Action {
    /// `request_promotion_production`, `archive`, `approve` ...
    #[schema(example = "request_promotion_production")]
    pub action: String,
    /// `R1` permission or plan, `R2` serving, `R3` no way back.
    #[schema(example = "R1")]
    pub tier: String,
    /// Whether it may be done now, by this caller.
    pub allowed: bool,
    /// Why not: the first reason.
    pub refusal: Option<Reason>,
}

/// Everything that can be done.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Actions {
    /// The actions.
    pub items: Vec<Action>,
}

/// An action with the first reason against it.
#[must_use]
pub fn action(name: &str, tier: &str, mut reasons: Vec<Reason>) -> Action {
    let refusal = if reasons.is_empty() {
        None
    } else {
        Some(reasons.remove(0))
    };
    Action {
        action: name.into(),
        tier: tier.into(),
        allowed: refusal.is_none(),
        refusal,
    }
}

/// Why a caller may not, for want of a role; empty when it may.
#[must_use]
pub fn permitted(
    caller: &Caller,
    permission: Permission,
    team: TeamId,
    environment: Option<&str>,
) -> Vec<Reason> {
    if caller.may(permission, Some(team), environment) {
        return Vec::new();
    }
    let roles: Vec<&str> = permission.roles.iter().map(|role| role.as_str()).collect();
    vec![
        Reason::new(
            "not_permitted",
            format!("This needs the role {} on the team.", roles.join(" or ")),
        )
        .with("permission", permission.name)
        .remedy(Remedy::text(
            "Ask somebody who holds it, or an administrator.",
        )),
    ]
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
    let (row, snapshot) = store::route(&mut *app.read().await?, id).await?;
    let (team, environment) = (row.team.0.id, Some(row.environment.as_str()));
    let switch = || permitted(&caller, may::SwitchRoutes::PERMISSION, team, environment);
    let name = format!("{}/{}", row.environment, row.key);
    let mut kill = permitted(&caller, may::KillVersions::PERMISSION, team, environment);
    if snapshot.runs.0.is_empty() {
        kill.push(Reason::new(
            "nothing_served",
            format!("{name} serves nothing."),
        ));
    }
    let mut rollback = switch();
    if snapshot.seq == 1 {
        rollback.push(Reason::new(
            "snapshot_unknown",
            format!("{name} has no earlier allocation."),
        ));
    }
    let mut revive = switch();
    if snapshot.killed.is_empty() {
        revive.push(Reason::new(
            "not_killed",
            format!("Nothing is killed on {name}."),
        ));
    }
    let items = vec![
        action("switch", "R2", switch()),
        action("kill", "R2", kill),
        action("rollback", "R2", rollback),
        action("revive", "R2", revive),
        action("pin", "R2", switch()),
    ];
    Ok(page(&Actions { items }))
}
