//! Policies.

use crate::domain::access;
use crate::domain::names::NamedKind;
use crate::domain::names::rules::hidden;
use crate::domain::promotions::{Policy, PolicyContent, PolicyState, PolicyVersion, rules, store};
use crate::ground::audit::{Changes, Decided, UnitOfWork};
use crate::ground::http::IfMatch;
use crate::ground::identity::{Caller, Permit, may};
use crate::ground::kernel::{
    App, Failure, FieldProblem, Instant, PolicyId, Reason, Revision, Sha256, TeamId,
    reason_problem, text_problem,
};

fn checked(content: &PolicyContent) -> Result<(), Failure> {
    let problems = rules::content_problems(content);
    if problems.is_empty() {
        Ok(())
    } else {
        Err(Failure::Invalid(problems))
    }
}

/// Nothing is done with what is hidden.
fn visible(policy: &Policy) -> Result<(), Failure> {
    match policy.hidden_at {
        Some(_) => Err(Failure::refused(hidden(NamedKind::Policy, &policy.name))),
        None => Ok(()),
    }
}

fn content_version(
    uow: &UnitOfWork,
    policy: &Policy,
    content: PolicyContent,
    caller: &Caller,
    now: Instant,
) -> Result<PolicyVersion, Failure> {
    let canonical = serde_json_canonicalizer::to_string(&content)
        .map_err(|error| Failure::inconsistent(format!("policy: {error}")))?;
    Ok(PolicyVersion {
        id: uow.new_id(),
        policy_id: policy.id,
        number: policy.number,
        content,
        digest: Sha256::of(canonical.as_bytes()),
        published_by: caller.principal,
        created_at: now,
        revision: Revision::FIRST,
    })
}

/// Creates a policy; its first content is in force at once.
///
/// # Errors
/// The content has problems, or the name is taken.
pub async fn create_policy(
    app: &App,
    caller: &Caller,
    team: Option<TeamId>,
    name: String,
    content: PolicyContent,
) -> Result<Decided<PolicyId>, Failure> {
    let mut uow = UnitOfWork::begin(app, caller).await?;
    let (changes, id) = create_policy_in(&mut uow, caller, team, name, content).await?;
    Ok(uow.decided(changes, id))
}

/// The same within a command that does more.
///
/// # Errors
/// As [`create_policy`].
pub async fn create_policy_in(
    uow: &mut UnitOfWork,
    caller: &Caller,
    team: Option<TeamId>,
    name: String,
    content: PolicyContent,
) -> Result<(Changes, PolicyId), Failure> {
    checked(&content)?;
    if name.trim().is_empty() || text_problem(&name, 255).is_some() {
        return Err(Failure::Invalid(vec![FieldProblem::new(
            "/name",
            "1 to 255 bytes",
        )]));
    }
    caller.require(may::ManagePolicies::PERMISSION, team, None)?;
    if let Some(team) = team
        && access::store::share_team(uow, team).await?.is_none()
    {
        return Err(Failure::invalid("/team_id", "a team that exists"));
    }
    let now = uow.decide_at(&[]).await?;
    let policy = Policy {
        id: uow.new_id(),
        team_id: team,
        name,
        state: PolicyState::Active,
        number: 1,
        created_at: now,
        hidden_at: None,
        revision: Revision::FIRST,
    };
    if !store::insert_policy(uow, &policy).await? {
        return Err(Failure::refused(
            Reason::new(
                "name_taken",
                format!("There is a policy named {} already.", policy.name),
            )
            .with("kind", "policy")
            .with("name", policy.name),
        ));
    }
    let version = content_version(uow, &policy, content, caller, now)?;
    store::insert_policy_version(uow, &version).await?;
    let id = policy.id;
    let changes = Changes::of("policy.created", &policy).and("policy_version.published", &version);
    Ok((changes, id))
}

/// Publishes a new content; decisions from now on are judged by it.
///
/// # Errors
/// The content has problems, or the policy changed since.
pub async fn publish_policy(
    app: &App,
    caller: &Caller,
    id: PolicyId,
    seen: IfMatch,
    content: PolicyContent,
) -> Result<Decided<PolicyId>, Failure> {
    let mut uow = UnitOfWork::begin(app, caller).await?;
    let (changes, id) = publish_policy_in(&mut uow, caller, id, seen, content).await?;
    Ok(uow.decided(changes, id))
}

/// The same within a command that does more.
///
/// # Errors
/// As [`publish_policy`].
pub async fn publish_policy_in(
    uow: &mut UnitOfWork,
    caller: &Caller,
    id: PolicyId,
    seen: IfMatch,
    content: PolicyContent,
) -> Result<(Changes, PolicyId), Failure> {
    checked(&content)?;
    let mut policy = store::lock_policy(uow, id).await?;
    caller.require(may::ManagePolicies::PERMISSION, policy.team_id, None)?;
    visible(&policy)?;
    seen.check(policy.revision)?;
    let now = uow.decide_at(&[id.0]).await?;
    policy.number += 1;
    policy.revision = policy.revision.next();
    let version = content_version(uow, &policy, content, caller, now)?;
    store::insert_policy_version(uow, &version).await?;
    store::update_policy(uow, &policy).await?;
    let changes =
        Changes::of("policy.published", &policy).and("policy_version.published", &version);
    Ok((changes, id))
}

/// Turns a policy on or off.
///
/// # Errors
/// It stands there already, or changed since.
pub async fn turn_policy(
    app: &App,
    caller: &Caller,
    id: PolicyId,
    seen: IfMatch,
    to: PolicyState,
    reason: &str,
) -> Result<Decided<PolicyId>, Failure> {
    let mut uow = UnitOfWork::begin(app, caller).await?;
    let (changes, id) = turn_policy_in(&mut uow, caller, id, seen, to, reason).await?;
    Ok(uow.decided(changes, id))
}

/// The same within a command that does more.
///
/// # Errors
/// As [`turn_policy`].
pub async fn turn_policy_in(
    uow: &mut UnitOfWork,
    caller: &Caller,
    id: PolicyId,
    seen: IfMatch,
    to: PolicyState,
    reason: &str,
) -> Result<(Changes, PolicyId), Failure> {
    if let Some(problem) = reason_problem(reason) {
        return Err(Failure::Invalid(vec![problem]));
    }
    let mut policy = store::lock_policy(uow, id).await?;
    caller.require(may::ManagePolicies::PERMISSION, policy.team_id, None)?;
    visible(&policy)?;
    seen.check(policy.revision)?;
    rules::turn(policy.state, to).map_err(Failure::refused)?;
    uow.decide_at(&[id.0]).await?;
    policy.state = to;
    policy.revision = policy.revision.next();
    store::update_policy(uow, &policy).await?;
    let kind = match to {
        PolicyState::Active => "policy.turned_on",
        PolicyState::Off => "policy.turned_off",
    };
    Ok((Changes::of(kind, &policy).because(Some(reason)), id))
}
