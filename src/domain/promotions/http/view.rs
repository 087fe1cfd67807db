//! Verdicts and promotions as answers show them.

use serde::Serialize;
use sqlx::PgConnection;

use super::people::{ApprovalsView, approvals_view};
use crate::domain::access::ActorRef;
use crate::domain::models::{self, Stage, VersionRef};
use crate::domain::promotions::commands::{Proposal, read_proposal};
use crate::domain::promotions::store::{self, PromotionRow};
use crate::domain::promotions::{
    Counts, Headline, JudgedRequirement, PolicyRef, PromotionState, Verdict, VerdictOutcome, label,
    rules,
};
use crate::ground::audit::Answer;
use crate::ground::content;
use crate::ground::kernel::{
    App, ApplicationId, Failure, Instant, PrincipalId, PromotionId, Reason, Revision, Sha256,
    VersionId,
};

/// A requirement of a verdict.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = VerdictRequirement)]
pub struct RequirementView {
    /// What was judged.
    #[serde(flatten)]
    pub judged: JudgedRequirement,
    /// Whether the content that judged it lets people waive it; false where the policy says something else by now.
    pub waivable: bool,
}

/// What the judge says.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Verdict)]
pub struct VerdictView {
    /// Which version.
    pub version: VersionRef,
    /// The version that serves where it would go, to compare with; null where none does.
    pub incumbent: Option<VersionRef>,
    /// From where.
    pub from: Stage,
    /// To where.
    pub target: Stage,
    /// Whether it may move.
    pub outcome: VerdictOutcome,
    /// The answer in one sentence.
    pub headline: Headline,
    /// How many requirements came out how.
    pub counts: Counts,
    /// The policies that guard the move.
    pub policies: Vec<PolicyRef>,
    /// Every requirement: fail, unknown, waived, warn, then pass.
    pub requirements: Vec<RequirementView>,
    /// What stands in the way besides requirements.
    pub blockers: Vec<Reason>,
    /// Who agreed.
    pub approvals: ApprovalsView,
    /// What an approval binds to.
    pub proposal_hash: Sha256,
    /// The facts.
    pub facts_digest: Sha256,
    /// Which judge.
    pub evaluator_version: String,
    /// The instant of the facts.
    pub evaluated_at: Instant,
}

/// A verdict with the people of its proposal.
pub(super) async fn verdict_view(
    conn: &mut PgConnection,
    version: VersionId,
    proposal: &Proposal,
    verdict: Verdict,
    opened_by: Option<PrincipalId>,
) -> Result<VerdictView, Failure> {
    let incumbent = proposal.collected.incumbent;
    let wanted: Vec<VersionId> = [version].into_iter().chain(incumbent).collect();
    let named = models::store::version_refs(conn, &wanted).await?;
    let find = |id: VersionId| named.iter().find(|version| version.id == id).cloned();
    let incumbent = incumbent.and_then(find);
    let version = find(version).ok_or(Failure::NotFound { kind: "version" })?;
    let now = verdict.evaluated_at;
    let hash = verdict.proposal_hash;
    let approvals = approvals_view(conn, version.id, proposal, &verdict, opened_by).await?;
    Ok(VerdictView {
        version,
        incumbent,
        from: verdict.from,
        target: verdict.target,
        outcome: verdict.outcome,
        headline: verdict.headline,
        counts: verdict.counts,
        policies: verdict.policies,
        requirements: verdict
            .requirements
            .into_iter()
            .map(|judged| RequirementView {
                waivable: rules::waivable(&judged, &proposal.policies),
                judged,
            })
            .collect(),
        blockers: verdict.blockers,
        approvals,
        proposal_hash: hash,
        facts_digest: verdict.facts_digest,
        evaluator_version: verdict.evaluator_version,
        evaluated_at: now,
    })
}

/// A promotion, judged now while it is open, with its last verdict once it is over.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Promotion)]
pub struct PromotionView {
    /// Its id.
    pub id: PromotionId,
    /// For people.
    #[schema(example = "PR-0042")]
    pub number_label: String,
    /// Which version.
    pub version: VersionRef,
    /// From where.
    pub from: Stage,
    /// To where.
    pub target: Stage,
    /// Where it stands.
    pub state: PromotionState,
    /// Why it was opened.
    pub reason: Option<String>,
    /// For which application.
    pub application_id: Option<ApplicationId>,
    /// Who opened it.
    pub opened_by: ActorRef,
    /// When.
    pub opened_at: Instant,
    /// Until when it can be decided.
    pub expires_at: Instant,
    /// How often it changed.
    pub revision: Revision,
    /// What the judge says.
    pub verdict: VerdictView,
    /// When it ended.
    pub decided_at: Option<Instant>,
    /// Who ended it.
    pub decided_by: Option<ActorRef>,
}

/// The verdict that a promotion ended with.
pub(super) async fn kept_verdict(
    conn: &mut PgConnection,
    row: &PromotionRow,
) -> Result<Option<Verdict>, Failure> {
    let Some(digest) = row.verdict_sha256.as_deref().and_then(Sha256::from_slice) else {
        return Ok(None);
    };
    let Some((_, bytes)) = content::read(conn, &digest).await? else {
        return Ok(None);
    };
    serde_json::from_slice(&bytes)
        .map(Some)
        .map_err(|error| Failure::inconsistent(format!("verdict {digest}: {error}")))
}

impl PromotionView {
    /// Loads one promotion and judges it.
    ///
    /// # Errors
    /// It does not exist.
    pub(super) async fn load(
        app: &App,
        conn: &mut PgConnection,
        id: PromotionId,
    ) -> Result<Self, Failure> {
        let row = store::promotion(conn, id).await?;
        let now = app.now(conn).await?;
        let version = row.version.0.id;
        let mut proposal =
            read_proposal(conn, version, row.target, row.application_id, Some(id), now).await?;
        let verdict = match kept_verdict(conn, &row).await? {
            Some(kept) => {
                // What counted when it ended does not change with what its givers do later.
                for given in &mut proposal.approvals {
                    given.stands = true;
                }
                kept
            }
            None => proposal.verdict.clone(),
        };
        let verdict = verdict_view(
            conn,
            version,
            &proposal,
            verdict,
            Some(row.opened_by_responsible),
        )
        .await?;
        Ok(Self {
            id: row.id,
            number_label: label(row.number),
            version: row.version.0,
            from: row.from_stage,
            target: row.target,
            state: rules::shown_state(row.state, row.expires_at, &proposal.verdict, now),
            reason: row.reason,
            application_id: row.application_id,
            opened_by: row.opened_by.0,
            opened_at: row.opened_at,
            expires_at: row.expires_at,
            revision: row.revision,
            verdict,
            decided_at: row.decided_at,
            decided_by: row.decided_by.map(|by| by.0),
        })
    }

    pub(super) fn answered(self) -> Answer<Self> {
        let revision = self.revision;
        Answer::new(self).revision(revision)
    }
}
