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
    let mut uow = UnitOfWork::begin(app, caller).await?;
    let (changes, id) = create_team_in(&mut uow, caller, slug, name).await?;
    Ok(uow.decided(changes, id))
}

/// The same within a command that does more.
///
/// # Errors
/// As [`create_team`].
pub async fn create_team_in(
    uow: &mut UnitOfWork,
    caller: &Caller,
    slug: String,
    name: String,
) -> Result<(Changes, Team), Failure> {
    let problems = rules::team_problems(&slug, &name);
    if !problems.is_empty() {
        return Err(Failure::Invalid(problems));
    }
    caller.require(may::ManageTeams::PERMISSION, None, None)?;
    let now = uow.decide_at(&[]).await?;
    let team = Team {
        id: uow.new_id(),
        slug,
        name,
        created_at: now,
        hidden_at: None,
        revision: Revision::FIRST,
    };
    if !store::insert_team(uow, &team).await? {
        return Err(Failure::refused(
            Reason::new(
                "slug_taken",
                format!("A team {} exists; slugs are never given twice.", team.slug),
            )
            .with("slug", team.slug),
        ));
    }
    Ok((Changes::of("team.created", &team), team))
}
