//! Things that have a name, as a command finds them, and as an answer reads them.

use sqlx::PgConnection;
use uuid::Uuid;

use crate::domain::names::NamedKind;
use crate::domain::registry::Subject;
use crate::domain::{evaluations, models, promotions, routes};
use crate::ground::audit::UnitOfWork;
use crate::ground::kernel::{
    ApplicationId, Failure, Instant, ModelId, PolicyId, RouteId, SuiteId, TeamId,
};

/// Locks something for writing, with everything that could begin to use it meanwhile.
///
/// # Errors
/// It does not exist.
pub async fn lock(uow: &mut UnitOfWork, kind: NamedKind, id: Uuid) -> Result<Subject, Failure> {
    Ok(match kind {
        NamedKind::Model => {
            let model = models::store::lock_model(uow, ModelId(id)).await?;
            // A route or a promotion that wants one of its versions waits, and then finds what was decided.
            sqlx::query_scalar!(
                "select id from version where model_id = $1 order by id for no key update",
                id,
            )
            .fetch_all(uow.conn())
            .await?;
            Subject::Model(model)
        }
        NamedKind::Application => {
            Subject::Application(routes::store::lock_application(uow, ApplicationId(id)).await?)
        }
        NamedKind::Suite => {
            let team = evaluations::store::team_of_suite(uow, SuiteId(id)).await?;
            evaluations::store::lock_suites(uow, team).await?;
            let suite = evaluations::store::lock_suite(uow, SuiteId(id)).await?;
            promotions::store::share_policies(uow, team).await?;
            Subject::Suite(suite)
        }
        NamedKind::Policy => {
            Subject::Policy(promotions::store::lock_policy(uow, PolicyId(id)).await?)
        }
        NamedKind::Route => {
            let locked = routes::store::lock_route(uow, RouteId(id)).await?;
            routes::store::share_application(uow, locked.route.application_id).await?;
            Subject::Route {
                route: Box::new(locked.route),
                environment: locked.environment,
            }
        }
    })
}

/// As much of something as a decision about its name reads.
#[derive(Debug, Clone)]
pub struct Brief {
    /// Its name; of a route `production/support-bot`.
    pub name: String,
    /// Who owns it; `None`: the installation.
    pub team: Option<TeamId>,
    /// The environment's slug of a route.
    pub environment: Option<String>,
    /// Since when it is hidden.
    pub hidden_at: Option<Instant>,
    /// The application of a route, when that is hidden.
    pub hidden_owner: Option<String>,
}

/// Reads it, hidden or not.
///
/// # Errors
/// It does not exist.
pub async fn brief(conn: &mut PgConnection, kind: NamedKind, id: Uuid) -> Result<Brief, Failure> {
    sqlx::query_as!(
        Brief,
        r#"
        select b.name as "name!", b.team as "team: TeamId", b.environment, b.hidden_at as "hidden_at: Instant",
               b.hidden_owner
          from (
            select name, team_id as team, null as environment, hidden_at, null as hidden_owner
              from model where $1 = 'model' and id = $2
             union all
            select name, team_id, null, hidden_at, null from application where $1 = 'application' and id = $2
             union all
            select name, team_id, null, hidden_at, null from suite where $1 = 'suite' and id = $2
             union all
            select name, team_id, null, hidden_at, null from policy where $1 = 'policy' and id = $2
             union all
            select e.slug || '/' || r.key, r.team_id, e.slug, r.hidden_at,
                   case when a.hidden_at is not null then a.name end
              from route r
              join environment e on e.id = r.environment_id
              join application a on a.id = r.application_id
             where $1 = 'route' and r.id = $2
          ) b
        "#,
        kind.as_str(),
        id,
    )
    .fetch_optional(conn)
    .await?
    .ok_or(Failure::NotFound { kind: kind.as_str() })
}
