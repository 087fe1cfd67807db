//! Saying which version a model's name means: for what waits, and by rule for what comes.

use crate::domain::evaluations::store::{WaitingModel, WaitingRow};
use crate::domain::evaluations::{MatchRule, rules, store};
use crate::ground::audit::{Changes, Decided, UnitOfWork};
use crate::ground::http::IfMatch;
use crate::ground::identity::{Caller, Permit, may};
use crate::ground::kernel::{
    App, EvaluationId, Failure, Instant, MatchRuleId, Reason, Remedy, Revision, Sha256, TeamId,
    VersionId,
};

/// Says which version the waiting evaluations of a file are of.
#[derive(Debug)]
pub struct Assign {
    /// The file.
    pub sha256: Sha256,
    /// Which of its models, as the file says it; `None`: the file does not say.
    pub model_ref: Option<String>,
    /// The version.
    pub version: VersionId,
    /// Whether other files that name the model so mean this version too: those that wait, and later ones.
    pub save_rule: bool,
}

/// Evaluations of other files that a command gives to a version at most; what is left keeps waiting.
pub const ALIKE_MAX: i64 = 1000;

/// Gives the waiting evaluations of a file to a version.
///
/// # Errors
/// Nothing waits there, the version has this file already, or does not exist.
pub async fn assign(
    app: &App,
    caller: &Caller,
    command: Assign,
) -> Result<Decided<Vec<EvaluationId>>, Failure> {
    let mut uow = UnitOfWork::begin(app, caller).await?;
    let team = store::share_version(&mut uow, command.version).await?;
    caller.require(may::ReportEvaluations::PERMISSION, Some(team), None)?;
    store::lock_suites(&mut uow, team).await?;
    let missing = || Failure::NotFound { kind: "evaluation" };
    let artefact = store::artefact_of(&mut uow, &command.sha256)
        .await?
        .ok_or_else(missing)?;
    let stored = store::from_file(&mut uow, team, artefact.id).await?;
    let named = |own: &Option<String>| {
        own.as_ref().or(artefact.model_ref.as_ref()) == command.model_ref.as_ref()
    };
    let of_model = || stored.iter().filter(|one| named(&one.model_ref));
    if of_model().any(|one| one.version_id == Some(command.version)) {
        let message = "The version has the results of this file already.";
        return Err(Failure::refused(
            Reason::new("already_stored", message).with("file", artefact.file_name.as_str()),
        ));
    }
    let mut ids: Vec<EvaluationId> = of_model()
        .filter(|one| one.version_id.is_none())
        .map(|one| one.id)
        .collect();
    if ids.is_empty() {
        return Err(missing());
    }
    if let (true, Some(name)) = (command.save_rule, &command.model_ref) {
        let alike = store::waiting_alike(&mut uow, &artefact, name, command.version, ALIKE_MAX);
        ids.extend(alike.await?);
    }
    let (now, mut changes) = given(&mut uow, &ids, command.version).await?;
    if command.save_rule {
        let Some(pattern) = command.model_ref else {
            let expected = "the name of a model, for a rule";
            return Err(Failure::invalid("/model_ref", expected));
        };
        let format = Some(artefact.format);
        let rule = saved(&mut uow, team, format, pattern, command.version, now).await?;
        changes = Some(super::added(changes, "match_rule.saved", &rule));
    }
    let changes = changes.ok_or_else(|| Failure::inconsistent("an assignment without a change"))?;
    Ok(uow.decided(changes, ids))
}

/// Gives waiting evaluations to a version, and says when that was decided.
async fn given(
    uow: &mut UnitOfWork,
    ids: &[EvaluationId],
    version: VersionId,
) -> Result<(Instant, Option<Changes>), Failure> {
    let rows = store::evaluations_by_id(uow.conn(), ids).await?;
    let tried = store::tried(uow.conn(), &[version]).await?;
    let entities: Vec<_> = ids.iter().map(|id| id.0).collect();
    let now = uow.decide_at(&entities).await?;
    let waiting = rows
        .into_iter()
        .map(|row| {
            let suite = row
                .suite
                .0
                .id
                .ok_or_else(|| Failure::inconsistent("a stored evaluation has a suite"))?;
            Ok((suite, row.evaluation.0))
        })
        .collect::<Result<Vec<_>, Failure>>()?;
    let mut changes = None;
    for evaluation in &rules::assign(waiting, version, &tried) {
        store::complete(uow, evaluation).await?;
        changes = Some(super::added(changes, "evaluation.assigned", evaluation));
    }
    Ok((now, changes))
}

/// Saves a rule.
#[derive(Debug)]
pub struct SaveRule {
    /// The team; `None`: that of the version.
    pub team: Option<TeamId>,
    /// Files of this format only.
    pub format: Option<String>,
    /// A model's name as files say it, or a glob.
    pub pattern: String,
    /// The version that is meant.
    pub version: VersionId,
    /// Whether what waits already and the rule fits is given to the version, too.
    pub take_waiting: bool,
}

/// A rule that was saved.
#[derive(Debug)]
pub struct SavedRule {
    /// The rule.
    pub id: MatchRuleId,
    /// What waited and has its version now, the first brought first.
    pub taken: Vec<WaitingRow>,
    /// Whether more waits than is taken at once.
    pub more: bool,
}

/// Saves a rule. It holds for files that come after it, and for what waits when it is told so: for models of which no
/// other rule holds.
///
/// # Errors
/// A field is wrong, the version is not one of the team, or there is such a rule.
pub async fn save_rule(
    app: &App,
    caller: &Caller,
    command: SaveRule,
) -> Result<Decided<SavedRule>, Failure> {
    let SaveRule {
        format,
        pattern,
        version,
        ..
    } = command;
    let problems = rules::rule_problems(format.as_deref(), &pattern);
    if !problems.is_empty() {
        return Err(Failure::Invalid(problems));
    }
    let mut uow = UnitOfWork::begin(app, caller).await?;
    let team = store::share_version(&mut uow, version).await?;
    caller.require(may::ReportEvaluations::PERMISSION, Some(team), None)?;
    if command.team.is_some_and(|named| named != team) {
        let expected = "a version of a model of the team";
        return Err(Failure::invalid("/version_id", expected));
    }
    store::lock_suites(&mut uow, team).await?;
    let (waits, more) = if command.take_waiting {
        fitting(&mut uow, team, (format.as_deref(), &pattern), version).await?
    } else {
        (Vec::new(), false)
    };
    let ids: Vec<EvaluationId> = waits.iter().flat_map(|one| one.ids.clone()).collect();
    let (now, changes) = given(&mut uow, &ids, version).await?;
    let rule = saved(&mut uow, team, format, pattern, version, now).await?;
    let changes = super::added(changes, "match_rule.saved", &rule);
    let saved = SavedRule {
        id: rule.id,
        taken: waits.into_iter().map(|one| one.row).collect(),
        more,
    };
    Ok(uow.decided(changes, saved))
}

/// What waits that a new rule would be the one to hold for, and whether more waits than is taken at once.
async fn fitting(
    uow: &mut UnitOfWork,
    team: TeamId,
    rule: (Option<&str>, &str),
    version: VersionId,
) -> Result<(Vec<WaitingModel>, bool), Failure> {
    let known = store::live_rules(uow, team).await?;
    let mut waits = store::waiting_like(uow, team, rule, version, ALIKE_MAX + 1).await?;
    let found = waits.len();
    waits.retain(|one| {
        let model = one.row.model_ref.as_deref();
        model.is_some_and(|model| rules::would_hold(&known, rule, &one.row.format, model))
    });
    let fitting = waits.len();
    let mut left = ALIKE_MAX;
    let fits = waits.iter().take_while(|one| {
        left -= one.row.evaluations;
        left >= 0
    });
    // A model of one file is taken as a whole, however much it is.
    let taken = fits.count().max(1);
    waits.truncate(taken);
    let more = waits.len() < fitting || i64::try_from(found).is_ok_and(|found| found > ALIKE_MAX);
    Ok((waits, more))
}

/// Writes a new rule.
async fn saved(
    uow: &mut UnitOfWork,
    team_id: TeamId,
    format: Option<String>,
    pattern: String,
    version_id: VersionId,
    created_at: Instant,
) -> Result<MatchRule, Failure> {
    let rule = MatchRule {
        id: MatchRuleId(uow.new_id()),
        team_id,
        format,
        pattern,
        version_id,
        created_at,
        hidden_at: None,
        revision: Revision::FIRST,
    };
    if store::insert_rule(uow, &rule).await? {
        return Ok(rule);
    }
    Err(Failure::refused(
        Reason::new(
            "rule_exists",
            format!("The team has a rule for {} already.", rule.pattern),
        )
        .with("pattern", rule.pattern.as_str())
        .remedy(Remedy::text("Retire that rule first.")),
    ))
}

/// Ends a rule. What it matched stays where it is.
///
/// # Errors
/// It does not exist, or changed since.
pub async fn retire_rule(
    app: &App,
    caller: &Caller,
    id: MatchRuleId,
    seen: IfMatch,
) -> Result<Decided<MatchRuleId>, Failure> {
    let mut uow = UnitOfWork::begin(app, caller).await?;
    let mut rule = store::lock_rule(&mut uow, id).await?;
    caller.require(may::ReportEvaluations::PERMISSION, Some(rule.team_id), None)?;
    seen.check(rule.revision)?;
    let now = uow.decide_at(&[id.0]).await?;
    rule.hidden_at = Some(now);
    rule.revision = rule.revision.next();
    store::retire_rule(&mut uow, &rule).await?;
    Ok(uow.decided(Changes::of("match_rule.retired", &rule), id))
}
