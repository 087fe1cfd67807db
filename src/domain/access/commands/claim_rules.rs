//! Claim rules.

use crate::domain::access::rules::{RULES_PER_ISSUER_MAX, claim_rule_problems};
use crate::domain::access::{ClaimRule, ClaimRuleState, rules, store};
use crate::ground::audit::{Changes, Decided, UnitOfWork};
use crate::ground::http::IfMatch;
use crate::ground::identity::claims::Condition;
use crate::ground::identity::{Caller, Permit, Role, may};
use crate::ground::kernel::{App, ClaimRuleId, Failure, FieldProblem, Reason, Revision, TeamId};

/// A rule to make.
#[derive(Debug)]
pub struct MakeClaimRule {
    /// What people call it.
    pub name: String,
    /// The exact `iss`.
    pub issuer: String,
    /// All of them hold.
    pub conditions: Vec<Condition>,
    /// The role that it gives.
    pub role: Role,
    /// On which team; `None`: everywhere.
    pub team: Option<TeamId>,
    /// In which environment; `None`: everywhere.
    pub environment: Option<String>,
}

/// Makes a rule; it lets machines in at once.
///
/// # Errors
/// A field is wrong, the name is taken, or the caller would give more than it holds.
pub async fn make_claim_rule(
    app: &App,
    caller: &Caller,
    command: MakeClaimRule,
) -> Result<Decided<ClaimRuleId>, Failure> {
    let mut uow = UnitOfWork::begin(app, caller).await?;
    let (changes, id) = make_claim_rule_in(app, &mut uow, caller, command).await?;
    Ok(uow.decided(changes, id))
}

/// The same within a command that does more.
///
/// # Errors
/// As [`make_claim_rule`].
pub async fn make_claim_rule_in(
    app: &App,
    uow: &mut UnitOfWork,
    caller: &Caller,
    command: MakeClaimRule,
) -> Result<(Changes, ClaimRuleId), Failure> {
    let mut problems = claim_rule_problems(&command.name, &command.conditions, command.role);
    let mut issuers = app.config.issuers.iter();
    if !issuers.any(|known| known.issuer == command.issuer) {
        problems.push(FieldProblem::new(
            "/issuer",
            "an issuer that the service is configured to trust",
        ));
    }
    if !problems.is_empty() {
        return Err(Failure::Invalid(problems));
    }
    may_manage(caller, command.role, command.team)?;
    super::existing_team(uow, command.team).await?;
    super::existing_environment(uow, command.environment.as_deref()).await?;
    if store::count_claim_rules(uow.conn(), &command.issuer).await? >= RULES_PER_ISSUER_MAX {
        return Err(Failure::refused(
            Reason::new(
                "too_many_rules",
                format!("An issuer has at most {RULES_PER_ISSUER_MAX} rules."),
            )
            .with("limit", RULES_PER_ISSUER_MAX),
        ));
    }
    let now = uow.decide_at(&[]).await?;
    let rule = ClaimRule {
        id: uow.new_id(),
        name: command.name,
        issuer: command.issuer,
        conditions: command.conditions,
        role: command.role,
        team_id: command.team,
        environment: command.environment,
        responsible_user: caller.responsible,
        state: ClaimRuleState::On,
        created_at: now,
        hidden_at: None,
        revision: Revision::FIRST,
    };
    if !store::insert_claim_rule(uow, &rule).await? {
        return Err(Failure::refused(
            Reason::new(
                "name_taken",
                format!("There is a claim rule named {} already.", rule.name),
            )
            .with("kind", "claim_rule")
            .with("name", rule.name),
        ));
    }
    let id = rule.id;
    Ok((Changes::of("claim_rule.made", &rule), id))
}

fn may_manage(caller: &Caller, role: Role, team: Option<TeamId>) -> Result<(), Failure> {
    caller.require(may::ManageClaimRules::PERMISSION, team, None)?;
    rules::may_give(caller, role, team).map_err(Failure::refused)
}

/// Says what a rule says from now on.
///
/// # Errors
/// A field is wrong, or the rule changed since.
pub async fn change_claim_rule(
    app: &App,
    caller: &Caller,
    id: ClaimRuleId,
    seen: IfMatch,
    conditions: Option<Vec<Condition>>,
    role: Option<Role>,
) -> Result<Decided<ClaimRuleId>, Failure> {
    let mut uow = UnitOfWork::begin(app, caller).await?;
    let (changes, id) = change_claim_rule_in(&mut uow, caller, id, seen, conditions, role).await?;
    Ok(uow.decided(changes, id))
}

/// The same within a command that does more.
///
/// # Errors
/// As [`change_claim_rule`].
pub async fn change_claim_rule_in(
    uow: &mut UnitOfWork,
    caller: &Caller,
    id: ClaimRuleId,
    seen: IfMatch,
    conditions: Option<Vec<Condition>>,
    role: Option<Role>,
) -> Result<(Changes, ClaimRuleId), Failure> {
    let mut rule = store::lock_claim_rule(uow, id).await?;
    rule.conditions = conditions.unwrap_or(rule.conditions);
    rule.role = role.unwrap_or(rule.role);
    may_manage(caller, rule.role, rule.team_id)?;
    seen.check(rule.revision)?;
    let problems = claim_rule_problems(&rule.name, &rule.conditions, rule.role);
    if !problems.is_empty() {
        return Err(Failure::Invalid(problems));
    }
    write(uow, rule, "claim_rule.changed", None).await
}

/// Turns a rule on or off. What it let in stays a member, and is nobody while no rule is on that admits it.
///
/// # Errors
/// It stands there already, or changed since.
pub async fn turn_claim_rule(
    app: &App,
    caller: &Caller,
    id: ClaimRuleId,
    seen: IfMatch,
    to: ClaimRuleState,
    reason: &str,
) -> Result<Decided<ClaimRuleId>, Failure> {
    let mut uow = UnitOfWork::begin(app, caller).await?;
    let (changes, id) = turn_claim_rule_in(&mut uow, caller, id, seen, to, reason).await?;
    Ok(uow.decided(changes, id))
}

/// The same within a command that does more.
///
/// # Errors
/// As [`turn_claim_rule`].
pub async fn turn_claim_rule_in(
    uow: &mut UnitOfWork,
    caller: &Caller,
    id: ClaimRuleId,
    seen: IfMatch,
    to: ClaimRuleState,
    reason: &str,
) -> Result<(Changes, ClaimRuleId), Failure> {
    let mut rule = store::lock_claim_rule(uow, id).await?;
    may_manage(caller, rule.role, rule.team_id)?;
    seen.check(rule.revision)?;
    if rule.state == to {
        return Err(Failure::refused(Reason::new(
            "claim_rule_state",
            "The rule stands there already.",
        )));
    }
    rule.state = to;
    let kind = match to {
        ClaimRuleState::On => "claim_rule.turned_on",
        ClaimRuleState::Off => "claim_rule.turned_off",
    };
    write(uow, rule, kind, Some(reason)).await
}

/// Hides a rule for good: it lets nobody in, and its name is free.
///
/// # Errors
/// The rule changed since.
pub async fn hide_claim_rule(
    app: &App,
    caller: &Caller,
    id: ClaimRuleId,
    seen: IfMatch,
    reason: &str,
) -> Result<Decided<ClaimRuleId>, Failure> {
    let mut uow = UnitOfWork::begin(app, caller).await?;
    let (changes, id) = hide_claim_rule_in(&mut uow, caller, id, seen, reason).await?;
    Ok(uow.decided(changes, id))
}

/// The same within a command that does more.
///
/// # Errors
/// As [`hide_claim_rule`].
pub async fn hide_claim_rule_in(
    uow: &mut UnitOfWork,
    caller: &Caller,
    id: ClaimRuleId,
    seen: IfMatch,
    reason: &str,
) -> Result<(Changes, ClaimRuleId), Failure> {
    let mut rule = store::lock_claim_rule(uow, id).await?;
    may_manage(caller, rule.role, rule.team_id)?;
    seen.check(rule.revision)?;
    let now = uow.decide_at(&[id.0]).await?;
    rule.hidden_at = Some(now);
    write(uow, rule, "claim_rule.hidden", Some(reason)).await
}

async fn write(
    uow: &mut UnitOfWork,
    mut rule: ClaimRule,
    kind: &'static str,
    reason: Option<&str>,
) -> Result<(Changes, ClaimRuleId), Failure> {
    uow.decide_at(&[rule.id.0]).await?;
    rule.revision = rule.revision.next();
    store::update_claim_rule(uow, &rule).await?;
    let id = rule.id;
    Ok((Changes::of(kind, &rule).because(reason), id))
}
