//! A promotion with all that its decision stands on, as of a position.

use serde::de::DeserializeOwned;
use sqlx::PgConnection;
use uuid::Uuid;

use super::as_of::{states, texts};
use super::raw::artefact_ids;
use super::related::{Related, related};
use super::story::{EVENTS_MAX, story};
use crate::domain::evaluations::{Artefact, Evaluation};
use crate::domain::evidence_pack::{Dossier, Given, Replayed, Said, StoryEvent};
use crate::domain::models::Version;
use crate::domain::overview::{self, Labels};
use crate::domain::promotions::commands::read_proposal;
use crate::domain::promotions::{
    self, Approval, Comment, PolicyInForce, Promotion, PromotionFacts, PromotionState, Verdict,
    Waiver, rules,
};
use crate::domain::routes::http::{ServingRow, serving_rows};
use crate::domain::routes::store::{RecordFilter, record};
use crate::ground::audit::LogHead;
use crate::ground::content;
use crate::ground::kernel::{ApprovalId, Failure, Instant, PromotionId, Sha256};

/// Evaluations of a pack at most.
const EVALUATIONS_MAX: usize = 1000;
/// Allocations that are told as the effect of a promotion at most.
const SERVING_MAX: i64 = 100;

/// What was judged, and the judge's words.
struct Judged {
    verdict: Verdict,
    verdict_json: String,
    facts: PromotionFacts,
    facts_json: String,
    policies: Vec<PolicyInForce>,
    replayed: Option<Replayed>,
    /// Approvals whose givers do not review for the team any more. Of a decided one those count that counted when it
    /// was decided, whatever became of their givers.
    role_lost: Vec<ApprovalId>,
}

/// Everything about a promotion as of a position. Of one that was not decided there, only the end of the log can be
/// told: what would be judged is not kept. `head`: the end of the log, which `conn` shows and nothing beyond it.
///
/// # Errors
/// The log did not know it yet; it was not decided yet at an earlier position than the end; its facts were deleted.
pub async fn dossier(
    conn: &mut PgConnection,
    id: PromotionId,
    known: LogHead,
    head: LogHead,
) -> Result<Dossier, Failure> {
    let at = known.position;
    let promotion = one::<Promotion>(conn, id.0, at, "promotion").await?;
    let version = one::<Version>(conn, promotion.version_id.0, at, "version").await?;
    let judged = if promotion.state.is_final() {
        decided(conn, &promotion).await?
    } else if at == head.position {
        undecided(conn, &promotion, known.integrated_at).await?
    } else {
        // What would have been judged then is not kept.
        let expected = "no position, or one at which the promotion was decided";
        return Err(Failure::malformed("known", expected));
    };
    let related = related(conn, id).await?;
    let events = story(conn, id, None, at, EVENTS_MAX + 1).await?;
    let asked = judged.facts.evaluations();
    let ids: Vec<Uuid> = asked.iter().filter_map(|id| id.parse().ok()).collect();
    let kept = &ids[..ids.len().min(EVALUATIONS_MAX)];
    let evaluations: Vec<Evaluation> = states(conn, kept, at).await?;
    let artefacts: Vec<Artefact> = states(conn, &artefact_ids(&evaluations), at).await?;
    let serving = serving(conn, &promotion, known).await?;
    let waivers: Vec<Waiver> = states(conn, &related.waivers, at).await?;
    let (recorded, ends) = (promotion.state, promotion.expires_at);
    let state = rules::shown_state(recorded, ends, &judged.verdict, known.integrated_at);
    // A waiver may have come before it.
    let opened = events.iter().find(|told| told.event.entity.id == id.0);
    let mut dossier = Dossier {
        known,
        reason: opened.and_then(|told| told.event.reason.clone()),
        labels: Labels::default(),
        approvals: given(conn, &related, &judged, &promotion, known, &events).await?,
        comments: said(conn, &related, at).await?,
        verdict: judged.verdict,
        verdict_json: judged.verdict_json,
        facts: judged.facts,
        facts_json: judged.facts_json,
        policies: judged.policies,
        replayed: judged.replayed,
        state,
        promotion,
        version,
        waivers,
        evaluations,
        artefacts,
        events,
        serving,
        cut: Vec::new(),
    };
    cut(&mut dossier, ids.len());
    dossier.labels = overview::store::labels(conn, &named(&dossier)).await?;
    Ok(dossier)
}

/// Holds the limits and says what they kept out.
fn cut(dossier: &mut Dossier, evaluations: usize) {
    let events = usize::try_from(EVENTS_MAX).unwrap_or(usize::MAX);
    if dossier.events.len() > events {
        dossier.events.truncate(events);
        let told = format!("Only the first {EVENTS_MAX} events of the story are told.");
        dossier.cut.push(told);
    }
    if evaluations > EVALUATIONS_MAX {
        let told = format!(
            "Of {evaluations} evaluations only the first {EVALUATIONS_MAX} are here; the facts name all."
        );
        dossier.cut.push(told);
    }
    if dossier.serving.len() > usize::try_from(SERVING_MAX).unwrap_or(usize::MAX) {
        dossier.serving.pop();
        let told = format!("Only the first {SERVING_MAX} allocations since the decision are told.");
        dossier.cut.push(told);
    }
}

/// One entity as the log knew it.
async fn one<T: DeserializeOwned>(
    conn: &mut PgConnection,
    id: Uuid,
    known: i64,
    kind: &'static str,
) -> Result<T, Failure> {
    let mut found = states(conn, &[id], known).await?;
    found.pop().ok_or(Failure::NotFound { kind })
}

/// The facts and the verdict that were kept with the decision, and what the judge says of them now.
async fn decided(conn: &mut PgConnection, promotion: &Promotion) -> Result<Judged, Failure> {
    let facts_json = kept(conn, promotion.facts_sha256).await?;
    let verdict_json = kept(conn, promotion.verdict_sha256).await?;
    let wrong = |what: &str, error: &serde_json::Error| {
        Failure::inconsistent(format!("{what} of promotion {}: {error}", promotion.number))
    };
    let facts: PromotionFacts =
        serde_json::from_str(&facts_json).map_err(|error| wrong("facts", &error))?;
    let verdict: Verdict =
        serde_json::from_str(&verdict_json).map_err(|error| wrong("verdict", &error))?;
    let named: Vec<_> = verdict
        .policies
        .iter()
        .map(|policy| (policy.id, policy.number))
        .collect();
    let policies = promotions::store::contents(conn, &named).await?;
    let again = rules::judge(promotion.version_id, &facts, &policies)?;
    let first_difference = rules::first_difference(&verdict, &again);
    Ok(Judged {
        replayed: Some(Replayed {
            same: first_difference.is_none(),
            first_difference,
            decided_by: verdict.evaluator_version.clone(),
            replayed_by: again.evaluator_version,
        }),
        role_lost: Vec::new(),
        verdict,
        verdict_json,
        facts,
        facts_json,
        policies,
    })
}

async fn kept(conn: &mut PgConnection, digest: Option<Sha256>) -> Result<String, Failure> {
    let missing = || Failure::NotFound { kind: "decision" };
    let digest = digest.ok_or_else(missing)?;
    let (_, bytes) = content::read(conn, &digest).await?.ok_or_else(missing)?;
    String::from_utf8(bytes)
        .map_err(|error| Failure::inconsistent(format!("content {digest}: {error}")))
}

/// What the judge says at an instant of what is stored.
async fn undecided(
    conn: &mut PgConnection,
    promotion: &Promotion,
    at: Instant,
) -> Result<Judged, Failure> {
    let proposal = read_proposal(
        conn,
        promotion.version_id,
        promotion.target,
        promotion.application_id,
        Some(promotion.id),
        at,
    )
    .await?;
    let rows = proposal.approvals.iter().filter(|row| !row.stands);
    let role_lost = rows.map(|row| row.approval.id).collect();
    let facts = proposal.collected.facts;
    let verdict_json = serde_json_canonicalizer::to_string(&proposal.verdict)
        .map_err(|error| Failure::inconsistent(format!("verdict: {error}")))?;
    Ok(Judged {
        verdict: proposal.verdict,
        verdict_json,
        facts_json: facts.canonical()?.0,
        facts,
        policies: proposal.policies,
        replayed: None,
        role_lost,
    })
}

/// The approvals as they stood, by the same rule that judges.
async fn given(
    conn: &mut PgConnection,
    related: &Related,
    judged: &Judged,
    promotion: &Promotion,
    known: LogHead,
    events: &[StoryEvent],
) -> Result<Vec<Given>, Failure> {
    let approvals: Vec<Approval> = states(conn, &related.approvals, known.position).await?;
    let at = promotion.decided_at.unwrap_or(known.integrated_at);
    let digests: Vec<String> = approvals
        .iter()
        .filter_map(|approval| approval.comment_digest.as_ref())
        .map(|digest| digest.0.clone())
        .collect();
    let texts = texts(conn, &digests).await?;
    let first = |id: Uuid| events.iter().find(|told| told.event.entity.id == id);
    Ok(approvals
        .into_iter()
        .map(|approval| {
            let digest = approval.comment_digest.as_ref();
            let stands = !judged.role_lost.contains(&approval.id);
            let hash = &judged.verdict.proposal_hash;
            Given {
                void: rules::void(&approval, stands, hash, at),
                roles: first(approval.id.0)
                    .map(|told| told.event.actor.roles.clone())
                    .unwrap_or_default(),
                comment: digest.and_then(|digest| texts.get(&digest.0).cloned()),
                approval,
            }
        })
        .collect())
}

async fn said(
    conn: &mut PgConnection,
    related: &Related,
    known: i64,
) -> Result<Vec<Said>, Failure> {
    let mut comments: Vec<Comment> = states(conn, &related.comments, known).await?;
    comments.sort_by_key(|comment| comment.number);
    let digests: Vec<String> = comments
        .iter()
        .map(|comment| comment.text_digest.0.clone())
        .collect();
    let texts = texts(conn, &digests).await?;
    Ok(comments
        .into_iter()
        .map(|comment| Said {
            text: texts.get(&comment.text_digest.0).cloned(),
            comment,
        })
        .collect())
}

/// Where the version served from the decision on: its effect. One row more than is told shows that there are more.
async fn serving(
    conn: &mut PgConnection,
    promotion: &Promotion,
    known: LogHead,
) -> Result<Vec<ServingRow>, Failure> {
    let (PromotionState::Applied, Some(decided_at)) = (promotion.state, promotion.decided_at)
    else {
        return Ok(Vec::new());
    };
    let filter = RecordFilter {
        version: Some(promotion.version_id),
        ..RecordFilter::default()
    };
    let (to, at) = (known.integrated_at.max(decided_at), known.position);
    let rows = record(conn, &filter, decided_at, to, at, None, SERVING_MAX + 1).await?;
    serving_rows(conn, rows, at).await
}

/// Everything that the page calls by its name.
fn named(dossier: &Dossier) -> Vec<Uuid> {
    let promotion = &dossier.promotion;
    let version = &dossier.version;
    let one = [
        version.id.0,
        version.model_id.0,
        version.registered_by.0,
        promotion.opened_by.0,
    ];
    let decided_by = promotion.decided_by.map(|id| id.0);
    let application = promotion.application_id.map(|id| id.0);
    let approvers = dossier.approvals.iter();
    let approvers = approvers.map(|given| given.approval.approver.0);
    let writers = dossier
        .comments
        .iter()
        .map(|said| said.comment.written_by.0);
    let waivers = dossier.waivers.iter();
    let waivers = waivers.flat_map(|one| [one.owner.0, one.granted_by.0, one.policy_id.0]);
    let measured = dossier.evaluations.iter();
    let measured = measured.flat_map(|one| {
        let version = one.version_id.map(|id| id.0);
        [one.suite_version_id.0, one.reported_by.0]
            .into_iter()
            .chain(version)
    });
    let mut ids: Vec<Uuid> = one
        .into_iter()
        .chain(decided_by)
        .chain(application)
        .chain(approvers)
        .chain(writers)
        .chain(waivers)
        .chain(measured)
        .collect();
    ids.sort();
    ids.dedup();
    ids
}
