//! Approvals as answers show them, with what changed since.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use serde::Serialize;
use serde_json::Value;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::domain::access::ActorRef;
use crate::domain::promotions::commands::Proposal;
use crate::domain::promotions::store::{self, ApprovalRow};
use crate::domain::promotions::{Decision, ProposalChange, ProposalPart, VoidReason, rules};
use crate::ground::kernel::{ApprovalId, Failure, Instant, Sha256, VersionId};

/// Whether an approval counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ApprovalState {
    /// It counts.
    Valid,
    /// It was given on another proposal, or its giver reviews no more.
    Void,
    /// Its time ran out.
    Expired,
}

/// One person's word.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Approval)]
pub struct ApprovalView {
    /// Its id.
    pub id: ApprovalId,
    /// Who.
    pub approver: ActorRef,
    /// Yes or no.
    pub decision: Decision,
    /// When.
    pub at: Instant,
    /// Until when it counts.
    pub expires_at: Instant,
    /// Whether it counts.
    pub state: ApprovalState,
    /// Why it no longer counts.
    pub void_reason: Option<VoidReason>,
    /// What was said.
    pub comment: Option<String>,
    /// The exact proposal.
    pub proposal_hash: Sha256,
    /// What changed in the proposal since, at most 20 parts; empty where nothing did, or nobody kept what it was.
    pub changes: Vec<ProposalChange>,
}

impl ApprovalView {
    fn of(row: &ApprovalRow, proposal: &Sha256, now: Instant) -> Self {
        let approval = &row.approval;
        let void_reason = rules::void(approval, row.stands, proposal, now);
        let state = match void_reason {
            None => ApprovalState::Valid,
            Some(VoidReason::Expired) => ApprovalState::Expired,
            Some(VoidReason::ProposalChanged | VoidReason::RoleLost | VoidReason::Withdrawn) => {
                ApprovalState::Void
            }
        };
        Self {
            id: approval.id,
            approver: row.approver.clone(),
            decision: approval.decision,
            at: approval.created_at,
            expires_at: approval.expires_at,
            state,
            void_reason,
            comment: row.comment.clone(),
            proposal_hash: approval.proposal_hash,
            changes: Vec::new(),
        }
    }
}

/// What was given for a promotion, and whether it counts for the proposal of a hash. Of what is void because the
/// proposal changed it says what changed.
///
/// # Errors
/// The database is away.
pub(super) async fn given(
    conn: &mut PgConnection,
    version: VersionId,
    proposal: &Proposal,
    hash: &Sha256,
    now: Instant,
) -> Result<Vec<ApprovalView>, Failure> {
    let rows = proposal.approvals.iter();
    let mut given: Vec<ApprovalView> = rows.map(|row| ApprovalView::of(row, hash, now)).collect();
    let outdated = |one: &ApprovalView| one.void_reason == Some(VoidReason::ProposalChanged);
    if !given.iter().any(outdated) {
        return Ok(given);
    }
    let Some(stands) = standing(conn, version, proposal, hash).await? else {
        return Ok(given);
    };
    // Approvals of one proposal differ from what stands by the same.
    let mut changes: HashMap<Sha256, Vec<ProposalChange>> = HashMap::new();
    for one in given.iter_mut().filter(|one| outdated(one)) {
        if let Entry::Vacant(unread) = changes.entry(one.proposal_hash) {
            let was = store::kept_proposal(conn, &one.proposal_hash).await?;
            unread.insert(was.map_or_else(Vec::new, |was| rules::proposal_changes(&was, &stands)));
        }
        one.changes.clone_from(&changes[&one.proposal_hash]);
    }
    name(conn, &mut given).await?;
    Ok(given)
}

/// The proposal of a hash: the one of now, or the one that a decision ended on.
async fn standing(
    conn: &mut PgConnection,
    version: VersionId,
    proposal: &Proposal,
    hash: &Sha256,
) -> Result<Option<Value>, Failure> {
    let text = rules::proposal_text(version, &proposal.collected.facts, &proposal.policies)?;
    if Sha256::of(text.as_bytes()) != *hash {
        return store::kept_proposal(conn, hash).await;
    }
    serde_json::from_str(&text)
        .map(Some)
        .map_err(|error| Failure::inconsistent(format!("proposal: {error}")))
}

/// Gives the parts that changed the names that people know.
async fn name(conn: &mut PgConnection, given: &mut [ApprovalView]) -> Result<(), Failure> {
    let parts = || given.iter().flat_map(|one| &one.changes);
    let ids: Vec<Uuid> = parts().filter_map(|one| one.name.parse().ok()).collect();
    let names = store::proposal_names(conn, &ids).await?;
    for change in given.iter_mut().flat_map(|one| &mut one.changes) {
        let known = change.name.parse().ok().and_then(|id: Uuid| names.get(&id));
        match (known, change.part) {
            (Some(name), _) => change.name.clone_from(name),
            (None, ProposalPart::Stage) => {}
            (None, _) => change.name = "what is not there any more".into(),
        }
    }
    Ok(())
}
