//! How many must agree, and in which roles.

use super::super::super::requirement::{Outcome, Severity};
use super::super::{refusals, state_of};
use super::{facts, id, judged, policy};
use crate::domain::models::Stage;
use crate::domain::promotions::{ApprovalFact, PromotionFacts, PromotionState, VerdictOutcome};
use crate::ground::identity::Role;

fn word_of(who: u128, more: &[Role]) -> ApprovalFact {
    ApprovalFact {
        role: "reviewer".into(),
        roles: [&[Role::Reviewer], more].concat(),
        by: id(who),
    }
}

#[test]
fn a_role_that_nobody_who_agreed_holds_is_missing_whatever_the_quorum() {
    let mut stewarded = policy(&[("true", Severity::Block)], 1);
    stewarded.content.approvals.roles = vec![Role::Steward];
    let mut audited = policy(&[("true", Severity::Block)], 0);
    audited.content.approvals.roles = vec![Role::Auditor, Role::Steward];
    let mut asked = facts(Stage::Staging, Stage::Production);
    asked.approvals = vec![word_of(1, &[])];
    let policies = [stewarded, audited];
    let verdict = judged(&asked, &policies);
    assert_eq!(
        (verdict.missing_approvals, verdict.missing_roles.as_slice()),
        (0, [Role::Steward, Role::Auditor].as_slice())
    );
    assert_eq!(state_of(&verdict), PromotionState::AwaitingApproval);
    assert_eq!(
        verdict.headline.message,
        "Version 7 meets every requirement for production; 1 approval is missing."
    );
    let told: Vec<_> = refusals(&verdict)
        .into_iter()
        .map(|reason| (reason.code, reason.message))
        .collect();
    assert_eq!(
        told[0],
        (
            "approval_role_missing".into(),
            "Nobody who approved holds the role steward.".into()
        )
    );
    assert_eq!(told.len(), 2);
    // One more person may hold all of them; and a policy that only warns asks for none.
    asked
        .approvals
        .push(word_of(2, &[Role::Auditor, Role::Steward]));
    assert_eq!(judged(&asked, &policies).outcome, VerdictOutcome::Allowed);
    asked.approvals.pop();
    let warning = policies.map(|mut policy| {
        policy.content.enforced_from = asked.now.0.date_naive().succ_opt();
        policy
    });
    assert_eq!(judged(&asked, &warning).missing_roles, []);
}

#[test]
fn expressions_read_the_roles_of_who_agreed() {
    let mut asked = facts(Stage::Staging, Stage::Production);
    asked.approvals = vec![word_of(1, &[Role::Steward])];
    let outcome = |facts: &PromotionFacts| {
        let wanted = "approvals.exists(a, a.role == 'reviewer' && 'steward' in a.roles)";
        judged(facts, &[policy(&[(wanted, Severity::Block)], 0)]).requirements[0]
            .result
            .outcome
    };
    assert_eq!(outcome(&asked), Outcome::Pass);
    // Facts of before have no roles.
    asked.approvals[0].roles.clear();
    assert_eq!(outcome(&asked), Outcome::Fail);
}

#[test]
fn when_only_approvals_are_missing_the_promotion_awaits_them() {
    let policies = [policy(&[("true", Severity::Block)], 2)];
    let mut asked = facts(Stage::Staging, Stage::Production);
    asked.approvals = vec![word_of(1, &[])];
    let verdict = judged(&asked, &policies);
    assert_eq!(
        (state_of(&verdict), verdict.missing_approvals),
        (PromotionState::AwaitingApproval, 1)
    );
    asked.approvals.push(word_of(2, &[]));
    let verdict = judged(&asked, &policies);
    assert_eq!(
        (state_of(&verdict), verdict.outcome),
        (PromotionState::Approved, VerdictOutcome::Allowed)
    );
}
