//! What was required, and what became of each requirement.

use maud::{Markup, html};

use super::bullet::bullet;
use super::words;
use crate::domain::evidence_pack::Dossier;
use crate::domain::promotions::JudgedRequirement;
use crate::domain::promotions::requirement::{Measured, Needed, On, Outcome, Relation, Severity};

/// Every requirement with the numbers, then what stood in the way besides.
pub(super) fn requirements(dossier: &Dossier) -> Markup {
    let verdict = &dossier.verdict;
    let counts = verdict.counts;
    html! {
        p .lead { (verdict.headline.message) }
        p .dim {
            (counts.pass) " hold, " (counts.fail) " fail, " (counts.unknown) " unknown, " (counts.waived) " waived, "
            (counts.warn) " warn. Judged on the facts of " (words::moment(verdict.evaluated_at))
            ". What is unknown never passes."
        }
        @if verdict.requirements.is_empty() {
            p { "No policy guarded this move: nothing was required." }
        } @else {
            div .wide {
                table {
                    thead { tr {
                        th scope="col" { "Outcome" } th scope="col" { "Requirement" } th scope="col" { "Measured" }
                        th scope="col" { "Needed" }
                    } }
                    tbody { @for one in &verdict.requirements { (requirement(dossier, one)) } }
                }
            }
        }
        @if !verdict.blockers.is_empty() {
            h3 { "What stood in the way besides" }
            ul { @for blocker in &verdict.blockers { li { (blocker.message) } } }
        }
    }
}

fn outcome(one: &JudgedRequirement) -> (&'static str, &'static str) {
    match (one.result.outcome, one.result.severity, &one.waiver) {
        (Outcome::Pass, _, _) => ("pass", "✓ holds"),
        (Outcome::Fail | Outcome::Unknown, _, Some(_)) => ("warn", "– waived"),
        (Outcome::Fail, Severity::Warn, None) => ("warn", "! warns"),
        (Outcome::Fail, Severity::Block, None) => ("fail", "✕ fails"),
        (Outcome::Unknown, _, None) => ("warn", "? unknown"),
    }
}

fn requirement(dossier: &Dossier, one: &JudgedRequirement) -> Markup {
    let result = &one.result;
    let (class, text) = outcome(one);
    html! {
        tr {
            td .outcome .(class) { (text) }
            td {
                strong { (result.title) } br;
                span .dim { (one.policy.name) " v" (one.policy.number) ", " code { (result.code) } }
                @if let Some(waiver) = &one.waiver {
                    br;
                    span { "Waived until " (words::brief(waiver.until)) " UTC; "
                        (words::name(&dossier.labels, waiver.owner)) " answers for it." }
                }
                @if let Some(why) = &result.explanation { br; span { (why) } }
                @if let Some(reason) = &result.reason { br; span { (reason) } }
                br;
                code .dim { (result.expression) }
            }
            td {
                @if let Some(measured) = &result.measured { (words::measured(measured)) } @else { span .dim { "no number" } }
                (bullet(result.measured.as_ref(), result.needed.as_ref()))
                @for evidence in &result.evidence {
                    div .small .dim {
                        (evidence.label)
                        @if let Some(at) = &evidence.run_at { ", ran " (words::brief_text(at)) }
                    }
                }
            }
            td { @if let Some(needed) = &result.needed { (need(needed, result.measured.as_ref())) } @else { span .dim { "as the rule says" } } }
        }
    }
}

fn need(needed: &Needed, measured: Option<&Measured>) -> String {
    let counted = measured
        .and_then(|measured| measured.unit.as_deref())
        .or(needed.unit.as_deref())
        .filter(|_| needed.on != On::N);
    let unit = counted.map(words::unit).unwrap_or_default();
    let relation = match needed.relation {
        Relation::AtLeast => "at least",
        Relation::AtMost => "at most",
        Relation::Equals => "exactly",
    };
    let on = match needed.on.as_str() {
        "ci_low" => " at the low end",
        "ci_high" => " at the high end",
        "n" => " items",
        _ => "",
    };
    format!("{relation} {}{unit}{on}", needed.value)
}

/// Who agreed to what, and whether it counts.
pub(super) fn approvals(dossier: &Dossier) -> Markup {
    let verdict = &dossier.verdict;
    html! {
        p {
            @if verdict.quorum == 0 {
                "No approval was needed."
            } @else {
                (words::plural(usize::from(verdict.quorum), "approval was needed", "approvals were needed"))
                " from reviewers who neither asked, nor registered the version, nor reported its evaluations; "
                (verdict.missing_approvals) " missing."
                @for role in &verdict.missing_roles {
                    " Nobody who approved holds the role " (role.as_str()) "."
                }
            }
        }
        @if !dossier.approvals.is_empty() {
            div .wide {
                table {
                    thead { tr {
                        th scope="col" { "Who" } th scope="col" { "Word" } th scope="col" { "When, UTC" }
                        th scope="col" { "On which proposal" } th scope="col" { "Whether it counts" }
                    } }
                    tbody { @for given in &dossier.approvals {
                        @let approval = &given.approval;
                        tr {
                            td { (words::name(&dossier.labels, approval.approver)) (words::roles(&given.roles)) }
                            td {
                                strong { (words::word(&approval.decision)) }
                                @if let Some(comment) = &given.comment { blockquote { (comment) } }
                            }
                            td { (words::brief(approval.created_at)) br;
                                span .dim { "until " (words::brief(approval.expires_at)) } }
                            td { code { (approval.proposal_hash) } }
                            td { (words::void(given.void)) }
                        }
                    } }
                }
            }
        }
    }
}

/// Every waiver of the move.
pub(super) fn waivers(dossier: &Dossier) -> Markup {
    html! {
        @if dossier.waivers.is_empty() {
            p { "None was given." }
        } @else {
            div .wide {
                table {
                    thead { tr {
                        th scope="col" { "Requirement" } th scope="col" { "Who answers for it" }
                        th scope="col" { "Given by" } th scope="col" { "From, UTC" } th scope="col" { "Until, UTC" }
                    } }
                    tbody { @for waiver in &dossier.waivers {
                        tr {
                            td { code { (waiver.requirement) } br;
                                span .dim { (words::name(&dossier.labels, waiver.policy_id)) } }
                            td { (words::name(&dossier.labels, waiver.owner)) }
                            td { (words::name(&dossier.labels, waiver.granted_by)) }
                            td { (words::brief(waiver.created_at)) }
                            td {
                                (words::brief(waiver.expires_at))
                                @if let Some(at) = waiver.ended_at { br; "ended " (words::brief(at)) }
                            }
                        }
                    } }
                }
            }
        }
    }
}
