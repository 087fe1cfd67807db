//! A promotion with everything that its decision stands on, judged.

use sqlx::PgConnection;

use crate::domain::models::Stage;
use crate::domain::promotions::rules::ApprovalFacts;
use crate::domain::promotions::store::{ApprovalRow, Collected, PromotionRow};
use crate::domain::promotions::{
    ApprovalFact, Decision, PolicyInForce, PromotionState, Verdict, rules, store,
};
use crate::ground::identity::{Caller, Permit, Role, may};
use crate::ground::kernel::{
    ApplicationId, Failure, Instant, PrincipalId, PromotionId, Sha256, TeamId, VersionId,
};

/// A judged proposal.
#[derive(Debug)]
pub struct Proposal {
    /// The facts, with the approvals that count.
    pub collected: Collected,
    /// The contents that guard the move.
    pub policies: Vec<PolicyInForce>,
    /// Every approval that was ever given.
    pub approvals: Vec<ApprovalRow>,
    /// What the judge says.
    pub verdict: Verdict,
}

impl Proposal {
    /// Those who may not approve, and why: opener, registrar, reporters.
    #[must_use]
    pub fn authors(&self, opened_by: Option<PrincipalId>) -> Vec<(PrincipalId, &'static str)> {
        let opener = opened_by.map(|who| (who, "opened the promotion"));
        let registrar = (self.collected.registrar, "registered the version");
        let reporters = self
            .collected
            .reporters
            .iter()
            .map(|who| (*who, "reported its evaluations"));
        opener
            .into_iter()
            .chain([registrar])
            .chain(reporters)
            .collect()
    }
}

impl Proposal {
    /// Whether an approval of this person counts for the proposal.
    #[must_use]
    pub fn approved_by(&self, who: PrincipalId, now: Instant) -> bool {
        let hash = &self.verdict.proposal_hash;
        self.approvals
            .iter()
            .any(|row| row.approval.approver == who && counts(row, hash, now))
    }
}

/// Whether an approval counts for a proposal.
#[must_use]
pub fn counts(row: &ApprovalRow, proposal: &Sha256, now: Instant) -> bool {
    row.approval.decision == Decision::Approved
        && rules::void(&row.approval, row.stands, proposal, now).is_none()
}

/// A policy that is not in force, and the team whose models it would cover.
#[derive(Debug)]
pub struct Draft {
    /// `None`: the models of every team.
    pub team: Option<TeamId>,
    /// What it would say.
    pub policy: PolicyInForce,
}

/// The facts of a move without approvals, and the contents that guard it: those in force, or a draft alone.
///
/// # Errors
/// The version does not exist.
pub(super) async fn guarded(
    conn: &mut PgConnection,
    version: VersionId,
    target: Stage,
    application: Option<ApplicationId>,
    draft: Option<&Draft>,
    now: Instant,
) -> Result<(Collected, Vec<PolicyInForce>), Failure> {
    let mut collected = store::collect(&mut *conn, version, target, application, now).await?;
    let mut policies = match draft {
        Some(draft) if draft.team.is_none_or(|team| team == collected.team_id) => {
            vec![draft.policy.clone()]
        }
        Some(_) => Vec::new(),
        None => store::policies_in_force(&mut *conn, collected.team_id).await?,
    };
    let asked = &collected.facts.target;
    policies
        .retain(|policy| rules::guards(&policy.content, asked, &collected.team, &collected.tags));
    let mut languages: Vec<String> = policies
        .iter()
        .flat_map(|policy| policy.content.languages.iter().cloned())
        .collect();
    languages.sort();
    languages.dedup();
    languages.truncate(50);
    collected.facts.target.languages = languages;
    collected.facts.waivers = store::waivers_in_force(conn, version, target, now).await?;
    Ok((collected, policies))
}

/// Reads and judges. Under the version's lock when something is to be decided.
///
/// # Errors
/// The version does not exist.
pub async fn read_proposal(
    conn: &mut PgConnection,
    version: VersionId,
    target: Stage,
    application: Option<ApplicationId>,
    promotion: Option<PromotionId>,
    now: Instant,
) -> Result<Proposal, Failure> {
    let (mut collected, policies) =
        guarded(&mut *conn, version, target, application, None, now).await?;
    let approvals = match promotion {
        Some(id) => store::approvals(conn, &[id]).await?,
        None => Vec::new(),
    };
    let proposal = rules::proposal_hash(version, &collected.facts, &policies)?;
    collected.facts.approvals = approvals
        .iter()
        .filter(|row| counts(row, &proposal, now))
        .map(|row| ApprovalFact {
            role: Role::Reviewer.as_str().into(),
            roles: row.roles.clone(),
            by: row.approval.approver,
        })
        .take(50)
        .collect();
    let verdict = rules::judge(version, &collected.facts, &policies)?;
    Ok(Proposal {
        collected,
        policies,
        approvals,
        verdict,
    })
}

/// Judges a promotion of a list that is not over: sets where it stands now, and answers whether it waits for the
/// caller. `None`: it is over.
///
/// # Errors
/// The database is away.
pub async fn bring_up_to_date(
    conn: &mut PgConnection,
    row: &mut PromotionRow,
    caller: &Caller,
    now: Instant,
) -> Result<Option<bool>, Failure> {
    if row.state.is_final() {
        return Ok(None);
    }
    let version = row.version.0.id;
    let (target, application) = (row.target, row.application_id);
    let proposal = read_proposal(conn, version, target, application, Some(row.id), now).await?;
    row.state = rules::shown_state(row.state, row.expires_at, &proposal.verdict, now);
    let hash = proposal.verdict.proposal_hash;
    let waits = match row.state {
        PromotionState::AwaitingApproval => {
            let team = Some(proposal.collected.team_id);
            let facts = ApprovalFacts {
                state: row.state,
                proposal: hash,
                seen: hash,
                authors: &proposal.authors(Some(row.opened_by_responsible)),
                already: proposal.approved_by(caller.principal, now),
                expires_at: row.expires_at,
                now,
            };
            let verdict = &proposal.verdict;
            caller.may(may::ApprovePromotions::PERMISSION, team, None)
                && rules::approve(caller, &facts).is_ok()
                && (verdict.missing_approvals > 0
                    || verdict
                        .missing_roles
                        .iter()
                        .any(|role| caller.holds(*role, team)))
        }
        PromotionState::Approved => row.opened_by.0.id == caller.principal,
        PromotionState::Open
        | PromotionState::Applied
        | PromotionState::Refused
        | PromotionState::Withdrawn
        | PromotionState::Expired => false,
    };
    Ok(Some(waits))
}
