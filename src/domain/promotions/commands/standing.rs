//! What runs is held to the policies of its stage again: a requirement that holds no more opens a finding, and moves
//! nothing.

use chrono::Days;
use serde_json::{Map, Value, json};
use sqlx::PgConnection;

use super::proposal::{Draft, guarded};
use crate::domain::findings::{self, Finding, FindingState};
use crate::domain::models::{self, Basis};
use crate::domain::promotions::{JudgedRequirement, rules, store};
use crate::ground::audit::{Changes, Decided, UnitOfWork};
use crate::ground::identity::Caller;
use crate::ground::kernel::{App, Failure, Instant, Revision, TeamId, VersionId};

/// The finding that requirements are not met where a version runs.
const UNMET: &str = "requirements_unmet";
/// The finding that what was adopted has no evidence.
const NO_EVIDENCE: &str = "runs_without_evidence";
/// Days until an unmet requirement should be met.
const DUE_DAYS: u64 = 14;
/// Codes that a finding names at most; it says how many there are.
const CODES_MAX: usize = 10;

/// What a version does not meet where it runs now, each requirement once; of the policies in force, or of a draft.
///
/// # Errors
/// The version does not exist.
pub async fn unmet(
    conn: &mut PgConnection,
    version: VersionId,
    draft: Option<&Draft>,
    now: Instant,
) -> Result<Vec<JudgedRequirement>, Failure> {
    let mut all: Vec<JudgedRequirement> = Vec::new();
    for used in store::uses(&mut *conn, version).await? {
        let (stage, application) = (used.stage, Some(used.application));
        let (collected, policies) =
            guarded(&mut *conn, version, stage, application, draft, now).await?;
        for one in rules::unmet(&collected.facts, &policies)? {
            let told = all.iter().any(|other| {
                other.policy.id == one.policy.id && other.result.code == one.result.code
            });
            if !told {
                all.push(one);
            }
        }
    }
    Ok(all)
}

/// Opens, brings up to date or closes what is found about a version. Answers `None` when nothing changed.
///
/// # Errors
/// The version does not exist.
pub async fn recheck(app: &App, id: VersionId) -> Result<Option<Decided<VersionId>>, Failure> {
    let mut uow = UnitOfWork::begin(app, &Caller::system()).await?;
    let (version, team) = models::store::lock_version(&mut uow, id).await?;
    store::share_policies(&mut uow, team).await?;
    let open = findings::store::lock_open(&mut uow, UNMET, id.0).await?;
    let adopted = findings::store::lock_open(&mut uow, NO_EVIDENCE, id.0).await?;
    let entities: Vec<_> = open.iter().chain(&adopted).map(|one| one.id.0).collect();
    let now = uow.decide_at(&entities).await?;
    // What was recorded as already running stays where it is; policies are for its next move.
    let unmet = match version.basis {
        Basis::Adopted => Vec::new(),
        Basis::Registered | Basis::Promoted | Basis::Imported => {
            unmet(uow.conn(), id, None, now).await?
        }
    };
    let changes = Vec::from_iter(
        [
            step(&mut uow, open, id, team, &unmet, now).await?,
            measured(&mut uow, adopted, id, now).await?,
        ]
        .into_iter()
        .flatten(),
    );
    let mut changes = changes.into_iter();
    let Some((kind, first)) = changes.next() else {
        return Ok(None);
    };
    let all = changes.fold(Changes::of(kind, &first), |all, (kind, finding)| {
        all.and(kind, &finding)
    });
    Ok(Some(uow.decided(all, id)))
}

/// What becomes of the finding about unmet requirements.
async fn step(
    uow: &mut UnitOfWork,
    open: Option<Finding>,
    version: VersionId,
    team: TeamId,
    unmet: &[JudgedRequirement],
    now: Instant,
) -> Result<Option<(&'static str, Finding)>, Failure> {
    let params = params(unmet);
    match open {
        None if unmet.is_empty() => Ok(None),
        None => {
            let finding = Finding {
                id: uow.new_id(),
                kind: UNMET.into(),
                entity_kind: "version".into(),
                entity_id: version.0,
                team_id: team,
                params,
                due: now.0.date_naive().checked_add_days(Days::new(DUE_DAYS)),
                assignee: None,
                state: FindingState::Open,
                created_at: now,
                closed_at: None,
                revision: Revision::FIRST,
            };
            findings::store::insert(uow, &finding).await?;
            Ok(Some(("finding.opened", finding)))
        }
        Some(finding) if unmet.is_empty() => closed(uow, finding, now).await.map(Some),
        Some(finding) if finding.params == params => Ok(None),
        Some(mut finding) => {
            finding.params = params;
            finding.revision = finding.revision.next();
            findings::store::update(uow, &finding).await?;
            Ok(Some(("finding.changed", finding)))
        }
    }
}

/// What was adopted without evidence has some now.
async fn measured(
    uow: &mut UnitOfWork,
    open: Option<Finding>,
    version: VersionId,
    now: Instant,
) -> Result<Option<(&'static str, Finding)>, Failure> {
    let Some(finding) = open else { return Ok(None) };
    let facts = crate::domain::evaluations::store::facts(uow.conn(), version).await?;
    if facts.iter().any(|fact| fact.eligible) {
        closed(uow, finding, now).await.map(Some)
    } else {
        Ok(None)
    }
}

async fn closed(
    uow: &mut UnitOfWork,
    mut finding: Finding,
    now: Instant,
) -> Result<(&'static str, Finding), Failure> {
    finding.state = FindingState::Closed;
    finding.closed_at = Some(now);
    finding.revision = finding.revision.next();
    findings::store::update(uow, &finding).await?;
    Ok(("finding.closed", finding))
}

fn params(unmet: &[JudgedRequirement]) -> Map<String, Value> {
    let codes: Vec<&str> = unmet.iter().map(|one| one.result.code.as_str()).collect();
    let named = &codes[..codes.len().min(CODES_MAX)];
    Map::from_iter([
        ("count".to_owned(), json!(codes.len())),
        ("requirements".to_owned(), json!(named)),
    ])
}
