//! What a policy would do, before it does: to what runs, and to what was decided. Reads only.

use sqlx::PgConnection;

use super::proposal::Draft;
use super::standing::unmet;
use crate::domain::models::{self, VersionRef};
use crate::domain::promotions::store::PastMove;
use crate::domain::promotions::{JudgedRequirement, PromotionFacts, rules, store};
use crate::ground::content;
use crate::ground::kernel::{Failure, Instant, PromotionId};

/// Running versions that a preview looks at, at most.
pub const RUNNING_MAX: i64 = 500;
/// Past moves that a preview looks at, at most.
pub const MOVES_MAX: i64 = 100;

/// A version that would not meet the policy where it runs.
#[derive(Debug)]
pub struct Lacking {
    /// Which version.
    pub version: VersionRef,
    /// What it lacks.
    pub unmet: Vec<JudgedRequirement>,
}

/// A move that the policy would not have let happen.
#[derive(Debug)]
pub struct Otherwise {
    /// The promotion.
    pub promotion: PromotionId,
    /// Its number.
    pub number: i32,
    /// Which version.
    pub version: VersionRef,
    /// What was missing then.
    pub unmet: Vec<JudgedRequirement>,
}

/// What a policy would do.
#[derive(Debug)]
pub struct Preview {
    /// Running versions that were looked at.
    pub running: usize,
    /// Those that lack something.
    pub lacking: Vec<Lacking>,
    /// Past moves that were looked at.
    pub moves: usize,
    /// Those that would have gone otherwise.
    pub otherwise: Vec<Otherwise>,
    /// Whether there are more versions or moves than were looked at.
    pub more: bool,
}

/// Holds a draft against what runs and against the last moves to its stage. A day from which it is enforced counts as
/// reached: the question is what will block then.
///
/// # Errors
/// The database is away.
pub async fn preview(
    conn: &mut PgConnection,
    mut draft: Draft,
    now: Instant,
) -> Result<Preview, Failure> {
    draft.policy.content.enforced_from = None;
    let running = store::running(&mut *conn, None, None, RUNNING_MAX).await?;
    let mut lacking = Vec::new();
    for id in &running {
        let unmet = unmet(&mut *conn, *id, Some(&draft), now).await?;
        if !unmet.is_empty() {
            lacking.push((*id, unmet));
        }
    }
    let target = draft.policy.content.applies.target;
    let moves = store::past_moves(&mut *conn, target, MOVES_MAX).await?;
    let mut otherwise = Vec::new();
    for past in &moves {
        let unmet = unmet_then(&mut *conn, &draft, past).await?;
        if !unmet.is_empty() {
            otherwise.push((past, unmet));
        }
    }
    let ids: Vec<_> = lacking
        .iter()
        .map(|(id, _)| *id)
        .chain(otherwise.iter().map(|(past, _)| past.version_id))
        .collect();
    let refs = models::store::version_refs(conn, &ids).await?;
    let named = |id| refs.iter().find(|one| one.id == id).cloned();
    Ok(Preview {
        more: i64::try_from(running.len()).is_ok_and(|count| count == RUNNING_MAX)
            || i64::try_from(moves.len()).is_ok_and(|count| count == MOVES_MAX),
        running: running.len(),
        moves: moves.len(),
        lacking: lacking
            .into_iter()
            .filter_map(|(id, unmet)| {
                let version = named(id)?;
                Some(Lacking { version, unmet })
            })
            .collect(),
        otherwise: otherwise
            .into_iter()
            .filter_map(|(past, unmet)| {
                Some(Otherwise {
                    promotion: past.id,
                    number: past.number,
                    version: named(past.version_id)?,
                    unmet,
                })
            })
            .collect(),
    })
}

/// What the draft would have missed in the facts that a move was decided on; nothing where it would not have guarded
/// it, or where the facts were deleted.
async fn unmet_then(
    conn: &mut PgConnection,
    draft: &Draft,
    past: &PastMove,
) -> Result<Vec<JudgedRequirement>, Failure> {
    let Some(digest) = past.facts() else {
        return Ok(Vec::new());
    };
    let Some((_, bytes)) = content::read(conn, &digest).await? else {
        return Ok(Vec::new());
    };
    let mut facts: PromotionFacts = serde_json::from_slice(&bytes)
        .map_err(|error| Failure::inconsistent(format!("facts {digest}: {error}")))?;
    let tags: Vec<models::Tag> = facts
        .candidate
        .tags
        .iter()
        .map(|(key, value)| models::Tag {
            key: key.clone(),
            value: value.clone(),
        })
        .collect();
    let content = &draft.policy.content;
    let covered = draft.team.is_none_or(|team| team == past.team_id);
    if !covered || !rules::guards(content, &facts.target, &past.team, &tags) {
        return Ok(Vec::new());
    }
    facts.target.languages.clone_from(&content.languages);
    rules::missing(&facts, std::slice::from_ref(&draft.policy))
}
