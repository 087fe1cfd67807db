use std::collections::BTreeMap;

use uuid::Uuid;

use super::super::facts::{CandidateFacts, EvalFact, SCHEMA, TargetFacts};
use super::super::requirement::Requirement;
use super::super::{Applies, Approvals};
use super::*;
use crate::domain::models::Tag;
use crate::domain::promotions::PolicyContent;
use crate::domain::routes::{DataClass, RiskTier};
use crate::ground::identity::{Caller, PrincipalKind};
use crate::ground::kernel::{PolicyId, PolicyVersionId, PrincipalId, Sha256};

mod approvals;
mod derived;
mod edges;
mod replay;
mod waivers;

fn id(n: u128) -> PrincipalId {
    PrincipalId(Uuid::from_u128(n))
}

fn now() -> Instant {
    "2026-11-24T12:00:00Z".parse().unwrap()
}

fn facts(from: Stage, target: Stage) -> PromotionFacts {
    PromotionFacts {
        schema: SCHEMA,
        new_use: false,
        application_id: None,
        killed_on: vec![],
        now: now(),
        candidate: CandidateFacts {
            version: "m/7".into(),
            model: "m".into(),
            number: 7,
            stage: from,
            origin: "hosted".into(),
            age_days: 1,
            adopted: false,
            hidden: false,
            platform: None,
            native_id: None,
            region: None,
            model_digest: None,
            prompt_template_digest: None,
            tags: BTreeMap::new(),
            lineage: vec![],
        },
        incumbent: None,
        target: TargetFacts {
            stage: target,
            languages: vec![],
            risk: None,
            criticality: None,
            data_class: None,
        },
        evals: vec![],
        cmp: Vec::new(),
        approvals: vec![],
        findings: vec![],
        waivers: vec![],
    }
}

fn policy(expressions: &[(&str, Severity)], quorum: u8) -> PolicyInForce {
    let requirement = |(index, (expression, severity)): (usize, &(&str, Severity))| Requirement {
        code: format!("r{index}"),
        title: format!("Requirement {index}"),
        explanation: None,
        severity: *severity,
        expression: (*expression).into(),
        known_when: None,
        measured: None,
        needed: None,
        remedy: None,
        waivable: false,
        once: false,
    };
    PolicyInForce {
        policy_id: PolicyId(Uuid::from_u128(1)),
        id: PolicyVersionId(Uuid::from_u128(2)),
        name: "p".into(),
        number: 1,
        content: PolicyContent {
            applies: Applies {
                target: Stage::Production,
                teams: vec![],
                tags: vec![],
                risk_tiers: vec![],
                data_classes: vec![],
                criticalities: vec![],
            },
            requirements: expressions.iter().enumerate().map(requirement).collect(),
            approvals: Approvals {
                quorum,
                expires_days: 14,
                roles: vec![],
            },
            languages: vec![],
            enforced_from: None,
            margins: None,
        },
    }
}

fn judged(facts: &PromotionFacts, policies: &[PolicyInForce]) -> Verdict {
    judge(VersionId(Uuid::from_u128(9)), facts, policies).unwrap()
}

#[test]
fn without_a_policy_a_version_moves_freely_and_the_verdict_says_so() {
    let verdict = judged(&facts(Stage::Registered, Stage::Production), &[]);
    assert_eq!(
        (verdict.outcome, verdict.headline.code.as_str()),
        (VerdictOutcome::Allowed, "no_policy")
    );
}

#[test]
fn the_headline_counts_what_fails_and_what_is_unknown() {
    let policies = [policy(
        &[
            ("true", Severity::Block),
            ("false", Severity::Block),
            ("incumbent.stage == 'x'", Severity::Block),
            ("false", Severity::Warn),
        ],
        1,
    )];
    let verdict = judged(&facts(Stage::Staging, Stage::Production), &policies);
    assert_eq!(
        verdict.headline.message,
        "Version 7 may not go to production: 1 of 4 requirements fails, 1 is unknown."
    );
    let codes: Vec<_> = refusals(&verdict)
        .into_iter()
        .map(|reason| reason.code)
        .collect();
    assert_eq!(
        codes,
        [
            "requirement_failed",
            "requirement_unknown",
            "approvals_missing"
        ]
    );
    assert_eq!(state_of(&verdict), PromotionState::Open);
}

#[test]
fn a_promotion_leads_up_or_back_and_never_from_the_end() {
    for (from, target, code) in [
        (Stage::Production, Stage::Production, "already_there"),
        (Stage::Production, Stage::Staging, "not_upwards"),
        (Stage::Revoked, Stage::Production, "move_impossible"),
        (Stage::Deprecated, Stage::Staging, "not_upwards"),
    ] {
        assert_eq!(
            judged(&facts(from, target), &[]).blockers[0].code,
            code,
            "{from:?} {target:?}"
        );
    }
    for (from, target) in [
        (Stage::Registered, Stage::Production),
        (Stage::Archived, Stage::Staging),
        (Stage::Deprecated, Stage::Production),
    ] {
        assert!(
            judged(&facts(from, target), &[]).blockers.is_empty(),
            "{from:?} {target:?}"
        );
    }
}

fn eval(key: &str) -> EvalFact {
    EvalFact {
        key: key.into(),
        id: key.into(),
        suite: "s".into(),
        origin: "internal".into(),
        category: "quality".into(),
        trust_class: "internal".into(),
        eligible: true,
        language: None,
        task: "t".into(),
        filter: "none".into(),
        metric: "acc".into(),
        value: None,
        ci_low: None,
        ci_high: None,
        stderr: None,
        n: None,
        errors: None,
        run_at: None,
        source_type: "run".into(),
        harness: None,
        harness_version: None,
        hardware: None,
        contamination: None,
        prompt_template_digest: None,
        dataset_digest: None,
        attempt: 1,
        attempts: 1,
        direction: None,
        unit: None,
        flags: vec![],
    }
}

#[test]
fn new_evidence_gives_another_proposal_and_its_order_does_not() {
    let version = VersionId(Uuid::from_u128(9));
    let mut facts = facts(Stage::Staging, Stage::Production);
    let none = proposal_hash(version, &facts, &[]).unwrap();
    facts.evals = vec![eval("a"), eval("b")];
    let two = proposal_hash(version, &facts, &[]).unwrap();
    facts.evals.reverse();
    assert_ne!(none, two);
    assert_eq!(proposal_hash(version, &facts, &[]).unwrap(), two);
    assert_ne!(
        proposal_hash(version, &facts, &[policy(&[], 0)]).unwrap(),
        two
    );
}

#[test]
fn an_author_a_machine_and_a_reader_of_an_old_proposal_do_not_approve() {
    let authors = [
        (id(1), "registered the version"),
        (id(1), "opened the promotion"),
    ];
    let approval = |caller: &Caller, seen: u8| {
        let facts = ApprovalFacts {
            state: PromotionState::AwaitingApproval,
            proposal: Sha256([0; 32]),
            seen: Sha256([seen; 32]),
            authors: &authors,
            already: false,
            expires_at: Instant(now().0 + chrono::Duration::days(1)),
            now: now(),
        };
        let reasons = approve(caller, &facts).err().unwrap_or_default();
        reasons
            .into_iter()
            .map(|reason| reason.code)
            .collect::<Vec<_>>()
    };
    let person = |n: u128| Caller {
        principal: id(n),
        responsible: id(n),
        kind: PrincipalKind::User,
        may_approve: true,
        ..Caller::system()
    };
    assert_eq!(approval(&person(2), 0), Vec::<String>::new());
    assert_eq!(
        approval(&person(1), 0),
        ["approver_is_author", "approver_is_author"]
    );
    assert_eq!(approval(&person(2), 1), ["proposal_changed"]);
    let machine = Caller {
        kind: PrincipalKind::Machine,
        principal: id(3),
        ..person(1)
    };
    assert_eq!(
        approval(&machine, 0),
        ["not_a_person", "approver_is_author", "approver_is_author"]
    );
    assert_eq!(
        approval(
            &Caller {
                may_approve: false,
                ..person(2)
            },
            0
        ),
        ["not_a_person"]
    );
}

#[test]
fn what_is_over_or_late_is_not_decided() {
    let later = Instant(now().0 + chrono::Duration::seconds(1));
    assert!(over(PromotionState::Open, later, now()).is_empty());
    assert_eq!(
        over(PromotionState::Open, now(), now())[0].code,
        "promotion_expired"
    );
    assert_eq!(
        over(PromotionState::Applied, later, now())[0].code,
        "promotion_over"
    );
}

#[test]
fn every_problem_of_a_policy_is_named_with_its_place() {
    let mut content = policy(&[("evals.exist(e, e.suit == 'a')", Severity::Block)], 6).content;
    content.applies.target = Stage::Archived;
    content.approvals.expires_days = 0;
    content.requirements[0].code = "Bad Code".into();
    content.approvals.roles = vec![Role::Steward, Role::Viewer, Role::Steward];
    let pointers: Vec<_> = content_problems(&content)
        .into_iter()
        .map(|problem| problem.pointer)
        .collect();
    for pointer in [
        "/content/applies/target",
        "/content/approvals/quorum",
        "/content/approvals/expires_days",
        "/content/approvals/roles/1",
        "/content/approvals/roles/2",
        "/content/requirements/0/code",
        "/content/requirements/0/expression",
    ] {
        assert!(
            pointers.iter().any(|found| found == pointer),
            "{pointer} in {pointers:?}"
        );
    }
    // Roles among nobody.
    let mut nobody = policy(&[("true", Severity::Block)], 0).content;
    nobody.approvals.roles = vec![Role::Admin];
    let told = content_problems(&nobody);
    assert_eq!(told[0].pointer, "/content/approvals/quorum");
    nobody.approvals.quorum = 1;
    assert!(content_problems(&nobody).is_empty());
}

#[test]
fn a_policy_guards_by_target_team_and_tags() {
    let mut content = policy(&[], 0).content;
    let tag = |value: &str| Tag {
        key: "tier".into(),
        value: value.into(),
    };
    let to = |stage| facts(Stage::Registered, stage).target;
    let (production, staging) = (to(Stage::Production), to(Stage::Staging));
    assert!(guards(&content, &production, "support", &[]));
    assert!(!guards(&content, &staging, "support", &[]));
    content.applies.teams = vec!["search".into()];
    assert!(!guards(&content, &production, "support", &[]));
    content.applies.teams = vec![];
    content.applies.tags = vec![tag("1")];
    assert!(guards(&content, &production, "support", &[tag("1")]));
    assert!(!guards(&content, &production, "support", &[tag("2")]));
}

#[test]
fn a_policy_of_a_risk_tier_guards_that_use_and_every_use_that_is_not_stated() {
    let mut content = policy(&[], 0).content;
    content.applies.risk_tiers = vec![RiskTier::High];
    content.applies.data_classes = vec![DataClass::Confidential, DataClass::Restricted];
    let mut target = facts(Stage::Registered, Stage::Production).target;
    assert!(
        guards(&content, &target, "support", &[]),
        "no use is stated"
    );
    target.risk = Some("high".into());
    target.data_class = Some("restricted".into());
    assert!(guards(&content, &target, "support", &[]));
    target.data_class = Some("public".into());
    assert!(!guards(&content, &target, "support", &[]));
    target.data_class = Some("restricted".into());
    target.risk = Some("limited".into());
    assert!(!guards(&content, &target, "support", &[]));
}
