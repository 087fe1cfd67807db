//! Requirements to begin with: proposals, to be edited.

use serde::Serialize;

use super::types::{Needed, On, Relation, Requirement, RequirementRemedy, Severity};

/// A requirement to begin with.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Template {
    /// Its name.
    pub code: String,
    /// What it is for.
    pub title: String,
    /// The requirement.
    pub requirement: Requirement,
}

struct Draft {
    code: &'static str,
    title: &'static str,
    expression: &'static str,
    known_when: &'static str,
    measured: Option<&'static str>,
    needed: Option<(Relation, &'static str, On)>,
    remedy: &'static str,
    command: Option<&'static str>,
    /// Only the move has to meet it.
    once: bool,
}

const QUALITY: &str =
    "evals.exists(e, e.eligible && e.trust_class == 'internal' && e.category == 'quality')";

const DRAFTS: &[Draft] = &[
    Draft {
        code: "fresh_internal_evidence",
        title: "Internal quality was measured in the last 90 days on at least 200 items",
        expression: "evals.exists(e, e.eligible && e.trust_class == 'internal' && e.category == 'quality' \
                     && has(e.n) && e.n >= 200 && has(e.run_at) && now - e.run_at <= duration('2160h'))",
        known_when: QUALITY,
        measured: Some(
            "evals.filter(e, e.eligible && e.trust_class == 'internal' && e.category == 'quality')",
        ),
        needed: Some((Relation::AtLeast, "200", On::N)),
        remedy: "Run an internal suite on this version and import its result.",
        command: Some("tenure evaluations import results.json --version MODEL/NUMBER"),
        once: false,
    },
    Draft {
        code: "quality_in_every_language",
        title: "Quality in every target language is at least 0.85 at the lower bound",
        expression: "target.languages.all(l, evals.exists(e, e.eligible && e.trust_class == 'internal' \
                     && e.category == 'quality' && has(e.language) && e.language == l \
                     && has(e.ci_low) && e.ci_low >= 0.85))",
        known_when: "size(target.languages) > 0 && target.languages.all(l, evals.exists(e, e.eligible \
                     && e.trust_class == 'internal' && e.category == 'quality' && has(e.language) && e.language == l))",
        measured: Some(
            "evals.filter(e, e.eligible && e.trust_class == 'internal' && e.category == 'quality' && has(e.language))",
        ),
        needed: Some((Relation::AtLeast, "0.85", On::CiLow)),
        remedy: "Measure the language that is missing, or more items where the interval is wide.",
        command: None,
        once: false,
    },
    Draft {
        code: "not_worse_than_incumbent",
        title: "Not worse than the version that serves now, on every critical suite",
        expression: "cmp.filter(c, c.tier == 'critical').all(c, c.verdict in ['non_inferior', 'superior'])",
        known_when: "cmp.exists(c, c.tier == 'critical')",
        measured: Some("cmp.filter(c, c.tier == 'critical')"),
        needed: Some((Relation::AtLeast, "-0.02", On::CiLow)),
        remedy: "Measure what is missing or too small, on the same items as the version that serves now.",
        command: Some("tenure compare MODEL/INCUMBENT MODEL/NUMBER"),
        once: true,
    },
    Draft {
        code: "safety_measured",
        title: "A safety suite was measured",
        expression: "evals.exists(e, e.eligible && e.category == 'safety')",
        known_when: "evals.exists(e, e.category == 'safety')",
        measured: Some("evals.filter(e, e.category == 'safety')"),
        needed: None,
        remedy: "Run a safety suite on this version and import its result.",
        command: Some("tenure evaluations import safety.json --version MODEL/NUMBER"),
        once: false,
    },
    Draft {
        code: "same_prompt_as_incumbent",
        title: "The prompt template is the one of the version that serves now",
        expression: "candidate.prompt_template_digest == incumbent.prompt_template_digest",
        known_when: "has(candidate.prompt_template_digest)",
        measured: Some("candidate.prompt_template_digest"),
        needed: None,
        remedy: "Register the version with the same prompt template, or promote the template change on its own.",
        command: None,
        once: true,
    },
    Draft {
        code: "nothing_odd",
        title: "No evidence is suspect or partial",
        expression: "evals.all(e, !('unit_suspect' in e.flags) && !('partial' in e.flags) && !('cancelled' in e.flags))",
        known_when: "size(evals) > 0",
        measured: None,
        needed: None,
        remedy: "Repeat the runs that are flagged.",
        command: None,
        once: false,
    },
];

/// All of them.
#[must_use]
pub fn templates() -> Vec<Template> {
    DRAFTS.iter().map(template).collect()
}

fn template(draft: &Draft) -> Template {
    let squeeze = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    Template {
        code: draft.code.into(),
        title: draft.title.into(),
        requirement: Requirement {
            code: draft.code.into(),
            title: draft.title.into(),
            severity: Severity::Block,
            expression: squeeze(draft.expression),
            known_when: Some(squeeze(draft.known_when)),
            measured: draft.measured.map(squeeze),
            needed: draft.needed.map(|(relation, value, on)| Needed {
                relation,
                value: value.into(),
                on,
                unit: None,
            }),
            remedy: Some(RequirementRemedy {
                text: draft.remedy.into(),
                command: draft.command.map(str::to_owned),
            }),
            waivable: false,
            once: draft.once,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::super::lint::lint;
    use super::*;

    #[test]
    fn every_template_is_clean() {
        for template in templates() {
            let requirement = template.requirement;
            assert_eq!(lint(&requirement.expression, true), [], "{}", template.code);
            assert_eq!(
                lint(&requirement.known_when.unwrap(), true),
                [],
                "{}",
                template.code
            );
            assert_eq!(
                requirement
                    .measured
                    .map_or(vec![], |text| lint(&text, false)),
                [],
                "{}",
                template.code
            );
        }
    }
}
