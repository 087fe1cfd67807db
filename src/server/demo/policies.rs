//! What the company asks of a version before it moves: the templates of the product, and requirements of its own.

use anyhow::Context;

use crate::domain::models::{Stage, Tag};
use crate::domain::promotions::requirement::{
    Needed, On, Relation, Requirement, RequirementRemedy, Severity, templates,
};
use crate::domain::promotions::{Applies, Approvals, PolicyContent};

/// Days that an approval counts.
const APPROVAL_DAYS: u8 = 14;

/// The content of a policy under a number.
///
/// # Errors
/// The story has no such policy.
pub fn content(name: &str, number: i32) -> anyhow::Result<PolicyContent> {
    let policy = match (name, number) {
        ("staging-basics", 1) => policy(Stage::Staging, 0, vec![smoke()]),
        ("production-basics", 1) => policy(Stage::Production, 1, basics(&["nothing_odd"])?),
        ("production-basics", 2) => policy(
            Stage::Production,
            1,
            basics(&["safety_measured", "nothing_odd"])?,
        ),
        ("ticket-routing", 1) => gate(
            2,
            "routing",
            vec![
                routing("en", "English", "0.88"),
                routing("de", "German", "0.85"),
                routing("fr", "French", "0.80"),
                latency(),
            ],
        ),
        ("ticket-routing", 2) => gate(
            2,
            "routing",
            vec![
                routing("en", "English", "0.88"),
                routing("de", "German", "0.85"),
                routing("fr", "French", "0.85"),
                suite(
                    "refund_rules",
                    "Refund rules are applied right in 9 of 10 cases",
                    "refund-rules",
                    "0.9",
                ),
                suite(
                    "answer_language",
                    "The answer comes in the customer's language",
                    "answer-language",
                    "0.97",
                ),
                latency(),
                knowledge(),
            ],
        ),
        ("customer-answers", 1) => {
            let mut content = gate(2, "answers", named(&["quality_in_every_language"])?);
            content.languages = vec!["de".into(), "en".into(), "fr".into()];
            content
        }
        ("claims-care", 1) => {
            let mut own = named(&["quality_in_every_language", "same_prompt_as_incumbent"])?;
            if let Some(prompt) = own.last_mut() {
                prompt.severity = Severity::Warn;
            }
            let mut content = policy(Stage::Production, 2, own);
            content.languages = vec!["de".into(), "en".into()];
            content
        }
        _ => anyhow::bail!("no content {number} of the policy {name}"),
    };
    Ok(policy)
}

fn policy(target: Stage, quorum: u8, requirements: Vec<Requirement>) -> PolicyContent {
    PolicyContent {
        applies: Applies {
            target,
            teams: Vec::new(),
            tags: Vec::new(),
            risk_tiers: Vec::new(),
            data_classes: Vec::new(),
            criticalities: Vec::new(),
        },
        requirements,
        approvals: Approvals {
            quorum,
            expires_days: APPROVAL_DAYS,
            roles: Vec::new(),
        },
        languages: Vec::new(),
        enforced_from: None,
        margins: None,
    }
}

/// To production, for versions that carry the gate's tag.
fn gate(quorum: u8, tag: &str, requirements: Vec<Requirement>) -> PolicyContent {
    let mut content = policy(Stage::Production, quorum, requirements);
    content.applies.tags = vec![Tag {
        key: "gate".into(),
        value: tag.into(),
    }];
    content
}

fn basics(more: &[&str]) -> anyhow::Result<Vec<Requirement>> {
    let mut all = named(&["fresh_internal_evidence"])?;
    all.extend(named(more)?);
    Ok(all)
}

fn named(codes: &[&str]) -> anyhow::Result<Vec<Requirement>> {
    let of = |code: &&str| {
        templates()
            .into_iter()
            .find(|template| template.code == *code)
            .map(|template| template.requirement)
            .with_context(|| format!("the template {code}"))
    };
    codes.iter().map(of).collect()
}

fn requirement(code: &str, title: &str, which: &str, holds: &str, needed: Needed) -> Requirement {
    Requirement {
        code: code.into(),
        title: title.into(),
        explanation: None,
        severity: Severity::Block,
        expression: format!("evals.exists(e, {which} && {holds})"),
        known_when: Some(format!("evals.exists(e, {which})")),
        measured: Some(format!("evals.filter(e, {which})")),
        needed: Some(needed),
        remedy: None,
        waivable: false,
        once: false,
    }
}

fn remedy(text: &str, command: &str) -> Option<RequirementRemedy> {
    Some(RequirementRemedy {
        text: text.into(),
        command: (!command.is_empty()).then(|| command.to_owned()),
    })
}

fn smoke() -> Requirement {
    let needed = Needed {
        relation: Relation::AtLeast,
        value: "100".into(),
        on: On::N,
        unit: None,
    };
    let which = "e.eligible && e.trust_class == 'internal' && has(e.n)";
    let title = "An internal suite ran on at least 100 items";
    let mut smoke = requirement("internal_run", title, which, "e.n >= 100", needed);
    smoke.remedy = remedy(
        "Run any internal suite of the team and import its result.",
        "",
    );
    smoke
}

/// An internal suite at its lower bound.
fn suite(code: &str, title: &str, name: &str, limit: &str) -> Requirement {
    let which = format!("e.eligible && e.suite == '{name}' && has(e.ci_low)");
    let needed = Needed {
        relation: Relation::AtLeast,
        value: limit.into(),
        on: On::CiLow,
        unit: None,
    };
    let mut suite = requirement(code, title, &which, &format!("e.ci_low >= {limit}"), needed);
    let text = format!("Measure more items of {name} if the rate holds; else mend what fails.");
    suite.remedy = remedy(&text, "");
    suite
}

fn routing(language: &str, name: &str, limit: &str) -> Requirement {
    let title = format!("{name} tickets are routed right, {limit} or more");
    let suite_name = format!("ticket-routing-{language}");
    suite(&format!("routing_{language}"), &title, &suite_name, limit)
}

fn latency() -> Requirement {
    let which = "e.eligible && e.suite == 'latency' && e.metric == 'p95' && has(e.value)";
    let needed = Needed {
        relation: Relation::AtMost,
        value: "0.9".into(),
        on: On::Value,
        unit: None,
    };
    let title = "95 % of the answers come within 0.9 s";
    let mut latency = requirement("latency_p95", title, which, "e.value <= 0.9", needed);
    latency.remedy = remedy("Measure on the server that will serve it.", "");
    latency
}

fn knowledge() -> Requirement {
    let which = "e.suite == 'mmlu' && e.metric == 'acc' && has(e.value)";
    let needed = Needed {
        relation: Relation::AtLeast,
        value: "70".into(),
        on: On::Value,
        unit: None,
    };
    let title = "Public knowledge did not collapse: MMLU 70 or more";
    let mut mmlu = requirement("public_knowledge", title, which, "e.value >= 70.0", needed);
    mmlu.remedy = remedy("Record what the publisher of the weights measured.", "");
    mmlu
}
