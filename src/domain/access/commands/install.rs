//! The first command of a new database: the service's own principal and the team `default`.

use crate::domain::access::{DEFAULT_TEAM, Principal, PrincipalState, Team, store};
use crate::ground::audit::{Changes, UnitOfWork};
use crate::ground::identity::{Caller, PrincipalKind, SYSTEM};
use crate::ground::kernel::{App, Failure, Revision};

/// Makes what every installation has. Does nothing when it is there.
///
/// # Errors
/// The database is away.
pub async fn install(app: &App) -> Result<(), Failure> {
    let mut uow = UnitOfWork::begin(app, &Caller::system()).await?;
    // Two first starts at once: the second waits here and then finds the team.
    store::lock_installation(&mut uow).await?;
    if store::team_of_slug(uow.conn(), DEFAULT_TEAM)
        .await?
        .is_some()
    {
        return Ok(());
    }
    let now = uow.decide_at(&[]).await?;
    let service = Principal {
        id: SYSTEM,
        kind: PrincipalKind::System,
        responsible_user: None,
        state: PrincipalState::Active,
        created_at: now,
        revision: Revision::FIRST,
    };
    let team = Team {
        id: uow.new_id(),
        slug: DEFAULT_TEAM.into(),
        name: "Default".into(),
        created_at: now,
        hidden_at: None,
        revision: Revision::FIRST,
    };
    store::insert_principal(&mut uow, &service, "Tenure", None).await?;
    store::insert_team(&mut uow, &team).await?;
    let changes = Changes::of("principal.created", &service).and("team.created", &team);
    uow.decided(changes, ()).commit().await
}
