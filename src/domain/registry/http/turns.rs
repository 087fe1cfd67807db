//! Hide, unhide, rename over HTTP: the same three verbs for each kind of thing.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpResponse, post};
use serde::Deserialize;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::domain::evaluations::http::SuiteView;
use crate::domain::models::http::ModelView;
use crate::domain::names::NamedKind;
use crate::domain::promotions::http::PolicyView;
use crate::domain::registry::commands;
use crate::domain::routes::http::{ApplicationView, RouteView};
use crate::ground::audit::{Answer, Decided, Planned, planned};
use crate::ground::http::{DryRun, IfMatch, Json, Path, Query};
use crate::ground::identity::{Authorized, may};
use crate::ground::kernel::{App, ApplicationId, Failure, ModelId, PolicyId, RouteId, SuiteId};

/// Why it is hidden or shown again.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TurnWhy {
    /// Why: at least 10 characters.
    #[schema(min_length = 10)]
    reason: String,
}

/// Another name.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Rename {
    /// The name from now on.
    #[schema(example = "support-chat")]
    name: String,
    /// Why: at least 10 characters.
    #[schema(min_length = 10)]
    reason: String,
}

/// Answers the plan of a dry run, or commits and answers the entity.
async fn done<V: serde::Serialize>(
    decided: Result<Decided<Uuid>, Failure>,
    query: DryRun,
    view: impl AsyncFnOnce(&mut PgConnection) -> Result<Answer<V>, Failure>,
) -> Result<HttpResponse, Failure> {
    if query.dry_run {
        return planned(decided).await;
    }
    decided?
        .answer(StatusCode::OK, async |conn, _| view(conn).await)
        .await
}

macro_rules! hides {
    (
        $(#[$hide_doc:meta])* $hide:ident $hide_path:tt,
        $(#[$unhide_doc:meta])* $unhide:ident $unhide_path:tt,
        $tag:tt, $name:tt, $scope:tt, $kind:expr, $id:ty, $view:ty, $permit:ty
    ) => {
        $(#[$hide_doc])*
        #[utoipa::path(
            tag = $tag,
            params(
                ($name = $id, Path, description = "Its id."),
                ("If-Match" = String, Header, description = "The revision that was seen.", example = "\"1\""),
                DryRun,
            ),
            security(("token" = [$scope])),
            request_body = TurnWhy,
            responses(
                (status = 200, description = "As it is now; with `dry_run` what would change.", content(
                    ($view = "application/json"),
                    (Planned = "application/vnd.tenure.preview+json"),
                )),
            )
        )]
        #[post($hide_path)]
        pub async fn $hide(
            app: Data<App>,
            caller: Authorized<$permit>,
            Path(id): Path<$id>,
            seen: IfMatch,
            Query(query): Query<DryRun>,
            Json(body): Json<TurnWhy>,
        ) -> Result<HttpResponse, Failure> {
            let decided = commands::hide(&app, &caller, $kind, id.0, seen, &body.reason).await;
            done(decided, query, async |conn| <$view>::answer(&app, conn, id).await).await
        }

        $(#[$unhide_doc])*
        #[utoipa::path(
            tag = $tag,
            params(
                ($name = $id, Path, description = "Its id."),
                ("If-Match" = String, Header, description = "The revision that was seen.", example = "\"1\""),
                DryRun,
            ),
            security(("token" = [$scope])),
            request_body = TurnWhy,
            responses(
                (status = 200, description = "As it is now; with `dry_run` what would change.", content(
                    ($view = "application/json"),
                    (Planned = "application/vnd.tenure.preview+json"),
                )),
            )
        )]
        #[post($unhide_path)]
        pub async fn $unhide(
            app: Data<App>,
            caller: Authorized<$permit>,
            Path(id): Path<$id>,
            seen: IfMatch,
            Query(query): Query<DryRun>,
            Json(body): Json<TurnWhy>,
        ) -> Result<HttpResponse, Failure> {
            let decided = commands::unhide(&app, &caller, $kind, id.0, seen, &body.reason).await;
            done(decided, query, async |conn| <$view>::answer(&app, conn, id).await).await
        }
    };
}

macro_rules! renames {
    (
        $(#[$doc:meta])* $rename:ident $path:tt,
        $tag:tt, $name:tt, $scope:tt, $kind:expr, $id:ty, $view:ty, $permit:ty
    ) => {
        $(#[$doc])*
        #[utoipa::path(
            tag = $tag,
            params(
                ($name = $id, Path, description = "Its id."),
                ("If-Match" = String, Header, description = "The revision that was seen.", example = "\"1\""),
                DryRun,
            ),
            security(("token" = [$scope])),
            request_body = Rename,
            responses(
                (status = 200, description = "As it is now; with `dry_run` what would change.", content(
                    ($view = "application/json"),
                    (Planned = "application/vnd.tenure.preview+json"),
                )),
            )
        )]
        #[post($path)]
        pub async fn $rename(
            app: Data<App>,
            caller: Authorized<$permit>,
            Path(id): Path<$id>,
            seen: IfMatch,
            Query(query): Query<DryRun>,
            Json(body): Json<Rename>,
        ) -> Result<HttpResponse, Failure> {
            let Rename { name, reason } = body;
            let decided = commands::rename(&app, &caller, $kind, id.0, seen, &name, &reason).await;
            done(decided, query, async |conn| <$view>::answer(&app, conn, id).await).await
        }
    };
}

hides!(
    /// Hide a model
    ///
    /// Its name may be given again, lists leave it out, its history stays. Refused with everything that uses it: routes
    /// that serve, fall back to or pin a version of it, aliases, open promotions.
    hide_model "/models/{model}/hide",
    /// Unhide a model
    ///
    /// Refused when another model of the team was given its name meanwhile: rename one of them.
    unhide_model "/models/{model}/unhide",
    "models", "model", "model.register", NamedKind::Model, ModelId, ModelView, may::RegisterModels
);
renames!(
    /// Rename a model
    ///
    /// Its id, versions and history stay; a look-up by the old name says what it is called now.
    rename_model "/models/{model}/rename",
    "models", "model", "model.register", NamedKind::Model, ModelId, ModelView, may::RegisterModels
);
hides!(
    /// Hide an application
    ///
    /// Refused with everything that uses it: routes, open promotions, tokens that are bound to it.
    hide_application "/applications/{application}/hide",
    /// Unhide an application
    ///
    /// Refused when another application of the team was given its name meanwhile.
    unhide_application "/applications/{application}/unhide",
    "applications", "application", "application.manage", NamedKind::Application, ApplicationId, ApplicationView,
    may::ManageApplications
);
renames!(
    /// Rename an application
    ///
    /// Its id and history stay; a look-up by the old name says what it is called now.
    rename_application "/applications/{application}/rename",
    "applications", "application", "application.manage", NamedKind::Application, ApplicationId, ApplicationView,
    may::ManageApplications
);
hides!(
    /// Hide a suite
    ///
    /// Its evaluations stay where they are. Refused while the expressions of a policy in force name it.
    hide_suite "/suites/{suite}/hide",
    /// Unhide a suite
    ///
    /// Refused when another suite of the team was given its name meanwhile.
    unhide_suite "/suites/{suite}/unhide",
    "evaluations", "suite", "suite.manage", NamedKind::Suite, SuiteId, SuiteView, may::ManageSuites
);
renames!(
    /// Rename a suite
    ///
    /// Refused while the expressions of a policy in force name it: publish the policy with the new name first.
    rename_suite "/suites/{suite}/rename",
    "evaluations", "suite", "suite.manage", NamedKind::Suite, SuiteId, SuiteView, may::ManageSuites
);
hides!(
    /// Hide a policy
    ///
    /// Refused while it is in force: turn it off first. Decisions that were made under it keep naming it.
    hide_policy "/policies/{policy}/hide",
    /// Unhide a policy
    ///
    /// It comes back turned off. Refused when another policy was given its name meanwhile.
    unhide_policy "/policies/{policy}/unhide",
    "policies", "policy", "policy.manage", NamedKind::Policy, PolicyId, PolicyView, may::ManagePolicies
);
renames!(
    /// Rename a policy
    ///
    /// Its id, contents and decisions stay; a look-up by the old name says what it is called now.
    rename_policy "/policies/{policy}/rename",
    "policies", "policy", "policy.manage", NamedKind::Policy, PolicyId, PolicyView, may::ManagePolicies
);
hides!(
    /// Hide a route
    ///
    /// Its key may be given again; what ran on it stays on record. Refused while it serves, falls back or pins.
    hide_route "/routes/{route}/hide",
    /// Unhide a route
    ///
    /// It serves nothing until it is switched. Refused when its key was given again, or its application is hidden.
    unhide_route "/routes/{route}/unhide",
    "routes", "route", "route.switch", NamedKind::Route, RouteId, RouteView, may::SwitchRoutes
);
