//! Time, roles and sizes, at both edges.

use uuid::Uuid;

use super::super::content::{EXPLANATION_BYTES_MAX, MARGINS_MAX, REMEDY_BYTES_MAX, language};
use super::super::{content_problems, shown_state, void};
use super::{facts, id, judged, now, policy};
use crate::domain::models::Stage;
use crate::domain::promotions::requirement::{Requirement, RequirementRemedy, Severity};
use crate::domain::promotions::{
    Approval, Decision, DeclaredMargins, PromotionFacts, PromotionState, VerdictOutcome, VoidReason,
};
use crate::ground::kernel::{Instant, Revision, Sha256};

fn approval(hash: Sha256) -> Approval {
    Approval {
        id: Uuid::from_u128(8).into(),
        promotion_id: Uuid::from_u128(9).into(),
        approver: id(4),
        decision: Decision::Approved,
        proposal_hash: hash,
        comment_digest: None,
        created_at: now(),
        expires_at: Instant(now().0 + chrono::Duration::microseconds(1)),
        void_reason: None,
        revision: Revision::FIRST,
    }
}

#[test]
fn an_approval_counts_for_one_proposal_of_one_reviewer_until_its_last_instant() {
    let (hash, other) = (Sha256([1; 32]), Sha256([2; 32]));
    let given = approval(hash);
    assert_eq!(void(&given, true, &hash, now()), None);
    assert_eq!(
        void(&given, true, &other, now()),
        Some(VoidReason::ProposalChanged)
    );
    assert_eq!(
        void(&given, false, &hash, now()),
        Some(VoidReason::RoleLost)
    );
    assert_eq!(
        void(&given, true, &hash, given.expires_at),
        Some(VoidReason::Expired)
    );
    let recorded = Approval {
        void_reason: Some(VoidReason::Withdrawn),
        ..given
    };
    assert_eq!(
        void(&recorded, true, &hash, now()),
        Some(VoidReason::Withdrawn),
        "what is recorded stays"
    );
}

#[test]
fn what_moved_on_since_the_last_command_is_shown() {
    let free = judged(&facts(Stage::Staging, Stage::Production), &[]);
    let later = Instant(now().0 + chrono::Duration::days(1));
    let shown = |recorded, until| shown_state(recorded, until, &free, now());
    assert_eq!(shown(PromotionState::Open, later), PromotionState::Approved);
    assert_eq!(shown(PromotionState::Open, now()), PromotionState::Expired);
    assert_eq!(
        shown(PromotionState::Refused, now()),
        PromotionState::Refused,
        "an end is final"
    );
}

#[test]
fn what_is_killed_somewhere_does_not_go_up() {
    let mut killed = facts(Stage::Staging, Stage::Production);
    killed.killed_on = ["a", "b", "c", "d"]
        .map(|key| format!("production/{key}"))
        .to_vec();
    let verdict = judged(&killed, &[]);
    assert_eq!(verdict.outcome, VerdictOutcome::Refused);
    assert_eq!(verdict.blockers[0].code, "version_killed");
    assert_eq!(
        verdict.headline.message,
        "m/7 is killed on production/a, production/b, production/c and 1 more."
    );
    let reason = &verdict.headline.params["reason"];
    assert_eq!(reason["code"], "version_killed");
    assert_eq!(reason["params"]["version"], "m/7");
}

#[test]
fn another_use_is_another_proposal() {
    let one = facts(Stage::Staging, Stage::Production);
    let mut other = one.clone();
    other.application_id = Some(Uuid::from_u128(5).into());
    assert_ne!(
        judged(&one, &[]).proposal_hash,
        judged(&other, &[]).proposal_hash
    );
}

#[test]
fn what_a_policy_only_shows_is_checked_at_both_edges() {
    let with = |change: &dyn Fn(&mut Requirement)| {
        let mut content = policy(&[("true", Severity::Block)], 0).content;
        change(&mut content.requirements[0]);
        content_problems(&content).len()
    };
    let explained =
        |bytes: usize| with(&|requirement| requirement.explanation = Some("x".repeat(bytes)));
    assert_eq!((explained(1), explained(EXPLANATION_BYTES_MAX)), (0, 0));
    assert_eq!((explained(0), explained(EXPLANATION_BYTES_MAX + 1)), (1, 1));
    let remedy = |bytes: usize| {
        with(&|requirement| {
            requirement.remedy = Some(RequirementRemedy {
                text: "x".repeat(bytes),
                command: None,
            });
        })
    };
    assert_eq!((remedy(1), remedy(REMEDY_BYTES_MAX)), (0, 0));
    assert_eq!((remedy(0), remedy(REMEDY_BYTES_MAX + 1)), (1, 1));
    for (tag, right) in [
        ("fr", true),
        ("pt-BR", true),
        ("f", false),
        ("fr_FR", false),
        ("fr-", false),
    ] {
        assert_eq!(language(tag), right, "{tag}");
    }
}

#[test]
fn facts_of_the_first_schema_are_read_as_having_no_comparisons() {
    let written = facts(Stage::Staging, Stage::Production);
    let (text, digest) = written.canonical().unwrap();
    assert!(!text.contains("\"cmp\""));
    let read: PromotionFacts = serde_json::from_str(&text).unwrap();
    assert_eq!(read.canonical().unwrap().1, digest);
    let by_comparison = policy(
        &[("cmp.exists(c, c.verdict == 'superior')", Severity::Block)],
        0,
    );
    let verdict = judged(&read, &[by_comparison]);
    assert_eq!(verdict.outcome, VerdictOutcome::Refused);
}

#[test]
fn a_margin_is_a_share_and_a_suite_has_one() {
    let with = |default: Option<&str>, suites: &[(&str, &str)]| {
        let mut content = policy(&[], 0).content;
        content.margins = Some(DeclaredMargins {
            default: default.map(|text| text.parse().unwrap()),
            suites: suites
                .iter()
                .map(|(name, text)| ((*name).to_owned(), text.parse().unwrap()))
                .collect(),
        });
        content_problems(&content).len()
    };
    assert_eq!(
        with(Some("0.02"), &[("support", "0.03"), ("latency", "1.5")]),
        0
    );
    assert_eq!(with(None, &[]), 0);
    for wrong in ["0", "-0.01", "1"] {
        assert_eq!(with(Some(wrong), &[]), 1, "{wrong}");
    }
    assert_eq!(with(None, &[("support", "0")]), 1);
    assert_eq!(with(None, &[("", "0.1")]), 1);
    let names: Vec<String> = (0..=MARGINS_MAX).map(|n| format!("suite {n}")).collect();
    let many: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "0.1")).collect();
    assert_eq!(with(None, &many[1..]), 0);
    assert_eq!(with(None, &many), 1);
}
