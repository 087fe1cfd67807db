//! What is waived, what only warns yet, and what must go on holding.

use super::*;
use crate::domain::promotions::WaiverFact;
use crate::domain::promotions::rules::waivable as may_be_waived;
use crate::ground::kernel::WaiverId;

fn waivable(expressions: &[(&str, Severity)]) -> PolicyInForce {
    let mut policy = policy(expressions, 1);
    for requirement in &mut policy.content.requirements {
        requirement.waivable = true;
    }
    policy
}

fn waiver(requirement: &str, until: &str) -> WaiverFact {
    WaiverFact {
        id: WaiverId(Uuid::from_u128(5)),
        policy_id: PolicyId(Uuid::from_u128(1)),
        requirement: requirement.into(),
        owner: id(7),
        until: until.parse().unwrap(),
    }
}

fn asked(waivers: Vec<WaiverFact>) -> PromotionFacts {
    PromotionFacts {
        waivers,
        ..facts(Stage::Staging, Stage::Production)
    }
}

#[test]
fn a_waived_requirement_does_not_block_and_is_told_as_waived() {
    let policies = [waivable(&[
        ("false", Severity::Block),
        ("true", Severity::Block),
    ])];
    let verdict = judged(
        &asked(vec![waiver("r0", "2026-12-01T00:00:00Z")]),
        &policies,
    );
    assert_eq!(
        (
            verdict.counts.fail,
            verdict.counts.waived,
            verdict.counts.pass
        ),
        (0, 1, 1)
    );
    assert_eq!(state_of(&verdict), PromotionState::AwaitingApproval);
    assert_eq!(
        verdict.requirements[0].waiver.as_ref().unwrap().owner,
        id(7)
    );
    let codes: Vec<_> = refusals(&verdict).into_iter().map(|one| one.code).collect();
    assert_eq!(codes, ["approvals_missing"]);
}

#[test]
fn only_the_content_that_judged_says_whether_a_requirement_may_be_waived() {
    let lets = [waivable(&[("false", Severity::Block)])];
    let judged_by = judged(&asked(vec![]), &lets);
    let requirement = &judged_by.requirements[0];
    assert!(may_be_waived(requirement, &lets));
    assert!(!may_be_waived(
        requirement,
        &[policy(&[("false", Severity::Block)], 1)]
    ));
    let mut newer = lets.clone();
    newer[0].number += 1;
    assert!(!may_be_waived(requirement, &newer));
}

#[test]
fn a_waiver_that_ran_out_is_of_something_else_or_not_allowed_changes_nothing() {
    let policies = [waivable(&[("false", Severity::Block)])];
    for useless in [
        waiver("r0", "2026-11-24T12:00:00Z"),
        waiver("r1", "2026-12-01T00:00:00Z"),
        WaiverFact {
            policy_id: PolicyId(Uuid::from_u128(3)),
            ..waiver("r0", "2026-12-01T00:00:00Z")
        },
    ] {
        assert_eq!(judged(&asked(vec![useless]), &policies).counts.fail, 1);
    }
    let good = || asked(vec![waiver("r0", "2026-12-01T00:00:00Z")]);
    assert_eq!(
        judged(&good(), &[policy(&[("false", Severity::Block)], 1)])
            .counts
            .fail,
        1
    );
    assert_eq!(judged(&good(), &policies).counts.fail, 0);
}

#[test]
fn a_waiver_makes_another_proposal_and_none_keeps_the_hash_of_before() {
    let policies = [waivable(&[("false", Severity::Block)])];
    let hash = |facts: &PromotionFacts| judged(facts, &policies).proposal_hash;
    let without = asked(vec![]);
    assert_ne!(
        hash(&without),
        hash(&asked(vec![waiver("r0", "2026-12-01T00:00:00Z")]))
    );
    let (text, _) = without.canonical().unwrap();
    assert!(!text.contains("waivers"));
}

#[test]
fn until_its_day_a_policy_warns_and_asks_for_nobody() {
    let mut later = policy(&[("false", Severity::Block)], 2);
    let mut verdict = |day: &str| {
        later.content.enforced_from = Some(day.parse().unwrap());
        judged(&asked(vec![]), std::slice::from_ref(&later))
    };
    let warned = verdict("2026-11-25");
    assert_eq!(
        (warned.outcome, warned.counts.warn, warned.quorum),
        (VerdictOutcome::Allowed, 1, 0)
    );
    assert!(warned.policies[0].enforced_from.is_some());
    let blocked = verdict("2026-11-24");
    assert_eq!((blocked.counts.fail, blocked.quorum), (1, 2));
    assert_eq!(blocked.policies[0].enforced_from, None);
}

#[test]
fn what_runs_is_held_to_what_must_go_on_holding() {
    let mut policies = [waivable(&[
        ("false", Severity::Block),
        ("false", Severity::Warn),
        ("incumbent.stage == 'production'", Severity::Block),
        ("true", Severity::Block),
        ("false", Severity::Block),
    ])];
    policies[0].content.requirements[4].once = true;
    let codes = |facts: &PromotionFacts| -> Vec<String> {
        let unmet = unmet(facts, &policies).unwrap();
        unmet.into_iter().map(|one| one.result.code).collect()
    };
    assert_eq!(codes(&asked(vec![])), ["r0", "r2"]);
    assert_eq!(
        codes(&asked(vec![waiver("r0", "2026-12-01T00:00:00Z")])),
        ["r2"]
    );
}

#[test]
fn nobody_waives_what_may_not_be_waived_or_what_they_made_themselves() {
    let person = Caller {
        principal: id(1),
        responsible: id(1),
        kind: PrincipalKind::User,
        may_approve: true,
        ..Caller::system()
    };
    let policies = [waivable(&[("false", Severity::Block)])];
    let strict = [policy(&[("false", Severity::Block)], 1)];
    let authors = [(id(1), "registered the version")];
    let facts = WaiverFacts {
        policies: &policies,
        policy: PolicyId(Uuid::from_u128(1)),
        requirement: "r0",
        authors: &[],
        already: false,
    };
    assert_eq!(waive(&person, &facts), Ok(()));
    let codes = |caller: &Caller, facts: &WaiverFacts<'_>| -> Vec<String> {
        let reasons = waive(caller, facts).unwrap_err();
        reasons
            .into_iter()
            .map(|reason| reason.code.to_string())
            .collect()
    };
    let wrong = WaiverFacts {
        policies: &strict,
        authors: &authors,
        ..facts
    };
    assert_eq!(
        codes(&person, &wrong),
        ["approver_is_author", "not_waivable"]
    );
    let machine = Caller::system();
    let lost = WaiverFacts {
        requirement: "r9",
        policies: &policies,
        authors: &[],
        ..wrong
    };
    assert_eq!(
        codes(&machine, &lost),
        ["not_a_person", "requirement_unknown_here"]
    );
    let again = WaiverFacts {
        requirement: "r0",
        already: true,
        ..lost
    };
    assert_eq!(codes(&person, &again), ["waived_already"]);
}
