//! Who agreed to a move, who could, who may not.

use std::collections::BTreeSet;

use serde::Serialize;
use sqlx::PgConnection;

use super::approvals::{ApprovalState, ApprovalView, given};
use crate::domain::access::ActorRef;
use crate::domain::promotions::commands::Proposal;
use crate::domain::promotions::store::{self, Reviewer};
use crate::domain::promotions::{Decision, Verdict, rules};
use crate::ground::identity::Role;
use crate::ground::kernel::{Failure, PrincipalId, Reason, Remedy, VersionId};

/// Somebody who may not approve.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Excluded {
    /// Who.
    pub who: ActorRef,
    /// Why.
    pub why: Reason,
}

/// A role that must be found among those who agree.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ApprovalRole {
    /// Which.
    #[schema(example = "steward")]
    pub role: Role,
    /// Whether somebody who agreed holds it.
    pub given: bool,
    /// People who could give one and hold it.
    pub eligible: Vec<ActorRef>,
}

/// Who agreed, who could, who may not.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ApprovalsView {
    /// How many are needed.
    pub quorum: u8,
    /// In which role.
    pub role: String,
    /// What was given.
    pub given: Vec<ApprovalView>,
    /// How many are missing.
    pub missing: u8,
    /// Roles that must be found among those who agree.
    pub roles: Vec<ApprovalRole>,
    /// People who could give one.
    pub eligible: Vec<ActorRef>,
    /// Reviewers who may not, with the reason.
    pub excluded: Vec<Excluded>,
}

/// The people of a proposal. Whoever agreed is asked no more.
pub(super) async fn approvals_view(
    conn: &mut PgConnection,
    version: VersionId,
    proposal: &Proposal,
    verdict: &Verdict,
    opened_by: Option<PrincipalId>,
) -> Result<ApprovalsView, Failure> {
    let now = verdict.evaluated_at;
    let reviewers = store::reviewers(conn, proposal.collected.team_id).await?;
    let given = given(conn, version, proposal, &verdict.proposal_hash, now).await?;
    let agreed: BTreeSet<PrincipalId> = given
        .iter()
        .filter(|one| one.state == ApprovalState::Valid && one.decision == Decision::Approved)
        .map(|one| one.approver.id)
        .collect();
    let mut roles: Vec<ApprovalRole> = rules::approval_roles(&proposal.policies, now)
        .into_iter()
        .map(|role| ApprovalRole {
            role,
            given: !verdict.missing_roles.contains(&role),
            eligible: Vec::new(),
        })
        .collect();
    let authors = proposal.authors(opened_by);
    let (mut eligible, mut excluded) = (Vec::new(), Vec::new());
    for reviewer in reviewers {
        if let Some((_, why)) = authors.iter().find(|(who, _)| *who == reviewer.actor.id) {
            excluded.push(author(reviewer, why));
        } else if !agreed.contains(&reviewer.actor.id) {
            for need in &mut roles {
                if reviewer.roles.contains(&need.role) {
                    need.eligible.push(reviewer.actor.clone());
                }
            }
            eligible.push(reviewer.actor);
        }
    }
    Ok(ApprovalsView {
        quorum: verdict.quorum,
        role: Role::Reviewer.as_str().into(),
        given,
        missing: verdict.missing_approvals,
        roles,
        eligible,
        excluded,
    })
}

fn author(reviewer: Reviewer, why: &'static str) -> Excluded {
    let who = reviewer.actor;
    let name = who.name.as_deref().unwrap_or("This reviewer");
    let why = Reason::new("approver_is_author", format!("{name} {why}."))
        .with("why", why)
        .with("name", who.name.clone())
        .remedy(Remedy::text("Ask another reviewer."));
    Excluded { who, why }
}
