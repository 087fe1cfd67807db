//! The environments that a new installation has. They are rows: nothing else in the code names one.

use crate::domain::models::Stage;
use crate::domain::routes::{Environment, store};
use crate::ground::audit::{Changes, UnitOfWork};
use crate::ground::identity::Caller;
use crate::ground::kernel::{App, Failure, Revision};

/// Makes development, staging and production. Does nothing when there are environments.
///
/// # Errors
/// The database is away.
pub async fn install_environments(app: &App) -> Result<(), Failure> {
    let mut uow = UnitOfWork::begin(app, &Caller::system()).await?;
    crate::domain::access::store::lock_installation(&mut uow).await?;
    if !store::environments(uow.conn()).await?.is_empty() {
        return Ok(());
    }
    let now = uow.decide_at(&[]).await?;
    let environment = |uow: &UnitOfWork, slug: &str, position, requires_stage| Environment {
        id: uow.new_id(),
        slug: slug.into(),
        position,
        requires_stage,
        created_at: now,
        revision: Revision::FIRST,
    };
    let first = environment(&uow, "development", 1, Stage::Registered);
    let second = environment(&uow, "staging", 2, Stage::Staging);
    let third = environment(&uow, "production", 3, Stage::Production);
    for environment in [&first, &second, &third] {
        store::insert_environment(&mut uow, environment).await?;
    }
    let changes = Changes::of("environment.created", &first)
        .and("environment.created", &second)
        .and("environment.created", &third);
    uow.decided(changes, ()).commit().await
}
