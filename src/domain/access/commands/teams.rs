//! Teams.

use crate::domain::access::{Team, rules, store};
use crate::ground::audit::{Changes, Decided, UnitOfWork};
use crate::ground::identity::{Caller, Permit, may};
use crate::ground::kernel::{App, Failure, Reason, Revision};

/// Creates a team.
///
/// # Errors
/// A field is wrong, or the slug was ever taken.
pub async fn create_team(
    app: &App,
    caller: &Caller,
    slug: String,
    name: String,
) -> Result<Decided<Team>, Failure> {
    let problems = rules::team_problems(&slug, &name);
    if !problems.is_empty() {
        return Err(Failure::Invalid(problems));
    }
    caller.require(may::ManageTeams::PERMISSION, None, None)?;
    let mut uow = UnitOfWork::begin(app, caller).await?;
    let now = uow.decide_at(&[]).await?;
    let team = Team {
        id: uow.new_id(),
        slug,
        name,
        created_at: now,
        hidden_at: None,
        revision: Revision::FIRST,
    };
    if !store::insert_team(&mut uow, &team).await? {
        return Err(Failure::refused(
            Reason::new(
                "slug_taken",
                format!("A team {} exists; slugs are never given twice.", team.slug),
            )
            .with("slug", team.slug),
        ));
    }
    Ok(uow.decided(Changes::of("team.created", &team), team))
}
