//! A promotion with everything that its decision stands on, judged.

use sqlx::PgConnection;

use crate::domain::models::Stage;
use crate::domain::promotions::store::{ApprovalRow, Collected};
use crate::domain::promotions::{ApprovalFact, Decision, PolicyInForce, Verdict, rules, store};
use crate::ground::kernel::{
    ApplicationId, Failure, Instant, PrincipalId, PromotionId, Sha256, VersionId,
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

/// Whether an approval counts for a proposal.
#[must_use]
pub fn counts(row: &ApprovalRow, proposal: &Sha256, now: Instant) -> bool {
    let approval = &row.approval;
    approval.decision == Decision::Approved
        && approval.void_reason.is_none()
        && approval.proposal_hash == *proposal
        && approval.expires_at > now
        && row.stands
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
    let mut collected = store::collect(&mut *conn, version, target, application, now).await?;
    let mut policies = store::policies_in_force(&mut *conn).await?;
    policies
        .retain(|policy| rules::guards(&policy.content, target, &collected.team, &collected.tags));
    let mut languages: Vec<String> = policies
        .iter()
        .flat_map(|policy| policy.content.languages.iter().cloned())
        .collect();
    languages.sort();
    languages.dedup();
    languages.truncate(50);
    collected.facts.target.languages = languages;
    let approvals = match promotion {
        Some(id) => store::approvals(conn, &[id]).await?,
        None => Vec::new(),
    };
    let proposal = rules::proposal_hash(version, &collected.facts, &policies)?;
    collected.facts.approvals = approvals
        .iter()
        .filter(|row| counts(row, &proposal, now))
        .map(|row| ApprovalFact {
            role: "reviewer".into(),
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
