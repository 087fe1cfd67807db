//! What uses something, over HTTP.

use actix_web::web::Data;
use actix_web::{HttpResponse, get};
use serde::Serialize;
use uuid::Uuid;

use crate::domain::names::{NamedKind, Used};
use crate::domain::registry::store;
use crate::ground::http::{Path, page};
use crate::ground::identity::{Authorized, may};
use crate::ground::kernel::{App, ApplicationId, Failure, ModelId, PolicyId, RouteId, SuiteId};

/// Everything that uses something.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Uses {
    /// The uses; at most 200.
    pub items: Vec<Used>,
    /// Always null.
    pub next_page_token: Option<String>,
}

async fn list(app: &App, kind: NamedKind, id: Uuid) -> Result<HttpResponse, Failure> {
    let mut conn = app.read().await?;
    store::brief(&mut conn, kind, id).await?;
    Ok(page(&Uses {
        items: store::uses(&mut conn, kind, id).await?,
        next_page_token: None,
    }))
}

macro_rules! lists {
    ($(#[$doc:meta])* $list:ident $path:tt, $tag:tt, $name:tt, $kind:expr, $id:ty) => {
        $(#[$doc])*
        #[utoipa::path(
            tag = $tag,
            params(($name = $id, Path, description = "Its id.")),
            security(("token" = ["read"])),
            responses(
                (status = 200, description = "What uses it.", body = Uses),
            )
        )]
        #[get($path)]
        pub async fn $list(
            app: Data<App>,
            _caller: Authorized<may::Read>,
            Path(id): Path<$id>,
        ) -> Result<HttpResponse, Failure> {
            list(&app, $kind, id.0).await
        }
    };
}

lists!(
    /// List what uses a model
    ///
    /// Routes that serve, fall back to or pin a version of it, aliases, open promotions.
    list_model_uses "/models/{model}/uses", "models", "model", NamedKind::Model, ModelId
);
lists!(
    /// List what uses an application
    ///
    /// Routes, open promotions, tokens.
    list_application_uses "/applications/{application}/uses", "applications", "application",
    NamedKind::Application, ApplicationId
);
lists!(
    /// List what uses a suite
    ///
    /// Policies in force whose expressions name it.
    list_suite_uses "/suites/{suite}/uses", "evaluations", "suite", NamedKind::Suite, SuiteId
);
lists!(
    /// List what uses a policy
    ///
    /// The policy itself, while it is in force.
    list_policy_uses "/policies/{policy}/uses", "policies", "policy", NamedKind::Policy, PolicyId
);
lists!(
    /// List what a route uses
    ///
    /// The versions that it serves, falls back to or pins.
    list_route_uses "/routes/{route}/uses", "routes", "route", NamedKind::Route, RouteId
);
